"""Regression-adjusted approximate Bayesian computation on a bank, and the smoother that narrows it.

Beaumont, Zhang and Balding 2002 (regression adjustment); Emerick and Reynolds 2013 (ensemble smoother with multiple
data assimilation). Everything here takes normal scores of parameters (worlds × parameters) and summaries in units
of their tolerance (worlds × figures).
"""

from __future__ import annotations

import numpy as np
from sklearn.linear_model import Ridge

#: Ridge penalty in units of the weights' sum: weakly identified directions are not adjusted at random.
PENALTY = 0.02


def nearest(summaries: np.ndarray, observed: np.ndarray, share: float) -> tuple[np.ndarray, np.ndarray]:
    """Indices of the nearest worlds and their Epanechnikov weights. Distances in robust units of the bank, so that a
    figure which the bank spreads widely does not decide alone. At least twice as many worlds as figures, and ten more."""
    scale = 1.4826 * np.median(np.abs(summaries - np.median(summaries, axis=0)), axis=0)
    scale = np.where(scale > 0, scale, 1.0)
    distance = np.sqrt((((summaries - observed) / scale) ** 2).mean(axis=1))
    count = max(2 * summaries.shape[1] + 10, int(round(share * len(distance))))
    order = np.argsort(distance, kind="stable")[: min(count, len(distance))]
    width = distance[order[-1]]
    weights = 1.0 - (distance[order] / width) ** 2 if width > 0 else np.ones(len(order))
    return order, np.maximum(weights, 1e-3)


def adjust(scores: np.ndarray, summaries: np.ndarray, observed: np.ndarray, share: float = 0.3
           ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Accepted worlds moved along a local linear regression to the observed figures: indices, scores, weights.

    Each world's residual is rescaled to the standard error of a prediction at the observed figures: with tens of figures
    a regression lies so near to its own worlds that plain residuals make intervals too narrow.
    """
    order, weights = nearest(summaries, observed, share)
    scale = summaries[order].std(axis=0)
    scale = np.where(scale > 0, scale, 1.0)
    x = (summaries[order] - observed) / scale
    model = Ridge(alpha=PENALTY * weights.sum()).fit(x, scores[order], sample_weight=weights)
    residuals = scores[order] - model.predict(x).reshape(scores[order].shape)
    _, at_worlds = influence(x, x, weights)
    own = np.diag(at_worlds)  # leverage: what a world adds to its own fit
    of_residuals = (1.0 - own) ** 2 + (at_worlds**2).sum(axis=1) - own**2
    of_prediction = 1.0 + (influence(x, np.zeros((1, x.shape[1])), weights)[1] ** 2).sum()
    return order, np.atleast_1d(model.intercept_) + residuals * np.sqrt(of_prediction / of_residuals)[:, None], weights


def influence(x: np.ndarray, at: np.ndarray, weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """What each world contributes to the ridge regression's slope (figures × worlds) and to its value at some points
    (points × worlds): multiplied by the worlds' scores, these are the fit."""
    middle = np.average(x, axis=0, weights=weights)
    centred = x - middle
    gram = centred.T @ (weights[:, None] * centred) + PENALTY * weights.sum() * np.eye(x.shape[1])
    slope = np.linalg.solve(gram, centred.T * weights)
    return slope, weights / weights.sum() + (at - middle) @ slope


def weighted_quantile(values: np.ndarray, weights: np.ndarray, probabilities: np.ndarray) -> np.ndarray:
    """Quantiles of a weighted sample, linear between the middles of the weights' steps."""
    order = np.argsort(values, kind="stable")
    steps = np.cumsum(weights[order]) - 0.5 * weights[order]
    return np.interp(probabilities, steps / weights.sum(), values[order])


def leave_one_out(scores: np.ndarray, summaries: np.ndarray, noise: np.ndarray, count: int, share: float = 0.3,
                  seed: int = 1) -> np.ndarray:
    """Coverage of 80 % intervals by parameter: `count` worlds of the bank are taken for the truth in turn, and inferred
    from the others. Figures of all worlds carry `noise`, in tolerances, as the published ones do. NaN without any."""
    if count == 0:
        return np.full(scores.shape[1], np.nan)
    rng = np.random.default_rng(seed)
    covered = np.zeros(scores.shape[1])
    noisy = summaries + noise * rng.standard_normal(summaries.shape)
    chosen = rng.choice(len(scores), size=min(count, len(scores)), replace=False)
    for truth in chosen:
        others = np.arange(len(scores)) != truth
        _, adjusted, weights = adjust(scores[others], noisy[others], noisy[truth], share)
        for j in range(scores.shape[1]):
            low, high = weighted_quantile(adjusted[:, j], weights, np.array([0.1, 0.9]))
            covered[j] += low <= scores[truth, j] <= high
    return covered / len(chosen)


def assimilate(scores: np.ndarray, summaries: np.ndarray, observed: np.ndarray, inflation: float,
               rng: np.random.Generator) -> np.ndarray:
    """One of `inflation` assimilations of the same figures. Summaries in units of their tolerance. Correlations that an
    ensemble of this size shows by chance (below 1.5 standard errors) move nothing; full weight from 3 on."""
    worlds = len(scores)
    z, s = scores - scores.mean(axis=0), summaries - summaries.mean(axis=0)
    cross, own = z.T @ s / (worlds - 1), s.T @ s / (worlds - 1)
    deviations = np.outer(z.std(axis=0, ddof=1), s.std(axis=0, ddof=1))
    correlation = np.divide(cross, deviations, out=np.zeros_like(cross), where=deviations > 0)
    error = 1.0 / np.sqrt(worlds)
    trusted = np.clip((np.abs(correlation) - 1.5 * error) / (1.5 * error), 0.0, 1.0)
    gain = np.linalg.solve(own + inflation * np.eye(len(observed)), (cross * trusted).T).T
    perturbed = observed + np.sqrt(inflation) * rng.standard_normal(summaries.shape)
    return scores + (perturbed - summaries) @ gain.T
