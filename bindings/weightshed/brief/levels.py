"""What happens: the level of a line in one panel, with the band of the reference only and published figures in black."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .. import words
from ..figures import panels, plate, theme
from ..reading import Line
from . import names, sheet, sizes
from .changes import Changes

LEFT, RIGHT, BODY = 0.13, 0.88, 1.6


def draw(book: Changes, line: Line, policies: list[str], name: str) -> plate.Plate:
    """The reference as a band of 8 in 10 simulations with their average; each of `policies`, at most three, as that average
    moved by its effect."""
    run, k = book.run, line.scale.factor
    fan = line.fans[run.reference].assign(mean=line.values.sel(policy=run.reference).mean(("world", "member")).values)
    first = panels.start(run)
    with theme.styled(sheet.LOOK):
        figure = sheet.picture(BODY + 0.32)
        height = float(figure.get_figheight())
        axes = figure.add_axes((LEFT, 0.26 / height, RIGHT - LEFT, BODY / height))
        shown = fan["time"] >= first
        axes.fill_between(fan["time"], fan["q10"] * k, fan["q90"] * k, color=sheet.GREY, alpha=0.2, linewidth=0)
        axes.plot(fan["time"], fan["mean"] * k, color=sheet.GREY)
        entries = [(float(fan["mean"].iloc[-1]) * k, _end(line, float(fan["mean"].iloc[-1])), sheet.INK, True)]
        courses = {}
        for i, policy in enumerate(policies):
            course = fan["mean"] + line.effects[policy]["effect"]
            courses[policy] = course
            later = fan["time"] >= (run.fork or fan["time"].iloc[0])
            axes.plot(fan["time"][later], course[later] * k, color=sheet.COLOURS[i], linestyle=theme.DASHES[i])
            entries.append((float(course.iloc[-1]) * k, f"{_end(line, float(course.iloc[-1]))} {names.short(run, policy)}"[:34],
                            sheet.COLOURS[i], True))
        entries += [(float(fan[q].iloc[-1]) * k, f"{_end(line, float(fan[q].iloc[-1]))}", sheet.GREY, False) for q in ("q10", "q90")]
        ink = _published(axes, line, first)
        values = np.concatenate([fan.loc[shown, ["q10", "mean", "q90"]].to_numpy().ravel() * k, ink, *(c[shown].to_numpy() * k for c in courses.values())])
        values = values[np.isfinite(values)]
        if values.size:
            room = 0.08 * (values.max() - values.min() or 1.0)
            low = 0.0 if 0.0 <= values.min() < 0.5 * values.max() else values.min() - room
            axes.set_ylim(low, values.max() + room)
        theme.years(axes, first, fan["time"].iloc[-1], sheet.LOOK)
        at = sheet.ticks(*axes.get_ylim(), said=lambda value: _end(line, value / k))
        axes.set_yticks(at, [_end(line, v / k) for v in at], fontsize=sheet.SMALL)
        axes.grid(axis="y", color=theme.RULE, linewidth=0.4)
        axes.spines["left"].set_visible(False)
        axes.tick_params(axis="y", length=0)
        if book.others:
            panels.mark_fork(axes, run)
        panels.end_labels(axes, sheet.LOOK, entries)
    last = fan.iloc[-1]
    title = f"{words.sentence(names.in_title(line))} {names.unchanged(run)}"
    table = fan.assign(**{q: fan[q] * k for q in ("mean", "q10", "q25", "q50", "q75", "q90")}, **{p: c * k for p, c in courses.items()})
    alt = (f"{title}: {_end(line, float(last['mean']))} in {run.end}, and in 8 of 10 simulations {_end(line, float(last['q10']))} to "
           f"{_end(line, float(last['q90']))}.")
    alt += "".join(f" {names.short(run, p)}: {_end(line, float(c.iloc[-1]))}." for p, c in courses.items())
    noted = f"{words.sentence(names.with_article(line))}{_counted(line)}. {line.card.falls_out} ".replace("  ", " ")
    caption = (f"{noted}Line: average; band: 8 in 10 simulations." + (" Black: published figures with their tolerance." if len(ink) else "")
               + (f" {panels.fork_note(run)}" if book.others else "")
               + (" Coloured: the average moved by the effect." if policies else ""))
    return plate.Plate(name, figure, table, alt, title, sheet.LOOK, caption)


def _counted(line: Line) -> str:
    """What is counted, where the noun does not say it as "of …" does."""
    note = names.note(line)
    return f", {note}" if note and not note.startswith("of ") else ""


def _end(line: Line, value: float) -> str:
    return sizes.short_level(line, value)


def _published(axes, line: Line, first: np.datetime64) -> np.ndarray:
    """Draws the published figures from `first` on; returns the values that the axis has to hold."""
    drawn, k = [], line.scale.factor
    for row in line.published.itertuples():
        if row.end < pd.Timestamp(first):
            continue
        middle = max(pd.Timestamp(first), row.start + (row.end - row.start) / 2)
        axes.plot([middle] * 2, [row.low * k, row.high * k], color=theme.INK, linewidth=0.7, zorder=4)
        axes.plot([middle], [row.value * k], "o", color=theme.INK, markersize=2.4, zorder=4)
        drawn += [row.low * k, row.value * k, row.high * k]
    return np.array(drawn)
