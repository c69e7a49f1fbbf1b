"""Tables read from /summary, and the slice that stands for a measure."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import weightshed as ws
from weightshed import summary


def test_the_main_slice_is_the_first_pair_china_and_young_models(made_up: Path) -> None:
    run = ws.open(made_up)
    assert summary.main_slice(run.summary, "frontier_lag").selection == {"pair": "cn-us"}
    assert summary.main_slice(run.summary, "download_share").selection == {"age": "under_a_year", "creator_country": "CN"}


def test_bands_and_effects_are_those_of_the_cells(made_up: Path) -> None:
    run = ws.open(made_up)
    slice_ = run.slice("frontier_lag")
    cells = run.data["frontier_lag"].sel(pair="cn-us").isel(time=-1).values.astype(float)
    bands = summary.fan(run.summary, slice_, "tight").iloc[-1]
    assert bands["q10"] == pytest.approx(np.quantile(cells[1], 0.1)) and bands["q50"] == pytest.approx(np.median(cells[1]))
    row = summary.effect(run.summary, slice_, "tight").iloc[-1]
    assert row["effect"] == pytest.approx((cells[1] - cells[0]).mean()) and row["pairs"] == cells[0].size
