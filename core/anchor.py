"""What is kept beside an annotation's offsets so that its passage can be found again in a changed text."""

CONTEXT = 32  # code points kept before and after a quote
