"""Every policy against every outcome: a heat map of effects, and the regret that each policy may cause."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from .. import words
from ..reading import CLEAR, Line, Reading
from ..methods.regret import WORST_TENTH, behind_best
from . import panels, plate, theme

MOST_NAMED = 3
LEFT = 0.36  # part of the width for the names of outcomes
SIZE = 0.85  # of the words of the table, in font sizes of the profile
BEST = "best"  # what stands where a policy is not behind


@dataclass(frozen=True)
class Cell:
    """One number of the table: its text, a shade from -1 to 1 whose sign picks the colour, and the colour of the text."""

    text: str
    shade: float = 0.0
    colour: str = theme.INK


@dataclass(frozen=True)
class Row:
    """What the table says of one outcome: its name, and a line of cells, one for each policy, with a word before it."""

    name: str
    cells: list[tuple[str, list[Cell]]]


def table(run: Reading) -> pd.DataFrame:
    """One row per policy and outcome (the lines shown, last recorded date; `where` has their labels): effect, low, high,
    sign_probability, strength (effect over the width of its own 80 % interval), and the regret of the policy when more of the
    outcome is wanted (`regret_more`) and when less is (`regret_less`): the 90 % quantile over cells of how far it stays behind
    the best policy of the same cell, in the measure's own unit."""
    rows = []
    for line in _outcomes(run):
        cells = line.last_values.transpose("policy", "world", "member").values.reshape(len(run.policies), -1)
        cells = cells[:, np.isfinite(cells).all(axis=0)]
        for i, policy in enumerate(run.policies):
            e = line.last_effect(policy)
            more, less = (np.nan, np.nan) if cells.shape[1] == 0 else (
                float(np.quantile(behind_best(levels)[i], WORST_TENTH)) for levels in (cells, -cells))
            rows.append({"outcome": line.measure, "where": line.where, "policy": policy, "effect": e.effect, "low": e.low,
                         "high": e.high, "sign_probability": e.sign_probability, "strength": np.sign(e.effect) * e.strength,
                         "regret_more": more, "regret_less": less})
    return pd.DataFrame(rows)


def _outcomes(run: Reading) -> list[Line]:
    return [line for line in run.main_lines if line.has_values]


def draw_effects(run: Reading, profile: theme.Profile) -> plate.Plate:
    """Heat map: rows outcomes, columns policies but the reference; colour and number: the effect, pale when unclear. Outcomes
    that no policy moves are named in a sentence."""
    found = table(run)
    policies, note = _shown(run.policies[1:], found)
    lines, still = _moved(run, policies)
    count = len(policies) * len(_outcomes(run))
    clear = sum(line.last_effect(policy).is_clear for line in _outcomes(run) for policy in policies)
    title = f"{clear} of {count} effects are clear in {run.end}"
    subtitle = (f"Mean difference from {run.quoted(run.reference)} with the same luck and assumptions. Blue: less; orange: more; the "
                f"deeper, the larger the effect is beside its own spread. Grey text: unclear, as fewer than {100 * CLEAR:.0f}% of "
                f"pairs agree on the sign ({run.spread}). {still} {note}")

    def cell(line: Line, policy: str, has_unit: bool) -> Cell:
        e = line.last_effect(policy)
        if e.is_zero or not np.isfinite(e.effect):
            return Cell("exactly 0" if e.is_zero else "no value", 0.0, theme.GREY)
        nothing = line.scale.text(abs(e.effect), e.decimals) == line.scale.text(0.0, e.decimals)
        shade = 0.0 if nothing else float(np.clip(np.sign(e.effect) * e.strength, -1.5, 1.5)) / 1.5
        text = line.scale.difference(e.effect, e.decimals) if has_unit else line.scale.text(e.effect, e.decimals, signed=True)
        return Cell(text, shade, theme.INK if e.is_clear else theme.GREY)

    rows = [Row(line.heading, [("", [cell(line, policy, True) for policy in policies])]) for line in lines]
    if _widest(rows, profile) > _column(profile, policies):
        rows = [Row(_with_unit(line), [("", [cell(line, policy, False) for policy in policies])]) for line in lines]
    return _matrix(run, profile, found, policies, rows, (title, " ".join(subtitle.split()), "overview-effects"))


def draw_regret(run: Reading, profile: theme.Profile) -> plate.Plate:
    """The regret table: two rows for each outcome, columns policies; how far behind the best policy of the same history, in
    one history of ten, if more of the outcome is wanted and if less is. Outcomes that no policy moves are named in a sentence."""
    found = table(run)
    policies, note = _shown(run.policies, found)
    values = found.set_index(["outcome", "where", "policy"]).sort_index()
    rows, level = [], []
    for line in _outcomes(run):
        own = values.loc[(line.measure, line.where)].loc[policies]
        most = float(own[["regret_more", "regret_less"]].to_numpy().max())
        cells = [(word, [_regret(line, float(value), most) for value in own[key]])
                 for key, word in (("regret_more", "if more"), ("regret_less", "if less"))]
        if all(cell.text == BEST for _, of_word in cells for cell in of_word):
            level.append(line.with_article)
        else:
            rows.append(Row(_with_unit(line), cells))
    title = "How far each policy falls short of the best one in one history of ten"
    subtitle = (f"Distance to the best policy in the same simulated history that one history of ten exceeds ({run.end}), if more of "
                f"an outcome is wanted and if less is: which, is for the reader to decide. The deeper the colour, the further from the "
                f"best within the outcome; \u201c{BEST}\u201d: not behind in nine histories of ten. "
                f"{f'Every policy is as good for {_listed(level)}.' if level else ''} {note}")
    return _matrix(run, profile, found, policies, rows, (title, " ".join(subtitle.split()), "overview-regret"))


