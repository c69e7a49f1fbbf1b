"""Briefs: what they say, and that a stale number is caught."""

from __future__ import annotations

import json
import re
import shutil
import zlib
from html.parser import HTMLParser
from pathlib import Path

import h5py
import numpy as np
import pytest
import synthetic
import weightshed as ws
import xarray as xr
from weightshed import escape
from weightshed.brief import command, document, finding, pages
from weightshed.brief.references import Numbers, stale


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


def unpacked(pdf: bytes) -> bytes:
    """The objects of a PDF that stand in compressed streams."""
    found = b""
    for stream in re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL):
        try:
            found += zlib.decompress(stream)
        except zlib.error:  # not compressed
            found += stream
    return found


def test_a_brief_is_markdown_html_pdf_and_references(brief: Path) -> None:
    pdf = (brief / "brief.pdf").read_bytes()
    assert pdf.startswith(b"%PDF")
    # The pages depend on no font of the system, and are as few as somebody reads.
    objects = unpacked(pdf)
    fonts = set(re.findall(rb"/BaseFont /\w+\+(\w+)", objects))
    assert fonts == {b"STIXGeneral", b"DejaVu"}, fonts
    assert 1 <= len(re.findall(rb"/Type /Page\b", objects)) <= 4
    html = (brief / "brief.html").read_text()
    assert "data:image/svg+xml" in html and 'src="figures' not in html
    text = (brief / "brief.md").read_text()
    for heading in ("Question", "Finding", "Figures", "Effects in December 2032", "Key assumptions", "What is left out",
                    "Provenance"):
        assert f"## {heading}" in text
    assert "Levers act partly through licence and capability" in text
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


def test_the_effect_of_a_single_pair_is_never_clear(tmp_path: Path) -> None:
    run = ws.open(synthetic.write(tmp_path / "one.h5", ("current", "tight"), worlds=1, members=1, lineage=False))
    assert any(e.strength > 0.0 for e in run.effects) and not any(e.is_clear for e in run.effects)
    said = finding.text(run, Numbers(run))
    assert "No policy clearly differs" in said and "one pair of simulated histories shows no more than that pair" in said


def test_a_policy_that_was_never_in_force_and_a_condition_that_never_fired_are_named(tmp_path: Path) -> None:
    path = synthetic.write(tmp_path / "idle.h5", ("current", "tight", "loose"), lineage=False)
    assert ws.open(path).idle == []  # an older file does not say
    told = xr.Dataset({"policy_in_force": ("policy", [np.nan, 0.0, 1.0]),
                       "policy_unfired": ("policy", ["", "us.open_weight_programme", ""])})
    told.to_netcdf(path, engine="h5netcdf", mode="a")
    run = ws.open(path)
    assert len(run.idle) == 2
    for text in (finding.text(run, Numbers(run)), finding.paragraph(run, Numbers(run))):
        assert f"{run.quoted('tight')} was never in force" in text
        assert escape.markdown(f"fire that us.open_weight_programme waits for under {run.quoted('tight')}") in text
        assert f"{run.quoted('loose')} was" not in text


def test_a_policy_that_was_in_force_in_a_share_of_the_histories_is_named_with_the_share(tmp_path: Path) -> None:
    path = synthetic.write(tmp_path / "seldom.h5", ("current", "tight"), lineage=False)
    told = xr.Dataset({"policy_in_force": ("policy", [np.nan, 0.379]), "policy_unfired": ("policy", ["", ""])})
    told.to_netcdf(path, engine="h5netcdf", mode="a")
    run, numbers = ws.open(path), Numbers(ws.open(path))
    said = finding.text(run, numbers)
    assert "was in force in only <span" in said and "37%</span> of the simulated histories" in said
    assert stale(run, numbers.as_json(), said, "brief.md") == []


def test_effects_of_a_single_pair_are_not_ranked(tmp_path: Path) -> None:
    run = ws.open(synthetic.write(tmp_path / "one.h5", ("current", "tight"), worlds=1, members=1, lineage=False))
    assert run.headline is not None and run.headline.high == run.headline.low
    assert "Relative to its own spread" not in finding.text(run, Numbers(run))


