"""Tries out the first diff of CONTRIBUTING.md: it must add a lever with one new file and one entry of the catalogue.

Usage: add_lever_test.py SOURCE_FOLDER COMPILER. The diff is applied to a copy of models/ in a temporary folder, the
levers are compiled there, and a program checks that the catalogue has grown by one and that the new lever works.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

PROGRAM = """
#include <cstdio>
#include "models/levers/lever.hpp"
int main() {
  const auto& all = weightshed::levers::catalogue();
  for (const auto* lever : all) std::printf("%.*s\\n", int(lever->card.key.size()), lever->card.key.data());
  for (std::size_t l = 0; l < all.size(); ++l) {
    const sim::Target target{int(l), all[l]->card.index.of.empty() ? sim::any_index : 1, sim::any_index, sim::any_index};
    const auto neutral = weightshed::levers::Terms::neutral(13, 2);
    if (!(weightshed::levers::fold({{target, all[l]->card.neutral, 0.0}}, 13, 2) == neutral)) return 2;
    const auto& card = all[l]->card;
    const double moved = card.high == card.neutral ? card.low : card.high;
    if (weightshed::levers::fold({{target, moved, 0.0}}, 13, 2) == neutral) return 3;
  }
}
"""


def compile_in(root: Path, source: Path, compiler: str, files: list[Path]) -> None:
    """Compiles to objects in `root`; whatever `root` does not hold is included from `source`."""
    for file in files:
        command = [compiler, "-std=c++20", "-Wall", "-Wextra", "-Wconversion", "-Wshadow", "-Werror", "-Wno-restrict"]
        run([*command, f"-I{root}", f"-I{source}", "-c", file, "-o", root / f"{file.stem}.o"])


def catalogue(root: Path, compiler: str) -> list[str]:
    """Keys of the levers in a program linked from the objects in `root`."""
    run([compiler, *sorted(root.glob("*.o")), "-o", root / "program"])
    return run([root / "program"]).split()


def run(command: list, **options) -> str:
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False, **options)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}\nexit code {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def main() -> None:
    source, compiler = Path(sys.argv[1]).resolve(), sys.argv[2]
    page = (source / "CONTRIBUTING.md").read_text()
    block = re.search(r"^```diff\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    if block is None:
        sys.exit("CONTRIBUTING.md holds no ```diff block")
    diff = block.group(1)

    files = re.findall(r"^\+\+\+ (?:b/)?(\S+)", diff, re.MULTILINE)
    new = re.findall(r"^--- /dev/null\n\+\+\+ (?:b/)?(\S+)", diff, re.MULTILINE)
    changed = [file for file in files if file not in new]
    if len(new) != 1 or changed != ["models/levers/catalogue.cpp"]:
        sys.exit(f"expected one new file and a change of models/levers/catalogue.cpp, found {new} and {changed}")
    removed = [line for line in diff.splitlines() if line.startswith("-") and not line.startswith("---")]
    if removed:
        sys.exit(f"adding a lever should remove nothing, but the diff removes {removed}")

    with tempfile.TemporaryDirectory(prefix="weightshed-add-lever-") as folder:
        root = Path(folder)
        shutil.copytree(source / "models", root / "models")
        program = root / "program.cpp"
        program.write_text(PROGRAM)
        compile_in(root, source, compiler, [program, *sorted((root / "models" / "levers").glob("*.cpp"))])
        before = catalogue(root, compiler)
        (root / "lever.diff").write_text(diff)
        outside = {**os.environ, "GIT_CEILING_DIRECTORIES": str(root.parent)}
        run(["git", "apply", "lever.diff"], cwd=root, env=outside)
        compile_in(root, source, compiler, [root / file for file in (*new, *changed)])  # nothing else is rebuilt
        after = catalogue(root, compiler)
    added = [key for key in after if key not in before]
    if len(after) != len(before) + 1 or len(added) != 1 or [key for key in after if key in before] != before:
        sys.exit(f"the catalogue went from {before} to {after}")
    print(f"{added[0]}: one new file, one entry of the catalogue; {len(before)} levers became {len(after)}")


if __name__ == "__main__":
    main()
