"""A lock: what a result projects, as a dated table of quantiles whose digest shows any later change."""

from __future__ import annotations

import csv
import datetime
import hashlib
import io
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Iterable, Iterator

import numpy as np
import pandas as pd

from .. import _core, durable, notebook, words
from ..errors import Error, problem
from ..result import Result
from .observations import projected

#: Levels of the quantiles: the 23 that forecast hubs of epidemiology ask for.
QUANTILES = (0.01, 0.025, *(round(0.05 * i, 2) for i in range(1, 20)), 0.975, 0.99)
_FORMAT = "weightshed lock 1"
_DATE, _DIGEST = "locked", "sha256"  # header lines that the digest leaves out
_DATA = "data_sha256"
_KEYS = ["policy", "measure", "where", "at"]
_ROUNDING = 2e-6  # relative: the table has seven significant digits


@dataclass(frozen=True)
class Lock:
    """A lock as it stands in its file."""

    path: Path
    header: dict[str, str]
    text: str  # of the table, with its line of columns

    @property
    def date(self) -> str:
        """When the projection was locked, in UTC, by the clock of who locked it: "2026-01-15"."""
        return self.header.get(_DATE, "")

    @property
    def sha256(self) -> str:
        """Digest of the file without its lines `# locked` and `# sha256`: equal projections have equal digests."""
        return self.header.get(_DIGEST, "")

    @property
    def policies(self) -> list[str]:
        return list(dict.fromkeys(self.table["policy"]))

    @property
    def table(self) -> pd.DataFrame:
        """One row per policy, measure, labels and date: policy, measure, where, at, unit, histories (with a value), and
        a column per quantile, "q0.5", in the unit."""
        texts = {name: str for name in (*_KEYS, "unit")}
        return pd.read_csv(io.StringIO(self.text), dtype=texts, keep_default_na=False)

    def _repr_html_(self) -> str:
        table = self.table
        rows = [("locked", self.date), ("policies", ", ".join(self.policies)),
                ("values", f"{len(table):,} of {words.counted(table['measure'].nunique(), 'measure')}"),
                ("dates", f"{table['at'].min()} to {table['at'].max()}"), ("sha256", self.sha256), ("file", str(self.path))]
        return notebook.table(f"Lock: {self.header.get('title', '')}", rows)


def beside(result: Path) -> Path:
    """Where the lock of a result stands by default: RESULT.lock.csv for RESULT.h5."""
    return result.with_name(f"{result.stem}.lock.csv")


def lock(run: Result | str | os.PathLike[str], output: str | os.PathLike[str] | None = None,
         policies: str | Iterable[str] = (), force: bool = False) -> Lock:
    """Writes what a result projects after its handover as a table of quantiles (see Lock), and returns it.

    `output` defaults to RESULT.lock.csv beside RESULT.h5; `policies`, one name or several, to the reference. A lock that stands there and says the
    same keeps its date. Raises FileNotFoundError and ValueError for a file that is no result, OSError for a lock
    that cannot be written, and weightshed.Error for an unknown policy, a run that ends with its record, and a file that
    says something else (without `force`).
    """
    result = run if isinstance(run, Result) else Result(run)
    path = Path(output) if output is not None else beside(result.path)
    named = [policies] if isinstance(policies, str) else list(dict.fromkeys(policies))
    new = _made(result, path, named or [result.reference])
    if path.exists() and not force:
        old = _existing(path)
        if old is not None and _same(old, new):
            return old
        there = "a lock of something else is there" if old else "a file that is no valid lock is there"
        raise Error.of([problem(path, "", there, "--force, in Python force=True, to replace it; or another output")])
    durable.replace(path, _written(new))
    return new


