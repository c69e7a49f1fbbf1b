"""How far an effect travels: one block a measure in the order of cause, one line a policy, in percent of the reference."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
from matplotlib.ticker import MaxNLocator

from .. import words
from ..figures import plate, theme
from . import certainty, names, sheet, sizes
from .changes import Change, Changes

LEFT, RIGHT, AVERAGE, SURE = 0.3, 0.635, 0.68, 0.73  # of the width: the ends of the chart, then two columns of words
INDENT, EDGE = 0.024, 0.985  # of the width: where names of policies start, and what they reach at most
TICK = 0.52  # inches between ticks, so that "no change" has room
FURTHEST = 2.5  # of the largest mean effect; what reaches further is cut, with an arrow
ALONE = 3.0  # times as large as that of any other measure: an effect that would leave no room to read the others


@dataclass(frozen=True)
class _Block:
    changes: list[Change]
    name: list[str]
    note: list[str]

    @property
    def lines(self) -> float:
        return max(1.2 * len(self.changes), len(self.name) + len(self.note))


def draw(book: Changes, rows: list[list[Change]], title: str) -> plate.Plate:
    """`rows` are the changes of one line each, one for each policy or variant, at most three; every one has a share of its level."""
    look, width = sheet.LOOK, LEFT * sheet.WIDTH - 0.22  # clear of an arrow at the left end of the axis
    blocks = [_block(book, row, width) for row in rows]
    heights = [sheet.LINE * (block.lines + 0.9) for block in blocks]
    legend, foot = _legend(book, rows[0]), 0.3
    head = 0.24 + sheet.LINE * (_lines(legend) - 1)
    hints: dict[str, str] = {}
    with theme.styled(look):
        figure = sheet.picture(head + sum(heights) + foot)
        tall = float(figure.get_figheight())
        axes = figure.add_axes((LEFT, foot / tall, RIGHT - LEFT, sum(heights) / tall))
        axes.set_ylim(sum(heights), 0.0)
        low, high = _limits(rows)
        axes.set_xlim(low, high)
        across = axes.get_yaxis_transform()
        top = 0.0
        for i, (block, height) in enumerate(zip(blocks, heights)):
            if i % 2 == 0:
                axes.axhspan(top, top + height, xmin=-LEFT / (RIGHT - LEFT), xmax=(1.0 - LEFT) / (RIGHT - LEFT), color=sheet.WASH, zorder=0,
                             clip_on=False, lw=0)
            _words(axes, across, block, top + 0.45 * sheet.LINE)
            gap = sheet.LINE * max(1.0, (block.lines - 0.2) / len(block.changes)) if len(block.changes) > 1 else 0.0
            start = top + 0.5 * (height - gap * (len(block.changes) - 1))
            for k, change in enumerate(block.changes):
                hints |= _line((axes, book), across, change, (k, start + k * gap), (i, low, high))
            top += height
        _frame(axes, book, legend)
    table = pd.DataFrame([_row(change) for row in rows for change in row])
    date = words.month(book.date(rows[0][0].year))
    cut = any(c.share_low < low or c.share_high > high for row in rows for c in row)
    caption = (f"Change at the end of {book.when(rows[0][0].year)}, in percent of the level {names.unchanged(book.run)}. {sheet.marks(book.few)}"
               f"{' Arrow: beyond the axis.' if cut else ''}")
    alt = f"Effects in {date}, in percent of the level {names.unchanged(book.run)}. " + " ".join(_said(book, row) for row in rows)
    return plate.Plate("how-far", figure, table, alt, title, look, caption, hints)


def _block(book: Changes, row: list[Change], width: float) -> _Block:
    line = row[0].line
    said = [part for part in (names.note(line), f"{sizes.level(line, row[0].level)} {names.unchanged(book.run)}") if part]
    return _Block(row, theme.wrap(names.heading(line), sheet.LOOK.font, width, bold=True),
                  theme.wrap("; ".join(said), sheet.SMALL, width))


def _limits(rows: list[list[Change]]) -> tuple[float, float]:
    """Ends of the axis: what reaches far beyond the mean effects is cut, and so is the mean of a measure that moves far more
    than all others, which would press them into a line."""
    changes = [change for row in rows for change in row]
    *_, second, most = sorted([0.0, *(max(abs(change.share) for change in row) for row in rows)])
    reach = FURTHEST * (second if second > 0.0 and most > ALONE * second else most)
    low = max(min(0.0, *(c.share_low for c in changes), *(c.share for c in changes)), -reach)
    high = min(max(0.0, *(c.share_high for c in changes), *(c.share for c in changes)), reach)
    room = 0.06 * (high - low or 1.0)
    return low - room, high + room


def _words(axes, across, block: _Block, top: float) -> None:
    x = -(LEFT - 0.008) / (RIGHT - LEFT)
    for i, text in enumerate(block.name + block.note):
        bold = i < len(block.name)
        axes.text(x, top + (i + 0.5) * sheet.LINE, text, transform=across, va="center", weight="bold" if bold else "normal",
                  fontsize=sheet.LOOK.font if bold else sheet.SMALL, color=sheet.INK if bold else sheet.GREY)


def _line(on, across, change: Change, place: tuple[int, float], block: tuple[int, float, float]) -> dict[str, str]:
    (axes, book), (k, y), (i, low, high) = on, place, block
    colour = sheet.COLOURS[k]
    sheet.span(axes, (max(change.share_low, low), y), (min(change.share_high, high), y), colour, change.is_sure and not book.few)
    gid, sure = f"mark-{i}-{k}", change.is_sure and not book.few
    for end, sign, beyond in ((low, "<", change.share_low < low), (high, ">", change.share_high > high)):
        if beyond:
            axes.plot(end, y, sign, color=colour, ms=3.5, clip_on=False, zorder=3)
    if low <= change.share <= high:
        sheet.mark(axes, (change.share, y), k, sure, gid)
    else:  # the average itself is cut
        end, sign = (high, ">") if change.share > high else (low, "<")
        axes.plot(end, y, sign, color=colour, mfc=colour if sure else sheet.PAPER, ms=6.5, mew=1.2, clip_on=False, zorder=4, gid=gid)
    axes.text((AVERAGE - LEFT) / (RIGHT - LEFT), y, sizes.percent(change.share, True), transform=across, fontsize=sheet.LOOK.font,
              weight="bold", color=colour, va="center", ha="center")
    axes.text((SURE - LEFT) / (RIGHT - LEFT), y, _sure(book, change), transform=across, fontsize=sheet.SMALL, va="center")
    return {gid: f"{names.heading(change.line)}: {sizes.percent(change.share, True)}, {_sure(book, change)}; 8 in 10 pairs: "
                 f"{sizes.percent(change.share_low, True)} to {sizes.percent(change.share_high, True)}"}


def _sure(book: Changes, change: Change) -> str:
    if book.few:
        return certainty.how_many(change.probability, change.pairs)
    if not change.is_something:
        return certainty.NO_EFFECT
    return f"{change.certainty} ({certainty.how_often(change.probability, change.pairs)})".replace(" of the pairs)", ")").replace(" pairs)", ")")


def _legend(book: Changes, row: list[Change]) -> list[tuple[float, int, str]]:
    """The names of the policies in as many lines as they need: how far from the left in parts of the width, in which line, and the
    text, which goes on below where it is wider than all."""
    found, x, line = [], INDENT, 0
    for change in row:
        parts = theme.wrap(names.series(book.run, change), sheet.LOOK.font, (EDGE - INDENT) * sheet.WIDTH, bold=True)
        wide = max(theme.text_width(part, sheet.LOOK.font, True) for part in parts) / sheet.WIDTH
        if found and x + wide > EDGE:
            x, line = INDENT, line + 1
        found.append((x, line, "\n".join(parts)))
        x, line = x + wide + 0.045, line + len(parts) - 1
    return found


def _lines(legend: list[tuple[float, int, str]]) -> int:
    return max(line + text.count("\n") for _, line, text in legend) + 1


def _frame(axes, book: Changes, legend: list[tuple[float, int, str]]) -> None:
    axes.axvline(0.0, color=sheet.INK, lw=0.9, zorder=3)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    low, high = axes.get_xlim()
    for most in (7, 5, 4, 3, 2):
        at = [float(v) for v in MaxNLocator(most, steps=[1, 2, 2.5, 5, 10]).tick_values(low, high) if low <= v <= high]
        if len(at) < 2 or (at[1] - at[0]) / (high - low) * (RIGHT - LEFT) * sheet.WIDTH >= TICK:
            break
    axes.set_xticks(at, [sizes.percent(v, True) if v else sheet.NO_CHANGE for v in at], fontsize=sheet.SMALL)
    axes.grid(axis="x", color=theme.RULE, linewidth=0.4)
    axes.set_axisbelow(True)
    figure = axes.figure
    tall = float(figure.get_figheight())
    def height(line: float) -> float:
        return 1.0 - (0.12 + sheet.LINE * line) / tall
    for k, (x, line, text) in enumerate(legend):
        parts = text.split("\n")
        for i, part in enumerate(parts):
            figure.text(x, height(line + i), part, fontsize=sheet.LOOK.font, weight="bold", color=sheet.COLOURS[k], va="center")
        figure.add_artist(sheet.dot(figure, x - 0.012, height(line), k))
    last = [one for one in legend if one[1] + one[2].count("\n") == _lines(legend) - 1]
    x = max(x + theme.text_width(text.split("\n")[-1], sheet.LOOK.font, True) / sheet.WIDTH + 0.033 for x, _, text in last)
    y = height(_lines(legend) - 1)
    if x < AVERAGE - 0.05:
        figure.text(AVERAGE, y, "Average", fontsize=sheet.SMALL, color=sheet.GREY, va="center", ha="center")
    if x < SURE:
        figure.text(SURE, y, "Pairs with that direction" if book.few else "How sure is the direction?", fontsize=sheet.SMALL, color=sheet.GREY, va="center")


def _row(change: Change) -> dict[str, object]:
    return {"measure": change.line.measure, "where": change.line.where, "policy": change.policy, "year": change.year,
            **({"variant": change.variant} if change.variant else {}), "percent": 100.0 * change.share, "percent_low": 100.0 * change.share_low, "percent_high": 100.0 * change.share_high,
            "probability": change.probability, "pairs": change.pairs}


def _said(book: Changes, row: list[Change]) -> str:
    return f"{names.heading(row[0].line)}: " + "; ".join(
        f"{names.series(book.run, c)} {sizes.percent(c.share, True)} ({sizes.percent(c.share_low, True)} to "
        f"{sizes.percent(c.share_high, True)}), {_sure(book, c)}" for c in row) + "."
