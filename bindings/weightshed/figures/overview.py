"""Every policy against every outcome: a heat map of effects, and the regret that each policy may cause."""

from __future__ import annotations

from typing import Callable

import numpy as np
import pandas as pd
from matplotlib.patches import Rectangle

from .. import words
from ..reading import CLEAR, Line, Reading
from ..methods.regret import WORST_TENTH, behind_best
from . import panels, plate, theme

Cell = tuple[str, float, str]  # text, shade (its sign picks the colour), colour of the text


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
    """Heat map: rows outcomes, columns policies but the reference; colour and number: the effect, pale when unclear."""
    found = table(run)
    policies, note = _shown(run.policies[1:], found)
    clear = sum(line.last_effect(policy).is_clear for line in _outcomes(run) for policy in policies)
    title = f"{clear} of {len(policies) * len(_outcomes(run))} effects are clear in {run.end}"
    subtitle = (f"Mean paired effect against {run.quoted(run.reference)}. Colour: its size in widths of its own 80% interval, "
                f"blue down, red up. Grey text: the sign holds in fewer than {100 * CLEAR:.0f}% of pairs ({run.spread}). {note}")

    def cell(line: Line, row: pd.Series) -> Cell:
        e = line.last_effect(row["policy"])
        if e.is_zero or not np.isfinite(e.effect):
            return ("exactly 0" if e.is_zero else "no value"), 0.0, theme.GREY
        nothing = line.scale.text(abs(e.effect), e.decimals) == line.scale.text(0.0, e.decimals)
        shade = 0.0 if nothing else float(np.clip(row["strength"], -1.5, 1.5)) / 1.5
        return line.scale.difference(e.effect, e.decimals), shade, theme.INK if e.is_clear else theme.GREY

    return _matrix(run, profile, found, policies, title, subtitle.strip(), "overview-effects", cell)


def draw_regret(run: Reading, profile: theme.Profile) -> plate.Plate:
    """The regret table: rows outcomes, columns policies; how far behind the best policy of the same cell, at worst."""
    found = table(run)
    policies, note = _shown(run.policies, found)
    title = "How far each policy may fall short of the best one, if more or if less of an outcome is wanted"
    subtitle = (f"Distance to the best policy in the same simulated history, exceeded in one history of ten ({run.end}). "
                f"“More”: if more of the outcome is wanted; “less”: if less is. Darker: larger within the row. Which of the two is "
                f"wanted is for the reader to decide. {note}")
    shown = found[found["policy"].isin(policies)]
    largest = shown.groupby(["outcome", "where"])[["regret_more", "regret_less"]].max().max(axis=1)

    def cell(line: Line, row: pd.Series) -> Cell:
        most = float(largest[line.measure, line.where])
        if not np.isfinite(row["regret_more"]):
            return "no value", 0.0, theme.GREY
        more, less = (line.scale.text(row[key], line.scale.decimals(most)) for key in ("regret_more", "regret_less"))
        shade = max(row["regret_more"], row["regret_less"]) / most if most > 0 else 0.0
        return f"more: {more}\nless: {less}", 0.4 * shade, theme.INK

    return _matrix(run, profile, found, policies, title, subtitle.strip(), "overview-regret", cell)


def _shown(candidates: list[str], found: pd.DataFrame) -> tuple[list[str], str]:
    if len(candidates) <= panels.MOST:
        return candidates, ""
    size = found.assign(size=found["strength"].abs()).groupby("policy")["size"].sum()
    kept = sorted(candidates, key=lambda p: -size.get(p, 0.0))[:panels.MOST]
    return [p for p in candidates if p in kept], f"{len(kept)} of {len(candidates)} policies shown."


def _matrix(run: Reading, profile: theme.Profile, found: pd.DataFrame, policies: list[str], title: str, subtitle: str,
            name: str, cell: Callable[[Line, pd.Series], Cell]) -> plate.Plate:
    outcomes = _outcomes(run)
    rows = {(r["outcome"], r["where"], r["policy"]): r for _, r in found.iterrows()}
    cells = {line.slice: [cell(line, rows[line.measure, line.where, p]) for p in policies] for line in outcomes}
    with theme.styled(profile):
        size = profile.font * 0.85
        left = 0.3 * profile.width
        units = {line.slice: line.scale.difference_unit if name == "overview-regret" else "" for line in outcomes}
        names = {line.slice: theme.wrap(", ".join(filter(None, (line.heading, units[line.slice]))), size, left - 0.15) for line in outcomes}
        width = (profile.width - left - 0.25) / len(policies)
        heads = [theme.wrap(run.label(p), size, width - 0.06, bold=True)[:4] for p in policies]
        head = 1.25 * max(len(h) for h in heads) * size / 72.0 + 0.06
        deepest = max([len(n) for n in names.values()] + [text.count("\n") + 1 for row in cells.values() for text, _, _ in row])
        height = max(1.25 * deepest * size / 72.0 + 0.1, 0.3)
        frame = theme.frame(profile, title, subtitle, plate.footer(run), head + height * len(outcomes))
        ax = frame.figure.add_subplot(frame.grid(1, 1)[0])
        box = ax.get_position()
        right = box.x0 + box.width
        ax.set_position([left / profile.width, box.y0, right - left / profile.width, box.height])
        ax.set_xlim(0, len(policies))
        ax.set_ylim(head + height * len(outcomes), 0)
        ax.axis("off")
        for j, lines in enumerate(heads):
            ax.text(j + 0.5, head - 0.05, "\n".join(lines), ha="center", va="bottom", fontsize=size, weight="bold", linespacing=1.1)
        for i, line in enumerate(outcomes):
            y = head + height * i
            ax.text(-0.12 / width, y + height / 2, "\n".join(names[line.slice]), ha="right", va="center", fontsize=size,
                    linespacing=1.1)
            for j, (text, shade, colour) in enumerate(cells[line.slice]):
                base = theme.VERMILLION if shade > 0 else theme.BLUE
                ax.add_patch(Rectangle((j + 0.02, y + 0.02), 0.96, height - 0.04, facecolor=base, alpha=0.5 * abs(shade),
                                       linewidth=0))
                ax.text(j + 0.5, y + height / 2, text, ha="center", va="center", fontsize=size, color=colour, linespacing=1.1)
    alt = f"Table of policies against outcomes. {title}. " + " ".join(
        f"{line.heading}: " + ", ".join(f"{run.label(p)} {text.replace(chr(10), ' or ')}"
                                        for p, (text, _, _) in zip(policies, cells[line.slice])) + "." for line in outcomes)
    return plate.Plate(name, frame.figure, found, alt, title, profile)
