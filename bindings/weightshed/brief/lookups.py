"""The value and the text of every kind of number that a brief shows, looked up in the result."""

from __future__ import annotations

import math
from typing import Any, Callable

import numpy as np

from ..forecasts import verdicts
from ..methods import sensitivity
from ..reading import Reading
from . import certainty, record, reversal, sizes
from .changes import Change, Changes

Found = tuple[float, str]
_SPELLED = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def look_up(book: Changes, kind: str, where: dict[str, Any]) -> Found:
    """The value and the text of one number. Raises ValueError for a kind, KeyError or ValueError for a place, that is not there."""
    if kind not in _KINDS:
        raise ValueError(f"no kind of number {kind!r}")
    return _KINDS[kind](book, **where)


def _found(book: Changes, measure: str, coords: dict[str, str], policy: str, year: int, **under: str) -> Change:
    if policy not in book.run.policies or year not in book.years:
        raise KeyError(policy)
    return book.change(book.run.line(book.run.slice(measure, **coords)), policy, year, **under)


def _level(book: Changes, part: str = "result", away: bool = False, **where: Any) -> Found:
    """A level; with `away`, that of a lead that has turned into its opposite, as what it is on the other side."""
    change = _found(book, **where)
    value = getattr(change, part)
    return value, sizes.level(change.line, -value if away else value)


def _quantile(book: Changes, quantile: float, bare: bool = False, **where: Any) -> Found:
    change = _found(book, **where)
    cells = book.cells(change.line, change.year)[book.run.policies.index(change.policy)]
    value = float(np.nanquantile(cells, quantile)) if np.isfinite(cells).any() else math.nan
    text = sizes.level(change.line, value)
    return value, sizes.bare(text) if bare else text


def _change(book: Changes, part: str = "effect", signed: bool = False, bare: bool = False, **where: Any) -> Found:
    """`bare` leaves out the unit, where another number beside it has it."""
    change = _found(book, **where)
    value = getattr(change, part)
    shown = value if signed or part != "effect" or sizes.is_factor(change.line) else abs(value)
    text = sizes.change(change.line, shown, signed)
    text = text.lstrip("\u2212") if part == "effect" and not signed else text
    return value, sizes.bare(text) if bare else text


def _times(book: Changes, part: str, **where: Any) -> Found:
    """How many times as large the factor is for which orders of magnitude stand."""
    value = float(10.0 ** getattr(_found(book, **where), part))
    return value, sizes.number(value)


def _part(book: Changes, **where: Any) -> Found:
    """A change as a part of its level: in percent, as figures show it, or as a factor where it doubles one or more."""
    change = _found(book, **where)
    if sizes.is_factor(change.line) and change.share >= 1.0:
        return change.share, f"a factor of {sizes.number(1.0 + change.share)}"
    return change.share, sizes.percent(abs(change.share))


def _sure(book: Changes, form: str = "both", **where: Any) -> Found:
    change = _found(book, **where)
    if not change.is_something:
        return change.probability, certainty.NO_EFFECT
    often = certainty.how_often(change.probability, change.pairs) if math.isfinite(change.probability) else "no pair differs"
    return change.probability, {"both": f"{change.certainty} ({often})", "rest": certainty.how_seldom(change.probability), "comma": f"{change.certainty}, {often}", "words": change.certainty, "often": often}[form]


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


def _count(book: Changes, of: str, spelled: bool = False) -> Found:
    """How many there are; `spelled` in words where it is a small number."""
    size, run = book.run.data.sizes, book.run
    counts = {"policies": size["policy"], "others": size["policy"] - 1, "worlds": size["world"], "members": size["member"], "pairs": run.pairs,
              "simulations": size["policy"] * run.pairs}
    if of == "failed":
        counts[of] = int((run.data["status"].values == 2).sum())
    return float(counts[of]), _SPELLED[counts[of]] if spelled and counts[of] < len(_SPELLED) else f"{counts[of]:,}"


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


def _fitted(book: Changes, parameter: str, end: str, bare: bool = False, **where: Any) -> Found:
    """The fitted effect where an assumption is low or high, the others at their medians."""
    change = _found(book, **where)
    table = reversal.ranked(book, change).set_index("assumption")
    value = float(table.at[parameter, f"{end}_effect"])
    doubles = sizes.is_factor(change.line) and max(map(float, table.loc[parameter, ["low_effect", "high_effect"]])) >= sizes.TWO
    text = f"\u00d7 {sizes.number(10.0 ** value)}" if doubles else sizes.change(change.line, value)
    return value, sizes.bare(text) if bare else text


def _answer(book: Changes, where: dict[str, Any]) -> sensitivity.Sensitivity:
    """The answer of a design that stands beside the result."""
    change = _found(book, **where)
    answer = sensitivity.kept(book.run, change.line, change.policy)
    if answer is None:
        raise ValueError("no design stands beside the result")
    return answer


def _index(book: Changes, factor: str, end: str, **where: Any) -> Found:
    """A total Sobol index or an end of its interval; a share of the variance is between none and all of it."""
    value = float(_answer(book, where).table.set_index("factor").at[factor, end])
    return value, sizes.percent(min(max(value, 0.0), 1.0))


def _design(book: Changes, **where: Any) -> Found:
    """The sets of assumptions of that design."""
    worlds = _answer(book, where).worlds
    return float(worlds), f"{worlds:,}"


def _reversal(book: Changes, part: str, **where: Any) -> Found:
    found = reversal.find(book, _found(book, **where))
    if found is None:
        raise ValueError("nothing reverses it")
    value = float(getattr(found, part))
    return value, of_assumption(book.run, found.assumption, value)


def _record(book: Changes, part: str, **where: Any) -> Found:
    """How the run does on published figures; with a measure and its coordinates, on those of one line."""
    held = record.held(book.run, book.run.line(book.run.slice(where["measure"], **where["coords"])) if where else None)
    if part in ("met", "all"):
        value = float(sum(one.is_met for one in held) if part == "met" else len(held))
        return value, f"{value:.0f}"
    worst = record.worst(held)
    value = {"modelled": worst.middle, "published": worst.value}[part]
    return value, sizes.level(worst.line, value)


def _forecast(book: Changes, row: str, part: str) -> Found:
    """What the backtest found; `row` is a key of its table."""
    if part == "furthest":
        return float(verdicts.furthest()), str(verdicts.furthest())
    found = verdicts.read().loc[row]
    if part == "months":
        return float(found["months"].rpartition("\u2013")[2]), " to ".join(found["months"].split("\u2013"))
    if part in ("pairs", "below"):
        value = float(found["pairs"]) * (1.0 if part == "pairs" else float(found["below"]))
        return value, "all" if part == "below" and value == found["pairs"] else f"{value:.0f}"
    value = float(found["inside" if part == "inside" else "ratio"])
    return value, sizes.number(value) if part == "ratio" else sizes.percent(value)


_KINDS: dict[str, Callable[..., Found]] = {
    "level": _level, "quantile": _quantile, "change": _change, "times": _times, "part": _part, "sure": _sure,
    "share_of_package": _share_of_package, "year": _year, "year_of": _year_of, "count": _count, "in_force": _in_force,
    "assumption": _assumption, "fitted": _fitted, "index": _index, "design": _design, "reversal": _reversal, "record": _record, "forecast": _forecast,
}
