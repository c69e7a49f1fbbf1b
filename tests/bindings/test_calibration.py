"""Calibration: known answers of the regression and the smoother, targets, recorded series, the file of worlds."""

import numpy as np
import pandas as pd
import pytest
import weightshed as ws
import xarray as xr
from sklearn.linear_model import Ridge
from weightshed.calibration import ablation, posterior, record, regression
from weightshed.calibration.bank import Bank
from weightshed.calibration.calibrate import calibrate
from weightshed.calibration.posterior import page, write_worlds
from weightshed.calibration.command import as_given
from weightshed.calibration.priors import Priors
from weightshed.calibration.targets import HALF_BAND, targets
from weightshed.study import on_threads

CARDS = pd.DataFrame(
    {"prior": ["uniform", "normal", "log_normal", "fixed"], "initial": [0.4, 1.0, 10.0, 2.0], "low": [0.0, 0.0, 1.0, 1.0],
     "high": [1.0, 2.0, 100.0, 3.0], "spread": [0.0, 0.3, 0.5, 0.0]}, index=["u", "n", "l", "f"])


def linear_world(rng, count):
    """Two parameters with standard normal priors; figures x + error, x + y + error, errors of one tolerance."""
    scores = rng.standard_normal((count, 2))
    means = np.column_stack([scores[:, 0] * 3, (scores[:, 0] + scores[:, 1]) * 3])
    return scores, means


def exact_posterior(observed):
    design = np.array([[3.0, 0.0], [3.0, 3.0]])
    covariance = np.linalg.inv(np.eye(2) + design.T @ design)
    return covariance @ design.T @ observed, np.sqrt(np.diag(covariance))


def test_priors_go_to_normal_scores_and_back():
    priors = Priors(CARDS, ["u", "n", "l"])
    values = np.array([[0.1, 0.7, 4.0], [0.5, 1.0, 10.0], [0.9, 1.9, 60.0]])
    scores = priors.scores(values)
    assert scores[1] == pytest.approx([0.0, 0.0, 0.0], abs=1e-6)  # medians
    assert priors.values(scores) == pytest.approx(values)
    beyond = priors.values(np.full((1, 3), 40.0))
    assert (beyond <= CARDS.loc[["u", "n", "l"], "high"].values).all()


def test_a_parameter_without_a_prior_is_refused():
    with pytest.raises(ValueError, match="f has no prior"):
        Priors(CARDS, ["f"])


def test_the_smoother_finds_the_posterior_of_a_linear_world():
    rng = np.random.default_rng(3)
    observed = np.array([2.0, 5.0])
    scores, means = linear_world(rng, 4000)
    for _ in range(4):
        scores = regression.assimilate(scores, means, observed, 4.0, rng)
        means = np.column_stack([scores[:, 0] * 3, (scores[:, 0] + scores[:, 1]) * 3])
    mean, deviation = exact_posterior(observed)
    assert scores.mean(axis=0) == pytest.approx(mean, abs=0.03)
    assert scores.std(axis=0) == pytest.approx(deviation, rel=0.08)


def test_what_figures_cannot_tell_stays_as_the_prior_says():
    rng = np.random.default_rng(4)
    scores = rng.standard_normal((1000, 3))
    means = 3 * scores[:, :1]
    moved = regression.assimilate(scores, means, np.array([6.0]), 1.0, rng)
    assert np.allclose(moved[:, 1:], scores[:, 1:], atol=0.35)
    assert moved[:, 0].std() < 0.4 and moved[:, 1].std() > 0.9


def test_regression_recovers_known_parameters():
    rng = np.random.default_rng(5)
    scores, means = linear_world(rng, 4000)
    truth = np.array([0.7, -0.4])
    observed = np.array([truth[0] * 3, truth.sum() * 3])
    _, adjusted, weights = regression.adjust(scores, means + rng.standard_normal(means.shape), observed, 0.2)
    for j in range(2):
        low, high = regression.weighted_quantile(adjusted[:, j], weights, np.array([0.025, 0.975]))
        assert low < truth[j] < high
        assert high - low < 2.5  # of a prior that is 3.9 wide


def test_intervals_cover_as_often_as_they_say():
    rng = np.random.default_rng(6)
    scores, means = linear_world(rng, 600)
    coverage = regression.leave_one_out(scores, means, np.ones(2), 300)
    assert ((coverage > 0.72) & (coverage < 0.88)).all()  # 0.8 and three standard errors


def test_intervals_are_not_narrowed_by_figures_that_say_nothing():
    rng = np.random.default_rng(7)
    scores, means = rng.standard_normal((900, 40)), rng.standard_normal((900, 25))
    coverage = regression.leave_one_out(scores, means, np.ones(25), 150)
    # 40 parameters of 150 worlds: a standard error of half a point; plain residuals give less than 0.74.
    assert coverage.mean() == pytest.approx(0.8, abs=0.015)


