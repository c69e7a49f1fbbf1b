"""Scores of forecasts: equal to their definitions, computed directly."""

from __future__ import annotations

import numpy as np
import pytest
from weightshed.forecasts import scores

CASES = [([1.0, 2.0, 3.0, 4.0, 10.0], 3.0), ([0.2], 0.5), ([0.0, 0.0, 1.0, 5.0], -2.0)]


@pytest.mark.parametrize("draws, value", CASES)
def test_the_crps_is_that_of_the_empirical_distribution(draws: list[float], value: float) -> None:
    x = np.array(draws)
    direct = np.abs(x - value).mean() - 0.5 * np.abs(x[:, None] - x[None]).mean()
    assert scores.crps(x, value) == pytest.approx(direct, abs=1e-14)


def test_the_crps_of_small_unsigned_integers_does_not_wrap_around() -> None:
    assert scores.crps(np.array([1, 2, 3, 4, 10], "u1"), np.uint8(3)) == pytest.approx(0.6)


def test_the_interval_score_is_the_width_and_ten_times_the_distance_outside() -> None:
    draws = np.linspace(0.0, 10.0, 101)
    assert scores.interval(draws) == pytest.approx((1.0, 9.0))
    assert scores.interval_score(draws, 5.0) == pytest.approx(8.0)
    assert scores.interval_score(draws, 9.5) == pytest.approx(8.0 + 10 * 0.5)
    assert scores.interval_score(draws, 0.7, level=0.5) == pytest.approx(5.0 + 4 * (2.5 - 0.7))


def test_an_interval_covers_its_ends() -> None:
    draws = np.linspace(0.0, 10.0, 101)
    assert [bool(scores.covered(draws, value)) for value in (0.99, 1.0, 9.0, 9.01)] == [False, True, True, False]


def test_the_pit_counts_ties_by_half() -> None:
    draws = np.array([0.0, 0.0, 1.0, 2.0])
    assert [float(scores.pit(draws, v)) for v in (-1.0, 0.0, 0.5, 1.0, 3.0)] == [0.0, 0.25, 0.5, 0.625, 1.0]


def test_many_forecasts_are_scored_at_once() -> None:
    draws, values = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 9.0]]), np.array([2.0, 1.0])
    for score in (scores.crps, scores.interval_score, scores.pit, scores.covered):
        assert score(draws, values).tolist() == [score(draws[0], 2.0).item(), score(draws[1], 1.0).item()]


def test_the_brier_score_is_the_squared_distance() -> None:
    assert scores.brier([0.2, 0.7], [True, False]) == pytest.approx([0.64, 0.49])
    with pytest.raises(ValueError):
        scores.brier(1.2, 1)


@pytest.mark.parametrize("score", [scores.crps, scores.pit, scores.covered, scores.interval_score])
def test_what_is_missing_is_refused(score) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ValueError, match="every draw"):
        score(np.array([1.0, np.nan]), 1.0)
    with pytest.raises(ValueError, match="only on finite numbers"):
        score(np.array([1.0, 2.0]), np.nan)
    with pytest.raises(ValueError, match="at least one draw"):
        score(np.array([]), 1.0)
