"""The panel of sliders: the numbers of a run, cancelled when something moves, and what it refuses. Widgets are moved from Python."""

import datetime
import importlib.util
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

import matplotlib
import numpy as np
import pytest

import weightshed as ws
from weightshed.sliders import drawing
from weightshed.sliders.choice import Choice, dial_of, held_of, shown_of, step_of
from weightshed.sliders.futures import Futures, Stale
from weightshed.sliders.worker import Worker

pytestmark = pytest.mark.filterwarnings("ignore:run.members:UserWarning")  # few draws are meant here

ROOT = Path(__file__).parents[2]
BROWSER = (shutil.which("chromium") and shutil.which("node") and importlib.util.find_spec("jupyterlab")
           and any((ROOT / folder / "node_modules" / "puppeteer-core").is_dir() for folder in ("build/browser", "explorer")))
SMALL = {"run.scale": 0.001, "run.members": 8, "run.worlds": {"calibrated": 2}, "run.end": "2027-06-30",
         "measure.record": ["frontier_gap", "derivative_share", "adoption"]}


@pytest.fixture(scope="module")
def study():
    return ws.load("export-controls", SMALL)


@pytest.fixture
def panel(study):
    made = ws.explore(study, pairs=4)
    yield made
    made.close()


def _same_as_run(panel, tmp_path):
    """What is drawn, held to a run of the study that the panel says it draws: pair by pair, and in what is said of them."""
    run = panel.study.replace(members=2).run(tmp_path / "run.h5", progress=False)
    for shown in panel._shown.values():
        panel.measure.value = shown.slice
        pairs, line = panel.pairs, run.line(shown.slice)
        for policy, drawn in (("current", pairs.reference), ("explored", pairs.explored)):
            cells = line.values.sel(policy=policy).values
            assert np.array_equal(drawn, np.stack([cells[number % 2, number // 2] for number in range(4)]), equal_nan=True)
        told, effect = line.effects["explored"], pairs.effect()
        for name in ("effect", "low", "high", "sign_probability"):
            np.testing.assert_allclose(effect[name], told[name], rtol=1e-5, atol=1e-7)
        np.testing.assert_allclose(pairs.bands(pairs.explored)["q90"], line.fans["explored"]["q90"], rtol=1e-6)


def test_drawn_numbers_are_those_of_a_run(panel, tmp_path):
    panel.wait()
    assert np.nanmax(np.abs(panel.pairs.differences)) > 0.0
    _same_as_run(panel, tmp_path)


def test_moved_levers_and_held_assumptions_are_those_of_a_run(panel, tmp_path):
    panel.levers[0].value.value = 0.8
    panel.levers[0].day.value = datetime.date(2026, 7, 1)
    panel.levers[1].on.value = False
    panel.assumptions["research.induced_share"].value.value = 0.1
    panel.assumptions["research.induced_share"].on.value = True
    panel.wait()
    action, = panel.study.policies[1].actions
    assert (action.to, action.at, panel.study.assume["research.induced_share"]) == (0.8, datetime.date(2026, 7, 1), 0.1)
    _same_as_run(panel, tmp_path)


def test_a_reference_with_actions_of_its_own_keeps_them(study, tmp_path):
    acting = ws.Policy("current", (ws.Action("us.export_control", 0.9, "2026-01-05", of="CN"),))
    panel = ws.explore(study.replace(policies=(acting, *study.policies[1:])), policy="lifted", pairs=4)
    try:
        panel.wait()
        assert np.nanmax(np.abs(panel.pairs.differences)) > 0.0
        _same_as_run(panel, tmp_path)
    finally:
        panel.close()


def test_the_picture_says_what_it_shows(panel):
    panel.wait(1)
    panel.wait()
    said = panel.snapshot()
    assert "4 of 4 pairs of histories" in said and "chance and assumptions" in said and 'role="img"' in said
    panel.assumptions["supply.leak_base"].on.value = True
    panel.wait()
    assert "Not varied: the part of the blocked chips that smuggling brings in held at" in panel.snapshot()


def test_lines_and_bands_are_the_numbers(panel):
    panel.wait()
    chart, pairs, shown = panel._chart, panel.pairs, panel._shown[panel.measure.value]
    factor = drawing._scale(shown, pairs).factor
    for artists, policy in zip(chart._fans, (pairs.reference, pairs.explored)):
        line = artists._line.get_ydata()
        assert len(line) and np.array_equal(line, factor * pairs.bands(policy)["q50"][-len(line):], equal_nan=True)
    ends = artists._band.get_paths()[0].get_extents()
    bands = pairs.bands(pairs.explored)
    assert ends.ymax == factor * np.nanmax(bands["q90"][-len(line):]) and ends.ymin == factor * np.nanmin(bands["q10"][-len(line):])
    solid, dots = (artists._line.get_ydata() for artists in (chart._effect, chart._unclear))
    assert np.array_equal(np.where(np.isfinite(solid), solid, dots), factor * pairs.effect()["effect"][-len(dots):])


@pytest.mark.filterwarnings("ignore:Glyph", "ignore:no installed font")
def test_settings_of_the_notebook_neither_change_the_picture_nor_are_changed(panel):
    panel.wait()
    told = drawing.Told("The reference", "日本, $5 a token", "chance")
    shown = list(panel._shown.values())
    before = [panel._chart.svg(one, panel.pairs, told) for one in shown]
    assert "<svg" in before[0] and before[0] != before[1]
    own = {"text.usetex": True, "font.size": 30.0, "axes.grid": True, "lines.linewidth": 9.0, "xtick.labelsize": 20.0, "font.family": ["cursive"]}
    with matplotlib.rc_context(own):
        settings = dict(matplotlib.rcParams)
        assert [panel._chart.svg(one, panel.pairs, told) for one in shown] == before
        assert dict(matplotlib.rcParams) == settings


def test_another_measure_needs_no_history(panel, monkeypatch):
    panel.wait()
    monkeypatch.setattr(panel._worker, "ask", lambda choice: pytest.fail("simulated again"))
    before = panel.snapshot()
    panel.measure.value = list(panel._shown)[1]
    assert "China’s share of new derivatives" in panel.snapshot() != before


def test_another_policy_has_its_own_sliders(panel):
    panel.policy.value = "lifted"
    assert [lever.dial.name for lever in panel.levers] == ["us.export_control of China"]
    panel.wait()
    assert panel.study.policies[1].actions == panel._study.policies[2].actions


def test_moving_cancels_and_closing_ends_the_thread(study):
    panel = ws.explore(study, pairs=16)
    for value in (0.1, 0.2, 0.3):
        panel.levers[0].value.value = value
    panel.wait(1)
    assert panel._drawn.actions[0].to == 0.3
    panel.levers[0].value.value = 0.4
    panel.close()
    assert not [t for t in threading.enumerate() if t.name.startswith("weightshed-explore")]
    with pytest.raises(TimeoutError):
        panel.wait(timeout=0.05)


def test_a_move_back_to_what_is_drawn_is_drawn(panel):
    panel.wait()
    panel.levers[0].value.value = 0.5
    panel.levers[0].value.value = 0.95
    panel.wait()
    assert panel.study.policies[1].actions == panel._study.policies[1].actions


def test_a_refused_study_is_told_in_the_panel(study):
    ends = ws.Action("us.export_control", 0.9, "2026-03-01", of="CN", until="2026-05-01")
    panel = ws.explore(study, policy=ws.Policy("short", (ends,)), pairs=2)
    try:
        panel.levers[0].day.value = datetime.date(2026, 7, 1)
        with pytest.raises(ws.Error, match="until"):
            panel.wait()
        assert "until" in panel.snapshot()
        panel.levers[0].day.value = datetime.date(2026, 4, 1)
        panel.wait()
        assert "2 of 2 pairs" in panel.snapshot()
    finally:
        panel.close()


def test_stale_work_stops_within_a_history(study):
    futures = Futures(study, shown_of(study, None, {}))
    with pytest.raises(Stale):
        next(futures.simulate(Choice(()), 4, lambda: True))


def test_a_worker_does_the_last_thing_asked_for():
    done, started, go = [], threading.Event(), threading.Event()

    def work(asked, is_stale):
        started.set()
        go.wait(10)
        if not is_stale():
            done.append(asked)

    worker = Worker(work)
    worker.ask("first")
    started.wait(10)
    for asked in ("second", "third"):
        worker.ask(asked)
    go.set()
    end = time.monotonic() + 10
    while worker.is_busy and time.monotonic() < end:
        time.sleep(0.01)
    worker.close()
    assert done == ["third"]


def test_money_is_moved_in_billions_and_written_in_its_unit():
    dial = dial_of(ws.Action("open_weight_programme", "2e9 USD / year", "2027-01-04", of="US"))
    assert (dial.value, dial.unit) == (2.0, "billion USD / year")
    assert dial.at(2.0, None).to == "2e9 USD / year" and dial.at(3.5, None).to == "3500000000 USD / year"


@pytest.mark.parametrize("low, high, value, step", [(0.0, 4.0, 1.5, 0.05), (0.0, 1.0, 0.95, 0.01), (0.0, 8.0, 2.0, 0.1), (0.0, 1.0, 0.123, 0.001),
                                                    (0.0, 1.0, 1 / 3, 0.01)])
def test_a_slider_has_a_step_where_it_stands(low, high, value, step):
    assert step_of(low, high, value) == pytest.approx(step)


def test_sliders_of_a_panel_stand_on_their_steps(panel):
    sliders = [lever.value for lever in panel.levers] + [fixed.value for fixed in panel.assumptions.values()]
    assert len(sliders) > 3
    for slider in sliders:
        steps = (slider.value - slider.min) / slider.step
        assert steps == pytest.approx(round(steps), abs=1e-6), slider.value


def test_what_a_browser_adds_up_is_rounded():
    assert dial_of(ws.Action("us.export_control", 0.95, "2027-01-04", of="CN")).at(0.7000000000000001, None).to == 0.7


def test_assumptions_that_matter_come_first(study):
    assert [h.key for h in held_of(study, ["supply.leak_base"])][0] == "supply.leak_base"
    assert len(held_of(study)) == 3 and all(h.low <= h.middle <= h.high for h in held_of(study))


@pytest.mark.parametrize("asked, message", [
    ({"policy": "tigth"}, "did you mean 'tight'"), ({"measure": "frontier_gab"}, "did you mean 'frontier_gap'"),
    ({"pair": "cn-uk"}, "did you mean 'cn-us'"), ({"country": "CN"}, "no dimension 'country'")])
def test_what_is_unknown_is_refused_with_the_nearest(study, asked, message):
    with pytest.raises(ws.Error, match=message):
        ws.explore(study, **asked)


def test_a_study_with_its_reference_alone_says_what_to_give():
    with pytest.raises(ws.Error, match="nothing to move"):
        ws.explore("baseline")


def test_a_result_explores_its_own_study(study, tmp_path):
    run = study.replace(members=1).run(tmp_path / "own.h5", progress=False)
    panel = run.explore(pairs=1)
    try:
        panel.wait()
        assert panel._study.sha256 == run.data.attrs["scenario_sha256"]
    finally:
        panel.close()


@pytest.mark.skipif(not BROWSER, reason="needs chromium, node, puppeteer-core and JupyterLab")
def test_in_jupyterlab_whatever_is_moved_is_answered(tmp_path):
    done = subprocess.run([sys.executable, ROOT / "scripts" / "sliders-check", tmp_path], capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stdout + done.stderr
    assert {"a lever", "a date", "an assumption held", "an assumption moved", "a measure", "a key"} == {
        line.split(":")[0] for line in done.stdout.splitlines()}
    assert len(list(tmp_path.glob("sliders-*.png"))) == 5
