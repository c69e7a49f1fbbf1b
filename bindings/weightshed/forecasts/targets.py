"""What a backtest scores: quantities of the record, and where a run has the same quantity."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Union

import numpy as np

from ..calibration.record import MONTHLY_SHARE, Series, rows, series, table
from ..result import Result
from .origins import GAPS_FROM, LONGEST, VINTAGE, month_end, months_between

#: Classes of licences under which nobody else has the weights.
CLOSED = ("closed", "api_only")
#: Windows over which bases are counted, in months.
WINDOWS = (6, 12)
#: Counts begin here, where the model does.
FIRST_COUNT = np.datetime64("2019-06-30")

COUNTRIES = {"CN": "Chinese", "US": "American"}
FAMILIES = ("Qwen", "Llama", "Mistral")  # the largest on record
FAMILY_SHARE = "family_derivative_share_without_bulk"
PAIRS = {"cn-us": "China behind the United States", "open-closed": "open behind closed models",
         "us_open-cn_open": "American behind Chinese open models"}


@dataclass(frozen=True)
class Level:
    """A measure at one label, whose values are on record at some dates."""

    name: str
    title: str
    unit: str
    measure: str
    dimension: str
    label: str
    record: Series
    seen: Series  # what rivals extrapolate: the record itself, unless it is too short
    factor: float = 1.0  # from the unit of the measure to that of the record
    bounds: tuple[float, float] | None = None
    least: float | None = None
    note: str = ""

    @property
    def where(self) -> str:
        return f"{self.dimension}={self.label}"

    def scored(self, origin: np.datetime64) -> Series:
        """The record after the origin, as far as horizons go."""
        dates = self.record.dates
        after = (dates > origin) & (dates <= min(month_end(origin, LONGEST), VINTAGE))
        return Series(dates[after], self.record.values[after])

    def history(self, origin: np.datetime64, date: np.datetime64) -> Series:
        """What a rival knows at the origin; the date to forecast makes no difference."""
        return self.seen.until(origin)

    def draws(self, run: Result, origin: np.datetime64, dates: np.ndarray) -> np.ndarray:
        """Dates × histories, in the unit of the record."""
        found = run.data[self.measure].isel(policy=0).sel({self.dimension: self.label})
        days = found["time"].values.astype("datetime64[D]")
        at = [int(np.flatnonzero(days == date)[0]) for date in dates]
        return self.factor * found.isel(time=at).transpose("time", "world", "member").values.reshape(len(at), -1)


@dataclass(frozen=True)
class Count:
    """Open language bases of a country's labs that come out within 6 and 12 months of the origin."""

    name: str
    title: str
    country: str
    days: np.ndarray  # of each base on record
    unit: str = "bases"
    bounds: tuple[float, float] | None = None
    least: float | None = 0.0
    measure: str = "open_bases"
    note: str = ("Rivals extrapolate the counts of the windows of the same length that had ended by the origin, end to end. Every size "
                 "of a release counts.")

    @property
    def where(self) -> str:
        return f"country={self.country}"

    def scored(self, origin: np.datetime64) -> Series:
        """Counts of the windows that begin at the origin and end within the record, dated to their ends."""
        ends = np.array([end for end in (month_end(origin, months) for months in WINDOWS) if end <= VINTAGE],
                        dtype="datetime64[D]")
        return Series(ends, np.array([self._between(origin, end) for end in ends]))

    def history(self, origin: np.datetime64, date: np.datetime64) -> Series:
        """Counts of the windows of the same length before the origin, end to end."""
        months = months_between(origin, date)
        ends = [origin]
        while month_end(ends[0], -2 * months) >= FIRST_COUNT:
            ends.insert(0, month_end(ends[0], -months))
        counts = [self._between(month_end(end, -months), end) for end in ends]
        return Series(np.array(ends, dtype="datetime64[D]"), np.array(counts))

    def draws(self, run: Result, origin: np.datetime64, dates: np.ndarray) -> np.ndarray:
        """Windows × histories; labs that enter during the run are counted."""
        country = dict(zip(run.reference_table("labs")["id"], run.reference_table("labs")["country"]))
        labs = [lab for lab in run.data["lab"].values.astype(str) if country.get(lab, _of_slot(lab)) == self.country]
        found = run.data[self.measure].isel(policy=0).sel(lab=labs).sum("lab", skipna=False)
        days = found["time"].values.astype("datetime64[D]")
        windows = [found.isel(time=(days > origin) & (days <= date)).sum("time", skipna=False) for date in dates]
        return np.stack([window.transpose("world", "member").values.ravel() for window in windows])

    def _between(self, after: np.datetime64, until: np.datetime64) -> float:
        return float(((self.days > after) & (self.days <= until)).sum())


