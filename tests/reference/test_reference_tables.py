"""Check the reference tables: they parse, refer to each other, stay in the data vintage, give the published lags."""

import csv
import datetime
import pathlib
import re
import subprocess
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
TABLES = ROOT / "scenarios" / "reference"
VINTAGE = datetime.date(2025, 12, 31)

COLUMNS = {
    "jurisdictions": "code,name,bloc,gdp_share,demand_share_2019,demand_share_2024,legal_distillation,diffusion_tier,source,confidence",
    "labs": "id,name,country,kind,entry,flagship_share,talent,stance_flagship,stance_second_line,exit,"
    "brand_derive,brand_use,big_name,allocation,surprise,source,confidence",
    "releases": "release,model,family,lab,task_class,date,licence,licence_class,line,purpose,total_parameters,"
    "active_parameters,eci,eci_origin,training_compute,repositories,attraction,label,built_on,taught_by,hub_id,source,confidence",
    "policy_dates": "lever,of,in,sectors,date,value,fee,source,confidence",
    "adoption_programmes": "programme,kind,region,sectors,buyer,family,origin,date,reach,source,confidence",
    "compute_shares": "date,country,share,quantity,source,confidence",
    "published_figures": "pattern,part,title,value,low,high,unit,period_start,period_end,counted,validation,definition,"
    "source,confidence",
    "published_series": "series,date,entity,value,unit,reading,source,confidence",
    "derivatives_by_base": "hub_id,roster_hub_id,purpose,created,date,derivatives,source,confidence",
    "largest_runs": "lab,model,date,log10_training_compute,implied_share,judged_share,share,source,confidence",
    "eci_scores": "model,date,eci,eci_low,eci_high,organization,country,accessibility",
}
SOURCED = [name for name in COLUMNS if name != "eci_scores"]  # that table has one source, credited in SOURCES.md

CODES = ["US", "CN", "EU", "UK", "JP", "KR", "IN", "CA", "ASEAN", "GULF", "AFRICA", "LATAM", "REST"]
KINDS = {"big_tech", "frontier_start_up", "tiger_start_up", "firm", "public", "university", "non_profit", "community"}
TASK_CLASSES = {"language", "diffusion", "text_encoder", "speech", "vision", "time_series"}
LICENCE_CLASSES = {"closed", "api_only", "gated_research", "restricted_commercial", "permissive", "fully_open"}
CLOSED = {"closed", "api_only"}
PURPOSES = {"base", "instruct", "code", "embedding", "other"}
CONFIDENCES = {"high", "medium", "low", "guess"}
VALIDATION = {"P4", "P9", "P13", "P14 2021-2022", "P15", "P16", "P20", "P22", "P23b", "P29 2025-late"}  # whole patterns, or one part

MONTH = 365.25 / 12  # days
TIE_TOLERANCE = 0.9  # ECI points: one standard deviation of release noise
LAG_START = datetime.date(2023, 1, 1)
CLOSED_OPEN_END = datetime.date(2025, 10, 30)  # date of the published closed-open figure


def rows(name):
    with open(TABLES / f"{name}.csv", newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file, strict=True))


def day(text):
    return datetime.date.fromisoformat(text)


def unsourced(row):
    """True when nothing but memory supports a row: an empty source, or one whose every part is from memory."""
    parts = [part for part in row["source"].split(";") if part.strip()]
    return all("from memory" in part for part in parts)


def step_curve(scores, end):
    """Records (date, best score so far) from LAG_START to end; `scores` holds (date, score)."""
    records = []
    for date, score in sorted(scores):
        if LAG_START <= date <= end and (not records or score > records[-1][1]):
            records.append((date, score))
    return records


def first_at(records, level):
    return next(date for date, score in records if score >= level)


def mean_lag(leader, follower, tolerance):
    """Mean over score levels, uniform in the level, of the months by which the follower comes later; signed."""
    lowest = max(leader[0][1], follower[0][1])
    highest = min(leader[-1][1], follower[-1][1] + tolerance)
    edges = {lowest, highest}
    edges |= {score for _, score in leader if lowest < score < highest}
    edges |= {score + tolerance for _, score in follower if lowest < score + tolerance < highest}
    edges = sorted(edges)
    area = 0.0
    for low, high in zip(edges, edges[1:]):
        level = (low + high) / 2  # the lag is constant between two edges
        area += (high - low) * (first_at(follower, level - tolerance) - first_at(leader, level)).days
    return area / (highest - lowest) / MONTH


