#!/usr/bin/env python3
"""Compares two sides of the docking: a Kolmogorov-Smirnov test a statistic, corrected after Holm.

usage: compare.py CXX.csv OTHER.csv [OTHER.csv ...]
Prints a Markdown table (means, standard deviations, distance, p, corrected p), a verdict and the times of the processor. The
other side (Mesa, NumPy) is called after its first file. Needs numpy, scipy.
"""

import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy import stats

LEVEL = 0.05
NOT_COMPARED = {"seed", "seconds"}


def read(paths):
    """One column a statistic, runs of all files together; files must name the same columns."""
    columns, rows = None, []
    for path in paths:
        with open(path) as file:
            names = file.readline().strip().split(";")
            if columns not in (None, names):
                sys.exit(f"{path}: other columns than {paths[0]}")
            columns = names
            rows += [[float(word) for word in line.split(";")] for line in file]
    table = np.array(rows)
    return {name: table[:, i] for i, name in enumerate(columns)}


def holm(p):
    """Corrected p-values, in the order given."""
    order = np.argsort(p)
    corrected = np.minimum(1.0, np.maximum.accumulate(p[order] * (len(p) - np.arange(len(p)))))
    result = np.empty(len(p))
    result[order] = corrected
    return result


@dataclass(frozen=True)
class Agreement:
    """Tests of all statistics, in one order; p before and after the correction."""

    names: list[str]
    distance: np.ndarray
    p: np.ndarray
    corrected: np.ndarray

    @property
    def differ(self):
        return [name for name, p in zip(self.names, self.corrected) if p < LEVEL]


def agreement(one, other):
    """Of two sides as `read` gives them; ends the program when they report different statistics."""
    names = sorted(set(one) - NOT_COMPARED)
    if names != sorted(set(other) - NOT_COMPARED):
        sys.exit("the two sides report different statistics: " + ", ".join(set(one) ^ set(other)))
    tests = [stats.ks_2samp(one[name], other[name], method="asymp") for name in names]
    p = np.array([test.pvalue for test in tests])
    return Agreement(names, np.array([test.statistic for test in tests]), p, holm(p))


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    cxx, other, side = read(sys.argv[1:2]), read(sys.argv[2:]), Path(sys.argv[2]).stem
    found = agreement(cxx, other)
    print(f"| statistic | C++ mean (sd) | {side} mean (sd) | distance | p | p, Holm |\n|---|---|---|---|---|---|")
    for name, distance, p, corrected in zip(found.names, found.distance, found.p, found.corrected):
        a, b = cxx[name], other[name]
        print(f"| {name} | {a.mean():.4g} ({a.std(ddof=1):.2g}) | {b.mean():.4g} ({b.std(ddof=1):.2g}) | "
              f"{distance:.3f} | {p:.3g} | {corrected:.3g} |")
    print(f"\n{len(cxx['seed'])} and {len(other['seed'])} runs, {len(found.names)} statistics: {len(found.differ)} differ at a "
          f"family-wise level of {LEVEL}" + (": " + ", ".join(found.differ) if found.differ else "") + ".")
    print(f"Smallest p {found.p.min():.3g}; p below 0.05 without correction: {(found.p < 0.05).sum()} "
          f"(expected {0.05 * len(found.names):.1f}).")
    a, b = np.median(cxx["seconds"]), np.median(other["seconds"])
    print(f"Median seconds a run: C++ {a:.4g}, {side} {b:.4g}, ratio {b / a:.0f}.")


if __name__ == "__main__":
    main()