Target = Union[Level, Count]


@dataclass(frozen=True)
class Pool:
    """Targets that are one quantity, on record in several ways, and are judged together."""

    name: str
    title: str
    unit: str
    measure: str
    where: str
    of: tuple[str, ...]
    note: str = ""


#: What the backtest is about first.
POOLS = (Pool("new_derivatives:CN", "Share of new derivatives on Chinese bases, by month", "percent",
              "derivative_share", "country=CN", (f"{MONTHLY_SHARE}:CN", "derivative_share:CN"),
              "By month to January 2025, where the monthly record ends. Two later figures count in other ways: \"exceeded 50%\" of new "
              "models by mid-2025, which is taken for 50, and 63% of new fine-tunes in September 2025 (P3). For these two the model's "
              "share includes bulk uploads. Rivals extrapolate the monthly record also from 2025-03 and 2025-06, when it had ended; the fits "
              "from there know what else was published by then."),)


def judged(found: list[Target]) -> list[Target | Pool]:
    """The pools, and the targets that are in none."""
    return [*POOLS, *(target for target in found if not any(target.name in pool.of for pool in POOLS))]

FIRST_SCORES = (f"Rivals see the record from {str(GAPS_FROM)[:7]} on. In mid-2023 hardly any Chinese model had a score: that jump would "
                "make them far too wide.")


def targets() -> list[Target]:
    """Everything on record that a run has too. Raises FileNotFoundError without the reference tables."""
    published = table("published_series")
    found: list[Target] = []
    monthly = {country: series(published, MONTHLY_SHARE, country) for country in COUNTRIES}
    for country, adjective in COUNTRIES.items():
        found.append(Level(f"derivative_share_without_bulk:{country}", f"Share of new derivatives on {adjective} bases, by month",
                           "percent", MONTHLY_SHARE, "country", country, monthly[country], monthly[country], 100.0, (0.0, 100.0)))
    for family in FAMILIES:
        known = series(published, FAMILY_SHARE, family)
        found.append(Level(f"{FAMILY_SHARE}:{family}", f"Share of new derivatives on {family}, by month", "percent", FAMILY_SHARE,
                           "family", family, known, known, 100.0, (0.0, 100.0)))
    found.append(Level("derivative_share:CN", "The same for China, as later publications define it", "percent",
                       "derivative_share", "country", "CN", other_definitions(published), monthly["CN"], 100.0, (0.0, 100.0)))
    for measure, words, unit, least in (("frontier_gap", "Gap", "orders of magnitude", None),
                                        ("current_lag", "Current lag", "months", 0.0)):
        for pair, who in PAIRS.items():
            known = series(published, measure, pair)
            chinese = "cn" in pair
            found.append(Level(f"{measure}:{pair}", f"{words}, {who}, by quarter", unit, measure, "pair", pair, known,
                               known.since(GAPS_FROM) if chinese else known, least=least, note=FIRST_SCORES if chinese else ""))
    for country, adjective in COUNTRIES.items():
        found.append(Count(f"open_bases:{country}", f"Open language bases of {adjective} labs in the next 6 or 12 months", country,
                           open_bases({lab["id"] for lab in rows(table("labs")) if lab["country"] == country})))
    return found


def other_definitions(published: Path) -> Series:
    """China's share of new derivatives after the monthly record ends: two figures that count in other ways (mid-2025 and P3)."""
    stated = series(published, "derivative_share_other_definitions", "CN")
    figure = next(r for r in rows(table("published_figures")) if (r["pattern"], r["part"]) == ("P3", "CN"))
    return Series(np.append(stated.dates, np.datetime64(figure["period_end"])), np.append(stated.values, float(figure["value"])))


def open_bases(labs: set[str]) -> np.ndarray:
    """Days on which open language bases of the labs came out, in order; each size of a release is a base."""
    found = [row["date"] for row in rows(table("releases"))
             if row["lab"] in labs and row["task_class"] == "language" and row["licence_class"] not in CLOSED]
    return np.array(sorted(found), dtype="datetime64[D]")


def _of_slot(lab: str) -> str:
    """Country of a lab that is not on record: an entrant, or a public programme. Entrants elsewhere have no fixed one."""
    return {"us": "US", "cn": "CN"}.get(lab.split("_")[0], "")
