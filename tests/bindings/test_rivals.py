"""Naive rivals: their predictive distributions are the stated ones, and they see nothing after their origin."""

from __future__ import annotations

import numpy as np
import pytest
import scoringrules
from scipy import stats
from weightshed.forecasts import rivals, scores

DATES = np.array(["2023-01-31", "2023-02-28", "2023-06-30", "2023-07-31", "2024-01-31", "2024-02-29"], "datetime64[D]")
VALUES = np.array([0.10, 0.12, 0.15, 0.13, 0.22, 0.25])
TARGETS = np.array(["2024-08-31", "2026-02-28"], "datetime64[D]")
MONTH = 365.2425 / 12.0


def gaps(dates: np.ndarray) -> np.ndarray:
    return np.diff(dates).astype(float) / MONTH


def ahead() -> np.ndarray:
    return (TARGETS - DATES[-1]).astype(float) / MONTH


def test_the_last_value_is_students_t_around_it_and_scores_as_its_closed_form() -> None:
    draws = rivals.last_value(DATES, VALUES, TARGETS, None)
    assert draws.shape == (2, 999)
    scale = np.sqrt(np.mean(np.diff(VALUES) ** 2 / gaps(DATES)) * ahead())
    assert np.median(draws, axis=1) == pytest.approx([0.25, 0.25])
    assert np.quantile(draws, 0.9, axis=1) == pytest.approx(0.25 + scale * stats.t.ppf(0.9, 5), rel=1e-3)
    closed = scoringrules.crps_t(np.array([0.4, 0.1]), 5, 0.25, scale)
    assert scores.crps(draws, np.array([0.4, 0.1])) == pytest.approx(closed, rel=1e-4)


def test_the_walk_with_drift_scores_as_its_closed_form() -> None:
    draws = rivals.drift(DATES, VALUES, TARGETS, None)
    months, known = gaps(DATES), gaps(DATES).sum()
    slope = (VALUES[-1] - VALUES[0]) / known
    variance = np.sum((np.diff(VALUES) - slope * months) ** 2 / months) / 4
    scale = np.sqrt(variance * (ahead() + ahead() ** 2 / known))
    closed = scoringrules.crps_t(np.array([0.4, 0.1]), 4, VALUES[-1] + slope * ahead(), scale)
    assert scores.crps(draws, np.array([0.4, 0.1])) == pytest.approx(closed, rel=1e-4)


def test_within_bounds_the_walk_with_drift_is_that_of_the_logit() -> None:
    logit = np.log(VALUES / (1 - VALUES))
    of_logit = rivals.drift(DATES, logit, TARGETS, None)
    assert rivals.drift(DATES, VALUES, TARGETS, (0.0, 1.0)) == pytest.approx(1 / (1 + np.exp(-of_logit)))
    percent = rivals.drift(DATES, 100 * VALUES, TARGETS, (0.0, 100.0))
    assert percent == pytest.approx(100 / (1 + np.exp(-of_logit)))


def test_a_share_of_zero_is_moved_off_its_bound_by_half_of_the_least_distance() -> None:
    zero, moved = np.r_[0.0, VALUES[1:]], np.r_[0.06, VALUES[1:]]
    assert rivals.drift(DATES, zero, TARGETS, (0.0, 1.0)) == pytest.approx(rivals.drift(DATES, moved, TARGETS, (0.0, 1.0)))


@pytest.mark.parametrize("name", rivals.RIVALS)
def test_draws_stay_within_bounds_in_order_and_widen_with_time(name: str) -> None:
    draws = rivals.RIVALS[name](DATES, VALUES, TARGETS, (0.0, 1.0))
    assert draws.shape == (2, 999) and draws.min() >= 0.0 and draws.max() <= 1.0
    assert (np.diff(draws, axis=1) >= 0.0).all()
    low, high = scores.interval(draws)
    assert high[1] - low[1] > high[0] - low[0]


