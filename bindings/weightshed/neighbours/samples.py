"""The worlds of a result as inputs and an output, for the methods of SALib and of the EMA workbench."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from ..methods import worlds
from ..reading import Line, Reading


@dataclass(frozen=True)
class Samples:
    """Assumptions of each world and what came of them, without a gap.

    `inputs` has a row per sample and a column per assumption that differs between worlds (float64, in the unit of its card),
    and one per contested mechanism that differs (text); `output` is float64, in the unit of the measure. `left_out` counts
    worlds without a value: neither SALib nor the workbench takes NaN. `world` says which world a row is.
    """

    name: str  # of the output: measure and labels
    inputs: pd.DataFrame
    output: np.ndarray
    world: np.ndarray
    left_out: int
    bounds: dict[str, tuple[float, float]]

    @property
    def problem(self) -> dict[str, Any]:
        """SALib's description of the inputs that are numbers: num_vars, names, bounds (the range of the worlds), floats."""
        names = list(self.bounds)
        return {"num_vars": len(names), "names": names, "bounds": [list(self.bounds[n]) for n in names]}

    @property
    def X(self) -> np.ndarray:  # as SALib calls it
        """Samples × numeric inputs, float64: SALib.analyze.delta.analyze(s.problem, s.X, s.Y)."""
        return self.inputs[list(self.bounds)].to_numpy(dtype=np.float64)

    @property
    def Y(self) -> np.ndarray:  # as SALib calls it
        """The output, one float64 a sample."""
        return self.output

    def ema(self) -> tuple[pd.DataFrame, dict[str, np.ndarray]]:
        """Experiments and outcomes as ema_workbench's analysis takes them: prim.Prim(experiments, outcomes[name] > 0)."""
        return self.inputs, {self.name: self.output}


def of_effect(run: Reading, line: Line, policy: str, at: str | None) -> Samples:
    """The mean effect of a policy in each world. Raises as methods.worlds.effects does, and ValueError when no assumption
    differs between worlds or no world has a value."""
    found = worlds.effects(run, line, policy, at)
    return _samples(run, line, found.by_world)


def of_level(run: Reading, line: Line, policy: str, at: str | None) -> Samples:
    """The mean level under a policy in each world. Raises weightshed.Error for an unknown policy or date, and ValueError as
    `of_effect` does."""
    worlds.refuse_sweep(run)
    run.require_policy(policy)
    found = worlds.cells(run, line, at)
    return _samples(run, line, found.sel(policy=policy).mean("member", skipna=True).values.astype(np.float64))


def _samples(run: Reading, line: Line, values: np.ndarray) -> Samples:
    drawn = worlds.drawn(run).astype(np.float64)
    if drawn.shape[1] == 0:
        raise ValueError(f"no assumption differs between the worlds of {run.path.name}")
    known = np.isfinite(values)
    if not known.any():
        raise ValueError(f"no world of {run.path.name} has a value of {line.phrase}")
    design = run.design
    chosen = design["variant"].transpose("world", "structure").values.astype(str)
    inputs = drawn.assign(**{str(name): chosen[:, i] for i, name in enumerate(design["structure"].values)
                             if (chosen[:, i] != chosen[0, i]).any()})
    inputs = inputs[known].reset_index(drop=True)
    bounds = {str(n): (float(drawn[n].min()), float(drawn[n].max())) for n in drawn}
    return Samples(";".join([line.measure, line.where]).strip(";"), inputs, values[known].astype(np.float64),
                   np.flatnonzero(known), int((~known).sum()), bounds)
