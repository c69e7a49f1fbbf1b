"""Tornado: which assumption moves the effect of a policy, and where its sign would reverse."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .. import words
from ..reading import Reading
from . import plate, theme

MOST = 10  # rows


def draw(run: Reading, slice_: words.Slice, policy: str, profile: theme.Profile) -> plate.Plate:
    """One bar per assumption that the scenario lets vary: the fitted effect at its 10 % and its 90 % quantile.

    Raises ValueError when the run has too few worlds (see sensitivity.flip_points).
    """
    line = run.line(slice_)
    table = line.flip_points(policy)
    scale = line.scale
    k = scale.factor
    rows = table.head(MOST)
    centre = table.attrs["effect"] * k
    title = _title(run, rows, run.quoted(policy))
    unit = scale.long_difference_unit
    subtitle = (f"Effect of {run.quoted(policy)} on {line.with_article} in {run.end}{', ' + unit if unit else ''}, against "
                f"{run.quoted(run.reference)}. Hollow dot: the effect where the assumption is low (10% quantile); filled dot: where it is high "
                f"(90%), the others at their median. Whisker: standard error. Fitted by a line over {table.attrs['worlds']} worlds (R\u00b2 "
                f"{table.attrs['r_squared']:.2f}).")
    with theme.styled(profile):
        size = profile.font * 0.9
        names = ["\n".join([*theme.wrap(words.sentence(run.assumption(r.assumption)), size, 0.32 * profile.width),
                            f"{_value(r.q10)} to {_value(r.q90)}{_unit(r.unit)}"]) for r in rows.itertuples()]
        flips = [_flip(r) for r in rows.itertuples()]
        left = max(theme.text_width(line, size) for name in names for line in name.split("\n")) + 0.15
        right = max(theme.text_width(text, size) for text in flips) + 0.15
        height = (1.3 * max(name.count("\n") + 1 for name in names) * len(rows) + 1.8) * profile.font / 72.0
        frame = theme.frame(profile, title, subtitle, plate.footer(run, line), height)
        inner = theme.MARGIN * profile.font / 72.0
        spec = frame.grid(1, 1, right=frame.right - right / profile.width)
        ax = frame.figure.add_subplot(spec[0, 0])
        box = ax.get_position()
        shift = max(0.0, left - inner) / profile.width
        ax.set_position([box.x0 + shift, box.y0, box.width - shift, box.height])
        y = np.arange(len(rows))[::-1]
        low, high = rows["low_effect"].to_numpy() * k, rows["high_effect"].to_numpy() * k
        ax.barh(y, high - low, left=low, height=0.55, color=theme.SKY, edgecolor=theme.BLUE, linewidth=0.6, zorder=2)
        ax.plot(low, y, "o", color=theme.PAPER, markeredgecolor=theme.BLUE, markersize=profile.font * 0.45, zorder=4, clip_on=False)
        ax.plot(high, y, "o", color=theme.BLUE, markersize=profile.font * 0.45, zorder=4, clip_on=False)
        ax.errorbar(high, y, xerr=rows["standard_error"].to_numpy() * k, fmt="none", ecolor=theme.INK, elinewidth=0.8,
                    capsize=2.0, zorder=3)
        ax.axvline(0.0, color=theme.INK, linewidth=0.9, zorder=1)
        ax.axvline(centre, color=theme.GREY, linewidth=0.7, linestyle=(0, (2, 2)), zorder=1)
        ax.set_yticks(y, names, fontsize=size, color=theme.INK)
        ax.tick_params(axis="y", length=0)
        ax.spines["left"].set_visible(False)
        error = rows["standard_error"].to_numpy() * k
        ends = np.concatenate([low, high - error, high + error, [0.0]])
        room = 0.06 * (ends.max() - ends.min() or 1.0)
        ax.set_xlim(ends.min() - room, ends.max() + room)
        ax.set_ylim(-0.6, len(rows) - 0.4)
        ax.grid(axis="x", color=theme.RULE, linewidth=0.4, zorder=0)
        for where, text in zip(y, flips):
            ax.annotate(text, (1.0, where), xycoords=("axes fraction", "data"), xytext=(6, 0),
                        textcoords="offset points", va="center", fontsize=size, color=theme.INK if text.startswith("reverses") else theme.GREY,
                        annotation_clip=False)
    shown = table.assign(**{c: table[c] * k for c in ("low_effect", "high_effect", "standard_error")})
    shown["effect_unit"], shown["policy"], shown["vs"] = scale.difference_unit, policy, run.reference
    alt = (f"Tornado of the effect of {run.label(policy)} on {line.with_article}. " +
           " ".join(f"{words.sentence(run.assumption(r.assumption))}: {scale.text(r.low_effect, 3, True)} at {_value(r.q10)}, "
                    f"{scale.text(r.high_effect, 3, True)} at {_value(r.q90)}; {_flip(r)}." for r in rows.itertuples()))
    return plate.Plate(f"tornado-{slice_.slug}-{policy}", frame.figure, shown, alt, title, profile)


def _title(run: Reading, rows: pd.DataFrame, quoted: str) -> str:
    reversing = rows[rows["in_range"] & rows["drawn"]]
    if reversing.empty:
        return f"{words.sentence(run.assumption(rows.iloc[0]['assumption']))} moves the effect of {quoted} most; no value that was drawn reverses its sign"
    row = reversing.iloc[0]
    return f"The effect of {quoted} reverses sign where {run.assumption(row['assumption'])} is {_value(row['flip'])}{_unit(row['unit'])}"


def _flip(row: object) -> str:
    if row.in_range:  # type: ignore[attr-defined]
        return f"reverses at {_value(row.flip)}{'' if row.drawn else ', beyond the draws'}"  # type: ignore[attr-defined]
    return "slope unclear" if np.isnan(row.flip) else "does not reverse"  # type: ignore[attr-defined]


def _value(value: float) -> str:
    return f"{value:.3g}"


def _unit(unit: str) -> str:
    return "" if unit in ("1", "") else f" {unit}"
