"""Briefs: what they say, that they are right for every kind of study, and that two pages hold them."""

from __future__ import annotations

import json
import re
import shutil
import zlib
from pathlib import Path

import h5py
import numpy as np
import pytest
import synthetic
import weightshed as ws
import xarray as xr
from weightshed.brief import command, compose, document

HEADINGS = ("What changes", "How sure are we", "What it leaves out", "About the model")
#: What a reader who does not know the model would stumble over.
JARGON = re.compile(r"\bcells?\b|\bmembers?\b|P\(sign\)|orders of magnitude|\bflips?\b|research\.|supply\.|turns? round|nan|\u22120\.0\b|"
                    r"(?<!percentage )\bpoints\b")


def written(path: Path, folder: Path) -> str:
    """The Markdown of a brief of a result, as somebody reads it."""
    assert command.main([str(path), "--out", str(folder), "-q"]) == 0
    return compose.plain((folder / "brief.md").read_text(encoding="utf-8"))


def prose(text: str) -> str:
    """A brief without the descriptions of its figures."""
    return re.sub(r"^!\[.*$", "", text, flags=re.MULTILINE)


def pages_of(folder: Path) -> int:
    """Pages of the PDF of a brief."""
    return len(re.findall(rb"/Type /Page\b", unpacked((folder / "brief.pdf").read_bytes())))


def unpacked(pdf: bytes) -> bytes:
    """The objects of a PDF that stand in compressed streams."""
    found = b""
    for stream in re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL):
        try:
            found += zlib.decompress(stream)
        except zlib.error:  # not compressed
            found += stream
    return found


