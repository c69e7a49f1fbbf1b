"""Weightshed: a policy laboratory for the open-weight AI ecosystem.

    import weightshed as ws
    study = ws.load("baseline", {"run.members": 4, "run.worlds": 2})
    run = study.run()
    run.data                        # xarray over policy, world, member, time, …
    run.compare(at="2032-12")       # paired effects with intervals
    run.fan("download_share", creator_country="CN")
"""

from __future__ import annotations

import os
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

from . import _core
from .errors import Error, NoSpace, NotInResult, Problem

if TYPE_CHECKING:
    import pandas as pd

    from .ecosystem import Ecosystem
    from .sliders.panel import Explorer, explore
    from .forecasts.lock import lock
    from .forecasts.score import Scorecard
    from .policies import Action, Condition, Policy, Trigger
    from .run import Run, open
    from .study import Study, check, library, load, merge, resume
    from .worlds import Assumption, World

try:
    __version__ = version("weightshed")
except PackageNotFoundError:  # imported from a source tree that was not installed
    __version__ = "0+uninstalled"

__all__ = ["Action", "Assumption", "Condition", "Ecosystem", "Error", "Explorer", "NoSpace", "NotInResult", "Policy", "Problem", "Run", "Study",
           "Trigger", "World", "check", "countries", "explore", "families", "labs", "levers",
           "library", "load", "lock", "measures", "merge", "open", "parameters", "patterns", "resume", "scenarios", "score",
           "sectors", "structures"]


#: Where names come from that are imported when they are used first: a command line is refused before pandas is there.
_LATER = {"Ecosystem": ".ecosystem", "Explorer": ".sliders.panel", "explore": ".sliders.panel", "lock": ".forecasts.lock",
          **dict.fromkeys(("Action", "Condition", "Policy", "Trigger"), ".policies"),
          **dict.fromkeys(("Run", "open"), ".run"),
          **dict.fromkeys(("Study", "check", "library", "load", "merge", "resume"), ".study"),
          **dict.fromkeys(("Assumption", "World"), ".worlds")}


def __getattr__(name: str) -> Any:
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = getattr(import_module(_LATER[name], __name__), name)
    return globals()[name]


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])


def score(run: Run | str | os.PathLike[str], figures: str | os.PathLike[str], policy: str | None = None,
          lock: str | os.PathLike[str] | None = None) -> "Scorecard":
    """Scores a projection on a table of published figures with the columns measure, where, at, from, to, value, source.

    `policy` defaults to the reference. `lock` is the lock that the result is held to, by default RESULT.lock.csv if that
    stands beside the result. Values are in the unit shown: shares in percent. Returns a Scorecard: `.table` has a row per
    figure, `.rows` the same with the rivals in full, `.locked` the lock. Raises FileNotFoundError and ValueError for files
    that cannot be read; weightshed.Error with exit code 3 for every wrong row at once, and with 5 for a lock that was
    changed or that the result no longer gives.
    """
    from .forecasts import score as scoring  # SciPy's distributions are slow to import and not needed for data

    return scoring.score(run, figures, policy, lock)


def _table(rows: Any, index: str = "") -> pd.DataFrame:
    import pandas as pd

    table = pd.DataFrame(rows)
    return table.set_index(index) if index else table


def parameters() -> pd.DataFrame:
    """The parameters of the model, by key: default, unit, range, prior, standing, confidence, source."""
    return _table(_core.parameters(), "key")


def levers() -> pd.DataFrame:
    """The policy levers, by key: unit, range, neutral value, what `of`, `in` and `sectors` name, source."""
    return _table(_core.levers(), "key")


def measures() -> pd.DataFrame:
    """The measures, by key: dimensions after time, unit, window, and whether published figures have tested them."""
    return _table(_core.measures(), "key")


def structures() -> pd.DataFrame:
    """The contested mechanisms, by key: their variants and the default."""
    return _table(_core.structures(), "key")


def patterns() -> pd.DataFrame:
    """The published figures with which the model can be compared: id, part, date, unit."""
    return _table(_core.patterns())


def countries() -> pd.DataFrame:
    """Countries and groups of countries, by code: name, bloc, and what else they are called. `of`, `in` and `where` take the code or a name."""
    return _catalogue("countries")


def sectors() -> pd.DataFrame:
    """Sectors of adopters, by code: name, meaning."""
    return _catalogue("sectors")


def labs() -> pd.DataFrame:
    """Labs, by code: name, kind, country, families."""
    return _catalogue("labs")


def families() -> pd.DataFrame:
    """Families of models, by name: lab, country, since (first release on record)."""
    return _catalogue("families")


def _catalogue(which: str) -> pd.DataFrame:
    from .study import library

    return _table(_core.catalogue(which, library()), "key")


def scenarios() -> list[str]:
    """Names of the library scenarios, for weightshed.load."""
    from .study import library

    return _core.scenarios(library())
