"""The picture of a panel of sliders as SVG: the fan of the reference and of the explored policy, and the paired effect.

It is drawn from a background thread some ten times a second, which Matplotlib is not made for: its settings belong to the whole
process, and a figure takes it a quarter of a second. Colours, ticks and words are those of the figures.
"""

from __future__ import annotations

import html
from dataclasses import dataclass
from typing import Mapping

import numpy as np
from matplotlib.ticker import MaxNLocator

from .. import words
from ..figures import theme
from ..reading import CLEAR, FEW
from .choice import Shown
from .futures import Pairs

WIDTH, HEIGHT = 860, 310
TOP, BOTTOM = 66, 34
LEFT, GAP, RIGHT = 54, 104, 64  # room for numbers on axes and at the ends of lines
PANEL = (WIDTH - LEFT - GAP - RIGHT) / 2
SIZE = 12
YEARS_BEFORE_FORK = 2


@dataclass(frozen=True)
class Told:
    """What the picture is called and compared with: labels of the two policies, what differs between histories, the fork."""

    reference: str
    explored: str
    spread: str
    fork: np.datetime64


@dataclass(frozen=True)
class _Axes:
    """Where values and dates of one panel lie."""

    left: float
    first: np.datetime64
    last: np.datetime64
    low: float
    high: float

    def x(self, date: np.datetime64) -> float:
        return self.left + PANEL * float((date - self.first) / (self.last - self.first))

    def y(self, value: float) -> float:
        return TOP + (HEIGHT - TOP - BOTTOM) * (self.high - value) / (self.high - self.low)

    def points(self, dates: np.ndarray, values: np.ndarray) -> list[str]:
        return [f"{self.x(d):.1f},{self.y(v):.1f}" for d, v in zip(dates, values) if np.isfinite(v)]

    def line(self, dates: np.ndarray, values: np.ndarray, colour: str, dashes: str = "") -> str:
        points = " ".join(self.points(dates, values))
        return (f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="1.8"'
                f'{f" stroke-dasharray={dashes!r}" if dashes else ""}/>')

    def band(self, dates: np.ndarray, low: np.ndarray, high: np.ndarray, colour: str) -> str:
        points = self.points(dates, low) + self.points(dates, high)[::-1]
        return f'<polygon points="{" ".join(points)}" fill="{colour}" fill-opacity="0.17"/>'


def title(shown: Shown, pairs: Pairs, told: Told) -> str:
    """What the effect is at the end, in a sentence."""
    effect = {name: float(values[-1]) for name, values in pairs.effect().items()}
    scale = _scale(shown, pairs)
    what = words.with_article(words.phrase(shown.slice, shown.card))
    when = words.month(pairs.dates[-1])
    if not np.isfinite(effect["effect"]):
        return words.sentence(f"{what} has no value in {when}")
    if not np.isfinite(effect["sign_probability"]):
        return words.sentence(f"{what} is exactly the same in every pair in {when}")
    decimals = scale.decimals(effect["high"] - effect["low"])
    change = scale.difference(effect["effect"], decimals)
    if len(pairs.reference) == 1:
        return words.sentence(f"{what}: {change} in {when}, in one pair of histories")
    interval = f"80% of pairs {scale.text(effect['low'], decimals, True)} to {scale.text(effect['high'], decimals, True)}"
    clear = "" if effect["sign_probability"] >= CLEAR else "unclear, "
    return words.sentence(f"{what}: {clear}{change} in {when} ({interval})")


def caption(pairs: Pairs, told: Told, fixed: Mapping[str, str]) -> str:
    """What lines and bands are, and what they do not hold."""
    count = len(pairs.reference)
    held = "; ".join(f"{name} held at {value}" for name, value in fixed.items())
    if count == 1:
        return " ".join(filter(None, ["Lines: one pair of histories, no spread.", held and f"Not varied: {held}."]))
    parts = [f"Left: median and middle 80% of {count} histories each; right: mean and middle 80% of the {count} paired differences.",
             f"Bands hold {told.spread}, and nothing that is kept fixed."]
    parts += [f"Not varied: {held}."] if held else []
    parts += ["Too few pairs to be sure of an interval or a sign."] if count < FEW else []
    return " ".join(parts)


