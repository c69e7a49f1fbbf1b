"""The calibration of a past: a bank from the priors, waves that narrow it, and the worlds that are accepted."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Callable, Mapping, Sequence

import numpy as np

from ..study import Runner, load, on_threads
from . import regression
from .bank import Bank, simulate
from .priors import Priors
from .targets import Target, targets

#: The seeds of a wave start this far from those of the previous wave, so that no two studies share their luck.
SEEDS_A_WAVE = 10_000
#: Share of the last wave that is accepted.
ACCEPTED = 1 / 4
#: Tolerances beyond which a figure simply counts as missed: otherwise one far miss would outweigh all other figures.
MISSED = 4.0


@dataclass
class Calibration:
    """What a calibration found. `bank` is the first wave, drawn from the priors; `last` the final one."""

    scenario: str
    targets: list[Target]
    bank: Bank
    last: Bank
    accepted: np.ndarray  # rows of `last`, shuffled: the posterior, equally weighted
    misfit: list[float]  # one per wave: mean over figures and worlds of the squared distance in tolerances
    coverage: np.ndarray  # by parameter, of 80 % intervals over the bank, with one world left out at a time
    left_out: int  # number of worlds left out in turn
    waves: int
    seconds: float  # of wall time
    compute_seconds: float
    settings: dict[str, Any]
    past: str = "observed"

    def scores(self, bank: Bank) -> np.ndarray:
        return Priors(bank.registry, bank.parameters).scores(bank.values)


def calibrate(scenario: str, folder: Path, *, bank: int = 1024, worlds: int = 384, waves: int = 4, seed: int = 1,
              run: Runner = on_threads(0), known_until: str | None = None, settings: Mapping[str, Any] | None = None,
              wave_settings: Mapping[str, Any] | None = None, last_settings: Mapping[str, Any] | None = None,
              extra: Callable[[Bank], tuple[np.ndarray, np.ndarray]] | None = None, leave_one_out: int = 400,
              figures: Sequence[str] = (),
              progress: Callable[[str], None] = lambda text: None) -> Calibration:
    """Runs a bank of `bank` worlds and `waves` waves of `worlds` worlds in `folder`; what is finished there is kept.

    `figures` (numbers of patterns) restricts the targets. `settings` are keys of the scenario, `wave_settings` those that
    differ in the waves (a larger scale), `last_settings` those that differ again in the last, from which the posterior is
    taken (a step of one week after waves of two). `known_until` (ISO date) leaves out figures that were not known by then. `extra`
    returns further summaries of a bank, in units of their tolerance, and their observed values. Raises ValueError when no
    figure is left to fit.
    """
    began = time.monotonic()
    settings = dict(settings or {})
    of_waves = {**settings, **(wave_settings or {})}
    of_last = {**of_waves, **(last_settings or {})}
    rng = np.random.default_rng(seed)

    def wave(number: int, count: int, **listed: Any) -> Bank:
        label = "bank" if number == 0 else f"wave {number} of {waves}"
        return simulate(scenario, folder / f"wave-{number}", settings if number == 0 else of_last if number == waves else of_waves, count,
                        seed + number * SEEDS_A_WAVE, run,
                        lambda done, total: progress(f"{label}: {done}/{total} worlds"), **listed)

    first = wave(0, bank)
    past = str(load(scenario, settings).settings["past"])
    fitted = targets(first.published, first.patterns, known_until, past=past, only=figures)
    if not fitted and extra is None:
        raise ValueError("by that date no published figure was known with which the model can be compared")
    never = [t.name for t in fitted if not np.isfinite(first.readings[:, first.patterns.index(t.name)]).any()]
    if never:
        raise ValueError(f"{', '.join(never)}: has no value in any world; does the scenario end before the date of the figure?")
    summaries, observed = _summaries(first, fitted, extra)
    usable = np.isfinite(summaries).all(axis=1)
    priors = Priors(first.registry, first.parameters)
    scores = priors.scores(first.values)
    progress("leave-one-out coverage over the bank")
    coverage = regression.leave_one_out(scores[usable], summaries[usable], np.ones_like(observed), leave_one_out)

    summaries = _within(summaries, observed)
    # What a world draws for its bases belongs to its key and can only be chosen, not moved: the nearest worlds are kept.
    whole = np.flatnonzero(usable)
    near, _ = regression.nearest(summaries[whole], observed, worlds / len(whole))
    rows = np.sort(whole[near[:worlds]])
    current, scores, keys, summaries = first, scores[rows], first.keys[rows], summaries[rows]
    misfit, compute = [_misfit(summaries, observed)], first.seconds
    for number in range(1, waves + 1):
        scores = regression.assimilate(scores, summaries, observed, float(waves), rng)
        current = wave(number, len(scores), rows=priors.values(scores), keys=keys, parameters=first.parameters)
        summaries = _within(_summaries(current, fitted, extra)[0], observed)
        usable = np.isfinite(summaries).all(axis=1)
        scores, keys, summaries = scores[usable], keys[usable], summaries[usable]
        current = _rows(current, usable)
        misfit.append(_misfit(summaries, observed))
        compute += current.seconds
        progress(f"wave {number} of {waves}: mean squared distance {misfit[-1]:.2f} tolerances")
    count = max(2, int(round(ACCEPTED * len(current))))
    distance = ((summaries - observed) ** 2).mean(axis=1)
    accepted = rng.permutation(np.argsort(distance, kind="stable")[:count])
    return Calibration(scenario, fitted, first, current, accepted, misfit, coverage, min(leave_one_out, len(whole)), waves,
                       time.monotonic() - began, compute, of_last, past)


def _summaries(bank: Bank, fitted: list[Target], extra: Callable[[Bank], tuple[np.ndarray, np.ndarray]] | None
               ) -> tuple[np.ndarray, np.ndarray]:
    columns, observed = [], []
    if fitted:
        columns.append(bank.summaries(fitted))
        observed.append(np.array([t.value / t.deviation for t in fitted]))
    if extra is not None:
        more, there = extra(bank)
        columns.append(more)
        observed.append(there)
    return np.concatenate(columns, axis=1), np.concatenate(observed)


def _within(summaries: np.ndarray, observed: np.ndarray) -> np.ndarray:
    return observed + np.clip(summaries - observed, -MISSED, MISSED)


def _misfit(summaries: np.ndarray, observed: np.ndarray) -> float:
    return float(np.mean((summaries - observed) ** 2))


def _rows(bank: Bank, usable: np.ndarray) -> Bank:
    if usable.all():
        return bank
    return Bank(bank.parameters, bank.values[usable], bank.keys[usable], bank.patterns, bank.readings[usable],
                {m: s[usable] for m, s in bank.series.items()}, bank.coordinates, bank.registry, bank.published,
                bank.seconds)