def curves(is_leader, is_follower, end):
    scores = [row for row in rows("eci_scores") if row["date"]]
    return tuple(
        step_curve([(day(row["date"]), float(row["eci"])) for row in scores if chosen(row)], end)
        for chosen in (is_leader, is_follower)
    )


def is_of(country):
    return lambda row: country in row["country"]


def is_open(row):
    return row["accessibility"].startswith("Open weights")


@pytest.mark.parametrize("name", COLUMNS)
def test_table_parses_with_exactly_its_columns(name):
    data = (TABLES / f"{name}.csv").read_bytes()
    assert b"\r" not in data and data.endswith(b"\n")
    data.decode("utf-8")
    with open(TABLES / f"{name}.csv", newline="", encoding="utf-8") as file:
        reader = csv.reader(file, strict=True)
        header = next(reader)
        assert ",".join(header) == COLUMNS[name]
        body = list(reader)
    assert body
    assert all(len(row) == len(header) for row in body)
    assert all(field == field.strip() for row in body for field in row)


@pytest.mark.parametrize("name", SOURCED)
def test_at_most_a_tenth_of_the_rows_rests_on_memory_and_says_so(name):
    table = rows(name)
    assert {row["confidence"] for row in table} <= CONFIDENCES
    weak = [row for row in table if unsourced(row)]
    assert len(weak) <= 0.1 * len(table)
    assert all(row["confidence"] in ("low", "guess") for row in weak)


@pytest.mark.parametrize("name", COLUMNS)
def test_no_date_is_after_the_data_vintage(name):
    for row in rows(name):
        for column in ("date", "entry", "exit", "period_start", "period_end"):
            if row.get(column):
                assert day(row[column]) <= VINTAGE, row


def test_jurisdictions_are_the_thirteen_codes_and_every_share_sums_to_one():
    table = rows("jurisdictions")
    assert [row["code"] for row in table] == CODES
    assert {row["bloc"] for row in table} == {"us_aligned", "china", "non_aligned"}
    for column in ("gdp_share", "demand_share_2019", "demand_share_2024"):
        assert sum(float(row[column]) for row in table) == pytest.approx(1, abs=1e-12)
        assert all(0 < float(row[column]) < 1 for row in table)
    distillation = {row["code"]: float(row["legal_distillation"]) for row in table}
    assert distillation["CN"] == 1 and distillation["US"] == 0.4
    assert all(value == 0.7 for code, value in distillation.items() if code not in ("CN", "US"))


def test_labs_have_unique_names_known_countries_and_kinds():
    table = rows("labs")
    assert len({row["id"] for row in table}) == len(table)
    assert len({row["name"] for row in table}) == len(table)
    assert all(re.fullmatch(r"[a-z][a-z0-9_]*", row["id"]) for row in table)
    assert {row["country"] for row in table} <= set(CODES)
    assert {row["kind"] for row in table} <= KINDS
    for row in table:
        assert 0 <= float(row["flagship_share"]) < 1
        assert 0 < float(row["talent"]) < 2
        assert row["big_name"] in {"true", "false"}
        assert row["big_name"] == "true" or row["kind"] != "big_tech", row
        for column in ("allocation", "surprise"):
            assert not row[column] or 0 < float(row[column]) <= 1, row
        if row["exit"]:
            assert day(row["entry"]) < day(row["exit"])
    training = [row for row in table if float(row["flagship_share"]) > 0]
    assert len(training) >= 35


def test_no_country_puts_its_whole_stock_into_flagship_runs():
    shares = {}
    for row in rows("labs"):
        shares[row["country"]] = shares.get(row["country"], 0) + float(row["flagship_share"])
    assert 0.14 < shares["US"] < 0.17
    assert 0.05 < shares["CN"] < 0.07  # many small labs, whose largest runs are on record
    assert max(shares.values()) < 0.3  # the Gulf: Falcon-180B, trained on rented accelerators


def test_releases_refer_to_labs_and_use_known_words():
    labs = {row["id"] for row in rows("labs")}
    table = rows("releases")
    assert len(table) >= 300
    assert len({row["model"] for row in table}) == len(table)
    assert sum(row["task_class"] != "language" for row in table) >= 50
    for row in table:
        assert row["lab"] in labs, row
        assert re.fullmatch(r"[a-z0-9_]+", row["release"]), row
        assert row["family"] and row["date"] and row["licence"], row
        assert row["task_class"] in TASK_CLASSES, row
        assert row["licence_class"] in LICENCE_CLASSES, row
        assert row["line"] in ("flagship", "second_line"), row
        assert row["purpose"] in PURPOSES, row
    assert {row["task_class"] for row in table} == TASK_CLASSES
    assert {row["licence_class"] for row in table} == LICENCE_CLASSES