@pytest.fixture(scope="module")
def brief(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("brief")
    result = synthetic.write(folder / "controls.h5", worlds=16, noise=0.2, lineage=False)
    assert command.main([str(result), "--out", str(folder), "-q"]) == 0
    return folder


def test_a_brief_is_markdown_html_pdf_and_references(brief: Path) -> None:
    objects = unpacked((brief / "brief.pdf").read_bytes())
    assert set(re.findall(rb"/BaseFont /\w+\+(\w+)", objects)) == {b"DejaVu"}  # the pages depend on no font of the system
    assert pages_of(brief) <= 2
    html = (brief / "brief.html").read_text()
    assert html.count("<svg ") == html.count("<figure") >= 2 and 'src="figures' not in html
    text = (brief / "brief.md").read_text()
    assert [heading for heading in HEADINGS if f"## {heading}" not in text] == []
    first = json.loads((brief / "brief.json").read_text())["references"][0]
    assert first["kind"] and isinstance(first["value"], float)


def test_the_title_answers_and_the_table_has_every_claim(brief: Path) -> None:
    text = compose.plain((brief / "brief.md").read_text())
    assert re.search(r"^# The policy .* would (raise|cut) Chinese models\u2019 share of downloads (by|to) ", text, re.MULTILINE)
    for claim in (r"The share of downloads that Chinese models have (rises|falls) by", r"America\u2019s lead over China in time (widens|narrows) by"):
        assert re.search(rf"^\| {claim}", text, re.MULTILINE)
    assert "virtually certain (all 80 pairs)" in text
    assert not JARGON.search(prose(text)), JARGON.search(prose(text))


def test_a_study_of_one_policy_gives_levels_and_compares_nothing(tmp_path: Path) -> None:
    text = written(synthetic.write(tmp_path / "one.h5", ("current",), worlds=16, lineage=False), tmp_path / "b")
    assert re.search(r"^# If .* continues, .* is \d+% at the end of 2032$", text, re.MULTILINE)
    assert "8 in 10 simulations lie between" in text and "would" not in prose(text).split("About the model")[0]
    assert pages_of(tmp_path / "b") <= 2


def test_no_sure_effect_is_called_unclear(tmp_path: Path) -> None:
    text = written(synthetic.write(tmp_path / "weak.h5", ("current", "tight"), worlds=16, noise=6.0, lineage=False), tmp_path / "b")
    assert re.search(r"^# It is unclear (whether|what) ", text, re.MULTILINE)
    assert "direction unclear (" in text and "virtually certain (" not in text


def test_a_policy_that_does_nothing_is_said_to_change_nothing(made_up_placebo: Path, tmp_path: Path) -> None:
    text = written(made_up_placebo, tmp_path)
    assert "would change nothing that this study measures" in text and "nothing moves" in text
    assert command.main([str(made_up_placebo), "--out", str(tmp_path), "--verify"]) == 0


def test_six_policies_are_compared_in_a_table_on_two_pages(tmp_path: Path) -> None:
    policies = ("current", "tight", "programme", "a", "b", "c", "d")
    text = written(synthetic.write(tmp_path / "six.h5", policies, worlds=16, noise=0.2, lineage=False), tmp_path / "b")
    rows = re.findall(r"^\| (Tighter controls|A US open|A|B|C|D)\b.*\|$", text, re.MULTILINE)
    assert len(rows) == 6 and "![Effects in" not in text
    assert command.main([str(tmp_path / "six.h5"), "--out", str(tmp_path / "b"), "--verify"]) == 0
    assert pages_of(tmp_path / "b") <= 2


@pytest.mark.parametrize(("worlds", "members"), [(2, 2), (1, 12), (1, 1)])
def test_few_pairs_are_warned_of_and_never_called_likely(worlds: int, members: int, tmp_path: Path) -> None:
    text = written(synthetic.write(tmp_path / "few.h5", worlds=worlds, members=members, lineage=False), tmp_path / "b")
    assert "This brief rests on" in text and "nothing here is called likely" in text
    assert not re.search(r"\b(virtually certain|very likely|likely) \(", prose(text)) and "How sure are we" not in text
    assert "is not settled by so few simulations" in text and "very likely" not in text
    assert re.search(rf" [1-9]\d* of {worlds * members} pairs?", text)  # counted, in place of a word of certainty


def test_a_title_of_200_characters_fits(tmp_path: Path) -> None:
    path = synthetic.write(tmp_path / "long.h5", worlds=16, lineage=False)
    title = "A long question about chips and models and who leads by when and at what cost " * 3
    with h5py.File(path, "a") as file:
        file.attrs["title"] = title[:200]
    assert title[:190] in written(path, tmp_path / "b")
    assert pages_of(tmp_path / "b") <= 2


def test_a_file_that_is_no_result_is_refused(tmp_path: Path) -> None:
    (tmp_path / "no.h5").write_bytes(b"not HDF5")
    assert command.main([str(tmp_path / "no.h5")]) == 3
    assert command.main([str(tmp_path / "none.h5")]) == 3


def test_a_policy_that_was_never_in_force_and_a_condition_that_never_fired_are_named(tmp_path: Path) -> None:
    path = synthetic.write(tmp_path / "idle.h5", ("current", "tight", "loose"), lineage=False)
    assert ws.open(path).idle == []  # an older file does not say
    told = xr.Dataset({"policy_in_force": ("policy", [np.nan, 0.0, 0.379]),
                       "policy_unfired": ("policy", ["", "us.open_weight_programme", ""])})
    told.to_netcdf(path, engine="h5netcdf", mode="a")
    said = document.spoken(ws.open(path))
    assert f"{ws.open(path).quoted('tight')} was never in force" in said
    assert "fire that us.open_weight_programme waits for" in said
    assert "was met in only 37% of the simulations" in said


@pytest.fixture
def own_brief(brief: Path, tmp_path: Path) -> Path:
    """A copy of the brief that a test may change."""
    return Path(shutil.copytree(brief, tmp_path / "brief"))


def test_an_edited_brief_is_kept_unless_forced(own_brief: Path, capsys) -> None:
    result, text = own_brief / "controls.h5", own_brief / "brief.md"
    text.write_text(text.read_text(encoding="utf-8") + "\nOur own conclusion.\n", encoding="utf-8")
    capsys.readouterr()
    assert command.main([str(result), "--out", str(own_brief)]) == 3
    said = capsys.readouterr().err
    assert f"error: {text}: differs from what weightshed wrote there" in said and "--force" in said
    assert "Our own conclusion." in text.read_text(encoding="utf-8")
    assert command.main([str(result), "--out", str(own_brief), "--force"]) == 0
    assert "Our own conclusion." not in text.read_text(encoding="utf-8")


def test_an_untouched_brief_may_be_written_again(brief: Path) -> None:
    assert document.edited(brief) == []


def test_a_text_that_no_record_covers_is_kept(made_up: Path, tmp_path: Path) -> None:
    (tmp_path / "brief.md").write_text("mine")
    assert command.main([str(made_up), "--out", str(tmp_path)]) == 3
    assert (tmp_path / "brief.md").read_text() == "mine" and not (tmp_path / "brief.json").exists()
