"""Lines of the page: what is read from the turns of a benchmark, and how it stands to its target."""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable
from dataclasses import dataclass

Turn = dict[str, float]
#: From what one turn measured to one number.
Value = Callable[[Turn], float]


def value(key: str) -> Value:
    return lambda turn: turn[key]


def ratio(over: str, under: str) -> Value:
    """Of two measurements of the same turn: times of different hours are never divided."""
    return lambda turn: turn[over] / turn[under]


def slope(over: str, under: str, larger: float) -> Value:
    """Of log time on log size, between two sizes of which one is so many times the other."""
    return lambda turn: math.log(turn[over] / turn[under]) / math.log(larger)


@dataclass(frozen=True)
class Row:
    """What is measured, how it is read, its target, and the package without which there is nothing to read."""

    label: str
    read: Value
    at_least: float | None = None
    at_most: float | None = None
    rival: str = ""

    def __post_init__(self) -> None:
        if self.at_least is not None and self.at_most is not None:
            raise ValueError(f"{self.label}: a target has one side")

    @property
    def target(self) -> str:
        if self.at_least is not None:
            return f"at least {number(self.at_least)}"
        return "" if self.at_most is None else f"at most {number(self.at_most)}"

    def verdict(self, median: float) -> str:
        """Whether the median meets the target; nothing without one."""
        if self.at_least is not None:
            return "yes" if median >= self.at_least else "**no**"
        return "" if self.at_most is None else "yes" if median <= self.at_most else "**no**"


def number(x: float) -> str:
    """Three significant digits, without an exponent."""
    if x == 0 or not math.isfinite(x):
        return f"{x:g}"
    return f"{x:,.{max(0, 2 - math.floor(math.log10(abs(x))))}f}"


def line(row: Row, turns: list[Turn]) -> str:
    """The row of the Markdown table: median, least and most of the turns, target, verdict."""
    found = [row.read(turn) for turn in turns]
    median = statistics.median(found)
    return f"| {row.label} | {number(median)} | {number(min(found))} | {number(max(found))} | {row.target} | {row.verdict(median)} |"
