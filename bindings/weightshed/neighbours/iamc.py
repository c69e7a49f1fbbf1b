"""The data format of the Integrated Assessment Modeling Consortium, for pyam and for scenario databases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from ..methods.extra import module
from ..reading import Reading
from ..summary import QUANTILES
from . import levels

if TYPE_CHECKING:
    import pyam

#: Dimensions whose label is the region of a row, the first that a measure has.
REGIONS = ("country", "creator_country", "region")
WORLD = "World"

_PERCENTILES = {key: f"{100 * q:.1f}th Percentile" for key, q in QUANTILES.items()}


def table(run: Reading) -> pd.DataFrame:
    """The quantiles of a result in long IAMC form, one row per value: model, scenario (the policy), region, variable, unit,
    year, value (float64), for the last recorded date of each year.

    A variable is the long name of its measure, the labels of the dimensions that are no region, and the quantile:
    "Share of downloads|all|50.0th Percentile". The quantiles are our own, over all worlds and members: those that pyam
    computes fail where a variable has a second region. Values that no history has are left out, as the format has no sign for
    them. Raises weightshed.Error for an unknown measure, dimension or label.
    """
    found = levels.table(run)
    last = found.groupby(found["time"].dt.year)["time"].transform("max")
    found = found[found["time"] == last]
    dims = levels.dimensions(run)
    long = found.melt([*levels.FRONT, *dims], list(QUANTILES), "quantile", "value").dropna(subset="value").astype({"measure": object})
    region, variable = pd.Series("", long.index, dtype=object), pd.Series("", long.index, dtype=object)
    for measure, own in long.groupby("measure").groups.items():
        of_region = next((d for d in REGIONS if d in run.data[measure].dims), None)
        rows = long.loc[own]
        region[own] = rows[of_region].replace(dict.fromkeys(("world", "all"), WORLD)) if of_region else WORLD
        variable[own] = str(run.data[measure].attrs.get("long_name", measure)).replace("|", "/")
        for d in (str(d) for d in run.data[measure].dims[4:] if d != of_region):
            variable[own] += "|" + rows[d]
        variable[own] += "|" + rows["quantile"].map(_PERCENTILES)
    long["unit"] = long["unit"].replace("1", "")
    return pd.DataFrame({"model": f"Weightshed {run.provenance['version']}", "scenario": long["policy"], "region": region,
                         "variable": variable, "unit": long["unit"], "year": long["time"].dt.year,
                         "value": long["value"].astype(np.float64)}).reset_index(drop=True)


def wide(run: Reading) -> pd.DataFrame:
    """The same with a column for each year, as files of the format have it: Model, Scenario, Region, Variable, Unit, 2019, …;
    a year without a value is empty."""
    index = ["model", "scenario", "region", "variable", "unit"]
    found = table(run).pivot(index=index, columns="year", values="value").reset_index()
    return found.rename(columns={c: c.capitalize() for c in index}).rename_axis(columns=None)


def frame(run: Reading) -> "pyam.IamDataFrame":
    """The same as pyam has it, with the study's title and digest as meta columns. Raises weightshed.Error (exit code 2) when
    pyam is not installed."""
    found: Any = module("pyam", "neighbours").IamDataFrame(table(run))
    found.set_meta(run.title, "study")
    found.set_meta(str(run.data.attrs.get("scenario_sha256", "")), "scenario_sha256")
    found.meta = found.meta.astype(object)  # pyam 3.2 cannot show the texts of pandas 3
    return found