def test_the_influence_of_worlds_is_that_of_the_regression():
    rng = np.random.default_rng(8)
    x, y, weights = rng.standard_normal((60, 6)), rng.standard_normal((60, 2)), rng.uniform(0.1, 1.0, 60)
    model = Ridge(alpha=regression.PENALTY * weights.sum()).fit(x, y, sample_weight=weights)
    points = rng.standard_normal((5, 6))
    slope, at_points = regression.influence(x, points, weights)
    assert slope @ y == pytest.approx(model.coef_.T)
    assert at_points @ y == pytest.approx(model.predict(points))


def published(**columns):
    rows = {"pattern": ["P1", "P2", "P15", "P4", "P5"], "part": ["", "CN", "Meta", "", ""],
            "value": [2025.7, 17.1, 46.0, 1.0, 7.0], "low": [2025.6, 15.6, 30.6667, 0.0, 5.5],
            "high": [2025.8, 18.6, 69.0, 4.0, 8.5], "unit": ["date", "percent", "thousand models", "percent", "months"],
            "counted": ["observed", "observed", "observed", "observed", "given"],
            "validation": ["false", "false", "false", "true", "false"], "period_end": ["2025-12-31", "2025-08-31", "2025-12-31", "2024-01-31", "2025-12-31"]}
    rows.update(columns)
    return xr.Dataset({k: ("row", v) for k, v in rows.items()})


def test_targets_are_the_counted_figures_that_do_not_validate():
    found = targets(published(), ["P1", "P2/CN", "P15/Meta", "P4", "P5"])
    assert [t.name for t in found] == ["P1", "P2/CN", "P15/Meta"]
    assert [t.name for t in targets(published(), ["P1", "P2/CN"], known_until="2025-09-30")] == ["P2/CN"]


def test_a_band_is_an_interval_and_a_factor_is_logarithmic():
    date, share, count = targets(published(), ["P1", "P2/CN", "P15/Meta"])
    assert share.deviation == pytest.approx(1.5 / HALF_BAND) and not share.logarithmic
    assert count.logarithmic and count.deviation == pytest.approx(np.log(1.5) / HALF_BAND, rel=1e-4)
    assert count.shown(count.value) == pytest.approx(46.0)
    assert date.read(np.array([np.nan, 2025.0]))[0] > 2027  # never: late, and not missing
    assert np.isnan(share.read(np.array([np.nan]))[0])


def test_a_date_that_no_history_reached_is_told_as_later():
    date = targets(published(), ["P1"])[0]
    readings = date.read(np.array([2025.5, 2026.25, np.nan]))
    assert posterior._numbers(readings, date.latest) == "2025.50, 2026.25, later"
    assert posterior._numbers(readings) == "2025.50, 2026.25, 2027.70"  # a figure that is no date has no end


def bank_of(measure, dimension, labels, dates, values):
    """A bank that holds nothing but one measure."""
    coordinates = {"time": dates, dimension: np.array(labels)}
    return Bank([], np.empty((len(values), 0)), np.arange(len(values)), [], np.empty((len(values), 0)), {measure: values}, coordinates,
                pd.DataFrame(), xr.Dataset(), 0.0)


def test_months_enter_a_fit_as_medians_of_three_that_end_with_the_record():
    dates = np.array(["2024-01-31", "2024-02-29", "2024-03-31", "2024-04-30"], dtype="datetime64[D]")
    known = record.Series(dates, np.array([50.0, 1.0, 9.0, 3.0]))
    bank = bank_of(record.MONTHLY_SHARE, "country", ["US", "CN"], dates, np.array([[[0.9, 0.5], [0.9, 0.02], [0.9, 0.04], [0.9, 0.9]]]))
    summaries, observed = record.quarterly_medians(known)(bank)
    deviation = record.TOLERANCE / HALF_BAND
    assert observed == pytest.approx([3.0 / deviation]) and summaries == pytest.approx(np.array([[4.0 / deviation]]))
    assert len(known.until(np.datetime64("2024-03-30")).dates) == 2


def test_levels_stand_beside_each_other_in_units_of_their_tolerance():
    dates = np.array(["2024-03-31", "2024-06-30"], dtype="datetime64[D]")
    bank = bank_of("frontier_gap", "pair", ["cn-us", "open-closed"], dates, np.array([[[0.5, 0.3], [0.7, 0.4]]]))
    one = record.levels(record.Series(dates[1:], np.array([0.6])), "frontier_gap", "pair", "cn-us", HALF_BAND)
    both = record.levels(record.Series(dates, np.array([0.2, 0.1])), "frontier_gap", "pair", "open-closed", HALF_BAND)
    summaries, observed = record.together([one, both])(bank)
    assert summaries == pytest.approx(np.array([[0.7, 0.3, 0.4]])) and observed == pytest.approx([0.6, 0.2, 0.1])


