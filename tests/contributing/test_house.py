"""The house as CONTRIBUTING promises it: no circle among the folders of the model, and files of readable length."""

import re
from pathlib import Path

root = Path(__file__).resolve().parents[2]


def includes_between_folders():
    uses = {}
    for source in (root / "models").rglob("*.[ch]pp"):
        folder = source.relative_to(root / "models").parts[0]
        named = re.findall(r'#include "models/(\w+)/', source.read_text())
        uses.setdefault(folder, set()).update(n for n in named if n != folder)
    return uses


def reached(uses, folder):
    seen, waiting = set(), [folder]
    while waiting:
        for other in uses[waiting.pop()] - seen:
            seen.add(other)
            waiting.append(other)
    return seen


def test_no_circle_among_the_folders_of_the_model():
    uses = includes_between_folders()
    assert len(uses) > 5
    assert [folder for folder in uses if folder in reached(uses, folder)] == []


def test_the_core_knows_neither_the_model_nor_files():
    core = [p for part in ("graph", "choice", "random", "time", "model", "registry") for p in (root / "sim" / part).rglob("*.[ch]pp")]
    assert len(core) > 10
    for source in core:
        assert not re.search(r'#include [<"](models/|hdf5|fstream|sim/(scenario|study|results)/)', source.read_text()), source


def test_sources_are_at_most_400_lines():
    sources = [p for part in ("sim", "models", "cli", "bindings") for p in (root / part).rglob("*") if p.suffix in {".cpp", ".hpp", ".py"}]
    assert len(sources) > 100
    assert [str(p) for p in sources if len(p.read_text().splitlines()) > 400] == []
