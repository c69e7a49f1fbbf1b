"""Every code block of the documentation site runs as it stands, in the order of its page, on studies made small.

`bash`, `python`, `r`   run, in a folder of their page; what a block writes the next one finds
`toml`                  is valid; one that opens with `# NAME.toml` is a scenario, which is saved under that name and checked
`diff`                  is applied and built by tests/contributing
`json`                  is valid
`text`                  is an output, a grammar or a table
none                    is an equation or an output, and no command

In a page, `<!-- not run: REASON -->` above a block leaves it out, though the options of its commands are still checked, and
`<!-- small: OLD => NEW -->` replaces a word by one that takes less time.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest
import weightshed as ws

ROOT = Path(__file__).parents[2]
PROGRAM = Path(sys.executable).with_name("weightshed")
PAGES = [p for pattern in ("README.md", "CONTRIBUTING.md", "docs/**/*.md", "bench/*.md", "findings/README.md") for p in sorted(ROOT.glob(pattern))
         if "docs/site" not in str(p)]

#: Seconds in place of minutes; dates stay, as the texts read some.
SMALL = {"run.members": 1, "run.worlds": 2, "run.scale": 0.0005}
#: Pages whose questions need more.
SIZES = {"docs/python.md": {"run.worlds": 64}, "docs/userguide/neighbours.md": {"run.worlds": 64}}
#: Pages that begin with a result that another page has made.
GIVEN = {"docs/userguide/in-r.md": "controls.h5", "docs/userguide/neighbours.md": "controls.h5", "docs/format.md": "controls.h5"}

_BLOCK = re.compile(r"((?:^<!-- (?:not run|small): [^\n]* -->\n)*)^```([\w+-]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_COMMAND = re.compile(r"^(?:\$ )?(?:weightshed|pip|python|source|cmake|git|scripts/\w+|\.venv/\S+) ", re.MULTILINE)

#: `weightshed` as the pages call it: a run is made small, anything else is the program itself.
SHIM = f"""#!/bin/bash
[ "$1" != demo ] || set -- run "$@"        # the demonstration study, without all of its figures
if [ "$1" = run ]; then
  small=()
  [[ "$*" == *run.members=* ]] || small+=(-s run.members=1)
  [[ "$*" == *run.scale=* ]] || small+=(-s run.scale=0.0005)
  [[ "$*" == *.toml* || "$*" == *run.worlds=* ]] || small+=(-s run.worlds=2)
  exec {PROGRAM} "$@" "${{small[@]}}"
fi
exec {PROGRAM} "$@"
"""


@dataclass(frozen=True)
class Block:
    """A code block: its language, its text as the tests run it, and why it is not run, if so."""

    language: str
    text: str
    left_out: str


def blocks(page: Path) -> list[Block]:
    found = []
    for notes, language, text in _BLOCK.findall(page.read_text(encoding="utf-8")):
        reason = ""
        for kind, said in re.findall(r"^<!-- (not run|small): (.*) -->$", notes, re.MULTILINE):
            if kind == "not run":
                reason = said
            else:
                old, new = said.split(" => ")
                assert old in text, f"{page}: '{old}' is not in the block below it"
                text = text.replace(old, new)
        found.append(Block(language, text, reason))
    return found


def run_bash(text: str, folder: Path) -> None:
    shim = folder / ".shim"
    if not shim.exists():
        shim.mkdir()
        (shim / "weightshed").write_text(SHIM)
        (shim / "weightshed").chmod(0o755)
        (folder / ".venv" / "bin").mkdir(parents=True)
        (folder / ".venv" / "bin" / "activate").touch()
    ended = subprocess.run(["bash", "-euo", "pipefail", "-c", text], cwd=folder, capture_output=True, text=True,
                           env={**os.environ, "PATH": f"{shim}:{Path(sys.executable).parent}:{os.environ['PATH']}", "WEIGHTSHED_ROOT": str(ROOT)})
    assert ended.returncode == 0, f"{text}\n{ended.stdout}\n{ended.stderr}"


def run_r(text: str, folder: Path) -> None:
    if shutil.which("Rscript") is None:
        pytest.skip("R is not installed")
    (folder / "block.R").write_text(text)
    ended = subprocess.run(["Rscript", "--vanilla", "block.R"], cwd=folder, capture_output=True, text=True)
    assert ended.returncode == 0, f"{text}\n{ended.stdout}\n{ended.stderr}"


def check_toml(text: str, folder: Path) -> None:
    tomllib.loads(text)
    named = re.match(r"# ([\w-]+\.toml)\b", text)
    if named:
        (folder / named[1]).write_text(text, encoding="utf-8")
        assert ws.check(folder / named[1]).empty


def check_options(text: str) -> None:
    """Each command of a block that is not run knows the options that it is given."""
    for line in text.replace("\\\n", " ").splitlines():
        for command in re.split(r"&&|;|\|\|", line.split(" #")[0].removeprefix("$ ")):
            words = shlex.split(command)
            if words[:1] != ["weightshed"] or len(words) < 2:
                continue
            said = subprocess.run([PROGRAM, words[1], "--help"], capture_output=True, text=True, check=True).stdout
            for option in (w.split("=")[0] for w in words[2:] if re.match(r"--?[a-z]", w)):
                assert re.search(rf"(?<![\w-]){re.escape(option)}(?![\w-])", said), f"weightshed {words[1]} knows no {option}"


def test_there_are_pages_with_blocks() -> None:
    assert len(PAGES) > 30
    found = [block for page in PAGES for block in blocks(page)]
    assert len(found) == sum(len(re.findall(r"^```[\w+-]*$", page.read_text(encoding="utf-8"), re.MULTILINE)) // 2 for page in PAGES)
    assert sum(not block.left_out for block in found) > 50


@pytest.mark.filterwarnings("ignore:.*draws of luck:UserWarning")
@pytest.mark.parametrize("page", [p for p in PAGES if blocks(p)], ids=lambda p: str(p.relative_to(ROOT)))
def test_the_blocks_of_a_page_run(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    name = str(page.relative_to(ROOT))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "docs").symlink_to(ROOT / "docs")  # its tables, as from the root of a checkout
    load, size = ws.load, {**SMALL, **SIZES.get(name, {})}
    monkeypatch.setattr(ws, "load", lambda path, overrides=(): load(path, {**dict(overrides), **size}))
    if name in GIVEN:
        load("export-controls", size).run(tmp_path / GIVEN[name], progress=False)
    names: dict[str, object] = {}
    for block in blocks(page):
        if block.left_out:
            check_options(block.text)
        elif block.language == "bash":
            run_bash(block.text, tmp_path)
        elif block.language == "python":
            exec(compile(block.text, str(page), "exec"), names)
        elif block.language == "r":
            run_r(block.text, tmp_path)
        elif block.language == "toml":
            check_toml(block.text, tmp_path)
        elif block.language == "json":
            json.loads(block.text)
        elif block.language == "diff":
            assert name == "CONTRIBUTING.md"  # tests/contributing applies and builds them
        else:
            assert block.language in ("", "text"), f"no test runs a block of {block.language}"
            assert block.language or not _COMMAND.search(block.text), f"a command without a language:\n{block.text}"
