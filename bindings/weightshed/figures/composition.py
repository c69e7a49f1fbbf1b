"""Stacked shares under one policy over time, and below them the width of each share's spread."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from .. import summary, words
from ..reading import Line, Reading
from . import panels, plate, theme

SMALLEST = 0.005  # a share below this on average has no layer of its own
MOST = 5  # layers with a name; the rest is one grey layer
SUM_TOLERANCE = 0.02
LAYERS = (theme.BLUE, theme.ORANGE, theme.GREEN, theme.SKY, theme.VERMILLION, theme.PURPLE, theme.YELLOW)  # neighbours differ in grey, too


def dimension(run: Reading, line: Line) -> str | None:
    """The dimension over which the measure's shares add up to one, with the line's other labels held; None: there is none."""
    if line.scale.unit != "%":
        return None
    last = run.data[line.measure].isel(policy=0, time=-1).load()
    for dim, label in reversed(line.slice.coords):
        if run.data.sizes[dim] < 2 or dim == "age":
            continue
        total = last.sel({d: v for d, v in line.slice.coords if d != dim}).sum(dim, skipna=False).values
        total = total[np.isfinite(total)]
        if total.size and np.all(np.abs(total - 1.0) < SUM_TOLERANCE):
            return dim
    return None


def draw(run: Reading, slice_: words.Slice, dim: str, profile: theme.Profile, policy: str | None = None) -> plate.Plate:
    """Mean shares of the labels of `dim` over histories, stacked, the slice's other labels held; in a strip below, the width
    of each share's 80 % interval."""
    policy = policy or run.reference
    line = run.line(slice_)
    measure, held = slice_.measure, {d: v for d, v in slice_.coords if d != dim}
    labels = [str(v) for v in run.data[dim].values]
    means = run.data[measure].sel({"policy": policy, **held}).astype(np.float64).mean(("world", "member"), skipna=True).load()
    parts = {v: words.Slice(measure, tuple((d, v if d == dim else c) for d, c in slice_.coords)) for v in labels}
    fans = {v: summary.fan(run.summary, part, policy).assign(mean=means.sel({dim: v}).values) for v, part in parts.items()}
    time = fans[labels[0]]["time"]
    first = panels.start(run)
    later = (time >= first).to_numpy()
    usual = {v: float(np.nan_to_num(np.nanmean(fans[v]["mean"].to_numpy()[later]))) for v in labels}
    ranked = sorted(labels, key=lambda v: (-usual[v], v))
    named = [v for v in ranked if usual[v] >= SMALLEST][:MOST] or ranked[:1]
    rest = [v for v in ranked if v not in named]
    table = pd.DataFrame({"time": time})
    for v in named:
        table[f"{v}_mean"], table[f"{v}_q10"], table[f"{v}_q90"] = (100 * fans[v][q] for q in ("mean", "q10", "q90"))
    if rest:
        table["other_mean"] = 100 * sum(fans[v]["mean"] for v in rest)
    shown = table[table["time"] >= first].dropna()
    end = shown.iloc[-1]
    # The title names a holder, so it never names "unknown".
    top = max(named, key=lambda v: (v != "unknown", end[f"{v}_mean"]))
    fixed = "".join(f" ({words.name(label)})" for label in held.values() if label not in ("all", "world"))
    title = (f"{words.sentence(_whole(line))}{fixed} in {run.end}: {words.name(top)} {end[f'{top}_mean']:.0f}% on average "
             f"(80% of histories: {end[f'{top}_q10']:.0f} to {end[f'{top}_q90']:.0f}%)")
    doubt = run.doubt("history")
    doubt = f" {words.sentence(doubt)}." if doubt else ""
    luck = run.line(parts[top]).luck(policy)
    luck = f"{words.sentence(words.name(top))}: {luck[:1].lower()}{luck[1:]}\n" if luck else ""
    under = f" under {run.quoted(policy)}" if len(run.policies) > 1 else ""
    subtitle = (f"{words.sentence(line.card.long_name)}{fixed}{under}. Above: means over histories, stacked. Below: how far apart the "
                f"ends of each share's 80% interval are ({run.spread}).{doubt}")
    with theme.styled(profile):
        width = max(theme.text_width(f"{words.short(v)} 99%", profile.font * 0.9, True) for v in [*named, "other"]) + 0.12
        frame = theme.frame(profile, title, subtitle, luck + plate.footer(run, line), profile.panel_height * 1.8, 1)
        spec = frame.grid(2, 1, right=frame.right - width / profile.width, height_ratios=(3.4, 1), hspace=0.2)
        stack, strip = (frame.figure.add_subplot(spec[i]) for i in range(2))
        colours = _colours(dim, named)
        layers = [shown[f"{v}_mean"] for v in named] + ([shown["other_mean"]] if rest else [])
        stack.stackplot(shown["time"], layers, colors=[*colours, theme.OTHER][:len(layers)], edgecolor="white",
                        linewidth=0.5)
        stack.set_ylim(0, 100)
        theme.years(stack, shown["time"].iloc[0], time.iloc[-1], profile)
        theme.number_axis(stack)
        stack.grid(False)
        stack.tick_params(labelbottom=False)
        base_line, entries, vanished = 0.0, [], []
        for v, colour, layer in zip([*named, "other"], [*colours, theme.OTHER], layers):
            height = float(layer.iloc[-1])
            if height >= 1.0:
                entries.append((base_line + height / 2, f"{words.short(v)} {height:.0f}%", colour, v == top))
            elif v != "other":
                vanished.append(v)
            base_line += height
        _name_vanished(stack, shown["time"], [(words.short(v), colour, sum(layers[:i], start=0.0 * layer), layer) for i, (v, colour, layer)
                                              in enumerate(zip(named, colours, layers)) if v in vanished], profile)
        panels.end_labels(stack, profile, entries)
        panels.mark_fork(stack, run, "white")
        ends = []
        for i, (v, colour) in enumerate(zip(named, colours)):
            width_of = shown[f"{v}_q90"] - shown[f"{v}_q10"]
            strip.plot(shown["time"], width_of, color=colour, linestyle=theme.DASHES[i % len(theme.DASHES)])
            if i < 3:
                ends.append((float(width_of.iloc[-1]), words.short(v), colour, False))
        strip.set_ylim(0, None)
        theme.years(strip, shown["time"].iloc[0], time.iloc[-1], profile)
        theme.number_axis(strip)
        strip.yaxis.get_major_locator().set_params(nbins=3)
        stack.set_ylabel("percent", color=theme.GREY, fontsize=profile.font * 0.9)
        strip.set_ylabel("points", color=theme.GREY, fontsize=profile.font * 0.9)
        frame.figure.align_ylabels([stack, strip])
        panels.end_labels(strip, profile, ends)
        strip.set_title("Width of the 80% interval", loc="left", fontsize=profile.font * 0.9, color=theme.GREY, pad=2)
    alt = (f"Stacked area chart of {_whole(line)} by {dim.replace('_', ' ')}{under}. In {run.end}, on average over histories: "
           + ", ".join(f"{words.name(v)} {end[f'{v}_mean']:.0f}% (80% of histories: {end[f'{v}_q10']:.0f} to "
                       f"{end[f'{v}_q90']:.0f}%)" for v in named)
           + (f", all others {end['other_mean']:.0f}%." if rest else "."))
    return plate.Plate(f"composition-{measure}-{dim}".replace("_", "-"), frame.figure, table, alt, title, profile)


