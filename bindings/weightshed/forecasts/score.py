"""Scores of a projection on published figures, each beside the scores of naive rivals."""

from __future__ import annotations

import html
import os
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from .. import _core, published, words
from ..errors import Error, problem
from ..result import Result
from . import scores
from .lock import Lock, beside, read as read_lock, verify
from .observations import Observation, read
from .rivals import RIVALS, NoForecast


@dataclass(frozen=True)
class Forecast:
    """How a forecast of one figure fared, in the unit shown: median, 80 % interval and scores, see weightshed.forecasts.scores."""

    median: float
    low: float
    high: float
    covered: bool
    crps: float
    interval_score: float
    pit: float


@dataclass(frozen=True)
class Scored:
    """One figure with the score of the projection and those of its rivals, by name."""

    observation: Observation
    own: Forecast
    histories: int  # with a value
    left_out: int  # without one
    rivals: dict[str, Forecast]
    without: dict[str, str]  # rivals that have no forecast, and why
    record: str  # what the rivals know: "19 values to 2025-01-31", or why nothing
    doubt: str  # what may be wrong with the figure; empty: nothing seems so


@dataclass(frozen=True)
class Scorecard:
    """The scores of a policy on every figure of a table."""

    policy: str
    rows: tuple[Scored, ...]
    locked: Lock | None

    @property
    def table(self) -> pd.DataFrame:
        """One row per figure: line, measure, where, when, reading, unit, value, source; median, low and high (80 %), covered,
        crps, interval_score, pit (all in the unit); histories, left_out; record; doubt (what may be wrong with the figure); for each rival crps_RIVAL and covered_RIVAL,
        empty where it has no forecast."""
        return pd.DataFrame([_flat(row) for row in self.rows])

    def _repr_html_(self) -> str:
        held = f"held to {self.locked.path.name} of {self.locked.date}" if self.locked else "no lock"
        covered = sum(row.own.covered for row in self.rows)
        heading = f"{self.policy}: {covered} of {words.counted(len(self.rows), 'figure')} in the 80% interval, {held}"
        shown = ["measure", "where", "when", "unit", "value", "median", "low", "high", "covered", "crps"]
        return f"<b>{html.escape(heading)}</b>{self.table[shown].to_html(index=False, float_format='{:.4g}'.format)}"


def score(run: Result | str | os.PathLike[str], figures: str | os.PathLike[str], policy: str | None = None,
          lock: str | os.PathLike[str] | None = None) -> Scorecard:
    """The scores of a projection on a table of published figures; see weightshed.score."""
    result = run if isinstance(run, Result) else Result(run)
    chosen = policy or result.reference
    if chosen not in result.policies:
        raise Error.of([problem("", "policy", f"no policy '{chosen}' in {result.path.name}", ", ".join(result.policies),
                                _core.nearest_name(chosen, result.policies))])
    held = _held(result, chosen, Path(lock) if lock is not None else None)
    table = Path(figures)
    found = read(table, result)
    rows, problems = [], []
    for observation in found:
        values, left_out = _values(result, chosen, observation)
        if len(values):
            rows.append(_scored(result, observation, values, left_out))
        else:
            problems.append(problem(table, "measure", f"no history has a value of {observation.slice.measure} for "
                                    f"{observation.where or 'it'} in {observation.when}", line=observation.line))
    if problems:
        raise Error.of(problems)
    return Scorecard(chosen, tuple(rows), held)


def _held(run: Result, policy: str, path: Path | None) -> Lock | None:
    """The lock that stands, verified; None when there is none."""
    if path is None:
        path = beside(run.path)
        if not path.exists():
            return None
    held = read_lock(path)
    verify(run, held)
    if policy not in held.policies:
        raise Error.of([problem(path, "policy", f"'{policy}' is not locked", ", ".join(held.policies))])
    return held


def _values(run: Result, policy: str, observation: Observation) -> tuple[np.ndarray, int]:
    """The histories' values in the unit shown, and the number of histories that have none at some of the dates."""
    chosen = {"policy": policy, "time": list(observation.dates), **observation.slice.selection}
    cells = run.data[observation.slice.measure].sel(chosen).astype(np.float64).mean("time", skipna=False).values.ravel()
    known = np.isfinite(cells)
    return observation.scale.factor * cells[known], int((~known).sum())


def _scored(run: Result, observation: Observation, values: np.ndarray, left_out: int) -> Scored:
    own = _forecast(values, observation.value)
    forecasts, without, record = _rivals(run, observation)
    return Scored(observation, own, len(values), left_out, forecasts, without, record, _doubt(observation, own))


def _forecast(draws: np.ndarray, value: float) -> Forecast:
    low, high = scores.interval(draws)
    return Forecast(float(np.median(draws)), float(low), float(high), bool(scores.covered(draws, value)),
                    float(scores.crps(draws, value)), float(scores.interval_score(draws, value)), float(scores.pit(draws, value)))


def _rivals(run: Result, observation: Observation) -> tuple[dict[str, Forecast], dict[str, str], str]:
    """What the rivals make of the series that the run had on record at its handover. The mean over a window takes equal
    quantiles of its dates together, as though they moved as one, which is the widest that it can be."""
    series = published.record(run.reference_table("published_series"), observation.slice, run.vintage)
    if series.empty:
        return {}, {}, "no recorded series of this measure and these labels"
    scale = observation.scale
    known = series["date"].to_numpy().astype("datetime64[D]")
    values = scale.factor * series["value"].to_numpy(dtype=np.float64)
    bounds = (0.0, 100.0) if scale.unit == "%" else None
    targets = np.array(observation.dates).astype("datetime64[D]")
    found: dict[str, Forecast] = {}
    without: dict[str, str] = {}
    for name, rival in RIVALS.items():
        try:
            found[name] = _forecast(rival(known, values, targets, bounds).mean(axis=0), observation.value)
        except NoForecast as reason:
            without[name] = str(reason)
    return found, without, f"{words.counted(len(values), 'value')} to {known[-1]}"


def _doubt(observation: Observation, own: Forecast) -> str:
    """A share from 0 to 1 where percent are meant would be a plain number, and plainly wrong."""
    value, percent = observation.value, 100.0 * observation.value
    if observation.scale.unit != "%" or own.covered or not 0.0 < value <= 1.0:
        return ""
    if abs(percent - own.median) >= abs(value - own.median):
        return ""
    return f"is {value:g} percent, which is far from the projection; {percent:g} percent is nearer: is it a share from 0 to 1?"


def _flat(row: Scored) -> dict[str, object]:
    seen = row.observation
    flat = {"line": seen.line, "measure": seen.slice.measure, "where": seen.where, "when": seen.when, "reading": seen.reading,
            "unit": seen.scale.long_unit, "value": seen.value, "source": seen.source, **asdict(row.own),
            "histories": row.histories, "left_out": row.left_out, "record": row.record, "doubt": row.doubt}
    for name in RIVALS:
        fared = row.rivals.get(name)
        flat[f"crps_{name.replace(' ', '_')}"] = fared.crps if fared else np.nan
        flat[f"covered_{name.replace(' ', '_')}"] = fared.covered if fared else None
    return flat
