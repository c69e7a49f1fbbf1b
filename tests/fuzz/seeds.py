"""Seeds and a dictionary for the fuzz targets: what a user writes, and what the toy program makes of it.

Usage: seeds.py TOY_PROGRAM SEEDS_FOLDER DICTIONARY
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CASES = ROOT / "tests" / "robustness" / "cases"

UNITS = ("0.8 / year|/ month", "6 months|years", "2e9 USD / year|USD / year", "8 %|1", "12|", "2027-01-01|date", "2032-12|date",
         "-inf|1", "1e-300 kW|GW", " +3 weeks|days")
CONDITIONS = ('{ measure = "frontier_lag", above = "4 months", for = "3 months" }',
              '{ measure = "stock", country = "CN", above = 1.5, below = 2 }',
              '{ all = [{ measure = "frontier_lag", above = 1 }, { measure = "stock", country = "US", below = 9 }] }',
              '{ any = [{ measure = "frontier_lag", below = -1 }] }')
OVERRIDES = ("run.members=8", "run.past=simulated", "run.end=2030-12-31", 'structure.openness=["logit", "fixed"]',
             'assume.supply.wear="0.6 / year"', "run.worlds={ calibrated = 2 }\nrun.seed=0x10", 'title="a # b"')
TABLES = ('code,name\nUS,"United States"\n', 'id,country,date,licence\na,US,2024-05-13,permissive\n',
          'lever,of,in,sectors,date,value,fee,source\nus.export_control,CN,,,2024-01-01,0.5,,"a ""b"", c"\n')


def write(folder: Path, texts: list[str | bytes]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for i, text in enumerate(texts):
        (folder / f"seed-{i:03}").write_bytes(text.encode() if isinstance(text, str) else text)


def run(program: Path, folder: Path, *arguments: str) -> str:
    surroundings = {**os.environ, "WEIGHTSHED_SCENARIOS": str(CASES), "ASAN_OPTIONS": "detect_leaks=0"}
    return subprocess.run([str(program), *arguments, "-q"], cwd=folder, env=surroundings, check=True, capture_output=True,
                          text=True).stdout


def strings_of(result: bytes) -> list[bytes]:
    """The study record inside a result: the text between its first brace and the brace that closes it."""
    start = result.find(b'{"record_version"')
    decoder = json.JSONDecoder()
    text = result[start:].decode(errors="replace")
    return [text[: decoder.raw_decode(text)[1]].encode()] if start >= 0 else []


def main() -> None:
    program, seeds, dictionary = Path(sys.argv[1]).resolve(), Path(sys.argv[2]), Path(sys.argv[3])
    shutil.rmtree(seeds, ignore_errors=True)
    work = seeds / "made"
    work.mkdir(parents=True)
    scenarios = [path.read_text(errors="replace") for folder in (ROOT / "scenarios", CASES) for path in sorted(folder.glob("*.toml"))]
    write(seeds / "scenario", scenarios)
    write(seeds / "units", list(UNITS))
    write(seeds / "trigger", list(CONDITIONS))
    write(seeds / "override", list(OVERRIDES))
    write(seeds / "csv", [*TABLES, *((CASES / "reference" / name).read_text() for name in ("jurisdictions.csv", "policy_dates.csv"))])
    # Changes of a sound file, see spoilt_file.cpp: any bytes are.
    for target in ("result", "part"):
        write(seeds / target, [bytes([i, way, 0, 0, i]) * 3 for i in range(0, 60, 4) for way in range(8)])
    small = ("-s", "run.members=2", "-s", "run.end=2026-12-31", "-s", "measure.every=year")
    run(program, work, "run", "two_policies", *small, "-o", "small.h5")
    write(seeds / "study_record", strings_of((work / "small.h5").read_bytes()))
    shutil.rmtree(work)
    words = {"extends", "title", "policy", "name", "label", "actions", "lever", "at", "until", "ramp", "to", "of", "in",
             "sectors", "when", "all", "any", "measure", "above", "below", "for", "record", "every", "month", "week", "run",
             "start", "end", "members", "worlds", "baseline", "assume", "structure", "range", "ci80", "prior", "value", "source",
             "calibrated", "sobol", "list", "[[policy]]", '"""', "'''", "2026-06-01", "9999-12-31", "nan", "inf", "1e308", "months"}
    for subject in ("parameters", "levers", "measures", "structures"):
        for card in json.loads(run(program, seeds, "list", subject, "--json")):
            words |= {card["key"], *card.get("variants", []), *card.get("words", []), *card.get("dimensions", [])}
    dictionary.write_text("".join(f"{json.dumps(word, ensure_ascii=True)}\n" for word in sorted(words)))


if __name__ == "__main__":
    main()
