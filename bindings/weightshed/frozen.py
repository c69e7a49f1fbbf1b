"""Plain values that cannot be changed, and how TOML writes them."""

from __future__ import annotations

import datetime
import json
import tomllib
from typing import Any, Iterable, Iterator, Mapping, TypeVar

import numpy as np

V = TypeVar("V")


class FrozenMap(Mapping[str, V]):
    """A mapping that cannot be changed; it keeps its order, and is equal to any mapping with the same items."""

    def __init__(self, items: Mapping[str, V] | Iterable[tuple[str, V]] = ()):
        self._items = dict(items)

    def __getitem__(self, key: str) -> V:
        return self._items[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Mapping) and self._items == dict(other)

    def __hash__(self) -> int:
        return hash(frozenset(self._items.items()))

    def __repr__(self) -> str:
        return repr(self._items)


def frozen(value: Any) -> Any:
    """The value with tuples for lists, FrozenMaps for dictionaries, dates for moments and plain numbers for NumPy's."""
    if isinstance(value, FrozenMap):
        return value
    if isinstance(value, Mapping):
        return FrozenMap({str(key): frozen(item) for key, item in value.items()})
    if isinstance(value, np.ndarray):
        return frozen(value.tolist())
    if isinstance(value, np.generic):
        return frozen(value.item())
    if isinstance(value, (list, tuple)):
        return tuple(frozen(item) for item in value)
    if isinstance(value, datetime.datetime):  # a pandas Timestamp too
        return value.date()
    return value


def day(value: Any) -> Any:
    """A date, from one or from its ISO text; what is neither is left for `check` to find."""
    value = frozen(value)
    if not isinstance(value, str):
        return value
    try:
        return datetime.date.fromisoformat(value)
    except ValueError:
        return value


def in_order(table: Mapping[str, Any], order: Iterable[str]) -> dict[str, Any]:
    """The items in the order in which a file had them; what it had not comes after."""
    first = [key for key in order if key in table]
    return {key: table[key] for key in (*first, *(key for key in table if key not in first))}


def quoted(text: str) -> str:
    """A text, or a key, in TOML: JSON's escapes are among its own."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def key(name: str) -> str:
    """A key in TOML, in quotes where it needs them: a dot in a bare key would be a table."""
    bare = name != "" and name.isascii() and name.replace("_", "").replace("-", "").isalnum()
    return name if bare or set(name) <= set("_-") and name else quoted(name)


def toml(value: Any) -> str:
    """A value as TOML writes it on one line. Raises TypeError for a value that TOML has not, such as None."""
    value = frozen(value)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, tuple):
        return "[" + ", ".join(toml(item) for item in value) + "]"
    if isinstance(value, FrozenMap):
        return "{ " + ", ".join(f"{key(name)} = {toml(item)}" for name, item in value.items()) + " }" if value else "{}"
    raise TypeError(f"{value!r} is no value of a scenario: text, number, true or false, date, list or table")


def read(text: str) -> Any:
    """The value that `toml` wrote. Raises tomllib.TOMLDecodeError for a text that is not TOML."""
    return frozen(tomllib.loads("value = " + text)["value"])