def test_calibrated_worlds_are_read_from_the_file(tmp_path):
    (tmp_path / "reference").mkdir()
    (tmp_path / "reference" / "posterior_observed.csv").write_text(
        "world_key,downloads.brand\n7,0.25\n11,0.5\n13,0.75\n")
    scenario = tmp_path / "mine.toml"
    scenario.write_text('extends = "baseline"\n[run]\nworlds = "calibrated"\n')
    study = ws.load(scenario)
    assert study.settings["worlds"] == 3
    assert "downloads.brand" in study.assumptions.index


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """A calibration of the real model, far too small to mean anything."""
    folder, settings = tmp_path_factory.mktemp("bank"), {"run.scale": 0.002}
    found = calibrate("calibration", folder, bank=20, worlds=12, waves=1, run=on_threads(1), settings=settings, leave_one_out=4)
    return folder, settings, found


def test_worlds_of_a_wave_keep_their_keys_and_stay_in_their_ranges(small):
    _, _, found = small
    assert set(found.last.keys) <= set(found.bank.keys)
    cards = found.bank.registry.loc[found.last.parameters]
    assert (found.last.values >= cards["low"].values).all() and (found.last.values <= cards["high"].values).all()
    assert len(found.accepted) == round(len(found.last) / 4) == len(set(found.accepted))


def test_finished_studies_are_kept(small):
    folder, settings, found = small
    before = {f: f.stat().st_mtime_ns for f in folder.rglob("*.h5")}
    again = calibrate("calibration", folder, bank=20, worlds=12, waves=1, run=on_threads(1), settings=settings, leave_one_out=0)
    assert {f: f.stat().st_mtime_ns for f in folder.rglob("*.h5")} == before
    assert np.array_equal(again.last.values, found.last.values)


def test_the_posterior_comes_from_steps_of_a_week_after_a_bank_of_longer_ones(tmp_path):
    settings = {"run.scale": 0.002, "run.step": "two weeks"}
    calibrate("calibration", tmp_path, bank=8, worlds=6, waves=2, run=on_threads(1), settings=settings,
              last_settings={"run.step": "week"}, leave_one_out=0)
    steps = {folder.name: {ws.open(f).settings["run"].get("step_weeks", 1) for f in folder.rglob("*.h5")} for folder in tmp_path.glob("wave-*")}
    assert steps == {"wave-0": {2}, "wave-1": {2}, "wave-2": {1}}


def test_the_posterior_runs_as_calibrated_worlds(small, tmp_path):
    _, _, found = small
    (tmp_path / "reference").mkdir()
    write_worlds(found, tmp_path / "reference" / "posterior_observed.csv")
    scenario = tmp_path / "mine.toml"
    scenario.write_text('extends = "calibration"\n[run]\nworlds = "calibrated"\n')
    with pytest.warns(UserWarning, match="stated in \\[assume\\]"):
        ws.load(scenario)
    scenario.write_text('extends = "patterns"\n')
    assert ws.load(scenario).settings["worlds"] == len(found.accepted)


def test_the_report_names_cost_figures_and_what_was_not_identified(small):
    _, _, found = small
    text = page(found, "weightshed calibrate")
    for target in found.targets:
        assert f"| {target.name} |" in text
    assert "Cost:" in text and "**Not identified**" in text and "P4/Qwen (validation)" in text


def test_a_report_states_its_command_without_what_changes_no_number():
    given = ["calibration", "--bank", "8", "-j2", "-j", "1", "--folder", "some where", "--report=r.md", "--figures", "P1,P2", "--ablations"]
    assert as_given("calibrate", given, ("-j", "--folder", "--report")) == (
        "weightshed calibrate calibration --bank 8 --figures P1,P2 --ablations")


def test_an_ablation_switches_a_term_off_and_names_what_suffers(small):
    folder, _, found = small
    rest, found_without = ablation.ablate(found, folder, run=on_threads(1), worlds=3, terms={"brand": ablation.TERMS["brand"]})
    assert [a.term for a in found_without] == ["brand"] and np.isfinite(rest)
    assert found_without[0].worst in {t.name for t in found.targets}
    run = ws.open(next((folder / "ablation-brand-off").glob("*.h5")))
    assert (run.design["value"].sel(parameter="derivation.brand") == 0).all()
