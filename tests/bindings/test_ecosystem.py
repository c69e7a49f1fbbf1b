"""The live model: the bits of a run, forks, levers, views that neither dangle nor change, threads and Ctrl-C."""

from __future__ import annotations

import gc
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import weightshed as ws

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning")

TINY = {"run.members": 2, "run.worlds": {"calibrated": 2}, "run.scale": 0.0005, "run.end": "2028-03-31"}

#: Studies and a policy of each: dated actions, triggers, a simulated past, reactive governments, a sweep.
FIVE = {
    "export-controls": ("tight", {}),
    "adaptive-us": ("both_when_needed", {}),
    "calibration-simulated": (None, {"run.worlds": 2}),
    "national-choices": (None, {"structure.governments": "both_react"}),
    "controls-and-scarcity": (None, {"run.worlds": 1, "run.members": 2}),
}


@pytest.fixture(scope="module")
def study() -> ws.Study:
    return ws.load("export-controls", {**TINY, "measure.lineage": "all"})


@pytest.fixture(scope="module")
def run(study: ws.Study, tmp_path_factory: pytest.TempPathFactory) -> ws.Run:
    return study.run(tmp_path_factory.mktemp("live") / "live.h5", progress=False)


def same(live: ws.Ecosystem, run: ws.Run, world: int, member: int) -> None:
    cell = run.data.sel(policy=live.policy).isel(world=world, member=member)
    assert len(live.data) == len(run.measures)
    for measure in run.measures:
        np.testing.assert_array_equal(live.data[measure].values, cell[measure].values, err_msg=measure)


@pytest.mark.parametrize("name", FIVE)
def test_a_live_history_has_the_bits_of_a_run(name: str, tmp_path: Path) -> None:
    policy, more = FIVE[name]
    study = ws.load(name, {**TINY, **more})
    run = study.run(tmp_path / "run.h5", progress=False)
    world = run.data.sizes["world"] - 1
    live = ws.Ecosystem(study, policy or run.policies[-1], world, member=run.data.sizes["member"] - 1)
    live.step(13)
    live.run_until("2026-03")
    while not live.is_over:
        live.step()
    same(live, run, world, run.data.sizes["member"] - 1)


def test_events_and_lineage_are_those_of_a_run(study: ws.Study, run: ws.Run) -> None:
    live = ws.Ecosystem(study, "lifted", 1, 1)
    last = pd.DataFrame()
    while not live.is_over:
        live.step()
        last = pd.concat([last, live.new_events])
    assert len(live.events) > 50
    pd.testing.assert_frame_equal(last.sort_values("time", kind="stable", ignore_index=True), pd.DataFrame(live.events), check_dtype=False)
    events = run.events
    own = events[(events["policy"] == "lifted") & (events["world"] == 1) & (events["member"] == 1)].sort_values("time", kind="stable")
    assert own["actor"].tolist() == live.events["actor"].tolist() and own["value"].tolist() == live.events["value"].tolist()
    recorded = run.lineage("lifted", 1, 1)
    found = live.lineage()[recorded.columns]
    assert (found["born"] - recorded["born"]).abs().max() < pd.Timedelta(microseconds=1)  # the file rounds
    pd.testing.assert_frame_equal(found.drop(columns="born"), recorded.drop(columns="born"), check_dtype=False)
    graph = live.to_networkx()
    assert graph.number_of_nodes() == len(recorded) == live.graph.rows and graph.number_of_edges() > 0


def test_a_lever_changed_under_way_has_the_bits_of_a_study_with_that_action(study: ws.Study, tmp_path: Path) -> None:
    action = ws.Action("us.export_control", 0.3, "2026-09-07", of="CN", ramp="6 months")
    mine = study.replace(policies=(study.policies[0], ws.Policy("mine", (action,))))
    run = mine.run(tmp_path / "mine.h5", progress=False)
    live = ws.Ecosystem(study)
    live.run_until("2026-09-07")
    fork = live.copy()
    fork.change("us.export_control", 0.3, of="China", ramp="6 months")
    fork.run_until(study.end)
    live.run_until(study.end)
    values = run.data["compute"].isel(world=0, member=0)
    np.testing.assert_array_equal(fork.data["compute"].values, values.sel(policy="mine").values[:len(fork.data["time"])])
    np.testing.assert_array_equal(live.data["compute"].values, values.sel(policy="current").values[:len(live.data["time"])])
    assert not np.array_equal(fork.data["compute"].values, live.data["compute"].values)
    direct = ws.Ecosystem(study, policy=ws.Policy("mine", (action,)))
    direct.run_until(study.end)
    np.testing.assert_array_equal(direct.data["compute"].values, fork.data["compute"].values)


def test_a_world_as_a_value_is_the_world_of_the_study(study: ws.Study) -> None:
    by_number, by_value = (ws.Ecosystem(study, "tight", world, member=1) for world in (1, study.world(1)))
    for live in (by_number, by_value):
        live.run_until("2026-06-01")
    np.testing.assert_array_equal(by_number.data["download_share"].values, by_value.data["download_share"].values)
    other = ws.Ecosystem(study, "tight", ws.World({"research.induced_share": 0.8}, {"openness": "fixed"}, key=7))
    other.run_until("2026-06-01")
    assert not np.array_equal(by_number.data["download_share"].values, other.data["download_share"].values)
    with pytest.raises(ws.Error, match="did you mean 'research.induced_share'"):
        ws.Ecosystem(study, world=ws.World({"research.induced_shar": 0.8}))


