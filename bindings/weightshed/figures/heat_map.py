"""Heat map of a sweep: the effect over two axes, with the line along which it reverses sign."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .. import sweep, words
from ..reading import CLEAR, FEW, Reading, is_clear
from . import plate, theme


def draw(run: Reading, slice_: words.Slice, profile: theme.Profile) -> plate.Plate:
    """One cell per point: the mean paired effect at the last date; a ring where the sign is not told; a line where the
    effect, linear between points, is zero. Raises ValueError unless two axes of the sweep cross on a grid, and where every
    effect is zero."""
    line = run.line(slice_)
    scale = line.scale
    table = sweep.effects(run, slice_)
    across, down = _pair(table, [axis["key"] for axis in sweep.axes(run)])
    table = table[table[[across, down]].notna().all(axis=1)]
    grid = table.pivot(index=down, columns=across, values="effect") * scale.factor
    told = is_clear(table["sign_probability"], table["pairs"]) | table["sign_probability"].isna()  # exactly zero is told
    sure = table.assign(told=told).pivot(index=down, columns=across, values="told").to_numpy()
    values = grid.to_numpy()
    decimals = scale.decimals(float(np.nanmax(values) - np.nanmin(values)) / scale.factor)
    if not np.any(values):
        raise ValueError("no policy of the sweep moves it")
    reverses = np.nanmin(values) < 0.0 < np.nanmax(values)
    title = (f"Whether {line.phrase} rises or falls depends on where {_plain(across)} and {_plain(down)} lie" if reverses
             else f"{words.sentence(line.phrase)} {'falls' if np.nanmax(values) > 0.0 else 'rises'} at no point of the sweep")
    unit = scale.long_difference_unit
    subtitle = (f"Difference from {run.quoted(run.reference)} in {run.end}{', ' + unit if unit else ''}. Each cell: mean over "
                f"{int(table['pairs'].min())} pairs; a ring: fewer than {100 * CLEAR:.0f}% of them agree on the sign."
                + (" Line: where the effect reverses sign." if reverses else "")
                + (" So few pairs say little of the sign." if table["pairs"].max() < FEW else ""))
    with theme.styled(profile):
        frame = theme.frame(profile, title, subtitle, plate.footer(run, line), 0.45 * profile.width)
        axes = frame.figure.add_subplot(frame.grid(1, 1, left=0.16, right=0.97, bottom=frame.bottom + 0.05)[0, 0])
        most = float(np.nanmax(np.abs(values))) or 1.0
        axes.imshow(values, cmap="PuOr_r", vmin=-most, vmax=most, origin="lower", aspect="auto")
        columns, rows = np.arange(values.shape[1]), np.arange(values.shape[0])
        if reverses:
            axes.contour(columns, rows, values, levels=[0.0], colors=[theme.INK], linewidths=1.4)
        for row in rows:
            for column in columns:
                value = values[row, column]
                axes.text(column, row, scale.text(value / scale.factor, decimals, signed=True), ha="center", va="center",
                          fontsize=profile.font * 0.9, color="white" if abs(value) > 0.62 * most else theme.INK)
                if not sure[row, column]:
                    axes.plot(column, row, marker="o", markersize=profile.font * 3.4, fillstyle="none",
                              color=theme.GREY, markeredgewidth=0.7)
        axes.set_xticks(columns, [f"{v:.3g}" for v in grid.columns])
        axes.set_yticks(rows, [f"{v:.3g}" for v in grid.index])
        axes.set_xlabel(_plain(across))
        axes.set_ylabel(_plain(down))
        axes.tick_params(length=0)
        axes.grid(False)
        for spine in axes.spines.values():
            spine.set_visible(False)
    shown = table.assign(**{q: table[q] * scale.factor for q in ("effect", "low", "high")})
    shown["vs"], shown["unit"] = run.reference, scale.difference_unit
    return plate.Plate(f"heat-map-{slice_.slug}", frame.figure, shown, _alt(grid, title, across, down, scale, decimals),
                       title, profile)


def _pair(table: pd.DataFrame, keys: list[str]) -> tuple[str, str]:
    """The two axes that cross: an assumption across, a lever or another assumption down."""
    crossing = [key for key in keys if table[key].nunique() > 1]
    for down in crossing:
        for across in reversed(crossing):
            if down == across:
                continue
            both = table[[down, across]].dropna()
            if len(both) == both[down].nunique() * both[across].nunique() and len(both) == len(both.drop_duplicates()):
                return across, down
    raise ValueError("no two axes of the sweep cross on a grid")


def _plain(key: str) -> str:
    return key.replace("_", " ").replace(".", ": ", 1)


def _alt(grid: pd.DataFrame, title: str, across: str, down: str, scale: words.Scale, decimals: int) -> str:
    lines = [f"{title}. Effect by {_plain(across)} across and {_plain(down)} down."]
    for row, values in grid.iterrows():
        cells = ", ".join(f"{column:g}: {scale.text(value / scale.factor, decimals, signed=True)}" for column, value in values.items())
        lines.append(f"{_plain(down)} {row:g}: {cells}.")
    return " ".join(lines)