def test_a_release_has_one_lab_one_family_and_one_class():
    seen = {}
    for row in rows("releases"):
        assert seen.setdefault(row["release"], (row["lab"], row["family"], row["task_class"])) == (
            row["lab"],
            row["family"],
            row["task_class"],
        ), row


def test_the_sizes_of_a_release_come_out_within_about_two_months():
    dates = {}
    for row in rows("releases"):
        dates.setdefault(row["release"], []).append(day(row["date"]))
    assert all((max(found) - min(found)).days <= 62 for found in dates.values())


def test_open_releases_state_their_size_and_closed_ones_publish_no_repository():
    for row in rows("releases"):
        if row["licence_class"] in CLOSED:
            assert row["repositories"] == "0" and not row["hub_id"], row
        else:
            assert int(row["repositories"]) >= 1, row
            assert 0 < int(row["active_parameters"]) <= int(row["total_parameters"]), row
        if row["training_compute"]:
            assert 1e20 < float(row["training_compute"]) < 1e27, row


def test_names_of_models_do_not_say_whether_they_are_closed_for_a_column_does():
    assert [row["model"] for row in rows("releases") if re.search(r"closed|unreleased", row["model"])] == []


def test_only_language_models_have_a_score_and_only_the_others_an_attraction():
    for row in rows("releases"):
        assert (row["eci_origin"] in {"measured", "same_weights"}) == bool(row["eci"]), row
        if row["task_class"] == "language":
            assert float(row["attraction"]) == 0, row
        else:
            assert not row["eci"] and abs(float(row["attraction"])) <= 6, row


def test_every_dated_score_belongs_to_one_release():
    published = sorted(row["eci"] for row in rows("eci_scores") if row["date"])
    releases = rows("releases")
    measured = {row["model"]: row for row in releases if row["eci_origin"] == "measured"}
    assert sorted(row["eci"] for row in measured.values()) == published
    for row in releases:
        if row["eci_origin"] == "same_weights":
            assert any(api["eci"] == row["eci"] and api["lab"] == row["lab"] and api["date"] < row["date"]
                       for api in measured.values()), row


def test_adoption_programmes_name_what_exists():
    families = {row["family"] for row in rows("releases")}
    for row in rows("adoption_programmes"):
        assert row["kind"] in {"sovereign", "cloud_bundle", "start_ups", "purchase"}
        assert row["region"] in {"", *CODES} and row["origin"] in {"", *CODES}
        assert row["family"] in {"", *families} and row["buyer"] in {"", *families}
        assert bool(row["family"]) != bool(row["origin"])
        assert bool(row["buyer"]) == (row["kind"] == "purchase")
        assert 0 < float(row["reach"]) <= 1


def test_policy_dates_are_ordered_and_bounded():
    table = rows("policy_dates")
    for row in table:
        assert re.fullmatch(r"[a-z_]+(\.[a-z_]+)?", row["lever"])
        assert (not row["of"] or row["of"] in CODES) and (not row["in"] or row["in"] in CODES)
        low, high = (22, 30) if row["lever"] == "release_duty" else (0, 1)
        assert low <= float(row["value"]) <= high
        assert not row["fee"] or 0 <= float(row["fee"]) <= 1
    controls = [row for row in table if row["lever"] == "us.export_control"]
    assert [row["date"] for row in controls] == sorted(row["date"] for row in controls)
    assert [float(row["value"]) for row in controls] == [0.35, 0.6, 0.65, 0.9, 0.65, 0.55]


def test_compute_shares_are_fractions_of_known_countries():
    totals = {}
    for row in rows("compute_shares"):
        assert row["country"] in CODES
        key = (row["date"], row["quantity"])
        totals[key] = totals.get(key, 0) + float(row["share"])
    assert all(0 < total <= 1.0001 for total in totals.values())


def test_published_figures_cover_every_pattern_with_ordered_bands():
    table = rows("published_figures")
    keys = [(row["pattern"], row["part"]) for row in table]
    assert len(set(keys)) == len(keys)
    expected = {f"P{number}" for number in range(1, 30) if number != 23} | {"P23a", "P23b"}
    assert {row["pattern"] for row in table} == expected
    for row in table:
        assert row["counted"] in ("observed", "given", "shown"), row
        validation = {row["pattern"], f"{row['pattern']} {row['part']}"} & VALIDATION
        assert row["validation"] == ("true" if validation else "false"), row
        assert day(row["period_start"]) <= day(row["period_end"])
        low, high = row["low"], row["high"]
        if row["counted"] == "shown":
            assert not low and not high, row
            continue
        assert float(low) <= float(high), row
        if row["value"]:
            assert float(low) <= float(row["value"]) <= float(high), row
        if row["unit"] == "date":
            assert 2019 < float(low) < float(high) < 2027, row
    assert all(row["unit"] == "date" for row in table if row["pattern"] in ("P1", "P6", "P11"))