def _name_vanished(ax: Axes, time: pd.Series, layers: list[tuple[str, str, pd.Series, pd.Series]], profile: theme.Profile) -> None:
    """Names layers that end at nothing above the chart, each with a line to where it is thickest; `layers` holds a text, a
    colour, what is stacked below and the layer."""
    if not layers:
        return
    start, span = time.iloc[0], time.iloc[-1] - time.iloc[0]
    size = profile.font * 0.9
    inches = ax.get_position().width * float(ax.figure.get_figwidth())
    thickest = [int(np.argmax(layer.to_numpy())) for *_, layer in layers]
    at = [float((time.iloc[i] - start) / span) for i in thickest]
    widest = max(theme.text_width(text, size) for text, *_ in layers)
    centres = theme.apart(at, (widest + 0.12) / inches, 0.5 * widest / inches, 1.0)
    for (text, colour, below, layer), i, centre in zip(layers, thickest, centres):
        ax.annotate(text, (time.iloc[i], float(below.iloc[i] + 0.5 * layer.iloc[i])), xytext=(centre, 1.02),
                    textcoords="axes fraction", ha="center", va="bottom", fontsize=size, color=theme.dark(colour),
                    annotation_clip=False, arrowprops={"arrowstyle": "-", "color": theme.INK, "linewidth": 0.6, "shrinkA": 0, "shrinkB": 0})


def _whole(line: Line) -> str:
    """What the shares are shares of, from the long name: "share of downloads by …" gives "downloads"."""
    text = line.card.long_name.lower()
    for start in ("share of ", "shares of "):
        if start in text:
            text = text.split(start, 1)[1]
    for stop in (" by ", ",", " (", " on "):
        text = text.split(stop, 1)[0]
    return text or "the total"


def _colours(dim: str, labels: list[str]) -> list[str]:
    fixed = theme.COUNTRY_COLOURS if dim in ("country", "creator_country", "origin") else {}
    taken = {fixed[v] for v in labels if v in fixed}
    free = [c for c in LAYERS if c not in taken]
    return [fixed.get(v) or free.pop(0) for v in labels]

