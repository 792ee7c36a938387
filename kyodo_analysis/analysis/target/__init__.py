"""What can be checked afterwards: indicators and their targets, completion criteria, context figures."""