def test_a_figure_whose_source_came_out_after_the_vintage_does_not_calibrate():
    for row in rows("published_figures"):
        years = [int(year) for year in re.findall(r"\b20\d\d\b", re.sub(r"arXiv \S+", "", row["source"]))]
        assert row["validation"] == "true" or max(years, default=0) <= VINTAGE.year, row


def test_monthly_derivative_shares_cover_their_months_and_sum_to_a_hundred():
    months = {}
    for row in rows("published_series"):
        if row["series"] == "derivative_share_without_bulk":
            months.setdefault(row["date"], []).append(float(row["value"]))
    assert len(months) == 19 and min(months) == "2023-07-31" and max(months) == "2025-01-31"
    for values in months.values():
        assert sum(values) == pytest.approx(100, abs=0.1)


def test_united_states_to_china_lag_is_the_published_one():
    leader, follower = curves(is_of("United States"), is_of("China"), VINTAGE)
    assert 6.7 <= mean_lag(leader, follower, TIE_TOLERANCE) <= 6.9


def test_closed_to_open_lag_is_the_published_one():
    leader, follower = curves(lambda row: not is_open(row), is_open, CLOSED_OPEN_END)
    assert 3.5 <= mean_lag(leader, follower, TIE_TOLERANCE) <= 3.7


def test_gaps_and_current_lags_are_those_of_the_scores():
    script = ROOT / "scripts" / "reference" / "frontier_rows.py"
    printed = subprocess.run([sys.executable, script], capture_output=True, text=True, check=True).stdout
    gaps, lags, quarterly_gaps = printed.split("\n\n")
    lines = [(TABLES / f"published_{name}.csv").read_text(encoding="utf-8").splitlines() for name in ("figures", "series")]
    assert [line for line in lines[0] if line.startswith("P28,")] == gaps.splitlines()
    assert [line for line in lines[1] if line.startswith("current_lag,")] == lags.splitlines()
    assert [line for line in lines[1] if line.startswith("frontier_gap,")] == quarterly_gaps.splitlines()
    value = {row["part"]: float(row["value"]) for row in rows("published_figures") if row["pattern"] == "P28"}
    assert len(value) == 12
    # End of 2024: o1 at 142.2814, Qwen2.5-72B at 129.2589.
    assert value["cn-us 2024-12"] == pytest.approx((142.2814 - 129.2589) / 11.6, abs=5e-4)


def test_lag_of_two_ramps_is_the_gap_less_the_tolerance_over_the_slope():
    # a leader rising 0.1 a day and a follower 30 points behind: (30 - 0.9) / 0.1 days, to half a step of 0.1 points
    dates = [LAG_START + datetime.timedelta(days=n) for n in range(1000)]
    leader = [(date, 100 + 0.1 * n) for n, date in enumerate(dates)]
    follower = [(date, 70 + 0.1 * n) for n, date in enumerate(dates)]
    assert mean_lag(leader, follower, TIE_TOLERANCE) * MONTH == pytest.approx(291, abs=1)
    assert mean_lag(follower, leader, 0) * MONTH == pytest.approx(-300, abs=1)


def test_score_script_keeps_the_columns_and_rejects_a_table_without_scores(tmp_path):
    script = ROOT / "scripts" / "reference" / "eci_scores.py"
    published, out = tmp_path / "published.csv", tmp_path / "out.csv"
    published.write_text(
        "model,date,eci,eci_ci_low,eci_ci_high,organization,country,accessibility\n"
        "B,2024-01-02,101.123456,99.5,103,Lab,China,API access\n"
        "A,,90,,,Lab,China,API access\n",
        encoding="utf-8",
    )
    subprocess.run([sys.executable, script, published, out], check=True)
    assert out.read_text(encoding="utf-8").splitlines() == [
        COLUMNS["eci_scores"],
        "B,2024-01-02,101.1235,99.5000,103.0000,Lab,China,API access",
        "A,,90.0000,,,Lab,China,API access",
    ]
    published.write_text("model,date\nA,2024-01-02\n", encoding="utf-8")
    failed = subprocess.run([sys.executable, script, published, out], capture_output=True, text=True, check=False)
    assert failed.returncode == 1 and "column 'eci' is missing" in failed.stderr
