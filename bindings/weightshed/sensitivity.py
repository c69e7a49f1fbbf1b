"""Which assumption moves an effect, and where the effect reverses sign: a regression of it over the worlds of a run."""

from __future__ import annotations

from typing import Iterable, Sequence

import numpy as np
import pandas as pd
import xarray as xr

#: Worlds beyond the number of assumptions that a regression needs.
SPARE_WORLDS = 6
#: Slopes of fewer standard errors are not called a flip point.
CLEAR_SLOPE = 2.0
#: Worlds on each side of a flip point that bear it out, and standard errors of their mean effects from zero.
FEWEST_BEYOND, CLEAR_MEAN = 3, 2.0


def varied(design: xr.Dataset, setting_keys: Iterable[str]) -> list[str]:
    """The assumptions that the scenario itself lets vary, in the order of the file, without those of a shipped posterior,
    which are many and move together. `setting_keys` are the keys that the scenario sets."""
    stated = [key.removeprefix("assume.").replace('"', "") for key in setting_keys if key.startswith("assume.")]
    return [str(name) for name in design["parameter"].values
            if any(str(name) == s or s.startswith(f"{name}.") for s in stated) and np.ptp(_draws(design, str(name))) > 0]


def flip_points(cells: xr.DataArray, policy: str, design: xr.Dataset, registry: pd.DataFrame,
                names: Sequence[str]) -> pd.DataFrame:
    """One row per assumption in `names`, the one that moves the effect most first.

    `cells` are the values of a slice at one date, over policy (the reference first), world and member. The effect of a
    world is the mean over members of the paired difference from the reference; it is fitted by a line in all
    assumptions. Columns: assumption, unit, q10 and q90 (of its draws), low_effect and high_effect (fitted effect there,
    all others at their median, in the measure's unit), standard_error (of the difference of the two), flip (value at
    which the fitted effect is zero; NaN when the slope is within two standard errors of zero), low and high (range of
    its card), in_range (whether the flip lies there), drawn (whether it lies among the draws, so that the line is not
    extended to reach it), seen (whether the worlds show the reversal, see `is_seen`). Attributes: worlds, r_squared,
    effect (at the medians). Raises ValueError unless there are at least six worlds more than assumptions.
    """
    difference = _by_world(cells, policy)
    usable = np.isfinite(difference)
    if not names or usable.sum() < len(names) + SPARE_WORLDS:
        raise ValueError(f"flip points need assumptions that the scenario lets vary, and at least {SPARE_WORLDS} worlds more "
                         f"than assumptions; this run has {len(names)} assumptions and {int(usable.sum())} worlds")
    x = np.column_stack([_draws(design, name) for name in names])[usable]
    y = difference[usable]
    q10, middle, q90 = np.quantile(x, (0.1, 0.5, 0.9), axis=0)
    width = q90 - q10
    a = np.column_stack([np.ones(len(y)), (x - middle) / width])
    fitted, *_ = np.linalg.lstsq(a, y, rcond=None)
    residual = y - a @ fitted
    variance = residual @ residual / (len(y) - a.shape[1])
    error = np.sqrt(variance * np.diag(np.linalg.pinv(a.T @ a)))[1:]
    centre, slope = fitted[0], fitted[1:]
    cards = registry.loc[list(names)]
    with np.errstate(divide="ignore", invalid="ignore"):
        flip = np.where(np.abs(slope) > CLEAR_SLOPE * error, middle - centre / slope * width, np.nan)
    low, high = cards["low"].to_numpy(float), cards["high"].to_numpy(float)
    table = pd.DataFrame({
        "assumption": list(names), "unit": cards["unit"].to_numpy(), "q10": q10, "q90": q90,
        "low_effect": centre + slope * (q10 - middle) / width, "high_effect": centre + slope * (q90 - middle) / width,
        "standard_error": error, "flip": flip, "low": low, "high": high, "in_range": (flip >= low) & (flip <= high),
        "drawn": (flip >= x.min(axis=0)) & (flip <= x.max(axis=0)),
        "seen": [is_seen(values, y, float(at)) for values, at in zip(x.T, flip)]})
    table = table.iloc[np.argsort(-np.abs(slope), kind="stable")].reset_index(drop=True)
    total = float(((y - y.mean()) ** 2).sum())
    table.attrs = {"worlds": len(y), "effect": float(centre),
                   "r_squared": 1.0 - float(residual @ residual) / total if total > 0 else float("nan")}
    return table


def is_seen(values: np.ndarray, effects: np.ndarray, flip: float) -> bool:
    """Whether worlds, by their values of an assumption and their effects, show that the effect reverses at `flip`.

    This is the rule by which a reversal is claimed, in figures and briefs alike. Where an effect fades towards zero and
    stays on its side, a straight line through it crosses zero all the same, so the line alone shows nothing. A reversal is
    seen only where at least three worlds lie on each side of the flip, and the mean effects of the two sides have opposite
    signs, each at least two standard errors from zero.
    """
    sides = [effects[np.isfinite(effects) & chosen] for chosen in (values < flip, values > flip)]
    if min(map(len, sides)) < FEWEST_BEYOND:
        return False
    below, above = (float(side.mean()) for side in sides)
    clear = all(abs(side.mean()) >= CLEAR_MEAN * side.std(ddof=1) / np.sqrt(len(side)) for side in sides)
    return clear and below * above < 0.0


def _by_world(cells: xr.DataArray, policy: str) -> np.ndarray:
    """Mean over members of the paired difference from the reference, in each world; of the reference, of its level."""
    own = cells.sel(policy=policy)
    reference = str(cells["policy"].values[0])
    return (own if policy == reference else own - cells.sel(policy=reference)).mean("member").values.astype(float)


def _draws(design: xr.Dataset, parameter: str) -> np.ndarray:
    return design["value"].sel(parameter=parameter).values
