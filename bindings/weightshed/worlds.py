"""What nobody knows, as plain values: an assumption of a study, and one world, which is a draw of them."""

from __future__ import annotations

import datetime
import textwrap
from dataclasses import dataclass, field
from typing import Any, Mapping, Sequence

import pandas as pd

from . import _core, checking, words
from .checking import Problems
from .frozen import FrozenMap, frozen, in_order, read, toml
from .notebook import MOST, Sheet
from .policies import Quantity

LONGEST_PHRASE = 70  # characters of what an assumption is, beside its value


@dataclass(frozen=True, kw_only=True)
class Assumption:
    """An assumption of a study: uncertain, or fixed with its source.

    `range` is uniform (`value` is then the central value); `ci80` holds the 10% and the 90% point around `value`; `prior` takes
    the prior of the card; `value` alone is fixed. Numbers are in the unit of the card, texts carry a unit.
    """

    value: Quantity | datetime.date | None = None
    range: tuple[Quantity, Quantity] | None = None
    ci80: tuple[Quantity, Quantity] | None = None
    prior: bool | None = None
    source: str | None = None
    _order: tuple[str, ...] = field(default=(), compare=False, repr=False)

    def __post_init__(self) -> None:
        for name in ("value", "range", "ci80"):
            object.__setattr__(self, name, frozen(getattr(self, name)))

    def as_table(self) -> dict[str, Any]:
        """As TOML's table."""
        named = {"value": self.value, "range": self.range, "ci80": self.ci80, "prior": self.prior, "source": self.source}
        return in_order({k: v for k, v in named.items() if v is not None}, self._order)

    @classmethod
    def from_table(cls, table: Mapping[str, Any]) -> "Assumption":
        """From TOML's table."""
        return cls(**{str(k): v for k, v in table.items()}, _order=tuple(table))

    def toml(self) -> str:
        """The inline table that a scenario has under [assume]."""
        return toml(self.as_table())

    @classmethod
    def from_toml(cls, text: str) -> "Assumption":
        """What `toml` wrote, unchanged. Raises ValueError for a text that is not TOML, TypeError for an unknown key."""
        return cls.from_table(read(text))


@dataclass(frozen=True, repr=False)
class World:
    """One draw of what nobody knows: a value for assumptions, by key; a variant for contested mechanisms; the key of its luck.

    What it does not state is as in a study that keeps it fixed: an uncertain assumption at its central value. `key` (0 to
    4294967295) decides luck: worlds with the same key share it, member by member; None: as in the study's first world.
    Study.world gives the worlds that a study draws.
    """

    assume: Mapping[str, Quantity] = field(default_factory=FrozenMap)
    structure: Mapping[str, str] = field(default_factory=FrozenMap)
    key: int | None = None

    def __post_init__(self) -> None:
        for name in ("assume", "structure", "key"):
            object.__setattr__(self, name, frozen(getattr(self, name)))

    def toml(self) -> str:
        """The world as one inline table: { assume = { … }, structure = { … }, key = 7 }."""
        named = {"assume": self.assume, "structure": self.structure, "key": self.key}
        return toml({k: v for k, v in named.items() if v is not None})

    @classmethod
    def from_toml(cls, text: str) -> "World":
        """What `toml` wrote, unchanged. Raises ValueError for a text that is not TOML, TypeError for an unknown key."""
        return cls(**read(text))

    def as_row(self) -> dict[str, Any]:
        """The world as a row of a list of worlds, with its key in the column `world_key`; its variants are not part of it."""
        return {**self.assume, **({} if self.key is None else {"world_key": self.key})}

    def check(self) -> Problems:
        """Problems as a table, one row each: unknown names with the nearest, values outside the range of their card."""
        lines = ['extends = "baseline"', "[run]", "worlds = 1", "[assume]", *(f"{toml(k)} = {toml(v)}" for k, v in self.assume.items()),
                 "[structure]", *(f"{toml(k)} = {toml(v)}" for k, v in self.structure.items())]
        found = checking.of_part("\n".join(lines) + "\n")
        if self.key is not None and not 0 <= self.key < 2**32:
            found.loc[len(found)] = ["", 0, 0, "key", f"{self.key} is not a key", "an integer from 0 to 4294967295", ""]
        return found

    def sheet(self) -> Sheet:
        """What a notebook shows: the first assumptions with their units, the variants, the key."""
        cards = {str(card["key"]): card for card in _core.parameters()}
        rows = []
        for name, value in list(self.assume.items())[:MOST]:
            is_number, card = isinstance(value, (int, float)), cards.get(name, {"unit": "1", "phrase": ""})
            rows.append((name, f"{value:.6g}" if is_number else str(value), card["unit"] if is_number and card["unit"] != "1" else "",
                         textwrap.shorten(card["phrase"], LONGEST_PHRASE, placeholder="\u2026")))
        notes = ["Structure: " + ", ".join(f"{name} {variant}" for name, variant in self.structure.items())] if self.structure else []
        notes += [f"{len(self.assume) - len(rows)} more in .assume"] if len(rows) < len(self.assume) else []
        luck = "the luck of the study’s first world" if self.key is None else f"luck {self.key}"
        columns = (("assumption", ""), ("value", ""), ("unit", ""), ("what it is", ""))
        return Sheet(f"World: {words.counted(len(self.assume), 'assumption')}, {luck}", columns, tuple(rows), tuple(notes))

    def __repr__(self) -> str:
        return self.sheet().text()

    def _repr_html_(self) -> str:
        return self.sheet().html()


#: What a study takes as a list of worlds: a pandas table or a mapping with a column for each parameter, or World by World.
Listed = pd.DataFrame | Mapping[str, Sequence[Any]] | Sequence[World | Mapping[str, Any]]


def is_listed(worlds: Any) -> bool:
    """Whether these are worlds themselves, and not their number or where they come from."""
    return not (worlds is None or isinstance(worlds, (str, int, float)) or isinstance(worlds, Mapping) and "calibrated" in worlds)


def rows_of(worlds: Listed) -> tuple[FrozenMap[Any], ...]:
    """Worlds as the rows that a scenario lists. Raises TypeError for what has no named columns, ValueError for columns that
    are not equally long."""
    if isinstance(worlds, pd.DataFrame):
        worlds = worlds.to_dict("records")
    if isinstance(worlds, Mapping):
        columns = {str(name): list(values) for name, values in worlds.items()}
        if len({len(values) for values in columns.values()}) > 1:
            raise ValueError("worlds: " + ", ".join(f"{name} has {len(values)} values" for name, values in columns.items()))
        worlds = [dict(zip(columns, row)) for row in zip(*columns.values())]
    rows = [world.as_row() if isinstance(world, World) else world for world in worlds]
    if not all(isinstance(row, Mapping) for row in rows):
        raise TypeError("worlds: a number of draws, or a table with a column for each parameter, or a list of World")
    return tuple(frozen(rows))


def shared_structure(worlds: Any) -> Mapping[str, str]:
    """The variants that all worlds of a list state. Raises ValueError when they differ: a study crosses its variants with all
    worlds."""
    stated = [world.structure for world in worlds if isinstance(world, World)] if isinstance(worlds, (list, tuple)) else []
    if any(structure != stated[0] for structure in stated):
        raise ValueError("worlds: they state different variants; a study runs each of its worlds under every variant of `structure`")
    return stated[0] if stated else FrozenMap()
