"""A brief of two to four pages: every number in its text is looked up in the result file and can be verified."""

from .document import verify, write

__all__ = ["verify", "write"]
