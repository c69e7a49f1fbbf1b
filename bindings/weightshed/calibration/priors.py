"""Priors of parameters, from their cards, as transformations to a standard normal and back."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import stats

_EDGE = 1e-6  # probability that is kept clear of the ends of a range


class Priors:
    """The priors of some parameters. In normal scores every prior is the standard normal, so updates are linear in one
    unit, and no update can leave a range."""

    def __init__(self, registry: pd.DataFrame, names: list[str]):
        """`registry` is Run.registry or weightshed.parameters(): prior, initial, low, high, spread.
        Raises ValueError for a parameter whose card has no prior."""
        self.names = list(names)
        self._cards = [registry.loc[name] for name in names]
        self._laws = [_law(name, card) for name, card in zip(names, self._cards)]

    def scores(self, values: np.ndarray) -> np.ndarray:
        """Normal scores of values (worlds × parameters)."""
        columns = [_cdf(law, card, values[:, j]) for j, (law, card) in enumerate(zip(self._laws, self._cards))]
        return stats.norm.ppf(np.clip(np.column_stack(columns), _EDGE, 1 - _EDGE))

    def values(self, scores: np.ndarray) -> np.ndarray:
        """Values of normal scores (worlds × parameters), inside the ranges of the cards."""
        uniform = np.clip(stats.norm.cdf(scores), _EDGE, 1 - _EDGE)
        columns = []
        for j, (law, card) in enumerate(zip(self._laws, self._cards)):
            column = law.ppf(uniform[:, j])
            if card["prior"] == "log_normal":
                column = np.exp(column)
            columns.append(np.clip(column, float(card["low"]), float(card["high"])))
        return np.column_stack(columns)


def _law(name: str, card: pd.Series) -> stats.distributions.rv_frozen:
    low, high = float(card["low"]), float(card["high"])
    if card["prior"] == "uniform":
        return stats.uniform(low, high - low)
    if card["prior"] == "fixed":
        raise ValueError(f"{name} has no prior: its card says fixed")
    centre, spread = float(card["initial"]), float(card["spread"])
    if card["prior"] == "log_normal":
        low, high, centre = np.log(low), np.log(high), np.log(centre)
    return stats.truncnorm((low - centre) / spread, (high - centre) / spread, centre, spread)


def _cdf(law: stats.distributions.rv_frozen, card: pd.Series, values: np.ndarray) -> np.ndarray:
    return law.cdf(np.log(values) if card["prior"] == "log_normal" else values)
