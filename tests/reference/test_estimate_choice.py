"""The panel regression recovers known weights from counts that were drawn with them."""

import importlib.util
import pathlib

import numpy as np
import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def choice():
    spec = importlib.util.spec_from_file_location("estimate_choice", ROOT / "scripts/reference/estimate_choice.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_panel_covers_the_months_before_the_unexplained_jump(choice):
    rows = choice.panel(choice.bases())
    assert rows.hub_id.nunique() > 60 and len(rows) > 500
    assert str(rows.date.max())[:10] <= choice.LAST_DAY
    assert not (rows.hub_id.isin(choice.BULK) & (rows.date >= "2024-05-01")).any()
    assert np.isfinite(rows[["above_best", "log2_size", "age"]]).all().all()


def test_known_weights_are_recovered(choice):
    rows = choice.panel(choice.bases())
    truth = {"capability": 0.9, "restricted": -0.6, "age": -0.5, "meta": 1.0}
    rate = np.exp(7.0 + truth["capability"] * rows.above_best + truth["restricted"] * (rows.licence_class == "restricted_commercial")
                  + truth["age"] * rows.age + truth["meta"] * (rows.lab == "meta")) * rows.days / 30.4
    rows = rows.assign(new=np.random.default_rng(1).poisson(rate))
    found, _, _ = choice.estimate(rows, brand=True)
    for term, value in truth.items():
        assert found[term] == pytest.approx(value, abs=0.05), term
    assert found["launch"] == pytest.approx(0.0, abs=0.05)
