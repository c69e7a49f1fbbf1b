"""Paired effect over time: what each policy changes, against a zero line, with the probability of its sign."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .. import words
from ..reading import CLEAR, Effect, Line, Reading, is_clear
from . import panels, plate, theme

FAINT = 0.025  # of the reach of the widest band: less is hardly more than the width of the zero line


def draw(run: Reading, slice_: words.Slice, profile: theme.Profile) -> plate.Plate:
    """Mean paired effect and the 80 % interval of the differences, one panel per policy but the reference. What a reader
    could not tell from the zero line is said in a sentence instead."""
    line = run.line(slice_)
    scale = line.scale
    start = run.fork
    first = (start - pd.DateOffset(months=6)).to_datetime64() if start is not None else panels.start(run)
    moving, still = _told_apart(run, line, first)
    policies, note = panels.shown(run, line, moving)
    note = " ".join(filter(None, [note, *still]))
    found = {p: line.effects[p] for p in policies}
    ends = {p: line.last_effects[p] for p in policies}
    decimals = scale.decimals(max((e.high - e.low for e in ends.values()), default=0.0))
    title = _title(run, line, ends)
    doubt = run.doubt()
    upward = words.upward(slice_)
    subtitle = (f"Difference from {run.quoted(run.reference)} with the same luck and assumptions. "
                f"{f'Above zero: {upward}. ' if upward else ''}"
                f"Line: mean, solid where the sign holds in {100 * CLEAR:.0f}% of pairs or more; "
                f"band: 80% of pairs ({run.spread}). {words.sentence(doubt) + '. ' if doubt else ''}{note}").strip()
    with theme.styled(profile):
        texts = {p: _end_text(e, decimals) for p, e in ends.items()}
        label_width = max(theme.text_width(text, profile.font * 0.9, True) for text in texts.values()) + 0.1
        frame, axes = panels.grid(profile, title, subtitle, plate.footer(run, line),
                                  [panels.Heading(run.label(p), _colour(i), words.sentence(ends[p].direction))
                                   for i, p in enumerate(policies)], label_width)
        for i, policy in enumerate(policies):
            _panel(axes[i], found[policy], scale, _colour(i))
        axes[0].set_ylim(panels.limits([f.loc[f["time"] >= first, ["low", "high", "effect"]].to_numpy() * scale.factor
                                        for f in found.values()], around_zero=True))
        theme.years(axes[0], first, found[policies[0]]["time"].iloc[-1], profile)
        theme.number_axis(axes[0])
        panels.units(axes, scale.long_difference_unit)
        for i, policy in enumerate(policies):
            axes[i].grid(axis="y", color=theme.RULE, linewidth=0.4)
            panels.end_labels(axes[i], profile, [(ends[policy].effect * scale.factor, texts[policy], _colour(i), True)])
    table = pd.concat([f.assign(policy=p, **{q: f[q] * scale.factor for q in ("effect", "low", "high")})
                       for p, f in found.items()])
    table.insert(0, "policy", table.pop("policy"))
    table["vs"], table["unit"] = run.reference, scale.difference_unit
    return plate.Plate(f"effect-{slice_.slug}", frame.figure, table, _alt(run, line, decimals, ends, still), title, profile)


def _told_apart(run: Reading, line: Line, first: np.datetime64) -> tuple[list[str], list[str]]:
    """The policies whose band leaves the zero line by enough to be seen beside the widest, and sentences on the others."""
    reach = {p: 0.0 if f["sign_probability"].isna().all() else
             float(np.nan_to_num(f.loc[f["time"] >= first, ["effect", "low", "high"]].abs().max().max()))
             for p, f in line.effects.items() if p != run.reference}
    most, scale = max(reach.values()), line.scale
    moving = [p for p in reach if most > 0.0 and reach[p] >= FAINT * most] or run.policies[1:2]
    nothing = [run.quoted(p) for p in reach if p not in moving and reach[p] == 0.0]
    little = [f"{run.quoted(p)} hardly moves it: 80% of pairs stay within "
              f"{scale.difference(reach[p], scale.decimals(reach[p]), False)} of no difference."
              for p in reach if p not in moving and reach[p] > 0.0]
    return moving, ([f"No effect at any date: {', '.join(nothing)}."] if nothing else []) + little


def _colour(i: int) -> str:
    """The colour that policy i of the others has in the fan charts too, where the reference comes first."""
    return theme.CYCLE[(i + 1) % len(theme.CYCLE)]


def _end_text(e: Effect, decimals: int) -> str:
    if e.pairs == 0:
        return "no value"
    if e.is_zero:
        return "exactly 0"
    return e.line.scale.text(e.effect, decimals, signed=True)


def _panel(ax, f: pd.DataFrame, scale: words.Scale, colour: str) -> None:
    time, k = f["time"].to_numpy(), scale.factor
    ax.axhline(0.0, color=theme.INK, linewidth=0.9, zorder=2)
    ax.fill_between(time, f["low"] * k, f["high"] * k, color=colour, alpha=0.22, linewidth=0)
    effect = f["effect"].to_numpy() * k
    effect = np.where(np.isfinite(f["sign_probability"]), effect, np.nan)  # exactly zero: the zero line says it
    clear = is_clear(f["sign_probability"], f["pairs"]).to_numpy()
    ax.plot(time, np.where(clear, effect, np.nan), color=colour, zorder=3)
    ax.plot(time, np.where(dotted(clear), effect, np.nan), color=colour, linestyle=(0, (1.2, 1.4)), zorder=3)


def dotted(clear: np.ndarray) -> np.ndarray:
    """Dates through which the dotted line goes: where the sign is not clear, and the neighbours, so that it meets the
    solid line without a gap."""
    padded = np.concatenate([[True], clear, [True]])
    return ~(padded[:-2] & clear & padded[2:])


def _title(run: Reading, line: Line, ends: dict[str, Effect]) -> str:
    if all(e.is_zero for e in ends.values()):
        return f"No effect: {line.with_article} is exactly the same in every pair in {run.end}"
    clear = [e for e in ends.values() if e.is_clear]
    if not clear:
        return f"No policy clearly changes {line.with_article} by {run.end}"
    e, scale = max(clear, key=lambda e: (e.strength, e.policy)), line.scale
    said = (f"{run.quoted(e.policy)} {'raises' if e.effect > 0 else 'lowers'} {line.with_article} by "
            f"{scale.difference(abs(e.effect), e.decimals, False)} in {run.end}")
    if e.low == e.high:
        return f"{said}, the same in every pair"
    return f"{said} (80% of pairs: {scale.text(e.low, e.decimals, True)} to {scale.text(e.high, e.decimals, True)})"


def _alt(run: Reading, line: Line, decimals: int, ends: dict[str, Effect], still: list[str]) -> str:
    scale = line.scale
    parts = [f"Paired effect on {line.with_article} against {run.quoted(run.reference)}, one panel with a zero line per policy."]
    for policy, e in ends.items():
        held = "zero in every pair" if e.is_zero else "no value" if e.pairs == 0 else (
            f"mean {scale.difference(e.effect, decimals)}, 80% of pairs between {scale.text(e.low, decimals, True)} "
            f"and {scale.text(e.high, decimals, True)}, {e.direction}")
        parts.append(f"{run.label(policy)} in {run.end}: {held}.")
    return " ".join([*parts, *still])
