#!/usr/bin/env python3
"""Verification 7: do steps of one, two and four weeks agree within the Monte Carlo error?

The step is a constant of the program, so the other two are built from copies of the sources in which it is changed,
with the constants that count steps (a year, the search for the head). Nothing else differs.

usage: step_length.py [--members 96] [--end 2026-12-31] [--folder build/step_length]
Run it with the project's Python environment. Builds three programs of the last commit (some minutes each), then runs three studies.
"""

import argparse
import re
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import weightshed as ws
from scipy import stats

ROOT = Path(__file__).resolve().parents[2]
#: file, what stands there, and what takes its place at a step of `weeks`
CONSTANTS = [
    ("sim/time/calendar.hpp", r"days_per_step = 7;", lambda weeks: f"days_per_step = {7 * weeks};"),
    ("sim/plan/schedule.cpp", r"steps_a_year = 52;", lambda weeks: f"steps_a_year = {52 // weeks};"),
    ("models/downloads/community.cpp", r"year_of_steps = 52;", lambda weeks: f"year_of_steps = {52 // weeks};"),
    ("models/downloads/community.cpp", r"promotion_steps = 26;", lambda weeks: f"promotion_steps = {26 // weeks};"),
]
START = np.datetime64("2019-07-01")  # of the library's scenarios
#: What is compared, once a year on a date that all lengths reach: flows and states that no constant in steps enters.
READINGS = {
    "derivative_share": {"country": ["US", "CN"]},
    "download_share": {"age": ["all"], "creator_country": ["US", "CN"]},
    "models": {},
    "frontier_gap": {},
    "compute": {"country": ["US", "CN"]},
    "adoption": {"region": ["US", "CN"]},
}


def program(weeks: int, folder: Path) -> Path:
    """The program of the last commit, at a step of so many weeks."""
    source = folder / f"{weeks}-weeks"
    if source.exists():
        shutil.rmtree(source)
    source.mkdir(parents=True)
    archive = subprocess.run(["git", "-C", ROOT, "archive", "HEAD", "CMakeLists.txt", "sim", "models", "cli", "scenarios"],
                             check=True, capture_output=True)
    subprocess.run(["tar", "-x", "-C", source], input=archive.stdout, check=True)
    for name, before, after in CONSTANTS:
        text, count = re.subn(before, after(weeks), (source / name).read_text())
        if count != 1:
            sys.exit(f"{name}: {count} places say {before}, not one")
        (source / name).write_text(text)
    build = folder / f"{weeks}-weeks-build"
    subprocess.run(["cmake", "-S", source, "-B", build, "-G", "Ninja", "-DCMAKE_BUILD_TYPE=Release",
                    "-DWEIGHTSHED_TESTS=OFF"], check=True, stdout=subprocess.DEVNULL)
    subprocess.run(["ninja", "-C", build, "-j1", "weightshed"], check=True, stdout=subprocess.DEVNULL)
    return build / "cli" / "weightshed"


def study(binary: Path, output: Path, members: int, end: str) -> ws.Run:
    settings = {"run.members": members, "run.worlds": 1, "run.end": end, "measure.lineage": '"none"', "run.seed": 1}
    command = [binary, "run", "baseline", "-q", "-j", "1", "--force", "-o", output]
    for key, value in settings.items():
        command += ["-s", f"{key}={value}"]
    subprocess.run(command, check=True, cwd=ROOT / "scenarios")
    return ws.Run(output)


def comparable(dates: np.ndarray) -> list[int]:
    """The last record of each year that steps of any length reach on the same day: records read the last step that has
    ended, so elsewhere longer steps would be read up to four weeks earlier."""
    days = (dates.astype("datetime64[D]") - START).astype(int)
    days = days + 1 if (days % 7 != 0).any() else days
    same = [i for i, d in enumerate(days) if d // 7 * 7 == d // 28 * 28]
    years = dates.astype("datetime64[Y]")
    return [max(i for i in same if years[i] == y) for y in np.unique(years[same])]


def samples(run: ws.Run) -> dict[str, np.ndarray]:
    """Members' values of every reading."""
    found = {}
    for measure, chosen in READINGS.items():
        data = run.data[measure].isel(policy=0, world=0)
        for dimension, labels in chosen.items():
            data = data.sel({dimension: labels})
        date = next(d for d in data.dims if d in ("date", "time"))
        last = comparable(data[date].values)
        data = data.isel({date: last})
        rest = [d for d in data.dims if d not in ("member", date)]
        flat = data.transpose("member", date, *rest).values.reshape(data.sizes["member"], len(last), -1)
        labels = [""] if not rest else [", ".join(map(str, c)) for c in data.stack(all=rest).transpose("all", ...)["all"].values]
        for t, index in enumerate(last):
            for k, label in enumerate(labels):
                found[f"{measure} {label} {str(data[date].values[t])[:7]}"] = flat[:, t, k]
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--members", type=int, default=96)
    parser.add_argument("--end", default="2026-12-31")
    parser.add_argument("--folder", type=Path, default=ROOT / "build" / "step_length")
    chosen = parser.parse_args()
    chosen.folder = chosen.folder.resolve()
    chosen.folder.mkdir(parents=True, exist_ok=True)
    found = {}
    for weeks in (1, 2, 4):
        found[weeks] = samples(study(program(weeks, chosen.folder), chosen.folder / f"{weeks}.h5", chosen.members, chosen.end))
    rows = []
    for name, weekly in found[1].items():
        for weeks in (2, 4):
            other = found[weeks][name]
            if not (np.isfinite(weekly).all() and np.isfinite(other).all()):
                continue
            error = np.sqrt((weekly.var(ddof=1) + other.var(ddof=1)) / len(weekly))
            gap = other.mean() - weekly.mean()
            z = gap / error if error > 1e-5 * abs(weekly.mean()) else np.nan
            rows.append((name, weeks, weekly.mean(), weekly.std(ddof=1), gap, z))
    moving = [r for r in rows if np.isfinite(r[5])]
    for weeks in (2, 4):
        of_step = [r for r in moving if r[1] == weeks]
        p = 2 * stats.norm.sf(np.abs([r[5] for r in of_step]))
        limit = stats.norm.isf(0.025 / len(of_step))
        beyond = [r for r in of_step if abs(r[5]) > limit]
        relative = np.array([abs(r[4]) / r[3] for r in of_step if r[3] > 0])
        print(f"\n{weeks} weeks against one: {len(of_step)} readings, {len(beyond)} beyond {limit:.1f} standard errors "
              f"(Bonferroni, 5%), {np.mean(p < 0.05):.0%} with p < 0.05; gap in standard deviations of chance: "
              f"median {np.median(relative):.2f}, largest {relative.max():.2f}")
        print("| reading | one week, mean | sd of chance | gap | standard errors |\n|---|---|---|---|---|")
        for name, _, mean, deviation, gap, z in sorted(of_step, key=lambda r: -abs(r[5]))[:15]:
            print(f"| {name} | {mean:.4g} | {deviation:.2g} | {gap:+.2g} | {z:+.1f} |")
    print("\nReadings without chance (supply), relative gap:")
    for name, weeks, mean, _, gap, z in rows:
        if not np.isfinite(z) and mean:
            print(f"  {name}, {weeks} weeks: {gap / mean:+.2%}")


if __name__ == "__main__":
    main()
