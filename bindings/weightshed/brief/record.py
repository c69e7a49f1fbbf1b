"""How a run does on the published figures that its lines can be held against."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from ..reading import Line, Reading


@dataclass(frozen=True)
class Held:
    """A published figure and the median of the histories at the end of its period, in the measure's unit."""

    line: Line
    date: pd.Timestamp
    value: float
    low: float
    high: float
    middle: float

    @property
    def is_met(self) -> bool:
        """Whether the median lies within the tolerance of the figure."""
        return self.low <= self.middle <= self.high

    @property
    def away(self) -> float:
        """Distance of the median from the figure, in widths of its tolerance."""
        return abs(self.middle - self.value) / (self.high - self.low)


def held(run: Reading, of: Line | None = None) -> list[Held]:
    """Every published figure with a tolerance that a line of the run is read on, or the line `of` alone, in the order of the
    lines and of time."""
    found = []
    for line in [of] if of is not None else run.main_lines:
        if line.scale.is_date:
            continue
        fan = line.fans[run.reference]
        for figure in line.published.itertuples():
            past = fan[fan["time"] <= figure.end]
            if figure.high > figure.low and len(past) and np.isfinite(past["q50"].iloc[-1]):
                found.append(Held(line, figure.end, figure.value, figure.low, figure.high, float(past["q50"].iloc[-1])))
    return found


def worst(figures: list[Held]) -> Held:
    """The figure that the median is furthest from. Raises ValueError when there is none."""
    return max(figures, key=lambda one: one.away)
