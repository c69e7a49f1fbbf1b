"""The page of scripts/bench: ratios within a turn, targets, and a line for whatever could not be measured."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "bench" / "page"))
import machine  # noqa: E402  (the scripts of bench/page are no package)
import page  # noqa: E402
from benchmarks import BENCHMARKS, Benchmark, Setting  # noqa: E402
from rows import Row, line, number, ratio, slope, value  # noqa: E402

TURNS = [{"theirs": 10.0, "ours": 1.0}, {"theirs": 90.0, "ours": 3.0}, {"theirs": 40.0, "ours": 2.0}]


def setting(tmp_path, missing=(), quick=False):
    return Setting(tmp_path, tmp_path, Path(sys.executable), Path(sys.executable), quick, frozenset(missing), None)


def script(tmp_path, said, code=0):
    """A benchmark whose program says so and ends so."""
    file = tmp_path / "script.py"
    file.write_text(f"import sys\nprint({said!r} if '--json' in sys.argv else 'a table')\nsys.exit({code})\n")
    return Benchmark("mine", "Mine", "What it says.", lambda s: [s.python, file],
                     lambda _: [Row("theirs over ours", ratio("theirs", "ours"), at_least=15.0, rival="mesa"),
                                Row("ours", value("ours"), at_most=1.5)])


def cells(row):
    return [cell.strip() for cell in row.strip("|").split("|")]


def test_a_ratio_is_taken_within_each_turn_and_then_the_median():
    # 10, 30 and 20; the ratio of the medians would be 20, of the fastest 10, of the sums 23.
    assert cells(line(Row("x", ratio("theirs", "ours")), TURNS)) == ["x", "20.0", "10.0", "30.0", "", ""]
    assert cells(line(Row("x", value("theirs")), TURNS)) == ["x", "40.0", "10.0", "90.0", "", ""]


def test_a_slope_is_one_for_what_grows_in_proportion():
    assert slope("large", "small", 10.0)({"large": 30.0, "small": 3.0}) == pytest.approx(1.0)
    assert slope("large", "small", 4.0)({"large": 6.0, "small": 3.0}) == pytest.approx(0.5)


@pytest.mark.parametrize("row, met", [(Row("x", value("ours"), at_most=2.0), "yes"), (Row("x", value("ours"), at_most=1.9), "**no**"),
                                      (Row("x", value("ours"), at_least=2.0), "yes"), (Row("x", value("ours"), at_least=2.1), "**no**")])
def test_the_median_meets_a_target_or_does_not(row, met):
    assert cells(line(row, TURNS))[-1] == met


def test_a_target_has_one_side():
    with pytest.raises(ValueError, match="both: a target has one side"):
        Row("both", value("ours"), at_least=1.0, at_most=2.0)


@pytest.mark.parametrize("x, text", [(0.0123456, "0.0123"), (1.0, "1.00"), (23.456, "23.5"), (456.7, "457"), (12345.6, "12,346"), (0.0, "0")])
def test_numbers_have_three_digits_and_no_exponent(x, text):
    assert number(x) == text


def test_the_page_has_a_line_for_each_row(tmp_path):
    chosen = script(tmp_path, json.dumps({"turns": TURNS, "versions": {"mesa": "3.3"}, "counts": {"head_draws": 1234567}}))
    text = page.page([page.run(chosen, setting(tmp_path))], setting(tmp_path), {"processor": "one"})
    assert "| processor | one |" in text
    assert "| theirs over ours | 20.0 | 10.0 | 30.0 | at least 15.0 | yes |" in text
    assert "| ours | 2.00 | 1.00 | 3.00 | at most 1.50 | **no** |" in text
    assert "3 turns" in text and "mesa 3.3" in text and "head draws 1,234,567" in text
    assert "a trial" not in text


def test_a_rival_that_could_not_be_installed_is_named_and_its_rows_are_left_out(tmp_path):
    without = [{"ours": 1.0}]
    chosen = script(tmp_path, json.dumps({"turns": without, "versions": {}}))
    text = page.section(page.run(chosen, setting(tmp_path, {"mesa"})), setting(tmp_path, {"mesa"}))
    assert "**Not measured:** mesa could not be installed." in text
    assert "theirs over ours" not in text and "| ours | 1.00 |" in text


@pytest.mark.parametrize("said, code, problem", [("{}", 3, "ended with code 3"), ("a table", 0, "JSONDecodeError")])
def test_a_benchmark_that_fails_is_a_line_and_no_table(tmp_path, said, code, problem):
    text = page.section(page.run(script(tmp_path, said, code), setting(tmp_path)), setting(tmp_path))
    assert f"**Not measured:** {problem}" in text and page.HEAD not in text


def test_what_a_benchmark_needs_is_asked_before_it_runs(tmp_path):
    study = next(b for b in BENCHMARKS if b.name == "study")
    assert study.why_not(setting(tmp_path, {"ema_workbench"})) == "ema_workbench could not be installed"
    assert study.why_not(setting(tmp_path)) == ""
    explorer = next(b for b in BENCHMARKS if b.name == "explorer")
    assert explorer.left_out(setting(tmp_path)) == "engine-module.wasm is not built"


def test_what_nobody_has_built_is_a_line_and_no_error(tmp_path):
    explorer = next(b for b in BENCHMARKS if b.name == "explorer")
    outcome = page.run(explorer, setting(tmp_path))
    assert "**Not measured:** engine-module.wasm is not built." in page.section(outcome, setting(tmp_path)) and not outcome.problem


def test_sides_that_disagree_are_told_with_what_differs():
    found = {"Mesa": {"histories": [1000, 100], "statistics": 54, "differ": ["mean depth"], "smallest_p": 1e-9}}
    (said,) = page.agreements(found)
    assert said.startswith("Mesa, 100 histories against 1,000: 1 of 54 statistics differ") and said.endswith("; mean depth.")


def test_every_row_of_a_trial_is_one_of_the_full_run(tmp_path):
    for benchmark in BENCHMARKS:
        quick, full = ({row.label for row in benchmark.rows(setting(tmp_path, quick=is_quick))} for is_quick in (True, False))
        assert quick <= full and quick, benchmark.name


def test_the_load_of_others_leaves_out_what_this_program_used():
    before, after = machine.Moment(100.0, 50.0, 1.0), machine.Moment(110.0, 65.0, 11.0)
    assert machine.others(before, after) == pytest.approx(0.5)
    began = machine.now()
    sum(i * i for i in range(300_000))
    assert machine.now().own > began.own and machine.now().busy >= began.busy


@pytest.mark.parametrize("words, said", [(["--only", "nothing"], "invalid choice: 'nothing'"), (["--against", "/nowhere/program"], "no program at"),
                                         (["--out", "/nowhere/page.md"], "no folder /nowhere")])
def test_a_wrong_command_line_is_refused_before_anything_is_built(words, said):
    done = subprocess.run([sys.executable, ROOT / "bench/page/page.py", "--rivals", "python", "--check", *words], capture_output=True,
                          text=True, check=False)
    assert done.returncode == 2 and said in done.stderr


def test_only_a_full_run_replaces_the_page_of_the_repository():
    assert page.arguments(["--rivals", "python"]).out == ROOT / "bench/RESULTS.md"
    assert page.arguments(["--rivals", "python", "--quick"]).out is None
    assert page.arguments(["--rivals", "python", "--only", "cell"]).out is None


def test_a_page_is_written_whole_or_not_at_all(tmp_path):
    (tmp_path / "page.md").write_text("before")
    page.write("after", tmp_path / "page.md")
    assert (tmp_path / "page.md").read_text() == "after" and os.listdir(tmp_path) == ["page.md"]
