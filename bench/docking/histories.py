"""The command line of the docking's sides in Python: histories of one seed after another as CSV, a row of statistics each."""

import json
import sys
import time


def print_histories(usage, simulate):
    """`simulate(given, seed)` returns the statistics of a history by name; its processor time in seconds is added."""
    if len(sys.argv) not in (3, 4):
        sys.exit(usage)
    with open(sys.argv[1]) as file:
        given = json.load(file)
    seeds, first = int(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) == 4 else 0
    names = None
    for seed in range(first, first + seeds):
        begin = time.process_time()
        row = simulate(given, seed)
        row["seconds"] = time.process_time() - begin
        if names is None:
            names = sorted(row)
            print("seed", *names, sep=";")
        print(seed, *(f"{float(row[name]):.10g}" for name in names), sep=";", flush=True)
