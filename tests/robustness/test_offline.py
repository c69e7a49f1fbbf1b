"""No command opens a connection: each runs under strace, and none makes a socket of the internet."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

PROGRAM = str(Path(sys.executable).with_name("weightshed"))
SMALL = ["-s", "run.scale=0.0005", "-s", "run.members=1", "-s", "run.worlds=2", "-s", "run.end=2027-06-30"]
POLICIES = '[[policy]]\nname = "other"\nactions = [{ lever = "us.export_control", of = "CN", at = 2027-01-01, to = 0.9 }]\n'

# What their commands end with here: a table without figures, two studies that differ.
CODES = {"score": 3, "diff": 5}

# Every command, in an order in which each finds the files that it needs.
COMMANDS = (
    ["new", "export-controls", "-o", "mine.toml"],
    ["check", "mine.toml"],
    ["list", "levers"],
    ["explain", "us.export_control"],
    ["schema", "-o", "schema.json"],
    ["run", "mine.toml", *SMALL, "-s", "measure.lineage=all", "-o", "mine.h5"],
    ["run", "mine.toml", *SMALL, "--shard", "1/2", "-o", "one.h5"],
    ["run", "mine.toml", *SMALL, "--shard", "2/2", "-o", "two.h5"],
    ["merge", "one.h5", "two.h5", "-o", "both.h5"],
    ["resume", "mine.h5"],
    ["branch", "mine.h5", "policies.toml", "--at", "2027-01", "-o", "branch.h5"],
    ["replay", "mine.h5"],
    ["why", "mine.h5", "frontier_lag", "--worlds", "2", "--without", "lab:deepseek"],
    ["lineage", "mine.h5"],
    ["diff", "export-controls", "tighter-controls"],
    ["compare", "mine.h5"],
    ["show", "mine.h5"],
    ["ranking", "mine.h5"],
    ["patterns", *SMALL],
    ["demo", "--help"],
    ["figures", "mine.h5", "--out", "figures"],
    ["brief", "mine.h5", "--out", "brief"],
    ["brief", "mine.h5", "--out", "brief", "--verify"],
    ["sensitivity", "mine.toml", *SMALL, "--blocks", "8", "--trajectories", "4", "--factors", "2"],
    ["sensitivity", "mine.h5"],
    ["discover", "mine.h5", "--check", "supply.leak_base>0.2"],
    ["robust", "mine.h5"],
    ["lock", "mine.h5"],
    ["score", "mine.h5", "seen.csv"],
    ["export", "mine.h5", "--csv", "mine.csv", "--iamc", "iamc.csv"],
    ["odd", "-o", "model.md"],
    ["cluster", "--help"],
    ["calibrate", "--help"],
    ["backtest", "--help"],
)


def names_of_commands() -> set[str]:
    told = subprocess.run([PROGRAM], capture_output=True, text=True).stderr
    return set(" ".join(re.findall(r"^Commands.*?: (.*)$", told, re.MULTILINE)).split())


def test_no_command_opens_a_connection(tmp_path: Path) -> None:
    assert names_of_commands() == {command[0] for command in COMMANDS}
    (tmp_path / "policies.toml").write_text(POLICIES, encoding="utf-8")
    (tmp_path / "seen.csv").write_text("measure\n", encoding="utf-8")
    trace = tmp_path / "trace"
    for command in COMMANDS:
        watched = ["strace", "-f", "--seccomp-bpf", "-e", "trace=network", "-o", str(trace), PROGRAM, *command]
        ended = subprocess.run(watched, cwd=tmp_path, capture_output=True, text=True)
        assert ended.returncode == CODES.get(command[0], 0), f"{' '.join(command)}: {ended.returncode}: {ended.stderr[-2000:]}"
        assert "exited with" in trace.read_text(), command  # it was watched
        assert "AF_INET" not in trace.read_text(), command


def test_a_connection_would_be_seen(tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    socket = "import socket; socket.socket().close(); socket.socket(socket.AF_INET6).close()"
    subprocess.run(["strace", "-f", "--seccomp-bpf", "-e", "trace=network", "-o", str(trace), sys.executable, "-c", socket], check=True)
    assert "AF_INET," in trace.read_text() and "AF_INET6," in trace.read_text()