def test_a_file_that_is_no_result_is_refused(tmp_path: Path) -> None:
    (tmp_path / "no.h5").write_bytes(b"not HDF5")
    assert command.main([str(tmp_path / "no.h5")]) == 3
    assert command.main([str(tmp_path / "none.h5")]) == 3


@pytest.fixture
def own_brief(brief: Path, tmp_path: Path) -> Path:
    """A copy of the brief that a test may change."""
    return Path(shutil.copytree(brief, tmp_path / "brief"))


def test_an_edited_brief_is_kept_unless_forced(own_brief: Path, made_up: Path, capsys) -> None:
    text = own_brief / "brief.md"
    text.write_text(text.read_text(encoding="utf-8") + "\nOur own conclusion.\n", encoding="utf-8")
    capsys.readouterr()
    assert command.main([str(made_up), "--out", str(own_brief)]) == 3
    said = capsys.readouterr().err
    assert f"error: {text}: differs from what weightshed wrote there" in said and "--force" in said
    assert "Our own conclusion." in text.read_text(encoding="utf-8")
    assert command.main([str(made_up), "--out", str(own_brief), "--force"]) == 0
    assert "Our own conclusion." not in text.read_text(encoding="utf-8")


def test_an_untouched_brief_may_be_written_again(brief: Path) -> None:
    assert document.edited(brief) == []


def test_a_text_that_no_record_covers_is_kept(made_up: Path, tmp_path: Path) -> None:
    (tmp_path / "brief.md").write_text("mine")
    assert command.main([str(made_up), "--out", str(tmp_path)]) == 3
    assert (tmp_path / "brief.md").read_text() == "mine" and not (tmp_path / "brief.json").exists()


@pytest.mark.parametrize(("worlds", "members", "said"), [
    (1, 12, "This comes from 12 pairs of one world, which show chance but not the uncertainty of assumptions; the draws of chance are few, too."),
    (1, 20, "This comes from 20 pairs of one world, which show chance but not the uncertainty of assumptions."),
    (3, 4, "This comes from 12 pairs of 3 worlds: too few to be sure of an interval or a sign."),
    (4, 4, ""),
])
def test_a_finding_from_few_pairs_says_so(worlds: int, members: int, said: str, tmp_path: Path) -> None:
    run = ws.open(synthetic.write(tmp_path / "few.h5", worlds=worlds, members=members, lineage=False))
    numbers = Numbers(run)
    text = finding.text(run, numbers)
    plain = re.sub(r"<.*?>", "", text)
    assert plain.endswith(said) if said else "This comes" not in plain
    assert not re.search(r"\d", re.sub(r"<span.*?</span>", "", text).replace("80% of", "").replace("December 2032", ""))


def test_one_world_is_no_worlds(tmp_path: Path) -> None:
    run = ws.open(synthetic.write(tmp_path / "one.h5", worlds=1, members=2, lineage=False))
    text = re.sub(r"<.*?>", "", document.render(run, Numbers(run), []))
    assert "3 policies, 1 world, 2 members." in text
    assert "1 world \u00d7 2 members" in repr(run)


TITLE = 'Ban | licence & <draft> <span id="n1">9</span> ![x](y.png) $2 to $5'
POLICY = "ban | <draft> *now* & `later` \x1b[31m"
COMMENT = "- Does <b>this</b> | ban [work](https://example.org) at $2 to $5?\n\n    # and so on"


class Seen(HTMLParser):
    """Text and tags of a page, as a reader of HTML sees them."""

    def __init__(self, page: str):
        super().__init__()
        self.tags: set[str] = set()
        self.text, self.rows, self.ids, self.in_cell = "", [], [], False
        self.feed(page.split("<body>")[1])

    def handle_starttag(self, tag, attrs) -> None:  # type: ignore[no-untyped-def]
        self.tags.add(tag)
        self.ids += [value for key, value in attrs if key == "id"]
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.rows[-1].append("")
            self.in_cell = True

    def handle_endtag(self, tag: str) -> None:
        self.in_cell = self.in_cell and tag not in ("td", "th")

    def handle_data(self, data: str) -> None:
        self.text += data
        if self.in_cell:
            self.rows[-1][-1] += data


