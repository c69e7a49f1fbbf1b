"""Published figures: drawn on the measure that the result ties them to, and on no other."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
import weightshed as ws
import xarray as xr
from weightshed import published
from weightshed.words import Slice

CHINA = Slice("derivative_share", (("country", "CN"),))
#: A month with a tolerance, which the series has too, and a month that only the series has.
TABLE = xr.Dataset({key: ("row", values) for key, values in {
    "measure": ["derivative_share", ""], "where": ["country=CN", ""], "reading": ["value", "state"],
    "unit": ["percent", "months"], "value": [20.0, 5.5], "low": [15.0, 4.0], "high": [25.0, 7.0],
    "period_start": ["2024-06-01", "2025-01-01"], "period_end": ["2024-06-30", "2025-12-31"],
    "source": ["a paper", "a report"]}.items()})
SERIES = pd.DataFrame({"series": ["derivative_share"] * 3, "date": ["2024-05-31", "2024-06-30", "2024-06-30"],
                       "entity": ["CN", "CN", "US"], "value": ["18", "20", "40"], "unit": ["percent"] * 3, "source": ["counts"] * 3,
                       "reading": ["value"] * 3})


def test_figures_are_in_the_unit_of_the_measure_and_a_month_is_drawn_once() -> None:
    found = published.figures(TABLE, SERIES, CHINA)
    assert list(found["end"]) == [pd.Timestamp("2024-05-31"), pd.Timestamp("2024-06-30")]
    assert list(found["value"]) == pytest.approx([0.18, 0.20]) and list(found["low"]) == pytest.approx([0.18, 0.15])


def test_another_slice_and_another_measure_have_no_figures() -> None:
    assert published.figures(TABLE, SERIES, Slice("derivative_share", (("country", "EU"),))).empty
    assert published.figures(TABLE, SERIES, Slice("derivative_share_without_bulk", (("country", "CN"),))).empty


def test_tables_that_tie_no_figure_to_a_measure_draw_none() -> None:
    assert published.figures(TABLE.drop_vars("measure"), SERIES.drop(columns="reading"), CHINA).empty
    assert published.figures(TABLE, SERIES.assign(reading="state"), CHINA)["source"].tolist() == ["a paper"]
    assert published.figures(xr.Dataset(), pd.DataFrame(), CHINA).empty


def test_what_is_read_from_the_state_is_drawn_on_no_measure(made_up: Path) -> None:
    run = ws.open(made_up)
    assert "state" in run.published["reading"].values
    assert run.line(run.slice("frontier_lag", pair="us_open-cn_open")).published.empty
    assert len(run.line(run.slice("frontier_lag", pair="cn-us")).published) == 1


def test_a_date_is_drawn_on_the_measure_that_dates_the_same_event(made_up: Path) -> None:
    run = ws.open(made_up)
    found = run.line(run.slice("overtaking")).published_dates
    assert [str(d.date())[:7] for d in found["value"]] == ["2025-09"]
    assert run.line(run.slice("overtaking")).published.empty


@pytest.fixture(scope="module")
def observed(tmp_path_factory: pytest.TempPathFactory) -> ws.Run:
    study = ws.load("observed-past", {"run.members": 1, "run.worlds": 1, "run.scale": 0.0005})
    return study.run(tmp_path_factory.mktemp("observed") / "past.h5", progress=False)


def test_the_monthly_record_is_drawn_on_the_share_without_bulk_uploads(observed: ws.Run) -> None:
    ink = observed.line(observed.slice("derivative_share_without_bulk", country="CN")).published
    assert len(ink) > 12 and {pd.Timestamp("2024-01-31"), pd.Timestamp("2025-01-31")} <= set(ink["end"])
    toleranced = ink[ink["high"] > ink["low"]]
    assert {str(d.date())[:7] for d in toleranced["end"]} == {"2024-01", "2024-06", "2024-10", "2025-01"}
    assert not ink["end"].duplicated().any()
    with_bulk = observed.line(observed.slice("derivative_share", country="CN")).published
    assert list(with_bulk["end"]) == [pd.Timestamp("2025-09-30")]  # P3 alone


def test_the_lead_of_open_chinese_models_is_drawn_on_no_lag(small_run: ws.Run) -> None:
    rows = small_run.published["pattern"].values == "P25"
    assert rows.any() and set(small_run.published["reading"].values[rows]) == {"state"}
    assert small_run.line(small_run.slice("frontier_lag", pair="us_open-cn_open")).published.empty


def test_every_published_row_is_tied_to_a_measure_or_read_from_the_state(small_run: ws.Run) -> None:
    for reading, measure, where in zip(*(small_run.published[key].values for key in ("reading", "measure", "where"))):
        assert reading in ("value", "date", "state")
        assert (measure, where) == ("", "") if reading == "state" else measure in ws.measures().index


def test_the_record_ends_at_its_date_and_has_no_figures_of_another_entity() -> None:
    series = pd.concat([SERIES, SERIES.assign(date=["2024-08-31", "2024-07-31", "2024-07-31"], value=["30", "25", "9"])])
    found = published.record(series, CHINA, pd.Timestamp("2024-07-31"))
    assert [str(day.date()) for day in found["date"]] == ["2024-05-31", "2024-06-30", "2024-07-31"]
    assert list(found["value"]) == pytest.approx([0.18, 0.20, 0.25]) and set(found["source"]) == {"counts"}
    assert published.record(pd.DataFrame(), CHINA, pd.Timestamp("2024-07-31")).empty
