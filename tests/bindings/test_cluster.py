"""A study on workers and a scheduler that die: the result is that of a run on threads, and nothing is left behind."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import weightshed as ws

pytest.importorskip("distributed")
pytest.importorskip("psutil")

from dask_cluster import DaskCluster, contents, finished, parts, started, wait_for  # noqa: E402
from weightshed.calibration import bank  # noqa: E402
from weightshed.cluster import clusters  # noqa: E402
from weightshed.cluster.command import main  # noqa: E402
from weightshed.cluster.study import runner  # noqa: E402
from weightshed.study import on_threads  # noqa: E402

#: By its path: the program and the package may find different copies of the library.
SCENARIO = str(Path(__file__).resolve().parents[2] / "scenarios" / "export-controls.toml")
SMALL = {"run.members": 16, "run.worlds": 2, "run.scale": 0.0005, "run.end": "2027-12-31", "measure.lineage": "one member"}


def words(settings: dict[str, object]) -> list[str]:
    return [SCENARIO, *(word for key, value in settings.items() for word in ("-s", f"{key}={value}"))]


STUDY = words(SMALL)
UNITS = 32
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning")
#: A module that workers load first: their program says that it is another one.
ANOTHER = "import weightshed._core as core\nfound = core.program()\ncore.program = lambda: {**found, 'revision': 'another'}\n"
#: One of whose units ends its worker.
DEADLY = ("import os\nimport weightshed._core as core\nsimulate = core.sound = getattr(core, 'sound', core.part)\n"
          "core.part = lambda study, units, threads: os._exit(1) if 5 in units else simulate(study, units, threads)\n")


@pytest.fixture(scope="module")
def local(tmp_path_factory: pytest.TempPathFactory) -> dict:
    output = tmp_path_factory.mktemp("local") / "local.h5"
    ws.load(STUDY[0], SMALL).run(output, progress=False)
    return contents(output)


def resumed(output: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([Path(sys.executable).with_name("weightshed"), "resume", output, "-q"], capture_output=True, text=True,
                          check=False, timeout=300)


@pytest.mark.parametrize("seed", [1])
def test_killed_workers_and_a_killed_scheduler_cost_time_and_no_data(seed: int, local: dict, tmp_path: Path) -> None:
    chance, output = random.Random(seed), tmp_path / "out.h5"
    with DaskCluster(tmp_path) as cluster:
        given = [*STUDY, "-o", output, "--scheduler", cluster.address]
        cluster.add_workers(3)
        process = started(*given)
        for moment in sorted(chance.sample(range(1, UNITS // 2), 2)):
            wait_for(lambda: parts(output) >= moment, process=process)
            cluster.kill_a_worker(chance)
        last = chance.randrange(UNITS // 2, UNITS - 5)
        wait_for(lambda: parts(output) >= last, process=process)
        cluster.kill_scheduler()
        _, told = process.communicate(timeout=60)
        assert process.returncode == 7, told
        assert f"error: the scheduler is gone; " in told and "resume with: weightshed resume" in told
        kept = parts(output)
        assert kept >= last
        cluster.stop_workers()
        cluster.start_scheduler()
        cluster.add_workers(3)
        done = finished(*given)
        assert done.returncode == 0, done.stderr
    assert done.stdout == f"{output}\n"
    assert contents(output) == local
    assert not output.with_name("out.h5.parts").exists()


def test_ctrl_c_keeps_what_is_finished_and_leaves_no_process(local: dict, tmp_path: Path) -> None:
    output = tmp_path / "out.h5"
    process = started(*STUDY, "-o", output, "--workers", 2)
    wait_for(lambda: parts(output) >= 3, process=process)
    os.killpg(process.pid, signal.SIGINT)
    _, told = process.communicate(timeout=60)
    assert process.returncode == 130, told
    assert "histories are finished and kept\nresume with: weightshed resume" in told
    assert "Traceback" not in told
    time.sleep(3)
    left = subprocess.run(["ps", "-o", "pid=,args=", "-s", str(process.pid)], capture_output=True, text=True, check=False).stdout
    assert left == ""
    assert parts(output) >= 3
    done = resumed(output)
    assert done.returncode == 0, done.stderr
    assert contents(output) == local


def test_a_worker_with_another_program_is_refused_with_its_address(local: dict, tmp_path: Path) -> None:
    preload = tmp_path / "another.py"
    preload.write_text(ANOTHER)
    output = tmp_path / "out.h5"
    with DaskCluster(tmp_path) as cluster:
        given = [*STUDY, "-o", output, "--scheduler", cluster.address]
        cluster.add_workers(1, "--preload", preload)
        none = finished(*given)
        assert none.returncode == 7, none.stderr
        assert "error: no worker can be used: tcp://127.0.0.1:" in none.stderr
        assert "has another weightshed (version" in none.stderr and "revision another" in none.stderr
        cluster.add_workers(2)
        done = finished(*given)
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("is not used; this is version") <= 1  # none if the others took all pieces
    assert contents(output) == local


def test_a_unit_that_ends_its_workers_costs_that_unit_only(local: dict, tmp_path: Path) -> None:
    preload = tmp_path / "deadly.py"
    preload.write_text(DEADLY)
    output = tmp_path / "out.h5"
    with DaskCluster(tmp_path, DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES="0") as cluster:
        cluster.add_workers(2, "--preload", preload)
        done = finished(*STUDY, "-o", output, "--scheduler", cluster.address)
    policies = 3
    assert done.returncode == 7, done.stderr
    assert "error: units 5 ended their workers whenever they were tried, 1 in all" in done.stderr
    assert f"{(UNITS - 1) * policies} of {UNITS * policies} histories are kept" in done.stderr
    assert resumed(output).returncode == 0
    assert contents(output) == local


def test_an_address_without_a_scheduler_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                                    capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(clusters, "CONNECTING", 1)
    assert main([*STUDY, "-q", "-o", str(tmp_path / "out.h5"), "--scheduler", "tcp://127.0.0.1:9"]) == 7
    told = capsys.readouterr().err
    assert told.startswith("error: no scheduler answers at 'tcp://127.0.0.1:9'")
    assert len(told.splitlines()) == 1


def test_a_precision_is_reached_with_the_same_members_on_threads_on_workers_and_after_a_kill(tmp_path: Path) -> None:
    precise = words({**SMALL, "run.worlds": 1, "run.members": 32, "run.precision":
                     '{ measure = "frontier_gap", pair = "cn-us", half_width = 0.015, batch = 4 }'})
    program = str(Path(sys.executable).with_name("weightshed"))
    results = []
    for threads in ("1", "2"):
        output = tmp_path / f"threads-{threads}.h5"
        subprocess.run([program, "run", *precise, "-j", threads, "-o", output, "-q"], check=True)
        results.append(contents(output))
    output = tmp_path / "killed.h5"
    process = subprocess.Popen([program, "run", *precise, "-o", output, "-q"])
    wait_for(lambda: parts(output) >= 1, process=process)
    process.kill()
    process.wait()
    assert resumed(output).returncode == 0
    results.append(contents(output))
    output = tmp_path / "cluster.h5"
    done = finished(*precise, "-o", output, "--workers", 2)
    assert done.returncode == 0, done.stderr
    results.append(contents(output))
    assert results.count(results[0]) == 4
    members = ws.open(output).data.sizes["member"]
    assert 4 < members < 32 and members % 4 == 0
    assert f"after {members} members, as asked for" in done.stderr


def test_shards_leave_their_parts_for_merge(tmp_path: Path, local: dict) -> None:
    study = ws.load(STUDY[0], SMALL)
    shards = [study.run(tmp_path / f"{shard}.h5", progress=False, shard=shard, shards=2) for shard in range(2)]
    assert shards == [tmp_path / f"{shard}.h5.parts" for shard in range(2)]
    assert contents(ws.merge(shards, tmp_path / "merged.h5").path) == local


def test_a_bank_of_a_calibration_is_the_same_on_the_workers_of_a_scheduler(tmp_path: Path) -> None:
    settings = {"run.scale": 0.0005, "run.end": "2022-12-31"}
    told: list[str] = []
    with DaskCluster(tmp_path) as cluster:
        cluster.add_workers(2)
        with runner(cluster.address, 1, told.append) as run:
            there = bank.simulate("calibration", tmp_path / "there", settings, 3, 1, run, lambda done, total: None)
    here = bank.simulate("calibration", tmp_path / "here", settings, 3, 1, on_threads(1), lambda done, total: None)
    assert there.values.tobytes() == here.values.tobytes()
    assert there.readings.tobytes() == here.readings.tobytes()
    assert len(there) == 3
    assert told == []
