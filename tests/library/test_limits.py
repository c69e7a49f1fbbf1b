"""The table of limits in the documentation is the one that the program keeps to."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = str(Path(sys.executable).with_name("weightshed"))


def test_the_documented_limits_are_those_of_the_program() -> None:
    told = subprocess.run([PROGRAM, "list", "limits", "--json", "-q"], check=True, capture_output=True, text=True).stdout
    rows = [f"| {limit['of']} | {limit['most']} {limit['unit']}".rstrip() + f" | {limit['why']} |" for limit in json.loads(told)]
    assert len(rows) > 20
    page = (ROOT / "docs" / "scenarios-format.md").read_text(encoding="utf-8")
    assert "## Limits\n" in page
    table = page.split("## Limits\n")[1].split("\n## ")[0]
    assert [line for line in table.splitlines() if line.startswith("| ")][1:] == rows
