"""What policies change, as the table of `weightshed compare`: all rows for a program, the dozen that matter for a reader."""

from __future__ import annotations

import html

import pandas as pd


class Comparison(pd.DataFrame):
    """The table of Run.compare. It shows itself as the command does, with the effects that matter most and what the numbers
    mean; pandas.DataFrame(table), and every part of it, show all rows as pandas does. The text is in `attrs["told"]`."""

    @property
    def _constructor(self) -> type[pd.DataFrame]:
        return pd.DataFrame

    def _told(self) -> str:
        """The text, as long as the table has the rows and columns that it was made with."""
        return str(self.attrs.get("told", "")) if self.attrs.get("shape") == self.shape else ""

    def __repr__(self) -> str:
        return self._told() or super().__repr__()

    def _repr_html_(self) -> str:
        told = self._told()
        return f"<pre>{html.escape(told)}</pre>" if told else str(super()._repr_html_())


def comparison(rows: list[dict], told: str) -> Comparison:
    """The table of effects as the engine gives them, with a column for each dimension of the measures."""
    labels = list(dict.fromkeys(dim for row in rows for dim in row["coordinates"]))
    for row in rows:
        own = row.pop("coordinates")
        row.update({dim: own.get(dim, "") for dim in labels})
    table = Comparison(rows)
    front = ["measure", "policy", "effect", "low", "high", "sign_probability", *labels]
    if rows:
        table = Comparison(table[front + [c for c in table.columns if c not in front]])
    table.attrs.update(told=told.rstrip("\n"), shape=table.shape)
    return table
