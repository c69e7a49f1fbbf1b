"""What the backtest says against the line that a brief leads with: its weakest point over the past, with one number."""

from __future__ import annotations

import pandas as pd

from .. import words
from ..escape import Markdown
from ..forecasts import verdicts
from ..forecasts.summary import BETTER, LEVEL, NOT_JUDGED, UNCLEAR, WORSE
from ..reading import Line
from . import record
from .texts import Texts

#: Where the backtest has no forecasts of a measure: that of what is nearest to it, or a kind of event.
NEAREST = {"derivative_share": "derivative_share_without_bulk", "frontier_lag": "current_lag", "adoption": "token_share",
           "adoption_by_sector": "token_share", "closed_dependence": "token_share", "closed_dependence_by_sector": "token_share",
           "licence_mix": "opening", "permissive_licences": "opening"}
#: What the nearest is, where it is another quantity than the one that the brief leads with.
CALLED = {"token_share": "the share of developers\u2019 tokens that run on Chinese open models",
          "opening": "which labs open their weights"}
NEARBY = ("", "country=CN", "origin=chinese_open")  # labels that speak for others of their measure
RIVALS = {"last value": "keeping the last known value", "random walk with drift": "drawing on the trend", "logistic trend": "a growth curve",
          "base rate": "their usual rate"}
_RANK = {WORSE: 2, UNCLEAR: 1, BETTER: 0}


def weakest(texts: Texts, line: Line) -> Markdown:
    """The sentences on what the model did worst as a forecaster of the line, or of what is nearest to it, and on how far ahead it
    was tested."""
    row = _worst(line)
    said = Markdown(f"Its weakest point here: {_untested(texts, line) if row is None else _said(texts, line, row)}.")
    return said if row is None else Markdown(" ".join(part for part in (said, _reach(texts)) if part))


def _untested(texts: Texts, line: Line) -> str:
    figures = record.held(texts.run, line)
    if not figures:
        return f"no forecast of {texts.line(line)} could be tested over the past, as there is no published figure of it"
    counted = texts.number("record", part="all", measure=line.measure, coords=line.slice.selection)
    return (f"no forecast of {texts.line(line)} could be tested over the past, as there {'are' if len(figures) > 1 else 'is'} only "
            f"{counted} published {words.plural('figure', len(figures))} of it")


def _said(texts: Texts, line: Line, row: pd.Series) -> str:
    what = CALLED[row["measure"]] if row["measure"] in CALLED else texts.line(_same(texts, line, str(row["where"])))

    def number(part: str) -> Markdown:
        return texts.number("forecast", row=str(row.name), part=part)

    if row["verdict"] == NOT_JUDGED:
        return f"over the past {number('below')} of its {number('pairs')} forecasts of {what} were too low"
    ahead = f"within {number('months')} months" if row["measure"] == "opening" else f"{number('months')} months ahead"
    rival, short = RIVALS[row["rival"]], row["inside"] < LEVEL
    if row["verdict"] == BETTER:
        fault = f"its 8-in-10 ranges held {number('inside')} of what came" if short else f"its error was {number('percent')} as large"
        return f"over the past it forecast {what} better than {rival} would have, but {ahead} {fault}"
    if row["verdict"] == WORSE:
        return f"over the past it forecast {what} {ahead} worse than {rival} would have, with an error {number('ratio')} times as large"
    opening = f"over the past it did not forecast {what} {ahead} clearly better than {rival} would have"
    return f"{opening}; its 8-in-10 ranges held {number('inside')} of what came" if short else f"{opening}; its error was {number('percent')} as large"


def _reach(texts: Texts) -> str:
    """How far ahead the model was tested, where the brief looks further."""
    book = texts.book
    last, known = book.date(book.years[-1]), pd.Timestamp(book.run.vintage)
    if 12 * (last.year - known.year) + last.month - known.month <= verdicts.furthest():
        return ""
    return f"No forecast beyond {texts.number('forecast', row='', part='furthest')} months could be tested."


def _worst(line: Line) -> pd.Series | None:
    """The row of the backtest that speaks most against the line: of its own label if there is one, else of China's."""
    table = verdicts.read()
    measures = [measure for measure in (line.measure, NEAREST.get(line.measure)) if measure]
    for labels in ([f"{dim}={label}" for dim, label in line.slice.coords], NEARBY):
        for measure in measures:
            rows = table[(table["measure"] == measure) & table["where"].isin(labels)]
            told = rows[rows["verdict"] != NOT_JUDGED] if (rows["verdict"] != NOT_JUDGED).any() else rows
            if len(told):
                return max((row for _, row in told.iterrows()), key=lambda row: (_RANK.get(row["verdict"], 0), _weight(row)))
    return None


def _weight(row: pd.Series) -> tuple[float, float]:
    """How much a row says against the model: how far its ranges fall short, where it does better, then how large its error is."""
    return max(0.0, LEVEL - row["inside"]) if row["verdict"] == BETTER else 0.0, float(row["ratio"])


def _same(texts: Texts, line: Line, where: str) -> Line:
    """The line with the label that the backtest had."""
    dim, _, label = where.partition("=")
    if line.slice.selection.get(dim) == label or not dim:
        return line
    return texts.run.line(texts.run.slice(line.measure, **{**line.slice.selection, dim: label}))
