"""The rolling backtest: what a fit may see, resuming, threads, pairs, openings and closings, the page."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from weightshed.calibration import record
from weightshed.forecasts import backtest, figures, known, origins, page, summary
from weightshed.forecasts.fit import Settings, project
from weightshed.forecasts.labs import Record, events
from weightshed.forecasts.pairs import MODEL, pairs, pooled
from weightshed.forecasts.targets import POOLS, targets
from weightshed.forecasts.tokens import tokens
from weightshed.study import on_threads

LIBRARY = Path(__file__).parents[2] / "scenarios"
ORIGIN = np.datetime64("2024-09-30")
#: The real model, far too small to mean anything.
TINY = {"bank": 14, "worlds": 8, "waves": 1, "members": 2, "lab_scale": 0.0005, "user_scale": 0.001, "scale": 0.001}

#: A false row of each dated table, after the origin.
FALSE = {
    "releases": {"release": "false", "model": "False 70B", "family": "Qwen", "lab": "alibaba", "task_class": "language",
                 "date": "2024-10-15", "licence": "apache-2.0", "licence_class": "permissive", "line": "flagship", "purpose": "base",
                 "total_parameters": "7e10", "active_parameters": "7e10", "repositories": "9", "attraction": "0", "confidence": "low"},
    "eci_scores": {"model": "False", "date": "2024-10-15", "eci": "199", "country": "China", "accessibility": "Open weights"},
    "policy_dates": {"lever": "us.export_control", "of": "CN", "date": "2024-10-15", "value": "1", "confidence": "low"},
    "adoption_programmes": {"programme": "False", "kind": "cloud_bundle", "region": "AFRICA", "family": "Qwen", "date": "2024-10-15",
                            "reach": "1", "confidence": "low"},
    "published_series": {"series": "derivative_share_without_bulk", "date": "2025-02-28", "entity": "CN", "value": "99", "unit": "percent",
                         "reading": "value", "confidence": "low"},
}


def planted(folder: Path) -> Path:
    """The library with a false row in each dated table; gaps, figures and a lab's exit are falsified where they stand."""
    shutil.copytree(LIBRARY, folder)
    for name, row in FALSE.items():
        with (folder / "reference" / f"{name}.csv").open("a", newline="", encoding="utf-8") as file:
            csv.DictWriter(file, header(name), lineterminator="\n").writerow(row)
    change(folder, "published_series", lambda r: r["date"] > str(ORIGIN) and r["series"] == "frontier_gap", "value", "9")
    change(folder, "published_figures", lambda r: r["period_end"] > str(ORIGIN) and r["value"] and r["unit"] == "percent", "value", r"1")
    change(folder, "labs", lambda r: r["id"] == "zero_one_ai", "exit", "2024-10-01")
    change(folder, "largest_runs", lambda r: r["date"] > str(ORIGIN), "share", "0.9")
    return folder


def header(name: str) -> list[str]:
    with (LIBRARY / "reference" / f"{name}.csv").open(newline="", encoding="utf-8") as file:
        return next(csv.reader(file))


def change(folder: Path, name: str, chosen, column: str, value: str) -> None:
    path, count = folder / "reference" / f"{name}.csv", 0
    table = record.rows(path)
    for row in table:
        if chosen(row):
            row[column], count = value, count + 1
    assert count > 0, name
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, header(name), lineterminator="\n")
        writer.writeheader()
        writer.writerows(table)


def fitted(folder: Path, threads: int, say=lambda text: None):
    return project(ORIGIN, folder / str(ORIGIN), Settings(**TINY, run=on_threads(threads)), say)


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """One origin on one thread: the folder and what was projected."""
    folder = tmp_path_factory.mktemp("backtest")
    return folder, fitted(folder, 1)


def values(projection) -> dict[str, np.ndarray]:
    data = projection.run.data
    return {name: data[name].values for name in (*projection.run.measures, "pattern_value")}


def assert_same(one, other) -> None:
    first, second = values(one), values(other)
    assert first.keys() == second.keys()
    for name in first:
        assert np.array_equal(first[name], second[name], equal_nan=True), name


