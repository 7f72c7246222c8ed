"""Reads files of other programs as articles."""
