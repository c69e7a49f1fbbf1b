"""Ablations: each term of the choices switched off in the accepted worlds, and the other assumptions fitted again."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Callable, Mapping

import numpy as np

from ..study import Runner, on_threads
from . import regression
from .bank import Bank, simulate
from .calibrate import ACCEPTED, SEEDS_A_WAVE, Calibration
from .priors import Priors

#: What switches a term off, in derivation and in downloads.
TERMS: dict[str, dict[str, float]] = {
    "capability": {"derivation.capability": 0.0, "downloads.capability": 0.0},
    "licence": {"derivation.non_commercial": 0.0, "derivation.restricted": 0.0, "downloads.non_commercial": 0.0,
                "downloads.restricted": 0.0},
    "network": {"derivation.network": 0.0, "downloads.network": 0.0},
    "brand": {"derivation.brand": 0.0, "downloads.brand": 0.0},
    "awareness": {"derivation.awareness": 0.0, "downloads.awareness": 0.0},
    "age": {"derivation.ageing": 0.0, "downloads.ageing": 0.0},
    "home": {"derivation.home": 0.0, "downloads.home": 0.0},
    "aversion": {"derivation.aversion": 0.0},
    "habit": {"derivation.habit": 0.0},
    "launch and trial": {"derivation.launch": 0.0, "downloads.trial": 0.0},
    "size of what is used": {"downloads.size_slope": 0.0},
    "bulk uploaders": {"arrival.bulk_authors": 0.0},
    "finished models": {"derivation.finished": 0.0},
    "cohorts of Chinese bases": {"derivation.chinese_2023": 0.0, "derivation.chinese_2024_first": 0.0,
                                 "derivation.chinese_2024_second": 0.0, "derivation.chinese_2025": 0.0},
    "early firms": {"arrival.firm_decline": 0.0},
    "series": {"derivation.series": 0.0},
}


@dataclass
class Ablation:
    """Mean squared distances to the figures, in tolerances, over the nearest of the worlds."""

    term: str
    off: float
    again: float  # after the other assumptions were fitted again
    worst: str  # the figure that is missed most after that


def ablate(found: Calibration, folder: Path, run: Runner = on_threads(0), worlds: int = 48, seed: int = 1,
           terms: Mapping[str, Mapping[str, float]] = TERMS, settings: Mapping[str, Any] | None = None,
           progress: Callable[[str], None] = lambda text: None) -> tuple[float, list[Ablation]]:
    """The distance of the accepted worlds when simulated anew, with other luck, and one ablation per term."""
    rows = found.accepted[:worlds]
    start, keys = found.last.values[rows], found.last.keys[rows]
    names, targets = found.last.parameters, found.targets
    observed = np.array([t.value / t.deviation for t in targets])

    keys_of_scenario = found.settings if settings is None else settings

    def simulated(label: str, number: int, values: np.ndarray, off: Mapping[str, float]) -> Bank:
        columns = names + [name for name in off if name not in names]
        listed = np.column_stack([values, np.zeros((len(values), len(columns) - len(names)))])
        for name, value in off.items():
            listed[:, columns.index(name)] = value
        return simulate(found.scenario, folder / f"ablation-{label.replace(' ', '-')}", keys_of_scenario, len(values),
                        seed + number * SEEDS_A_WAVE, run, lambda done, total: None, rows=listed, keys=keys,
                        parameters=columns)

    control = simulated("none", 100, start, {})
    rest = _nearest(control.summaries(targets), observed)
    ablations = []
    for number, (term, off) in enumerate(terms.items()):
        progress(f"without {term}")
        first = simulated(f"{term} off", 101 + 2 * number, start, off)
        priors = Priors(found.bank.registry, names)
        summaries = first.summaries(targets)
        scores = regression.assimilate(priors.scores(start), summaries, observed, 1.0, np.random.default_rng(seed))
        second = simulated(f"{term} again", 102 + 2 * number, priors.values(scores), off)
        again = second.summaries(targets)
        gap = ((_best(again, observed) - observed) ** 2).mean(axis=0)
        before = ((_best(control.summaries(targets), observed) - observed) ** 2).mean(axis=0)
        worst = targets[int(np.argmax(gap - before))].name
        ablations.append(Ablation(term, _nearest(summaries, observed), _nearest(again, observed), worst))
    return rest, ablations


def section(rest: float, ablations: list[Ablation]) -> str:
    """The table in Markdown, with the term whose absence hurts the fit most first."""
    lines = ["## Ablations", "",
             "Each term is switched off in the accepted worlds; then the other assumptions are fitted again. Distances are mean "
             "squared distances to the figures, in tolerances, over the nearest quarter of the worlds. With every term on, and "
             f"with other luck, the distance is {rest:.2f}.", "",
             "| term | distance with the term off | after fitting again | figure missed most |", "|---|---|---|---|"]
    for a in sorted(ablations, key=lambda a: -a.again):
        lines.append(f"| {a.term} | {a.off:.2f} | {a.again:.2f} | {a.worst} |")
    idle = [a.term for a in ablations if a.again < 1.25 * rest]
    lines += ["", f"**Dispensable for these figures** (after fitting again, less than a quarter worse): {', '.join(idle) or 'none'}. "
              "Effects of levers through licence and capability rest on panel estimates, not on this fit.", ""]
    return "\n".join(lines)


def _best(summaries: np.ndarray, observed: np.ndarray) -> np.ndarray:
    usable = summaries[np.isfinite(summaries).all(axis=1)]
    distance = ((usable - observed) ** 2).mean(axis=1)
    return usable[np.argsort(distance, kind="stable")[: max(2, round(ACCEPTED * len(usable)))]]


def _nearest(summaries: np.ndarray, observed: np.ndarray) -> float:
    return float(((_best(summaries, observed) - observed) ** 2).mean())
