"""Tables of a result and of a live model that say in a dozen lines what they hold."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from . import _core, words
from .notebook import IN_FULL, MOST, Readable, Sheet

BILLION = 1e9
FEWER = 8  # rows that are shown where two lines stand above them and three below


def yearly(table: pd.DataFrame, fork: str) -> pd.DataFrame:
    """Of the recorded dates the last one of each year, from the first on which policies may differ; all where they are few."""
    later = table[table["time"] >= pd.Timestamp(fork)] if fork else table
    if later.empty:
        return table.tail(1)
    return later if len(later) <= MOST else later.groupby(later["time"].dt.year).tail(1).tail(MOST)


def _left_out(shown: int, rows: int) -> list[str]:
    """What is said where not every date is shown."""
    return [f"{shown} of {words.counted(rows, 'recorded date')}: the last of each year; {IN_FULL}."] if shown < rows else []


def _in_columns(scale: words.Scale) -> list[str]:
    """What is said where the numbers shown are not those of the columns."""
    return [] if scale.factor == 1.0 else [f"1 in the columns is {scale.factor:,.15g} {scale.difference_unit} here."]


def _last(values: "pd.Series[float]") -> float:
    return float(values.iloc[-1]) if len(values) else math.nan


def _share(value: float) -> str:
    return f"{100.0 * value:.0f}%" if math.isfinite(value) else "\u2013"


class EffectCourse(Readable):
    """The table of Run.effect."""

    def sheet(self) -> Sheet:
        about: dict[str, Any] = self.attrs["about"]
        scale, shown = words.Scale(**about["scale"]), yearly(pd.DataFrame(self), about["fork"])
        decimals, unit = scale.decimals(_last(shown["high"] - shown["low"])), scale.difference_unit
        columns = [("date", ""), ("effect", unit), ("80% of pairs", unit), ("P(sign)", ""), ("pairs", ""), ("removed by pairing", "of the variance")]
        cost = "cost" in self.columns
        columns += [("cost", "billion USD"), ("effect per billion USD", unit)] if cost else []
        rows = []
        for row in shown.to_dict("records"):
            cells = [f"{row['time']:%Y-%m-%d}", scale.text(row["effect"], decimals, True),
                     f"{scale.text(row['low'], decimals, True)} to {scale.text(row['high'], decimals, True)}",
                     words.probability(row["sign_probability"], row["pairs"]), f"{row['pairs']:,}", _share(row["variance_removed"])]
            if cost:
                each = row["per_billion"] * scale.factor
                cells += [f"{row['cost'] / BILLION:,.1f}" if math.isfinite(row["cost"]) else "\u2013",
                          f"{each:+.2g}".replace("-", "\u2212") if math.isfinite(each) else "\u2013"]
            rows.append(tuple(cells))
        notes = [f"P(sign): share of pairs with the more frequent sign; under {about['clear']:.0%} the effect is unclear."
                 + (" Cost: what governments spend more, from the start to the date." if cost else ""),
                 " ".join([*_left_out(len(shown), len(self)), *_in_columns(scale)])]
        return Sheet(f"Effect of {about['policy']} against {about['vs']} on {about['phrase']}", tuple(columns), tuple(rows), tuple(notes))


class VarianceBudget(Readable):
    """The table of Run.budget."""

    def sheet(self) -> Sheet:
        about: dict[str, Any] = self.attrs["about"]
        scale, shown = words.Scale(**about["scale"]), yearly(pd.DataFrame(self), about["fork"])
        deviations = shown["variance"] ** 0.5
        decimals = scale.decimals(2.56 * _last(deviations))  # of a normal distribution the width of the middle 80%
        unit = scale.difference_unit
        columns = (("date", ""), ("effect", unit), ("standard deviation", unit), ("chance", ""), ("assumptions", ""), ("structure", ""))
        rows = tuple((f"{row['time']:%Y-%m-%d}", scale.text(row["effect"], decimals, True), scale.text(deviation, decimals),
                      _share(row["chance"]), _share(row["assumptions"]), _share(row["structure"]))
                     for row, deviation in zip(shown.to_dict("records"), deviations))
        notes = ("Shares of the variance of one paired difference, the square of the deviation. Chance: between members of a world; "
                 "assumptions: between draws of them; structure: between variants of contested mechanisms.",
                 " ".join([*_left_out(len(shown), len(self)), *_in_columns(scale)]))
        return Sheet(f"Where the variance of the effect of {about['policy']} on {about['phrase']} comes from", columns, rows, notes)


class Leaderboard(Readable):
    """The table of Run.ranking."""

    def sheet(self) -> Sheet:
        about: dict[str, Any] = self.attrs["about"]
        histories, top = self.attrs["histories"], self.attrs["top"]
        columns = [("place", ""), ("model", ""), ("family", ""), ("lab", ""), ("country", ""), ("licence", ""), ("released", ""),
                   ("capability", "log10 FLOP")]
        shares = [("family_share", "family"), ("lab_share", "lab")] if histories > 1 else []
        columns += [(heading, f"in top {top}") for _, heading in shares]
        shown = pd.DataFrame(self).head(about["most"])
        rows = tuple((f"{row['place']}", *(str(row[key]) for key in ("model", "family", "lab", "country", "licence", "released")),
                      f"{row['capability']:.2f}", *(f"{math.floor(100.0 * row[key] + 1e-9)}%" for key, _ in shares))
                     for row in shown.to_dict("records"))
        best = ", ".join(f"{c['country']} {c['place']}" for c in self.attrs["countries"])
        notes = ["Capability: effective training compute." + (f" In top {top}: in how many of the {histories} recorded histories." if shares else ""),
                 f"Place of the best model of each country: {best}; what stands ahead of it is in attrs[\"countries\"]."]
        notes += [f"{len(shown)} of {words.counted(len(self), 'row')}; {IN_FULL}."] if len(shown) < len(self) else []
        title = (f"Open models by capability on {self.attrs['at']} under {self.attrs['policy']}, {about['history']}: {len(shown)} of "
                 f"{words.counted(self.attrs['models'], 'model')}")
        return Sheet(title, tuple(columns), rows, tuple(notes))


class Reliance(Readable):
    """The table of Run.lineage_summary."""

    def sheet(self) -> Sheet:
        about: dict[str, Any] = self.attrs["about"]
        shown = pd.DataFrame(self).head(about["most"])
        columns = ((about["by"], ""), ("bases", ""), ("descendants", ""), ("depth", "generations"), ("width", "models"), ("alone", "models"),
                   ("alone", "downloads"), ("freer than", "parent"), ("freer than", "ancestor"), ("exposure", ""),
                   ("trainings", "mean"))
        rows = tuple((str(row["name"]), *(f"{row[key]:,}" for key in ("bases", "descendants", "depth", "width", "alone_models")),
                      words.large(row["alone_downloads"]), f"{row['conflicts_with_parent']:,}", f"{row['conflicts_with_ancestor']:,}",
                      f"{100.0 * row['exposure']:.1f}%", f"{row['trainings']:.2f}") for row in shown.to_dict("records"))
        notes = ["Alone: derivatives with no line to another base. Freer: derivatives whose licence grants more than that of a parent, or of "
                 "any ancestor, allows. Exposure: descendants’ share of the downloads of all derivatives."]
        notes += [f"{len(shown)} of {words.counted(len(self), 'row')}, most descendants first; {IN_FULL}."] if len(shown) < len(self) else []
        totals = (f"{words.counted(self.attrs['derivatives'], 'derivative')} of {words.counted(self.attrs['bases'], 'base')}, "
                  f"{words.counted(self.attrs['merges'], 'merge')}, {words.large(self.attrs['downloads'])} downloads")
        return Sheet(f"Who rests on whom, by {about['by']}, under {about['policy']}, {about['history']}: {totals}", columns, rows, tuple(notes))


#: What the value of an event is, by its kind; of the others it is a count, or says nothing.
_COMPUTE, _LINE = "log10 FLOP", ("flagship", "second line")


def said_value(kind: str, actor: str, value: float) -> str:
    """The value of an event with its unit: "25.31 log10 FLOP", "second line", "0.95"."""
    if kind in ("release", "sensation"):
        return f"{value:.2f} {_COMPUTE}" if value else ""  # of what is no language model nothing is known
    if kind in ("opens", "closes"):
        return _LINE[int(value)]
    if kind == "incident":
        return words.counted(int(value), "incident")
    if kind in ("policy", "trigger"):
        return _level(actor.partition(" ")[0], value)
    return f"{value:.4g}" if value else ""


def _level(lever: str, value: float) -> str:
    card = next((card for card in _core.levers() if card["key"] == lever), None)
    if card is not None and card["words"] and value.is_integer() and 0 <= value < len(card["words"]):
        return str(card["words"][int(value)])
    unit = "" if card is None or card["unit"] == "1" else f" {card['unit']}"
    return f"{value:,.4g}{unit}" if abs(value) < BILLION else f"{value / BILLION:,.4g} billion{unit}"


class EventLog(Readable):
    """The tables of Run.events and Ecosystem.events."""

    def sheet(self) -> Sheet:
        about: dict[str, Any] = self.attrs["about"]
        cell = [key for key in ("policy", "world", "member") if key in self.columns]
        shown = pd.DataFrame(self).tail(FEWER)
        rows = tuple((*(str(row[key]) for key in cell), f"{row['time']:%Y-%m-%d}", row["kind"], row["actor"],
                      said_value(row["kind"], row["actor"], float(row["value"]))) for row in shown.to_dict("records"))
        columns = tuple((key, "") for key in (*cell, "date", "kind", "actor", "value"))
        counts = ", ".join(f"{count:,} {kind}" for kind, count in self["kind"].value_counts(sort=True).items())
        notes = [f"By kind: {counts}."] if len(self) else []
        notes += [f"The last {len(shown)} rows; {IN_FULL}. Releases: capability."] if len(shown) < len(self) else []
        return Sheet(f"{words.counted(len(self), 'event')} {about['where']}", columns, rows, tuple(notes))