def read(path: Path) -> Lock:
    """A lock from its file. Raises FileNotFoundError; weightshed.Error with exit code 3 for a file that is no lock, and with
    5 for one that was changed after it was written."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError:
        lines = []
    head = [line for line in lines if line.startswith("# ")]
    header = dict(line[2:].split(": ", 1) for line in head[1:] if ": " in line)
    if not lines or lines[0] != f"# {_FORMAT}" or not {_DATE, _DIGEST} <= header.keys():
        wanted = f"a file that `weightshed lock` wrote, which opens with '# {_FORMAT}'"
        raise Error.of([problem(path, "", "is not a lock", wanted)])
    found = Lock(path, header, "\n".join(lines[len(head):]) + "\n")
    if head != lines[:len(head)] or _digest(found) != found.sha256:
        raise Error.of([problem(path, "", "was changed after it was written: its digest is no longer the one it states")], 5)
    return found


def verify(run: Result, locked: Lock) -> None:
    """Raises weightshed.Error with exit code 5 unless the result still gives the locked quantiles."""
    unknown = [policy for policy in locked.policies if policy not in run.policies]
    if unknown:
        missing = f"'{unknown[0]}' is not in {run.path.name}"
        raise Error.of([problem(locked.path, "policy", missing, ", ".join(run.policies))], 5)
    now = _made(run, locked.path, locked.policies)
    if _same(now, locked):
        return
    said = list(_differences(locked.table, now.table))
    if now.header[_DATA] != locked.header.get(_DATA):
        said.append("its data are not those that were locked")
    if said:  # else only a last digit is rounded otherwise
        raise Error.of([problem(run.path, "", f"does not give what {locked.path.name} locked: {'; '.join(said)}")], 5)


def _same(one: Lock, other: Lock) -> bool:
    return one.text == other.text and one.header[_DATA] == other.header.get(_DATA)


def _differences(before: pd.DataFrame, after: pd.DataFrame) -> Iterator[str]:
    """The first locked quantile that the result no longer gives; a row that only one of them has."""
    both = before.merge(after, on=_KEYS, how="outer", suffixes=("", "_now"), indicator=True, sort=False)
    for row in both[both["_merge"] != "both"].head(1).to_dict("records"):
        holder = "the lock" if row["_merge"] == "left_only" else "the result"
        yield f"{' '.join(str(row[key]) for key in _KEYS)} is only in {holder}"
        return
    for level in QUANTILES:
        old, new = both[f"q{level}"].to_numpy(), both[f"q{level}_now"].to_numpy()
        changed = np.flatnonzero(~np.isclose(old, new, rtol=_ROUNDING, atol=0.0))
        if len(changed):
            row = both.iloc[changed[0]]
            yield (f"{' '.join(str(row[key]) for key in _KEYS)}, quantile {level}: locked {old[changed[0]]:.7g}, "
                   f"now {new[changed[0]]:.7g}")
            return


def _made(run: Result, path: Path, policies: list[str]) -> Lock:
    """The lock that the result gives today."""
    unknown = [problem("", "policy", f"no policy '{policy}' in {run.path.name}", ", ".join(run.policies),
                       _core.nearest_name(policy, run.policies)) for policy in policies if policy not in run.policies]
    if unknown:
        raise Error.of(unknown)
    if not len(projected(run)):
        raise Error.of([problem(run.path, "", f"ends with its record on {run.vintage.date()}: it projects nothing to lock",
                                "a run with a later run.end")])
    size = run.data.sizes
    header = {
        _DATE: datetime.datetime.now(datetime.timezone.utc).date().isoformat(),
        "title": " ".join(run.title.split()),
        "program": f"{run.provenance.get('version', 'unknown')}, revision {run.provenance.get('revision', 'unknown')}",
        "scenario_sha256": str(run.data.attrs.get("scenario_sha256", "")),
        "seed": str(run.provenance.get("seed", "unknown")),
        "data_vintage": str(run.vintage.date()),
        "histories": f"{size['world']} worlds with {size['member']} members",
        "quantiles": "linear between order statistics, over the histories that have a value",
        _DATA: _fingerprint(run),
    }
    columns = [*_KEYS, "unit", "histories", *(f"q{level}" for level in QUANTILES)]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    for policy in policies:
        for measure in run.measures:
            writer.writerows(_rows(run, policy, measure))
    new = Lock(path, header, text.getvalue())
    return Lock(path, {**header, _DIGEST: _digest(new)}, new.text)


def _rows(run: Result, policy: str, measure: str) -> Iterator[list[str]]:
    """Rows of the table for a measure: one per labels and date at which some history has a value."""
    dates = projected(run)
    data = run.data[measure].sel(policy=policy, time=dates).stack(history=("world", "member")).astype(np.float64)
    own = [str(dim) for dim in run.data[measure].dims[4:]]
    values = data.transpose(*own, "time", "history").values
    known, found = np.isfinite(values).sum(axis=-1), _quantiles(values)
    card = run.card(measure)
    for place in np.ndindex(*values.shape[:len(own)]):
        coords = tuple((dim, str(run.data[dim].values[i])) for dim, i in zip(own, place))
        scale = words.scale_of(card, words.Slice(measure, coords), 0.0)
        where = ";".join(f"{dim}={label}" for dim, label in coords)
        unit = "year" if scale.is_date else scale.long_unit
        for at, count, levels in zip(dates, known[place], scale.factor * found[place]):
            if count:
                yield [policy, measure, where, str(at.astype("datetime64[D]")), unit, str(count),
                       *(f"{level:.7g}" for level in levels)]


def _quantiles(values: np.ndarray) -> np.ndarray:
    """The quantiles over the last axis, which they replace, without regard to values that are missing."""
    found = np.full((*values.shape[:-1], len(QUANTILES)), np.nan)
    known = np.isfinite(values)
    whole = known.all(axis=-1)
    found[whole] = np.moveaxis(np.quantile(values[whole], QUANTILES, axis=-1), 0, -1)
    for place in map(tuple, np.argwhere(known.any(axis=-1) & ~whole)):
        found[place] = np.quantile(values[place][known[place]], QUANTILES)
    return found


def _fingerprint(run: Result) -> str:
    """SHA-256 over the names, labels and numbers of every measure: equal data have equal fingerprints."""
    found = hashlib.sha256()
    for measure in run.measures:
        variable = run.data[measure]
        found.update(f"{measure} {variable.dims} {variable.shape}\n".encode())
        for dimension in variable.dims:
            found.update(("\n".join(str(label) for label in run.data[dimension].values) + "\n").encode())
        for policy in range(variable.sizes["policy"]):  # one at a time: a result may be larger than memory
            found.update(np.ascontiguousarray(variable.isel(policy=policy).values, dtype="<f4").tobytes())
    return found.hexdigest()


def _written(locked: Lock, leave_out: tuple[str, ...] = ()) -> str:
    head = [f"# {_FORMAT}", *(f"# {key}: {value}" for key, value in locked.header.items() if key not in leave_out)]
    return "\n".join(head) + "\n" + locked.text


def _digest(locked: Lock) -> str:
    return hashlib.sha256(_written(locked, (_DATE, _DIGEST)).encode()).hexdigest()


def _existing(path: Path) -> Lock | None:
    try:
        return read(path)
    except Error:
        return None
