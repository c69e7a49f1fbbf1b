"""A result file, opened lazily: its groups as xarray and pandas, its policies and measures, slices of them."""

from __future__ import annotations

import json
import os
import re
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd
import xarray as xr

from . import _core, words
from .errors import Error, NotInResult, problem
from .slices import last_day
from .summary import main_slices
from .tables import EventLog
from .words import Card, Slice, lower_first

MOST_DECIMALS = 9  # that the card of a measure may ask for

#: What the card of a measure says to readers of a brief since format 2.0; a file that does not say has the default.
_FOR_READERS: dict[str, Any] = {"reader": "", "note": "", "cause": "", "title": "", "stage": 9}


def columns(group: xr.Dataset, dimension: str) -> pd.DataFrame:
    """The columns of a ragged table without the name of its dimension, which they carry since format 2.0."""
    return pd.DataFrame({str(key).removeprefix(f"{dimension}_"): variable.values
                         for key, variable in group.variables.items() if variable.dims == (dimension,)})


class Result:
    """A finished or partly finished run, read lazily from its result file.

    Raises FileNotFoundError when there is no such file, and ValueError when it is not a sound result of this program, is
    locked by another process, or was written in a newer format than this package knows: before a value is read, the engine
    checks the seal, every extent, type and index of the file, which may come from a stranger.
    """

    def __init__(self, path: str | os.PathLike[str], at: str | None = None):
        self.path = Path(path)
        self._until: pd.Timestamp | None = None
        if not self.path.exists():
            parts = self.path.with_name(self.path.name + ".parts")
            if parts.exists():
                raise FileNotFoundError(f"{self.path}: the run is not finished; `weightshed resume {self.path}` continues it")
            raise FileNotFoundError(f"{self.path}: no such file")
        try:
            _core.check_result(self.path)
        except Error as error:
            raise ValueError(str(error)) from None
        if at is not None:
            self.check_date(at)
            self._until = last_day(at)
            del self.data  # what was opened to be checked goes on past that date

    def check_date(self, at: str) -> None:
        """Raises weightshed.Error for a date before the first or after the month of the last recorded one."""
        day = last_day(at)
        first, last = (pd.Timestamp(self.data["time"].values[i]) for i in (0, -1))
        if not first <= day <= last + pd.offsets.MonthEnd(0):
            outside, allowed = f"{at} is outside what {self.path} records", f"{first.date()} to {last.date()}"
            raise Error.of([problem("", "at", outside, allowed)])

    def _known(self, group: xr.Dataset) -> xr.Dataset:
        """The group up to the date that is read."""
        return group if self._until is None else group.sel(time=slice(None, self._until))

    # --- groups of the file ------------------------------------------------------------------------------------

    @cached_property
    def data(self) -> xr.Dataset:
        """The measures over (policy, world, member, time, own dimensions), float32, read when used; NaN: pending."""
        return self._known(self.group("/"))

    @cached_property
    def summary(self) -> xr.Dataset:
        """Quantiles and paired effects, computed when the run ended; small and often needed, so all is read at once."""
        return self._known(self.group("/summary")).load()

    @cached_property
    def design(self) -> xr.Dataset:
        """The worlds: sampled assumptions (world, parameter) with units, and the structural choices."""
        return self.group("/design")

    @cached_property
    def registry(self) -> pd.DataFrame:
        """Every parameter, by key: value (NaN when it varies over worlds), initial, low, high, unit, prior, standing,
        confidence, source, description."""
        return self._registry("parameter")

    @cached_property
    def levers(self) -> pd.DataFrame:
        """The card of every lever, by key: lever_unit, lever_low, lever_high, lever_neutral, lever_description and more."""
        return self._registry("lever")

    @cached_property
    def events(self) -> pd.DataFrame:
        """What happened: one row per event, with policy, world, member, time, kind, actor and value."""
        group = self.group("/events")
        table = columns(group, "event")
        if table.empty:
            return EventLog.made(pd.DataFrame(columns=["policy", "world", "member", "time", "kind", "actor", "value"]), where=f"in {self.path.name}")
        kind = group["event_kind" if "event_kind" in group else "kind"]
        kinds = str(kind.attrs.get("flag_meanings", "")).split()
        names = group["actor_name"].values
        table["kind"] = [kinds[k] for k in table["kind"]]
        table["actor"] = [str(names[a]) for a in table["actor"]]
        table["policy"] = [self.policies[p] for p in table["policy"]]
        size = self.data.sizes
        return EventLog.made(table if self._until is None else table[table["time"] <= self._until],
                             where=f"in {words.counted(size['policy'] * size['world'] * size['member'], 'history')} of {self.path.name}")

    @cached_property
    def published(self) -> xr.Dataset:
        """The published figures with which the model is compared, on `row`; empty when the file has none."""
        group = self.group("/published", missing_ok=True)
        plain = {key: str(key).removeprefix("published_") for key in (*group.variables, *group.sizes)}
        return group.rename(plain | ({"published": "row"} if "published" in group.sizes else {})).load()

    @cached_property
    def provenance(self) -> dict[str, Any]:
        """Scenario as written and as resolved, command, version, seed and timing."""
        group = self.group("/provenance")
        found: dict[str, Any] = {str(k): v for k, v in group.attrs.items()}
        for key, var in group.variables.items():
            value = var.values
            found[str(key)] = value.item() if value.ndim == 0 else value
        return found

    def group(self, name: str, missing_ok: bool = False) -> xr.Dataset:
        """A group of the file by its path; with `missing_ok`, an empty one when the file has none. Raises ValueError."""
        try:
            # Not locked: whether somebody writes to it was asked when it was opened, and not every file system has locks.
            return xr.open_dataset(self.path, engine="h5netcdf", group=name, decode_timedelta=False,
                                   driver_kwds={"locking": False})
        except (OSError, KeyError, RuntimeError) as error:
            import h5py  # only when something is wrong: is it the file or the group?

            try:
                with h5py.File(self.path, locking=False) as file:
                    present = name in file
            except (OSError, KeyError, RuntimeError):
                present = True
            if present:
                raise ValueError(f"{self.path}: is damaged: {' '.join(str(error).split())}") from None
            if missing_ok:
                return xr.Dataset()
            raise ValueError(f"{self.path}: has no group {name}") from None

    @cached_property
    def _all_cards(self) -> xr.Dataset:
        """The group of all cards, whose opening takes as long as reading it."""
        return self.group("/registry")

    def _registry(self, dimension: str) -> pd.DataFrame:
        table = pd.DataFrame({str(k): v.values for k, v in self._all_cards.variables.items() if v.dims == (dimension,)})
        return table.set_index(dimension) if dimension in table else table

    @cached_property
    def has_lineage(self) -> bool:
        """True when the node tables of some histories were recorded, in format 1.1 or later."""
        return not {"release", "node_release"}.isdisjoint(self.group("/lineage", missing_ok=True).variables)

    # --- the study that made it --------------------------------------------------------------------------------

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
        """Nothing that became known later entered the run."""
        return pd.Timestamp(0) + pd.Timedelta(days=int(self.settings["run"]["observed_until"]))

    @property
    def fork(self) -> pd.Timestamp | None:
        """The first date at which policies may differ; None when none ever does, or the file does not say (format 1.0)."""
        recorded = str(self.data.attrs.get("fork", ""))
        return pd.Timestamp(recorded) if recorded else None

    @property
    def policies(self) -> list[str]:
        """Names of the policies; the first is the reference."""
        return [str(p) for p in self.data["policy"].values]

    @property
    def reference(self) -> str:
        """The policy that the others are compared with."""
        return self.policies[0]

    @property
    def title(self) -> str:
        """The study's title; the file's stem where it has none."""
        return str(self.data.attrs.get("title", self.path.stem))

    @property
    def id(self) -> str:
        """First eight digits of the scenario's SHA-256: equal studies have equal results."""
        return str(self.data.attrs.get("scenario_sha256", ""))[:8]

    # --- measures and their slices -----------------------------------------------------------------------------

    @cached_property
    def measures(self) -> list[str]:
        """Names of the recorded measures, in the order of the file."""
        cell = ("policy", "world", "member", "time")
        return [str(key) for key, var in self.data.data_vars.items() if var.dims[:4] == cell]

    @cached_property
    def _cards(self) -> pd.DataFrame:
        return self._registry("measure")

    def card(self, measure: str) -> Card:
        """How a measure is named and shown. A file of format 1.0 has no cards: its long name and unit replace them."""
        attrs = self.data[measure].attrs
        long_name = str(attrs.get("long_name", measure.replace("_", " ")))
        calibrated = str(attrs.get("calibration", "not calibrated")) != "not calibrated"
        if "measure_phrase" not in self._cards or measure not in self._cards.index:
            unit = str(attrs.get("units", ""))
            return Card(long_name, "", "" if unit == "1" else unit, 2, (), False, calibrated)
        row = self._cards.loc[measure]
        plain = tuple(label for label in str(row["measure_plain"]).split(";") if label)
        told = {key: type(default)(row[f"measure_{key}"]) for key, default in _FOR_READERS.items() if f"measure_{key}" in row}
        decimals = int(row["measure_decimals"])
        if not 0 <= decimals <= MOST_DECIMALS:
            raise ValueError(f"{self.path}: /registry/measure_decimals of {measure} is {decimals} (allowed: 0 to {MOST_DECIMALS})")
        return Card(long_name, str(row["measure_phrase"]), str(row["measure_shown_unit"]), decimals,
                    plain, bool(row["measure_intermediate"]), calibrated, **told)

    def lever(self, key: str) -> dict[str, str]:
        """What the card of a lever says to readers: cause, unseen and words; empty texts in a file that does not say."""
        cards = self.levers
        return {told: str(cards.at[key, f"lever_{told}"]) if key in cards.index and f"lever_{told}" in cards else ""
                for told in ("cause", "unseen", "words")}

    def variant(self, structure: str, variant: str) -> dict[str, str]:
        """What a card says to readers of a variant of a contested mechanism: clause and cause; in a file that does not say, a
        clause made of the keys, and no cause."""
        found = {"clause": f"{structure} is {variant}".replace("_", " "), "cause": ""}
        cards = self._registry("structure")
        if structure in cards.index and "structure_clauses" in cards:
            at = str(cards.at[structure, "structure_variants"]).split(";").index(variant)
            found = {told: str(cards.at[structure, f"structure_{told}s"]).split(";")[at] for told in found}
        return found

    def assumption(self, key: str) -> str:
        """An assumption as a noun phrase: the phrase of its card, else the opening of its description."""
        card = self.registry.loc[key]
        return str(card.get("phrase", "")) or lower_first(re.split(r"[;.] ", str(card["description"]))[0])

    @cached_property
    def stated_policies(self) -> dict[str, dict[str, Any]]:
        """Each policy as the study records it, by its name: label, short, sentence, plural and actions."""
        return {str(policy["name"]): policy for policy in self.settings.get("policies", [])}

    @cached_property
    def touched(self) -> list[dict[str, str]]:
        """What each action of the policies is about, by the dimensions of measures that show it: {"region": "EU", …}."""
        names = {str(key): [str(label) for label in values.values] for key, values in self.data.coords.items()
                 if values.dims == (key,) and values.dtype.kind in "OUST"}
        actions = [aim for policy in _core.touched(str(self.provenance.get("study", "")), names) for aim in policy]
        return [dict(aim) for aim in dict.fromkeys(tuple(aim.items()) for aim in actions)]

    def main_slices(self, measure: str) -> list[Slice]:
        """The slices of a measure that are shown when none is asked for, see summary.main_slices."""
        return main_slices(self.summary, measure, self.touched)

    def slice(self, measure: str, **coords: str) -> Slice:
        """The slice of a measure that `coords` name; dimensions that they do not name take their main label. A label may
        be written as people write it: in any case, or by its full name ("China").

        Raises weightshed.Error for an unknown measure, dimension or label, with the nearest and the known ones.
        """
        self.require_measure(measure)
        main = self.main_slices(measure)[0]
        for dim in coords:
            self.require_dimension(dim, list(main.selection), measure)
        labels = {dim: self.label_of(dim, label) for dim, label in coords.items()}
        return Slice(measure, tuple((d, labels.get(d, v)) for d, v in main.coords))

    def require_measure(self, name: str) -> None:
        """Raises weightshed.Error for a measure that was not recorded, with the nearest and the known ones."""
        if name not in self.measures:
            raise _unknown(f"no measure {name!r} in {self.path.name}", self.measures, _core.nearest_name(name, self.measures))

    def require_policy(self, name: str) -> None:
        """Raises weightshed.Error for a policy that is not among those of the file, with the nearest and the known ones."""
        if name not in self.policies:
            raise _unknown(f"no policy {name!r} in {self.path.name}", self.policies, _core.nearest_name(name, self.policies))

    def require_dimension(self, name: str, known: list[str], who: str) -> None:
        """Raises weightshed.Error for a dimension that is not among the known ones of `who` (a measure, a file), with the nearest and all of them."""
        if name not in known:
            near = _core.nearest_name(name, known) or next((dim for dim in known if name in dim), "")
            raise _unknown(f"{who} has no dimension {name!r}", known or ["none of its own"], near)

    def label_of(self, dimension: str, given: str) -> str:
        """The label of a dimension that is meant: "CN" for "china". Raises weightshed.Error with the nearest and the known ones."""
        known = [str(v) for v in self.data[dimension].values]
        if given in known:
            return given
        found, near = _core.label(dimension, known, str(self.provenance.get("study", "")), given)
        if not found:
            raise _unknown(f"{dimension} has no {given!r}", known, near)
        return found


def finished(path: Path, sha256: str) -> bool:
    """True when the file holds the whole result of the study with that digest."""
    try:
        return str(Result(path).data.attrs.get("scenario_sha256")) == sha256
    except (FileNotFoundError, ValueError):
        return False


def _unknown(message: str, known: list[str], nearest: str, most: int = 24) -> NotInResult:
    listed = ", ".join(known[:most]) + (f", … ({len(known)} in all)" if len(known) > most else "")
    meant = f"; did you mean {nearest!r}?" if nearest else ""
    found = problem("", "", f"{message}; it has {listed}{meant}")
    return NotInResult(found.text, (found,), 3)
