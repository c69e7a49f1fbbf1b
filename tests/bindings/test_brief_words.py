"""Words of a study with marks in them: in every form of a brief they stand as they were written, and change nothing beside them."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import h5py
import pypdf
import pytest
import synthetic
import weightshed as ws
from conftest import SMALL
from markdown_it import MarkdownIt
from weightshed.brief import command

TITLE = ' * 1. Ban | licence & <draft> "x" $2 to $5 `c` *now* _s_ ~~n~~ [a](b) ![i](http://h/i.png) <!-- c --> </title> &lt; \\ </span>'
LABEL = 'Ban | licence <draft> *now* $2 --> `c` </svg> <metadata>'
SHORT = 'B | <b> & `x` </svg>'
SENTENCE = '1. ban | <img src="http://h/x.png"> & *x* [a](b) </p> {{ 7*7 }}'
LEFT_OUT = '- a | b <draft> & *so* $1 [x](y) \\ </p> and {% 1. more'
COMMENT = f"Why? It leaves out {LEFT_OUT}."
#: Elements that a page opens without closing them.
EMPTY = ("img", "meta")


class Page(HTMLParser):
    """The elements of a page with the names of their attributes, and what it says, both without its drawings and its style."""

    def __init__(self, text: str):
        super().__init__()
        self.elements: list[tuple[str, ...]] = []
        self.said: list[str] = []
        self.open: list[str] = []
        self.feed(re.sub(r"<svg .*?</svg>|<style>.*?</style>", "", text, flags=re.DOTALL))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, *(key for key, _ in attrs)))
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.said.append(data)

    @property
    def text(self) -> str:
        return squeezed("".join(self.said))


def squeezed(text: str) -> str:
    """Without spaces, which lines break at."""
    return re.sub(r"\s+", "", text)


def marked(path: Path, policies: tuple[str, ...], plain: bool = False) -> Path:
    """A made-up result whose words hold marks, or letters in their place."""
    synthetic.write(path, policies, worlds=16, noise=0.2, lineage=False)

    def given(words: str) -> str:
        return re.sub(r"[^\w\s.-]", "m", words).strip(" -.0123456789m") if plain else words

    with h5py.File(path, "a") as file:
        file.attrs["title"] = given(TITLE)
        file.attrs["comment"] = f"Why? It leaves out {given(LEFT_OUT)}."
        file["policy_label"][...] = [f"{given(LABEL)}{i}" for i in range(len(policies))]
        study = json.loads(file["provenance/study"][()])
        for i, policy in enumerate(study["policies"]):
            policy |= {"label": given(LABEL), "short": f"{given(SHORT)}{i}", "sentence": f"{given(SENTENCE)}{i}"}
        del file["provenance/study"]
        file["provenance/study"] = json.dumps(study)
    return path


def written(result: Path) -> Path:
    """The folder of the result's brief, whose numbers were verified."""
    folder = result.with_name(f"{result.stem}-brief")
    assert command.main([str(result), "--out", str(folder), "-q"]) == 0
    assert command.main([str(result), "--out", str(folder), "--verify"]) == 0
    return folder


def rendered(folder: Path) -> str:
    """The Markdown of a brief as a reader that knows raw HTML and tables shows it."""
    text = (folder / "brief.md").read_text(encoding="utf-8")
    return MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(text)


def printed(folder: Path) -> pypdf.PdfReader:
    return pypdf.PdfReader(folder / "brief.pdf")


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two briefs of one study of so many policies that they stand in a table: in words with marks and in words without."""
    folder = tmp_path_factory.mktemp("words")
    policies = ("current", "US/EU 50%", "b", "c", "d", "e", "f")
    return written(marked(folder / "marked.h5", policies)), written(marked(folder / "plain.h5", policies, plain=True))


def test_marks_change_no_element_of_the_markdown_and_of_the_page(pair: tuple[Path, Path]) -> None:
    ours, plain = (Page(rendered(folder)) for folder in pair)
    assert ours.elements == plain.elements and not ours.open
    ours, plain = (Page((folder / "brief.html").read_text(encoding="utf-8")) for folder in pair)
    assert ours.elements == plain.elements and not ours.open


def test_every_row_of_a_table_has_the_columns_of_its_head(pair: tuple[Path, Path]) -> None:
    for text in (rendered(pair[0]), (pair[0] / "brief.html").read_text(encoding="utf-8")):
        tables = re.findall(r"<table.*?</table>", text, flags=re.DOTALL)
        assert tables
        for table in tables:
            assert len({len(re.findall("<t[hd][ >]", row)) for row in re.findall("<tr[ >].*?</tr>", table, flags=re.DOTALL)}) == 1


def test_the_words_stand_in_every_form_as_they_were_written(pair: tuple[Path, Path]) -> None:
    folder = pair[0]
    forms = {"Markdown": Page(rendered(folder)).text, "HTML": Page((folder / "brief.html").read_text(encoding="utf-8")).text,
             "PDF": squeezed("".join(page.extract_text() for page in printed(folder).pages))}
    for form, text in forms.items():
        for words in (TITLE, SENTENCE, LEFT_OUT, SHORT):
            assert squeezed(words) in text, (form, words)


def test_the_pdf_holds_no_link_no_file_and_no_script(pair: tuple[Path, Path]) -> None:
    pdf = printed(pair[0])
    assert pdf.metadata is not None and pdf.metadata.title == TITLE
    assert not list(pdf.attachment_list) and not any(page.annotations for page in pdf.pages)
    assert not {"/OpenAction", "/AA"} & set(pdf.root_object) and not {"/JavaScript", "/EmbeddedFiles"} & set(pdf.root_object.get("/Names", {}))


def test_drawings_hold_the_words_and_no_element_of_their_own(pair: tuple[Path, Path]) -> None:
    drawings = sorted((pair[0] / "figures").glob("*.svg"))
    assert {path.parent for path in pair[0].rglob("*") if path.is_file()} == {pair[0], pair[0] / "figures"}
    described = "".join(path.read_text(encoding="utf-8") for path in (pair[0] / "figures").glob("*.alt.txt"))
    assert drawings and SHORT in described
    for path in drawings:
        found = {element.tag.rpartition("}")[2] for element in ElementTree.parse(path).iter()}
        assert not found & {"script", "image", "a", "foreignObject", "b", "img", "draft"}


SCENARIO = f"""# {COMMENT}
title = '''{TITLE.strip()}'''
extends = "baseline"

[measure]
record = ["frontier_gap"]

[[policy]]
name = "current"
label = '''{LABEL}'''

[[policy]]
name = "US/EU | 50%"
label = "Levy of $2 to $5 <a> & *b*"
actions = [ {{ lever = "us.export_control", of = "CN", at = 2027-01-01, to = 0.9 }} ]
"""


def test_a_scenario_with_marks_runs_and_its_brief_says_its_words(tmp_path: Path) -> None:
    (tmp_path / "marks.toml").write_text(SCENARIO, encoding="utf-8")
    folder = written(ws.load(tmp_path / "marks.toml", SMALL).run(tmp_path / "marks.h5", progress=False).path)
    for text in (Page(rendered(folder)).text, Page((folder / "brief.html").read_text(encoding="utf-8")).text,
                 squeezed("".join(page.extract_text() for page in printed(folder).pages))):
        for words in (TITLE, "Levy of $2 to $5 <a> & *b*", LEFT_OUT):
            assert squeezed(words) in text
