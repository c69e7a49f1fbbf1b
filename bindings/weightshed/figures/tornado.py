"""Tornado: which assumption moves the effect of a policy, and where its sign would reverse."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from .. import words
from ..reading import Reading
from . import plate, theme

MOST = 10  # rows
HEADING = "Does the sign reverse?"


def draw(run: Reading, slice_: words.Slice, policy: str, profile: theme.Profile) -> plate.Plate:
    """One bar per assumption that the scenario lets vary: the fitted effect at its 10 % and its 90 % quantile, each end
    named by the value of the assumption there.

    Raises ValueError when the run has too few worlds (see sensitivity.flip_points).
    """
    line = run.line(slice_)
    table = line.flip_points(policy)
    scale = line.scale
    k = scale.factor
    rows = table.head(MOST)
    low, high, error = (rows[column].to_numpy() * k for column in ("low_effect", "high_effect", "standard_error"))
    title = _title(run, rows, run.quoted(policy))
    upward = words.upward(slice_)
    subtitle = (f"Effect of {run.quoted(policy)} on {line.with_article} in {run.end}, against {run.quoted(run.reference)}."
                f"{f' Right of zero: {upward}.' if upward else ''} Each bar goes from the effect at a low value of the assumption "
                f"(hollow dot, 10% quantile) to that at a high value (filled dot, 90%), the others at their median; the values stand "
                f"beside the dots. Whisker: standard error. Dotted: mean effect. Fitted by a line over {table.attrs['worlds']} worlds "
                f"(R\u00b2 {table.attrs['r_squared']:.2f}).")
    with theme.styled(profile):
        size = profile.font * 0.9
        names = ["\n".join(theme.wrap(_name(run, r), size, 0.3 * profile.width)) for r in rows.itertuples()]
        flips = [_flip(r) for r in rows.itertuples()]
        left = max(theme.text_width(line, size) for name in names for line in name.split("\n")) + 0.2
        right = max(theme.text_width(text, size, text == HEADING) for text in [HEADING, *flips]) + 0.15
        tallest = max(2, *(name.count("\n") + 1 for name in names))
        height = (1.35 * tallest * len(rows) + 1.8) * profile.font / 72.0
        frame = theme.frame(profile, title, subtitle, plate.footer(run, line), height + 1.3 * profile.font / 72.0, 1)
        edge = profile.font / 72.0
        ax = frame.figure.add_subplot(frame.grid(1, 1, left=(edge + left) / profile.width, right=frame.right - right / profile.width,
                                                 bottom=frame.bottom + 1.3 * edge / float(frame.figure.get_figheight()))[0, 0])
        y = np.arange(len(rows))[::-1]
        _bars(ax, y, (low, high, error), profile)
        ax.axvline(table.attrs["effect"] * k, color=theme.GREY, linewidth=0.7, linestyle=(0, (2, 2)), zorder=1)
        ax.set_yticks(y, names, fontsize=size, color=theme.INK)
        _limits(ax, (low, high, error), max(theme.text_width(_value(v), size) for v in rows[["q10", "q90"]].to_numpy().ravel()) + 0.14)
        ax.set_ylim(-0.6, len(rows) - 0.4)
        ax.set_xlabel(scale.long_difference_unit, color=theme.GREY, fontsize=size)
        _ends(ax, y, rows, (low, high, error), size)
        ax.annotate(HEADING, (1.0, 1.0), xycoords="axes fraction", xytext=(6, 2), textcoords="offset points", va="bottom",
                    fontsize=size, weight="bold", annotation_clip=False)
        for where, text in zip(y, flips):
            ax.annotate(text, (1.0, where), xycoords=("axes fraction", "data"), xytext=(6, 0),
                        textcoords="offset points", va="center", fontsize=size, color=theme.INK if text.startswith("at") else theme.GREY,
                        annotation_clip=False)
    shown = table.assign(**{c: table[c] * k for c in ("low_effect", "high_effect", "standard_error")})
    shown["effect_unit"], shown["policy"], shown["vs"] = scale.difference_unit, policy, run.reference
    alt = (f"Tornado of the effect of {run.label(policy)} on {line.with_article}. " +
           " ".join(f"{words.sentence(run.assumption(r.assumption))}: {scale.text(r.low_effect, 3, True)} at {_value(r.q10)}, "
                    f"{scale.text(r.high_effect, 3, True)} at {_value(r.q90)}; does the sign reverse: {_flip(r)}." for r in rows.itertuples()))
    return plate.Plate(f"tornado-{slice_.slug}-{policy}", frame.figure, shown, alt, title, profile)


def _bars(ax: Axes, y: np.ndarray, ends: tuple[np.ndarray, np.ndarray, np.ndarray], profile: theme.Profile) -> None:
    """Bars from the effect at the low value to that at the high one, with a whisker at the latter."""
    low, high, error = ends
    ax.barh(y, high - low, left=low, height=0.4, color=theme.SKY, edgecolor=theme.BLUE, linewidth=0.6, zorder=2)
    ax.plot(low, y, "o", color=theme.PAPER, markeredgecolor=theme.BLUE, markersize=profile.font * 0.45, zorder=4, clip_on=False)
    ax.plot(high, y, "o", color=theme.BLUE, markersize=profile.font * 0.45, zorder=4, clip_on=False)
    ax.errorbar(high, y, xerr=error, fmt="none", ecolor=theme.INK, elinewidth=0.8, capsize=2.0, zorder=3)
    ax.axvline(0.0, color=theme.INK, linewidth=0.9, zorder=1)
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    ax.grid(axis="x", color=theme.RULE, linewidth=0.4, zorder=0)


def _limits(ax: Axes, ends: tuple[np.ndarray, np.ndarray, np.ndarray], room: float) -> None:
    """Horizontal limits that leave `room` inches beyond every bar and whisker, for the values beside them."""
    low, high, error = ends
    least, most = float(min(low.min(), (high - error).min(), 0.0)), float(max(low.max(), (high + error).max(), 0.0))
    inches = ax.get_position().width * float(ax.figure.get_figwidth())
    beyond = room / (inches - 2.0 * room) * (most - least or 1.0)
    ax.set_xlim(least - beyond, most + beyond)
    ax.xaxis.set_major_locator(MaxNLocator(6, steps=[1, 2, 2.5, 5, 10], min_n_ticks=3))
    ax.xaxis.set_major_formatter(theme.Numbers())


def _ends(ax: Axes, y: np.ndarray, rows: pd.DataFrame, ends: tuple[np.ndarray, np.ndarray, np.ndarray], size: float) -> None:
    """The value of the assumption beside each end of its bar, outside bar and whisker."""
    for where, low, high, error, q10, q90 in zip(y, *ends, rows["q10"], rows["q90"]):
        rising = high >= low
        outer = min(low, high - error) if rising else max(low, high + error)  # a long whisker reaches past the low end
        for at, text, left in ((outer, _value(q10), rising), (high + error if rising else high - error, _value(q90), not rising)):
            ax.annotate(text, (at, where), xytext=(-5 if left else 5, 0), textcoords="offset points", va="center",
                        ha="right" if left else "left", fontsize=size, color=theme.GREY, annotation_clip=False,
                        bbox={"facecolor": theme.PAPER, "edgecolor": "none", "pad": 0.4})


def _name(run: Reading, row: object) -> str:
    unit = row.unit if row.unit != "1" else ""  # type: ignore[attr-defined]
    return words.sentence(run.assumption(row.assumption)) + (f", {unit}" if unit else "")  # type: ignore[attr-defined]


def _title(run: Reading, rows: pd.DataFrame, quoted: str) -> str:
    reversing = rows[rows["in_range"] & rows["seen"]]
    if reversing.empty:
        crosses = (rows["in_range"] & rows["drawn"]).any()
        found = f"{'it is not clear that any' if crosses else 'no'} value that was drawn reverses it"
        return f"{words.sentence(run.assumption(rows.iloc[0]['assumption']))} matters most to the effect of {quoted}; {found}"
    row = reversing.iloc[0]
    return f"The effect of {quoted} reverses sign where {run.assumption(row['assumption'])} is {_value(row['flip'])}{_unit(row['unit'])}"


def _flip(row: object) -> str:
    """By the rule of sensitivity.is_seen: a line that crosses zero among worlds which do not is no reversal."""
    if row.in_range and (row.seen or not row.drawn):  # type: ignore[attr-defined]
        return f"at {_value(row.flip)}{'' if row.seen else ', never drawn'}"  # type: ignore[attr-defined]
    if row.in_range:  # type: ignore[attr-defined]
        return "not clearly"
    return "cannot be told" if np.isnan(row.flip) else "no"  # type: ignore[attr-defined]


def _value(value: float) -> str:
    """Two significant digits, three from 1 on: what a reader can use of a fitted number."""
    return f"{value:.3g}" if abs(value) >= 1.0 else f"{value:.2g}"


def _unit(unit: str) -> str:
    return "" if unit in ("1", "") else f" {unit}"
