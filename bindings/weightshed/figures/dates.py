"""When an event that happens once occurs: the share of cells in which it has happened by a date, one line per policy."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .. import words
from ..reading import Line, Reading
from . import panels, plate, theme


def draw(run: Reading, slice_: words.Slice, profile: theme.Profile) -> plate.Plate:
    """Share of cells whose date has come, of all cells, also those without a date; black: the published date and its
    tolerance."""
    line = run.line(slice_)
    scale, observed = line.scale, line.published_dates
    time = pd.DatetimeIndex(run.data["time"].values)
    policies, note = panels.shown(run, line, run.policies)
    shares = {p: _share(line, p, time) for p in policies}
    low, median, high = (_month(v) for v in line.fans[run.reference].iloc[-1][["q10", "q50", "q90"]])
    happened = 100 * shares[run.reference][-1]
    event = words.sentence(words.name(slice_.coords[0][1])) if len(slice_.coords) == 1 else line.heading
    title = f"{event} in {happened:.0f}% of histories by {run.end}" + (f", in half of these by {median}" if happened and median != run.end else "")
    when = f" Where it happens, 80% of the histories put it between {low} and {high}." if happened else ""
    subtitle = f"Share of histories in which it has happened by the date ({run.spread}).{when} {note}".strip()
    with theme.styled(profile):
        names = {p: run.label(p) if len(policies) > 1 else "" for p in policies}
        ends = {p: f"{names[p]} {100 * s[-1]:.0f}%".strip() for p, s in shares.items()}
        if len(policies) > 1 and all(np.array_equal(s, shares[run.reference]) for s in shares.values()):
            ends = {run.reference: f"every policy {100 * shares[run.reference][-1]:.0f}%"}
        width = max(theme.text_width(text, profile.font * 0.9, True) for text in ends.values()) + 0.1
        frame, axes = panels.grid(profile, title, subtitle, plate.footer(run, line, run.reference), [panels.Heading()], width)
        ax = axes[0]
        for start, value, end in observed[["low", "value", "high"]].itertuples(index=False):
            ax.axvspan(start, end, color=theme.INK, alpha=0.08, linewidth=0)
            ax.axvline(value, color=theme.INK, linewidth=1.1)
        for i, policy in enumerate(policies):
            if policy not in ends:
                continue
            ax.step(time, 100 * shares[policy], where="post", color=theme.CYCLE[i % len(theme.CYCLE)],
                    linestyle=theme.DASHES[i % len(theme.DASHES)], zorder=3)
        ax.set_ylim(0, 104)
        first = max(panels.start(run), _before(line, time))
        theme.years(ax, first, time[-1], profile)
        theme.number_axis(ax)
        panels.units(axes, "percent of histories")
        panels.mark_fork(ax, run)
        for start, value, end in observed[["low", "value", "high"]].itertuples(index=False):
            left = value - pd.Timestamp(first) > (time[-1] - pd.Timestamp(first)) / 2  # where the curve is not: it rises once
            ax.annotate(f"published: {words.month(value)}, with tolerance", (start if left else end, 97 if left else 4),
                        xytext=(-4 if left else 4, 0), textcoords="offset points", ha="right" if left else "left",
                        va="top" if left else "bottom", fontsize=profile.font * 0.9, color=theme.INK, zorder=4,
                        bbox={"facecolor": theme.PAPER, "edgecolor": "none", "pad": 0.6})
        panels.end_labels(ax, profile, [(100 * shares[p][-1], text, theme.CYCLE[policies.index(p) % len(theme.CYCLE)], True)
                                        for p, text in ends.items()])
    table = pd.concat([pd.DataFrame({"policy": p, "time": time, "share": 100 * s}) for p, s in shares.items()])
    alt = (f"Step chart of the share of histories in which it has happened by a date: {line.phrase}. The median is {median}; "
           f"in 80% of the histories in which it happens the date lies between {low} and {high}. "
           + " ".join(f"{run.label(p)}: {100 * s[-1]:.0f}% by {run.end}." for p, s in shares.items())
           + "".join(f" Published, drawn in black: {words.month(d)}." for d in observed["value"]))
    return plate.Plate(f"dates-{slice_.slug}", frame.figure, table, alt, title, profile)


def _month(value: float) -> str:
    """A decimal year as a reader says its month."""
    return words.month(pd.Timestamp(int(value), 1, 1) + pd.Timedelta(days=(value % 1.0) * 365.2425)) if np.isfinite(value) else "no date"


def _share(line: Line, policy: str, time: pd.DatetimeIndex) -> np.ndarray:
    found = line.last_values.sel(policy=policy).values.ravel()
    year = time.year + (time.day_of_year - 1) / 365.25
    return np.array([np.mean(found <= y) for y in year])  # a history without a date never has it


def _before(line: Line, time: pd.DatetimeIndex) -> np.datetime64:
    """A year before the first date of any cell, so that the rise fills the chart when the run is long."""
    found = line.last_values.values
    first = time[0] if not np.isfinite(found).any() else pd.Timestamp(int(np.nanmin(found)) - 1, 1, 1)
    return max(first, time[0]).to_datetime64()
