"""Small multiples: one panel per policy, what they share, and which policies are shown when there are many."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Iterable, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.text import Annotation

from .. import words
from ..reading import Line, Reading
from . import theme

PANEL_GAP = 0.1  # inches between the labels of a panel and the next panel
MOST = 9  # panels that a reader compares at a glance
YEARS_BEFORE_FORK = 4


def start(run: Reading, years: int = YEARS_BEFORE_FORK) -> np.datetime64:
    """Where time axes begin: some years before the fork (or before the data vintage), not before the run."""
    first = pd.Timestamp(run.data["time"].values[0])
    split = run.fork or run.vintage
    return max(first, split - pd.DateOffset(years=years)).to_datetime64()


def shown(run: Reading, line: Line, candidates: list[str]) -> tuple[list[str], str]:
    """The policies that get a panel, in the order of the file, and a note when some are left out.

    Kept are the reference and those whose mean effect at the end is largest.
    """
    if len(candidates) <= MOST:
        return candidates, ""
    size = {p: abs(e.effect) if np.isfinite(e.effect) else 0.0 for p, e in line.last_effects.items()}
    ranked = sorted((p for p in candidates if p in size), key=lambda p: (-size[p], p))
    kept = {run.reference, *ranked[:MOST - (run.reference in candidates)]}
    policies = [p for p in candidates if p in kept]
    return policies, f"{len(policies)} of {len(candidates)} policies are shown, those with the largest effects."


@dataclass(frozen=True)
class Heading:
    """What stands above a panel: the name of a policy in its colour, and a line about it in grey. Empty texts take no room."""

    text: str = ""
    colour: str = theme.INK
    below: str = ""


def grid(profile: theme.Profile, title: str, subtitle: str, footer: str, headings: list[Heading],
         label_width: float) -> tuple[theme.Frame, list[Axes]]:
    """A frame with one panel per heading; panels share both axes. Each leaves `label_width` inches at its right for labels."""
    count = len(headings)
    columns = min(profile.columns, count) if count != 4 else 2
    rows = math.ceil(count / columns)
    height = profile.panel_height * (1.45 if count == 1 else 1.25 if rows == 1 else 1.0)
    outer = theme.MARGIN * profile.font / 72.0 + profile.font / 72.0
    panel = (profile.width - outer) / columns - label_width - PANEL_GAP
    texts = [_lines(heading.text, profile.font, panel + 0.6 * label_width, True, 3) for heading in headings]
    notes = [_lines(heading.below, profile.font * 0.9, panel + 0.6 * label_width, False, 2) for heading in headings]
    noted = max(len(lines) for lines in notes)
    lines = max(len(lines) for lines in texts) + noted + (noted > 0)
    gap = (1.2 + 1.25 * lines) * profile.font / 72.0
    frame = theme.frame(profile, title, subtitle, footer, rows * height + (rows - 1) * gap, lines)
    spec = frame.grid(rows, columns, right=frame.right - (label_width + PANEL_GAP) / profile.width,
                      wspace=(label_width + PANEL_GAP) / panel, hspace=gap / height)
    axes: list[Axes] = []
    for i, heading in enumerate(headings):
        share = axes[0] if axes else None
        ax = frame.figure.add_subplot(spec[i // columns, i % columns], sharex=share, sharey=share)
        ax.tick_params(labelleft=i % columns == 0, labelbottom=i + columns >= count)
        ax.set_title("\n".join(texts[i]), loc="left", color=theme.dark(heading.colour), weight="bold", fontsize=profile.font,
                     pad=3 + (1.25 * noted + 0.3 * (noted > 0)) * profile.font, linespacing=1.15)
        ax.annotate("\n".join(notes[i]), (0.0, 1.0), xycoords="axes fraction", xytext=(0, 3 + 1.25 * noted * profile.font),
                    textcoords="offset points", va="top", color=theme.GREY, fontsize=profile.font * 0.9, linespacing=1.1)
        axes.append(ax)
    return frame, axes


def _lines(text: str, size: float, width: float, bold: bool, most: int) -> list[str]:
    """The text in at most so many lines."""
    lines = theme.wrap(text, size, width, bold=bold)
    return lines if len(lines) <= most else [*lines[:most - 1], lines[most - 1] + "\u2026"]


def units(axes: list[Axes], name: str) -> None:
    """The unit beside the value axis of each panel that has numbers at its left."""
    for ax in axes:
        if ax.get_subplotspec().is_first_col():  # type: ignore[union-attr]
            unit(ax, name)


def unit(ax: Axes, name: str) -> None:
    """The unit beside the value axis of one panel."""
    ax.set_ylabel(name, color=theme.GREY, fontsize=ax.yaxis.get_ticklabels()[0].get_fontsize(), labelpad=2.0)


def limits(found: Iterable[np.ndarray], around_zero: bool = False) -> tuple[float, float]:
    """Ends of a value axis that leave a little room around all finite values: from zero on where the values fill half of that
    or more, and with `around_zero` zero lies between them."""
    values = np.concatenate([f.ravel() for f in found])
    values = values[np.isfinite(values)]
    low, high = (float(values.min()), float(values.max())) if values.size else (0.0, 0.0 if around_zero else 1.0)
    if around_zero:
        low, high = (min(low, 0.0), max(high, 0.0)) if low or high else (-1.0, 1.0)
    elif 0.0 <= low < 0.5 * high:
        low = 0.0
    room = 0.06 * (high - low or 1.0)
    return (low if low == 0.0 and not around_zero else low - room), high + room


def mark_fork(ax: Axes, run: Reading, colour: str = theme.GREY) -> None:
    """A dashed line where policies may first differ; the subtitle names it."""
    if run.fork is not None:
        ax.axvline(run.fork.to_datetime64(), color=colour, linewidth=0.7, linestyle=(0, (4, 3)), zorder=2.6)


def fork_note(run: Reading, mark: str = "Dashed line") -> str:
    """The sentence of a subtitle that explains the line at the fork; empty when there is none."""
    return "" if run.fork is None else f"{mark}: policies may differ from {words.month(run.fork)} on."


def end_labels(ax: Axes, profile: theme.Profile, entries: list[tuple[float, str, str, bool]]) -> None:
    """Texts at the right end of lines, moved apart when they would touch: (value, text, colour, bold) each."""
    entries = [e for e in entries if np.isfinite(e[0])]
    for (_, text, colour, bold), y in zip(entries, end_heights(ax, profile, [e[0] for e in entries])):
        end_label(ax, profile, y, text, colour, bold)


def end_heights(ax: Axes, profile: theme.Profile, values: Sequence[float]) -> list[float]:
    """Where labels of values stand, moved apart when they would touch; NaN where there is no value."""
    low, high = ax.get_ylim()
    height = ax.get_position().height * float(ax.figure.get_figheight())  # inches
    gap = (high - low) * profile.font * 1.15 / 72.0 / height
    placed = iter(theme.apart([v for v in values if np.isfinite(v)], gap, low, high))
    return [next(placed) if np.isfinite(v) else np.nan for v in values]


def end_label(ax: Axes, profile: theme.Profile, height: float, text: str, colour: str, bold: bool) -> Annotation:
    """One text right of a panel."""
    return ax.annotate(text, (1.0, height), xycoords=("axes fraction", "data"), xytext=(3, 0), textcoords="offset points",
                       va="center", ha="left", fontsize=profile.font * 0.9, color=theme.dark(colour),
                       weight="bold" if bold else "normal", annotation_clip=False)
