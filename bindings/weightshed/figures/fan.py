"""Fan chart: what might happen under each policy, with the published past in ink."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from .. import published, summary, words
from . import panels, plate, theme

if TYPE_CHECKING:
    from ..run import Run


def draw(run: "Run", slice_: words.Slice, profile: theme.Profile) -> plate.Plate:
    """Median, 50 % and 80 % bands over cells of one slice, a panel a policy, the reference's median in each."""
    attrs = run.data[slice_.measure].attrs
    scale = summary.scale(run, slice_)
    policies, note = panels.shown(run, slice_, run.policies)
    fans = {p: summary.fan(run, slice_, p) for p in policies}
    reference = fans[run.reference]
    last = reference.iloc[-1]
    what = words.phrase(slice_, attrs)
    decimals = scale.decimals(last["q90"] - last["q10"])
    title = _title(run, slice_, what, scale, decimals, fans)
    observed = published.figures(run, slice_)
    subtitle = _subtitle(run, attrs, scale, f"Ink: published, with tolerance. {note}" if len(observed) else note)
    with theme.styled(profile):
        label_width = max(theme.text_width(scale.label(v, decimals), profile.font, True)
                          for f in fans.values() for v in (f["q10"].iloc[-1], f["q90"].iloc[-1]))
        calibrated = "" if words.is_calibrated(attrs) else "measure not calibrated"
        frame, axes = panels.grid(profile, title, subtitle, plate.footer(run, calibrated),
                                  [(panels.label(run, p) if len(policies) > 1 else "", _colour(i))
                                   for i, p in enumerate(policies)],
                                  label_width + 0.08)
        for i, policy in enumerate(policies):
            _panel(axes[i], run, fans[policy], None if policy == run.reference else reference, scale, observed, i)
        _limits(axes[0], fans, scale, observed, panels.start(run))
        theme.years(axes[0], panels.start(run), reference["time"].iloc[-1], profile)
        theme.number_axis(axes[0], scale.grouped)
        for i, policy in enumerate(policies):
            axes[i].grid(axis="y", color=theme.RULE, linewidth=0.4)
            panels.mark_fork(axes[i], run)
            row = {q: float(fans[policy][q].iloc[-1]) * scale.factor for q in ("q10", "q50", "q90")}
            text = {q: scale.label(fans[policy][q].iloc[-1], decimals) for q in ("q10", "q50", "q90")}
            panels.end_labels(axes[i], profile, [(row["q90"], text["q90"], theme.GREY, False),
                                                 (row["q50"], text["q50"], _colour(i), True),
                                                 (row["q10"], text["q10"], theme.GREY, False)])
    table = pd.concat([f.assign(policy=p, **{q: f[q] * scale.factor for q in summary.QUANTILES})
                       for p, f in fans.items()])
    table.insert(0, "policy", table.pop("policy"))
    table["unit"] = scale.unit
    return plate.Plate(f"fan-{slice_.slug}", frame.figure, table, _alt(run, what, scale, decimals, fans, observed),
                       title, profile)


def _colour(i: int) -> str:
    return theme.CYCLE[i % len(theme.CYCLE)]


def _panel(ax, run, fan: pd.DataFrame, reference: pd.DataFrame | None, scale, observed, index: int) -> None:
    time = fan["time"].to_numpy()
    colour = _colour(index)
    k = scale.factor
    ax.fill_between(time, fan["q10"] * k, fan["q90"] * k, color=colour, alpha=0.18, linewidth=0)
    ax.fill_between(time, fan["q25"] * k, fan["q75"] * k, color=colour, alpha=0.32, linewidth=0)
    ax.plot(time, fan["q50"] * k, color=colour, zorder=3)
    if reference is not None:
        moment = run.fork
        later = reference if moment is None else reference[reference["time"] >= moment]
        ax.plot(later["time"], later["q50"] * k, color=theme.INK, linewidth=0.8, linestyle=(0, (1.5, 1.5)), zorder=2.5)
    for start, end, value, low, high in observed[["start", "end", "value", "low", "high"]].itertuples(index=False):
        middle = start + (end - start) / 2
        ax.plot([start, end], [value * k] * 2, color=theme.INK, linewidth=1.1, solid_capstyle="butt", zorder=4)
        ax.plot([middle] * 2, [low * k, high * k], color=theme.INK, linewidth=0.7, solid_capstyle="butt", zorder=4)
        ax.plot([middle], [value * k], color=theme.INK, marker="o", markersize=2.2, zorder=4)


