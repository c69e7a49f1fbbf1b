"""Tables of published figures: every wrong row is named with what is allowed, and nothing is read from a wrong table."""

from __future__ import annotations

from pathlib import Path

import pytest
import weightshed as ws
from weightshed.forecasts.observations import read

HEADER = "measure,where,at,from,to,value,source"
GOOD = "frontier_lag,pair=cn-us,2026-03,,,7.5,a page"
SHARE = "download_share,age=all;creator_country=CN"
WRONG = [
    ("frontier_leg,pair=cn-us,2026-03,,,7.5,a page",
     "measure: 'frontier_leg' is not recorded in controls.h5 (allowed: download_share, frontier_lag, concentration, "
     "licence_mix, overtaking); did you mean 'frontier_lag'?"),
    ("overtaking,race=Qwen-Llama,2026-03,,,2026,a page", "measure: 'overtaking' dates an event"),
    ("frontier_lag,,2026-03,,,7.5,a page",
     "where: does not say which pair (allowed: pair=cn-us, pair=open-closed, pair=us_open-cn_open)"),
    ("frontier_lag,pair=cn-uk,2026-03,,,7.5,a page", "where: pair has no 'cn-uk' (allowed: cn-us, "),
    ("frontier_lag,pairs=cn-us,2026-03,,,7.5,a page", "no dimension 'pairs' (allowed: pair); did you mean 'pair'?"),
    ("frontier_lag,cn-us,2026-03,,,7.5,a page", "where: 'cn-us' is not of the form dimension=label (allowed: pair=…)"),
    ("frontier_lag,pair=cn-us;pair=cn-us,2026-03,,,7.5,a page", "where: pair is there twice"),
    ("frontier_lag,pair=cn-us,2025-12,,,7.5,a page",
     "at: 2025-12 is not after the handover of the run on 2025-12-31 (allowed: 2026-01 to 2032-12)"),
    ("frontier_lag,pair=cn-us,2033-01,,,7.5,a page", "at: 2033-01 is outside the run (allowed: 2026-01 to 2032-12)"),
    ("frontier_lag,pair=cn-us,March 2026,,,7.5,a page", "at: 'March 2026' is not a month (allowed: a month as in 2026-03)"),
    ("frontier_lag,pair=cn-us,2026-13,,,7.5,a page", "at: '2026-13' is not a month"),
    ("frontier_lag,pair=cn-us,2026-03,2026-01,2026-03,7.5,a page", "at: '2026-03' is given beside from and to"),
    ("frontier_lag,pair=cn-us,,2026-01,,7.5,a page", "to: is empty"),
    ("frontier_lag,pair=cn-us,,,,7.5,a page", "at: is empty"),
    ("frontier_lag,pair=cn-us,,2026-06,2026-01,7.5,a page", "to: 2026-01 is before 2026-06"),
    ("frontier_lag,pair=cn-us,,2025-06,2026-06,7.5,a page", "from: 2025-06 is not after the handover"),
    ("frontier_lag,pair=cn-us,2026-03,,,7.5 months,a page", "value: '7.5 months' is not a number (allowed: a number in months"),
    ("frontier_lag,pair=cn-us,2026-03,,,nan,a page", "value: 'nan' is not a number"),
    (f"{SHARE},2026-03,,,112,a page", "value: 112 is not a share (allowed: 0 to 100, in percent)"),
    ("frontier_lag,pair=cn-us,2026-03,,,7.5,", "source: is empty"),
    ("frontier_lag,pair=cn-us,2026-03,7.5,a page", "has 5 fields (allowed: 7, as in the header)"),
]


def table(folder: Path, *rows: str, header: str = HEADER) -> Path:
    path = folder / "seen.csv"
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return path


def problems(path: Path, run: ws.Run) -> list[ws.Problem]:
    with pytest.raises(ws.Error) as raised:
        read(path, run)
    assert raised.value.exit_code == 3 and str(raised.value).count("\n") == len(raised.value.problems) - 1
    return list(raised.value.problems)


@pytest.mark.parametrize("row, message", WRONG)
def test_a_wrong_row_is_told_with_its_line_its_column_and_what_is_allowed(made_up: Path, tmp_path: Path, row: str, message: str) -> None:
    path = table(tmp_path, GOOD, row)
    found = problems(path, ws.open(made_up))
    assert [p.line for p in found] == [3], found
    assert found[0].text.startswith(f"{path}:3: ") and message in found[0].text


def test_all_wrong_rows_are_told_at_once(made_up: Path, tmp_path: Path) -> None:
    path = table(tmp_path, *(row for row, _ in WRONG), GOOD)
    assert {p.line for p in problems(path, ws.open(made_up))} == set(range(2, 2 + len(WRONG)))
    two = table(tmp_path, "frontier_leg,pair=cn-us,2033-01,,,x,")
    assert [p.key for p in problems(two, ws.open(made_up))] == ["measure", "value", "at", "source"]


def test_a_right_row_becomes_a_figure_on_the_recorded_dates(made_up: Path, tmp_path: Path) -> None:
    path = table(tmp_path, GOOD, f'{SHARE},,2026-01,2026-03,31.5,"a report, page 3"', "", f"{SHARE.replace('=', ' = ')},2032-12,,,0,x")
    point, window, last = read(path, ws.open(made_up))
    assert (point.line, window.line, last.line) == (2, 3, 5)
    assert point.reading == "at 2026-03-31" and point.where == "pair=cn-us" and point.scale.long_unit == "months"
    assert window.reading == "mean of 3 dates, 2026-01-31 to 2026-03-31" and window.source == "a report, page 3"
    assert window.when == "2026-01 to 2026-03" and window.scale.long_unit == "percent"
    assert last.slice.selection == {"age": "all", "creator_country": "CN"} and last.value == 0.0


@pytest.mark.parametrize("header, message", [
    (HEADER.replace("where", "were"), "were: is not a column"), (HEADER.replace(",source", ""), "source: the column is missing"),
    (HEADER + ",value", "value: the column is there twice"), ("", "measure: the column is missing")])
def test_a_wrong_header_is_told(made_up: Path, tmp_path: Path, header: str, message: str) -> None:
    found = problems(table(tmp_path, GOOD, header=header), ws.open(made_up))
    assert any(message in p.text for p in found) and all(p.line == 1 for p in found)


def test_a_table_without_rows_and_one_that_is_no_text_are_told(made_up: Path, tmp_path: Path) -> None:
    assert "has no rows" in problems(table(tmp_path), ws.open(made_up))[0].text
    (tmp_path / "binary.csv").write_bytes(b"\xff\xfe\x00")
    assert "is not text in UTF-8" in problems(tmp_path / "binary.csv", ws.open(made_up))[0].text


def test_a_month_between_quarters_is_told_with_the_months_that_are_recorded(small_study: ws.Study, tmp_path: Path) -> None:
    quarterly = ws.load("export-controls", {"run.members": 1, "run.worlds": 1, "run.scale": 0.0005, "run.end": "2027-12-31",
                                            "measure.every": "quarter", "measure.record": ["frontier_lag"]})
    run = quarterly.run(tmp_path / "quarterly.h5", progress=False)
    found = problems(table(tmp_path, "frontier_lag,pair=cn-us,2026-05,,,7.5,x"), run)
    assert "at: nothing is recorded in 2026-05 (allowed: 2026-03, 2026-06, 2026-09, …, 2027-12)" in found[0].text
    assert read(table(tmp_path, "frontier_lag,pair=cn-us,2026-06,,,7.5,x"), run)[0].reading == "at 2026-06-30"
