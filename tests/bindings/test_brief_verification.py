"""No number of a brief can be edited without being caught: in figures, in words, in drawings and in their descriptions."""

from __future__ import annotations

import random
import re
import shutil
from pathlib import Path

import pytest
import synthetic
from weightshed.brief import command, verification

EDITS = 20


@pytest.fixture(scope="module")
def brief(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("verified")
    result = synthetic.write(folder / "controls.h5", worlds=16, noise=0.2, lineage=False)
    assert command.main([str(result), "--out", str(folder / "brief"), "-q"]) == 0
    return folder


def verify(brief: Path, folder: Path) -> int:
    return command.main([str(brief / "controls.h5"), "--out", str(folder), "--verify"])


def test_an_untouched_brief_verifies(brief: Path) -> None:
    assert verify(brief, brief / "brief") == 0


def test_edited_prose_still_verifies(brief: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(brief / "brief", tmp_path / "b"))
    text = (folder / "brief.md").read_text(encoding="utf-8")
    (folder / "brief.md").write_text(text.replace("In our simulations,", "As we see it,", 1), encoding="utf-8")
    assert verify(brief, folder) == 0


def places(text: str, name: str) -> list[tuple[int, int]]:
    """Where numbers stand in a file, in figures and in words, without those of its style and of the identities."""
    hidden = [found.span() for found in re.finditer(r'<style>.*?</style>|<head>.*?</head>|id="[^"]*"|n\d+"|h1>|h2>|figures/\S+|figure-\S+', text, re.DOTALL)]
    if name == "brief.html":
        hidden += [found.span() for found in re.finditer(r"<svg .*?</svg>|</?h[12]>|class=\"[^\"]*\"|(?:href|tabindex)=\"[^\"]*\"", text, re.DOTALL)]
    return [found.span() for found in verification._NUMBER.finditer(text) if not any(a <= found.start() < b for a, b in hidden)]


def test_twenty_random_edits_of_a_number_are_caught(brief: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(19)
    folder = Path(shutil.copytree(brief / "brief", tmp_path / "b"))
    missed = []
    for _ in range(EDITS):
        name = chance.choice(["brief.md", "brief.html"])
        before = (folder / name).read_text(encoding="utf-8")
        start, end = chance.choice(places(before, name))
        given = before[start:end]
        other = re.sub(r"\d", lambda d: str((int(d[0]) + 1) % 10), given) if given[0].isdigit() else "seven"
        (folder / name).write_text(before[:start] + other + before[end:], encoding="utf-8")
        if verify(brief, folder) != 5:
            missed.append((name, given, before[start - 40:end + 40]))
        (folder / name).write_text(before, encoding="utf-8")
    assert missed == [], missed


@pytest.mark.parametrize(("name", "old", "new"), [("brief.html", "M ", "M 1"), ("brief.html", "<title>", "<title>9"), ("brief.md", "8 in 10", "nine in 10")])
def test_an_edit_of_a_drawing_or_of_its_caption_is_caught(brief: Path, tmp_path: Path, name: str, old: str, new: str, capsys) -> None:
    folder = Path(shutil.copytree(brief / "brief", tmp_path / "b"))
    text = (folder / name).read_text(encoding="utf-8")
    at = text.index(old, text.index("<svg") if name == "brief.html" else 0)
    (folder / name).write_text(text[:at] + new + text[at + len(old):], encoding="utf-8")
    assert verify(brief, folder) == 5
    assert capsys.readouterr().out.startswith("brief")


def test_an_edited_pdf_and_an_edited_figure_are_caught(brief: Path, tmp_path: Path, capsys) -> None:
    folder = Path(shutil.copytree(brief / "brief", tmp_path / "b"))
    with (folder / "brief.pdf").open("ab") as file:
        file.write(b"%")
    drawing = next((folder / "figures").glob("*.svg"))
    drawing.write_text(drawing.read_text().replace("M ", "M 1", 1))
    assert verify(brief, folder) == 5
    said = capsys.readouterr().out
    assert "brief.pdf: is not what weightshed wrote" in said and f"{drawing.name}: figure" in said


def test_a_changed_result_is_caught(brief: Path, tmp_path: Path, capsys) -> None:
    other = synthetic.write(tmp_path / "other.h5", worlds=17, noise=0.2, lineage=False)  # the same study's name, other numbers
    assert command.main([str(other), "--out", str(brief / "brief"), "--verify"]) == 5
    assert "the file gives" in capsys.readouterr().out


def test_a_brief_of_another_study_is_caught(brief: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(brief / "brief", tmp_path / "b"))
    record = folder / "brief.json"
    record.write_text(record.read_text().replace('"scenario_sha256": "0', '"scenario_sha256": "f', 1))
    assert verify(brief, folder) == 5
