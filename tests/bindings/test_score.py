"""Scores of a small real run: verdicts computed directly, rivals by their closed forms, locks that are held to."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import h5py
import numpy as np
import pandas as pd
import pytest
import scoringrules
import weightshed as ws
from conftest import SMALL
from weightshed.forecasts import command, rivals

HEADER = "measure,where,at,from,to,value,source"
CHINA, US = "derivative_share_without_bulk,country=CN", "derivative_share_without_bulk,country=US"
LAG, GAP, MERGES = "current_lag,pair=cn-us", "frontier_gap,pair=cn-us", "models,kind=merge"
MONTHS = ("2026-01", "2026-06", "2026-12", "2027-12")
WRONG = ["current_leg,pair=cn-us,2026-06,,,5,x", "current_lag,pair=us-cn,2026-06,,,5,x", "current_lag,,2026-06,,,5,x",
         "current_lag,pair=cn-us,2028-06,,,5,x", "current_lag,pair=cn-us,2025-06,,,5,x", "current_lag,pair=cn-us,2026-06,,,five,x",
         "derivative_share_without_bulk,country=CN,2026-06,,,512,x", "current_lag,pair=cn-us,2026-06,,,5,"]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> ws.Run:
    record = ["derivative_share_without_bulk", "current_lag", "frontier_gap", "models"]
    study = ws.load("export-controls", {**SMALL, "measure.record": record})
    return study.run(tmp_path_factory.mktemp("score") / "small.h5", progress=False)


def cells(run: ws.Run, what: str, when: str) -> np.ndarray:
    """The histories' values in the unit shown, without the code that is tested."""
    measure, where = what.split(",")
    first, _, last = when.partition(" to ")
    dates = pd.period_range(first, last or first, freq="M").to_timestamp("M")
    data = run.data[measure].sel(policy="current", time=dates, **dict([where.split("=")])).astype("f8").mean("time")
    return data.values.ravel() * (100.0 if measure == "derivative_share_without_bulk" else 1.0)


def right_rows(run: ws.Run) -> list[tuple[str, str, float]]:
    """22 figures: in the middle of the histories, and beyond them on either side."""
    found = []
    for i, (what, when) in enumerate([(what, month) for what in (CHINA, US, LAG, GAP, MERGES) for month in MONTHS]
                                     + [(CHINA, "2026-01 to 2026-06"), (LAG, "2026-03 to 2027-03")]):
        values = cells(run, what, when)
        value = [np.median(values), values.min() - 0.3, values.max() + 0.3][i % 3]
        found.append((what, when, round(min(max(value, 0.0), 100.0) if what in (CHINA, US) else value, 3)))
    return found


def line_of(what: str, when: str, value: float) -> str:
    first, _, last = when.partition(" to ")
    return f"{what},{'' if last else first},{first if last else ''},{last},{value},made up"


def written(folder: Path, lines: list[str]) -> Path:
    path = folder / "seen.csv"
    path.write_text("\n".join([HEADER, *lines]) + "\n")
    return path


def test_of_30_rows_every_wrong_one_is_named_and_nothing_is_scored(run: ws.Run, tmp_path: Path,
                                                                 capsys: pytest.CaptureFixture[str]) -> None:
    lines = [line_of(*row) for row in right_rows(run)]
    for i, wrong in enumerate(WRONG):
        lines.insert(3 * i, wrong)
    assert len(lines) == 30
    path = written(tmp_path, lines)
    assert command.score([str(run.path), str(path)]) == 3
    out, err = capsys.readouterr()
    assert out == ""
    told = err.splitlines()
    assert [int(text.split(f"{path}:")[1].split(":")[0]) for text in told] == [2 + 3 * i for i in range(len(WRONG))]
    assert all(text.startswith("error: ") for text in told) and "did you mean 'current_lag'?" in told[0]


def test_every_verdict_is_what_a_direct_computation_gives(run: ws.Run, tmp_path: Path) -> None:
    rows = right_rows(run)
    table = ws.score(run, written(tmp_path, [line_of(*row) for row in rows])).table
    assert len(table) == len(rows) == 22
    for (what, when, value), (_, got) in zip(rows, table.iterrows()):
        x = cells(run, what, when)
        low, high = np.quantile(x, (0.1, 0.9))
        assert got["low"] == pytest.approx(low) and got["high"] == pytest.approx(high) and got["histories"] == 6
        assert got["covered"] == (low <= value <= high)
        assert got["crps"] == pytest.approx(np.abs(x - value).mean() - 0.5 * np.abs(x[:, None] - x[None]).mean(), abs=1e-9)
        assert got["pit"] == pytest.approx((x < value).mean() + 0.5 * (x == value).mean())
        outside = max(low - value, value - high, 0.0)
        assert got["interval_score"] == pytest.approx(high - low + 10.0 * outside)
    assert table["covered"].any() and not table["covered"].all()
    assert set(table["unit"]) == {"percent", "months", "orders of magnitude", ""}
    assert table["reading"].iloc[-2] == "mean of 6 dates, 2026-01-31 to 2026-06-30"


