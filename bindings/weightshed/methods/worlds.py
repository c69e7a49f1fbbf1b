"""The effect of a policy in each history and each world of a result, and the assumptions that the worlds differ in."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import xarray as xr

from .. import sweep
from ..reading import Line, Reading
from ..slices import last_day


@dataclass(frozen=True)
class Effects:
    """Paired differences of a policy from the reference on a line at one date, over (world, member), in the measure's unit;
    NaN without a value."""

    line: Line
    policy: str
    vs: str
    at: pd.Timestamp
    values: np.ndarray

    @property
    def by_world(self) -> np.ndarray:
        """Mean over the members of a world that have a value; NaN where none has."""
        known = np.isfinite(self.values)
        total = np.where(known, self.values, 0.0).sum(axis=1)
        return np.divide(total, known.sum(axis=1), out=np.full(len(total), np.nan), where=known.any(axis=1))


def cells(run: Reading, line: Line, at: str | None = None) -> xr.DataArray:
    """Levels at the last recorded date up to `at`, over policy, world and member. Raises weightshed.Error for a date outside
    the recorded ones."""
    if at is None:
        return line.last_values.transpose("policy", "world", "member")
    run.check_date(at)
    return line.values.sel(time=slice(None, last_day(at))).isel(time=-1).load().transpose("policy", "world", "member")


def effects(run: Reading, line: Line, policy: str, at: str | None = None) -> Effects:
    """Raises ValueError for an unknown policy, for the reference and for a sweep."""
    refuse_sweep(run)
    if policy not in run.policies[1:]:
        others = ", ".join(run.policies[1:])
        raise ValueError(f"no policy {policy!r} to compare with {run.reference!r} in {run.path.name}; it has {others or 'none'}")
    found = cells(run, line, at)
    difference = found.sel(policy=policy).values - found.sel(policy=run.reference).values
    return Effects(line, policy, run.reference, pd.Timestamp(found["time"].values), difference)


def refuse_sweep(run: Reading) -> None:
    """Raises ValueError when the study is a sweep: its worlds repeat with the same luck."""
    if sweep.axes(run):
        raise ValueError(f"{run.path}: the study is a sweep, whose worlds repeat with the same luck; `weightshed compare` shows "
                         "its points")


def drawn(run: Reading) -> pd.DataFrame:
    """The values of the assumptions that differ between worlds, one row a world, one column an assumption, in the units of
    their cards."""
    design = run.design
    table = pd.DataFrame(design["value"].transpose("world", "parameter").values,
                         columns=[str(name) for name in design["parameter"].values])
    return table.loc[:, (table != table.iloc[0]).any(axis=0)]


def variants(run: Reading) -> list[str]:
    """The contested mechanisms of each world in words, those that differ between worlds: "openness=fixed"; empty without."""
    design = run.design
    chosen = design["variant"].transpose("world", "structure").values
    names = [str(name) for name in design["structure"].values]
    differing = [i for i in range(len(names)) if (chosen[:, i] != chosen[0, i]).any()]
    return [", ".join(f"{names[i]}={row[i]}" for i in differing) for row in chosen]


def draws(run: Reading) -> np.ndarray:
    """The number of the draw behind each world: worlds that differ in structure alone are of one draw."""
    design = run.design
    values = design["value"].transpose("world", "parameter").values
    keys = design["world_key"].values if "world_key" in design else np.arange(len(values))
    return np.unique(np.column_stack([keys.astype(float), values]), axis=0, return_inverse=True)[1].ravel()


def label(registry: pd.DataFrame, name: str) -> str:
    """What an assumption is, as its card says in its first sentence; empty when the result has no card of it."""
    if name not in registry.index:
        return ""
    return str(registry.loc[name, "description"]).split(". ")[0].split("; ")[0].rstrip(".")
