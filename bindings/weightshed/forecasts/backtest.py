"""The command `weightshed backtest`."""

from __future__ import annotations

import argparse
import dataclasses
import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from .. import durable, escape
from ..calibration.command import KEPT, as_given
from ..commands import guarded, parsed, say
from .effort import Effort
from .origins import ORIGINS, parse

if TYPE_CHECKING:
    import pandas as pd

    from ..figures import plate

#: Targets whose hindcasts are drawn: the end of the picture's name, and the target of other definitions beside them.
DRAWN = {"derivative_share_without_bulk:CN": ("share", "derivative_share:CN"), "frontier_gap:cn-us": ("gap", "")}
#: Groups of targets in the histograms: the parts of their names before the colon.
GROUPS = {"shares of new derivatives": ("derivative_share_without_bulk", "family_derivative_share_without_bulk", "derivative_share"),
          "gaps": ("frontier_gap",), "current lags": ("current_lag",), "counts of open bases": ("open_bases",)}
DPI = 110
#: Options that change no number.
UNSAID = ("-j", "--scheduler", "--folder", "--report")


def _parser() -> argparse.ArgumentParser:
    usual = Effort()
    parser = argparse.ArgumentParser(
        prog="weightshed backtest",
        description="At each origin: fit to what was known by then, run on, and score what came afterwards beside forecasts that "
                    "need no model.",
        epilog="example: weightshed backtest --report docs/forecasts.md")
    parser.add_argument("--origins", default=",".join(str(day) for day in ORIGINS), metavar="DATE,…",
                        help="last days that are known, each the last of a month (default: the quarters from 2023-12-31 to 2025-06-30)")
    parser.add_argument("--folder", type=Path, default=Path("backtest"),
                        help="where the studies stand; finished ones are kept (default: backtest)")
    parser.add_argument("--report", type=Path, metavar="FILE.md",
                        help="write the page here, and tables (CSV) and figures (PNG) beside it; default: the page to standard output")
    for name, what in (("bank", "worlds from the priors, for each of the two fits"), ("worlds", "worlds per wave; a quarter is run on"),
                       ("waves", "waves"), ("members", "histories of each world that is run on"), ("seed", "seed")):
        parser.add_argument(f"--{name}", type=_count, default=getattr(usual, name), metavar="N",
                            help=f"{what} (default: {getattr(usual, name)})")
    for name, what in (("lab-scale", "the fit of labs"), ("user-scale", "the fit of users"), ("scale", "what is run on")):
        value = getattr(usual, name.replace("-", "_"))
        parser.add_argument(f"--{name}", type=_share, default=value, metavar="SCALE",
                            help=f"run.scale of {what} (default: {'the scenario’s' if value is None else value})")
    parser.add_argument("-j", dest="threads", type=int, default=0, metavar="N", help="threads (default: one per core)")
    parser.add_argument("--scheduler", metavar="ADDRESS", help="run the studies on the workers of a Dask scheduler, tcp://HOST:PORT")
    return parser


def _count(text: str) -> int:
    if not text.isdigit() or int(text) == 0:
        raise argparse.ArgumentTypeError(f"'{text}': must be a whole number above 0")
    return int(text)


def _share(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0.0 < value <= 1.0:
        raise argparse.ArgumentTypeError(f"'{text}': must be a number above 0 and at most 1")
    return value


def main(arguments: list[str] | None = None) -> int:
    given = sys.argv[1:] if arguments is None else arguments
    chosen = parsed(_parser(), given)

    def work() -> None:
        from ..cluster.study import runner  # slow to import: a wrong command line is refused before
        from . import figures, page
        from .fit import Settings, project
        from .labs import events
        from .pairs import pairs
        from .targets import Level, targets
        from .tokens import tokens
        from .verdicts import table as verdicts

        origins = parse(chosen.origins)
        if chosen.worlds > chosen.bank:
            raise ValueError(f"--worlds {chosen.worlds}: must be at most --bank, {chosen.bank}: the first wave is chosen from the bank")
        scored = targets()
        with runner(chosen.scheduler, chosen.threads, say) as run:
            settings = Settings(**{field.name: getattr(chosen, field.name) for field in dataclasses.fields(Effort)}, run=run)
            projections = [project(day, chosen.folder / str(day), settings, lambda text, day=day: say(f"{day}: {text}"))
                           for day in origins]
        table, labs, told = pairs(projections, scored), events(projections), tokens(projections)
        stem = chosen.report.stem if chosen.report else ""
        levels = {target.name: target for target in scored if isinstance(target, Level)}
        plates = [figures.hindcasts(projections, levels[name], f"{stem}-{end}", levels[beside].record if beside else None)
                  for name, (end, beside) in DRAWN.items()]
        plates.append(figures.histograms(table, {group: [t.name for t in scored if t.name.split(":")[0] in kinds]
                                                 for group, kinds in GROUPS.items()}, f"{stem}-pit"))
        pictures = [line for one in plates for line in (f"![{escape.markdown(one.alt)}]({one.name}.png)", "")] if chosen.report else []
        text = page.page(projections, scored, table, labs, told, as_given("backtest", given, UNSAID), pictures)
        if chosen.report:
            _write(chosen.report, text, {"": table, "-labs": labs, "-verdicts": verdicts(scored, table, labs, told)}, plates)
        else:
            print(escape.terminal(text))

    return guarded(work, KEPT)


def _write(report: Path, text: str, tables: dict[str, pd.DataFrame], plates: list[plate.Plate]) -> None:
    """The page last, so that it never shows tables or figures of another run."""
    from ..figures import theme

    report.parent.mkdir(parents=True, exist_ok=True)
    for end, rows in tables.items():
        path = report.with_name(f"{report.stem}{end}.csv")
        durable.replace(path, rows.to_csv(index=False, float_format="%.6g", lineterminator="\n"))
    for one in plates:
        with theme.styled(one.profile):
            drawn = io.BytesIO()
            one.figure.savefig(drawn, format="png", dpi=DPI, metadata={"Software": None})
            durable.replace(report.with_name(f"{one.name}.png"), drawn.getvalue())
    durable.replace(report, text)
    say(f"wrote {report}, {len(tables)} tables and {len(plates)} figures beside it")


if __name__ == "__main__":
    sys.exit(main())
