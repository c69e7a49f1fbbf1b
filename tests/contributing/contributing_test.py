"""Tries out the diffs of CONTRIBUTING.md: a lever, a measure and a published pattern, each added as the page says.

Usage: contributing_test.py SOURCE_FOLDER COMPILER LIBRARIES…. The diffs are applied to a copy of the sources in a
temporary folder, what they touch is compiled there, and a program checks that each catalogue has grown by one and that
the lever presses, the measure is observed and the pattern is read. Everything else comes from LIBRARIES; a word that
begins with a dash is a flag for the compiler.
"""

import csv
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

FIGURES = "scenarios/reference/published_figures.csv"
#: What each diff may touch, in the order of the page; a new file in brackets.
TOUCHED = [
    ["models/levers/compute.cpp"],
    ["models/measures/catalogue.cpp", "[models/measures/*.cpp]"],
    ["models/measures/patterns.cpp", FIGURES],
]
#: Prints the key of every lever, measure and pattern after its kind, and once more after "works" where it does: a lever
#: moves a term and only away from its neutral value, a measure and a pattern have a value in a small history.
PROGRAM = """
#include <algorithm>
#include <cmath>
#include <cstdio>
#include "models/levers/lever.hpp"
#include "models/measures/measure.hpp"
#include "models/measures/patterns.hpp"
#include "tests/verification/small_ecosystem.hpp"

using namespace weightshed;

void told(const char* kind, const std::string& key, bool works) {
  std::printf("%s %s\\n", kind, key.c_str());
  if (works) std::printf("works %s\\n", key.c_str());
}

int main() {
  const std::vector<roster::Jurisdiction> world{{"US", "us_aligned", 0.4, 0.4, 0.4, 0.4, 1},
                                        {"CN", "china", 0.3, 0.3, 0.3, 1.0, 3},
                                        {"REST", "non_aligned", 0.3, 0.3, 0.3, 0.7, 2}};
  test::SmallEcosystem small(test::small_roster(world, {{0, 0.0}, {1, 0.5}}), test::bare_assumptions(0.25),
                             sim::date_of(2022, 1, 3), 60, 0.001, 0);
  for (int step = 0; step < 60; ++step) small.step();
  const ecosystem::Ecosystem& e = small.state;
  const levers::Terms neutral = levers::Terms::neutral(world.size(), 2);
  const auto all = levers::catalogue();
  for (std::size_t l = 0; l < all.size(); ++l) {
    const sim::LeverCard& card = all[l].card;
    const int any = sim::any_index;
    const auto folded = [&](double value) {
      return levers::fold({{{int(l), card.index.of.empty() ? any : 1, any, any}, value, 0.0}}, *e.roster, 2);
    };
    const double moved = card.high == card.neutral ? card.low : card.high;
    told("lever", std::string(card.key), folded(card.neutral) == neutral && !(folded(moved) == neutral));
  }
  sim::Coordinates labels = measures::coordinates(*e.roster, *e.names);
  for (const measures::Measure* measure : measures::catalogue()) {
    std::size_t width = 1;
    for (std::size_t d = 0; d < measure->card.rank(); ++d) width *= labels.find(measure->card.dimensions[d])->second.size();
    std::vector<double> row(width, measures::nothing);
    measure->observe(e, small.assumptions, {8, 59}, row);
    told("measure", std::string(measure->card.key),
         std::any_of(row.begin(), row.end(), [](double value) { return std::isfinite(value); }));
  }
  for (const measures::Pattern& pattern : measures::patterns()) {
    told("pattern", pattern.card.key(), std::isfinite(measures::read(pattern, e, small.assumptions, small.streams)));
  }
}
"""


def run(command: list, **options) -> str:
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False, **options)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}\nexit code {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def catalogues(objects: list[Path], compiler: list[str], libraries: list[str], program: Path) -> dict[str, list[str]]:
    """Keys by kind, as a program of these objects prints them; what they do not define comes from the libraries."""
    run([*compiler, *objects, *libraries, "-o", program])
    keys: dict[str, list[str]] = {}
    for line in run([program]).splitlines():
        kind, key = line.split(" ", 1)
        keys.setdefault(kind, []).append(key)
    return keys


def apply(diff: str, expected: list[str], root: Path) -> list[str]:
    """Applies a diff in `root`; gives the files that it touches. They have to be the expected ones."""
    files = re.findall(r"^\+\+\+ (?:b/)?(\S+)", diff, re.MULTILINE)
    new = re.findall(r"^--- /dev/null\n\+\+\+ (?:b/)?(\S+)", diff, re.MULTILINE)
    found = [f"[{Path(file).parent}/*.cpp]" if file in new else file for file in files]
    if sorted(found) != sorted(expected):
        sys.exit(f"a diff should touch {expected}, and touches {files}")
    (root / "change.diff").write_text(diff)
    run(["git", "apply", "change.diff"], cwd=root, env={**os.environ, "GIT_CEILING_DIRECTORIES": str(root.parent)})
    return files


def main() -> None:
    source, compiler = Path(sys.argv[1]).resolve(), sys.argv[2]
    flags = [word for word in sys.argv[3:] if word.startswith("-")]
    libraries = [word for word in sys.argv[3:] if not word.startswith("-")]
    diffs = re.findall(r"^```diff\n(.*?)^```", (source / "CONTRIBUTING.md").read_text(), re.MULTILINE | re.DOTALL)
    if len(diffs) != len(TOUCHED):
        sys.exit(f"CONTRIBUTING.md holds {len(diffs)} ```diff blocks instead of {len(TOUCHED)}")

    with tempfile.TemporaryDirectory(prefix="weightshed-contributing-") as folder:
        root = Path(folder)
        shutil.copytree(source / "models", root / "models")
        (root / FIGURES).parent.mkdir(parents=True)
        shutil.copy(source / FIGURES, root / FIGURES)
        rows = (root / FIGURES).read_text().splitlines()
        files = [file for diff, expected in zip(diffs, TOUCHED, strict=True) for file in apply(diff, expected, root)]
        (root / "program.cpp").write_text(PROGRAM)
        objects = []
        for i, file in enumerate(["program.cpp", *sorted(file for file in set(files) if file.endswith(".cpp"))]):
            objects.append(root / f"{i}.o")
            warnings = ["-Wall", "-Wextra", "-Wconversion", "-Wshadow", "-Werror", "-Wno-restrict"]
            run([compiler, "-std=c++20", *flags, *warnings, f"-I{root}", f"-I{source}", "-isystem", "/usr/include/eigen3",
                 "-c", root / file, "-o", objects[-1]])
        before = catalogues(objects[:1], [compiler, *flags], libraries, root / "before")
        after = catalogues(objects, [compiler, *flags], libraries, root / "after")
        works = after.pop("works")
        added = {kind: [key for key in keys if key not in before[kind]] for kind, keys in after.items()}
        for kind, keys in after.items():
            if len(added[kind]) != 1 or [key for key in keys if key not in added[kind]] != before[kind]:
                sys.exit(f"the {kind}s went from {before[kind]} to {keys}")
            if added[kind][0] not in works:
                sys.exit(f"the {kind} {added[kind][0]} does nothing, or has no value")
        fresh = [row for row in (root / FIGURES).read_text().splitlines() if row not in rows]
        figures = [" ".join(row[:2]).strip() for row in csv.reader(fresh)]
        if figures != added["pattern"]:
            sys.exit(f"{FIGURES} gained {figures}, the model reads {added['pattern']}")
    print("; ".join(f"{kind} {keys[0]}: {len(before[kind])} became {len(after[kind])}" for kind, keys in added.items()))


if __name__ == "__main__":
    main()
