"""The notebooks run from top to bottom, in the time that they promise, and are shipped with the outputs of such a run."""

from __future__ import annotations

import os
import resource
import sys
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))

#: Seconds of processor time: two minutes on an idle machine of two cores.
MOST = 240.0


def kinds(notebook: nbformat.NotebookNode) -> list[list[str]]:
    """Of each cell what it shows: text, tables, pictures; streams of a cell count once."""
    return [list(dict.fromkeys("stream" if o["output_type"] == "stream" else sorted(o.get("data", {"error": ""}))[-1] if "image/png" not in o.get("data", {})
                               else "image/png" for o in cell.get("outputs", []))) for cell in notebook.cells]


def test_there_is_a_notebook_for_each_tutorial() -> None:
    assert [path.name[:2] for path in NOTEBOOKS] == [f"{n:02}" for n in range(1, 9)]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_a_notebook_runs_and_shows_what_it_is_shipped_with(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEIGHTSHED_ROOT", str(ROOT))
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    shipped = nbformat.read(path, as_version=4)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = NotebookClient(nbformat.read(path, as_version=4), timeout=900, resources={"metadata": {"path": str(tmp_path)}}).execute()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert kinds(done) == kinds(shipped), "run scripts/notebooks and look at what it has written"
    assert "error" not in str(kinds(shipped))
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < MOST


def test_no_notebook_names_a_place_on_the_machine_that_ran_it() -> None:
    for path in NOTEBOOKS:
        text = path.read_text(encoding="utf-8")
        assert "/tmp/" not in text and "/home/" not in text and "/root/" not in text, path.name