def test_views_are_of_the_models_memory_cannot_be_written_and_keep_their_moment(study: ws.Study) -> None:
    live = ws.Ecosystem(study)
    live.run_until("2026-01-05")
    for table in ("labs", "bases", "authors", "adopters", "graph", "merges"):
        view = live.view(table)
        again = live.view(table)
        assert view.rows > 0 and view.date == live.date, table
        for column, values in view.items():
            assert not values.flags.owndata and not values.flags.writeable
            assert values.ctypes.data == again[column].ctypes.data, "nothing is copied"
            with pytest.raises(ValueError):
                values.flags.writeable = True
    del again
    views = {table: live.view(table) for table in ("labs", "bases", "authors", "adopters", "graph")}
    then = {table: {name: values.copy() for name, values in view.items()} for table, view in views.items()}
    live.run_until("2027-01-04")
    assert live.labs["log_compute"].ctypes.data != views["labs"]["log_compute"].ctypes.data
    column = views["adopters"]["family"]
    live = None  # what is shown outlives the ecosystem and the table
    gc.collect()
    noise = [np.full(100_000, 7, dtype=np.uint16) for _ in range(50)]
    for table, columns in then.items():
        for name, values in columns.items():
            np.testing.assert_array_equal(views[table][name], values, err_msg=f"{table}.{name}")
    del views, noise
    gc.collect()
    np.testing.assert_array_equal(column, then["adopters"]["family"])


def test_views_say_in_words_what_codes_mean(study: ws.Study) -> None:
    live = ws.Ecosystem(study)
    live.run_until("2025-01-06")
    labs = live.labs.frame().set_index("lab")
    assert labs.loc["deepseek", "country"] == "CN" and labs.loc["deepseek", "family"] == "DeepSeek"
    bases = live.bases.frame()
    assert {"Llama", "Qwen"} <= set(bases["family"]) and set(bases["licence"]) >= {"permissive", "api_only"}
    assert set(live.adopters.frame()["sector"]) <= set(ws.sectors().index)
    assert set(live.authors.frame()["kind"]) >= {"individual", "firm"}
    graph, lineage = live.graph, live.lineage()
    np.testing.assert_array_equal(graph["parent"].astype(np.int64) % (2**32 - 1), lineage["parent"].where(lineage["parent"] >= 0, 0))
    np.testing.assert_array_equal(bases["family"].to_numpy()[graph["base"]], lineage["family"].to_numpy())
    with pytest.raises(KeyError, match="did you mean 'parent'"):
        graph["parnt"]


def test_an_unknown_name_is_told_with_the_nearest(study: ws.Study) -> None:
    live = ws.Ecosystem(study)
    live.run_until("2026-02-02")
    for wrong, nearest in ((lambda: ws.Ecosystem(study, "tigt"), "tight"), (lambda: live.observe("frontier_gp"), "frontier_gap"),
                           (lambda: live.observe("frontier_gap", pair="cn-uss"), "cn-us"), (lambda: live.view("lab"), "labs"),
                           (lambda: live.change("us.export_contrl", 0.5, of="CN"), "us.export_control"),
                           (lambda: live.change("us.export_control", 0.5, of="Chyna"), "CN")):
        with pytest.raises(ws.Error, match=f"did you mean '{nearest}'"):
            wrong()
    for wrong, allowed in ((lambda: ws.Ecosystem(study, world=9), "0 to 1"), (lambda: live.run_until("2020-01-01"), "2026-02-02 to"),
                           (lambda: live.change("us.export_control", 2.0, of="CN"), "0 to 1")):
        with pytest.raises(ws.Error, match=f"allowed: {allowed}"):
            wrong()
    past = ws.Ecosystem(study)
    with pytest.raises(ws.Error, match="observed past"):
        past.change("us.export_control", 0.5, of="CN")
    live.run_until(study.end)
    with pytest.raises(ws.Error, match="has ended"):
        live.step()
    past.run_until("2028-03-06")
    with pytest.raises(ws.Error, match="3 steps left"):
        past.step(5)
    assert live.observe("frontier_gap", pair="cn-us").dims == ()


def test_ctrl_c_leaves_a_whole_history_that_goes_on(study: ws.Study) -> None:
    code = textwrap.dedent("""
        import _thread, signal, sys, threading, warnings
        warnings.simplefilter("ignore")
        import numpy as np, weightshed as ws
        signal.signal(signal.SIGINT, signal.default_int_handler)  # a background job begins without it
        study = ws.load("export-controls", {"run.members": 1, "run.worlds": {"calibrated": 1}, "run.scale": 0.01})
        live = ws.Ecosystem(study)

        def interrupt():
            while True:
                try:
                    live.steps
                except RuntimeError:  # it is being stepped
                    return _thread.interrupt_main()

        try:
            threading.Thread(target=interrupt, daemon=True).start()
            live.run_until("2032-12-31")
            sys.exit("was not interrupted")
        except KeyboardInterrupt:
            pass
        assert 0 < live.steps < 700, live.steps
        until = "2024-01-01" if live.steps < 200 else "2033-01-01"
        whole = ws.Ecosystem(study)
        whole.run_until(until)
        live.run_until(until)
        assert live.steps == whole.steps
        for measure in whole.data:
            np.testing.assert_array_equal(live.data[measure].values, whole.data[measure].values)
    """)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_interpreter_goes_on_while_a_history_is_stepped_and_others_are_refused(study: ws.Study) -> None:
    live = ws.Ecosystem(study.replace(scale=0.01))
    worker = threading.Thread(target=lambda: live.run_until("2028-01-03"))
    worker.start()
    counted, refused = 0, 0
    while worker.is_alive():
        counted += 1
        try:
            live.labs
        except RuntimeError as error:
            assert "another thread" in str(error)
            refused += 1
        time.sleep(0.001)
    worker.join()
    assert counted > 10 and refused > 0
    assert live.date == pd.Timestamp("2028-01-03").date()
