"""What a forecaster would have done at an origin: fit to what was known by then, and run the fitted worlds on."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Callable

import numpy as np

from ..calibration import record
from ..calibration.bank import finished, load_as_meant
from ..calibration.calibrate import Calibration, calibrate
from ..calibration.posterior import write_worlds
from ..result import Result
from ..study import Runner, on_threads
from .effort import Effort
from .known import write_known
from .origins import GAPS_FROM, VINTAGE, month_end

#: Figures of labs that no summary below replaces: gaps enter as the series, not as P28.
LAB_FIGURES = ("P5", "P6", "P7", "P17", "P19", "P24", "P25", "P27")
#: Countries to whose monthly shares users are fitted; what is left is mostly Europe's.
COUNTRIES = ("CN", "US")
#: Gaps that labs are fitted to: the best US and Chinese models, and the best closed and open ones.
PAIRS = ("cn-us", "open-closed")
#: Orders of magnitude, half a band: as for the gaps P28 (judgement).
GAP_TOLERANCE = 0.15
#: Two quarters lie between the gaps of a pair, since a gap changes little in one.
GAP_MONTHS = 6
#: What a projection records; every month.
RECORDED = ("derivative_share_without_bulk", "family_derivative_share_without_bulk", "derivative_share", "frontier_gap",
            "current_lag", "open_bases")

Say = Callable[[str], None]


@dataclass(frozen=True)
class Settings(Effort):
    """How much a backtest spends at each origin, and on what."""

    run: Runner = on_threads(0)  # makes each study


@dataclass(frozen=True)
class Projection:
    """The histories that continue from an origin, and what they and the fit before them cost."""

    origin: np.datetime64
    run: Result
    compute_seconds: float


def project(origin: np.datetime64, folder: Path, settings: Settings, say: Say = lambda text: None) -> Projection:
    """Fits labs, then users, and runs the accepted worlds to the end of the record; what is finished in `folder` is kept.

    Raises weightshed.Error for a study that the program refuses, FileNotFoundError for a missing table.
    """
    known = folder / "known"
    write_known(known / "reference", origin)
    for stage, library in (("labs", "calibration-simulated"), ("users", "calibration"), ("projection", "calibration")):
        (known / f"{stage}.toml").write_text(f"# {stage.capitalize()} as a forecaster would fit them on {origin}.\n"
                                             f'extends = "{library}"\n', encoding="utf-8")
    labs = _fit_labs(origin, known, folder, settings, say)
    write_worlds(labs, folder / "worlds-of-labs.csv")
    users = _fit_users(origin, known, folder, settings, say)
    worlds = folder / "worlds.csv"
    write_worlds(users, worlds, beside=folder / "worlds-of-labs.csv")
    study = load_as_meant(known / "projection.toml", {
        "run.observed_until": str(origin), "run.end": str(VINTAGE + 7), "run.scale": settings.scale,
        "run.members": settings.members, "run.seed": settings.seed,
        "run.design": f'{{ list = "{worlds.resolve()}" }}', "measure.record": list(RECORDED), "measure.every": "month"})
    output = folder / "projection.h5"
    if not finished(output, study.sha256):
        say(f"{study.cells} histories from {origin} on")
        settings.run(study, output)
    run = Result(output)
    return Projection(origin, run, labs.compute_seconds + users.compute_seconds + float(run.provenance["compute_seconds"]))


def _fit_labs(origin: np.datetime64, known: Path, folder: Path, settings: Settings, say: Say) -> Calibration:
    """In the simulated past, to the gaps and to the figures of labs that were known."""
    gaps = []
    for pair in PAIRS:
        gap = record.series(known / "reference" / "published_series.csv", "frontier_gap", pair)
        apart = [months for months in range(0, 240, GAP_MONTHS) if month_end(origin, -months) >= GAPS_FROM]
        at = np.isin(gap.dates, [month_end(origin, -months) for months in apart])
        gaps.append(record.levels(record.Series(gap.dates[at], gap.values[at]), "frontier_gap", "pair", pair, GAP_TOLERANCE))
    return calibrate(str(known / "labs.toml"), folder / "labs", **_common(origin, settings, say), figures=LAB_FIGURES,
                     settings={**_until(origin), **_scale(settings.lab_scale), "measure.record": ["frontier_gap"]},
                     extra=record.together(gaps))


def _fit_users(origin: np.datetime64, known: Path, folder: Path, settings: Settings, say: Say) -> Calibration:
    """In the observed past, to the months of derivatives and to the figures of authors and downloads that were known."""
    shares = [record.quarterly_medians(record.series(known / "reference" / "published_series.csv", record.MONTHLY_SHARE, country),
                                       country) for country in COUNTRIES]
    return calibrate(str(known / "users.toml"), folder / "users", **_common(origin, settings, say),
                     settings={**_until(origin), **_scale(settings.user_scale), "run.observed_until": str(origin)},
                     extra=record.together(shares))


def _common(origin: np.datetime64, settings: Settings, say: Say) -> dict[str, Any]:
    return {"bank": settings.bank, "worlds": settings.worlds, "waves": settings.waves, "seed": settings.seed,
            "run": settings.run, "known_until": str(origin), "leave_one_out": 0, "progress": say}


def _until(origin: np.datetime64) -> dict[str, Any]:
    """A fit simulates no further than what it is compared with: the step that holds the origin."""
    return {"run.end": str(origin + 7)}


def _scale(scale: float | None) -> dict[str, float]:
    return {} if scale is None else {"run.scale": scale}


def worlds_of(projection: Projection) -> int:
    """Number of fitted worlds that were run on."""
    return int(projection.run.data.sizes["world"])
