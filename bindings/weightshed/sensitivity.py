"""Which assumption moves an effect, and where it turns its sign: a regression of the effect over the worlds of a run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from .run import Run
    from .words import Slice

#: Worlds beyond the number of assumptions that a regression needs.
SPARE_WORLDS = 6
#: Slopes of fewer standard errors are not called a flip point.
CLEAR_SLOPE = 2.0


def varied(run: "Run") -> list[str]:
    """The assumptions that the scenario itself lets vary, in the order of the file; those of a shipped posterior, which
    are many and move together, are not among them."""
    stated = {str(key).removeprefix("assume.").replace('"', "") for key in run.provenance.get("setting_key", ())
              if str(key).startswith("assume.")}
    design = run.design
    values = design["value"].transpose("world", "parameter").values
    return [str(name) for j, name in enumerate(design["parameter"].values)
            if any(str(name) == s or s.startswith(f"{name}.") for s in stated) and np.ptp(values[:, j]) > 0]


def flip_points(run: "Run", slice_: "Slice", policy: str, at: str | None = None) -> pd.DataFrame:
    """One row an assumption, the one that moves the effect most first.

    The effect of a world is the mean over members of the paired difference from the reference at a date; it is fitted
    by a line in all assumptions that the scenario lets vary. Columns: assumption, unit, q10 and q90 (of its draws),
    low_effect and high_effect (fitted effect there, all others at their median), standard_error (of the difference of
    the two), flip (value at which the fitted effect is zero; NaN when the slope is within two standard errors of zero),
    low and high (range of its card), in_range (whether the flip lies there). Attributes: worlds, r_squared, effect (at
    the medians). Raises ValueError with fewer worlds than assumptions and six more.
    """
    names = varied(run)
    data = run.data[slice_.measure].sel(slice_.selection)
    moment = data.sel(time=at).isel(time=-1) if at else data.isel(time=-1)
    difference = (moment.sel(policy=policy) - moment.sel(policy=run.reference)).mean("member").values.astype(float)
    usable = np.isfinite(difference)
    if not names or usable.sum() < len(names) + SPARE_WORLDS:
        raise ValueError(f"{int(usable.sum())} worlds and {len(names)} assumptions of the scenario's own: flip points "
                         f"need assumptions that vary and at least {SPARE_WORLDS} worlds more")
    design = run.design
    index = [list(design["parameter"].values.astype(str)).index(name) for name in names]
    x = design["value"].transpose("world", "parameter").values[np.ix_(usable, index)]
    y = difference[usable]
    q10, middle, q90 = np.quantile(x, (0.1, 0.5, 0.9), axis=0)
    width = q90 - q10
    a = np.column_stack([np.ones(len(y)), (x - middle) / width])
    fitted, *_ = np.linalg.lstsq(a, y, rcond=None)
    residual = y - a @ fitted
    variance = residual @ residual / (len(y) - a.shape[1])
    error = np.sqrt(variance * np.diag(np.linalg.pinv(a.T @ a)))[1:]
    centre, slope = fitted[0], fitted[1:]
    cards = run.registry.loc[names]
    with np.errstate(divide="ignore", invalid="ignore"):
        flip = np.where(np.abs(slope) > CLEAR_SLOPE * error, middle - centre / slope * width, np.nan)
    low, high = cards["low"].to_numpy(float), cards["high"].to_numpy(float)
    table = pd.DataFrame({
        "assumption": names, "unit": cards["unit"].to_numpy(), "q10": q10, "q90": q90,
        "low_effect": centre + slope * (q10 - middle) / width, "high_effect": centre + slope * (q90 - middle) / width,
        "standard_error": error, "flip": flip, "low": low, "high": high, "in_range": (flip >= low) & (flip <= high)})
    table = table.iloc[np.argsort(-np.abs(slope), kind="stable")].reset_index(drop=True)
    total = float(((y - y.mean()) ** 2).sum())
    table.attrs = {"worlds": len(y), "effect": float(centre),
                   "r_squared": 1.0 - float(residual @ residual) / total if total > 0 else float("nan")}
    return table
