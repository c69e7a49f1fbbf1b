"""Small multiples: one panel per policy, what they share, and which policies are shown when there are many."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from .. import words
from ..reading import Line, Reading
from . import theme

PANEL_GAP = 0.1  # inches between the labels of a panel and the next panel
MOST = 9  # panels that a reader compares at a glance
YEARS_BEFORE_FORK = 4


def start(run: Reading) -> np.datetime64:
    """Where time axes begin: some years before the fork (or before the data vintage), not before the run."""
    first = pd.Timestamp(run.data["time"].values[0])
    split = run.fork or run.vintage
    return max(first, split - pd.DateOffset(years=YEARS_BEFORE_FORK)).to_datetime64()


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


def grid(profile: theme.Profile, title: str, subtitle: str, footer: str, headings: list[tuple[str, str]],
         label_width: float) -> tuple[theme.Frame, list[Axes]]:
    """A frame with one panel per heading (text and colour); panels share both axes.

    Each leaves `label_width` inches at its right for labels. An empty heading takes no room.
    """
    count = len(headings)
    columns = min(profile.columns, count) if count != 4 else 2
    rows = math.ceil(count / columns)
    height = profile.panel_height * (1.45 if count == 1 else 1.25 if rows == 1 else 1.0)
    outer = theme.MARGIN * profile.font / 72.0 + profile.font / 72.0
    panel = (profile.width - outer) / columns - label_width - PANEL_GAP
    texts = [_heading(text, profile, panel + 0.6 * label_width) for text, _ in headings]
    lines = max(len(text.split("\n")) if text else 0 for text in texts)
    gap = (1.2 + 1.25 * lines) * profile.font / 72.0
    frame = theme.frame(profile, title, subtitle, footer, rows * height + (rows - 1) * gap, lines)
    spec = frame.grid(rows, columns, right=frame.right - (label_width + PANEL_GAP) / profile.width,
                      wspace=(label_width + PANEL_GAP) / panel, hspace=gap / height)
    axes: list[Axes] = []
    for i, (text, (_, colour)) in enumerate(zip(texts, headings)):
        share = axes[0] if axes else None
        ax = frame.figure.add_subplot(spec[i // columns, i % columns], sharex=share, sharey=share)
        ax.tick_params(labelleft=i % columns == 0, labelbottom=i + columns >= count)
        ax.set_title(text, loc="left", color=colour, weight="bold", fontsize=profile.font, pad=3, linespacing=1.15)
        axes.append(ax)
    return frame, axes


def _heading(text: str, profile: theme.Profile, width: float) -> str:
    """The panel's name in at most three lines."""
    lines = theme.wrap(text, profile.font, width, bold=True)
    return "\n".join(lines[:3]) + ("\u2026" if len(lines) > 3 else "")


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
    if not entries:
        return
    low, high = ax.get_ylim()
    height = ax.get_position().height * float(ax.figure.get_figheight())  # inches
    gap = (high - low) * profile.font * 1.15 / 72.0 / height
    placed = theme.apart([e[0] for e in entries], gap, low, high)
    for (_, text, colour, bold), y in zip(entries, placed):
        ax.annotate(text, (1.0, y), xycoords=("axes fraction", "data"), xytext=(3, 0), textcoords="offset points",
                    va="center", ha="left", fontsize=profile.font * 0.9, color=colour,
                    weight="bold" if bold else "normal", annotation_clip=False)