# --- origins and what is known ---------------------------------------------------------------------------------------


def test_origins_are_the_last_days_of_months_and_every_wrong_one_is_named():
    assert [str(day) for day in origins.parse("2024-09-30, 2023-12-31")] == ["2023-12-31", "2024-09-30"]
    with pytest.raises(ValueError) as raised:
        origins.parse("2024-09-29,soon,2026-01-31,2024-09-30")
    assert [line.split()[1].strip("';") for line in str(raised.value).split("\n")] == ["2024-09-29", "soon", "2026-01-31"]


def test_horizons_count_months_and_fall_into_bands():
    origin = np.datetime64("2023-12-31")
    assert [origins.months_between(origin, origins.month_end(origin, n)) for n in (1, 6, 18)] == [1, 6, 18]
    assert str(origins.month_end(origin, 2)) == "2024-02-29"
    assert [origins.band_of(n) for n in (1, 3, 4, 6, 7, 12, 13, 18)] == ["1–3", "1–3", "4–6", "4–6", "7–12", "7–12", "13–18", "13–18"]


def test_no_row_that_a_fit_reads_is_dated_after_the_origin(tmp_path):
    known.write_known(tmp_path, ORIGIN)
    for name, column in known.DATED.items():
        kept, whole = record.rows(tmp_path / f"{name}.csv"), record.rows(LIBRARY / "reference" / f"{name}.csv")
        assert all(row[column] <= str(ORIGIN) for row in kept)
        assert kept == [row for row in whole if row[column] and row[column] <= str(ORIGIN)]
    labs = {row["id"]: row for row in record.rows(tmp_path / "labs.csv")}
    assert "xiaomi" not in labs  # it enters in December 2024
    assert labs["zero_one_ai"]["exit"] == "" and labs["aleph_alpha"]["exit"] == "2024-09-05"
    later = next(row for row in record.rows(LIBRARY / "reference" / "largest_runs.csv") if row["date"] > str(ORIGIN))
    assert labs[later["lab"]]["flagship_share"] == later["judged_share"] != later["share"]


def test_false_figures_after_the_origin_change_no_forecast(small, tmp_path, monkeypatch):
    monkeypatch.setenv("WEIGHTSHED_SCENARIOS", str(planted(tmp_path / "library")))
    assert_same(small[1], fitted(tmp_path, 1))
    # The same kind of row before the origin does change what is fitted.
    change(tmp_path / "library", "published_series", lambda r: r["date"] <= str(ORIGIN) and r["series"] == "frontier_gap", "value", "9")
    other = values(fitted(tmp_path / "again", 1))["frontier_gap"]
    assert not np.array_equal(other, values(small[1])["frontier_gap"], equal_nan=True)


def test_two_threads_make_the_same_table_as_one(small, tmp_path):
    scored = targets()
    one, two = pairs([small[1]], scored), pairs([fitted(tmp_path, 2)], scored)
    pd.testing.assert_frame_equal(one, two, check_exact=True)


