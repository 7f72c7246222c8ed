"""The table of articles: what is known about each, edited in place, and values imported into it."""
