"""Notes of all kinds: the field they are written in, and the view that lists them."""
