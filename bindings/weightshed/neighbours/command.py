"""The command `weightshed export`: a result as tables that other programs read."""

from __future__ import annotations

import argparse
import io
import sys
from pathlib import Path

from .. import durable, escape
from ..commands import guarded, parsed, say
from ..methods.extra import module
from ..reading import Reading
from ..slices import add_options, chosen_of
from . import iamc, levels


def main(arguments: list[str] | None = None) -> int:
    """Exit codes as in the program: 0 done, 2 usage or a library that is missing, 3 bad input, 6 no space."""
    parser = argparse.ArgumentParser(
        prog="weightshed export", description="Write what a result says as a table: quantiles and effects by policy and date, or "
        "every history.", epilog="example: weightshed export controls.h5 --parquet controls.parquet --measure adoption")
    parser.add_argument("result", type=Path, help="a result file, OUT.h5")
    parser.add_argument("--csv", type=Path, metavar="FILE", help="one long table as CSV; missing values are empty")
    parser.add_argument("--parquet", type=Path, metavar="FILE", help="the same table as Parquet, with its types (needs pyarrow)")
    parser.add_argument("--iamc", type=Path, metavar="FILE", help="quantiles of each year as CSV in the IAMC format, which pyam reads")
    parser.add_argument("--histories", action="store_true", help="with --csv or --parquet: every recorded value of every history")
    add_options(parser)
    parser.add_argument("-q", "--quiet", action="store_true", help="errors only")
    chosen = parsed(parser, arguments)
    if not (chosen.csv or chosen.parquet or chosen.iamc):
        parser.error("say what to write: --csv FILE, --parquet FILE or --iamc FILE")
    if chosen.histories and not (chosen.csv or chosen.parquet):
        parser.error("--histories needs --csv or --parquet: the IAMC format has no members")

    def work() -> None:
        run = Reading(chosen.result, chosen_of(chosen))
        written = {}
        if chosen.csv or chosen.parquet:
            table = levels.histories(run) if chosen.histories else levels.table(run)
            if chosen.csv:
                written[chosen.csv] = table.to_csv(index=False, date_format="%Y-%m-%d").encode()
            if chosen.parquet:
                module("pyarrow", "neighbours")
                buffer = io.BytesIO()
                table.to_parquet(buffer, index=False)
                written[chosen.parquet] = buffer.getvalue()
        if chosen.iamc:
            written[chosen.iamc] = iamc.wide(run).to_csv(index=False).encode()
        for path, content in written.items():
            durable.replace(path, content)
            if not chosen.quiet:
                say(f"wrote {path}")
            print(escape.terminal(path))

    return guarded(work)


if __name__ == "__main__":
    sys.exit(main())
