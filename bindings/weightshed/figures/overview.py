"""Every policy against every outcome: a heat map of effects, and how much each policy may be regretted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from .. import summary, words
from . import panels, plate, theme

if TYPE_CHECKING:
    from ..run import Run

REGRET_QUANTILE = 0.9


def table(run: "Run") -> pd.DataFrame:
    """One row a policy and outcome (main slices, last recorded date): effect, low, high, sign_probability, strength
    (effect over the width of its own 80 % interval), and the regret of the policy when more of the outcome is wanted
    (`regret_more`) and when less is (`regret_less`): the 90 % quantile over cells of how far it stays behind the best
    policy of the same cell, in the measure's own unit."""
    rows = []
    for measure in run.measures:
        slice_ = summary.main_slice(run, measure)
        if not summary.has_values(run, slice_):
            continue
        last = run.data[measure].sel(slice_.selection).isel(time=-1).astype(np.float64)
        cells = last.transpose("policy", "world", "member").values.reshape(len(run.policies), -1)
        cells = cells[:, np.isfinite(cells).all(axis=0)]
        for i, policy in enumerate(run.policies):
            effect = summary.effect(run, slice_, policy).iloc[-1]
            more, less = (np.nan, np.nan) if cells.shape[1] == 0 else (
                float(np.quantile(gap, REGRET_QUANTILE)) for gap in (cells.max(axis=0) - cells[i], cells[i] - cells.min(axis=0)))
            rows.append({"outcome": measure, "slice": slice_, "policy": policy, "effect": float(effect["effect"]),
                         "low": float(effect["low"]), "high": float(effect["high"]),
                         "sign_probability": float(effect["sign_probability"]), "zero": summary.is_zero(effect),
                         "strength": np.sign(effect["effect"]) * summary.strength(effect),
                         "regret_more": more, "regret_less": less})
    return pd.DataFrame(rows)


def draw_effects(run: "Run", profile: theme.Profile) -> plate.Plate:
    """Heat map: rows outcomes, columns policies but the reference; colour and number: the effect, pale when unclear."""
    found = table(run)
    policies, note = _shown(run, [p for p in run.policies if p != run.reference], found)
    clear = found[found["policy"].isin(policies) & summary.is_clear(found["sign_probability"])]
    title = (f"{len(clear)} of {len(policies) * found['outcome'].nunique()} effects are clear in "
             f"{words.month(run.data['time'].values[-1])}")
    subtitle = (f"Mean paired effect against \u201c{panels.label(run, run.reference)}\u201d. Colour: its size in widths of its own 80% "
                f"interval, blue down, red up; grey text: the sign holds in less than 90% of cells ({plate.bands(run)}). {note}").strip()
    return _matrix(run, profile, found, policies, title, subtitle, "overview-effects", _effect_cell)


def draw_regret(run: "Run", profile: theme.Profile) -> plate.Plate:
    """The regret table: rows outcomes, columns policies; how far behind the best policy of the same cell, at worst."""
    found = table(run)
    policies, note = _shown(run, run.policies, found)
    title = "How much each policy may be regretted, if more or if less of an outcome is wanted"
    subtitle = (f"Distance to the best policy of the same simulated history, exceeded in one of ten ({words.month(run.data['time'].values[-1])}). "
                f"Upper: more is wanted; lower: less is. Darker: larger within the row. Which is wanted is the reader's to say. {note}").strip()
    return _matrix(run, profile, found, policies, title, subtitle, "overview-regret", _regret_cell)


def _shown(run: "Run", candidates: list[str], found: pd.DataFrame) -> tuple[list[str], str]:
    if len(candidates) <= panels.MOST:
        return candidates, ""
    size = found.assign(size=found["strength"].abs()).groupby("policy")["size"].sum()
    kept = sorted(candidates, key=lambda p: -size.get(p, 0.0))[:panels.MOST]
    return [p for p in candidates if p in kept], f"{len(kept)} of {len(candidates)} policies shown."


