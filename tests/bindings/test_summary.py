"""Tables read from /summary: a date outside the recorded ones is refused, the main slice is the whole."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
import weightshed as ws
from weightshed import summary


def test_a_date_before_the_first_record_is_refused(made_up: Path) -> None:
    run = ws.open(made_up)
    with pytest.raises(ValueError, match="before the first recorded date"):
        summary.row_at(summary.fan(run.summary, run.slice("frontier_lag"), "current"), "2001-01")


def test_a_date_after_the_last_record_is_refused(made_up: Path) -> None:
    run = ws.open(made_up)
    bands = summary.fan(run.summary, run.slice("frontier_lag"), "current")
    with pytest.raises(ValueError, match="after the last recorded date \\(2032-12-31\\)"):
        summary.row_at(bands, "2033-01")
    assert summary.row_at(bands, "2032-12")["time"] == pd.Timestamp("2032-12-31")


def test_the_main_slice_is_the_first_pair_china_and_young_models(made_up: Path) -> None:
    run = ws.open(made_up)
    assert summary.main_slice(run.summary, "frontier_lag").selection == {"pair": "cn-us"}
    assert summary.main_slice(run.summary, "download_share").selection == {"age": "under_a_year", "creator_country": "CN"}
