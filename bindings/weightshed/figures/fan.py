"""Fan chart: what might happen under each policy, with published figures in black."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .. import summary, words
from ..reading import Line, Reading
from . import panels, plate, theme

YEARS_BEFORE_FORK = 2  # where policies are compared: what they change comes after
MOST_SAID = 6  # published figures that an alt text lists one by one


def draw(run: Reading, slice_: words.Slice, profile: theme.Profile) -> plate.Plate:
    """Median, 50 % and 80 % bands over cells of one slice, one panel per policy, the reference's median in each."""
    line = run.line(slice_)
    scale, observed = line.scale, line.published
    policies, note = panels.shown(run, line, run.policies)
    fans = {p: line.fans[p] for p in policies}
    reference = fans[run.reference]
    last = reference.iloc[-1]
    decimals = scale.decimals(last["q90"] - last["q10"])
    title = _title(run, line, decimals, fans)
    subtitle = _subtitle(run, line, f"Black: published figures, with tolerance. {note}" if len(observed) else note)
    with theme.styled(profile):
        label_width = max(theme.text_width(scale.label(v, decimals), profile.font, True)
                          for f in fans.values() for v in (f["q10"].iloc[-1], f["q90"].iloc[-1]))
        frame, axes = panels.grid(profile, title, subtitle, plate.footer(run, line, run.reference),
                                  [panels.Heading(run.label(p) if len(policies) > 1 else "", _colour(i))
                                   for i, p in enumerate(policies)],
                                  label_width + 0.08)
        first = panels.start(run, YEARS_BEFORE_FORK if len(policies) > 1 else panels.YEARS_BEFORE_FORK)
        for i, policy in enumerate(policies):
            _bands(axes[i], fans[policy], scale.factor, _colour(i))
            if policy != run.reference:
                later = reference if run.fork is None else reference[reference["time"] >= run.fork]
                axes[i].plot(later["time"], later["q50"] * scale.factor, color=theme.INK, linewidth=0.8,
                             linestyle=(0, (1.5, 1.5)), zorder=2.5)
            _ink(axes[i], observed, scale.factor)
        axes[0].set_ylim(_limits(fans, scale, observed, first))
        theme.years(axes[0], first, reference["time"].iloc[-1], profile)
        theme.number_axis(axes[0], grouped=not scale.is_date)
        panels.units(axes, scale.long_unit)
        for i, policy in enumerate(policies):
            axes[i].grid(axis="y", color=theme.RULE, linewidth=0.4)
            panels.mark_fork(axes[i], run)
            row = fans[policy].iloc[-1]
            panels.end_labels(axes[i], profile, [
                (float(row[q]) * scale.factor, scale.label(row[q], decimals), _colour(i) if q == "q50" else theme.GREY, q == "q50")
                for q in ("q90", "q50", "q10")])
    table = pd.concat([f.assign(policy=p, **{q: f[q] * scale.factor for q in summary.QUANTILES})
                       for p, f in fans.items()])
    table.insert(0, "policy", table.pop("policy"))
    table["unit"] = scale.unit
    return plate.Plate(f"fan-{slice_.slug}", frame.figure, table, _alt(run, line, decimals, fans), title, profile)


def _colour(i: int) -> str:
    return theme.CYCLE[i % len(theme.CYCLE)]


def _bands(ax, fan: pd.DataFrame, factor: float, colour: str) -> None:
    time = fan["time"].to_numpy()
    ax.fill_between(time, fan["q10"] * factor, fan["q90"] * factor, color=colour, alpha=0.18, linewidth=0)
    ax.fill_between(time, fan["q25"] * factor, fan["q75"] * factor, color=colour, alpha=0.32, linewidth=0)
    ax.plot(time, fan["q50"] * factor, color=colour, zorder=3)


def _ink(ax, observed: pd.DataFrame, factor: float) -> None:
    """Each published figure over its period, with its tolerance."""
    for start, end, value, low, high in observed[["start", "end", "value", "low", "high"]].itertuples(index=False):
        middle = start + (end - start) / 2
        ax.plot([start, end], [value * factor] * 2, color=theme.INK, linewidth=1.1, solid_capstyle="butt", zorder=4)
        ax.plot([middle] * 2, [low * factor, high * factor], color=theme.INK, linewidth=0.7, solid_capstyle="butt", zorder=4)
        ax.plot([middle], [value * factor], color=theme.INK, marker="o", markersize=2.2, zorder=4)


