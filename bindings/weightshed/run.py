"""A result file: its measures as xarray, its events and lineage as pandas, comparisons and figures."""

from __future__ import annotations

import html
import json
import os
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Iterable

import pandas as pd
import xarray as xr

from . import summary, words
from .errors import Error, Problem

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FORMAT = 1  # major version of the result format that this package reads


class Run:
    """A finished or partly finished run, read lazily from its result file.

    Raises FileNotFoundError when there is no such file, and ValueError when it is no result of this program or was
    written in a newer format than this package knows.
    """

    def __init__(self, path: str | os.PathLike[str]):
        self.path = Path(path)
        if not self.path.exists():
            parts = self.path.with_name(self.path.name + ".parts")
            if parts.exists():
                raise FileNotFoundError(f"{self.path}: the run is not finished; `weightshed resume {self.path}` goes on")
            raise FileNotFoundError(f"{self.path}: no such file")
        version = str(self.data.attrs.get("weightshed_format", ""))
        if not version:
            raise ValueError(f"{self.path}: not a weightshed result (no weightshed_format attribute)")
        if int(version.split(".")[0]) > FORMAT:
            raise ValueError(f"{self.path}: written in format {version}; this version reads format {FORMAT}: upgrade")

    # --- what stands in the file -------------------------------------------------------------------------------

    @cached_property
    def data(self) -> xr.Dataset:
        """The measures over (policy, world, member, time, own dimensions), float32, read when used; NaN: pending."""
        return self._open("/")

    @cached_property
    def summary(self) -> xr.Dataset:
        """Quantiles and paired effects, computed when the run ended; small, and asked so often that all is read at once."""
        return self._open("/summary").load()

    @cached_property
    def design(self) -> xr.Dataset:
        """The worlds: sampled assumptions (world, parameter) with units, and the structural choices."""
        return self._open("/design")

    @cached_property
    def registry(self) -> pd.DataFrame:
        """Every parameter, by key: value (NaN when it varies over worlds), initial, low, high, unit, prior, standing,
        confidence, source, description."""
        group = self._open("/registry")
        table = pd.DataFrame({str(k): v.values for k, v in group.variables.items() if v.dims == ("parameter",)})
        return table.set_index("parameter")

    @cached_property
    def events(self) -> pd.DataFrame:
        """What happened: one row an event, with policy, world, member, time, kind, actor and value."""
        group = self._open("/events")
        table = pd.DataFrame({str(k): v.values for k, v in group.variables.items() if v.dims == ("event",)})
        kinds = str(group["kind"].attrs.get("flag_meanings", "")).split()
        names = group["actor_name"].values
        table["kind"] = [kinds[k] for k in table["kind"]]
        table["actor"] = [str(names[a]) for a in table["actor"]]
        table["policy"] = [self.policies[p] for p in table["policy"]]
        return table

    @cached_property
    def published(self) -> xr.Dataset:
        """The published figures that the model is held against; empty when the file has none."""
        return self._open("/published", missing_ok=True)

    @cached_property
    def provenance(self) -> dict[str, Any]:
        """Scenario as written and as resolved, command, version, seed and timing."""
        group = self._open("/provenance")
        found: dict[str, Any] = {str(k): v for k, v in group.attrs.items()}
        for key, var in group.variables.items():
            value = var.values
            found[str(key)] = value.item() if value.ndim == 0 else value
        return found

    def _open(self, group: str, missing_ok: bool = False) -> xr.Dataset:
        try:
            return xr.open_dataset(self.path, engine="h5netcdf", group=group, decode_timedelta=False)
        except (OSError, KeyError):
            import h5py  # asked only when something is amiss: is it the file or the group?

            if not h5py.is_hdf5(self.path):
                raise ValueError(f"{self.path}: not a weightshed result (not an HDF5 file)") from None
            with h5py.File(self.path) as file:
                if group in file:
                    raise
            if missing_ok:
                return xr.Dataset()
            raise ValueError(f"{self.path}: has no group {group}") from None

    @cached_property
    def has_lineage(self) -> bool:
        """True when the node tables of some histories were recorded."""
        return "parent" in self._open("/lineage", missing_ok=True).variables

    @cached_property
    def settings(self) -> dict[str, Any]:
        """The study as resolved, as recorded in the file (dates are days since 1970-01-01)."""
        return dict(json.loads(str(self.provenance["study"])))

    def reference_table(self, name: str) -> pd.DataFrame:
        """A reference table as the run read it, all columns as text; no rows when the model has no such table."""
        columns = self.settings.get("tables", {}).get(name, {}).get("columns", {})
        return pd.DataFrame({key: column["text"] for key, column in columns.items()})

    @property
    def vintage(self) -> pd.Timestamp:
        """No fact known only later entered the run."""
        return pd.Timestamp(0) + pd.Timedelta(days=int(self.settings["run"]["observed_until"]))

    @cached_property
    def fork(self) -> pd.Timestamp | None:
        """The first date at which policies may differ; None when none ever does."""
        run, policies = self.settings["run"], self.settings["policies"]
        if len(policies) < 2:
            return None
        reference = policies[0]["actions"]
        dates = [a["at"] for p in policies[1:] for a in [*p["actions"], *reference] if p["actions"] != reference]
        day = run.get("fork", min(dates, default=run["end"]))
        return pd.Timestamp(0) + pd.Timedelta(days=int(day)) if day < run["end"] else None

    @property
    def policies(self) -> list[str]:
        """Names of the policies; the first is the reference."""
        return [str(p) for p in self.data["policy"].values]

    @property
    def reference(self) -> str:
        """The policy that the others are compared with."""
        return self.policies[0]

    @property
    def measures(self) -> list[str]:
        """Names of the recorded measures."""
        return summary.measures(self.data)

    @property
    def title(self) -> str:
        return str(self.data.attrs.get("title", self.path.stem))

    @property
    def id(self) -> str:
        """First eight digits of the scenario's SHA-256: equal studies have equal results."""
        return str(self.data.attrs.get("scenario_sha256", ""))[:8]

    # --- what is computed from it ------------------------------------------------------------------------------

    def compare(self, at: str | None = None, vs: str | None = None,
                measures: Iterable[str] | None = None) -> pd.DataFrame:
        """Paired effects of every policy against `vs` (default: the reference), one row a policy and value.

        Columns: measure, policy, effect (mean of the paired differences), low and high (80 % interval of the
        differences), sign_probability (NaN: exactly zero everywhere), a column a dimension of the measures (empty where
        a measure does not have it), vs, at, unit, standard_error, variance_removed (share that pairing removed), pairs,
        left_out, calibrated. `at` is a day or a month ("2032-12"); default: the last recorded date. Raises
        weightshed.Error for an unknown policy, measure or date, with the nearest name.
        """
        from . import _core

        self._check_date(at)
        rows = _core.compare(self.path, at or "", vs or "", list(measures or []))
        labels = list(dict.fromkeys(dim for row in rows for dim in row["coordinates"]))
        for row in rows:
            own = row.pop("coordinates")
            row.update({dim: own.get(dim, "") for dim in labels})
        table = pd.DataFrame(rows)
        front = ["measure", "policy", "effect", "low", "high", "sign_probability", *labels]
        return table[front + [c for c in table.columns if c not in front]] if len(table) else table

    def _check_date(self, at: str | None) -> None:
        """Raises weightshed.Error for a date before the first or after the month of the last recorded one."""
        moment = pd.to_datetime(at, errors="coerce") if at else pd.NaT
        if pd.isna(moment):
            return  # none, or no date: the engine says so
        month_end = moment + pd.offsets.MonthEnd(0) if len(str(at)) <= len("2032-12") else moment
        first, last = (pd.Timestamp(self.data["time"].values[i]) for i in (0, -1))
        if not first <= month_end <= last + pd.offsets.MonthEnd(0):
            problem = Problem("", 0, 0, "at", f"{at} is outside what {self.path} records",
                              f"{first.date()} to {last.date()}", "",
                              f"at: {at} is outside what {self.path} records (allowed: {first.date()} to {last.date()})")
            raise Error(problem.text, (problem,), 3)

    def effect(self, measure: str, policy: str, **coords: str) -> pd.DataFrame:
        """Paired effect against the reference over time, one row a recorded date: effect, low, high (80 %),
        sign_probability, variance_removed, pairs; in the measure's unit."""
        if policy not in self.policies:
            raise ValueError(f"no policy {policy!r} in {self.path.name}; it has {', '.join(self.policies)}")
        return summary.effect(self, self.slice(measure, **coords), policy)

    def flip_points(self, measure: str, policy: str, at: str | None = None, **coords: str) -> pd.DataFrame:
        """Which assumption that the scenario lets vary moves the effect of a policy most, and at which value it would
        turn the sign: one row an assumption, see sensitivity.flip_points for the columns. Raises ValueError when the
        run has too few worlds."""
        from . import sensitivity

        return sensitivity.flip_points(self, self.slice(measure, **coords), policy, at)

    def slice(self, measure: str, **coords: str) -> words.Slice:
        """The slice of a measure that `coords` name; dimensions that they do not name take their main label."""
        if measure not in self.measures:
            raise ValueError(f"no measure {measure!r} in {self.path.name}; it has {', '.join(self.measures)}")
        main = summary.main_slice(self, measure)
        unknown = set(coords) - {d for d, _ in main.coords}
        if unknown:
            raise ValueError(f"{measure} has no dimension {', '.join(sorted(unknown))}; "
                             f"it has {', '.join(d for d, _ in main.coords) or 'none of its own'}")
        for dim, label in coords.items():
            labels = [str(v) for v in self.data[dim].values]
            if label not in labels:
                raise ValueError(f"{dim} has no {label!r}; it has {', '.join(labels)}")
        return words.Slice(measure, tuple((d, coords.get(d, v)) for d, v in main.coords))

    def fan(self, measure: str, **coords: str) -> "Figure":
        """Fan chart, one panel a policy: median, 50 % and 80 % bands over cells, the published past in ink."""
        from .figures import fan, theme

        return fan.draw(self, self.slice(measure, **coords), theme.PROFILES["brief"]).figure

    def lineage(self, policy: str | None = None, world: int = 0, member: int = 0) -> pd.DataFrame:
        """Node table of one history: parent (row number, -1 for a base), kind, family, lab, country, licence,
        parameters, capability, born (decimal year), downloads. Raises ValueError when it was not recorded."""
        from .lineage import read

        return read(self, policy or self.reference, world, member)

    def __repr__(self) -> str:
        size = self.data.sizes
        cells = size["policy"] * size["world"] * size["member"]
        return (f"<weightshed run {self.id}: {self.title}; {self._factors()} = {words.counted(cells, 'cell')}, "
                f"{words.counted(size['time'], 'date')}, {words.counted(len(self.measures), 'measure')}>")

    def _factors(self) -> str:
        """"2 policies × 1 world × 12 members"."""
        return " \u00d7 ".join(words.counted(self.data.sizes[word], word) for word in ("policy", "world", "member"))

    def _repr_html_(self) -> str:
        rows = [("policies", ", ".join(self.policies)),
                ("cells", self._factors()),
                ("dates", f"{words.month(self.data['time'].values[0])} to {words.month(self.data['time'].values[-1])}"),
                ("measures", ", ".join(self.measures)), ("run", self.id), ("file", str(self.path))]
        body = "".join(f"<tr><th style='text-align:left'>{html.escape(k)}</th>"
                       f"<td style='text-align:left'>{html.escape(v)}</td></tr>" for k, v in rows)
        return f"<b>{html.escape(self.title)}</b><table>{body}</table>"


def open(path: str | os.PathLike[str]) -> Run:  # the package's own word, as in xarray
    """Opens a result file. See Run for what may go wrong."""
    return Run(path)