def test_an_interrupted_backtest_goes_on_where_it_stopped(small, tmp_path):
    def interrupt(text: str) -> None:
        if text.startswith("wave 1 of 1: 8/8"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fitted(tmp_path, 1, interrupt)
    finished = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.h5")}
    assert finished and not (tmp_path / str(ORIGIN) / "projection.h5").exists()
    assert_same(small[1], fitted(tmp_path, 1))
    assert {path: path.stat().st_mtime_ns for path in finished} == finished


# --- pairs -----------------------------------------------------------------------------------------------------------


def test_every_pair_lies_after_its_origin_and_within_eighteen_months(small):
    table = pairs([small[1]], targets())
    assert (pd.to_datetime(table["date"]) > pd.to_datetime(table["origin"])).all()
    assert table["horizon"].between(1, 18).all() and (table["date"] <= str(origins.VINTAGE)).all()
    share = table[(table["target"] == "derivative_share_without_bulk:CN") & (table["method"] == MODEL)]
    assert list(share["date"]) == ["2024-10-31", "2024-11-30", "2024-12-31", "2025-01-31"]
    assert list(share["value"]) == [28.6, 29.5, 30.54, 44.12]
    assert (share["draws"] == 4).all()  # two worlds with two histories each
    assert {"last value", "random walk with drift", "logistic trend"} <= set(table["method"])
    later = table[(table["target"] == "derivative_share:CN") & (table["method"] == MODEL)]
    assert dict(zip(later["date"], later["value"])) == {"2025-06-30": 50.0, "2025-09-30": 63.0}


def test_rivals_see_nothing_after_the_origin():
    for target in targets():
        known_by_then = target.history(ORIGIN, np.datetime64("2025-03-31"))
        assert len(known_by_then.dates) >= 4 and known_by_then.dates[-1] <= ORIGIN
    gap = next(target for target in targets() if target.name == "frontier_gap:cn-us")
    assert str(gap.history(ORIGIN, ORIGIN).dates[0]) == "2023-09-30"  # and not the jump before it


def test_bases_are_counted_in_windows_from_the_origin_and_before_it():
    count = next(t for t in targets() if t.name == "open_bases:CN")
    chinese = {row["id"] for row in record.rows(LIBRARY / "reference" / "labs.csv") if row["country"] == "CN"}

    def on_record(after: str, until: str) -> int:
        return sum(row["lab"] in chinese and row["task_class"] == "language" and after < row["date"] <= until
                   and row["licence_class"] not in ("closed", "api_only") for row in record.rows(LIBRARY / "reference" / "releases.csv"))

    scored = count.scored(ORIGIN)
    assert [str(day) for day in scored.dates] == ["2025-03-31", "2025-09-30"]
    assert list(scored.values) == [on_record("2024-09-30", "2025-03-31"), on_record("2024-09-30", "2025-09-30")]
    before = count.history(ORIGIN, np.datetime64("2025-09-30"))
    assert before.values[-1] == on_record("2023-09-30", "2024-09-30") and before.values[-2] == on_record("2022-09-30", "2023-09-30")
    assert len(count.scored(np.datetime64("2025-06-30")).dates) == 1


def test_a_run_counts_the_bases_of_a_country_in_the_same_windows(small):
    count, run = next(t for t in targets() if t.name == "open_bases:CN"), small[1].run
    drawn = count.draws(run, ORIGIN, count.scored(ORIGIN).dates)
    assert drawn.shape == (2, 4) and (drawn[1] >= drawn[0]).all() and drawn[1].max() > 0
    # Before the origin a run has the record's own bases.
    days = run.data["time"].values.astype("datetime64[M]")
    qwen = run.data["open_bases"].sel(lab="alibaba").values[0, 0, 0]
    recorded = [row["date"][:7] for row in record.rows(LIBRARY / "reference" / "releases.csv")
                if row["lab"] == "alibaba" and row["task_class"] == "language" and row["licence_class"] not in ("closed", "api_only")]
    until = str(ORIGIN)[:7]
    assert qwen[days <= np.datetime64(until)].sum() == sum("2019-07" <= month <= until for month in recorded)


# --- openings and closings -------------------------------------------------------------------------------------------


def test_labs_at_risk_of_closing_are_those_that_released_in_the_year_before():
    found = Record()
    closing, opening = found.at_risk("closing", ORIGIN), found.at_risk("opening", ORIGIN)
    assert not set(closing) & set(opening)
    assert "meta" in closing and "openai" in opening and "xiaomi" not in opening
    assert found.happened("opening", "openai", ORIGIN, 12) and not found.happened("opening", "anthropic", ORIGIN, 12)
    assert found.happened("closing", "databricks", ORIGIN, 12) and not found.happened("closing", "meta", ORIGIN, 12)


def test_the_base_rate_knows_only_windows_that_have_ended(tmp_path, monkeypatch):
    before = Record().base_rate("opening", ORIGIN, 12)
    monkeypatch.setenv("WEIGHTSHED_SCENARIOS", str(planted(tmp_path / "library")))
    assert Record().base_rate("opening", ORIGIN, 12) == before
    assert 0.2 < before < 0.6


def test_probabilities_of_events_are_shares_of_histories(small):
    table = events([small[1]])
    assert set(table["event"]) == {"closing", "opening"} and (table["months"] == 12).all()
    assert (table["probability"] * 4 % 1 == 0).all() and table["outcome"].isin((0, 1)).all()
    assert table["brier"].to_numpy() == pytest.approx(((table["probability"] - table["outcome"]) ** 2).to_numpy())


# --- scores by band --------------------------------------------------------------------------------------------------


def made_up(ours: list[float], theirs: list[float], per_origin: int = 2) -> pd.DataFrame:
    """Pairs of one target and band with given scores of the model and of a rival."""
    rows = []
    for i, scored in enumerate(zip(ours, theirs)):
        for method, crps in zip((MODEL, "last value"), scored):
            rows.append({"target": "x:y", "origin": f"2024-{1 + i // per_origin:02d}-28", "date": i, "band": "1–3", "unit": "percent",
                         "method": method, "crps": crps, "covered": i % 2 == 0, "width": crps, "interval_score": 2 * crps})
    return pd.DataFrame(rows)


def test_a_pool_is_judged_on_the_pairs_of_all_its_targets_and_replaces_them():
    parts = [made_up([1.0] * 6, [2.0] * 6).assign(target=name) for name in (*POOLS[0].of, "another:x")]
    found = pooled(pd.concat(parts))
    assert found["target"].unique().tolist() == [POOLS[0].name, "another:x"]
    assert summary.by_band(found).set_index("target")["pairs"].to_dict() == {POOLS[0].name: 12, "another:x": 6}


def test_a_model_that_is_always_better_is_called_better_and_the_reverse():
    better = summary.by_band(made_up([1.0, 1.1, 0.9, 1.0, 1.2, 0.8], [2.0] * 6)).iloc[0]
    assert better["verdict"] == "better" and better["ratio"] == pytest.approx(0.5) and better["low"] <= 0.5 <= better["high"] < 1
    worse = summary.by_band(made_up([2.0] * 6, [1.0, 1.1, 0.9, 1.0, 1.2, 0.8])).iloc[0]
    assert worse["verdict"] == "worse" and worse["coverage"] == 0.5
    mixed = summary.by_band(made_up([1.0, 1.0, 3.0, 3.0, 2.0, 2.0], [2.0] * 6)).iloc[0]
    assert mixed["verdict"] == "not told apart" and mixed["low"] < 1 < mixed["high"]


def test_fewer_than_five_pairs_or_one_origin_are_not_judged():
    few = summary.by_band(made_up([1.0] * 4, [2.0] * 4)).iloc[0]
    assert few["pairs"] == 4 and few["verdict"] == "not judged" and few["ratio"] == 0.5
    alone = summary.by_band(made_up([1.0] * 6, [2.0] * 6, per_origin=6)).iloc[0]
    assert alone["verdict"] == "not judged" and np.isnan(alone["low"]) and np.isnan(alone["crps_error"])


def test_intervals_are_called_too_narrow_or_too_wide_only_beyond_chance():
    table = made_up([1.0] * 10, [2.0] * 10)
    for inside, words in ((4, "too narrow"), (7, ""), (10, "")):
        covered = table.assign(covered=table["date"] < inside)
        assert summary.by_band(covered).iloc[0]["intervals"] == words
    many = made_up([1.0] * 20, [2.0] * 20).assign(covered=True)
    assert summary.by_band(many).iloc[0]["intervals"] == "too wide"


def test_errors_resample_whole_origins():
    scored = [1.0, 1.0, 3.0, 3.0]  # two origins whose pairs agree: means of 1, 2 and 3 with chances of 1/4, 1/2, 1/4
    row = summary.by_band(made_up(scored * 1, [2.0] * 4)).iloc[0]
    assert row["crps_error"] == pytest.approx(np.sqrt(0.5), rel=0.05)
    middle, low, high = summary.difference_of(pd.Series(list("aabb")), pd.Series(scored), pd.Series([2.0] * 4))
    assert (middle, low, high) == (0.0, -1.0, 1.0)


def test_pairs_without_any_rival_are_left_out_and_a_rival_that_misses_one_is_not_the_best():
    table = made_up([9.0, 9.0] + [1.0] * 6, [2.0] * 8)
    table = table[(table["method"] == MODEL) | (table["origin"] > "2024-01-28")]
    row = summary.by_band(table).iloc[0]
    assert (row["pairs"], row["origins"], row["crps"], row["ratio"]) == (6, 3, 1.0, 0.5)
    some = table[(table["method"] == "last value") & (table["origin"] > "2024-02-28")].assign(method="logistic trend", crps=0.1)
    row = summary.by_band(pd.concat([table, some])).iloc[0]
    assert row["rival"] == "last value" and np.isnan(row["logistic trend"])
    alone = summary.by_band(table[table["method"] == MODEL]).iloc[0]
    assert alone["pairs"] == 8 and alone["verdict"] == "not judged"


# --- page, figures, command ------------------------------------------------------------------------------------------


def test_the_page_shows_failures_as_failures_and_figures_their_numbers(small):
    scored = targets()
    table, labs = pairs([small[1]], scored), events([small[1]])
    extra = [pd.concat([table.assign(origin=day, crps=table["crps"] * np.where(table["method"] == MODEL, 50.0, 1.0))
                        for day in ("2024-09-30", "2024-12-31")])]
    text = page.page([small[1]], scored, extra[0], labs, tokens([small[1]]), "weightshed backtest", [])
    assert "**It fails** where" in text and " worse** |" in text and "| 1–3 | 2 | 6 |" in text
    parts = [name for pool in POOLS for name in pool.of]
    assert all(shown.title in text for shown in (*POOLS, *(target for target in scored if target.name not in parts)))
    later = next(target for target in scored if target.name == "derivative_share:CN").record
    drawn = figures.hindcasts([small[1]], scored[0], "share", later)
    draws = scored[0].draws(small[1].run, ORIGIN, np.array(["2025-12-31"], dtype="datetime64[D]"))
    assert drawn.table["q50"].iloc[-1] == pytest.approx(np.median(draws))
    bars = figures.histograms(table, {"shares": ["derivative_share_without_bulk:CN"]}, "pit").table
    assert bars["share"].sum() == pytest.approx(1.0) and (bars["pairs"] == 4).all()


def test_token_figures_are_forecast_only_from_before_their_period(small):
    found = tokens([small[1]])
    assert [t.value for t in found] == [1.2, 13.0, 30.0] and all(t.low <= t.median <= t.high for t in found)


def test_the_command_writes_page_tables_and_figures_or_nothing(small, tmp_path, capsys):
    report = tmp_path / "docs" / "forecasts.md"
    for wrong in (["--bank", "0"], ["--scale", "2"], ["--scale", "x"]):
        with pytest.raises(SystemExit) as left:
            backtest.main(wrong)
        assert left.value.code == 2 and "must be a" in capsys.readouterr().err
    options = [part for name, value in TINY.items() for part in (f"--{name.replace('_', '-')}", str(value))]
    assert backtest.main(["--origins", "2024-09-29", "--report", str(report)]) == 3
    assert "2024-09-29" in capsys.readouterr().err and not report.parent.exists()
    assert backtest.main(["--origins", str(ORIGIN), "--folder", str(small[0]), "--report", str(report), "-j", "1", *options]) == 0
    assert {path.name for path in report.parent.iterdir()} == {
        "forecasts.md", "forecasts.csv", "forecasts-labs.csv", "forecasts-verdicts.csv", "forecasts-share.png", "forecasts-gap.png", "forecasts-pit.png"}
    said = report.read_text().splitlines()[2]
    assert "--bank 14" in said and "-j" not in said and "--folder" not in said
    written = pd.read_csv(report.with_suffix(".csv"))
    assert len(written) == len(pairs([small[1]], targets())) and written["crps"].notna().all()
