"""What an annotation is: plain functions and frozen values, no window and no database."""

VERSION = "0.1.0"  # as in pyproject.toml
