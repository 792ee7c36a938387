"""Printed values of municipal plans to values: pure functions of a string, none of which reads a file or guesses."""