@pytest.fixture(scope="module")
def marked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A result whose title, policy and comment are full of marks."""
    path = synthetic.write(tmp_path_factory.mktemp("marked") / "marked.h5", ("current", POLICY), lineage=False)
    with h5py.File(path, "a") as file:
        file.attrs["title"], file.attrs["comment"] = TITLE, COMMENT
    assert command.main([str(path), "--out", str(path.with_name("brief"))]) == 0
    return path


def test_words_full_of_marks_stand_in_a_brief_as_written(marked: Path) -> None:
    text = (marked.with_name("brief") / "brief.md").read_text(encoding="utf-8")
    page = Seen((marked.with_name("brief") / "brief.html").read_text(encoding="utf-8"))
    words_of_policy = "Ban | <draft> *now* & `later` \\u001b[31m"
    for words in (TITLE, words_of_policy, " ".join(COMMENT.split())):
        assert words in page.text
    assert page.tags == {"main", "h1", "h2", "p", "em", "strong", "blockquote", "table", "thead", "tbody", "tr", "th", "td", "img", "span",
                         "code", "ul", "li"}
    assert "\x1b" not in text and "https://example.org" not in re.findall(r'(?:href|src)="(.*?)"', text)
    assert len(page.ids) == len(set(page.ids)) == len(json.loads((marked.with_name("brief") / "brief.json").read_text())["references"])
    # The table of effects has its columns in place.
    start = next(i for i, row in enumerate(page.rows) if row[:2] == ["Measure", "Policy"])
    rows = page.rows[start + 1:start + 5]
    assert all(len(row) == 6 for row in rows) and {row[1] for row in rows} == {words_of_policy}
    assert any(re.fullmatch(r"all \d+|\d+%", row[4]) for row in rows)


def test_a_brief_full_of_marks_verifies_and_still_catches_a_changed_number(marked: Path, tmp_path: Path) -> None:
    brief = marked.with_name("brief")
    assert command.main([str(marked), "--out", str(brief), "--verify"]) == 0
    shown = re.search(r'<span id="n2">(.*?)</span>', (brief / "brief.html").read_text()).group(1)
    folder = changed(brief, tmp_path, "brief.html", f'<span id="n2">{shown}</span>', '<span id="n2">99</span>')
    assert command.main([str(marked), "--out", str(folder), "--verify"]) == 5


def test_only_the_identity_of_a_number_is_read_as_html() -> None:
    page = pages.html('A <b>bold</b> <span id="n7">1</span> <span id="x">2</span> <!-- no -->\n\n<div>3</div>\n', {}, "T")
    seen = Seen(page)
    assert seen.tags == {"main", "p", "span"} and seen.ids == ["n7"]
    assert '<b>bold</b> 1 <span id="x">2' in seen.text and "<!-- no -->" in seen.text and "<div>3</div>" in seen.text
    with pytest.raises(ValueError, match="elsewhere.svg: not a figure of this brief"):
        pages.html("![a](elsewhere.svg)", {"figures/one.svg": "<svg/>"}, "T")


def test_the_pages_read_nothing_from_outside(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("a file of somebody")
    own, other = tmp_path / "own.txt", tmp_path / "note.txt"
    own.write_text("a file of the brief")
    fetch = pages.fetcher([own.as_uri()])
    assert fetch.fetch("data:text/plain,words").read() == b"words"
    assert fetch.fetch(own.as_uri()).read() == b"a file of the brief"
    for address in (other.as_uri(), "http://127.0.0.1:9/a", "https://example.org/", "ftp://example.org/a", own.as_uri() + "/../note.txt"):
        with pytest.raises(ValueError, match="a brief reads nothing from outside"):
            fetch.fetch(address)
    page = pages.html("words", {}, "T")
    assert "default-src 'none'" in page
