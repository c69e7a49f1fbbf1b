"""The value and the text of every kind of number that a brief shows, looked up in the result."""

from __future__ import annotations

import math
from typing import Any, Callable

import numpy as np

from ..reading import Reading
from . import certainty, record, reversal, sizes
from .changes import Change, Changes

Found = tuple[float, str]


def look_up(book: Changes, kind: str, where: dict[str, Any]) -> Found:
    """The value and the text of one number. Raises ValueError for a kind, KeyError or ValueError for a place, that is not there."""
    if kind not in _KINDS:
        raise ValueError(f"no kind of number {kind!r}")
    return _KINDS[kind](book, **where)


def _found(book: Changes, measure: str, coords: dict[str, str], policy: str, year: int) -> Change:
    if policy not in book.run.policies or year not in book.years:
        raise KeyError(policy)
    return book.change(book.run.line(book.run.slice(measure, **coords)), policy, year)


def _level(book: Changes, part: str = "result", **where: Any) -> Found:
    change = _found(book, **where)
    value = getattr(change, part)
    return value, sizes.level(change.line, value)


def _quantile(book: Changes, quantile: float, **where: Any) -> Found:
    change = _found(book, **where)
    cells = book.cells(change.line, change.year)[book.run.policies.index(change.policy)]
    value = float(np.nanquantile(cells, quantile)) if np.isfinite(cells).any() else math.nan
    return value, sizes.level(change.line, value)


def _change(book: Changes, part: str = "effect", signed: bool = False, **where: Any) -> Found:
    change = _found(book, **where)
    value = getattr(change, part)
    shown = value if signed or part != "effect" or sizes.is_factor(change.line) else abs(value)
    text = sizes.change(change.line, shown, signed)
    return value, text.lstrip("\u2212") if part == "effect" and not signed else text


def _percent(book: Changes, part: str = "share", signed: bool = False, **where: Any) -> Found:
    value = getattr(_found(book, **where), part)
    return value, sizes.percent(value if signed else abs(value), signed)


def _part(book: Changes, **where: Any) -> Found:
    value = _found(book, **where).share
    return value, sizes.in_words(value)


def _sure(book: Changes, form: str = "both", **where: Any) -> Found:
    change = _found(book, **where)
    if not change.is_something:
        return change.probability, certainty.NO_EFFECT
    often = certainty.how_often(change.probability, change.pairs) if math.isfinite(change.probability) else "no pair differs"
    return change.probability, {"both": f"{change.certainty} ({often})", "comma": f"{change.certainty}, {often}", "words": change.certainty, "often": often}[form]


def _share_of_package(book: Changes, whole: str, **where: Any) -> Found:
    """What a part of a package does alone, as a share of what the package does."""
    alone = _found(book, **where)
    package = _found(book, **{**where, "policy": whole})
    value = alone.effect / package.effect if package.effect else math.nan
    return value, sizes.percent(value)


def _year(book: Changes, which: str) -> Found:
    year = book.years[{"first": 0, "last": -1}[which]]
    return float(year), book.when(year)


def _year_of(book: Changes, **where: Any) -> Found:
    year = _found(book, **where).year
    return float(year), book.when(year)


def _count(book: Changes, of: str) -> Found:
    size, run = book.run.data.sizes, book.run
    counts = {"policies": size["policy"], "worlds": size["world"], "members": size["member"], "pairs": run.pairs,
              "simulations": size["policy"] * run.pairs}
    if of == "failed":
        counts[of] = int((run.data["status"].values == 2).sum())
    return float(counts[of]), f"{counts[of]:,}"


def _in_force(book: Changes, policy: str) -> Found:
    share = book.run.seldom[policy]
    return share, f"{math.floor(100.0 * share + 1e-9)}%" if share >= 0.01 else "under 1%"


def of_assumption(run: Reading, key: str, value: float) -> str:
    """A value of an assumption in its unit; a pure number is a share and shown in percent, a year has no decimals."""
    unit = str(run.registry.at[key, "unit"])
    if unit == "1" or unit == "/ year":
        return sizes.percent(value) + (" a year" if unit == "/ year" else "")
    return f"{value:.0f}" if unit == "year" else f"{sizes.number(value)} {unit}"


def _assumption(book: Changes, parameter: str, statistic: str) -> Found:
    values = reversal.draws(book, parameter)
    value = float(values.min() if statistic == "least" else values.max())
    return value, of_assumption(book.run, parameter, value)


def _fitted(book: Changes, parameter: str, end: str, **where: Any) -> Found:
    """The fitted effect where an assumption is low or high, the others at their medians."""
    change = _found(book, **where)
    table = reversal.ranked(book, change).set_index("assumption")
    value = float(table.at[parameter, f"{end}_effect"])
    return value, sizes.change(change.line, value)


def _reversal(book: Changes, part: str, **where: Any) -> Found:
    found = reversal.find(book, _found(book, **where))
    if found is None:
        raise ValueError("nothing reverses it")
    value = float(getattr(found, part))
    return value, of_assumption(book.run, found.assumption, value)


def _record(book: Changes, part: str) -> Found:
    held = record.held(book.run)
    if part in ("met", "all"):
        value = float(sum(one.is_met for one in held) if part == "met" else len(held))
        return value, f"{value:.0f}"
    worst = record.worst(held)
    value = {"modelled": worst.middle, "published": worst.value}[part]
    return value, sizes.level(worst.line, value)


_KINDS: dict[str, Callable[..., Found]] = {
    "level": _level, "quantile": _quantile, "change": _change, "percent": _percent, "part": _part, "sure": _sure,
    "share_of_package": _share_of_package, "year": _year, "year_of": _year_of, "count": _count, "in_force": _in_force,
    "assumption": _assumption, "fitted": _fitted, "reversal": _reversal, "record": _record,
}
