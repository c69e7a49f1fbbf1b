"""How the backtest judged each quantity of the model, one row a quantity and horizon: the table that briefs name the weakest
point from."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Iterator

import numpy as np
import pandas as pd

from .pairs import pooled
from .summary import BETTER, FEWEST_PAIRS, NOT_JUDGED, UNCLEAR, WORSE, by_band, difference_of
from .targets import Pool, Target, judged
from .tokens import MEASURE, WHERE, Token

TABLE = Path(__file__).with_name("verdicts.csv")
_SOURCE = Path(__file__).parents[3] / "docs" / "forecasts-verdicts.csv"  # in a source tree that is not installed
BASE_RATE = "base rate"


def table(targets: list[Target], pairs: pd.DataFrame, labs: pd.DataFrame, tokens: list[Token]) -> pd.DataFrame:
    """One row per quantity and horizon.

    Columns: measure and where (of the model, or the kind of event), months (of the horizon), pairs (forecasts with a value to
    compare), ratio (the error of the model by that of the best rival, NaN without one), rival, inside (share of the values in
    the 80% intervals, NaN of an event), below (share of the forecasts whose median lies below the value, NaN where it was not
    counted), verdict.
    """
    return pd.DataFrame([*_targets(judged(targets), by_band(pooled(pairs))), *_events(labs), *_tokens(tokens)],
                        columns=["measure", "where", "months", "pairs", "ratio", "rival", "inside", "below", "verdict"])


def _targets(found: list[Target | Pool], bands: pd.DataFrame) -> Iterator[dict[str, Any]]:
    for target in found:
        for row in bands[bands["target"] == target.name].to_dict("records"):
            yield {"measure": target.measure, "where": target.where, "months": row["band"], "pairs": row["pairs"], "ratio": row["ratio"],
                   "rival": row["rival"], "inside": row["coverage"], "verdict": row["verdict"]}


def _events(labs: pd.DataFrame) -> Iterator[dict[str, Any]]:
    for (event, months), rows in labs.groupby(["event", "months"], sort=False):
        _, low, high = difference_of(rows["origin"], rows["brier"], rows["brier_of_base_rate"])
        verdict = NOT_JUDGED if len(rows) < FEWEST_PAIRS or not np.isfinite(low) else BETTER if high < 0.0 else WORSE if low > 0.0 else UNCLEAR
        yield {"measure": event, "where": "", "months": str(months), "pairs": len(rows),
               "ratio": rows["brier"].mean() / rows["brier_of_base_rate"].mean(), "rival": BASE_RATE, "verdict": verdict}


def _tokens(tokens: list[Token]) -> Iterator[dict[str, Any]]:
    if tokens:
        yield {"measure": MEASURE, "where": WHERE, "months": "", "pairs": len(tokens), "verdict": NOT_JUDGED,
               "inside": np.mean([t.low <= t.value <= t.high for t in tokens]), "below": np.mean([t.median < t.value for t in tokens])}


def furthest() -> int:
    """The longest horizon of the table, in months."""
    return max(int(months.rpartition("\u2013")[2]) for months in read()["months"] if months)


@cache
def read() -> pd.DataFrame:
    """The table of the backtest that the package brings along, by `measure where months` as a key."""
    found = pd.read_csv(TABLE if TABLE.is_file() else _SOURCE, dtype={"months": str}, keep_default_na=False,
                        na_values={column: [""] for column in ("ratio", "inside", "below")})
    return found.set_index(found["measure"] + " " + found["where"] + " " + found["months"])

