"""The bank: worlds with their own values of the published figures, made by ordinary studies and kept in a folder."""

from __future__ import annotations

import csv
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Callable, Mapping

import numpy as np
import pandas as pd
import xarray as xr

from ..result import Result, finished
from ..study import Runner, Study, load
from .targets import Target

#: Worlds per study: a bank is cut into studies, and those that are finished are kept when it is interrupted. Each has a
#: seed of its own, from which its worlds and their luck are drawn.
WORLDS_A_STUDY = 32


@dataclass
class Bank:
    """Worlds × parameters, worlds × figures, and whatever else a calibration reads from the studies that made them."""

    parameters: list[str]
    values: np.ndarray  # worlds × parameters, in the units of the cards
    keys: np.ndarray  # of luck and of the attraction of bases on record
    patterns: list[str]
    readings: np.ndarray  # worlds × patterns, means over members where there are several
    series: dict[str, np.ndarray]  # measure to worlds × dates × coordinates
    coordinates: dict[str, np.ndarray]
    registry: pd.DataFrame
    published: xr.Dataset
    seconds: float  # of computing

    def __len__(self) -> int:
        return len(self.values)

    def summaries(self, targets: list[Target]) -> np.ndarray:
        """Worlds × targets, each in units of its tolerance."""
        columns = [t.read(self.readings[:, self.patterns.index(t.name)]) / t.deviation for t in targets]
        return np.column_stack(columns)

    def whole(self, targets: list[Target]) -> np.ndarray:
        """Which worlds have a value for every target."""
        return np.isfinite(self.summaries(targets)).all(axis=1)


def simulate(scenario: str, folder: Path, settings: Mapping[str, Any], worlds: int, seed: int, run: Runner,
             progress: Callable[[int, int], None], rows: np.ndarray | None = None, keys: np.ndarray | None = None,
             parameters: list[str] | None = None) -> Bank:
    """Runs `worlds` worlds as studies in `folder` and reads them; finished studies of the same settings are kept.

    Without `rows` the worlds are drawn from the priors of the scenario; with them each study lists its share.
    """
    folder.mkdir(parents=True, exist_ok=True)
    runs, done = [], 0
    for number, first in enumerate(range(0, worlds, WORLDS_A_STUDY)):
        count = min(WORLDS_A_STUDY, worlds - first)
        overrides = {**settings, "run.seed": seed + number}
        if rows is None:
            overrides["run.worlds"] = count
        else:
            assert keys is not None and parameters is not None
            table = folder / f"worlds-{number:04d}.csv"
            _write(table, parameters, rows[first:first + count], keys[first:first + count])
            overrides["run.design"] = f'{{ list = "{table.resolve()}" }}'
        study = load_as_meant(scenario, overrides)
        output = folder / f"worlds-{number:04d}.h5"
        if not finished(output, study.sha256):
            run(study, output)
        runs.append(Result(output))
        done += count
        progress(done, worlds)
    return _read(runs)


def load_as_meant(scenario: str | Path, overrides: Mapping[str, Any]) -> Study:
    """The study, without warnings: that a list replaces the scenario's worlds is meant here, and so are few draws of luck."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        return load(scenario, overrides)


def _write(path: Path, parameters: list[str], rows: np.ndarray, keys: np.ndarray) -> None:
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["world_key", *parameters])
        for key, row in zip(keys, rows):
            writer.writerow([int(key), *(repr(float(value)) for value in row)])


def _read(runs: list[Result]) -> Bank:
    first = runs[0]
    design = first.design
    sampled = design["sampled"].values.astype(bool)
    parameters = [str(p) for p in design["parameter"].values[sampled]]
    values, keys, readings, series, seconds = [], [], [], {m: [] for m in first.measures}, 0.0
    for run in runs:
        values.append(run.design["value"].values[:, sampled])
        keys.append(run.design["world_key"].values)
        readings.append(_mean_over_members(run.data["pattern_value"].values))
        for measure in series:
            series[measure].append(run.data[measure].isel(policy=0).mean("member").values)
        seconds += float(run.provenance["compute_seconds"])
    data = first.data
    coordinates = {str(name): data[name].values for measure in series for name in data[measure].dims
                   if name not in ("policy", "world", "member")}
    return Bank(parameters, np.concatenate(values), np.concatenate(keys), [str(p) for p in data["pattern"].values],
                np.concatenate(readings), {m: np.concatenate(s) for m, s in series.items()}, coordinates,
                first.registry, first.published, seconds)


def _mean_over_members(readings: np.ndarray) -> np.ndarray:
    return readings[:, 0, :] if readings.shape[1] == 1 else readings.mean(axis=1)
