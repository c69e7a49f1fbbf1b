"""The Python of README.md runs as it stands, on a study that is smaller than the one it names."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import weightshed as ws

README = Path(__file__).parents[2] / "README.md"

#: Seconds in place of minutes; the dates stay, as the text reads one.
SMALL = {"run.members": 2, "run.worlds": 2, "run.scale": 0.0005}


def blocks() -> list[str]:
    return re.findall(r"^```python\n(.*?)^```", README.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)


def test_the_python_of_the_readme_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load = ws.load
    monkeypatch.setattr(ws, "load", lambda path, overrides=(): load(path, {**dict(overrides), **SMALL}))
    monkeypatch.chdir(tmp_path)
    found = blocks()
    assert found, "README.md shows no Python"
    names: dict[str, object] = {}
    for block in found:
        exec(compile(block, str(README), "exec"), names)
    run = names["run"]
    assert isinstance(run, ws.Run) and run.path.exists() and len(run.policies) > 1
