"""Compute which share of its country's accelerators a lab's largest run took, and check labs.csv against it.

Usage: python3 scripts/reference/flagship_shares.py [PROGRAM]

Prints `largest_runs.csv` with `implied_share` computed again, and the shares of labs.csv that do not follow from it.
Exit code 1 if there are any, or if the column in the table is another one. PROGRAM is the built `weightshed`.

The implied share turns `training_compute` of models/research/research.cpp around, at the defaults of its cards. The
country's stock is the measure `compute` of `calibration-simulated`, which keeps what is assumed about supply in the
middle of its range. `research.mobilisation` is in the middle of its range too. A run is taken to begin 0.4 years before
its model came out (judgement), and not before its lab has existed for a tenth of a year. Rented compute is left out.
"""

import argparse
import csv
import datetime
import math
import pathlib
import subprocess
import sys
import tempfile

import numpy as np
import xarray as xr

ROOT = pathlib.Path(__file__).resolve().parents[2]
REFERENCE = ROOT / "scenarios" / "reference"
PROGRAM = ROOT / "build" / "release" / "cli" / "weightshed"

FLOP_PER_SECOND = 9.9e14  # of an H100, as in research.cpp
SECONDS_PER_YEAR = 3.156e7
MEASURED = 2022.7  # decimal year of the card of run length
CHATGPT = 2022.833  # allocation begins to rise
UTILISATION = 0.35  # research.utilisation
ALLOCATION_START = 0.17  # research.allocation_start
RUN_LENGTH, RUN_LENGTH_GROWTH, RUN_LENGTH_CAP = 0.26, 1.4, 0.75  # research.run_length and its companions
ALLOCATION_GROWTH, ALLOCATION_SETTLED = 0.14, 2026.0  # research.allocation_growth, until that year
MOBILISATION = 2.4  # years; research.mobilisation, middle of its range

BEFORE_RELEASE = 0.4  # years
AFTER_ENTRY = 0.1  # years


def rows(name):
    with open(REFERENCE / f"{name}.csv", newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file, strict=True))


def decimal_year(text):
    day = datetime.date.fromisoformat(text)
    first, following = datetime.date(day.year, 1, 1), datetime.date(day.year + 1, 1, 1)
    return day.year + (day - first).days / (following - first).days


def stocks(program):
    """Decimal years, and by country the accelerators in service in millions of H100 equivalents."""
    with tempfile.TemporaryDirectory() as folder:
        result = pathlib.Path(folder) / "stocks.h5"
        subprocess.run([program, "run", str(ROOT / "scenarios" / "calibration-simulated.toml"), "-o", str(result), "-q",
                        "-s", "run.worlds=1", "-s", "run.members=1", "-s", "measure.patterns=false",
                        "-s", 'measure.record=["compute"]'], check=True, stdout=subprocess.DEVNULL)
        with xr.open_dataset(result) as data:
            found = data["compute"].isel(policy=0, world=0, member=0).load()
    ends = [str(day)[:10] for day in found["time"].values + np.timedelta64(1, "D")]  # a period ends with its last day
    return [decimal_year(day) for day in ends], {str(c): found.sel(country=c).values for c in found["country"].values}


def implied_share(run, lab, years, stock):
    """Of the national stock at full allocation, from the compute of the run."""
    entry = decimal_year(lab["entry"])
    began = max(decimal_year(run["date"]) - BEFORE_RELEASE, entry + AFTER_ENTRY)
    accelerators = 1e6 * math.exp(np.interp(began, years, np.log(stock[lab["country"]])))
    progress = min(max((began - max(entry, CHATGPT)) / MOBILISATION, 0.0), 1.0)
    allocation = float(lab["allocation"] or ALLOCATION_START) ** (1.0 - progress)
    allocation *= math.exp(ALLOCATION_GROWTH * (min(began, ALLOCATION_SETTLED) - MEASURED))
    length = min(RUN_LENGTH_CAP, RUN_LENGTH * RUN_LENGTH_GROWTH ** (began - MEASURED))
    return 10.0 ** float(run["log10_training_compute"]) / (
        FLOP_PER_SECOND * UTILISATION * accelerators * allocation * length * SECONDS_PER_YEAR)


def follows(share, implied, judged):
    """Whether a share, given with two digits, is the geometric mean of two that are given with three."""
    unit = 10.0 ** (math.floor(math.log10(share)) - 1)
    return abs(share - math.sqrt(implied * judged)) <= 0.65 * unit  # half a unit, and the rounding of the others


def main(arguments=None):
    """Run the command line; return 0, or 1 if something does not agree."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program", nargs="?", default=PROGRAM, help="the program weightshed")
    years, stock = stocks(parser.parse_args(arguments).program)
    labs = {lab["id"]: lab for lab in rows("labs")}
    runs = rows("largest_runs")
    out = csv.DictWriter(sys.stdout, list(runs[0]), lineterminator="\n")
    out.writeheader()
    wrong = []
    for run in runs:
        lab = labs[run["lab"]]
        found = f"{implied_share(run, lab, years, stock):.3g}"
        out.writerow({**run, "implied_share": found})
        if run["implied_share"] != found:
            wrong.append(f"{run['lab']}: implied_share is {run['implied_share']} in the table")
        if not follows(float(lab["flagship_share"]), float(found), float(run["judged_share"])):
            wrong.append(f"{run['lab']}: labs.csv has {lab['flagship_share']}, the two shares make "
                         f"{math.sqrt(float(found) * float(run['judged_share'])):.2g}")
    print("\n".join(wrong), file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
