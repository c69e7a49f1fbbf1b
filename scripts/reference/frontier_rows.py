"""Print the rows of the published tables that are computed from the capability scores.

Usage: python3 scripts/reference/frontier_rows.py [ECI_SCORES.csv]

Three blocks of CSV without headers: the capability gaps P28 of `published_figures.csv`, and by quarter the `current_lag`
and the `frontier_gap` of `published_series.csv`, as docs/model.md defines them (4.3 and 8). All take the best score so
far, from 2023 on.
"""

import argparse
import csv
import datetime
import pathlib
import sys

TABLE = pathlib.Path(__file__).resolve().parents[2] / "scenarios" / "reference" / "eci_scores.csv"
START = "2023-01-01"
POINTS_AN_ORDER = 11.6  # research.points_an_order
TIE_TOLERANCE = 0.9  # points
MONTH = 365.25 / 12  # days

GAP_DATES = ("2024-06-30", "2024-12-31", "2025-06-30", "2025-12-31")
QUARTERS = [f"{year}-{end}" for year in (2023, 2024, 2025) for end in ("03-31", "06-30", "09-30", "12-31")]


def american(row):
    return "United States" in row["country"]


def chinese(row):
    return "China" in row["country"]


def is_open(row):
    return row["accessibility"].startswith("Open weights")


def closed(row):
    return not is_open(row)


def chinese_open(row):
    return chinese(row) and is_open(row)


def american_open(row):
    return american(row) and is_open(row)


# part of P28: title, follower, leader, tolerance in orders (judgement)
GAPS = {
    "cn-us": ("United States to China", chinese, american, 0.15),
    "open-closed": ("closed to open", is_open, closed, 0.15),
    "cn_open-closed": ("closed to Chinese open", chinese_open, closed, 0.2),
}
# label of the dimension `pair`: follower, leader
PAIRS = {
    "cn-us": (chinese, american),
    "open-closed": (is_open, closed),
    "us_open-cn_open": (american_open, chinese_open),
}


def records(scores, belongs, end):
    """Strictly rising (date, score) of the group's best so far, from START to `end`."""
    best = []
    for row in sorted(scores, key=lambda row: (row["date"], float(row["eci"]))):
        if START <= row["date"] <= end and belongs(row) and (not best or float(row["eci"]) > best[-1][1]):
            best.append((row["date"], float(row["eci"])))
    return best


def gap(scores, follower, leader, date):
    """Orders by which the leader's best is ahead of the follower's; None while one of them has no score."""
    behind, ahead = records(scores, follower, date), records(scores, leader, date)
    return (ahead[-1][1] - behind[-1][1]) / POINTS_AN_ORDER if behind and ahead else None


def current_lag(scores, follower, leader, date):
    """Months since the leader first had what the follower has at `date`; None while one of them has no score."""
    behind, ahead = records(scores, follower, date), records(scores, leader, date)
    if not behind or not ahead:
        return None
    if behind[-1][1] >= ahead[-1][1] - TIE_TOLERANCE:
        return 0.0
    since = next(day for day, score in ahead if score >= behind[-1][1])
    return (datetime.date.fromisoformat(date) - datetime.date.fromisoformat(since)).days / MONTH


def gap_rows(scores):
    """Rows of published_figures."""
    for part, (title, follower, leader, tolerance) in GAPS.items():
        for date in GAP_DATES:
            value = round(gap(scores, follower, leader, date), 3)
            yield ["P28", f"{part} {date[:7]}", f"Capability gap, {title}: {date[:7]}", f"{value:g}",
                   f"{value - tolerance:.3f}", f"{value + tolerance:.3f}", "orders of magnitude", date, date, "given",
                   "false", "Best score so far of the leader less the follower's; 11.6 points an order; "
                   f"+- {tolerance:g} (judgement)", "Computed from eci_scores.csv (Epoch AI)", "medium"]


def quarterly_rows(scores, series, unit, read):
    """Rows of published_series: `read` gives a value of the scores, a pair's follower and leader, and a date."""
    for date in QUARTERS:
        for pair, (follower, leader) in PAIRS.items():
            value = read(scores, follower, leader, date)
            if value is not None:
                yield [series, date, pair, f"{value:.4g}", unit, "value",
                       "Computed from eci_scores.csv (Epoch AI)", "medium"]


def main(arguments=None):
    """Run the command line; return 0."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("scores", nargs="?", default=TABLE, help="the reference table of scores (CSV)")
    with open(parser.parse_args(arguments).scores, newline="", encoding="utf-8") as file:
        scores = [row for row in csv.DictReader(file) if row["date"]]
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerows(gap_rows(scores))
    print()
    out.writerows(quarterly_rows(scores, "current_lag", "months", current_lag))
    print()
    out.writerows(quarterly_rows(scores, "frontier_gap", "orders of magnitude", gap))
    return 0


if __name__ == "__main__":
    sys.exit(main())
