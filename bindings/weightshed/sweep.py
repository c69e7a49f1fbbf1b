"""What a sweep shows: the paired effect at every point of its grid, as the table of `weightshed compare` has it."""

from __future__ import annotations

import html

import pandas as pd

from . import _core
from .errors import NotInResult
from .result import Result
from .words import Slice


class Sweep(pd.DataFrame):
    """The table of `effects`, which a notebook shows crossed where two axes cross; `attrs["axes"]` are the keys of the
    axes, `attrs["slice"]` says of what."""

    @property
    def _constructor(self) -> type[pd.DataFrame]:
        return pd.DataFrame

    def _repr_html_(self) -> str:
        axes = crossing(self, self.attrs.get("axes", []))
        if axes is None:
            return str(pd.DataFrame(self)._repr_html_())
        grid = pd.DataFrame(self).pivot(index=axes[1], columns=axes[0], values="effect")
        return f"<b>{html.escape(self.attrs['slice'])}: effect</b>{grid.to_html(float_format='{:.4g}'.format)}"


def axes(run: Result) -> list[dict]:
    """The axes of the study's sweep, in the order of the file: key, is_assumption, position and values; none without one."""
    return run.settings.get("sweep", {}).get("axes", [])


def effects(run: Result, slice_: Slice, at: str | None = None) -> Sweep:
    """The paired effect of every policy but the reference over the worlds of each point, at a date (default: the last).

    One row per policy and point, in the order of the file. Columns: policy; one per axis, NaN where it does not concern
    the policy; effect, low and high (mean, and 10% and 90% quantile of the differences, in the measure's unit);
    sign_probability (share of the pairs with the more frequent sign; NaN when every difference is 0) and pairs. Raises
    weightshed.Error without a sweep.
    """
    keys = [axis["key"] for axis in axes(run)]
    if not keys:
        raise NotInResult(f"{run.path}: the study has no [sweep]", exit_code=3)
    end = at or str(run.data["time"].values[-1])[:10]
    rows = [{"policy": row["policy"], **dict(zip(keys, row.pop("at"))), **row}
            for row in _core.swept(run.path, slice_.measure, list(slice_.coords), end)]
    table = Sweep(rows)
    table.attrs.update(axes=keys, slice=", ".join([slice_.measure, *(f"{dim}={label}" for dim, label in slice_.coords)]))
    return table


def crossing(table: pd.DataFrame, keys: list[str]) -> tuple[str, str] | None:
    """The two axes that cross on a full grid, the one that lies across first; None: no two do."""
    varying = [key for key in keys if table[key].nunique() > 1]
    for down in varying:
        for across in reversed(varying):
            if down == across:
                continue
            both = table[[down, across]].dropna()
            if len(both) == both[down].nunique() * both[across].nunique() and len(both) == len(both.drop_duplicates()):
                return across, down
    return None
