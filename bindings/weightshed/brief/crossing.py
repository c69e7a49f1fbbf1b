"""What would reverse an effect: one assumption, a dot for each set of assumptions, the fitted line and where it crosses zero."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .. import words
from ..figures import plate, theme
from . import lookups, names, sheet, sizes
from .changes import Change, Changes
from .reversal import Reversal, draws, of_worlds

LEFT, RIGHT, HEIGHT = 0.15, 0.985, 1.3
CROSSING, STRIP = 0.32, 0.14  # of the height: room for the words of the crossing, and for those at the top


def draw(book: Changes, change: Change, found: Reversal) -> plate.Plate:
    """The line is solid where the study tested the assumption and dashed beyond."""
    run, line = book.run, change.line
    x, y = draws(book, found.assumption), of_worlds(book, change)
    left, right = _span(run.registry.loc[found.assumption], found)
    foot = 0.42
    with theme.styled(sheet.LOOK):
        figure = sheet.picture(HEIGHT + foot)
        height = float(figure.get_figheight())
        axes = figure.add_axes((LEFT, foot / height, RIGHT - LEFT, (HEIGHT - 0.05) / height))
        fitted = found.intercept + found.slope * np.array([left, found.tested_low, found.tested_high, right])
        low, high = sheet.limits([*y[np.isfinite(y)], *fitted[1:3]])
        low, high = _with_room(low, high, _side(left, right, found)[1])
        axes.set_xlim(left, right)
        axes.set_ylim(low, high)
        colour = sheet.COLOURS[0]
        axes.axvspan(found.tested_low, found.tested_high, color=sheet.WASH, zorder=0, lw=0)
        axes.axhline(0.0, color=sheet.INK, lw=0.9, zorder=1)
        axes.plot([found.tested_low, found.tested_high], fitted[1:3], color=colour, lw=2, zorder=2)
        for a, b in ((left, found.tested_low), (found.tested_high, right)):
            if b > a:
                axes.plot([a, b], [found.intercept + found.slope * v for v in (a, b)], color=colour, lw=1.3, ls=(0, (4, 2)), zorder=2)
        hints = {}
        for i, (a, b) in enumerate(zip(x, y)):
            if np.isfinite(b):
                axes.plot(a, b, "o", ms=4.2, color=colour, mec=sheet.PAPER, mew=0.5, zorder=3, gid=f"world-{i}")
                hints[f"world-{i}"] = f"{lookups.of_assumption(run, found.assumption, float(a))}: {sizes.change(line, float(b))}"
        axes.plot([max(found.low, left), min(found.high, right)], [0.0, 0.0], color=colour, lw=5.2, alpha=0.42, solid_capstyle="butt", zorder=2)
        axes.plot(found.at, 0.0, "o", ms=7, mfc=sheet.PAPER, mec=colour, mew=1.6, zorder=4, gid="crossing")
        hints["crossing"] = _told(book, found)
        _words(axes, book, change, found)
    table = pd.DataFrame({"assumption": found.assumption, "value": x, "effect": y, "policy": change.policy, "year": change.year})
    name = run.assumption(found.assumption)
    title = f"{words.sentence(names.short(run, change.policy))}: the effect on {names.with_article(line)} reverses only if one assumption is far off" \
        if not found.is_tested else f"{words.sentence(names.short(run, change.policy))}: within what was tested, one assumption reverses the effect"
    caption = (f"Effect on {names.with_article(line)}, end of {book.when(change.year)}, against {name}. Dot: one set of assumptions. Line: fitted, solid "
               f"where tested.")
    alt = (f"Effect of {names.short(run, change.policy)} on {names.with_article(line)} at the end of {change.year} against {name}. Tested from "
           f"{lookups.of_assumption(run, found.assumption, found.tested_low)} to "
           f"{lookups.of_assumption(run, found.assumption, found.tested_high)}. {words.sentence(_told(book, found))}.")
    return plate.Plate("reversal", figure, table, alt, title, sheet.LOOK, caption, hints)


def _told(book: Changes, found: Reversal) -> str:
    at, low, high = (lookups.of_assumption(book.run, found.assumption, v) for v in (found.at, found.low, found.high))
    return f"reverses near {at} (range {low} to {high})"


def _span(card: pd.Series, found: Reversal) -> tuple[float, float]:
    """The values that the axis shows: what was tested, the crossing, and the part of its range near to them."""
    width = max(found.tested_high, found.at) - min(found.tested_low, found.at)
    left = max(min(found.tested_low, found.low), min(found.tested_low, found.at) - 0.3 * width)
    right = min(max(found.tested_high, found.high), max(found.tested_high, found.at) + 0.3 * width)
    return min(left, found.tested_low, found.at) - 0.03 * width, right + 0.03 * width


def _side(left: float, right: float, found: Reversal) -> tuple[str, bool]:
    """On which side of the crossing its words end, and whether they stand above the line of no change: where the fitted line is
    not."""
    side = "right" if found.at > 0.5 * (left + right) else "left"
    return side, (found.slope > 0.0) == (side == "right")


def _with_room(low: float, high: float, up: bool) -> tuple[float, float]:
    """Limits of the effect with a strip above for words, and room for those of the crossing, which stand above or below the line
    of no change."""
    tall = high - low
    low, high = (low - 0.12 * tall, max(high, CROSSING * tall)) if up else (min(low - 0.12 * tall, -CROSSING * tall), high)
    return low, high + STRIP * (high - low)


def _words(axes, book: Changes, change: Change, found: Reversal) -> None:
    run, line = book.run, change.line
    left, right = axes.get_xlim()
    low, high = axes.get_ylim()
    middle = 0.5 * (found.tested_low + found.tested_high)
    axes.text(middle, high - 0.02 * (high - low), "tested in this study", fontsize=sheet.SMALL, color=sheet.GREY, ha="center", va="top")
    if not found.is_tested:
        beyond = found.tested_high if found.at > found.tested_high else left
        axes.text(beyond + 0.015 * (right - left), high - 0.02 * (high - low), "not tested: the line extended", fontsize=sheet.SMALL, color=sheet.GREY, va="top")
    side, up = _side(left, right, found)
    axes.annotate(_told(book, found), (found.at, 0.0), (6 if side == "left" else 4, 9 if up else -9), textcoords="offset points", fontsize=sheet.LOOK.font,
                  weight="bold", ha=side, va="bottom" if up else "top", color=sheet.COLOURS[0], bbox={"facecolor": sheet.PAPER, "edgecolor": "none", "pad": 0.4, "alpha": 0.8})
    at = sheet.factors(low, high) if sizes.is_factor(line) else sheet.ticks(low, high, 4)
    at = [value for value in at if value < high - STRIP * (high - low)]
    axes.set_yticks(at, [sizes.change(line, v) if v else sheet.NO_CHANGE for v in at], fontsize=sheet.SMALL)
    across = sheet.ticks(left, right)
    axes.set_xticks(across, [lookups.of_assumption(run, found.assumption, v) for v in across], fontsize=sheet.SMALL)
    axes.set_xlabel(words.sentence(run.assumption(found.assumption)), fontsize=sheet.SMALL)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.grid(axis="y", color=theme.RULE, linewidth=0.4)
    axes.set_axisbelow(True)
