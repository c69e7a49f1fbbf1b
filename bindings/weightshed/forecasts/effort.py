"""How much a backtest spends; apart from what it does, so that a command line can name it before anything slow is imported."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Effort:
    """How much a backtest spends at each origin."""

    bank: int = 1024  # worlds from the priors, in each of the two fits
    worlds: int = 256  # worlds per wave; a quarter of the last wave is run on
    waves: int = 2
    members: int = 4  # histories of each world that is run on
    seed: int = 1
    lab_scale: float | None = None  # run.scale of the fit of labs; None: the scenario's
    user_scale: float = 0.03
    scale: float = 0.01  # of the projection
