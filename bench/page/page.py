#!/usr/bin/env python3
"""Runs the benchmarks in turns, each in processes of its own, and writes one page of ratios. scripts/bench calls it.

usage: page.py --rivals PYTHON [--missing PACKAGE,…] [--quick] [--only NAME…] [--out FILE] [--against PROGRAM]
Ends with code 1 when a benchmark failed or could not run; the page then says which and why.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import machine
from benchmarks import BENCHMARKS, Benchmark, Setting
from rows import line

ROOT = Path(__file__).resolve().parents[2]
HEAD = "| what | median | least | most | target | met |\n|---|---|---|---|---|---|"


@dataclass(frozen=True)
class Outcome:
    """What a benchmark said, the minutes it took, and how many processors others used meanwhile. When it said nothing,
    `problem` tells what went wrong, or `left_out` why nobody asked."""

    benchmark: Benchmark
    problem: str = ""
    left_out: str = ""
    said: dict = field(default_factory=dict)
    minutes: float = 0.0
    others: float = 0.0


def run(benchmark: Benchmark, setting: Setting) -> Outcome:
    problem, left_out = benchmark.why_not(setting), benchmark.left_out(setting)
    if problem or left_out:
        return Outcome(benchmark, problem, left_out)
    command = [str(word) for word in benchmark.command(setting)] + ["--json"]
    print(f"== {benchmark.name}", file=sys.stderr, flush=True)
    before = machine.now()
    try:
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
        after = machine.now()
        if done.returncode != 0:
            return Outcome(benchmark, f"ended with code {done.returncode}")
        said = json.loads(done.stdout)
    except (OSError, json.JSONDecodeError) as error:
        return Outcome(benchmark, f"{type(error).__name__}: {error}")
    return Outcome(benchmark, said=said, minutes=(after.clock - before.clock) / 60,
                   others=machine.others(before, after))


def agreements(found: dict) -> list[str]:
    """A sentence for each side that was compared with ours in distribution."""
    return [f"{side}, {theirs:,} histories against {ours:,}: {len(one['differ'])} of {one['statistics']} statistics differ (Kolmogorov and "
            f"Smirnov, Holm's correction, 5%; smallest p {one['smallest_p']:.2g})" + "".join(f"; {name}" for name in one["differ"]) + "."
            for side, one in found.items() for ours, theirs in [one["histories"]]]


def section(outcome: Outcome, setting: Setting) -> str:
    benchmark, said = outcome.benchmark, outcome.said
    parts = [f"## {benchmark.title}", benchmark.says]
    if outcome.problem or outcome.left_out:
        return "\n\n".join([*parts, f"**Not measured:** {outcome.problem or outcome.left_out}."])
    rows = [row for row in benchmark.rows(setting) if row.rival not in setting.missing]
    absent = sorted({row.rival for row in benchmark.rows(setting)} & setting.missing)
    parts.append("\n".join([HEAD, *(line(row, said["turns"]) for row in rows)]))
    parts += agreements(said.get("agreement", {}))
    parts += [f"**Not measured:** {package} could not be installed." for package in absent]
    if "counts" in said:
        parts.append("Counted: " + ", ".join(f"{what.replace('_', ' ')} {count:,}" for what, count in said["counts"].items()) + ".")
    versions = ", ".join(f"{name} {version}" for name, version in said["versions"].items())
    turns = f"{len(said['turns'])} turn" + ("s" if len(said["turns"]) > 1 else "")
    parts.append(f"`scripts/bench --only {benchmark.name}`: {turns}, {outcome.minutes:.1f} minutes, others used {outcome.others:.1f} "
                 "processors" + (f"; {versions}" if versions else "") + ".")
    return "\n\n".join(parts)


def page(outcomes: list[Outcome], setting: Setting, facts: dict[str, str]) -> str:
    """The page in Markdown."""
    kind = "One turn of each, small: a trial, not a measurement. " if setting.quick else ""
    says = (f"{kind}Medians over turns in which all contenders run one after the other; each ratio is of two measurements of one turn. "
            "Read ratios, not seconds: the same program takes half as long again when others are at work.")
    about = "\n".join(["| | |\n|---|---|", *(f"| {name} | {fact} |" for name, fact in facts.items())])
    return "\n\n".join(["# Speed in ratios", "Written by `scripts/bench`; do not edit. What stands behind the lines: [NOTES.md](NOTES.md).",
                        says, about, *(section(outcome, setting) for outcome in outcomes)]) + "\n"


def facts(build: Path) -> dict[str, str]:
    return {"date": datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"), "commit": machine.commit(ROOT), "processor": machine.processor(),
            "cores": str(len(os.sched_getaffinity(0))), "memory": machine.memory(), "compiler": machine.compiler(build),
            "Python": sys.version.split()[0]}


def write(text: str, path: Path) -> None:
    """All of it or nothing."""
    beside = path.with_name(path.name + ".new")
    beside.write_text(text, encoding="utf-8")
    beside.replace(path)


def arguments(words: list[str] | None) -> argparse.Namespace:
    names = [benchmark.name for benchmark in BENCHMARKS]
    parser = argparse.ArgumentParser(prog="scripts/bench", description="Runs every benchmark and rival in turns; writes one page of ratios.",
                                     epilog="Without --quick and --only the page is bench/RESULTS.md, else standard output.")
    parser.add_argument("--quick", action="store_true", help="one small turn of each, to see whether all works")
    parser.add_argument("--only", nargs="+", choices=names, default=names, metavar="NAME", help=f"of {', '.join(names)}")
    parser.add_argument("--out", type=Path, help="where the page goes")
    parser.add_argument("--against", type=Path, help="program of a former build: cells in turns with it")
    parser.add_argument("--rivals", type=Path, required=True, help=argparse.SUPPRESS)
    parser.add_argument("--missing", default="", help=argparse.SUPPRESS)
    parser.add_argument("--check", action="store_true", help=argparse.SUPPRESS)  # the command line and nothing else
    given = parser.parse_args(words)
    if given.against and not os.access(given.against, os.X_OK):
        parser.error(f"argument --against: no program at {given.against}")
    if given.out and not given.out.parent.is_dir():
        parser.error(f"argument --out: no folder {given.out.parent}")
    if not given.out and given.only == names and not given.quick:
        given.out = ROOT / "bench/RESULTS.md"
    return given


def main(words: list[str] | None = None) -> int:
    given = arguments(words)
    if given.check:
        return 0
    build = ROOT / "build/release"
    setting = Setting(build, ROOT / "build/wasm/explorer", Path(sys.executable), given.rivals, given.quick,
                      frozenset(given.missing.split(",")) - {""}, given.against)
    outcomes = [run(benchmark, setting) for benchmark in BENCHMARKS if benchmark.name in given.only]
    text = page(outcomes, setting, facts(build))
    if given.out:
        write(text, given.out)
    else:
        print(text, end="")
    for outcome in outcomes:
        if outcome.problem:
            print(f"error: {outcome.benchmark.name}: {outcome.problem}", file=sys.stderr)
    return 1 if setting.missing or any(outcome.problem for outcome in outcomes) else 0


if __name__ == "__main__":
    sys.exit(main())
