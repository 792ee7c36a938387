"""How far the plans bind themselves."""
