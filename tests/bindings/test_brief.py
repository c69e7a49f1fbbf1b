"""Briefs: what they say, and that a stale number is caught."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import synthetic
import weightshed as ws
from weightshed.brief import command, finding
from weightshed.brief.references import Numbers


@pytest.fixture(scope="module")
def brief(made_up: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("brief")
    assert command.main([str(made_up), "--out", str(folder)]) == 0
    return folder


def changed(brief: Path, folder: Path, name: str, old: str, new: str) -> Path:
    """A copy of the brief with one change in one file."""
    for path in brief.glob("brief.*"):
        (folder / path.name).write_bytes(path.read_bytes())
    text = (folder / name).read_text(encoding="utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    return folder


def test_a_brief_is_markdown_html_pdf_and_references(brief: Path) -> None:
    assert (brief / "brief.pdf").read_bytes().startswith(b"%PDF")
    html = (brief / "brief.html").read_text()
    assert "data:image/svg+xml" in html and 'src="figures' not in html
    text = (brief / "brief.md").read_text()
    for heading in ("Question", "Finding", "Figures", "Effects in December 2032", "Key assumptions", "What is left out",
                    "Provenance"):
        assert f"## {heading}" in text
    assert "Lever effects through licence and capability rest on panel estimates, not on this fit" in text
    assert "\u2020 not calibrated" in text and "Cite as" in text


def test_an_untouched_brief_verifies(brief: Path, made_up: Path) -> None:
    assert command.main([str(made_up), "--out", str(brief), "--verify"]) == 0


def test_edited_prose_still_verifies(brief: Path, made_up: Path, tmp_path: Path) -> None:
    folder = changed(brief, tmp_path, "brief.md", "In the model,", "According to the model,")
    assert command.main([str(made_up), "--out", str(folder), "--verify"]) == 0


def test_a_changed_number_in_the_text_is_caught(brief: Path, made_up: Path, tmp_path: Path, capsys) -> None:
    shown = re.search(r'<span id="n1">(.*?)</span>', (brief / "brief.md").read_text()).group(1)
    folder = changed(brief, tmp_path, "brief.md", f'<span id="n1">{shown}</span>', '<span id="n1">99.9 points</span>')
    assert command.main([str(made_up), "--out", str(folder), "--verify"]) == 5
    assert "n1 reads 99.9 points" in capsys.readouterr().out


def test_a_changed_result_is_caught(brief: Path, tmp_path: Path, capsys) -> None:
    other = synthetic.write(tmp_path / "other.h5", worlds=4)  # the same study's name, other numbers
    assert command.main([str(other), "--out", str(brief), "--verify"]) == 5
    assert "the file gives" in capsys.readouterr().out


def test_a_brief_of_another_study_is_caught(brief: Path, made_up: Path, tmp_path: Path) -> None:
    folder = changed(brief, tmp_path, "brief.json", '"scenario_sha256": "0', '"scenario_sha256": "f')
    assert command.main([str(made_up), "--out", str(folder), "--verify"]) == 5


def test_every_number_of_the_finding_is_a_reference(made_up: Path) -> None:
    run = ws.open(made_up)
    text = finding.text(run, Numbers(run))
    prose = re.sub(r"<span.*?</span>", "", text).replace("80% of", "").replace("December 2032", "")
    assert not re.search(r"\d", prose), prose


def test_references_say_where_each_number_stands(brief: Path) -> None:
    record = json.loads((brief / "brief.json").read_text())
    first = record["references"][0]
    assert first["kind"] == "effect" and first["where"]["policy"] and isinstance(first["value"], float)


def test_a_placebo_brief_says_exactly_zero(made_up_placebo: Path, tmp_path: Path) -> None:
    assert command.main([str(made_up_placebo), "--out", str(tmp_path)]) == 0
    assert "exactly zero in all" in (tmp_path / "brief.md").read_text()
    assert command.main([str(made_up_placebo), "--out", str(tmp_path), "--verify"]) == 0


def test_a_brief_of_one_policy_gives_levels(tmp_path: Path) -> None:
    one = synthetic.write(tmp_path / "one.h5", ("current",), lineage=False)
    assert command.main([str(one), "--out", str(tmp_path / "b")]) == 0
    text = (tmp_path / "b" / "brief.md").read_text()
    assert "The study has one policy" in text and "## Effects" not in text


def test_unclear_effects_are_called_unclear(tmp_path: Path) -> None:
    run = ws.open(synthetic.write(tmp_path / "weak.h5", ("current", "tight"), noise=6.0, lineage=False))
    assert "No policy clearly differs" in finding.text(run, Numbers(run))


def test_a_file_that_is_no_result_is_refused(tmp_path: Path) -> None:
    (tmp_path / "no.h5").write_bytes(b"not HDF5")
    assert command.main([str(tmp_path / "no.h5")]) == 3
    assert command.main([str(tmp_path / "none.h5")]) == 3
