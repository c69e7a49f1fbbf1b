"""Assumption or policy: one measure in worlds with a low and a high value of an assumption, without and with a policy."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .. import words
from ..reading import Reading
from . import panels, plate, theme


def draw(run: Reading, slice_: words.Slice, policy: str, profile: theme.Profile, assumption: str | None = None) -> plate.Plate:
    """Four means over cells: the third of worlds with the lowest values of the assumption and the third with the highest,
    each under the reference and under `policy`. Default: the assumption that moves the effect most.

    Raises ValueError when the run has too few worlds (see sensitivity.flip_points) or does not vary the assumption.
    """
    line = run.line(slice_)
    ranked = line.flip_points(policy)
    assumption = assumption or str(ranked.iloc[0]["assumption"])
    if assumption not in list(ranked["assumption"]):
        raise ValueError(f"{assumption}: the run does not vary it (varied: {', '.join(ranked['assumption'])})")
    values = run.design["value"].sel(parameter=assumption).values
    low, high = np.quantile(values, [1 / 3, 2 / 3])
    thirds = {"low": values <= low, "high": values >= high}
    scale = line.scale
    k = scale.factor
    time = run.data["time"].values
    array = line.values.sel(policy=[run.reference, policy]).load()
    lines = {(third, p): array.sel(policy=p).isel(world=np.flatnonzero(chosen)).mean(("world", "member"), skipna=True).values
             for third, chosen in thirds.items() for p in (run.reference, policy)}
    ends = {key: float(mean[-1]) for key, mean in lines.items()}
    by_policy = np.mean([abs(ends[t, policy] - ends[t, run.reference]) for t in thirds])
    by_world = np.mean([abs(ends["high", p] - ends["low", p]) for p in (run.reference, policy)])
    decimals = scale.decimals(max(by_policy, by_world))
    more, less = ("the policy", "the assumption") if by_policy > by_world else ("the assumption", "the policy")
    title = (f"{line.heading} in {run.end}: {more} moves it by {scale.difference(max(by_policy, by_world), decimals, False)}, "
             f"{less} by {scale.difference(min(by_policy, by_world), decimals, False)}")
    upward = words.upward(slice_)
    subtitle = (f"{plate.measured(line)}.{f' Higher: {upward}.' if upward else ''} Means over histories, with {run.quoted(policy)} (orange) "
                f"and without it (blue). \u201cLow\u201d (solid): the third of worlds where {run.assumption(assumption)} is at most "
                f"{low:.2g}; \u201chigh\u201d (dashed): the third where it is at least {high:.2g}. "
                f"{panels.fork_note(run, 'Vertical line')}").strip()
    with theme.styled(profile):
        texts = {(t, p): f"{'with' if p == policy else 'without'}, {t}: {scale.label(ends[t, p], decimals)}" for t, p in lines}
        width = max(theme.text_width(text, profile.font * 0.9, True) for text in texts.values()) + 0.1
        frame, axes = panels.grid(profile, title, subtitle, plate.footer(run, line), [panels.Heading()], width)
        ax = axes[0]
        first = panels.start(run) if run.fork is None else (run.fork - pd.DateOffset(years=1)).to_datetime64()
        for (third, p), mean in lines.items():
            ax.plot(time[time >= first], mean[time >= first] * k, color=theme.VERMILLION if p == policy else theme.BLUE,
                    linestyle="-" if third == "low" else theme.DASHES[1])
        shown = np.concatenate([mean[time >= first] for mean in lines.values()]) * k
        shown = shown[np.isfinite(shown)]
        if shown.size:
            room = 0.06 * (shown.max() - shown.min() or 1.0)
            ax.set_ylim(shown.min() - room, shown.max() + room)
        theme.years(ax, first, time[-1], profile)
        theme.number_axis(ax, grouped=not scale.is_date)
        panels.units(axes, scale.long_unit)
        panels.mark_fork(ax, run)
        panels.end_labels(ax, profile, [(ends[key] * k, text, theme.VERMILLION if key[1] == policy else theme.BLUE, False)
                                        for key, text in texts.items()])
    table = pd.DataFrame({"time": time, **{f"{p}_{t}": mean * k for (t, p), mean in lines.items()}})
    table["assumption"], table["unit"] = assumption, scale.unit
    alt = (f"Four lines of {line.phrase}: worlds where {run.assumption(assumption)} is low and where it is high, without and with "
           f"{run.label(policy)}. In {run.end}: " + "; ".join(texts.values()) + ".")
    return plate.Plate(f"four-lines-{slice_.slug}-{policy}", frame.figure, table, alt, title, profile)
