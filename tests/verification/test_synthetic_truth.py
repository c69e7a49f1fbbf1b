"""Known answer 10: on worlds of the model whose true parameters are known, the calibrator's intervals hold them as often
as they say, and no longer do when the figures are wrong."""

import numpy as np
import pytest
from weightshed.calibration import regression
from weightshed.calibration.bank import simulate
from weightshed.calibration.priors import Priors
from weightshed.calibration.targets import targets
from weightshed.study import on_threads

#: What varies; every other assumption stays at its default.
VARIED = ["arrival.known_china", "derivation.brand", "derivation.language_share", "downloads.other_community",
          "downloads.body_median"]
#: Figures that speak of them. Few, so that wrong ones lie beyond what the regression has seen by little: far beyond, its
#: standard error of prediction widens the intervals and nothing would be noticed.
FIGURES = ["P2/CN", "P12", "P15/Alibaba", "P15/Meta", "P15/OpenAI", "P23a/2024-06", "P26/median"]
WORLDS = 384
TRUTHS = 256  # worlds that are taken for the truth in turn
LEVEL = 0.8

SCENARIO = """title = "Worlds of known truth"
[run]
past = "observed"
observed_until = 2025-12-31
start = 2019-07-01
end = 2026-01-11
members = 2
worlds = 16
design = "sobol"
scale = 0.002
[assume]
{}
[[policy]]
name = "current"
[measure]
record = ["derivative_share"]
patterns = true
"""


@pytest.fixture(scope="module")
def worlds(tmp_path_factory):
    """Normal scores of the true parameters (worlds × parameters), figures in units of their tolerance."""
    folder = tmp_path_factory.mktemp("truth")
    scenario = folder / "truth.toml"
    scenario.write_text(SCENARIO.format("\n".join(f'"{name}" = {{ prior = true }}' for name in VARIED)))
    bank = simulate(str(scenario), folder / "bank", {}, WORLDS, 1, on_threads(0), lambda done, total: None)
    # The figures are the model's own here, so those kept for validation may be fitted too.
    published = bank.published.assign(validation=("row", ["false"] * bank.published.sizes["row"]))
    fitted = [t for t in targets(published, bank.patterns) if t.name in FIGURES]
    assert len(bank) == WORLDS and len(fitted) == len(FIGURES) and bank.whole(fitted).all()
    return Priors(bank.registry, bank.parameters).scores(bank.values), bank.summaries(fitted), bank.parameters


def intervals(scores, figures, truth, shift):
    """80 % intervals of all parameters, from the worlds other than `truth`, whose figures are read as off by `shift`."""
    others = np.arange(len(scores)) != truth
    _, adjusted, weights = regression.adjust(scores[others], figures[others], figures[truth] + shift)
    ends = np.array([(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return np.array([regression.weighted_quantile(column, weights, ends) for column in adjusted.T])


def coverage(worlds, shift):
    scores, figures, _ = worlds
    rng = np.random.default_rng(1)
    # A world's figures carry the chance of its one history; the tolerance of the published ones comes on top.
    noisy = figures + rng.standard_normal(figures.shape)
    found = [intervals(scores, noisy, truth, shift) for truth in range(TRUTHS)]
    inside = [(low_high[:, 0] <= scores[t]) & (scores[t] <= low_high[:, 1]) for t, low_high in enumerate(found)]
    return np.mean(inside, axis=0), np.mean([np.ptp(f, axis=1) for f in found], axis=0)


def test_intervals_hold_the_truth_at_the_nominal_rate(worlds):
    rates, _ = coverage(worlds, 0.0)
    error = np.sqrt(LEVEL * (1 - LEVEL) / TRUTHS)  # 2.5 points
    assert (np.abs(rates - LEVEL) < 4 * error).all(), dict(zip(worlds[2], rates))
    # Parameters of one world share its figures: the mean is held to the error of half as many.
    assert abs(rates.mean() - LEVEL) < 4 * error / np.sqrt(len(rates) / 2)


def test_the_figures_tell_something_of_two_parameters_at_least(worlds):
    _, widths = coverage(worlds, 0.0)
    prior = 2 * 1.2815515655446004  # width of the 80 % interval of the prior, in normal scores
    assert (widths < 0.85 * prior).sum() >= 2, dict(zip(worlds[2], widths / prior))


def test_wrong_figures_are_noticed(worlds):
    """Every other figure too high by four tolerances, which no error of the tolerance explains."""
    shift = 4.0 * (np.arange(worlds[1].shape[1]) % 2)
    rates, _ = coverage(worlds, shift)
    assert rates.min() < 0.5
