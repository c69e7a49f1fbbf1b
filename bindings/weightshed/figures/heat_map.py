"""Heat map of a sweep: the effect over two axes, with the line along which it reverses sign."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.contour import QuadContourSet

from .. import sweep, words
from ..reading import CLEAR, FEW, Reading, is_clear
from . import plate, theme


def draw(run: Reading, slice_: words.Slice, profile: theme.Profile) -> plate.Plate:
    """One cell per point: the mean paired effect at the last date; a ring where the sign is not told; a line where the
    effect, linear between points, is zero. Raises ValueError unless two axes of the sweep cross on a grid, and where every
    effect is zero."""
    line = run.line(slice_)
    scale = line.scale
    table = pd.DataFrame(sweep.effects(run, slice_))
    axes_of_grid = sweep.crossing(table, [axis["key"] for axis in sweep.axes(run)])
    if axes_of_grid is None:
        raise ValueError("no two axes of the sweep cross on a grid")
    across, down = axes_of_grid
    table = table[table[[across, down]].notna().all(axis=1)]
    grid = table.pivot(index=down, columns=across, values="effect") * scale.factor
    told = is_clear(table["sign_probability"], table["pairs"]) | table["sign_probability"].isna()  # exactly zero is told
    sure = table.assign(told=told).pivot(index=down, columns=across, values="told").to_numpy()
    values = grid.to_numpy()
    decimals = scale.decimals(float(np.nanmax(values) - np.nanmin(values)) / scale.factor)
    if not np.any(values):
        raise ValueError("no policy of the sweep moves it")
    reverses = np.nanmin(values) < 0.0 < np.nanmax(values)
    title = (f"Whether {line.with_article} rises or falls depends on {_said(run, across)} and {_said(run, down)}" if reverses
             else f"{words.sentence(line.phrase)} {'falls' if np.nanmax(values) > 0.0 else 'rises'} at no point of the sweep")
    unit = scale.long_difference_unit
    upward = words.upward(slice_)
    subtitle = (f"Difference from {run.quoted(run.reference)} in {run.end}{', ' + unit if unit else ''}."
                f"{f' Above zero: {upward}.' if upward else ''} Each field: mean over "
                f"{int(table['pairs'].min())} pairs; a ring: fewer than {100 * CLEAR:.0f}% of them agree on the sign."
                + (" Line: where the effect reverses sign." if reverses else "")
                + (" So few pairs say little of the sign." if table["pairs"].max() < FEW else ""))
    with theme.styled(profile):
        body, size = 0.45 * profile.width, profile.font * 0.9
        below = theme.wrap(_axis(run, across), size, 0.78 * profile.width)
        beside = theme.wrap(_axis(run, down), size, 0.9 * body)
        edge = 1.4 * size / 72.0  # of a line of text, in inches
        frame = theme.frame(profile, title, subtitle, plate.footer(run, line), body + edge * len(below))
        height = float(frame.figure.get_figheight())
        axes = frame.figure.add_subplot(frame.grid(
            1, 1, left=(edge * (len(beside) + 1) + 4.0 * size / 72.0) / profile.width, right=0.97,
            bottom=frame.bottom + edge * len(below) / height)[0, 0])
        most = float(np.nanmax(np.abs(values))) or 1.0
        image = axes.imshow(values, cmap="PuOr_r", vmin=-most, vmax=most, origin="lower", aspect="auto")
        columns, rows = np.arange(values.shape[1]), np.arange(values.shape[0])
        if reverses:
            contour = axes.contour(columns, rows, values, levels=[0.0], colors=[theme.INK], linewidths=1.4)
            _label(axes, contour, profile)
        for row in rows:
            for column in columns:
                value = values[row, column]
                axes.text(column, row, scale.text(value / scale.factor, decimals, signed=True), ha="center", va="center",
                          fontsize=profile.font * 0.9, color="white" if abs(value) > 0.62 * most else theme.INK, zorder=3,
                          bbox={"facecolor": image.to_rgba(value), "edgecolor": "none", "pad": 0.8})
                if not sure[row, column]:
                    axes.plot(column, row, marker="o", markersize=profile.font * 3.4, fillstyle="none",
                              color=theme.GREY, markeredgewidth=0.7)
        axes.set_xticks(columns, [f"{v:.3g}" for v in grid.columns])
        axes.set_yticks(rows, [f"{v:.3g}" for v in grid.index])
        axes.set_xlabel("\n".join(below), fontsize=size)
        axes.set_ylabel("\n".join(beside), fontsize=size)
        axes.tick_params(length=0)
        axes.grid(False)
        for spine in axes.spines.values():
            spine.set_visible(False)
    shown = table.assign(**{q: table[q] * scale.factor for q in ("effect", "low", "high")})
    shown["vs"], shown["unit"] = run.reference, scale.difference_unit
    return plate.Plate(f"heat-map-{slice_.slug}", frame.figure, shown, _alt(grid, title, across, down, scale, decimals),
                       title, profile)


def _label(axes: Axes, contour: QuadContourSet, profile: theme.Profile) -> None:
    """Names the line of reversal on itself, where it is farthest from the numbers in the cells."""
    pieces = np.concatenate([(path[1:] + path[:-1]) / 2.0 for path in contour.allsegs[0] if len(path) > 1])
    away = np.abs(pieces - np.round(pieces)) * (0.5, 1.0)  # a number is wider than high
    x, y = pieces[int(np.argmax(np.hypot(*away.T)))]
    axes.text(x, y, "reverses sign", ha="center", va="center", fontsize=profile.font * 0.8, style="italic",
              bbox={"boxstyle": "round,pad=0.15", "facecolor": theme.PAPER, "edgecolor": "none", "alpha": 0.85})


def _axis(run: Reading, key: str) -> str:
    """What an axis varies, as its card says: the first words of the description, the unit, and the key."""
    if key in run.registry.index:
        card, prefix, under = run.registry.loc[key], "", ""
    else:  # a lever under a policy: "controls.us.export_control"
        lever = _name(run, key)
        card, prefix, under = run.levers.loc[lever], "lever_", f" under \u201c{key.removesuffix(f'.{lever}')}\u201d"
        key = lever
    said = re.split(r"[.;:] ", str(card[f"{prefix}description"]), maxsplit=1)[0].rstrip(".")
    unit = str(card[f"{prefix}unit"])
    return f"{said}{'' if unit in ('', '1') else f', {unit}'} ({key}{under})"


def _said(run: Reading, key: str) -> str:
    """What an axis varies as a noun phrase: that of the assumption, or the opening of what the lever's card says."""
    if key in run.registry.index:
        return run.assumption(key)
    opening = re.split(r"[.;:,(] ?", str(run.levers.loc[_name(run, key), "lever_description"]), maxsplit=1)[0]
    return words.with_article(words.lower_first(opening.strip()))


def _name(run: Reading, key: str) -> str:
    """The key of the assumption or the lever, without the policy that turns it."""
    return key if key in run.registry.index else max((n for n in run.levers.index if key.endswith(f".{n}")), key=len)


def _plain(key: str) -> str:
    return key.replace("_", " ").replace(".", ": ", 1)


def _alt(grid: pd.DataFrame, title: str, across: str, down: str, scale: words.Scale, decimals: int) -> str:
    lines = [f"{title}. Effect by {_plain(across)} across and {_plain(down)} down."]
    for row, values in grid.iterrows():
        cells = ", ".join(f"{column:g}: {scale.text(value / scale.factor, decimals, signed=True)}" for column, value in values.items())
        lines.append(f"{_plain(down)} {row:g}: {cells}.")
    return " ".join(lines)
