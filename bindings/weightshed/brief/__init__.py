"""A brief of two pages for a reader who decides: every number in its text is looked up in the result and can be verified."""

from .document import spoken, verify, write

__all__ = ["spoken", "verify", "write"]
