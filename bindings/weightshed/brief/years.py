"""When: the effect at the end of each year, with its certainty and the level if nothing changes in rows beneath."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .. import words
from ..figures import plate, theme
from ..reading import Line
from . import certainty, names, sheet, sizes
from .changes import Change, Changes

LEFT, RIGHT, BODY = 0.2, 0.965, 1.38  # ends of the chart in parts of the width; its height in inches
MOST = 8  # years; of more, every second one
PAD = 0.85  # of a year before the first one, for the label at the left of its mark
LABEL = 9.0  # points from one value to the next below it
CLEAR = 7.0  # points from the line of no change to the middle of a value, which would stand on the line otherwise


def draw(book: Changes, line: Line, series: list[tuple[str, str]], title: str, marks: str = "") -> plate.Plate:
    """One mark and bar for each of the `series` and year: policies, with the variant that they are read under; they are at most
    three. `marks` says what marks and bars are, where a
    figure above has said it."""
    years = book.years if len(book.years) <= MOST else book.years[::-1][::2][::-1]
    found = [[book.change(line, policy, year, variant) for year in years] for policy, variant in series]
    named = [names.series(book.run, changes[0]) for changes in found]
    pad = PAD if len(series) > 1 else 0.5
    room = (RIGHT - LEFT) * sheet.WIDTH / (len(years) - 0.5 + pad)
    shifts = np.linspace(-0.17, 0.17, len(series)) if len(series) > 1 else np.zeros(1)
    labels = [theme.wrap(name, sheet.SMALL, LEFT * sheet.WIDTH - 0.2, bold=True)[:3] for name in named]
    strips = [[_short(book, change, room) for change in changes] for changes in found]
    tall = [max(len(label), *(text.count("\n") + 1 for text in strip)) * sheet.LINE + 0.05 for label, strip in zip(labels, strips)]
    foot = 0.3 + sum(tall) + 2 * sheet.LINE
    with theme.styled(sheet.LOOK):
        figure = sheet.picture(BODY + foot + 0.06)
        height = float(figure.get_figheight())
        axes = figure.add_axes((LEFT, foot / height, RIGHT - LEFT, BODY / height))
        axes.set_xlim(-pad, len(years) - 0.5)
        hints = {}
        _frame(axes, (book, line), found, years)
        asides = _asides(axes, found, book.few)
        for k, changes in enumerate(found):
            hints |= _policy((axes, book), changes, (k, len(series)), float(shifts[k]), asides)
        y = foot - 0.3
        for k, label in enumerate(labels):
            y -= tall[k] / 2
            _strip(figure, (y / height, k, pad), label, strips[k], sheet.COLOURS[k])
            y -= tall[k] / 2
        level = theme.wrap(f"Level {names.unchanged(book.run)}", sheet.SMALL, LEFT * sheet.WIDTH - 0.1)[:2]
        base = [sizes.short_level(line, change.level) for change in found[0]]
        _strip(figure, ((y - sheet.LINE) / height, None, pad), level, [sheet.two_lines(text, sheet.SMALL, room) for text in base], sheet.GREY)
    table = pd.DataFrame([_row(change) for changes in found for change in changes])
    caption = f"Change in {names.with_article(line)} at the end of each year{_unit(line)}. {marks or sheet.marks(book.few)}"
    alt = f"Change in {names.with_article(line)} at the end of each year. " + " ".join(
        f"{name}: " + "; ".join(_said(book, change) for change in changes) + "." for name, changes in zip(named, found))
    return plate.Plate("when", figure, table, alt, title, sheet.LOOK, caption, hints)


def _unit(line: Line) -> str:
    if sizes.is_factor(line):
        return ", in percent"
    return f", in {line.scale.long_difference_unit}" if line.scale.long_difference_unit else ""


def _value(line: Line, value: float) -> float:
    """The value as it is drawn: orders of magnitude in percent, all else in the unit that is shown."""
    return 100.0 * (10.0 ** value - 1.0) if sizes.is_factor(line) else value * line.scale.factor


def _tick(line: Line, value: float) -> str:
    if value == 0.0:
        return sheet.NO_CHANGE
    return sizes.percent(value / 100.0, True) if sizes.is_factor(line) else sizes.number(value, True).removesuffix(".0")


def _label(line: Line, change: Change) -> str:
    value = _value(line, change.effect)
    return sizes.percent(value / 100.0, True) if sizes.is_factor(line) else sizes.number(value, True)


def _is_labelled(change: Change, few: bool) -> bool:
    """Whether a mark has its value beside it: not where it reads as zero, nor where its direction is unclear, which the words below
    say. Of few pairs nothing is called unclear."""
    return change.is_something and (few or change.certainty != certainty.UNCLEAR) and _label(change.line, change) not in ("0", "0%")


def _asides(axes, rows: list[list[Change]], few: bool = False) -> dict[tuple[int, int], float]:
    """How far, in points, each value stands above its mark, by position of its year and policy: clear of the line of no change,
    and of the value of the year before that ends where it begins."""
    bottom, top = axes.get_ylim()
    tall = BODY * 72.0 / (top - bottom)  # points a unit
    ends = {(i, k): _value(c.line, c.effect) * tall for k, changes in enumerate(rows) for i, c in enumerate(changes)}
    below, above = (abs(end) * tall > CLEAR + 0.5 * LABEL for end in (bottom, top))  # where there is room beside the line
    side = {at: not below or (above and (end > 0.0 if end else at[1] == 0)) for at, end in ends.items()}
    found = {at: _off_line(end, side[at]) for at, end in ends.items()}
    if len(rows) == 2:  # the values of the second policy stand at the right of its marks, where those of the first begin
        for i in range(1, len(rows[0])):
            own, before = (i, 0), (i - 1, 1)
            apart = ends[own] + found[own] - ends[before] - found[before]
            if abs(apart) < LABEL and _is_labelled(rows[0][i], few) and _is_labelled(rows[1][i - 1], few):  # NaN where there is no value
                up = (LABEL - abs(apart)) / 2.0 * (1.0 if apart >= 0.0 else -1.0)
                found[own], found[before] = (_off_line(ends[at] + moved, side[at]) + moved
                                             for at, moved in ((own, found[own] + up), (before, found[before] - up)))
    return found


def _off_line(middle: float, up: bool) -> float:
    """How far a value whose middle stands so many points above the line of no change is moved to be clear of it."""
    if not abs(middle) < CLEAR:
        return 0.0
    return (CLEAR if up else -CLEAR) - middle


def _policy(on, changes: list[Change], which: tuple[int, int], shift: float, asides: dict[tuple[int, int], float]) -> dict[str, str]:
    (axes, book), (k, count), hints = on, which, {}
    for i, change in enumerate(changes):
        if change.pairs == 0:
            continue
        x, line = i + shift, change.line
        low, middle, high = (_value(line, v) for v in (change.low, change.effect, change.high))
        sheet.span(axes, (x, low), (x, high), sheet.COLOURS[k], change.is_sure and not book.few)
        gid = f"year-{i}-{k}"
        sheet.mark(axes, (x, middle), k, change.is_sure and not book.few, gid)
        left = k == 0 and count > 1
        if (count < 3 or k == 0) and _is_labelled(change, book.few):
            axes.annotate(_label(line, change), (x, middle), (-6 if left else 6, asides[i, k]), textcoords="offset points", fontsize=sheet.SMALL,
                          weight="bold", color=sheet.COLOURS[k], ha="right" if left else "left", va="center", zorder=5,
                          bbox={"facecolor": sheet.PAPER, "edgecolor": "none", "pad": 0.4, "alpha": 0.8})
        hints[gid] = _said(book, change)
    return hints


def _frame(axes, read: tuple[Changes, Line], found: list[list[Change]], years: list[int]) -> None:
    book, line = read
    ends = [_value(line, v) for changes in found for c in changes if c.pairs for v in (c.low, c.high, c.effect)]
    axes.set_ylim(*sheet.limits(ends or [-1.0, 1.0]))
    at = sheet.ticks(*axes.get_ylim(), said=lambda value: _tick(line, value))
    axes.set_yticks(at, [_tick(line, v) for v in at], fontsize=sheet.SMALL)
    axes.tick_params(axis="y", length=0)
    axes.axhline(0.0, color=sheet.INK, lw=0.9, zorder=3)
    axes.grid(axis="y", color=theme.RULE, linewidth=0.4)
    axes.set_axisbelow(True)
    for side in ("left", "bottom"):
        axes.spines[side].set_visible(False)
    axes.set_xticks(range(len(years)), [book.when(year).replace(" ", "\n") for year in years], fontsize=sheet.LOOK.font, color=sheet.INK)
    axes.tick_params(axis="x", length=0)


def _strip(figure, place: tuple[float, int | None, float], label: list[str], texts: list[str], colour: str) -> None:
    """A row of words below the years: its name at the left, one text a year."""
    y, k, pad = place
    right = LEFT - (0.03 if k is not None else 0.012)
    figure.text(right, y, "\n".join(label), fontsize=sheet.SMALL, ha="right", va="center", color=colour, linespacing=1.1,
                weight="bold" if k is not None else "normal")
    if k is not None:
        figure.add_artist(sheet.dot(figure, LEFT - 0.016, y, k))
    for i, text in enumerate(texts):
        x = LEFT + (RIGHT - LEFT) * (i + pad) / (len(texts) - 0.5 + pad)
        figure.text(x, y, text, fontsize=sheet.SMALL, ha="center", va="center", color=sheet.INK if k is not None else sheet.GREY, linespacing=1.1)


def _short(book: Changes, change: Change, room: float) -> str:
    return sheet.two_lines(certainty.how_many(change.probability, change.pairs) if book.few else change.certainty, sheet.SMALL, room - 0.12)


def _row(change: Change) -> dict[str, object]:
    return {"measure": change.line.measure, "where": change.line.where, "policy": change.policy, "year": change.year,
            **({"variant": change.variant} if change.variant else {}), "effect": change.effect,
            "low": change.low, "high": change.high, "probability": change.probability, "pairs": change.pairs, "level": change.level}


def _said(book: Changes, change: Change) -> str:
    line = change.line
    if change.pairs == 0:
        return f"{change.year} no value"
    sure = f"{change.pairs} pairs" if book.few else certainty.NO_EFFECT if change.certainty == certainty.NO_EFFECT else \
        f"{change.certainty}, {certainty.how_often(change.probability, change.pairs)}"
    return (f"{change.year} {sizes.change(line, change.effect)} ({sizes.change(line, change.low)} to {sizes.change(line, change.high)}; {sure}; "
            f"level {sizes.level(line, change.level)})")


def finding(book: Changes, change: Change) -> str:
    """The title: when the effect is best established, and whether it lasts."""
    last = book.last(change.line, change.policy)
    noun = names.in_title(change.line)
    if book.few:
        return f"{words.sentence(noun)}: the effect year by year"
    if not change.is_sure:
        return f"No year settles the direction of the effect on {noun}"
    if change.year == last.year:
        return f"The effect on {noun} is largest in {book.when(last.year)}"
    lasting = "still sure" if last.is_sure else "no longer sure"
    return f"The effect on {noun} is largest in {change.year} and {lasting} in {book.when(last.year)}"