def _limits(ax, fans, scale, observed, first) -> None:
    shown = [f.loc[f["time"] >= first, ["q10", "q90"]].to_numpy() * scale.factor for f in fans.values()]
    shown.append(observed.loc[observed["end"] >= first, ["low", "high"]].to_numpy(dtype=float) * scale.factor)
    values = np.concatenate([s.ravel() for s in shown])
    values = values[np.isfinite(values)]
    if values.size == 0:
        return
    low, high = float(values.min()), float(values.max())
    if low >= 0 and low < 0.5 * high:
        low = 0.0
    room = 0.06 * (high - low or 1.0)
    ax.set_ylim(low if low == 0.0 else low - room, high + room)


def _subtitle(run, attrs, scale, note: str) -> str:
    spread = plate.bands(run)
    text = f"{plate.measured(attrs, scale)}."
    if spread.startswith("one cell"):
        text += " One cell: no spread."
    else:
        text += f" Line: median; bands: 50% and 80% of cells ({spread})."
    if run.data.sizes["policy"] > 1:
        text += f" Dotted: median under \u201c{panels.label(run, run.reference)}\u201d. {panels.fork_note(run)}"
    doubt = summary.doubt(run, "history")
    return f"{text.strip()} {note}{' ' + words.sentence(doubt) + '.' if doubt else ''}".strip()


def _title(run, slice_, what, scale, decimals, fans) -> str:
    when = words.month(fans[run.reference]["time"].iloc[-1])
    ends = {p: f.iloc[-1] for p, f in fans.items()}
    row = ends[run.reference]
    if not np.isfinite(row["q50"]):
        return f"{words.sentence(what)}: no value at the end of the run"
    interval = f"{scale.text(row['q10'], decimals)} to {scale.value(row['q90'], decimals)}"
    if len(fans) == 1:
        return f"{words.sentence(what)} in {when}: {scale.value(row['q50'], decimals)} (80% of cells: {interval})"
    far = max((p for p in ends if p != run.reference), key=lambda p: (abs(ends[p]["q50"] - row["q50"]), p))
    shift, width = ends[far]["q50"] - row["q50"], row["q90"] - row["q10"]
    if shift == 0.0:
        return f"{words.sentence(what)}: the same median under every policy in {when}, {scale.value(row['q50'], decimals)}"
    if abs(shift) < 0.25 * width:
        return (f"{words.sentence(what)}: policies move the median by less than a quarter of the spread by {when} "
                f"(80% of cells: {interval})")
    return (f"{words.sentence(what)}: median {scale.value(row['q50'], decimals)} in {when}, "
            f"{scale.value(ends[far]['q50'], decimals)} under \u201c{panels.label(run, far)}\u201d")


def _period(start: pd.Timestamp, end: pd.Timestamp) -> str:
    """"August 2024 to August 2025"; one month alone when both are the same."""
    first, last = words.month(start), words.month(end)
    return first if first == last else f"{first} to {last}"


def _alt(run, what, scale, decimals, fans, observed) -> str:
    when = words.month(fans[run.reference]["time"].iloc[-1])
    parts = [f"Fan chart of {what}, {len(fans)} {words.plural('panel', len(fans))}, one a policy."]
    for policy, f in fans.items():
        row = f.iloc[-1]
        parts.append(f"{panels.label(run, policy)}: in {when} the median is {scale.value(row['q50'], decimals)}, "
                     f"with 80% of cells between {scale.text(row['q10'], decimals)} and {scale.value(row['q90'], decimals)}.")
    moment = run.fork
    if moment is not None:
        parts.append(f"Policies may differ from {words.month(moment)}.")
    parts += [f"Published, drawn in ink: {scale.value(value, decimals)} ({_period(start, end)})."
              for start, end, value in observed[["start", "end", "value"]].itertuples(index=False)]
    return " ".join(parts)