def _effect_cell(row: pd.Series, scale: words.Scale, largest: float) -> tuple[str, float, str]:
    if row["zero"] or not np.isfinite(row["effect"]):
        return ("exactly 0" if row["zero"] else "no value"), 0.0, theme.GREY
    decimals = scale.decimals(row["high"] - row["low"])
    shade = float(np.clip(row["strength"], -1.5, 1.5)) / 1.5
    return scale.difference(row["effect"], decimals), shade, theme.INK if summary.is_clear(row["sign_probability"]) else theme.GREY


def _regret_cell(row: pd.Series, scale: words.Scale, largest: float) -> tuple[str, float, str]:
    if not np.isfinite(row["regret_more"]):
        return "no value", 0.0, theme.GREY
    decimals = scale.decimals(largest)
    shade = max(row["regret_more"], row["regret_less"]) / largest if largest > 0 else 0.0
    return (f"{scale.difference(row['regret_more'], decimals, False)}\n{scale.difference(row['regret_less'], decimals, False)}",
            0.6 * shade, theme.INK)


def _matrix(run: "Run", profile: theme.Profile, found: pd.DataFrame, policies: list[str], title: str, subtitle: str,
            name: str, cell) -> plate.Plate:
    outcomes = list(dict.fromkeys(found["outcome"]))
    lines = 2 if cell is _regret_cell else 1
    with theme.styled(profile):
        size = profile.font * 0.85
        slices = {r["outcome"]: r["slice"] for _, r in found.iterrows()}
        names = {o: words.sentence(words.phrase(slices[o], run.data[o].attrs)) for o in outcomes}
        left = 0.3 * profile.width
        rows = {o: theme.wrap(names[o], size, left - 0.15) for o in outcomes}
        width = (profile.width - left - 0.25) / len(policies)
        heads = {p: theme.wrap(panels.label(run, p), size, width - 0.06, bold=True)[:4] for p in policies}
        head = 1.25 * max(len(h) for h in heads.values()) * size / 72.0 + 0.06
        height = max(1.25 * max(lines, max(len(r) for r in rows.values())) * size / 72.0 + 0.1, 0.3)
        frame = theme.frame(profile, title, subtitle, plate.footer(run), head + height * len(outcomes))
        ax = frame.figure.add_subplot(frame.grid(1, 1)[0])
        box = ax.get_position()
        right = box.x0 + box.width
        ax.set_position([left / profile.width, box.y0, right - left / profile.width, box.height])
        total = head + height * len(outcomes)
        ax.set_xlim(0, len(policies))
        ax.set_ylim(total, 0)
        ax.axis("off")
        for j, p in enumerate(policies):
            ax.text(j + 0.5, head - 0.05, "\n".join(heads[p]), ha="center", va="bottom", fontsize=size, weight="bold", linespacing=1.1)
        for i, o in enumerate(outcomes):
            y = head + height * i
            scale = summary.scale(run, slices[o])
            part = found[(found["outcome"] == o) & found["policy"].isin(policies)]
            largest = float(np.nanmax(part[["regret_more", "regret_less"]].to_numpy())) if part["regret_more"].notna().any() else 0.0
            ax.text(-0.12 / width, y + height / 2, "\n".join(rows[o]), ha="right", va="center", fontsize=size, linespacing=1.1)
            for j, p in enumerate(policies):
                text, shade, colour = cell(part[part["policy"] == p].iloc[0], scale, largest)
                base = theme.VERMILLION if shade > 0 else theme.BLUE
                ax.add_patch(theme.rectangle((j + 0.02, y + 0.02), 0.96, height - 0.04, base, 0.5 * abs(shade)))
                ax.text(j + 0.5, y + height / 2, text, ha="center", va="center", fontsize=size, color=colour, linespacing=1.1)
    out = found.drop(columns=["slice", "zero"])
    alt = f"Table of policies against outcomes. {title}. " + " ".join(
        f"{names[o]}: " + ", ".join(f"{panels.label(run, p)} {cell(found[(found['outcome'] == o) & (found['policy'] == p)].iloc[0], summary.scale(run, slices[o]), 1.0)[0]}".replace(chr(10), ' or ')
                                    for p in policies) + "." for o in outcomes)
    return plate.Plate(name, frame.figure, out, alt, title, profile)
