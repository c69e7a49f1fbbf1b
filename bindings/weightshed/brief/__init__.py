"""A brief of two pages for a reader who decides: every number in its text is looked up in the result and can be verified."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .document import spoken, verify, write

__all__ = ["spoken", "verify", "write"]


def __getattr__(name: str) -> Any:
    """Imported when it is used first: a command line is refused before."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(".document", __name__), name)
