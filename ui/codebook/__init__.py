"""The Codebook view: every tag with what it means and how it is used, edited in place."""
