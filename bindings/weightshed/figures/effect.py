"""Paired effect over time: what each policy changes, against a zero line, with the probability of its sign."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from .. import summary, words
from . import panels, plate, theme

if TYPE_CHECKING:
    from ..run import Run

def draw(run: "Run", slice_: words.Slice, profile: theme.Profile) -> plate.Plate:
    """Mean paired effect and the 80 % interval of the differences over cells, a panel a policy but the reference."""
    reference = run.reference
    attrs = run.data[slice_.measure].attrs
    scale = summary.scale(run, slice_)
    policies, note = panels.shown(run, slice_, [p for p in run.policies if p != reference])
    found = {p: summary.effect(run, slice_, p) for p in policies}
    what = words.phrase(slice_, attrs)
    widest = max((float(f["high"].iloc[-1] - f["low"].iloc[-1]) for f in found.values()), default=0.0)
    decimals = scale.decimals(widest)
    title = _title(run, what, scale, found)
    unit = {"points": "percentage points"}.get(scale.difference_unit, scale.difference_unit)
    doubt = summary.doubt(run)
    subtitle = (f"Difference from \u201c{panels.label(run, reference)}\u201d with the same luck and assumptions{', ' + unit if unit else ''}. "
                f"Line: mean, solid where the sign holds in {100 * summary.CLEAR:.0f}% of cells or more; "
                f"band: 80% of cells ({plate.bands(run)}). {words.sentence(doubt) + '. ' if doubt else ''}{note}").strip()
    with theme.styled(profile):
        texts = {p: _end_texts(f, scale, decimals) for p, f in found.items()}
        label_width = max(theme.text_width(t, profile.font * 0.9, True) for two in texts.values() for t in two) + 0.1
        calibrated = "" if words.is_calibrated(attrs) else "measure not calibrated"
        frame, axes = panels.grid(profile, title, subtitle, plate.footer(run, calibrated),
                                  [(panels.label(run, p), _colour(i)) for i, p in enumerate(policies)], label_width)
        start = run.fork
        first = (start - pd.DateOffset(months=6)).to_datetime64() if start is not None else panels.start(run)
        for i, policy in enumerate(policies):
            _panel(axes[i], found[policy], scale, _colour(i))
        _limits(axes[0], found, scale, first)
        theme.years(axes[0], first, found[policies[0]]["time"].iloc[-1], profile)
        theme.number_axis(axes[0])
        for i, policy in enumerate(policies):
            axes[i].grid(axis="y", color=theme.RULE, linewidth=0.4)
            y = float(found[policy]["effect"].iloc[-1]) * scale.factor
            panels.end_labels(axes[i], profile, [(y + 1e-12, texts[policy][0], _colour(i), True),
                                                 (y, texts[policy][1], theme.GREY, False)])
    table = pd.concat([f.assign(policy=p, **{q: f[q] * scale.factor for q in ("effect", "low", "high")})
                       for p, f in found.items()])
    table.insert(0, "policy", table.pop("policy"))
    table["vs"], table["unit"] = reference, scale.difference_unit
    return plate.Plate(f"effect-{slice_.slug}", frame.figure, table, _alt(run, what, scale, decimals, found, reference),
                       title, profile)


def _colour(i: int) -> str:
    """The colour that policy i of the others has in the fan charts too, where the reference comes first."""
    return theme.CYCLE[(i + 1) % len(theme.CYCLE)]


def _end_texts(f: pd.DataFrame, scale: words.Scale, decimals: int) -> tuple[str, str]:
    row = f.iloc[-1]
    if row["pairs"] == 0:
        return "no value", ""
    if summary.is_zero(row):
        return "exactly 0", "in every cell"
    return (scale.text(row["effect"], decimals, signed=True),
            f"P(sign) {words.probability(row['sign_probability'], row['pairs'])}")


def _panel(ax, f: pd.DataFrame, scale: words.Scale, colour: str) -> None:
    time, k = f["time"].to_numpy(), scale.factor
    ax.axhline(0.0, color=theme.INK, linewidth=0.9, zorder=2)
    ax.fill_between(time, f["low"] * k, f["high"] * k, color=colour, alpha=0.22, linewidth=0)
    effect = f["effect"].to_numpy() * k
    effect = np.where(np.isfinite(f["sign_probability"]), effect, np.nan)  # exactly zero: the zero line says it
    clear = summary.is_clear(f["sign_probability"])
    ax.plot(time, np.where(clear, effect, np.nan), color=colour, zorder=3)
    ax.plot(time, np.where(dotted(clear), effect, np.nan), color=colour, linestyle=(0, (1.2, 1.4)), zorder=3)


def dotted(clear: np.ndarray) -> np.ndarray:
    """Dates through which the dotted line goes: where the sign is not clear, and the neighbours, so that it meets the
    solid line without a gap."""
    padded = np.concatenate([[True], clear, [True]])
    return ~(padded[:-2] & clear & padded[2:])


def _limits(ax, found, scale, first) -> None:
    values = np.concatenate([f.loc[f["time"] >= first, ["low", "high", "effect"]].to_numpy().ravel()
                             for f in found.values()]) * scale.factor
    values = values[np.isfinite(values)]
    low, high = (float(min(values.min(), 0.0)), float(max(values.max(), 0.0))) if values.size else (0.0, 0.0)
    if low == high:
        low, high = -1.0, 1.0
    room = 0.06 * (high - low)
    ax.set_ylim(low - room, high + room)


def _title(run, what: str, scale: words.Scale, found: dict[str, pd.DataFrame]) -> str:
    when = words.month(next(iter(found.values()))["time"].iloc[-1])
    ends = {p: f.iloc[-1] for p, f in found.items()}
    if all(summary.is_zero(r) for r in ends.values()):
        return f"No effect: {_the(what)} is exactly the same in every cell in {when}"
    clear = {p: r for p, r in ends.items() if summary.is_clear(r["sign_probability"])}
    if not clear:
        return f"No policy clearly changes {_the(what)} by {when}"
    far = max(clear, key=lambda p: (summary.strength(clear[p]), p))
    row = clear[far]
    decimals = scale.decimals(row["high"] - row["low"])
    verb = "raises" if row["effect"] > 0 else "lowers"
    if row["low"] == row["high"]:
        return (f"\u201c{panels.label(run, far)}\u201d {verb} {_the(what)} by "
                f"{scale.difference(abs(row['effect']), decimals, False)} in {when}, the same in every cell")
    return (f"\u201c{panels.label(run, far)}\u201d {verb} {_the(what)} by {scale.difference(abs(row['effect']), decimals, False)} "
            f"in {when} (80% of cells: {scale.text(row['low'], decimals, True)} to {scale.text(row['high'], decimals, True)})")


def _the(what: str) -> str:
    """The noun phrase with an article when it has none."""
    return what if what.split(" ")[0].endswith("\u2019s") or what.startswith("the ") else f"the {what}"


def _alt(run, what, scale, decimals, found, reference) -> str:
    parts = [f"Paired effect on {what} against \u201c{panels.label(run, reference)}\u201d, "
             f"{len(found)} {words.plural('panel', len(found))} with a zero line, one a policy."]
    for policy, f in found.items():
        row = f.iloc[-1]
        held = "zero in every cell" if summary.is_zero(row) else (
            f"mean {scale.difference(row['effect'], decimals)}, 80% of cells between {scale.text(row['low'], decimals, True)} "
            f"and {scale.text(row['high'], decimals, True)}, the sign holds in {words.probability(row['sign_probability'], row['pairs'])}")
        parts.append(f"{panels.label(run, policy)} in {words.month(row['time'])}: {held}.")
    return " ".join(parts)
