"""What happens: the level of a line in one panel, with the band of the reference only and published figures in black."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from .. import words
from ..figures import panels, plate, theme
from ..reading import Line
from . import names, sheet, sizes
from .changes import Changes

BODY = 1.6  # inches


def draw(book: Changes, line: Line, policies: list[str], name: str) -> plate.Plate:
    """The reference as a band of 8 in 10 simulations with their average; each of `policies`, at most three, as that average
    moved by its effect."""
    run, k = book.run, line.scale.factor
    fan = line.fans[run.reference].assign(mean=line.values.sel(policy=run.reference).mean(("world", "member")).values)
    first = panels.start(run)
    courses = {policy: fan["mean"] + line.effects[policy]["effect"] for policy in policies}
    shown = fan["time"] >= first
    figures = _published(line, first)
    entries = _entries(book, line, fan, courses)
    drawn = [fan.loc[shown, ["q10", "mean", "q90"]].to_numpy().ravel(), figures[["low", "value", "high"]].to_numpy(float).ravel(),
             *(course[shown].to_numpy() for course in courses.values())]
    with theme.styled(sheet.LOOK):
        axes = _axes(line, k * np.concatenate(drawn), entries)
        axes.fill_between(fan["time"], fan["q10"] * k, fan["q90"] * k, color=sheet.GREY, alpha=0.2, linewidth=0)
        axes.plot(fan["time"], fan["mean"] * k, color=sheet.GREY)
        for i, course in enumerate(courses.values()):
            later = fan["time"] >= (run.fork or fan["time"].iloc[0])
            axes.plot(fan["time"][later], course[later] * k, color=sheet.COLOURS[i], linestyle=theme.DASHES[i])
        for row in figures.itertuples():
            axes.plot([row.at] * 2, [row.low * k, row.high * k], color=theme.INK, linewidth=0.7, zorder=4)
            axes.plot([row.at], [row.value * k], "o", color=theme.INK, markersize=2.4, zorder=4)
        theme.years(axes, first, fan["time"].iloc[-1], sheet.LOOK)
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
    caption = (f"{noted}Line: average; band: 8 in 10 simulations." + (" Black: published figures with their tolerance." if len(figures) else "")
               + (f" {panels.fork_note(run)}" if book.others else "")
               + (" Coloured: the average moved by the effect." if policies else ""))
    return plate.Plate(name, axes.figure, table, alt, title, sheet.LOOK, caption)


def _counted(line: Line) -> str:
    """What is counted, where the noun does not say it as "of …" does."""
    note = names.note(line)
    return f", {note}" if note and not note.startswith("of ") else ""


def _end(line: Line, value: float) -> str:
    return sizes.short_level(line, value)


def _entries(book: Changes, line: Line, fan: pd.DataFrame, courses: dict[str, pd.Series]) -> list[tuple[float, str, str, bool]]:
    """What stands at the ends of lines: value, text, colour, whether it is bold."""
    k, last = line.scale.factor, fan.iloc[-1]
    entries = [(float(last["mean"]) * k, _end(line, float(last["mean"])), sheet.INK, True)]
    for i, (policy, course) in enumerate(courses.items()):
        end = float(course.iloc[-1])
        entries.append((end * k, f"{_end(line, end)} {names.short(book.run, policy)}"[:34], sheet.COLOURS[i], True))
    return entries + [(float(last[q]) * k, _end(line, float(last[q])), sheet.GREY, False) for q in ("q10", "q90")]


def _axes(line: Line, values: np.ndarray, entries: list[tuple[float, str, str, bool]]) -> Axes:
    """Axes for the values between margins that hold their labels, which are measured."""
    low, high = 0.0, 1.0
    values = values[np.isfinite(values)]
    if values.size:
        room = 0.08 * (values.max() - values.min() or 1.0)
        low = 0.0 if 0.0 <= values.min() < 0.5 * values.max() else values.min() - room
        high = values.max() + room
    k = line.scale.factor
    at = sheet.ticks(low, high, said=lambda value: _end(line, value / k))
    labels = [_end(line, value / k) for value in at]
    left = max(0.4, *(theme.text_width(label, sheet.SMALL) for label in labels)) + 0.12
    right = max(0.4, *(theme.text_width(text, 0.9 * sheet.LOOK.font, bold) for _, text, _, bold in entries)) + 0.12
    figure = sheet.picture(BODY + 0.32)
    height = float(figure.get_figheight())
    axes = figure.add_axes((left / sheet.WIDTH, 0.26 / height, 1.0 - (left + right) / sheet.WIDTH, BODY / height))
    axes.set_ylim(low, high)
    axes.set_yticks(at, labels, fontsize=sheet.SMALL)
    axes.grid(axis="y", color=theme.RULE, linewidth=0.4)
    axes.spines["left"].set_visible(False)
    axes.tick_params(axis="y", length=0)
    return axes


def _published(line: Line, first: np.datetime64) -> pd.DataFrame:
    """The published figures from `first` on: when, value, low and high, in the measure's unit."""
    rows = [(max(pd.Timestamp(first), row.start + (row.end - row.start) / 2), row.value, row.low, row.high)
            for row in line.published.itertuples() if row.end >= pd.Timestamp(first)]
    return pd.DataFrame(rows, columns=["at", "value", "low", "high"])
