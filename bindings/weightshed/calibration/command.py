"""The command `weightshed calibrate`."""

from __future__ import annotations

import argparse
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import durable, escape
from ..commands import guarded, parsed, say

if TYPE_CHECKING:
    from ..study import Runner

#: P23a: months of the series up to here calibrate, later ones (P23b) validate.
SERIES_CALIBRATES_UNTIL = "2024-09-30"
#: After an interruption.
KEPT = "the finished worlds are kept, and the same command continues"


def _parser(name: str, description: str, example: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=f"weightshed {name}", description=description, epilog=f"example: {example}")
    parser.add_argument("scenario", nargs="?", default="calibration", help="a scenario with priors (default: calibration)")
    parser.add_argument("--bank", type=int, default=1024, metavar="N", help="worlds from the priors (default: 1024)")
    parser.add_argument("--worlds", type=int, default=384, metavar="N", help="worlds per wave (default: 384)")
    parser.add_argument("--waves", type=int, default=4, metavar="N", help="waves (default: 4)")
    parser.add_argument("--scale", type=float, help="run.scale of the bank; default: the scenario's")
    parser.add_argument("--wave-scale", type=float, metavar="SCALE", help="run.scale of the waves; default: the bank's")
    parser.add_argument("--step", metavar="LENGTH", help="run.step of the bank and of all waves but the last, which gives the posterior and "
                        "has the scenario's; default: the scenario's")
    parser.add_argument("--seed", type=int, default=1, metavar="N")
    parser.add_argument("-j", dest="threads", type=int, default=0, metavar="N", help="threads (default: one per core)")
    parser.add_argument("--scheduler", metavar="ADDRESS", help="run the studies on the workers of a Dask scheduler, tcp://HOST:PORT")
    parser.add_argument("--report", type=Path, help="write the report into this file (default: standard output)")
    return parser


def _series(scenario: str):  # type: ignore[no-untyped-def]
    """The recorded months of derivatives, for a past in which the releases are those on record."""
    import numpy as np

    from ..study import load
    from . import record

    if load(scenario).settings["past"] != "observed":
        return None
    share = record.series(record.table("published_series"), record.MONTHLY_SHARE, "CN")
    return record.quarterly_medians(share.until(np.datetime64(SERIES_CALIBRATES_UNTIL)))


def _settings(chosen: argparse.Namespace, scale: float | None = None, *, step: str | None = None) -> dict[str, Any]:
    scale = chosen.scale if scale is None else scale
    return {**({} if scale is None else {"run.scale": scale}), **({} if step is None else {"run.step": step})}


def _last(chosen: argparse.Namespace) -> dict[str, Any]:
    """The last wave has the step of the scenario, whatever the bank's."""
    from ..study import load

    return {} if chosen.step is None else {"run.step": load(chosen.scenario).settings["step"]}


def _deliver(text: str, report: Path | None) -> None:
    if report is None:
        print(escape.terminal(text))
    else:
        durable.replace(report, text)
        say(f"wrote {report}")


def as_given(verb: str, given: list[str], unsaid: tuple[str, ...]) -> str:
    """The command as it was given, without the options `unsaid`, which have a value and change no number."""
    kept, words = [], iter(given)
    for word in words:
        if word in unsaid:
            next(words, None)
        elif word.split("=")[0] not in unsaid and not (word.startswith("-j") and "-j" in unsaid):
            kept.append(word)
    return shlex.join(["weightshed", verb, *kept])


def main(arguments: list[str] | None = None) -> int:
    parser = _parser("calibrate", "Fit the uncertain assumptions of a past to the published figures: draw a bank from the "
                     "priors, narrow it in waves, write a file of equally likely worlds for worlds = \"calibrated\".",
                     "weightshed calibrate --posterior scenarios/reference/posterior_observed.csv")
    parser.add_argument("--folder", type=Path, default=Path("calibration"),
                        help="where the studies stand; finished ones are kept (default: calibration)")
    parser.add_argument("--posterior", type=Path, default=Path("posterior_observed.csv"),
                        help="file of calibrated worlds to write (default: posterior_observed.csv)")
    parser.add_argument("--figures", default="", metavar="P1,P2,…",
                        help="fit these patterns only; default: all that count in the scenario's past")
    parser.add_argument("--beside", type=Path, metavar="FILE",
                        help="worlds of another fit, whose columns of other assumptions are added to the posterior")
    parser.add_argument("--ablations", action="store_true", help="also switch each term off and fit the rest again")
    parser.add_argument("--ablation-scale", type=float, metavar="SCALE", help="run.scale of the ablations; default: the waves'")
    given = sys.argv[1:] if arguments is None else arguments
    chosen = parsed(parser, given)

    def work() -> None:
        from ..cluster.study import runner  # slow to import: a wrong command line is refused before

        with runner(chosen.scheduler, chosen.threads, say) as run:
            fit(run)

    def fit(run: Runner) -> None:
        from .ablation import ablate, section
        from .calibrate import calibrate
        from .posterior import page, write_worlds

        found = calibrate(chosen.scenario, chosen.folder, bank=chosen.bank, worlds=chosen.worlds, waves=chosen.waves,
                          seed=chosen.seed, run=run, settings=_settings(chosen, step=chosen.step),
                          wave_settings=_settings(chosen, chosen.wave_scale),
                          last_settings=_last(chosen), progress=say,
                          figures=[f.strip() for f in chosen.figures.split(",") if f.strip()],
                          extra=_series(chosen.scenario))
        write_worlds(found, chosen.posterior, chosen.beside)
        say(f"wrote {chosen.posterior}: {len(found.accepted)} worlds")
        text = page(found, as_given("calibrate", given, ("-j", "--scheduler", "--folder", "--posterior", "--report")))
        if chosen.ablations:
            text += "\n" + section(*ablate(
                found, chosen.folder, run, seed=chosen.seed, progress=say,
                settings={**found.settings, **_settings(chosen, chosen.ablation_scale or chosen.wave_scale)}))
        _deliver(text, chosen.report)
        say("next: weightshed patterns  (a scenario with worlds = \"calibrated\" reads the worlds from reference/)")

    return guarded(work, KEPT)


if __name__ == "__main__":
    sys.exit(main())
