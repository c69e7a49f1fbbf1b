"""What would reverse an effect: one assumption, a dot for each set of assumptions, and the fitted line with what its crossing of zero
is worth."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from .. import words
from ..figures import plate, theme
from . import lookups, names, reversal, sheet, sizes
from .changes import Change, Changes
from .reversal import Reversal

HEIGHT = 1.3  # inches
CROSSING, STRIP = 0.32, 0.14  # of the height: room for the words of the crossing, and for those at the top
GAP = 0.06  # inches between words and what they stand beside
TESTED, BEYOND = "tested in this study", "not tested: the line extended"
#: What the title says of the effect on {line}, by the kind of the finding.
TITLES = {reversal.SEEN: "within what was tested, one assumption reverses the effect on {line}",
          reversal.EXTENDED: "nothing that was tested reverses the effect on {line}",
          reversal.FADES: "nothing that was tested reverses the effect on {line}, but it fades"}


def draw(book: Changes, change: Change, found: Reversal) -> plate.Plate:
    """The line is solid where the study tested the assumption and dashed beyond, where it is drawn only if it crosses zero there."""
    run, line = book.run, change.line
    x, y = reversal.draws(book, found.assumption), reversal.of_worlds(book, change)
    left, right = _span(found)
    with theme.styled(sheet.LOOK):
        fitted = [found.intercept + found.slope * v for v in (found.tested_low, found.tested_high)]
        low, high = sheet.limits([*y[np.isfinite(y)], *fitted])
        axes = _axes(book, change, found, _with_room(low, high, _side(left, right, found)[1] if _crosses(found) else None))
        figure = axes.figure
        _line(axes, found)
        hints = {}
        for i, (a, b) in enumerate(zip(x, y)):
            if np.isfinite(b):
                axes.plot(a, b, "o", ms=4.2, color=sheet.COLOURS[0], mec=sheet.PAPER, mew=0.5, zorder=3, gid=f"world-{i}")
                hints[f"world-{i}"] = f"{lookups.of_assumption(run, found.assumption, float(a))}: {sizes.change(line, float(b))}"
        if _crosses(found):
            _crossing(axes, book, found)
            hints["crossing"] = _told(book, found)
        _strip(axes, found)
    table = pd.DataFrame({"assumption": found.assumption, "value": x, "effect": y, "policy": change.policy, "year": change.year})
    name = run.assumption(found.assumption)
    title = f"{words.sentence(names.short(run, change.policy))}: {TITLES[found.kind].format(line=names.with_article(line))}"
    caption = (f"Effect on {names.with_article(line)}, end of {book.when(change.year)}, against {name}. Dot: one set of assumptions. Line: fitted"
               f"{', dashed where not tested' if found.kind == reversal.EXTENDED else ''}.")
    alt = (f"Effect of {names.short(run, change.policy)} on {names.with_article(line)} at the end of {change.year} against {name}. Tested from "
           f"{lookups.of_assumption(run, found.assumption, found.tested_low)} to "
           f"{lookups.of_assumption(run, found.assumption, found.tested_high)}. {words.sentence(_told(book, found))}.")
    return plate.Plate("reversal", figure, table, alt, title, sheet.LOOK, caption, hints)


def _crosses(found: Reversal) -> bool:
    """Whether the crossing of the line is marked: not where the effect only fades."""
    return found.kind != reversal.FADES


def _told(book: Changes, found: Reversal) -> str:
    at, low, high = (lookups.of_assumption(book.run, found.assumption, v) for v in (found.at, found.low, found.high))
    if found.kind == reversal.FADES:
        end = lookups.of_assumption(book.run, found.assumption, found.tested_high if found.above else found.tested_low)
        return f"fades as it nears {end}; nothing tested reverses it"
    return f"{'reverses' if found.kind == reversal.SEEN else 'the line reaches zero'} near {at} (range {low} to {high})"


def _span(found: Reversal) -> tuple[float, float]:
    """The values that the axis shows: what was tested, the crossing where it is marked, and the part of its range near to them."""
    if not _crosses(found):
        width = found.tested_high - found.tested_low
        return found.tested_low - 0.03 * width, found.tested_high + 0.03 * width
    width = max(found.tested_high, found.at) - min(found.tested_low, found.at)
    left = max(min(found.tested_low, found.low), min(found.tested_low, found.at) - 0.3 * width)
    right = min(max(found.tested_high, found.high), max(found.tested_high, found.at) + 0.3 * width)
    return min(left, found.tested_low, found.at) - 0.03 * width, right + 0.03 * width


def _side(left: float, right: float, found: Reversal) -> tuple[str, bool]:
    """On which side of the crossing its words end, and whether they stand above the line of no change: where the fitted line is
    not."""
    side = "right" if found.at > 0.5 * (left + right) else "left"
    return side, (found.slope > 0.0) == (side == "right")


def _with_room(low: float, high: float, up: bool | None) -> tuple[float, float]:
    """Limits of the effect with a strip above for words, and room for those of the crossing, which stand above or below the line
    of no change; None: there are none."""
    tall = high - low
    if up is not None:
        low, high = (low - 0.12 * tall, max(high, CROSSING * tall)) if up else (min(low - 0.12 * tall, -CROSSING * tall), high)
    return low, high + STRIP * (high - low)


def _axes(book: Changes, change: Change, found: Reversal, limits: tuple[float, float]) -> Axes:
    """Axes between margins that hold their labels, which are measured."""
    run, line, (low, high), (left, right) = book.run, change.line, limits, _span(found)
    at = sheet.factors(low, high) if sizes.is_factor(line) else sheet.ticks(low, high, 4, lambda value: sizes.change(line, value))
    at = [value for value in at if value < high - STRIP * (high - low)]
    beside = [sizes.change(line, v) if v else sheet.NO_CHANGE for v in at]
    across = sheet.ticks(left, right, said=lambda value: lookups.of_assumption(run, found.assumption, value))
    below = [lookups.of_assumption(run, found.assumption, v) for v in across]
    margins = [max(0.1, *(theme.text_width(text, sheet.SMALL) for text in beside)) + 0.1, max(0.1, 0.5 * theme.text_width(below[-1], sheet.SMALL) + 0.03)]
    name = theme.wrap(words.sentence(run.assumption(found.assumption)), sheet.SMALL, sheet.WIDTH - 2.0 * max(margins))
    foot = 0.28 + sheet.LINE * len(name)
    figure = sheet.picture(HEIGHT + foot)
    height = float(figure.get_figheight())
    axes = figure.add_axes((margins[0] / sheet.WIDTH, foot / height, 1.0 - sum(margins) / sheet.WIDTH, (HEIGHT - 0.05) / height))
    axes.set_xlim(left, right)
    axes.set_ylim(low, high)
    axes.set_yticks(at, beside, fontsize=sheet.SMALL)
    axes.set_xticks(across, below, fontsize=sheet.SMALL)
    axes.set_xlabel("\n".join(name), fontsize=sheet.SMALL)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.grid(axis="y", color=theme.RULE, linewidth=0.4)
    axes.set_axisbelow(True)
    axes.axvspan(found.tested_low, found.tested_high, color=sheet.WASH, zorder=0, lw=0)
    axes.axhline(0.0, color=sheet.INK, lw=0.9, zorder=1)
    return axes


def _line(axes: Axes, found: Reversal) -> None:
    def part(a: float, b: float, width: float, style: str | tuple) -> None:
        axes.plot([a, b], [found.intercept + found.slope * v for v in (a, b)], color=sheet.COLOURS[0], lw=width, ls=style, zorder=2)
    part(found.tested_low, found.tested_high, 2.0, "-")
    if found.kind == reversal.EXTENDED:
        left, right = axes.get_xlim()
        part(*((found.tested_high, right) if found.at > found.tested_high else (left, found.tested_low)), 1.3, (0, (4, 2)))


def _crossing(axes: Axes, book: Changes, found: Reversal) -> None:
    """The crossing with its range, and words beside it, in as many lines as the room takes."""
    colour, (left, right) = sheet.COLOURS[0], axes.get_xlim()
    axes.plot([max(found.low, left), min(found.high, right)], [0.0, 0.0], color=colour, lw=5.2, alpha=0.42, solid_capstyle="butt", zorder=2)
    axes.plot(found.at, 0.0, "o", ms=7, mfc=sheet.PAPER, mec=colour, mew=1.6, zorder=4, gid="crossing")
    side, up = _side(left, right, found)
    room = _inches(axes, found.at - left if side == "right" else right - found.at) - GAP
    axes.annotate("\n".join(theme.wrap(_told(book, found), sheet.LOOK.font, room, bold=True)), (found.at, 0.0), (6 if side == "left" else 4, 9 if up else -9),
                  textcoords="offset points", fontsize=sheet.LOOK.font, weight="bold", ha=side, va="bottom" if up else "top", color=colour,
                  bbox={"facecolor": sheet.PAPER, "edgecolor": "none", "pad": 0.4, "alpha": 0.8})


def _inches(axes: Axes, across: float) -> float:
    """How wide a part of the axis is."""
    left, right = axes.get_xlim()
    return across / (right - left) * axes.get_position().width * sheet.WIDTH


def _strip(axes: Axes, found: Reversal) -> None:
    """The words at the top: what was tested, and that the line is extended beyond, both within the axes and clear of each other."""
    left, right = axes.get_xlim()
    low, high = axes.get_ylim()
    y = high - 0.02 * (high - low)
    inch = (right - left) / _inches(axes, right - left)
    half = 0.5 * theme.text_width(TESTED, sheet.SMALL) * inch
    ends = [left + half, right - half]
    if found.kind == reversal.EXTENDED:
        up, wide = found.at > found.tested_high, theme.text_width(BEYOND, sheet.SMALL) * inch
        start = min(found.tested_high + GAP * inch, right - wide) if up else max(left, found.tested_low - GAP * inch - wide)
        axes.text(start, y, BEYOND, fontsize=sheet.SMALL, color=sheet.GREY, va="top")
        ends[1 if up else 0] = start - 2.0 * GAP * inch - half if up else start + wide + 2.0 * GAP * inch + half
    middle = min(max(0.5 * (found.tested_low + found.tested_high), ends[0]), ends[1])
    axes.text(middle, y, TESTED, fontsize=sheet.SMALL, color=sheet.GREY, ha="center", va="top")
