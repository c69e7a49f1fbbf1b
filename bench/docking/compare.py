#!/usr/bin/env python3
"""Compares the two sides of the docking: a Kolmogorov-Smirnov test a statistic, corrected after Holm.

usage: compare.py CXX.csv MESA.csv [MESA.csv ...]
Prints a Markdown table (means, standard deviations, distance, p, corrected p), a verdict and the times. Needs numpy, scipy.
"""

import sys

import numpy as np
from scipy import stats

LEVEL = 0.05


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


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    cxx, mesa = read(sys.argv[1:2]), read(sys.argv[2:])
    names = sorted(set(cxx) - {"seed", "seconds"})
    if names != sorted(set(mesa) - {"seed", "seconds"}):
        sys.exit("the two sides report different statistics: " + ", ".join(set(cxx) ^ set(mesa)))
    tests = [stats.ks_2samp(cxx[name], mesa[name], method="asymp") for name in names]
    corrected = holm(np.array([t.pvalue for t in tests]))
    print("| statistic | C++ mean (sd) | Mesa mean (sd) | distance | p | p, Holm |\n|---|---|---|---|---|---|")
    for name, test, p in zip(names, tests, corrected):
        a, b = cxx[name], mesa[name]
        print(f"| {name} | {a.mean():.4g} ({a.std(ddof=1):.2g}) | {b.mean():.4g} ({b.std(ddof=1):.2g}) | "
              f"{test.statistic:.3f} | {test.pvalue:.3g} | {p:.3g} |")
    n, m = len(cxx["seed"]), len(mesa["seed"])
    differ = [name for name, p in zip(names, corrected) if p < LEVEL]
    print(f"\n{n} and {m} runs, {len(names)} statistics: {len(differ)} differ at a family-wise level of {LEVEL}"
          + (": " + ", ".join(differ) if differ else "") + ".")
    print(f"Smallest p {min(t.pvalue for t in tests):.3g}; p below 0.05 without correction: "
          f"{sum(t.pvalue < 0.05 for t in tests)} (expected {0.05 * len(names):.1f}).")
    a, b = np.median(cxx["seconds"]), np.median(mesa["seconds"])
    print(f"Median seconds a run: C++ {a:.4g}, Mesa {b:.4g}, ratio {b / a:.0f}.")


if __name__ == "__main__":
    main()