def _limits(fans, scale, observed, first) -> tuple[float, float]:
    shown = [f.loc[f["time"] >= first, ["q10", "q90"]].to_numpy() * scale.factor for f in fans.values()]
    shown.append(observed.loc[observed["end"] >= first, ["low", "value", "high"]].to_numpy(dtype=float) * scale.factor)
    return panels.limits(shown)


def _subtitle(run: Reading, line: Line, note: str) -> str:
    upward = words.upward(line.slice)
    text = f"{plate.measured(line)}.{f' Higher: {upward}.' if upward else ''}"
    if line.card.falls_out:
        text += f" {words.sentence(line.card.note)}. {line.card.falls_out}"
    if run.pairs == 1:
        text += " One history: no spread."
    else:
        text += f" Line: median; bands: 50% and 80% of histories ({run.spread})."
    if len(run.policies) > 1:
        text += f" Dotted: median under {run.quoted(run.reference)}. {panels.fork_note(run)}"
    doubt = run.doubt("history")
    return " ".join(part for part in (text.strip(), note.strip(), words.sentence(doubt) + "." if doubt else "") if part)


def _title(run: Reading, line: Line, decimals: int, fans: dict[str, pd.DataFrame]) -> str:
    scale = line.scale
    ends = {p: f.iloc[-1] for p, f in fans.items()}
    row = ends[run.reference]
    if not np.isfinite(row["q50"]):
        return f"{line.heading}: no value at the end of the run"
    spread = f"{scale.text(row['q10'], decimals)} to {scale.value(row['q90'], decimals)}"
    if len(fans) == 1:
        return f"{line.heading} in {run.end}: {scale.value(row['q50'], decimals)} (80% of histories: {spread})"
    medians = [end["q50"] for end in ends.values() if np.isfinite(end["q50"])]
    low, high = (scale.text(pick(medians), decimals) for pick in (min, max))
    if low == high:
        return (f"{line.heading} in {run.end}: {scale.value(row['q50'], decimals)} under every policy "
                f"(80% of histories: {spread})")
    by_policy = f"{line.heading} in {run.end}: {low} to {scale.value(max(medians), decimals)} by policy"
    if run.pairs == 1:
        return f"{by_policy}, in one history each"
    if row["q10"] == row["q90"]:
        return f"{by_policy}; under {run.quoted(run.reference)} it is the same in every history"
    return (f"{by_policy}, {scale.text(row['q10'], decimals)} to {scale.label(row['q90'], decimals)} by {run.spread}")


def _period(start: pd.Timestamp, end: pd.Timestamp) -> str:
    """"August 2024 to August 2025"; one month alone when both are the same."""
    first, last = words.month(start), words.month(end)
    return first if first == last else f"{first} to {last}"


def _alt(run: Reading, line: Line, decimals: int, fans: dict[str, pd.DataFrame]) -> str:
    scale = line.scale
    parts = [f"Fan chart of {line.phrase}{', one panel per policy' if len(fans) > 1 else ''}."]
    for policy, f in fans.items():
        row = f.iloc[-1]
        parts.append(f"{run.label(policy)}: in {run.end} the median is {scale.value(row['q50'], decimals)}, with 80% of "
                     f"histories between {scale.text(row['q10'], decimals)} and {scale.value(row['q90'], decimals)}.")
    parts += [line.luck(run.reference)] if line.luck(run.reference) else []
    if run.fork is not None:
        parts.append(f"Policies may differ from {words.month(run.fork)} on.")
    ink = [f"{scale.value(value, decimals)} ({_period(start, end)})"
           for start, end, value in line.published[["start", "end", "value"]].itertuples(index=False)]
    if len(ink) > MOST_SAID:
        parts.append(f"{len(ink)} published figures, drawn in black: from {ink[0]} to {ink[-1]}.")
    else:
        parts += [f"Published, drawn in black: {one}." for one in ink]
    return " ".join(parts)
