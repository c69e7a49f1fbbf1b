"""Flip points: a linear effect with a known zero is found again, and what cannot be told is not told."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
import xarray as xr
from weightshed import sensitivity, words

NAMES = ["research.induced_share", "supply.leak_base", "derivation.brand"]


def run_with(slope: float, worlds: int = 40, noise: float = 0.0) -> SimpleNamespace:
    """The effect of "tight" is slope * (induced_share - 0.9) + 0.05 * (leak_base - 0.25) + noise."""
    draw = np.random.default_rng(3)
    values = np.column_stack([draw.uniform(0.0, 1.3, worlds), draw.uniform(0.05, 0.45, worlds), draw.normal(size=worlds)])
    effect = slope * (values[:, 0] - 0.9) + 0.05 * (values[:, 1] - np.median(values[:, 1])) + noise * draw.normal(size=worlds)
    luck = draw.normal(size=(worlds, 2))
    cells = np.stack([luck, luck + effect[:, None]])[..., None]
    data = xr.Dataset({"frontier_gap": (("policy", "world", "member", "time"), cells)},
                      coords={"policy": ["current", "tight"], "time": pd.to_datetime(["2032-12-31"])})
    design = {"value": xr.DataArray(values, dims=("world", "parameter")), "parameter": xr.DataArray(NAMES, dims="parameter")}
    registry = pd.DataFrame({"unit": ["1", "1", "1"], "low": [0.0, 0.02, 0.0], "high": [1.3, 0.5, 1.3]}, index=NAMES)
    keys = np.array(["assume.research.induced_share", 'assume."supply.leak_base"', "run.seed"])
    return SimpleNamespace(data=data, design=design, registry=registry, reference="current", provenance={"setting_key": keys})


GAP = words.Slice("frontier_gap")


def test_only_what_the_scenario_varies_is_looked_at() -> None:
    assert sensitivity.varied(run_with(0.2)) == NAMES[:2]


def test_a_known_flip_point_is_found_again() -> None:
    table = sensitivity.flip_points(run_with(0.2), GAP, "tight")
    assert list(table["assumption"]) == NAMES[:2]  # the larger first
    first = table.iloc[0]
    assert first["flip"] == pytest.approx(0.9) and first["in_range"]
    assert first["high_effect"] - first["low_effect"] == pytest.approx(0.2 * (first["q90"] - first["q10"]))
    assert table.attrs["r_squared"] == pytest.approx(1.0)


def test_a_flip_outside_the_range_of_the_card_is_none() -> None:
    table = sensitivity.flip_points(run_with(0.2), GAP, "tight").set_index("assumption")
    assert not table.loc["supply.leak_base", "in_range"]


def test_a_slope_within_its_error_gives_no_flip_point() -> None:
    table = sensitivity.flip_points(run_with(0.0, noise=1.0), GAP, "tight")
    assert table["flip"].isna().all() and not table["in_range"].any()


def test_too_few_worlds_are_refused() -> None:
    with pytest.raises(ValueError, match="worlds"):
        sensitivity.flip_points(run_with(0.2, worlds=7), GAP, "tight")
