"""The libraries of the extras `methods` and `neighbours`, imported when they are used: they are slow to import and not everybody has them."""

from __future__ import annotations

import importlib
import warnings
from typing import Any

from ..errors import Error, problem


def module(name: str, extra: str = "methods") -> Any:
    """The module of that name. Raises weightshed.Error (exit code 2) when its library is not installed."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of parts that we do not use
            return importlib.import_module(name)
    except ModuleNotFoundError:
        library = name.split(".")[0]
        raise Error.of([problem("", library, "is not installed", f"pip install '.[{extra}]' in the source tree, or the library alone")], 2) from None
