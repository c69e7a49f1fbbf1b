"""The reference tables as they stood at an origin: what is dated later is cut before anything reads it."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import numpy as np

from ..calibration.record import rows, table

#: Tables whose rows have a date, and its column. A published figure is known when its period has ended.
DATED = {"releases": "date", "eci_scores": "date", "policy_dates": "date", "adoption_programmes": "date",
         "published_series": "date", "published_figures": "period_end"}


def write_known(folder: Path, origin: np.datetime64) -> None:
    """Writes every table that the model reads into `folder`, without what is dated after the origin.

    A lab that enters later is left out; a later exit is blank. A share of compute that rests on a later run is replaced
    by the judgement of largest_runs.csv. Facts without a date stay as they are. Raises FileNotFoundError for a table that
    the library does not have.
    """
    last = str(origin)
    for name, column in DATED.items():
        _write(folder, name, [row for row in rows(table(name)) if row[column] and row[column] <= last])
    _write(folder, "jurisdictions", rows(table("jurisdictions")))
    judged = {row["lab"]: row["judged_share"] for row in rows(table("largest_runs")) if row["date"] > last}
    labs = [row for row in rows(table("labs")) if row["entry"] <= last]
    for lab in labs:
        lab["exit"] = lab["exit"] if lab["exit"] <= last else ""
        lab["flagship_share"] = judged.get(lab["id"], lab["flagship_share"])
    _write(folder, "labs", labs)


def _write(folder: Path, name: str, kept: list[dict[str, str]]) -> None:
    """With the columns of the whole table, so that a table of which nothing was known yet can still be read."""
    with table(name).open(newline="", encoding="utf-8") as file:
        columns = next(csv.reader(file))
    folder.mkdir(parents=True, exist_ok=True)
    temporary = folder / f"{name}.csv.new"
    with temporary.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(kept)
    os.replace(temporary, folder / f"{name}.csv")
