#!/usr/bin/env python3
"""Estimates the weights of the choice of a base again from the project's own reference tables, next to their cards.

A Poisson regression of new derivatives per base and month on properties of the base, with an effect for every month, so
that it is a conditional logit of shares; standard errors are clustered by base or family. The panel is
derivatives_by_base.csv (bases with at least 309 derivatives by 2025-01: selected on the outcome), joined to releases.csv.

    pip install weightshed[panel]
    python scripts/reference/estimate_choice.py > docs/choice.md

Needs statsmodels; the cards come from the package itself.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import statsmodels.api as sm

import weightshed as ws

REFERENCE = Path(__file__).resolve().parents[2] / "scenarios" / "reference"
POINTS_A_DECADE = 14.5  # of size, within a release; as in models/roster/roster.cpp
LAST_DAY = "2025-01-11"  # the source's last month holds a jump that nobody has explained
# Automated uploads: five bases from May 2024 on, two of them in the spike of September 2024 (SOURCES.md).
BULK = {"Qwen/Qwen1.5-0.5B", "Qwen/Qwen1.5-1.8B", "Qwen/Qwen1.5-7B", "google/gemma-2b", "google/gemma-7b"}
SPIKE = {"Qwen/Qwen2-0.5B", "Qwen/Qwen2-1.5B"}
LABS = ["meta", "mistral", "google", "alibaba", "deepseek"]  # against Microsoft and the rest
CARDS = {"capability": "derivation.capability", "restricted": "derivation.restricted",
         "non_commercial": "derivation.non_commercial", "instruct": "derivation.instruct", "code": "derivation.code",
         "launch": "derivation.launch", "age": "derivation.ageing"}


def bases() -> pd.DataFrame:
    """Open language bases of the roster with a capability for each: measured, or filled as the model fills it."""
    table = pd.read_csv(REFERENCE / "releases.csv", parse_dates=["date"])
    table = table[(table.task_class == "language") & (table.licence_class != "api_only")].copy()
    table["log2_size"] = 0.5 * np.log2(table.total_parameters * table.active_parameters)
    measured = table[table.eci_origin == "measured"]
    years = (table.date - pd.Timestamp("2024-01-01")).dt.days / 365.2425
    design = np.column_stack([np.ones(len(table)), years, table.log2_size * np.log10(2) - 10])
    known = table.eci.notna().to_numpy()
    fitted = (table.eci_origin == "measured").to_numpy()
    fit, *_ = np.linalg.lstsq(design[fitted], table.eci[fitted], rcond=None)
    table["capability"] = np.where(known, table.eci, design @ fit)
    for i in np.flatnonzero(~known):
        row = table.iloc[i]
        siblings = measured[measured.release == row.release]
        if len(siblings):
            nearest = siblings.iloc[(siblings.log2_size - row.log2_size).abs().argmin()]
            table.iloc[i, table.columns.get_loc("capability")] = (
                nearest.eci + POINTS_A_DECADE * (row.log2_size - nearest.log2_size) * np.log10(2))
    return table


def panel(roster: pd.DataFrame) -> pd.DataFrame:
    """One row per base and month of its age: new derivatives, days, and the properties of the base at that time."""
    counts = pd.read_csv(REFERENCE / "derivatives_by_base.csv", parse_dates=["created", "date"])
    counts = counts.sort_values(["hub_id", "date"])
    before = counts.groupby("hub_id")
    counts["new"] = counts.derivatives - before.derivatives.shift(fill_value=0)
    counts["since"] = before.date.shift().fillna(counts.created)
    counts["middle"] = counts.since + (counts.date - counts.since) / 2
    rows = counts.merge(roster, left_on="roster_hub_id", right_on="hub_id", suffixes=("", "_roster"))
    rows = rows[(rows.middle >= "2023-07-01") & (rows.date <= LAST_DAY) & (rows.new >= 0)]
    rows = rows[~(rows.hub_id.isin(BULK) & (rows.date >= "2024-05-01"))]
    rows = rows[~(rows.hub_id.isin(SPIKE) & (rows.middle >= "2024-08-15") & (rows.middle <= "2024-10-15"))].copy()
    rows["days"] = (rows.date - rows.since).dt.days
    rows["age"] = (rows.middle - rows.created).dt.days / 365.2425
    doubling = np.floor(roster.log2_size)
    best = [roster.capability[(doubling == np.floor(r.log2_size)) & (roster.date <= r.middle)].max()
            for r in rows.itertuples()]
    rows["above_best"] = (rows.capability - np.array(best)) / 10.0
    return rows[rows.days > 0].dropna(subset=["above_best"])


def estimate(rows: pd.DataFrame, brand: bool) -> tuple[pd.Series, pd.Series, int]:
    """Coefficients in log-odds, and their standard errors: the larger of those clustered by base and by family, as nine
    families are too few clusters for errors by family alone."""
    doublings = rows.log2_size - np.log2(7e9)
    x = pd.DataFrame({
        "capability": rows.above_best, "size": doublings, "size_squared": doublings**2,
        "restricted": rows.licence_class == "restricted_commercial",
        "non_commercial": rows.licence_class == "gated_research", "instruct": rows.purpose == "instruct",
        "code": rows.purpose == "code", "launch": rows.age < 6 * 7 / 365.2425, "age": rows.age}, index=rows.index)
    if brand:
        for lab in LABS:
            x[lab] = rows.lab == lab
    months = pd.get_dummies(rows.middle.dt.to_period("M").astype(str))
    x = pd.concat([x, months], axis=1).astype(float)
    model = sm.GLM(rows.new, x, family=sm.families.Poisson(), offset=np.log(rows.days / 30.4))
    clusters = [rows[name].astype("category").cat.codes for name in ("hub_id", "family")]
    fits = [model.fit(cov_type="cluster", cov_kwds={"groups": groups}) for groups in clusters]
    return fits[0].params, np.maximum(fits[0].bse, fits[1].bse), int(rows.family.nunique())


def page() -> str:
    roster = bases()
    rows = panel(roster)
    cards = ws.parameters()
    lines = ["# Choice weights, estimated again", "",
             "Generated by `scripts/reference/estimate_choice.py`; do not edit. A Poisson regression of new derivatives per base and "
             "month, with month effects (a conditional logit of shares), on the project's own tables. Values are log-odds. In "
             "brackets is the larger of two standard errors, one clustered by base and one by family.", ""]
    free, loose, families = estimate(rows, brand=False)
    fit, error, _ = estimate(rows, brand=True)
    lines += [f"{rows.hub_id.nunique()} bases of {families} families, {len(rows)} base-months, {int(rows.new.sum()):,} "
              f"derivatives, {rows.middle.min():%Y-%m} to {rows.middle.max():%Y-%m}. Bases with fewer than 309 derivatives "
              "are missing; this selection on the outcome pulls weights towards 0.", "",
              "| term | without brand | with brand | card: centre (spread) | agrees |", "|---|---|---|---|---|"]
    apart = []
    for term, card in CARDS.items():
        centre, spread = float(cards.loc[card, "initial"]), float(cards.loc[card, "spread"])
        distance = abs(fit[term] - centre) / np.hypot(error[term], spread)
        if distance > 2:
            apart.append(f"`{card}`")
        lines.append(f"| {term} | {free[term]:+.2f} ({loose[term]:.2f}) | {fit[term]:+.2f} ({error[term]:.2f}) | "
                     f"`{card}` {centre:+.2f} ({spread:.2f}) | {'yes' if distance <= 2 else 'no'} |")
    if fit["size_squared"] < 0:
        optimum = 7e9 * 2 ** (-fit["size"] / (2 * fit["size_squared"]))
        lines.append(f"| size optimum | | {optimum / 1e9:.1f}e9 | `derivation.size_optimum` "
                     f"{float(cards.loc['derivation.size_optimum', 'initial']) / 1e9:.1f}e9 | |")
        lines.append(f"| size width, doublings | | {np.sqrt(-0.5 / fit['size_squared']):.1f} | `derivation.size_width` "
                     f"{float(cards.loc['derivation.size_width', 'initial']):.1f} | |")
    for lab in LABS:
        lines.append(f"| brand of {lab} | | {fit[lab]:+.2f} ({error[lab]:.2f}) | `brand_derive` in labs.csv | |")
    lines += ["", "*Agrees*: within two standard errors of panel and card together. "
              + (f"Apart: {', '.join(apart)}. " if apart else "None is apart. ")
              + "The cards rest on the whole source: 394 bases, each with its own capability from a leaderboard. This panel has "
              "only the popular bases, and for many of them the index is filled in by date and size. A capability filled in this "
              "way explains nothing beyond age and size, here as in the whole source (0.02 with a standard error of 0.26). Age "
              "then also covers the displacement by better models: a year costs what capability and ageing cost together. So the "
              "cards of capability, ageing and launch keep the estimate with the better measure. This table confirms licence, "
              "purpose, size and the order of brands. Licence is nearly a property of the family, so its error is larger than "
              "any table shows: do not read a licence lever from it.", ""]
    return "\n".join(lines)


if __name__ == "__main__":
    print(page())