def picture(shown: Shown, pairs: Pairs, told: Told) -> str:
    """Both panels as one SVG element, with a text for those who do not see it."""
    scale = _scale(shown, pairs)
    first = max(told.fork - np.timedelta64(365 * YEARS_BEFORE_FORK, "D"), pairs.dates[0])
    recent = pairs.dates >= first
    dates = pairs.dates[recent]
    bands = [{k: v[recent] * scale.factor for k, v in pairs.bands(p).items()} for p in (pairs.reference, pairs.explored)]
    later = pairs.dates >= told.fork - np.timedelta64(31, "D")
    effect = {k: v[later] * (scale.factor if k != "sign_probability" else 1.0) for k, v in pairs.effect().items()}
    colours = theme.CYCLE[:2]

    fan = _Axes(LEFT, first, dates[-1], *_limits([b[q] for b in bands for q in ("q10", "q90")], zero=False))
    change = _Axes(LEFT + PANEL + GAP, first, dates[-1], *_limits([effect["low"], effect["high"]], zero=True))
    parts = [_frame(fan, scale.long_unit or "level"), _frame(change, f"change in {scale.long_difference_unit or 'level'}")]
    ends = []
    for band, colour in zip(bands, colours):
        parts.append(fan.band(dates, band["q10"], band["q90"], colour))
    for band, colour, dashes in zip(bands, colours, ("4 3", "")):
        parts.append(fan.line(dates, band["q50"], colour, dashes))
        ends.append((band["q50"][-1], colour))
    parts += [change.band(pairs.dates[later], effect["low"], effect["high"], colours[1]),
              f'<line x1="{change.left}" x2="{change.left + PANEL}" y1="{change.y(0):.1f}" y2="{change.y(0):.1f}" stroke="{theme.INK}"/>',
              change.line(pairs.dates[later], effect["effect"], colours[1])]
    spread = float(np.nanmax([b["q90"][-1] - b["q10"][-1] for b in bands]) / scale.factor) if np.isfinite(bands[0]["q50"][-1]) else 0.0
    decimals, finer = scale.decimals(spread), scale.decimals(float(effect["high"][-1] - effect["low"][-1]) / scale.factor)
    heights = theme.apart([fan.y(v) if np.isfinite(v) else TOP for v, _ in ends], SIZE)
    for (value, colour), y in zip(ends, heights):
        parts.append(_text(LEFT + PANEL + 5, y + 4, scale.label(value / scale.factor, decimals), theme.dark(colour), bold=True))
    if np.isfinite(effect["effect"][-1]):
        parts.append(_text(change.left + PANEL + 5, change.y(effect["effect"][-1]) + 4,
                           scale.text(effect["effect"][-1] / scale.factor, finer, True), theme.dark(colours[1]), bold=True))
    parts += [_text(LEFT, 16, told.reference, theme.dark(colours[0]), bold=True), _text(LEFT, 33, told.explored, theme.dark(colours[1]), bold=True),
              _text(change.left, 16, f"Effect: {told.explored}", theme.dark(colours[1]), bold=True),
              _text(change.left, 33, "paired: same luck and assumptions", theme.GREY)]
    said = html.escape(f"Two charts over time. {title(shown, pairs, told)}.", quote=True)
    return (f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{said}" viewBox="0 0 {WIDTH} {HEIGHT}" '
            f'style="width:100%;max-width:{WIDTH}px;background:{theme.PAPER}" font-family="DejaVu Sans, Arial, sans-serif" '
            f'font-size="{SIZE}">{"".join(parts)}</svg>')


def _scale(shown: Shown, pairs: Pairs) -> words.Scale:
    values = np.abs(np.concatenate([pairs.reference.ravel(), pairs.explored.ravel()]))
    return words.scale_of(shown.card, shown.slice, float(np.nanmax(values)) if np.isfinite(values).any() else 0.0)


def _limits(found: list[np.ndarray], zero: bool) -> tuple[float, float]:
    values = np.concatenate(found)
    values = values[np.isfinite(values)]
    low, high = (float(values.min()), float(values.max())) if values.size else (0.0, 1.0)
    if zero or 0.0 <= low < 0.5 * high:
        low, high = min(low, 0.0), max(high, 0.0)
    room = 0.06 * (high - low) or 1.0
    return (low if low == 0.0 and not zero else low - room), high + room


def _frame(axes: _Axes, unit: str) -> str:
    """Rules and numbers of a panel, and its years."""
    ticks = [t for t in MaxNLocator(5, steps=[1, 2, 2.5, 5, 10]).tick_values(axes.low, axes.high) if axes.low <= t <= axes.high]
    parts = [_text(axes.left - 44, TOP - 12, unit, theme.GREY)]
    for tick, label in zip(ticks, theme.Numbers().format_ticks(ticks)):
        y = axes.y(tick)
        parts += [f'<line x1="{axes.left}" x2="{axes.left + PANEL}" y1="{y:.1f}" y2="{y:.1f}" stroke="{theme.RULE}" stroke-width="0.6"/>',
                  _text(axes.left - 6, y + 4, label, theme.GREY, anchor="end")]
    for year in theme.year_marks(axes.first, axes.last, 5):
        parts.append(_text(axes.x(np.datetime64(f"{year:04d}-01-01")), HEIGHT - 14, str(year), theme.GREY, anchor="middle"))
    return "".join(parts)


def _text(x: float, y: float, text: str, colour: str, anchor: str = "start", bold: bool = False) -> str:
    weight = ' font-weight="bold"' if bold else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" fill="{colour}" text-anchor="{anchor}"{weight}>{html.escape(text)}</text>'
