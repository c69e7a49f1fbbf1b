"""Sizes as readers say them: whole numbers, parts in percent as the figures have them, levels and changes in the unit of a measure."""

from __future__ import annotations

import math

from .. import words
from ..reading import Line

TWO = 0.30103  # orders of magnitude: what doubles is told as a factor
LARGEST_POWER = 300.0  # of ten, of a factor that can be said


def is_factor(line: Line) -> bool:
    """Whether the measure counts orders of magnitude, which are shown as the factors that they stand for."""
    return line.card.shown_unit == "orders of magnitude"


def number(value: float, signed: bool = False) -> str:
    """A number with one decimal below 10 and none above, a true minus, and no sign on a zero."""
    text = f"{abs(value):.1f}" if abs(value) < 9.95 else f"{abs(value):,.0f}"
    if float(text.replace(",", "")) == 0.0:
        return "0"
    text = text.removesuffix(".0") if not signed else text
    return ("\u2212" if value < 0 else "+" if signed else "") + text


def percent(share: float, signed: bool = False) -> str:
    """A share as a whole percentage, with one decimal where a whole one would be zero."""
    shown = 100.0 * share
    text = f"{abs(shown):,.0f}" if abs(shown) >= 0.95 or abs(shown) < 0.05 else f"{abs(shown):.1f}"
    if float(text.replace(",", "")) == 0.0:
        return "0%"
    return ("\u2212" if shown < 0 else "+" if signed else "") + text + "%"


def level(line: Line, value: float) -> str:
    """A level with its unit: "42%", "10 months", "100 million", "a factor of 3.2"."""
    if not math.isfinite(value) or is_factor(line) and abs(value) > LARGEST_POWER:
        return "no value"
    if is_factor(line):
        return f"a factor of {number(10.0 ** value)}" if value >= 0.0 else f"a factor of {number(10.0 ** -value)} the other way"
    if line.scale.unit == "%":
        return percent(value)
    shown, unit = number(value * line.scale.factor), unit_of(line, line.scale.unit)
    if unit == "months" and shown == "1":
        unit = "month"
    return f"{shown} {unit}" if unit else _count(line, value)


def short_level(line: Line, value: float) -> str:
    """A level for a tight place: "× 3.2" for a factor."""
    text = level(line, value)
    return text.replace("a factor of ", "\u00d7 ").replace("\u00d7 1 the other way", "\u00d7 1")


def unit_of(line: Line, unit: str) -> str:
    """The unit after a number; where the noun or the sentence says what is counted, only how large the number is."""
    if line.card.reader.startswith("number of") or line.card.shown_unit == "USD":
        return unit.split(" ")[0] if unit.split(" ")[0] in ("million", "billion") else ""
    return unit


def change(line: Line, value: float, signed: bool = True) -> str:
    """A change with its unit: "+1.7 months", "−5.6 percentage points"; of orders of magnitude, in percent."""
    if not math.isfinite(value):
        return "no value"
    if is_factor(line):
        return percent(10.0 ** value - 1.0, signed)
    shown = number(value * line.scale.factor, signed)
    if not line.scale.unit:
        shown = _count(line, value) if not signed else ("+" if value > 0 else "") + _count(line, value)
    unit = unit_of(line, line.scale.long_difference_unit)
    if shown.lstrip("+\u2212") in ("1", "1.0"):
        unit = unit.removesuffix("s")
    return f"{shown} {unit}".strip()


def bare(text: str) -> str:
    """A number without its unit."""
    return text.removesuffix("%").split(" ")[0]


def _count(line: Line, value: float) -> str:
    """A plain number: whole where it is large, with the decimals of its card where it is not."""
    if abs(value) >= 1e6:
        return ("\u2212" if value < 0 else "") + words.large(abs(value))
    if abs(value) >= 100.0:
        return f"{value:,.0f}".replace("-", "\u2212")
    text = f"{value:.{line.card.decimals if abs(value) < 10.0 else 1}f}".replace("-", "\u2212")
    return text.lstrip("\u2212") if float(text.replace("\u2212", "-")) == 0.0 else text
