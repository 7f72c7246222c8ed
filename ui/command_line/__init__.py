"""What a person types in a terminal: a file for what each command is about. Nothing of the window is loaded."""