def test_a_rival_scores_as_its_closed_form_on_the_published_series(run: ws.Run, tmp_path: Path) -> None:
    with (Path(__file__).parents[2] / "scenarios/reference/published_series.csv").open(newline="") as file:
        series = sorted((r["date"], float(r["value"])) for r in csv.DictReader(file)
                        if (r["series"], r["entity"]) == ("derivative_share_without_bulk", "CN"))
    days, values = np.array([d for d, _ in series], "datetime64[D]"), np.array([v for _, v in series])
    scaled = np.diff(values) / np.sqrt(np.diff(days).astype(float) / (365.2425 / 12))
    ahead = (np.datetime64("2026-06-30") - days[-1]).astype(float) / (365.2425 / 12)
    location, scale = values[-1], np.sqrt(np.mean(scaled**2) * ahead)
    row = ws.score(run, written(tmp_path, [line_of(CHINA, "2026-06", 50.0)])).rows[0]
    fared = row.rivals["last value"]
    assert row.record == f"{len(series)} values to {days[-1]}"
    # Draws beyond 0 and 100 percent are moved there: the closed form of the censored distribution.
    closed = scoringrules.crps_ct(50.0, len(scaled), location, scale, lower=0.0, upper=100.0)
    assert fared.crps == pytest.approx(float(closed), rel=1e-3) and fared.median == pytest.approx(location)
    assert set(row.rivals) == set(rivals.RIVALS)


def test_where_nothing_is_recorded_there_is_no_rival_and_it_is_said(run: ws.Run, tmp_path: Path,
                                                                    capsys: pytest.CaptureFixture[str]) -> None:
    path = written(tmp_path, [line_of(MERGES, "2026-06", 0.5), line_of(LAG, "2026-06", 6.5)])
    merges, lag = ws.score(run, path).rows
    assert merges.rivals == {} and merges.record == "no recorded series of this measure and these labels"
    assert set(lag.rivals) == {"last value", "random walk with drift"} and "bounds" in lag.without["logistic trend"]
    assert command.score([str(run.path), str(path)]) == 0
    out = capsys.readouterr().out
    assert "line 2: no recorded series of this measure" in out and "line 3: rivals know 11 values to 2025-12-31" in out
    assert "logistic trend: no forecast of any figure." in out
    assert "last value: the projection has the lower CRPS for" in out and "; no forecast of the other 1." in out


def test_json_holds_what_the_table_holds(run: ws.Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = written(tmp_path, [line_of(*row) for row in right_rows(run)])
    assert command.score([str(run.path), str(path), "--json", "-q"]) == 0
    said, table = json.loads(capsys.readouterr().out), ws.score(run.path, path).table
    assert said["policy"] == "current" and said["lock"] is None and said["covered"] == int(table["covered"].sum())
    assert [row["projection"]["crps"] for row in said["rows"]] == table["crps"].tolist()
    known = [row["rivals"].get("last value", {}).get("crps", np.nan) for row in said["rows"]]
    assert np.array_equal(known, table["crps_last_value"], equal_nan=True)
    assert said["rows"][0]["coordinates"] == {"country": "CN"}


def test_another_policy_is_scored_on_its_own_histories(run: ws.Run, tmp_path: Path) -> None:
    path = written(tmp_path, [line_of(LAG, "2027-12", 6.5)])
    other = run.policies[1]
    values = run.data["current_lag"].sel(policy=other, time="2027-12-31", pair="cn-us").values.astype("f8")
    card = ws.score(run, path, policy=other)
    assert card.rows[0].own.median == pytest.approx(np.median(values))
    assert f"<b>{other}: " in card._repr_html_() and " of 1 figure in the 80% interval, no lock</b>" in card._repr_html_()
    with pytest.raises(ws.Error, match="no policy 'curent'.*did you mean 'current'"):
        ws.score(run, path, policy="curent")


def test_a_share_from_0_to_1_is_doubted(run: ws.Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    middle = round(float(np.median(cells(run, CHINA, "2026-06"))) / 100, 2)
    assert 0.0 < middle < 1.0
    path = written(tmp_path, [line_of(CHINA, "2026-06", middle), line_of(CHINA, "2026-06", 100 * middle)])
    assert command.score([str(run.path), str(path)]) == 0
    err = capsys.readouterr().err
    assert f"warning: {path}:2: value: is {middle:g} percent" in err and f"{path}:3" not in err


def test_histories_without_a_value_are_counted_and_left_out(run: ws.Run, tmp_path: Path) -> None:
    copy = Path(shutil.copy(run.path, tmp_path / "gap.h5"))
    with h5py.File(copy, "r+") as file:
        file["frontier_gap"][0, 0, 1] = np.nan
    path = written(tmp_path, [line_of(GAP, "2026-06", 0.5)])
    row = ws.score(copy, path).rows[0]
    assert (row.histories, row.left_out) == (5, 1)
    empty = Path(shutil.copy(run.path, tmp_path / "empty.h5"))
    with h5py.File(empty, "r+") as file:
        file["frontier_gap"][0] = np.nan
    with pytest.raises(ws.Error, match="seen.csv:2: measure: no history has a value of frontier_gap for pair=cn-us in 2026-06"):
        ws.score(empty, path)


def test_the_lock_beside_a_result_is_held_to(run: ws.Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    copy = Path(shutil.copy(run.path, tmp_path / "held.h5"))
    path, made = written(tmp_path, [line_of(GAP, "2026-06", 0.5)]), ws.lock(copy)
    assert command.score([str(copy), str(path), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["lock"]["sha256"] == made.sha256
    assert command.score([str(copy), str(path), "--policy", run.policies[1]]) == 3
    assert f"'{run.policies[1]}' is not locked (allowed: current)" in capsys.readouterr().err

    changed = Path(shutil.copy(run.path, tmp_path / "changed.h5"))
    with h5py.File(changed, "r+") as file:
        file["models"][0, 0, 0, -1, 0] = 7.0
    assert command.score([str(changed), str(path), "--lock", str(made.path)]) == 5
    out, err = capsys.readouterr()
    assert out == "" and err.startswith("error: ") and "held.lock.csv locked: current models kind=base 2027-12-31" in err
    made.path.write_text(made.path.read_text().replace("percent", "Percent", 1))
    assert command.score([str(copy), str(path)]) == 5
    assert "was changed after it was written" in capsys.readouterr().err
    assert command.score([str(copy), str(path), "--lock", str(tmp_path / "none.csv")]) == 3
