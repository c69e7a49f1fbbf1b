"""Small multiples: one panel a policy, what they share, and which policies are shown when there are many."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from .. import effects, words
from . import theme

if TYPE_CHECKING:
    from ..run import Run

MOST = 9  # panels that a reader compares at a glance
YEARS_BEFORE_FORK = 4


def label(run: "Run", policy: str) -> str:
    """The policy as a reader says it: its label if it has a short one, else its name."""
    if "policy_label" in run.data.variables:
        index = run.policies.index(policy)
        text = str(run.data["policy_label"].values[index])
        if text and len(text) <= 48:
            return text
    return words.sentence(policy.replace("_", " "))


def fork(run: "Run") -> pd.Timestamp | None:
    """The first date at which policies may differ; None when there is one policy or none ever differs."""
    text = str(run.data.attrs.get("fork", ""))
    if not text or run.data.sizes["policy"] < 2:
        return None
    moment = pd.Timestamp(text)
    return moment if moment < pd.Timestamp(run.data["time"].values[-1]) else None


def start(run: "Run") -> np.datetime64:
    """Where time axes begin: some years before the fork (or before the data vintage), not before the run."""
    first = pd.Timestamp(run.data["time"].values[0])
    from .plate import vintage

    split = fork(run) or pd.Timestamp(vintage(run))
    return max(first, split - pd.DateOffset(years=YEARS_BEFORE_FORK)).to_datetime64()


def shown(run: "Run", slice_: words.Slice, candidates: list[str]) -> tuple[list[str], str]:
    """The policies that get a panel, in the order of the file, and a note when some are left out.

    Kept are the reference and those whose mean effect at the end is largest.
    """
    if len(candidates) <= MOST:
        return candidates, ""
    size = {p: abs(float(effects.effect(run.data, slice_, p, run.reference)["effect"].iloc[-1])) for p in candidates}
    ranked = sorted((p for p in candidates if p != run.reference), key=lambda p: (-np.nan_to_num(size[p]), p))
    kept = set(ranked[:MOST - (run.reference in candidates)]) | ({run.reference} & set(candidates))
    return ([p for p in candidates if p in kept],
            f"{len(kept)} of {len(candidates)} policies shown: those with the largest effects.")


def grid(profile: theme.Profile, title: str, subtitle: str, footer: str, count: int,
         label_width: float) -> tuple[theme.Frame, list[Axes]]:
    """A frame with `count` panels that share both axes; each leaves `label_width` inches at its right for labels."""
    columns = min(profile.columns, count) if count != 4 else 2
    rows = math.ceil(count / columns)
    height = profile.panel_height * (1.45 if count == 1 else 1.25 if rows == 1 else 1.0)
    gap = 2.4 * profile.font / 72.0
    frame = theme.frame(profile, title, subtitle, footer, rows * height + (rows - 1) * gap)
    right = frame.right - label_width / profile.width
    panel = (right - frame.left - (columns - 1) * (label_width / profile.width + 0.012)) / columns
    spec = frame.grid(rows, columns, right=right, wspace=(label_width / profile.width + 0.012) / panel,
                      hspace=gap / height)
    axes: list[Axes] = []
    for i in range(count):
        share = axes[0] if axes else None
        ax = frame.figure.add_subplot(spec[i // columns, i % columns], sharex=share, sharey=share)
        ax.tick_params(labelleft=i % columns == 0, labelbottom=i + columns >= count)
        axes.append(ax)
    return frame, axes


def heading(ax: Axes, text: str, profile: theme.Profile, colour: str) -> None:
    """The panel's name above it, wrapped to two lines at most."""
    width = ax.get_position().width * profile.width
    lines = theme.wrap(text, profile.font, width * 1.12, bold=True)
    ax.set_title("\n".join(lines[:2]) + ("\u2026" if len(lines) > 2 else ""), loc="left", color=colour, weight="bold",
                 fontsize=profile.font, pad=3)


def mark_fork(ax: Axes, run: "Run", colour: str = theme.GREY) -> None:
    """A dashed line where policies may first differ; the subtitle names it."""
    moment = fork(run)
    if moment is not None:
        ax.axvline(moment.to_datetime64(), color=colour, linewidth=0.7, linestyle=(0, (4, 3)), zorder=2.6)


def fork_note(run: "Run") -> str:
    """The sentence of a subtitle that explains the dashed line; empty when there is none."""
    moment = fork(run)
    return "" if moment is None else f"Dashed: policies may differ from {words.month(moment)}."


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


def published(run: "Run", slice_: words.Slice) -> pd.DataFrame | None:
    """The published series of a slice (time, value), or None when the file has none."""
    group = run.published
    if slice_.measure not in group.variables:
        return None
    array: Any = group[slice_.measure]
    for dim, chosen in slice_.coords:
        if dim in array.dims:
            if chosen not in [str(v) for v in group[dim].values]:
                return None
            array = array.sel({dim: chosen})
    if array.ndim != 1:
        return None
    frame = pd.DataFrame({"time": group[array.dims[0]].values, "value": array.values}).dropna()
    return frame if len(frame) else None
