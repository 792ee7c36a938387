"""Words: Janome tokens, lexicons, and the codes that rest on them."""
