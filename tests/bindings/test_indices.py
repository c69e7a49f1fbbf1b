"""Indices from SALib's designs agree with known values, and a lost run costs its block and no more."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from weightshed.methods import given, indices

#: Of the G function; the smaller, the more its factor matters.
WEIGHTS = np.array([0.0, 1.0, 4.5, 9.0, 99.0, 99.0, 99.0, 99.0])


def ishigami(u: np.ndarray) -> np.ndarray:
    x = np.pi * (2.0 * u - 1.0)
    return np.sin(x[:, 0]) + 7.0 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


def sobol_g(u: np.ndarray) -> np.ndarray:
    return ((np.abs(4.0 * u - 2.0) + WEIGHTS) / (1.0 + WEIGHTS)).prod(axis=1)


def exact_ishigami() -> tuple[np.ndarray, np.ndarray]:
    """First-order and total indices in closed form, with a = 7 and b = 0.1 (Ishigami and Homma 1990)."""
    a, b, pi = 7.0, 0.1, np.pi
    alone = np.array([0.5 * (1.0 + b * pi**4 / 5.0) ** 2, a**2 / 8.0, 0.0])
    together = b**2 * pi**8 * (1.0 / 18.0 - 1.0 / 50.0)  # of the first and the third
    variance = alone.sum() + together
    return alone / variance, (alone + together * np.array([1.0, 0.0, 1.0])) / variance


def exact_g() -> tuple[np.ndarray, np.ndarray]:
    """First-order and total indices in closed form (Sobol 1993)."""
    own = 1.0 / (3.0 * (1.0 + WEIGHTS) ** 2)
    variance = np.prod(1.0 + own) - 1.0
    return own / variance, own * np.prod(1.0 + own) / (1.0 + own) / variance


@pytest.mark.parametrize("function, factors, exact", [(ishigami, 3, exact_ishigami()), (sobol_g, 8, exact_g())])
def test_the_indices_of_known_functions_lie_in_their_intervals(function, factors: int, exact) -> None:
    table, left_out = indices.shares(factors, function(indices.blocks(factors, 1024, seed=1)), seed=1)
    assert left_out == 0
    for name, true in zip(("first", "total"), exact):
        assert ((table[f"{name}_low"] <= true) & (true <= table[f"{name}_high"])).all(), (name, table, true)
        # An interval that holds everything would pass as well; these are narrow.
        assert (table[f"{name}_high"] - table[f"{name}_low"] < 0.2).all()
        assert table[name].to_numpy() == pytest.approx(true, abs=0.02)


def test_a_missing_run_costs_its_block_and_no_more() -> None:
    outcome = ishigami(indices.blocks(3, 1024, seed=1))
    whole, _ = indices.shares(3, outcome, seed=1)
    outcome[[7, 8, 400]] = np.nan  # two in one block, one in another
    holed, left_out = indices.shares(3, outcome, seed=1)
    assert left_out == 2
    assert holed["total"].to_numpy() == pytest.approx(whole["total"].to_numpy(), abs=0.02)
    assert (holed["total"] > 0.2).all()


def test_many_missing_runs_and_an_outcome_without_change_are_refused() -> None:
    outcome = ishigami(indices.blocks(3, 64, seed=1))
    outcome[::40] = np.nan
    with pytest.raises(ValueError, match="8 of 64 blocks .* lack a value"):
        indices.shares(3, outcome, seed=1)
    with pytest.raises(ValueError, match="no assumption moves it"):
        indices.shares(3, np.zeros(64 * 5), seed=1)


def test_intervals_are_the_same_each_time_whatever_the_seed() -> None:
    outcome = ishigami(indices.blocks(3, 64, seed=0))
    for seed in (0, 1):
        pd.testing.assert_frame_equal(indices.shares(3, outcome, seed)[0], indices.shares(3, outcome, seed)[0])


def test_screening_finds_the_size_and_the_sign_of_a_slope_from_end_to_end() -> None:
    points = indices.trajectories(4, 10, seed=1)
    assert points.min() == pytest.approx(0.125) and points.max() == pytest.approx(0.875)
    outcome = 3.0 * points[:, 0] - 2.0 * points[:, 2] + 4.0 * (points[:, 3] > 0.5)
    outcome[3] = np.nan
    table, left_out = indices.screened(points, outcome, seed=1)
    assert left_out == 1
    assert table["mu"].to_numpy()[:3] == pytest.approx([3.0, 0.0, -2.0]) and table["mu_star"].to_numpy()[:3] == pytest.approx([3.0, 0.0, 2.0])
    assert table["sigma"].to_numpy()[:3] == pytest.approx(0.0, abs=1e-9)


def test_given_worlds_tell_what_explains_alone_from_what_does_not() -> None:
    draw = np.random.default_rng(1)
    assumptions = pd.DataFrame(draw.random((256, 6)), columns=list("abcdef"))
    outcome = assumptions["c"].to_numpy() + 0.5 * assumptions["e"].to_numpy() + 0.1 * draw.normal(size=256)
    outcome[3] = np.nan
    table, noise = given.shares(assumptions, outcome, seed=1)
    exact = np.array([1.0, 0.25]) / (1.25 + 12 * 0.01)
    assert list(table["factor"])[:2] == ["c", "e"]
    assert ((table["first_low"][:2] <= exact) & (exact <= table["first_high"][:2])).all()
    assert 0.0 < noise < 0.1 and (table["first"][2:] < 2.0 * noise).all()
    with pytest.raises(ValueError, match="at least 64"):
        given.shares(assumptions[:40], outcome[:40], seed=1)
