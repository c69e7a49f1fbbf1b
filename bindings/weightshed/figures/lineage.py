"""Lineage tree: how models of a family descend from its bases, in one simulated history."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.collections import LineCollection
from matplotlib.lines import Line2D

from .. import lineage, words
from ..reading import Reading
from . import plate, theme

MOST_COLOURS = 6
OTHERS = "others"
MARKS = ("o", "s", "D", "^", "v", "P")  # one per colour, which grey print does not tell apart
#: Of a mark whose nominal size is 1: the area that it fills, and half of its width.
SHAPES = {"o": (np.pi / 4, 0.5), "s": (1.0, 0.5), "D": (1.0, np.sqrt(0.5)), "^": (0.5, 0.5), "v": (0.5, 0.5), "P": (5 / 9, 0.5)}
EDGES = ("-", (0, (4, 2)), (0, (1, 1.5)), (0, (5, 1.5, 1, 1.5)), (0, (8, 3)))  # one per kind of derivation


def draw(run: Reading, profile: theme.Profile, family: str | None = None, colour: str | None = None, most: int = 40,
         policy: str | None = None, world: int = 0, member: int = 0) -> plate.Plate:
    """The most downloaded nodes of a family (default: the one with most derivatives) and their ancestors.

    Across: date of birth; down: one subtree for each base, named by its release. Size of a node: downloads; colour and shape:
    `country` or `licence` (default: the country of the lab when there are several, else the licence); line: kind of
    derivation. Raises ValueError when the lineage was not recorded or the family is not in it.
    """
    policy = policy or run.reference
    table = lineage.read(run, policy, world, member)
    family = family or lineage.largest_family(table)
    tree = lineage.tree(table, family, most)
    tree["year"] = [_decimal_year(date) for date in tree["born"]]
    root = lineage.roots(table)
    total = int(((table["parent"] >= 0) & (table["family"].to_numpy()[root] == family)).sum())
    tree["y"] = _rows(tree)
    derived = tree["parent"] >= 0
    kinds = list(tree.loc[derived, "kind"].value_counts().index)
    colour = colour or ("country" if tree["country"].nunique() > 1 else "licence")
    common = list(tree[colour].value_counts().index)
    groups = common if len(common) <= MOST_COLOURS else [*common[:MOST_COLOURS - 1], OTHERS]
    tree["colour"] = [g if g in groups else OTHERS for g in tree[colour]]
    colours = {g: c for g, c in zip(groups, _colours(colour, groups))}
    family_name = words.sentence(words.name(family))
    title = _title(tree, family_name, colour, derived)
    counted = _counted(total, float(run.settings["run"]["scale"]))
    subtitle = (f"The {min(most, total)} most downloaded of {counted}, with their ancestors, in one simulated history "
                f"under {run.quoted(policy)} (world {world}, member {member}). Area of a dot: downloads; the keys show how many.")
    with theme.styled(profile):
        rows = float(tree["y"].max()) + 1.0
        body = min(max(rows * profile.font * 1.05 / 72.0, profile.panel_height * 1.6), profile.width * 1.05)
        frame = theme.frame(profile, title, subtitle, plate.footer(run), body)
        keys = 2.0 * profile.font / 72.0 / float(frame.figure.get_figheight())
        ax = frame.figure.add_subplot(frame.grid(1, 1, left=0.03, right=0.97, top=frame.top - keys)[0])
        _edges(ax, tree, kinds, profile)
        largest = float(tree["downloads"].max()) or 1.0
        area = (profile.font * 1.9) ** 2
        size = np.maximum(area * tree["downloads"].to_numpy() / largest, (profile.font * 0.42) ** 2)
        reach = np.zeros(len(tree))
        for group, mark in zip(groups, MARKS):
            own = (tree["colour"] == group).to_numpy()
            filled, half = SHAPES[mark]
            equal = size[own] * SHAPES["o"][0] / filled  # so that equal areas are equal downloads whatever the shape
            reach[own] = half * np.sqrt(equal)
            ax.scatter(tree["year"][own], tree["y"][own], s=equal, c=colours[group], marker=mark, edgecolors="white", linewidths=0.5, zorder=3)
        ax.set_ylim(rows - 0.3, -1.2)
        span = float(tree["year"].max() - tree["year"].min()) or 1.0
        _base_labels(ax, tree[~derived], reach[~derived.to_numpy()], span, profile)
        ax.spines["left"].set_visible(False)
        ax.set_yticks([])
        step = 1 if span <= 8 else 2
        ax.set_xticks(range(int(np.floor(tree["year"].min())), int(tree["year"].max()) + 1, step))
        ax.xaxis.set_major_formatter(lambda v, _: f"{v:.0f}")
        ax.grid(axis="x", color=theme.RULE, linewidth=0.4)
        _keys(ax, (kinds, groups, colours), largest, area, profile)
    out = tree.drop(columns=["y", "year", "colour"]).assign(
        born=tree["born"].dt.strftime("%Y-%m-%d"), further_parents=[" ".join(map(str, p)) for p in tree["further_parents"]])
    alt = (f"Tree of {family_name} models in one simulated history: {int((~derived).sum())} bases and "
           f"{int(derived.sum())} derivatives, the most downloaded of {counted}. "
           + "By " + colour + ": " + ", ".join(f"{words.name(g)} {int((tree['colour'] == g).sum())}" for g in groups)
           + ". By kind: " + ", ".join(f"{words.name(k)} {int((tree.loc[derived, 'kind'] == k).sum())}" for k in kinds)
           + ".")
    return plate.Plate(f"lineage-{str(family).lower()}", frame.figure, out,
                       alt, title, profile)


def _counted(simulated: int, scale: float) -> str:
    """A number of simulated derivatives, and of how many real ones they stand for when only a share is simulated."""
    text = f"{simulated:,} simulated {words.plural('derivative', simulated)}"
    if scale >= 1.0:
        return text
    return f"{text} (scale {scale:g}: they stand for {words.large(simulated / scale)})"


def _title(tree: pd.DataFrame, family: str, colour: str, derived: pd.Series) -> str:
    nodes = tree[derived]
    if nodes.empty:
        return f"{family}: no derivatives among the most downloaded"
    top = nodes[colour].value_counts()
    share = f"{100.0 * top.iloc[0] / len(nodes):.0f}% of" if len(top) > 1 else "all"
    deep = _depth(tree)
    what = f"from {words.name(top.index[0])}" if colour == "country" else f"under {words.name(top.index[0])} licences"
    return f"{family}: {share} the most downloaded derivatives are {what}, up to {deep} {words.plural('generation', deep)} deep"


def _depth(tree: pd.DataFrame) -> int:
    depth: dict[int, int] = {}
    for node, parent in zip(tree["node"], tree["parent"]):
        depth[node] = depth.get(parent, -1) + 1
    return max(depth.values())


def _rows(tree: pd.DataFrame) -> list[float]:
    """A row for each node: leaves in order of their subtree, a parent on the row of its middle child."""
    children: dict[int, list[int]] = {}
    for node, parent in zip(tree["node"], tree["parent"]):
        children.setdefault(int(parent), []).append(int(node))
    year = dict(zip(tree["node"], tree["year"]))
    row: dict[int, float] = {}
    following = 0.0
    for base in sorted(children.get(lineage.BASE, []), key=lambda n: year[n]):
        stack: list[tuple[int, bool]] = [(base, False)]
        while stack:
            node, done = stack.pop()
            below = sorted(children.get(node, []), key=lambda n: -year[n])
            if not below:
                row[node] = following
                following += 1.0
            elif done:
                row[node] = 0.5 * (row[below[0]] + row[below[-1]])
            else:
                stack.append((node, True))
                stack.extend((child, False) for child in reversed(below))
        following += 0.6
    return [row[int(n)] for n in tree["node"]]


def _edges(ax, tree: pd.DataFrame, kinds: list[str], profile: theme.Profile) -> None:
    place = {n: (b, y) for n, b, y in zip(tree["node"], tree["year"], tree["y"])}
    for i, kind in enumerate(kinds):
        lines = []
        for node, parent, own in zip(tree["node"], tree["parent"], tree["kind"]):
            if parent >= 0 and own == kind:
                (x0, y0), (x1, y1) = place[parent], place[node]
                t = np.linspace(0.0, 1.0, 20)
                ease = t * t * (3 - 2 * t)
                lines.append(np.column_stack([x0 + (x1 - x0) * t, y0 + (y1 - y0) * ease]))
        ax.add_collection(LineCollection(lines, colors=theme.GREY, linewidths=profile.line * 0.5,
                                         linestyles=[EDGES[i % len(EDGES)]], zorder=2))


def _base_labels(ax, bases: pd.DataFrame, radius: np.ndarray, span: float, profile: theme.Profile) -> None:
    """Names of bases (release, month) to the left of their node, where nothing else can be: a base is the oldest node
    of its rows. Sets the horizontal limits so that every name fits."""
    inches = ax.get_position().width * profile.width - profile.font / 36.0
    size = profile.font * 0.85
    texts, need = [], 0.0
    away = radius + 0.4 * profile.font
    for year, born, release, gap in zip(bases["year"], bases["born"], bases["release"], away):
        texts.append(f"{release}, {words.month(born)}")
        width = theme.text_width(texts[-1], size, bold=True) + (gap + 2.0) / 72.0
        along = (year - bases["year"].min()) / span  # of the inches right of the reserved ones
        need = max(need, (width - along * inches) / (1.0 - along) if along < 1.0 else 0.0)
    left = float(bases["year"].min())
    ax.set_xlim(left - span * need / (inches - need), left + span * 1.03)
    for year, y, text, gap in zip(bases["year"], bases["y"], texts, away):
        ax.annotate(text, (year, y), xytext=(-gap, 0), textcoords="offset points", fontsize=size,
                    va="center", ha="right", weight="bold", annotation_clip=False)


def _decimal_year(date: pd.Timestamp) -> float:
    return date.year + (date.day_of_year - 1) / (366.0 if date.is_leap_year else 365.0)


def _keys(ax, said: tuple[list[str], list[str], dict[str, str]], largest: float, area: float, profile: theme.Profile) -> None:
    """Small keys above the tree: colours and sizes, and kinds of line."""
    kinds, groups, colours = said
    dots = [Line2D([], [], marker=mark, linestyle="", color=colours[g], markersize=profile.font * 0.6,
                   label=words.short(g)) for g, mark in zip(groups, MARKS)]
    sizes = [Line2D([], [], marker="o", linestyle="", color=theme.OTHER, markersize=float(np.sqrt(area * count / largest)),
                    label=f"{words.large(count)} downloads") for count in dict.fromkeys((_round(0.04 * largest), _round(0.25 * largest)))]
    lines = [Line2D([], [], color=theme.GREY, linestyle=EDGES[i % len(EDGES)], linewidth=profile.line * 0.7,
                    label=words.name(k)) for i, k in enumerate(kinds)]
    options = {"frameon": False, "fontsize": profile.font * 0.85, "borderaxespad": 0.0, "handletextpad": 0.4,
               "columnspacing": 1.2, "ncols": 8}
    height = ax.get_position().height * float(ax.figure.get_figheight())
    line = 1.5 * profile.font / 72.0 / height
    first = ax.legend(handles=[*dots, *sizes], loc="lower left", bbox_to_anchor=(0.0, 1.0 + line), **options)
    ax.add_artist(first)
    ax.legend(handles=lines, loc="lower left", bbox_to_anchor=(0.0, 1.0), handlelength=3.2, **options)


def _round(count: float) -> float:
    """The count with one significant digit, as a key of sizes wants it."""
    return float(f"{count:.0e}")


def _colours(colour: str, groups: list[str]) -> list[str]:
    fixed = theme.COUNTRY_COLOURS if colour == "country" else {}
    taken = {fixed[g] for g in groups if g in fixed}
    free = [c for c in (*theme.CYCLE, theme.YELLOW) if c not in taken]
    found = []
    for g in groups:
        if g in fixed:
            found.append(fixed[g])
        elif g in ("unknown", OTHERS) or not free:
            found.append(theme.OTHER)
        else:
            found.append(free.pop(0))
    return found
