"""How far the codes that rules gave can be trusted."""
