#!/usr/bin/env python3
"""Verification 7: do steps of two weeks and of one agree within the Monte Carlo error?

Two readings of the model: measures of `baseline` once a year on dates that both steps reach, and the published figures of
the two pasts that a calibration fits, which decide whether its bank and waves may have a step of two weeks.

usage: step_length.py [--members 64] [--end 2026-12-31] [--folder build/step_length] [--program build/release/cli/weightshed]
Run it with the project's Python environment.
"""

import argparse
import subprocess
from pathlib import Path

import numpy as np
import weightshed as ws
from scipy import stats
from weightshed.calibration.targets import targets

ROOT = Path(__file__).resolve().parents[2]
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


def study(program: Path, output: Path, name: str, settings: dict[str, object]) -> ws.Run:
    command = [program, "run", name, "-q", "--force", "-o", output]
    for key, value in settings.items():
        command += ["-s", f"{key}={value}"]
    subprocess.run(command, check=True, cwd=ROOT / "scenarios", stderr=subprocess.DEVNULL)
    return ws.Run(output)


def comparable(dates: np.ndarray) -> list[int]:
    """The last record of each year that steps of any length reach on the same day: records read the last step that has
    ended, so elsewhere longer steps would be read up to a week earlier."""
    days = (dates.astype("datetime64[D]") - START).astype(int)
    days = days + 1 if (days % 7 != 0).any() else days
    same = [i for i, d in enumerate(days) if d // 7 * 7 == d // 14 * 14]
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


def figures(run: ws.Run) -> dict[str, np.ndarray]:
    """Members' values of every published figure, those that no chance moves left out."""
    data = run.data["pattern_value"].isel(world=0)
    return {str(name): values for name, values in zip(data["pattern"].values, data.transpose("pattern", "member").values)}


def compared(one: dict[str, np.ndarray], two: dict[str, np.ndarray]) -> list[tuple[str, float, float, float, float]]:
    """Name, mean and standard deviation of a history at one week, the gap at two, and the gap in standard errors (NaN
    where no chance is involved)."""
    rows = []
    for name, weekly in one.items():
        other = two[name]
        if not (np.isfinite(weekly).all() and np.isfinite(other).all()):
            continue
        error = np.sqrt((weekly.var(ddof=1) + other.var(ddof=1)) / len(weekly))
        gap = other.mean() - weekly.mean()
        z = gap / error if error > 1e-5 * abs(weekly.mean()) else np.nan
        rows.append((name, weekly.mean(), weekly.std(ddof=1), gap, z))
    return rows


def in_tolerances(one: ws.Run, two: ws.Run, past: str) -> str:
    """How far the means of the figures that a fit counts move, in units of their tolerance: the largest."""
    names = [str(n) for n in one.data["pattern"].values]
    read = [run.data["pattern_value"].isel(world=0).transpose("pattern", "member").values for run in (one, two)]
    counted = targets(one.published, names, past=past)
    gaps = {}
    for target in counted:
        weekly, longer = (target.read(values[names.index(target.name)]) / target.deviation for values in read)
        error = np.sqrt((weekly.var(ddof=1) + longer.var(ddof=1)) / len(weekly))
        gaps[target.name] = (longer.mean() - weekly.mean(), error)
    name = max((n for n in gaps if np.isfinite(gaps[n][0])), key=lambda n: abs(gaps[n][0]))
    return f"Of {len(gaps)} figures that the fit counts, {name} moves most: {gaps[name][0]:+.2f} ± {gaps[name][1]:.2f} tolerances"


def report(title: str, rows: list[tuple[str, float, float, float, float]]) -> None:
    moving = [r for r in rows if np.isfinite(r[4])]
    p = 2 * stats.norm.sf(np.abs([r[4] for r in moving]))
    limit = stats.norm.isf(0.025 / len(moving))
    beyond = [r for r in moving if abs(r[4]) > limit]
    relative = np.array([abs(r[3]) / r[2] for r in moving if r[2] > 0])
    print(f"\n{title}: {len(moving)} readings, {len(beyond)} beyond {limit:.1f} standard errors (Bonferroni, 5%), "
          f"{np.mean(p < 0.05):.0%} with p < 0.05; gap in standard deviations of one history: "
          f"median {np.median(relative):.2f}, largest {relative.max():.2f}")
    print("| reading | one week, mean | sd of one history | gap | standard errors |\n|---|---|---|---|---|")
    for name, mean, deviation, gap, z in sorted(moving, key=lambda r: -abs(r[4]))[:10]:
        print(f"| {name} | {mean:.4g} | {deviation:.2g} | {gap:+.2g} | {z:+.1f} |")
    still = [abs(gap / mean) for _, mean, _, gap, z in rows if not np.isfinite(z) and mean]
    if still:
        print(f"Without chance: {len(still)} readings, relative gap at most {max(still):.2%}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--members", type=int, default=64)
    parser.add_argument("--end", default="2026-12-31")
    parser.add_argument("--folder", type=Path, default=ROOT / "build" / "step_length")
    parser.add_argument("--program", type=Path, default=ROOT / "build" / "release" / "cli" / "weightshed")
    chosen = parser.parse_args()
    chosen.folder.mkdir(parents=True, exist_ok=True)

    def pair(name: str, more: dict[str, object]) -> tuple[ws.Run, ws.Run]:
        """Other luck for either step in the same world: what differs is judged against chance, so the two must be
        independent, while what bases on record attract belongs to the world's key."""
        world = chosen.folder.resolve() / "world.csv"
        world.write_text("world_key\n1\n")
        runs = []
        for seed, step in ((1, '"week"'), (2, '"two weeks"')):
            settings = {"run.members": chosen.members, "run.seed": seed, "run.step": step, "run.design": f'{{ list = "{world}" }}',
                        **more}
            runs.append(study(chosen.program.resolve(), chosen.folder.resolve() / f"{name}-{seed}.h5", name, settings))
        return runs[0], runs[1]

    one, two = pair("baseline", {"run.end": chosen.end, "measure.lineage": '"none"'})
    report("baseline, once a year", compared(samples(one), samples(two)))
    for name, past in (("calibration", "observed"), ("calibration-simulated", "simulated")):
        one, two = pair(name, {"run.scale": 0.03})
        report(f"published figures, {name}", compared(figures(one), figures(two)))
        print(in_tolerances(one, two, past))


if __name__ == "__main__":
    main()
