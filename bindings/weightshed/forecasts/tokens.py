"""The share of tokens on Chinese open models (P21): three published figures, scored where they lie after an origin."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..calibration.record import rows, table
from . import scores
from .fit import Projection

PATTERN = "P21"
MEASURE, WHERE = "token_share", "origin=chinese_open"  # what of the model it is read on


@dataclass(frozen=True)
class Token:
    """One figure and the forecast of it from one origin, in percent."""

    title: str
    origin: str
    value: float
    median: float
    low: float  # of the 80% interval
    high: float
    crps: float


def tokens(projections: list[Projection]) -> list[Token]:
    """Figure by figure, the origins before its period begins. A history's value is its own reading of the pattern."""
    found = []
    for figure in (row for row in rows(table("published_figures")) if row["pattern"] == PATTERN):
        for projection in projections:
            if str(projection.origin) >= figure["period_start"]:
                continue
            data, value = projection.run.data, float(figure["value"])
            at = list(data["pattern"].values.astype(str)).index(f"{PATTERN}/{figure['part']}")
            draws = data["pattern_value"].isel(pattern=at).values.ravel()
            low, high = scores.interval(draws)
            found.append(Token(figure["title"], str(projection.origin), value, float(np.median(draws)), float(low), float(high),
                               float(scores.crps(draws, value))))
    return found
