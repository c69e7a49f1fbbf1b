"""The commands `weightshed sensitivity`, `weightshed discover` and `weightshed robust`."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Iterable

from .. import durable, escape
from ..commands import guarded, parsed, say, word
from ..methods.plan import FEWEST_BLOCKS, FEWEST_TRAJECTORIES, WANTED, Plan
from ..slices import add_options, chosen_of

if TYPE_CHECKING:
    import pandas as pd

    from ..methods.sensitivity import Sensitivity
    from ..reading import Line
    from ..run import Run

#: What a missing index or share is in CSV: nothing.
_KEPT = "finished runs are kept, and the same command continues"


def sensitivity(arguments: list[str] | None = None) -> int:
    """Exit codes as in the program: 0 done, 2 usage, 3 bad input, 6 no space, 130 interrupted."""
    usual = Plan()
    parser = _parser("sensitivity", "Which assumptions move the effect of a policy: Sobol indices from a design of its own (of a "
                     "SCENARIO), or what the worlds of a RESULT tell.",
                     "weightshed sensitivity export-controls --measure frontier_gap --policy lifted -s run.scale=0.003")
    parser.add_argument("subject", metavar="SCENARIO|RESULT", help="a scenario, by path or by name, or a result file OUT.h5")
    _add_options(parser)
    design = parser.add_argument_group("of a scenario")
    design.add_argument("-s", dest="overrides", action="append", default=[], metavar="KEY=VALUE", help="override a key of the scenario")
    design.add_argument("--blocks", type=int, default=usual.blocks, metavar="N", help=f"blocks of Saltelli's design, a power of two, at least {FEWEST_BLOCKS}; so few give wide intervals (default: {usual.blocks})")
    design.add_argument("--trajectories", type=int, default=usual.trajectories, metavar="N", help=f"of Morris's screening, at least {FEWEST_TRAJECTORIES} (default: {usual.trajectories})")
    design.add_argument("--factors", type=int, default=usual.factors, metavar="N", help=f"assumptions that stand alone (default: {usual.factors})")
    design.add_argument("--members", type=int, default=usual.members, metavar="N", help=f"members of each world (default: {usual.members})")
    design.add_argument("--seed", type=int, default=usual.seed, metavar="N", help="of the designs")
    design.add_argument("--folder", type=Path, metavar="DIR", help="keeps the runs (default: NAME-sensitivity)")
    design.add_argument("-j", dest="threads", type=int, default=0, metavar="N", help="threads (default: one per core)")
    chosen = parsed(parser, arguments)

    def work() -> None:
        found = _of_result(chosen) if chosen.subject.endswith(".h5") else _of_scenario(chosen)
        _print(chosen, [a.as_json() for a in found], "\n\n".join(map(str, found)),
               (a.table.assign(policy=a.policy, measure=a.measure, where=a.where, at=a.at) for a in found))
        if not chosen.quiet and chosen.subject.endswith(".h5"):
            say(f"next: weightshed discover {word(chosen.subject)} --policy {word(found[0].policy)}")

    return guarded(work, _KEPT)


def _of_result(chosen: argparse.Namespace) -> list[Sensitivity]:
    run, line = _asked(chosen)
    coords = dict(line.slice.coords)
    return [run.sensitivity(line.measure, policy, chosen.at, **coords) for policy in _policies(run, chosen.policy)]


def _of_scenario(chosen: argparse.Namespace) -> list[Sensitivity]:
    asked = chosen_of(chosen)
    if len(asked.measures) > 1 or any(label == "*" for _, label in asked.where) or len(asked.labels) < len(asked.where):
        raise ValueError("a design answers for one value: one --measure, and one label of each dimension in --where")
    plan = Plan(chosen.blocks, chosen.trajectories, chosen.factors, chosen.members, chosen.seed, chosen.threads)
    from ..study import load

    study = load(chosen.subject, chosen.overrides)
    names = [policy.name for policy in study.policies[1:]]
    for policy in chosen.policy:
        if policy not in names:
            raise ValueError(f"no policy {policy!r} to compare in {chosen.subject}; it has {', '.join(names) or 'none'}")
    found = study.sensitivity(next(iter(asked.measures), None), asked.at, plan, chosen.folder, None if chosen.quiet else say,
                              **dict(asked.where))
    return [a for a in found if a.policy in (chosen.policy or names)]


def discover(arguments: list[str] | None = None) -> int:
    """Exit codes as in the program: 0 done, 2 usage, 3 bad input."""
    parser = _parser("discover", "Where a policy fails: the assumptions of the failing histories as a sentence, found by PRIM and "
                     "CART, with a command that counts it again.",
                     "weightshed discover my.h5 --policy tight --check 'research.induced_share>=0.6'")
    parser.add_argument("subject", metavar="RESULT", help="a result file, OUT.h5")
    _add_options(parser)
    parser.add_argument("--fails", metavar="BOUND", help="a history fails if its effect fulfils this, in the unit shown, as in "
                        "'<0.5' (default: the sign is not that of the mean effect)")
    parser.add_argument("--check", metavar="LIMITS", help="count this box, as in 'research.induced_share>1.2, supply.wear<=0.3'")
    chosen = parsed(parser, arguments)

    def work() -> None:
        from ..methods.discovery import discover as discover_in  # slow to import: a wrong command line is refused before
        from ..methods.regret import bound

        run, line = _asked(chosen)
        fails = bound(chosen.fails) if chosen.fails else None
        found = [discover_in(run, line, policy, chosen.at, fails, chosen.check) for policy in _policies(run, chosen.policy)]
        _print(chosen, [a.as_json() for a in found], "\n\n".join(map(str, found)),
               (a.table.assign(policy=a.policy, measure=a.measure, where=a.where, at=a.at) for a in found))

    return guarded(work)


def robust(arguments: list[str] | None = None) -> int:
    """Exit codes as in the program: 0 done, 2 usage, 3 bad input."""
    parser = _parser("robust", "Which policy holds up over all worlds: regret, the share of histories that are good enough, and "
                     "the rank of the policies under each contested mechanism.",
                     "weightshed robust my.h5 --measure frontier_gap --want less --good '<=1'")
    parser.add_argument("subject", metavar="RESULT", help="a result file, OUT.h5")
    _add_options(parser, policy=False)
    parser.add_argument("--want", choices=WANTED, action="append", help="more or less of the measure (default: both, one after the other)")
    parser.add_argument("--good", metavar="BOUND", help="what is good enough, in the unit shown, as in '>=30' (default: no worse than "
                        "the reference)")
    chosen = parsed(parser, arguments)

    def work() -> None:
        from ..methods.regret import bound, robust as robust_in

        run, line = _asked(chosen)
        good = bound(chosen.good) if chosen.good else None
        found = [robust_in(run, line, wanted, chosen.at, good) for wanted in chosen.want or WANTED]
        _print(chosen, [a.as_json() for a in found], "\n\n".join(map(str, found)),
               (a.table.assign(wanted=a.wanted, measure=a.measure, where=a.where, at=a.at) for a in found))

    return guarded(work)


def _parser(name: str, description: str, example: str) -> argparse.ArgumentParser:
    return argparse.ArgumentParser(prog=f"weightshed {name}", description=description, epilog=f"example: {example}")


def _add_options(parser: argparse.ArgumentParser, policy: bool = True) -> None:
    add_options(parser)
    if policy:
        parser.add_argument("--policy", action="append", default=[], metavar="NAME", help="may be repeated (default: all but the reference)")
    parser.add_argument("--json", action="store_true", help="print the answers as JSON")
    parser.add_argument("--csv", type=Path, metavar="FILE", help="write the table of numbers, in the unit of the file")
    parser.add_argument("-q", "--quiet", action="store_true", help="errors only")


def _asked(chosen: argparse.Namespace) -> tuple[Run, Line]:
    """The result and the one value that is asked for: by default the first outcome that a policy moves."""
    from ..run import Run

    asked, run = chosen_of(chosen), Run(chosen.subject)
    if len(asked.measures) > 1 or any(label == "*" for _, label in asked.where) or len(asked.labels) < len(asked.where):
        raise ValueError("one value at a time: one --measure, and one label of each dimension in --where")
    if asked.measures:
        return run, run.line(run.slice(asked.measures[0], **dict(asked.where)))
    line = run.first_outcome or run.main_lines[0]
    return run, run.line(run.slice(line.measure, **{**dict(line.slice.coords), **dict(asked.where)}))


def _policies(run: Run, wanted: list[str]) -> list[str]:
    return wanted or run.policies[1:] or [run.reference]  # the reference is refused with the reason


def _print(chosen: argparse.Namespace, as_json: list[dict[str, Any]], text: str, tables: Iterable[pd.DataFrame]) -> None:
    if chosen.csv:
        import pandas as pd

        durable.replace(chosen.csv, pd.concat(list(tables)).to_csv(index=False))
        if not chosen.quiet:
            say(f"wrote {chosen.csv}")
    print(json.dumps(as_json, allow_nan=False, default=_plain) if chosen.json else escape.terminal(text))


def _plain(value: Any) -> Any:
    return value.item() if hasattr(value, "item") else str(value)


if __name__ == "__main__":
    sys.exit(sensitivity())
