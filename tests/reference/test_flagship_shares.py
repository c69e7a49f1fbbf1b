"""The shares of labs.csv follow from the largest runs on record and from judgement."""

import importlib.util
import math
import pathlib

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def shares():
    spec = importlib.util.spec_from_file_location("flagship_shares", ROOT / "scripts/reference/flagship_shares.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_table_of_labs_has_the_shares_of_the_table_of_runs(shares):
    labs = {lab["id"]: lab for lab in shares.rows("labs")}
    runs = shares.rows("largest_runs")
    assert len({run["lab"] for run in runs}) == len(runs) >= 35
    for run in runs:
        lab = labs[run["lab"]]
        assert lab["flagship_share"] == run["share"], run
        assert "share: largest_runs.csv" in lab["source"], run
        assert lab["entry"] < run["date"], run
    named = {lab["id"] for lab in labs.values() if "largest_runs.csv" in lab["source"]}
    assert named == {run["lab"] for run in runs}


def test_a_share_is_the_geometric_mean_of_the_implied_and_the_judged_one(shares):
    for run in shares.rows("largest_runs"):
        assert shares.follows(float(run["share"]), float(run["implied_share"]), float(run["judged_share"])), run
        assert 21 < float(run["log10_training_compute"]) < 27, run


def test_the_implied_share_turns_the_training_compute_of_the_model_around(shares):
    lab = {"country": "US", "entry": "2019-07-01", "allocation": ""}
    years, stock = [2025.0, 2028.0], {"US": [4.0, 4.0]}
    # Fully mobilised, and longer than the longest run: 0.02 of four million accelerators for 0.75 years, after the share
    # of the stock in flagship runs has grown for 3.3 years.
    compute = 9.9e14 * 0.35 * 4e6 * 0.02 * 0.75 * 3.156e7 * math.exp(0.14 * 3.3)
    run = {"date": "2027-06-01", "log10_training_compute": str(math.log10(compute))}
    assert shares.implied_share(run, lab, years, stock) == pytest.approx(0.02)
    # A lab that entered five months before has had a tenth of a year, and has a small part of its allocation.
    young = {**lab, "entry": "2027-01-01"}
    assert shares.implied_share(run, young, years, stock) == pytest.approx(0.02 / 0.17 ** (1 - 0.1 / 2.4), rel=0.03)


def test_a_share_that_does_not_follow_is_noticed(shares):
    assert shares.follows(0.034, 0.0331, 0.035) and not shares.follows(0.036, 0.0331, 0.035)
