"""Figures of a backtest: hindcasts by origin over the record, and histograms of the probability integral transform."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.dates import DateFormatter, MonthLocator

from ..calibration.record import Series
from ..figures import panels, plate, theme
from .fit import Projection
from .origins import VINTAGE, month_end
from .pairs import MODEL
from .targets import Level

LOOK = theme.PROFILES["brief"]
FOOTER = "Each panel: fitted to what was known by its origin (dashed line), then run on without the record"
#: Months of the record that are shown before the first origin.
BEFORE = 5
#: Of a histogram: few pairs allow few bins.
BINS = 5


def hindcasts(projections: list[Projection], target: Level, name: str, beside: Series | None = None) -> plate.Plate:
    """The record in black and, by origin, the median and the 50% and 80% bands of the histories that continue from it.

    `beside` are figures of other definitions, drawn as diamonds.
    """
    first, tables = month_end(projections[0].origin, -BEFORE), []
    title = f"{target.title}: what was projected, and what came"
    subtitle = (f"{target.unit.capitalize()}; median, 50% and 80% of the histories. Black: the record, hollow before the origin, "
                "filled after it." + (" Diamonds: figures of other definitions." if beside else ""))
    with theme.styled(LOOK):
        frame, axes = panels.grid(LOOK, title, subtitle, FOOTER, [panels.Heading(f"from {_month(p.origin)}", theme.BLUE) for p in projections], 0.08)
        for ax, projection in zip(axes, projections):
            fan = _fan(projection, target)
            tables.append(fan)
            days = fan["date"].to_numpy()
            ax.fill_between(days, fan["q10"], fan["q90"], color=theme.BLUE, alpha=0.18, linewidth=0)
            ax.fill_between(days, fan["q25"], fan["q75"], color=theme.BLUE, alpha=0.3, linewidth=0)
            ax.plot(days, fan["q50"], color=theme.BLUE)
            ax.axvline(projection.origin, color=theme.GREY, linewidth=0.7, linestyle=(0, (4, 3)))
            _ink(ax, target.record, projection.origin, first, "o")
            if beside:
                _ink(ax, beside, projection.origin, first, "D")
        axes[0].xaxis.set_major_locator(MonthLocator(bymonth=1))
        axes[0].xaxis.set_major_formatter(DateFormatter("%Y"))
        axes[0].set_xlim(first, VINTAGE + 10)
        theme.number_axis(axes[0])
        if target.bounds:
            axes[0].set_ylim(*target.bounds)
        for ax in axes:
            ax.grid(axis="y", color=theme.RULE, linewidth=0.4)
            ax.set_axisbelow(True)
    table = pd.concat(tables, ignore_index=True)
    return plate.Plate(name, frame.figure, table, _alt(table, target, title), title, LOOK)


def histograms(pairs: pd.DataFrame, groups: dict[str, list[str]], name: str) -> plate.Plate:
    """How often the value came in each fifth of the model's predictive distribution, one panel per group of targets."""
    model, tables = pairs[pairs["method"] == MODEL], []
    title = "Where the values fell in the model's distributions"
    subtitle = ("Share of the pairs in each fifth of the probability integral transform. Level at the dashed line: calibrated; high at "
                "both ends: too sure; high in the middle: too wide; high on one side: biased.")
    with theme.styled(LOOK):
        frame, axes = panels.grid(LOOK, title, subtitle, "Pairs of one origin go together, so histograms are rougher than their numbers "
                                  "of pairs suggest", [panels.Heading(group) for group in groups], 0.08)
        for ax, (group, names) in zip(axes, groups.items()):
            pit = model.loc[model["target"].isin(names), "pit"].to_numpy()
            counts, edges = np.histogram(pit, bins=BINS, range=(0.0, 1.0))
            shares = counts / max(1, len(pit))
            ax.bar(edges[:-1], shares, width=1.0 / BINS, align="edge", color=theme.BLUE, edgecolor=theme.PAPER, linewidth=1.0)
            ax.axhline(1.0 / BINS, color=theme.INK, linewidth=0.8, linestyle=(0, (4, 3)))
            ax.text(0.98, 0.97, f"{len(pit)} pairs", transform=ax.transAxes, ha="right", va="top", color=theme.GREY,
                    fontsize=0.9 * LOOK.font)
            tables.append(pd.DataFrame({"targets": group, "from": edges[:-1], "to": edges[1:], "share": shares, "pairs": len(pit)}))
        axes[0].set_xlim(0.0, 1.0)
        axes[0].set_ylim(0.0, 1.2 * max(table["share"].max() for table in tables))
        axes[0].set_xticks([0.0, 0.5, 1.0], ["0", "0.5", "1"])
        theme.number_axis(axes[0])
        for ax in axes:
            ax.grid(axis="y", color=theme.RULE, linewidth=0.4)
            ax.set_axisbelow(True)
    table = pd.concat(tables, ignore_index=True)
    said = "; ".join(f"{group}: " + ", ".join(f"{share:.0%}" for share in rows["share"]) for group, rows in table.groupby("targets", sort=False))
    return plate.Plate(name, frame.figure, table, f"{title}. Shares by fifth, from low to high. {said}.", title, LOOK)


def _fan(projection: Projection, target: Level) -> pd.DataFrame:
    days = projection.run.data["time"].values.astype("datetime64[D]")
    days = days[(days > projection.origin) & (days <= VINTAGE)]
    low, quarter, middle, third, high = np.nanpercentile(target.draws(projection.run, projection.origin, days), (10, 25, 50, 75, 90), axis=1)
    return pd.DataFrame({"origin": str(projection.origin), "date": days, "q10": low, "q25": quarter, "q50": middle, "q75": third, "q90": high})


def _ink(ax, record: Series, origin: np.datetime64, first: np.datetime64, marker: str) -> None:  # type: ignore[no-untyped-def]
    dates, values = record.dates, record.values
    shown = (dates >= first) & (dates <= VINTAGE)
    for after, filled in ((False, theme.PAPER), (True, theme.INK)):
        part = shown & ((dates > origin) == after)
        ax.plot(dates[part], values[part], linestyle="none", marker=marker, markersize=2.6, markeredgewidth=0.7,
                markeredgecolor=theme.INK, markerfacecolor=filled, zorder=3)


def _month(day: np.datetime64) -> str:
    return str(day)[:7]


def _alt(table: pd.DataFrame, target: Level, title: str) -> str:
    parts = []
    for origin, fan in table.groupby("origin", sort=False):
        last = fan.iloc[-1]
        parts.append(f"from {origin[:7]}, {last['q10']:.3g} to {last['q90']:.3g} {target.unit} (80%) at the end")
    return f"{title}. One panel per origin: {'; '.join(parts)}."
