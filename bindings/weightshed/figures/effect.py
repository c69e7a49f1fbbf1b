"""Paired effect over time: what each policy changes, against a zero line, with the probability of its sign."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from .. import effects, words
from . import panels, plate, theme

if TYPE_CHECKING:
    from ..run import Run

CLEAR = 0.9  # from this probability of the sign on, the line is drawn solid


def draw(run: "Run", slice_: words.Slice, profile: theme.Profile, vs: str | None = None) -> plate.Plate:
    """Mean paired effect and the 80 % interval of the differences over cells, a panel a policy other than `vs`."""
    reference = vs or run.reference
    attrs = run.data[slice_.measure].attrs
    scale = effects.scale(run.data, slice_)
    policies, note = panels.shown(run, slice_, [p for p in run.policies if p != reference])
    found = {p: effects.effect(run.data, slice_, p, reference) for p in policies}
    what = words.phrase(slice_, attrs)
    widest = max((float(f["high"].iloc[-1] - f["low"].iloc[-1]) for f in found.values()), default=0.0)
    decimals = scale.decimals(widest)
    title = _title(run, what, scale, found)
    unit = {"points": "percentage points"}.get(scale.difference_unit, scale.difference_unit) or "no unit"
    subtitle = (f"Difference from \u201c{panels.label(run, reference)}\u201d with the same luck and assumptions, {unit}. "
                f"Line: mean, solid where the sign holds in {100 * CLEAR:.0f}% of cells or more; "
                f"band: 80% of cells ({plate.bands(run)}). {note}").strip()
    with theme.styled(profile):
        texts = {p: _end_texts(f, scale, decimals) for p, f in found.items()}
        label_width = max(theme.text_width(t, profile.font * 0.9, True) for two in texts.values() for t in two) + 0.1
        calibrated = "" if words.is_calibrated(attrs) else "measure not calibrated"
        frame, axes = panels.grid(profile, title, subtitle, plate.footer(run, calibrated), len(policies), label_width)
        start = panels.fork(run)
        first = (start - pd.DateOffset(months=6)).to_datetime64() if start is not None else panels.start(run)
        for i, policy in enumerate(policies):
            _panel(axes[i], found[policy], scale, theme.CYCLE[(i + 1) % len(theme.CYCLE)])
            panels.heading(axes[i], panels.label(run, policy), profile, theme.CYCLE[(i + 1) % len(theme.CYCLE)])
        _limits(axes[0], found, scale, first)
        theme.years(axes[0], first, found[policies[0]]["time"].iloc[-1], 5 if len(policies) > 1 else 8)
        theme.number_axis(axes[0])
        for i, policy in enumerate(policies):
            axes[i].grid(axis="y", color=theme.RULE, linewidth=0.4)
            y = float(found[policy]["effect"].iloc[-1]) * scale.factor
            colour = theme.CYCLE[(i + 1) % len(theme.CYCLE)]
            panels.end_labels(axes[i], profile, [(y + 1e-12, texts[policy][0], colour, True),
                                                 (y, texts[policy][1], theme.GREY, False)])
    table = pd.concat([f.assign(policy=p, **{q: f[q] * scale.factor for q in ("effect", "low", "high")})
                       for p, f in found.items()])
    table.insert(0, "policy", table.pop("policy"))
    table["vs"], table["unit"] = reference, scale.difference_unit
    return plate.Plate(f"effect-{slice_.slug}", frame.figure, table, _alt(run, what, scale, decimals, found, reference),
                       title, profile)


def sign_probability(row: pd.Series) -> float:
    """Probability that the sign of the mean effect holds; NaN when the effect is exactly zero."""
    if row["effect"] == 0.0 and row["low"] == 0.0 and row["high"] == 0.0:
        return float("nan")
    return float(row["positive"] if row["effect"] > 0 else row["negative"])


def _end_texts(f: pd.DataFrame, scale: words.Scale, decimals: int) -> tuple[str, str]:
    row = f.iloc[-1]
    p = sign_probability(row)
    if not np.isfinite(row["effect"]):
        return "no value", ""
    if not np.isfinite(p):
        return "exactly 0", "in every cell" if row["cells"] else ""
    sign = ">" if row["effect"] > 0 else "<"
    return scale.text(row["effect"], decimals, signed=True), f"P({sign}0) {words.probability(p, int(row['cells']))}"


def _panel(ax, f: pd.DataFrame, scale: words.Scale, colour: str) -> None:
    time, k = f["time"].to_numpy(), scale.factor
    ax.axhline(0.0, color=theme.INK, linewidth=0.9, zorder=2)
    ax.fill_between(time, f["low"] * k, f["high"] * k, color=colour, alpha=0.22, linewidth=0)
    effect = f["effect"].to_numpy() * k
    effect = np.where((f["low"] == 0) & (f["high"] == 0) & (effect == 0), np.nan, effect)  # the zero line says it
    held = np.where(f["effect"] > 0, f["positive"], f["negative"])
    clear = held >= CLEAR
    near = clear | np.roll(clear, 1) | np.roll(clear, -1)  # segments meet without a gap
    ax.plot(time, np.where(clear, effect, np.nan), color=colour, zorder=3)
    ax.plot(time, np.where(~clear | (near & ~clear), effect, np.nan), color=colour, linestyle=(0, (1.2, 1.4)), zorder=3)


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
    if all(not np.isfinite(sign_probability(r)) and np.isfinite(r["effect"]) for r in ends.values()):
        return f"No effect: {_the(what)} is exactly the same in every cell in {when}"
    clear = {p: r for p, r in ends.items() if sign_probability(r) >= CLEAR}
    if not clear:
        return f"No policy clearly changes {_the(what)} by {when}"
    far = max(clear, key=lambda p: (abs(clear[p]["effect"]), p))
    row = clear[far]
    decimals = scale.decimals(row["high"] - row["low"])
    verb = "raises" if row["effect"] > 0 else "lowers"
    return (f"\u201c{panels.label(run, far)}\u201d {verb} {_the(what)} by {scale.difference(abs(row['effect']), decimals, False)} "
            f"in {when} (80% of cells: {scale.text(row['low'], decimals, True)} to {scale.text(row['high'], decimals, True)})")


def _the(what: str) -> str:
    """The noun phrase with an article when it has none."""
    return what if what.split(" ")[0].endswith("\u2019s") or what.startswith("the ") else f"the {what}"


def _alt(run, what, scale, decimals, found, reference) -> str:
    parts = [f"Paired effect on {what} against \u201c{panels.label(run, reference)}\u201d, "
             f"{len(found)} {plate.plural('panel', len(found))} with a zero line, one a policy."]
    for policy, f in found.items():
        row = f.iloc[-1]
        p = sign_probability(row)
        held = "zero in every cell" if not np.isfinite(p) else (
            f"mean {scale.difference(row['effect'], decimals)}, 80% of cells between {scale.text(row['low'], decimals, True)} "
            f"and {scale.text(row['high'], decimals, True)}, the sign holds in {words.probability(p, int(row['cells']))}")
        parts.append(f"{panels.label(run, policy)} in {words.month(row['time'])}: {held}.")
    return " ".join(parts)
