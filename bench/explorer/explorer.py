"""The explorer's engine against the program: CPU time per unit of one study, in turns, and sizes.

Usage: python bench/explorer/explorer.py [--program PROGRAM] [--engine ENGINE] [--scales 0.001,0.01] [--turns 3] [--json]
Needs Node and brotli; a minute.
"""

import argparse
import json
import os
import subprocess
import tempfile
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[2]
END = "2030-12-31"


def cpu_of_program(program: Path, scale: str, worlds: int, folder: Path) -> float:
    options = [f"run.worlds={{ calibrated = {worlds} }}", "run.members=1", f"run.scale={scale}", f"run.end={END}",
               'measure.lineage="none"']
    before = os.times()
    subprocess.run([program, "run", "tighter-controls", *(word for option in options for word in ("-s", option)), "-j", "1",
                    "--force", "-q", "-o", folder / "out.h5"], check=True, stdout=subprocess.DEVNULL)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def of_program(program: Path, scale: str, folder: Path) -> float:
    """Milliseconds of CPU time per unit on one thread: six worlds more, without what a run costs beside its histories."""
    return 1000.0 * (cpu_of_program(program, scale, 8, folder) - cpu_of_program(program, scale, 2, folder)) / 6


def of_engine(engine: Path, scale: str) -> dict[str, float]:
    done = subprocess.run(["node", Path(__file__).with_name("histories.mjs"), engine, scale, END], check=True,
                          capture_output=True, text=True)
    return json.loads(done.stdout)


def print_times(scale: str, rounds: list[tuple[float, dict[str, float]]]) -> None:
    native, engine = median(r[0] for r in rounds), {key: median(r[1][key] for r in rounds) for key in rounds[0][1]}
    ratios = ", ".join(f"{r[1]['unit'] / r[0]:.2f}" for r in rounds)
    print(f"scale {scale}: program {native:.0f} ms, engine {engine['unit'] / native:.2f} times as long (rounds: {ratios}); "
          + ", ".join(f"{key} {value:.0f}" for key, value in engine.items()))


def print_sizes(engine: Path) -> None:
    for file in ("engine-module.wasm", "engine-module.js"):
        packed = subprocess.run(["brotli", "-c", "-q", "11", "-w", "24", engine / file], capture_output=True, check=True)
        print(f"{file}: {(engine / file).stat().st_size / 1000:.0f} KB, {len(packed.stdout) / 1000:.0f} KB by brotli")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", type=Path, default=ROOT / "build/release/cli/weightshed")
    parser.add_argument("--engine", type=Path, default=ROOT / "build/wasm/explorer")
    parser.add_argument("--scales", default="0.001,0.01")
    parser.add_argument("--turns", type=int, default=3)
    parser.add_argument("--json", action="store_true", help="times only")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        rounds = {scale: [(of_program(given.program, scale, Path(folder)), of_engine(given.engine, scale)) for _ in range(given.turns)]
                  for scale in given.scales.split(",")}
    if given.json:
        turns = [{f"{name} {scale}": time for scale, found in rounds.items()
                  for name, time in (("program", found[turn][0]), ("engine", found[turn][1]["unit"]))} for turn in range(given.turns)]
        node = subprocess.run(["node", "--version"], capture_output=True, check=True, text=True).stdout.strip().removeprefix("v")
        print(json.dumps({"turns": turns, "versions": {"Node": node}}))
        return
    for scale, found in rounds.items():
        print_times(scale, found)
    print_sizes(given.engine)


if __name__ == "__main__":
    main()
