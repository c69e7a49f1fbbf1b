"""Weightshed: a policy laboratory for the open-weight AI ecosystem.

    import weightshed as ws
    study = ws.load("baseline", {"run.members": 4, "run.worlds": 2})
    run = study.run()
    run.data                        # xarray over policy, world, member, time, …
    run.compare(at="2032-12")       # paired effects with intervals
    run.fan("download_share", creator_country="CN")
"""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

import pandas as pd

from . import _core
from .errors import Error, Problem
from .run import Run, open
from .study import Study, check, library, load, merge, resume

try:
    __version__ = version("weightshed")
except PackageNotFoundError:  # imported from a source tree that was not installed
    __version__ = "0+uninstalled"

__all__ = ["Error", "Problem", "Run", "Study", "check", "levers", "library", "load", "measures", "merge", "open",
           "parameters", "patterns", "resume", "scenarios", "structures"]


def parameters() -> pd.DataFrame:
    """The parameters of the model, by key: default, unit, range, prior, standing, confidence, source."""
    return pd.DataFrame(_core.parameters()).set_index("key")


def levers() -> pd.DataFrame:
    """The policy levers, by key: unit, range, neutral value, what `of`, `in` and `sectors` name, source."""
    return pd.DataFrame(_core.levers()).set_index("key")


def measures() -> pd.DataFrame:
    """The measures, by key: dimensions after time, unit, window, and whether published figures have tested them."""
    return pd.DataFrame(_core.measures()).set_index("key")


def structures() -> pd.DataFrame:
    """The contested mechanisms, by key: their variants and the default."""
    return pd.DataFrame(_core.structures()).set_index("key")


def patterns() -> pd.DataFrame:
    """The published figures with which the model can be compared: id, part, date, unit."""
    return pd.DataFrame(_core.patterns())


def scenarios() -> list[str]:
    """Names of the library scenarios, for weightshed.load."""
    return _core.scenarios(library())
