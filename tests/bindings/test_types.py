"""What stubs, help and completion say agrees with what is there, and the examples of the documentation pass mypy --strict."""

from __future__ import annotations

import ast
import inspect
import re
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
import weightshed as ws
from weightshed import _core

ROOT = Path(__file__).resolve().parents[2]
STUB = ast.parse((Path(ws.__file__).parent / "_core.pyi").read_text())

#: Pages whose Python is checked; what a block needs from outside the page stands before it.
PAGES = {"README.md": "", "docs/python.md": "", "docs/userguide/neighbours.md": "", "docs/userguide/live-model.md": "",
         "docs/userguide/sliders.md": ""}


def parameters_of(function: object) -> list[str]:
    """Names of the parameters as help shows them: pybind11 writes them into the first line of the docstring."""
    line = (function.__doc__ or "").splitlines()[0]
    inside = line[line.index("(") + 1:line.rindex(") ->")]
    names = re.findall(r"(?:^|, )(\w+)(?=: )", re.sub(r"\[[^\[\]]*\]|\[(?:[^\[\]]|\[[^\[\]]*\])*\]", "", inside))
    return [name for name in names if name != "self"]


def test_the_stub_of_the_engine_names_what_is_there_with_its_parameters() -> None:
    stated = {node.name: node for node in STUB.body if isinstance(node, (ast.FunctionDef, ast.ClassDef))}
    assert set(stated) == {name for name in dir(_core) if not name.startswith("_")}
    for name, node in stated.items():
        members = {name: node} if isinstance(node, ast.FunctionDef) else {m.name: m for m in node.body if isinstance(m, ast.FunctionDef)}
        owner = _core if isinstance(node, ast.FunctionDef) else getattr(_core, name)
        if isinstance(node, ast.ClassDef):
            assert {m for m in members if m != "__init__"} == {m for m in vars(owner) if not m.startswith("_")}, name
        for member, function in members.items():
            if any(isinstance(d, ast.Name) and d.id == "property" for d in function.decorator_list):
                assert isinstance(vars(owner)[member], property), member
            else:
                told = [a.arg for a in function.args.args if a.arg != "self"]
                assert told == parameters_of(getattr(owner, member)), f"{name}.{member}"


def test_every_public_function_says_what_it_takes_gives_and_raises() -> None:
    """Types in the signature, which help shows, and a docstring; what can fail says so."""
    for name in ws.__all__:
        thing = getattr(ws, name)
        if inspect.isfunction(thing):
            signature = inspect.signature(thing)
            assert signature.return_annotation is not inspect.Signature.empty, name
            assert all(p.annotation is not inspect.Parameter.empty for p in signature.parameters.values()), name
            assert not signature.parameters or re.search(r"[Rr]aise", thing.__doc__), name
        elif inspect.isclass(thing) and not issubclass(thing, Exception):
            for member, value in vars(thing).items():
                if inspect.isfunction(value) and not member.startswith("_"):
                    assert value.__doc__, f"{name}.{member}"
                    assert inspect.signature(value).return_annotation is not inspect.Signature.empty, f"{name}.{member}"


def test_completion_offers_fields_and_columns(small_study: ws.Study) -> None:
    offered = dir(small_study)
    assert {"title", "policies", "assume", "run", "replace", "toml", "world"} <= set(offered)
    labs = ws.Ecosystem(small_study).labs
    assert labs._ipython_key_completions_() == list(labs)


def blocks(page: str) -> str:
    """The Python of a page as one module, with the page's lines kept."""
    lines = (ROOT / page).read_text().splitlines()
    inside, kept = False, []
    for line in lines:
        if line.startswith("```"):
            inside = line.strip() == "```python"
            kept.append("")
        else:
            kept.append(line if inside else "")
    return textwrap.dedent("\n".join(kept)) + "\n"


@pytest.mark.parametrize("page", PAGES)
def test_the_examples_pass_strict_type_checks(page: str, tmp_path: Path) -> None:
    code = blocks(page)
    assert "ws." in code
    module = tmp_path / "example.py"
    module.write_text(code)
    done = subprocess.run([sys.executable, "-m", "mypy", "--strict", "--ignore-missing-imports", "--allow-untyped-calls",
                           "--cache-dir", str(ROOT / "build" / "mypy"), str(module)], capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
