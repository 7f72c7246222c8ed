"""What an annotation is: plain functions and frozen values, no window and no database."""
