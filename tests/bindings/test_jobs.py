"""What a batch system is asked for: the script of a job, and what is said of a file or a batch system that does not do."""

from __future__ import annotations

import stat
import subprocess
import sys
from pathlib import Path

import pytest
import weightshed as ws

pytest.importorskip("dask_jobqueue")

from weightshed.cluster import jobs  # noqa: E402
from weightshed.cluster.command import main  # noqa: E402

PLAIN = 'cores = 16\nmemory = "32GB"\nwalltime = "02:00:00"\njobs = 4\nqueue = "short"\naccount = "policy"\n'
#: Lines of the script of each batch system.
EXPECTED = {
    "slurm": ["#SBATCH -J weightshed", "#SBATCH -p short", "#SBATCH -A policy", "#SBATCH --cpus-per-task=16", "#SBATCH --mem=30G",
              "#SBATCH -t 02:00:00", "#SBATCH --exclusive"],
    "pbs": ["#PBS -N weightshed", "#PBS -q short", "#PBS -A policy", "#PBS -l select=1:ncpus=16:mem=30GB", "#PBS -l walltime=02:00:00"],
    "sge": ["#$ -N weightshed", "#$ -q short", "#$ -P policy", "#$ -l h_rt=02:00:00", "#$ -pe smp 16"],
}
OWN = {"slurm": 'directives = ["--exclusive"]\n', "pbs": "", "sge": 'parallel_environment = "smp"\n'}


@pytest.mark.parametrize("system", jobs.SYSTEMS)
def test_the_script_asks_for_one_worker_a_core_that_leaves_before_its_job_ends(system: str, tmp_path: Path,
                                                                               capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "cluster.toml"
    file.write_text(PLAIN + OWN[system] + 'prologue = ["module load python"]\npython = "/opt/python"\n')
    assert main(["export-controls", f"--{system}", str(file), "--print-job"]) == 0
    script = capsys.readouterr().out.splitlines()
    assert [line for line in EXPECTED[system] if line not in script] == []
    assert script[-2] == "module load python"
    worker = script[-1]
    assert worker.startswith("/opt/python -m distributed.cli.dask_worker tcp://SCHEDULER:PORT ")
    for words in ("--nthreads 1", "--nworkers 16", "--memory-limit 1.86GiB", "--lifetime 6900s"):
        assert f" {words}" in worker
    syntax = subprocess.run(["bash", "-n"], input="\n".join(script), text=True, capture_output=True, check=False)
    assert syntax.returncode == 0, syntax.stderr


def test_every_mistake_of_a_file_is_told_at_once(tmp_path: Path) -> None:
    file = tmp_path / "cluster.toml"
    file.write_text('jbs = 4\ncores = "16"\nwalltime = "2h"\nparallel_environment = "smp"\n')
    with pytest.raises(ws.Error) as raised:
        jobs.read("slurm", file)
    told = [(p.key, p.suggestion) for p in raised.value.problems]
    assert told == [("jbs", "jobs"), ("cores", ""), ("walltime", ""), ("parallel_environment", ""), ("memory", "")]
    assert all(str(file) in p.text and "allowed:" in p.text for p in raised.value.problems)


def test_sge_is_not_asked_for_cores_without_a_parallel_environment(tmp_path: Path) -> None:
    file = tmp_path / "cluster.toml"
    file.write_text(PLAIN)
    with pytest.raises(ws.Error, match="parallel_environment: is missing"):
        jobs.read("sge", file)
    file.write_text(PLAIN.replace("16", "1"))
    assert "-pe" not in jobs.read("sge", file).script()


def test_a_missing_batch_system_and_one_that_refuses_are_one_line_each(tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                                                       capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "cluster.toml"
    file.write_text(PLAIN.replace("16", "1"))
    study = ["demo", "-s", "run.scale=0.0002", "--slurm", str(file), "-q", "-o", str(tmp_path / "out.h5")]
    monkeypatch.setenv("PATH", str(tmp_path))
    assert main(study) == 7
    assert "there is no sbatch here" in capsys.readouterr().err
    refusing = tmp_path / "sbatch"
    refusing.write_text(f"#!{sys.executable}\nimport sys\nsys.exit('sbatch: error: invalid partition specified: short')\n")
    refusing.chmod(refusing.stat().st_mode | stat.S_IXUSR)
    assert main(study) == 7
    told = capsys.readouterr().err
    assert told.startswith("error: the batch system took no job: sbatch: error: invalid partition specified: short; 0 of ")
    assert len(told.splitlines()) == 1
