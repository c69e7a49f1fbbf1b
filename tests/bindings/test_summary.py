"""Tables read from /summary, and the slice that stands for a measure."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import weightshed as ws
from weightshed import summary, words
from weightshed.figures import fan, theme

from synthetic import SHARES


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


def test_shares_of_variance_are_read_and_are_nothing_in_older_files(made_up: Path) -> None:
    run = ws.open(made_up)
    slice_ = run.slice("frontier_lag")
    row = summary.shares(run.summary, slice_, "tight").iloc[-1]
    assert row["within"] == pytest.approx(0.61) and row["draws"] == pytest.approx(12.4)
    older = run.summary.drop_vars([f"frontier_lag_{name}" for name in SHARES])
    assert summary.shares(older, slice_, "tight").drop(columns="time").isna().all(axis=None)


def test_the_sentence_beside_an_interval_says_luck_assumptions_and_draws() -> None:
    assert words.luck(0.61, 0.39, 0.0, 34.2, "at the end") == (
        "Of the variance at the end, 61% is luck within a world and 39% lies between worlds (assumptions); the interval "
        "rests on 34 effective draws.")
    assert words.luck(0.2, 0.3, 0.5, 8.0, "at the end") == (
        "Of the variance at the end, 20% is luck within a world, 50% is luck that worlds share and 30% lies between worlds "
        "(assumptions); the interval rests on 8 effective draws.")
    nan = float("nan")
    assert words.luck(nan, nan, nan, 64.0, "at the end") == (
        "One member a world does not tell luck from assumptions; the interval rests on 64 effective draws.")
    assert words.luck(nan, nan, nan, nan, "at the end") == ""


def test_figures_of_levels_carry_the_sentence(made_up: Path) -> None:
    run = ws.open(made_up)
    line = run.line(run.slice("frontier_lag"))
    said = line.luck("tight")
    assert said.startswith("Of the variance at the end under \u201c") and said.endswith("rests on 12 effective draws.")
    assert line.luck(run.reference) in fan.draw(run, line.slice, theme.PROFILES["brief"]).alt
