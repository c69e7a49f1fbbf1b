"""Paired histories of a study whose levers move: pasts are simulated once and kept at the fork."""

from __future__ import annotations

import datetime
import os
import warnings
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Callable, Iterator, Mapping, Sequence

import numpy as np

from ..ecosystem import Ecosystem
from ..frozen import FrozenMap
from ..policies import Action
from ..study import Study
from ..summary import QUANTILES
from .choice import EXPLORED, Choice, Shown, replace_policy

#: Fixed assumptions whose pasts are kept at a time: as the study draws them, and as they stand.
KEPT = 2


class Stale(Exception):
    """What is being simulated is no longer asked for."""


@dataclass(frozen=True)
class Pairs:
    """What paired histories say of one value over time, in the measure's unit: float64, pairs × dates; NaN without a value."""

    dates: np.ndarray  # datetime64[D]
    reference: np.ndarray
    explored: np.ndarray

    def bands(self, policy: np.ndarray) -> dict[str, np.ndarray]:
        """Quantiles over the pairs by date, q10 to q90, as a result has them."""
        return {name: _quantile(policy, q) for name, q in QUANTILES.items()}

    @property
    def differences(self) -> np.ndarray:
        found: np.ndarray = self.explored - self.reference
        return found

    def effect(self) -> dict[str, np.ndarray]:
        """By date: effect (mean of the paired differences), low and high (their 10% and 90% quantile), sign_probability
        (share of pairs with the more frequent sign; NaN where every difference is zero)."""
        d = self.differences
        some = np.isfinite(d)
        count = np.maximum(some.sum(axis=0), 1)
        up, down = np.sum(d > 0.0, axis=0), np.sum(d < 0.0, axis=0)
        sign = np.where(up + down > 0, np.maximum(up, down) / count, np.nan)
        mean = np.where(some.any(axis=0), np.where(some, d, 0.0).sum(axis=0) / count, np.nan)
        return {"effect": mean, "low": _quantile(d, 0.1), "high": _quantile(d, 0.9), "sign_probability": sign}


def _quantile(values: np.ndarray, q: float) -> np.ndarray:
    found = np.full(values.shape[1], np.nan)
    known = np.isfinite(values)
    some, every = known.any(axis=0), known.all(axis=0)
    if every.any():
        found[every] = np.quantile(values[:, every], q, axis=0)
    if (some & ~every).any():  # slow: one date after the other
        found[some & ~every] = np.nanquantile(values[:, some & ~every], q, axis=0)
    return found


#: What one history records, by the position of what is shown; float64 over dates.
Rows = tuple[np.ndarray, ...]


class _Pasts:
    """Pasts of a study with some assumptions fixed, and what became of them under the reference, by world and member."""

    def __init__(self, study: Study):
        self.study = study
        self.at_fork: dict[tuple[int, int], Ecosystem] = {}
        self.references: dict[tuple[int, int], Rows] = {}


class Futures:
    """Histories of a study in pairs: under its reference and under a policy that is made of sliders. A pair is a world and a
    member; worlds come first, so that a few pairs show the assumptions and not only chance.

    Pasts are kept at the fork, so that a lever that moves costs a future alone. Assumptions act in the past too: with another
    one held fixed the pasts are simulated anew.
    """

    def __init__(self, study: Study, shown: Sequence[Shown], threads: int = 0):
        settings = study.settings
        self.study = study
        self.total = int(settings["worlds"]) * int(settings["members"])
        self._worlds = int(settings["worlds"])
        self._shown = shown
        self._threads = threads or os.cpu_count() or 1
        fork, end = (datetime.date.fromisoformat(str(settings[key])) for key in ("fork", "end"))
        self._fork = fork
        self._stops = [datetime.date(year, 1, 1) for year in range(fork.year + 1, end.year + 1)] + [end + datetime.timedelta(1)]
        self._pasts: OrderedDict[Mapping[str, float], _Pasts] = OrderedDict()
        self.dates = np.array([], dtype="datetime64[D]")

    def simulate(self, choice: Choice, most: int, is_stale: Callable[[], bool]) -> Iterator[list[tuple[Rows, Rows]]]:
        """All pairs so far, reference and explored, after 1, 2, 4, 8 … of at most `most`. Raises Stale as soon as `is_stale`
        says so; weightshed.Error for what a study with these levers would be refused for."""
        pasts = self._pasts_of(choice)
        done: list[tuple[Rows, Rows]] = []
        with ThreadPoolExecutor(self._threads, "weightshed-explore") as pool:
            while len(done) < min(most, self.total):
                batch = range(len(done), min(max(1, 2 * len(done)), most, self.total))
                keys = [(number % self._worlds, number // self._worlds) for number in batch]
                list(pool.map(lambda key: self._past(pasts, key, is_stale), keys))
                # Both futures of a pair at once: the first answer waits for one of them.
                known = [pool.submit(self._reference, pasts, key, is_stale) for key in keys]
                same = not choice.actions and not pasts.study.policies[0].actions
                explored = known if same else [pool.submit(self._explored, pasts, key, choice.actions, is_stale) for key in keys]
                done += [(reference.result(), future.result()) for reference, future in zip(known, explored)]
                yield done

    def forget(self) -> None:
        """Lets go of all pasts."""
        self._pasts.clear()

    def _pasts_of(self, choice: Choice) -> _Pasts:
        fixed = FrozenMap(choice.fixed)
        if fixed not in self._pasts:
            study = replace_policy(self.study, (), fixed)
            with warnings.catch_warnings():  # they were given when the study was loaded
                warnings.simplefilter("ignore", UserWarning)
                study.check_now()
            while len(self._pasts) >= KEPT:
                self._pasts.popitem()
            self._pasts[fixed] = _Pasts(study)
            self._pasts.move_to_end(fixed, last=bool(fixed))  # the study as it is stays longest
        return self._pasts[fixed]

    def _past(self, pasts: _Pasts, key: tuple[int, int], is_stale: Callable[[], bool]) -> None:
        if key not in pasts.at_fork:
            past = Ecosystem(pasts.study, EXPLORED, *key)
            self._run(past, [self._fork], is_stale)
            pasts.at_fork[key] = past

    def _reference(self, pasts: _Pasts, key: tuple[int, int], is_stale: Callable[[], bool]) -> Rows:
        if key not in pasts.references:
            policy = pasts.study.policies[0]  # one that acts has a past of its own
            history = Ecosystem(pasts.study, policy.name, *key) if policy.actions else pasts.at_fork[key].copy()
            self._run(history, [self._fork, *self._stops], is_stale)
            pasts.references[key] = self._rows(history)
        return pasts.references[key]

    def _explored(self, pasts: _Pasts, key: tuple[int, int], actions: tuple[Action, ...], is_stale: Callable[[], bool]) -> Rows:
        future = pasts.at_fork[key].copy()
        for action in actions:
            future.change(action)
        self._run(future, self._stops, is_stale)
        return self._rows(future)

    def _run(self, history: Ecosystem, stops: Sequence[datetime.date], is_stale: Callable[[], bool]) -> None:
        for stop in stops:
            if is_stale():
                raise Stale
            if history.date < stop and not history.is_over:
                history.run_until(stop)

    def _rows(self, history: Ecosystem) -> Rows:
        dates, values = history._live.recorded()
        if not len(self.dates):
            self.dates = np.array(dates, dtype="datetime64[D]")
        return tuple(values[s.slice.measure][(slice(None), *s.place)].astype(np.float64) for s in self._shown)
