"""What one future looks like: one simulated history, its first measure over time, and its events named below."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from .. import words
from ..reading import Reading
from . import panels, plate, theme

MOST = 16  # events that a reader can follow
MOST_LABS = 2  # named in one row
MOST_FRONTIER = 6  # of them releases that move the frontier
RANK = {"policy": 0, "trigger": 1, "closes": 2, "frontier": 3, "opens": 4, "enters": 5}


def draw(run: Reading, slice_: words.Slice, profile: theme.Profile, policy: str | None = None, world: int = 0,
         member: int = 0) -> plate.Plate:
    """One cell's line in front of its policy's band, from a year before policies may differ, with at most `MOST` events.

    The events named are what the policy does, triggers, labs of the roster that open or close, and the releases that move
    the frontier furthest; entrants come last. Raises ValueError when the cell has no such event.
    """
    policy = policy or run.policies[-1]
    start = pd.Timestamp(panels.start(run)) if run.fork is None else run.fork - pd.DateOffset(years=1)
    chosen = choose(run, policy, world, member, start)
    if chosen.empty:
        raise ValueError(f"no events of policy {policy}, world {world}, member {member} after {start.date()}")
    line = run.line(slice_)
    scale, fan = line.scale, line.fans[policy]
    course = line.values.sel(policy=policy).isel(world=world, member=member).values
    title = f"One of {run.pairs} futures under {run.quoted(policy)}"
    if np.isfinite(course[-1]):
        value = scale.value(float(course[-1]), scale.decimals(float(fan["q90"].iloc[-1] - fan["q10"].iloc[-1])))
        title += f": {line.phrase} ends at {value} in {run.end}"
    upward = words.upward(slice_)
    subtitle = (f"{plate.measured(line)}.{f' Higher: {upward}.' if upward else ''} Line: this history; band: 80% of histories. "
                f"Below: what happens in this history (world {world}, member {member}); other histories have other events. "
                f"{panels.fork_note(run)}").strip()
    with theme.styled(profile):
        upper, lower = profile.panel_height, (len(chosen) + 0.6) * 1.5 * profile.font / 72.0
        frame = theme.frame(profile, title, subtitle, plate.footer(run, line, policy), 1.06 * (upper + lower))
        spec = frame.grid(2, 1, height_ratios=(upper, lower), hspace=0.06)
        ax, log = (frame.figure.add_subplot(spec[i]) for i in range(2))
        time, k = fan["time"].to_numpy(), scale.factor
        ax.fill_between(time, fan["q10"] * k, fan["q90"] * k, color=theme.BLUE, alpha=0.18, linewidth=0)
        ax.plot(time, course * k, color=theme.BLUE)
        seen = fan["time"] >= start
        shown = np.concatenate([fan.loc[seen, ["q10", "q90"]].to_numpy().ravel(), course[seen.to_numpy()]]) * k
        shown = shown[np.isfinite(shown)]
        if shown.size:
            room = 0.08 * (shown.max() - shown.min() or 1.0)
            ax.set_ylim(shown.min() - room, shown.max() + room)
        for axes in (ax, log):
            theme.years(axes, start.to_datetime64(), fan["time"].iloc[-1], profile)
        panels.mark_fork(ax, run)
        panels.units([ax], scale.long_unit)
        theme.number_axis(ax)
        ax.tick_params(labelbottom=False)
        _log(log, chosen, start, pd.Timestamp(fan["time"].iloc[-1]), profile)
    table = chosen[["time", "what", "text"]].assign(policy=policy, world=world, member=member)
    alt = (f"{title}. Events: " + "; ".join(f"{words.month(r.time)}: {r.text}" for r in chosen.itertuples()) + ".")
    return plate.Plate(f"story-{slice_.slug}-{policy}", frame.figure, table, alt, title, profile)


def choose(run: Reading, policy: str, world: int, member: int, start: pd.Timestamp) -> pd.DataFrame:
    """The events of a cell worth naming, in order of time: time, what (a key of RANK), text."""
    events = run.events
    cell = events[(events["policy"] == policy) & (events["world"] == world) & (events["member"] == member)]
    table = run.reference_table("labs")
    names = dict(zip(table["id"], table["name"])) if len(table) else {}
    rows = []
    best = -np.inf
    for e in cell.sort_values("time").itertuples():
        entrant = "entrant" in e.actor
        if e.kind == "release":
            gain, best = e.value - best, max(best, e.value)
            if gain > 0.0:
                rows.append((e.time, "frontier", f"{_release(e.actor, names)} leads", float(gain)))
        elif e.kind in ("opens", "closes"):
            if e.value == 0.0:  # the flagship, not the second line
                rows.append((e.time, "enters" if entrant else e.kind, f"{_lab(e.actor, names)} {e.kind} its flagship", 0.0))
        elif e.kind == "trigger":
            rows.append((e.time, "trigger", e.actor.replace("_", " "), 0.0))
        elif e.kind == "enters":
            rows.append((e.time, "enters", f"{_lab(e.actor, names)} enters", -1.0))
    spec = next(p for p in run.settings["policies"] if p["name"] == policy)
    levers = run.settings["levers"]
    for action in spec["actions"]:
        if action.get("at") is not None and not action.get("when"):
            day = pd.Timestamp(0) + pd.Timedelta(days=int(action["at"]))
            rows.append((day, "policy", _action(run, str(levers[action["lever"]]), float(action["to"])), 0.0))
    found = pd.DataFrame(rows, columns=["time", "what", "text", "weight"])
    found["time"] = pd.to_datetime(found["time"])
    found = found[found["time"] >= start].drop_duplicates(["time", "text"])
    further = found[found["what"] == "frontier"].sort_values("weight", ascending=False).index[MOST_FRONTIER:]
    found = _together(found.drop(further))
    found["rank"] = found["what"].map(RANK)
    return found.sort_values(["rank", "weight", "time"], ascending=[True, False, True]).head(MOST).sort_values(["time", "rank"])


def _together(found: pd.DataFrame) -> pd.DataFrame:
    """One row for the labs that do the same within a quarter: "Meta and NVIDIA close their flagships"."""
    labs = found[found["what"].isin(["opens", "closes"])]
    rest = found.drop(labs.index)
    rows = []
    for (_, what), group in labs.groupby([labs["time"].dt.to_period("Q"), "what"], sort=True):
        names = list(dict.fromkeys(text.partition(f" {what} ")[0] for text in group.sort_values("time")["text"]))
        text = f"{names[0]} {what} its flagship"
        if len(names) > 1:
            several = [names[0], f"{len(names) - 1} others"] if len(names) > MOST_LABS else names
            text = f"{several[0]} and {several[1]} {what.removesuffix('s')} their flagships"
        rows.append((group["time"].min(), what, text, 0.0))
    merged = pd.DataFrame(rows, columns=["time", "what", "text", "weight"])
    return pd.concat([part for part in (rest, merged) if len(part)], ignore_index=True) if len(found) else found


#: What the model adds to the labs of the table; numbers follow the ids of entrants.
ADDED = {"us_entrant": "a US entrant", "cn_entrant": "a Chinese entrant", "other_entrant": "an entrant from elsewhere",
         "us_programme": "the US programme"}


#: Whose lever it is, by the first part of its key.
OWNERS = {"us": "US", "cn": "Chinese"}


def _action(run: Reading, lever: str, to: float) -> str:
    """What a policy does: "policy: openness of labs set to closed", with the word that a value stands for where it has one."""
    choices = run.lever(lever)["words"].split(";")
    whose, _, what = lever.replace("_", " ").rpartition(".")
    named = f"{OWNERS.get(whose, whose)} {what}".strip()
    value = choices[int(to)] if to.is_integer() and 0 <= to < len(choices) and choices[0] else f"{to:g}"
    return f"policy: {named} set to {value}"


def _lab(actor: str, names: dict[str, str]) -> str:
    return names.get(actor) or ADDED.get(actor.rstrip("0123456789").rstrip("_"), actor)


def _release(actor: str, names: dict[str, str]) -> str:
    """"alibaba release 12 (open weights)" as a reader says it; names of recorded models stay."""
    lab, _, rest = actor.partition(" release ")
    if not rest:
        return actor
    return f"{'a closed' if 'closed' in rest else 'an open'} release of {_lab(lab, names)}"


def _fitting(text: str, size: float, room: float) -> str:
    """The text, in `room` inches: without what stands in parentheses where it is longer, and cut at a word where that is, too."""
    if theme.text_width(text, size) <= room:
        return text
    text = re.sub(r" \([^()]*\)", "", text)
    while theme.text_width(text, size) > room and " " in text:
        text = text.rstrip("\u2026").rpartition(" ")[0] + "\u2026"
    return text


def _log(ax: Axes, chosen: pd.DataFrame, start: pd.Timestamp, end: pd.Timestamp, profile: theme.Profile) -> None:
    """A row for each event, in order of time from the top: nothing stands on anything else."""
    ax.set_ylim(len(chosen) - 0.2, -0.8)
    ax.set_yticks([])
    ax.spines["left"].set_visible(False)
    ax.grid(axis="x", color=theme.RULE, linewidth=0.4)
    ax.set_axisbelow(True)
    size = profile.font * 0.85
    inches = ax.get_position().width * float(ax.figure.get_figwidth())
    for row, e in enumerate(chosen.itertuples()):
        along = (e.time - start) / (end - start) * inches
        text = _fitting(f"{words.month(e.time)}: {e.text}", size, max(along, inches - along) - 0.1)
        left = inches - along < min(along, theme.text_width(text, size) + 0.1)
        colour = {"policy": theme.VERMILLION, "trigger": theme.VERMILLION, "frontier": theme.GREY}.get(e.what, theme.INK)
        ax.plot([e.time], [row], "o", color=colour, markersize=profile.font * 0.35, zorder=3)
        ax.annotate(text, (e.time, row), xytext=(-5 if left else 5, 0), textcoords="offset points", va="center",
                    ha="right" if left else "left", fontsize=size, color=theme.dark(colour), zorder=4,
                    bbox={"facecolor": theme.PAPER, "edgecolor": "none", "pad": 0.6})
