"""The explorer's engine against the program: CPU time per unit of one study, in turns, and sizes.

Usage: python bench/explorer/explorer.py [PROGRAM] [ENGINE]   (needs Node and brotli; a minute)
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[2]
PROGRAM, ENGINE = [*sys.argv[1:], *(ROOT / "build/release/cli/weightshed", ROOT / "build/wasm/explorer")[len(sys.argv) - 1:]]
END = "2030-12-31"
ROUNDS = 3


def cpu_of_program(scale: str, worlds: int, folder: Path) -> float:
    options = [f"run.worlds={{ calibrated = {worlds} }}", "run.members=1", f"run.scale={scale}", f"run.end={END}",
               'measure.lineage="none"']
    before = os.times()
    subprocess.run([PROGRAM, "run", "tighter-controls", *(word for option in options for word in ("-s", option)), "-j", "1",
                    "--force", "-q", "-o", folder / "out.h5"], check=True, stdout=subprocess.DEVNULL)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def of_program(scale: str, folder: Path) -> float:
    """Milliseconds of CPU time per unit on one thread: six worlds more, without what a run costs beside its histories."""
    return 1000.0 * (cpu_of_program(scale, 8, folder) - cpu_of_program(scale, 2, folder)) / 6


def of_engine(scale: str) -> dict[str, float]:
    done = subprocess.run(["node", Path(__file__).with_name("histories.mjs"), ENGINE, scale, END], check=True,
                          capture_output=True, text=True)
    return json.loads(done.stdout)


with tempfile.TemporaryDirectory() as folder:
    for scale in ("0.001", "0.01"):
        rounds = [(of_program(scale, Path(folder)), of_engine(scale)) for _ in range(ROUNDS)]
        native, engine = median(r[0] for r in rounds), {key: median(r[1][key] for r in rounds) for key in rounds[0][1]}
        ratios = ", ".join(f"{r[1]['unit'] / r[0]:.2f}" for r in rounds)
        print(f"scale {scale}: program {native:.0f} ms, engine {engine['unit'] / native:.2f} times as long (rounds: {ratios}); "
              + ", ".join(f"{key} {value:.0f}" for key, value in engine.items()))
for file in ("engine-module.wasm", "engine-module.js"):
    packed = subprocess.run(["brotli", "-c", "-q", "11", "-w", "24", Path(ENGINE) / file], capture_output=True, check=True)
    print(f"{file}: {(Path(ENGINE) / file).stat().st_size / 1000:.0f} KB, {len(packed.stdout) / 1000:.0f} KB by brotli")
