"""Openings and closings: labs that begin, or cease, to release open language bases, forecast as probabilities."""

from __future__ import annotations

from typing import Iterator

import numpy as np
import pandas as pd

from ..calibration.record import rows, table
from . import scores
from .fit import Projection
from .origins import VINTAGE, month_end
from .targets import open_bases

#: A lab is open at a date when it has released an open language base in the months before it.
OPEN_FOR = 12
#: Months after an origin in which a lab opens or closes: the longest of these that the record still covers.
WINDOWS = (12, 6)
#: Windows that the base rate counts begin here or later: before, there were hardly any labs.
FIRST_WINDOW = np.datetime64("2021-12-31")

EVENTS = {"closing": "a lab that released an open language base in the twelve months before releases none in the window",
          "opening": "a lab that released none in the twelve months before releases one, its first or again"}


def events(projections: list[Projection]) -> pd.DataFrame:
    """One row per origin, event and lab at risk: event, origin, months (of the window), lab, probability (share of the
    histories), base_rate (of earlier windows, known by the origin), outcome (0 or 1), brier, brier_of_base_rate."""
    record = Record()
    found = [row for p in projections for event in EVENTS for row in _rows(record, p, event)]
    return pd.DataFrame(found)


class Record:
    """When each lab that decides on language models released open language bases."""

    def __init__(self) -> None:
        deciding = [lab for lab in rows(table("labs")) if lab["flagship_share"] and float(lab["flagship_share"]) > 0]
        self.labs = {lab["id"]: (lab["entry"], lab["exit"] or "9999") for lab in deciding}
        self._open = {lab: open_bases({lab}) for lab in self.labs}

    def released(self, lab: str, after: np.datetime64, until: np.datetime64) -> bool:
        return bool(((self._open[lab] > after) & (self._open[lab] <= until)).any())

    def at_risk(self, event: str, day: np.datetime64) -> list[str]:
        """Labs to which the event can happen after the day."""
        there = [lab for lab, (entry, end) in self.labs.items() if entry <= str(day) < end]
        was_open = event == "closing"
        return [lab for lab in there if self.released(lab, month_end(day, -OPEN_FOR), day) == was_open]

    def happened(self, event: str, lab: str, day: np.datetime64, months: int) -> bool:
        return self.released(lab, day, month_end(day, months)) == (event == "opening")

    def base_rate(self, event: str, origin: np.datetime64, months: int) -> float:
        """How often it happened in windows of the same length that had ended by the origin, one per quarter."""
        day, outcomes = month_end(origin, -months), []
        while day >= FIRST_WINDOW:
            outcomes += [self.happened(event, lab, day, months) for lab in self.at_risk(event, day)]
            day = month_end(day, -3)
        return float(np.mean(outcomes)) if outcomes else float("nan")


def _rows(record: Record, projection: Projection, event: str) -> Iterator[dict[str, object]]:
    origin = projection.origin
    months = next((m for m in WINDOWS if month_end(origin, m) <= VINTAGE), None)
    if months is None:
        return
    found = projection.run.data["open_bases"].isel(policy=0)
    days = found["time"].values.astype("datetime64[D]")
    count = found.isel(time=(days > origin) & (days <= month_end(origin, months))).sum("time").load()
    base_rate = record.base_rate(event, origin, months)
    for lab in record.at_risk(event, origin):
        of_lab = count.sel(lab=lab).values
        probability = float(((of_lab > 0) == (event == "opening")).mean())
        outcome = int(record.happened(event, lab, origin, months))
        yield {"event": event, "origin": str(origin), "months": months, "lab": lab, "probability": probability,
               "base_rate": base_rate, "outcome": outcome, "brier": float(scores.brier(probability, outcome)),
               "brier_of_base_rate": float(scores.brier(base_rate, outcome))}
