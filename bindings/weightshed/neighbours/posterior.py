"""The worlds of a result as draws of a posterior, for ArviZ."""

from __future__ import annotations

from typing import Any

import xarray as xr

from ..methods import worlds
from ..methods.extra import module
from ..reading import Reading


def dataset(run: Reading) -> xr.Dataset:
    """The assumptions that differ between worlds: one float64 variable each, on chain (one) and draw (a world), with unit and
    long_name. Dots in names stay. Of a run with calibrated worlds these are draws of the posterior, all of equal weight; of
    any other they are draws of the prior. Raises ValueError when no assumption differs."""
    drawn = worlds.drawn(run)
    if drawn.shape[1] == 0:
        raise ValueError(f"no assumption differs between the worlds of {run.path.name}")
    units = {str(k): str(u) for k, u in zip(run.design["parameter"].values, run.design["unit"].values)}
    found = xr.Dataset({str(name): (("chain", "draw"), drawn[name].to_numpy()[None, :].astype(float),
                                    {"units": units[str(name)], "long_name": worlds.label(run.registry, str(name))})
                        for name in drawn}, coords={"chain": [0], "draw": drawn.index.to_numpy()})
    return found.assign_attrs(study=run.title, scenario_sha256=str(run.data.attrs.get("scenario_sha256", "")))


def inference_data(run: Reading) -> Any:
    """The same as ArviZ has it, in the group `posterior` where the worlds are calibrated and in `prior` where they are not:
    InferenceData before ArviZ 1, an xarray.DataTree from then on. Raises weightshed.Error (exit code 2) when ArviZ is not
    installed, and as `dataset` does."""
    arviz = module("arviz", "neighbours")
    group = "posterior" if run.settings.get("run", {}).get("calibrated") else "prior"
    if int(arviz.__version__.split(".")[0]) < 1:  # not by the name InferenceData, to which ArviZ 1 still answers
        return arviz.InferenceData(**{group: dataset(run)})
    return xr.DataTree.from_dict({group: dataset(run)})
