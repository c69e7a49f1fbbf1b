"""The package installs as people expect: a source archive with all that the build needs, an installation that needs no checkout."""

from __future__ import annotations

import importlib
import os
import re
import subprocess
import sys
import tarfile
import tomllib
from importlib import metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
PROJECT, BACKEND = PYPROJECT["project"], PYPROJECT["build-system"]

#: What a build reads; everything else in an archive is for people.
NEEDED = ("sim", "models", "cli", "bindings", "scenarios")


def test_the_source_archive_holds_what_the_build_needs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.syspath_prepend(str(ROOT / BACKEND["backend-path"][0]))
    backend = importlib.import_module(BACKEND["build-backend"])
    archive = backend.build_sdist(str(tmp_path))
    with tarfile.open(tmp_path / archive) as tar:
        names = {name.partition("/")[2] for name in tar.getnames()}
        stated = tar.extractfile(f"{archive.removesuffix('.tar.gz')}/{backend.STATED}")
        assert stated and re.fullmatch(rb"node: [0-9a-f]{40}\n", stated.read())
        tar.extractall(tmp_path, filter="data")
    # Of an archive that lies in no checkout, the revision is that of the archive.
    monkeypatch.chdir(tmp_path / archive.removesuffix(".tar.gz"))
    again = tmp_path / "again" / backend.build_sdist(str(tmp_path / "again"))
    with tarfile.open(again) as tar:
        repeated = tar.extractfile(f"{archive.removesuffix('.tar.gz')}/{backend.STATED}")
        assert repeated and repeated.read() == Path(backend.STATED).read_bytes()
    needed = {str(path.relative_to(ROOT)) for folder in NEEDED for path in (ROOT / folder).rglob("*")
              if path.is_file() and "__pycache__" not in path.parts and path.suffix not in (".h5", ".so")}
    needed |= {"CMakeLists.txt", "CMakePresets.json", ".git_archival.txt", "pyproject.toml", "docs/model.md", "docs/forecasts-verdicts.csv", PROJECT["readme"], "LICENSE"}
    assert len(needed) > 300
    assert sorted(needed - names) == []
    assert [name for name in names if name.startswith(("build/", ".venv/", ".git/"))] == []


def test_the_installed_package_needs_no_checkout(tmp_path: Path) -> None:
    held = {str(file) for file in metadata.files("weightshed") or []}
    for wanted in ("weightshed/odd/model.md", "weightshed/forecasts/verdicts.csv", "weightshed/py.typed", "/bin/weightshed", "/share/weightshed/scenarios/baseline.toml",
                   "/share/weightshed/scenarios/reference/releases.csv"):
        assert any(name.endswith(wanted) for name in held), wanted
    said = """
import sys, weightshed as ws
from pathlib import Path
from weightshed.odd import document
for place in (Path(ws.__file__), *ws.library(), document.PAGE):
    assert place.is_relative_to(sys.prefix), place
print(len(ws.scenarios()), ws.load("baseline").cells, len(document.PAGE.read_text()) > 10000)
"""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("WEIGHTSHED_", "PYTHON"))}
    ended = subprocess.run([sys.executable, "-I", "-c", said], cwd=tmp_path, capture_output=True, text=True, env=environment)
    assert ended.returncode == 0, ended.stderr
    scenarios, cells, described = ended.stdout.split()
    assert int(scenarios) > 20 and int(cells) > 0 and described == "True"


def test_users_get_ranges_and_tests_get_pins() -> None:
    pinned = dict(line.split("==") for line in (ROOT / "bindings" / "constraints.txt").read_text().splitlines() if "==" in line)
    pinned = {name.lower().replace("_", "-"): version for name, version in pinned.items()}
    extras = PROJECT["optional-dependencies"]
    for wanted in PROJECT["dependencies"] + extras["docs"] + extras["methods"] + extras["notebook"] + extras["test"]:
        assert ">=" in wanted and "==" not in wanted, wanted
        assert wanted.split(">=")[0].lower().replace("_", "-") in pinned, f"{wanted} is not pinned in bindings/constraints.txt"
