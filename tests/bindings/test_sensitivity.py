"""Flip points: a linear effect with a known zero is found again, and what cannot be told is not told."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import xarray as xr
from weightshed import sensitivity

NAMES = ["research.induced_share", "supply.leak_base", "derivation.brand"]


SET = ["assume.research.induced_share", 'assume."supply.leak_base"', "run.seed"]
REGISTRY = pd.DataFrame({"unit": ["1", "1", "1"], "low": [0.0, 0.02, 0.0], "high": [1.3, 0.5, 1.3]}, index=NAMES)


def made(slope: float, worlds: int = 40, noise: float = 0.0) -> tuple[xr.DataArray, xr.Dataset]:
    """Cells at one date and their design: the effect of "tight" is slope * (induced_share - 0.9) + 0.05 * (leak_base -
    its median) + noise."""
    draw = np.random.default_rng(3)
    values = np.column_stack([draw.uniform(0.0, 1.3, worlds), draw.uniform(0.05, 0.45, worlds), draw.normal(size=worlds)])
    effect = slope * (values[:, 0] - 0.9) + 0.05 * (values[:, 1] - np.median(values[:, 1])) + noise * draw.normal(size=worlds)
    luck = draw.normal(size=(worlds, 2))
    cells = xr.DataArray(np.stack([luck, luck + effect[:, None]]), dims=("policy", "world", "member"),
                         coords={"policy": ["current", "tight"]})
    return cells, xr.Dataset({"value": (("world", "parameter"), values)}, coords={"parameter": NAMES})


def flip_points(slope: float, **how: float) -> pd.DataFrame:
    cells, design = made(slope, **how)
    return sensitivity.flip_points(cells, "tight", design, REGISTRY, sensitivity.varied(design, SET))


def test_only_what_the_scenario_varies_is_looked_at() -> None:
    assert sensitivity.varied(made(0.2)[1], SET) == NAMES[:2]


def test_a_known_flip_point_is_found_again() -> None:
    table = flip_points(0.2)
    assert list(table["assumption"]) == NAMES[:2]  # the larger first
    first = table.iloc[0]
    assert first["flip"] == pytest.approx(0.9) and first["in_range"]
    assert first["high_effect"] - first["low_effect"] == pytest.approx(0.2 * (first["q90"] - first["q10"]))
    assert table.attrs["r_squared"] == pytest.approx(1.0)


def test_a_flip_outside_the_range_of_the_card_is_none() -> None:
    table = flip_points(0.2).set_index("assumption")
    assert not table.loc["supply.leak_base", "in_range"]


def test_a_flip_that_no_world_reaches_is_told_apart() -> None:
    cells, design = made(0.2)
    drawn = flip_points(0.2).set_index("assumption")["drawn"]
    near = np.flatnonzero(design["value"].values[:, 0] < 0.6)
    table = sensitivity.flip_points(cells.isel(world=near), "tight", design.isel(world=near), REGISTRY, NAMES[:2])
    first = table.set_index("assumption").loc[NAMES[0]]
    assert drawn[NAMES[0]] and first["flip"] == pytest.approx(0.9, abs=0.01) and first["in_range"] and not first["drawn"]


def test_a_slope_within_its_error_gives_no_flip_point() -> None:
    table = flip_points(0.0, noise=1.0)
    assert table["flip"].isna().all() and not table["in_range"].any()


def test_a_flip_is_seen_where_worlds_on_both_sides_bear_it_out() -> None:
    first = flip_points(0.2).iloc[0]
    assert first["seen"]
    cells, design = made(0.2)
    near = np.flatnonzero(design["value"].values[:, 0] < 0.6)
    assert not sensitivity.flip_points(cells.isel(world=near), "tight", design.isel(world=near), REGISTRY, NAMES[:2])["seen"].any()


def test_an_effect_that_fades_reverses_nowhere() -> None:
    values = np.linspace(0.0, 1.0, 20)
    assert sensitivity.is_seen(values, 0.7 - values, 0.7)
    assert not sensitivity.is_seen(values, np.exp(-5.0 * values), 0.7)
    assert not sensitivity.is_seen(values, np.where(values > 0.9, -1.0, 1.0), 0.9)  # two worlds beyond are too few
    assert not sensitivity.is_seen(values, 0.7 - values, float("nan"))


def test_too_few_worlds_are_refused() -> None:
    with pytest.raises(ValueError, match="worlds"):
        flip_points(0.2, worlds=7)
