"""Names, numbers and quotations as people read them."""