def _regret(line: Line, value: float, most: float) -> Cell:
    if not np.isfinite(value):
        return Cell("no value", 0.0, theme.GREY)
    text = line.scale.text(value, line.scale.decimals(most))
    behind = float(text.replace(",", "")) > 0.0
    return Cell(text, value / most) if behind else Cell(BEST, 0.0, theme.GREY)


def _moved(run: Reading, policies: list[str]) -> tuple[list[Line], str]:
    """The outcomes that some policy moves, and a sentence about the others."""
    still = [line for line in _outcomes(run) if all(line.last_effect(policy).is_zero for policy in policies if policy != run.reference)]
    lines = [line for line in _outcomes(run) if line not in still]
    if not lines:
        return still, ""
    return lines, f"No policy changes {_listed([line.with_article for line in still])}." if still else ""


def _listed(names: list[str]) -> str:
    """A few names and how many more there are: a subtitle is no list."""
    if len(names) > MOST_NAMED + 1:
        names = [*names[:MOST_NAMED], f"{len(names) - MOST_NAMED} other outcomes"]
    return " or ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def _shown(candidates: list[str], found: pd.DataFrame) -> tuple[list[str], str]:
    if len(candidates) <= panels.MOST:
        return candidates, ""
    size = found.assign(size=found["strength"].abs()).groupby("policy")["size"].sum()
    kept = sorted(candidates, key=lambda p: -size.get(p, 0.0))[:panels.MOST]
    return [p for p in candidates if p in kept], f"{len(kept)} of {len(candidates)} policies shown."


def _with_unit(line: Line) -> str:
    """The name of a row whose cells are numbers alone."""
    return ", ".join(filter(None, [line.heading, line.scale.difference_unit]))


def _column(profile: theme.Profile, policies: list[str]) -> float:
    """Inches that the words of a column have."""
    return (profile.width * (1.0 - LEFT) - profile.font / 72.0) / len(policies) - 0.06


def _widest(rows: list[Row], profile: theme.Profile) -> float:
    """Inches of the widest cell at the usual size."""
    return max((theme.text_width(cell.text, SIZE * profile.font) for row in rows for _, cells in row.cells for cell in cells), default=0.0)


def _matrix(run: Reading, profile: theme.Profile, found: pd.DataFrame, policies: list[str], rows: list[Row],
            said: tuple[str, str, str]) -> plate.Plate:
    """The table as a figure; `said` holds its title, its subtitle and its name. Rows of one outcome stand close together."""
    title, subtitle, name = said
    with theme.styled(profile):
        size = SIZE * profile.font
        edge, line_height = profile.font / 72.0, 1.25 * size / 72.0
        word = max((theme.text_width(word, size) for row in rows for word, _ in row.cells), default=0.0)
        left = LEFT * profile.width
        names = [theme.wrap(row.name, size, left - edge - 0.15 - (word + 0.1 if word else 0.0)) for row in rows]
        room = _column(profile, policies)
        width = room + 0.06
        heads = [theme.wrap(run.label(p), size, room, bold=True)[:4] for p in policies]
        in_cells = size * min(1.0, room / max(_widest(rows, profile), 0.01))
        head = line_height * max(len(h) for h in heads) + 0.06
        heights = [max(line_height * len(lines) + 0.08, 0.26 * len(row.cells)) for row, lines in zip(rows, names)]
        tops = head + np.cumsum([0.0, *(height + 0.04 for height in heights)])
        frame = theme.frame(profile, title, subtitle, plate.footer(run), float(tops[-1]))
        ax = frame.figure.add_subplot(frame.grid(1, 1, left=left / profile.width)[0, 0])
        ax.set_xlim(0, len(policies))
        ax.set_ylim(float(tops[-1]), 0)
        ax.axis("off")
        for j, lines in enumerate(heads):
            ax.text(j + 0.5, head - 0.05, "\n".join(lines), ha="center", va="bottom", fontsize=size, weight="bold", linespacing=1.1)
        for row, top, height, lines in zip(rows, tops, heights, names):
            ax.text(-(0.1 + (word + 0.1 if word else 0.0)) / width, top + height / 2, "\n".join(lines), ha="right", va="center",
                    fontsize=size, linespacing=1.1)
            _cells(ax, row, (float(top), height / len(row.cells)), -0.1 / width, (size, in_cells))
    alt = f"Table of policies against outcomes. {title}. " + " ".join(
        f"{', '.join(filter(None, [row.name, word]))}: " + ", ".join(f"{run.label(p)} {cell.text}" for p, cell in zip(policies, cells)) + "."
        for row in rows for word, cells in row.cells)
    return plate.Plate(name, frame.figure, found, alt, title, profile)


def _cells(ax: Axes, row: Row, place: tuple[float, float], beside: float, sizes: tuple[float, float]) -> None:
    """The lines of cells of one outcome; `place` is the top of the first and the height of each, `sizes` those of the words
    before them and in them."""
    top, height = place
    for i, (word, cells) in enumerate(row.cells):
        middle = top + (i + 0.5) * height
        ax.text(beside, middle, word, ha="right", va="center", fontsize=sizes[0], color=theme.GREY)
        for j, cell in enumerate(cells):
            base = theme.VERMILLION if cell.shade > 0 else theme.BLUE
            ax.add_patch(Rectangle((j + 0.02, middle - height / 2 + 0.012), 0.96, height - 0.024, facecolor=base,
                                   alpha=0.5 * abs(cell.shade), linewidth=0))
            ax.text(j + 0.5, middle, cell.text, ha="center", va="center", fontsize=sizes[1], color=cell.colour)
