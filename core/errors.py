"""The one error a user is meant to see; everything else is a bug."""


class UserError(Exception):
    """Something the user can understand and act on; its text is one plain sentence."""
