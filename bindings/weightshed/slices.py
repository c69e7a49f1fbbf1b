"""Which part of a result a reader asks for: measures, labels and a date, as `--measure`, `--where` and `--at` say in every command."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Iterable, Mapping

from . import _core
from .errors import Error, problem

if TYPE_CHECKING:
    import pandas as pd

#: "region=EU,sector=government", or {"region": "EU", "sector": ["government", "other"]}.
Where = str | Mapping[str, str | Iterable[str]]


@dataclass(frozen=True)
class Asked:
    """What is asked for; nothing: what the policies touch, at the last recorded date."""

    measures: tuple[str, ...] = ()
    where: tuple[tuple[str, str], ...] = ()  # dimension and label as typed; "*" is every label
    at: str | None = None  # a day or a month

    @property
    def labels(self) -> dict[str, list[str]]:
        """The labels asked for, by dimension."""
        found: dict[str, list[str]] = {}
        for dimension, label in self.where:
            found.setdefault(dimension, []).append(label)
        return found

    def as_json(self) -> dict[str, Any]:
        return {"measures": list(self.measures), "where": [list(pair) for pair in self.where], "at": self.at}

    @classmethod
    def from_json(cls, recorded: dict[str, Any]) -> "Asked":
        return cls(tuple(recorded.get("measures", ())), tuple((str(d), str(v)) for d, v in recorded.get("where", ())),
                   recorded.get("at"))


def pairs(where: Where | None) -> list[tuple[str, str]]:
    """Dimensions and labels, one pair each. Raises weightshed.Error for a text that is not of the form dimension=label,…"""
    if where is None:
        return []
    if isinstance(where, str):
        return _core.parse_where([where])
    return [(dimension, label) for dimension, labels in where.items()
            for label in ([labels] if isinstance(labels, str) else labels)]


def last_day(at: str) -> pd.Timestamp:
    """The day that is meant; a month means its last day. Raises weightshed.Error for what is no date."""
    import pandas as pd  # slow, and not needed to read a command line

    moment = pd.to_datetime(at, errors="coerce")
    if pd.isna(moment):
        raise Error.of([problem("", "at", f"'{at}' is not a date", "a day or a month: 2032-12-31, 2032-12")], 2)
    return moment + pd.offsets.MonthEnd(0) if len(at) <= len("2032-12") else moment


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options of a command that reads a result."""
    parser.add_argument("--measure", action="append", default=[], metavar="NAME",
                        help="only these measures: NAME, or NAME,NAME")
    parser.add_argument("--where", action="append", default=[], type=_checked, metavar="DIMENSION=LABEL,…",
                        help="only these values: dimension=label, as in region=EU,sector=government; * is every label")
    parser.add_argument("--at", metavar="DATE", help="a day or a month: the last recorded date up to it (default: the last one)")


def chosen_of(chosen: argparse.Namespace) -> Asked:
    """What the options of add_options say."""
    measures = tuple(name for text in chosen.measure for name in text.split(",") if name)
    return Asked(measures, tuple(pair for found in chosen.where for pair in found), chosen.at)


def _checked(text: str) -> list[tuple[str, str]]:
    try:
        return pairs(text)
    except Error as error:
        raise argparse.ArgumentTypeError(str(error)) from None