@pytest.mark.parametrize("name", rivals.RIVALS)
def test_too_few_values_are_no_forecast(name: str) -> None:
    with pytest.raises(rivals.NoForecast, match="3 recorded values; it needs at least [46]"):
        rivals.RIVALS[name](DATES[:3], VALUES[:3], TARGETS, (0.0, 1.0))


@pytest.mark.parametrize("name", rivals.RIVALS)
def test_a_record_that_never_changes_or_only_jumps_between_its_bounds_is_no_forecast(name: str) -> None:
    with pytest.raises(rivals.NoForecast, match="never changes"):
        rivals.RIVALS[name](DATES, np.zeros(6), TARGETS, (0.0, 1.0))
    if name == "random walk with drift":
        with pytest.raises(rivals.NoForecast, match="at its bounds throughout"):
            rivals.drift(DATES, np.array([0.0, 0, 0, 1, 1, 1]), TARGETS, (0.0, 1.0))


def test_a_logistic_trend_of_tiny_shares_is_as_good_as_that_of_large_ones() -> None:
    tiny = rivals.logistic_trend(DATES, 1e-6 * VALUES, TARGETS, (0.0, 1e-6))
    assert tiny == pytest.approx(1e-6 * rivals.logistic_trend(DATES, VALUES, TARGETS, (0.0, 1.0)), rel=1e-6)


def test_a_logistic_trend_finds_the_ceiling_of_a_logistic_series() -> None:
    dates = np.arange("2020-01", "2024-01", dtype="datetime64[M]").astype("datetime64[D]")
    time = np.linspace(-4, 4, len(dates))
    wiggle = 0.004 * np.where(np.arange(len(dates)) % 2, 1, -1)
    draws = rivals.logistic_trend(dates, 0.4 / (1 + np.exp(-time)) + wiggle, np.array(["2030-01-01"], "datetime64[D]"), (0, 1))
    assert np.median(draws) == pytest.approx(0.4, abs=0.01)
    assert np.quantile(draws, 0.9) - np.quantile(draws, 0.1) > 2 * 0.004


def test_a_logistic_trend_needs_bounds_and_more_values_than_a_walk() -> None:
    with pytest.raises(rivals.NoForecast, match="with bounds"):
        rivals.logistic_trend(DATES, VALUES, TARGETS, None)
    with pytest.raises(rivals.NoForecast, match="5 recorded values; it needs at least 6"):
        rivals.logistic_trend(DATES[:5], VALUES[:5], TARGETS, (0.0, 1.0))


def test_a_target_in_the_past_and_a_disordered_record_are_refused() -> None:
    with pytest.raises(ValueError, match="after the last date"):
        rivals.last_value(DATES, VALUES, DATES[-1:], None)
    with pytest.raises(ValueError, match="in order"):
        rivals.drift(DATES[::-1], VALUES, TARGETS, None)
    with pytest.raises(ValueError, match="outside 0 to 0.2"):
        rivals.last_value(DATES, VALUES, TARGETS, (0.0, 0.2))
    with pytest.raises(ValueError, match="one finite value"):
        rivals.drift(DATES, VALUES * np.nan, TARGETS, None)


def test_the_80_percent_interval_of_a_walk_holds_80_percent_of_real_walks() -> None:
    draw = np.random.default_rng(3)
    dates = np.arange("2020-01", "2021-02", dtype="datetime64[M]").astype("datetime64[D]")
    walks = np.cumsum(draw.normal(size=(800, 13)) * np.sqrt(np.r_[1.0, gaps(dates)]), axis=1)
    inside = [[bool(scores.covered(rival(dates[:10], walk[:10], dates[-1:], None)[0], walk[-1]))
               for rival in (rivals.last_value, rivals.drift)] for walk in walks]
    assert np.mean(inside, axis=0) == pytest.approx([0.8, 0.8], abs=0.04)
