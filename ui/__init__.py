"""What a person sees: the window and everything in it. No SQL."""
