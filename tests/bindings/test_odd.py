"""`weightshed odd`: the description of the model holds every card, all equations of its page, and no loose end."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import weightshed as ws
from weightshed.odd import cards, command, document

PAGE = Path(__file__).parents[2] / "docs" / "model.md"


@pytest.fixture(scope="module")
def text() -> str:
    return document.markdown()


def test_every_card_of_the_registry_is_in_it(text: str) -> None:
    for table in (ws.levers(), ws.measures(), ws.parameters(), ws.structures()):
        assert len(table) > 1
        assert [key for key in table.index if f"| `{key}`" not in text] == []
    for key in ws.patterns()["key"]:
        assert f"| {key} |" in text


def test_the_numbers_of_a_card_are_those_of_the_registry(text: str) -> None:
    card = ws.parameters().loc["research.induced_share"]
    row = next(line for line in text.splitlines() if line.startswith("| `research.induced_share`"))
    assert f"| {card['initial']:.10g}; {card['low']:.10g} to {card['high']:.10g} |" in row and card["source"] in row


def test_it_has_the_parts_of_the_form_and_the_equations_of_the_page(text: str) -> None:
    for part in ("Purpose", "Entities, state and scales", "Process overview", "Submodels", "Design concepts", "Initialisation", "Input data"):
        assert re.search(rf"^##+ (\d\. |Appendix \w\. )?{part}", text, re.MULTILINE | re.IGNORECASE), part
    equations = re.findall(r"^```\n.*?^```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    assert len(equations) > 5
    assert all(equation in text for equation in equations)


def test_no_marker_and_no_link_to_another_file_is_left(text: str) -> None:
    assert "<!-- table:" in PAGE.read_text(encoding="utf-8")
    assert "<!-- table:" not in text
    prose = re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)  # in an equation, demand[c](t) is no link
    assert re.findall(r"\]\((?!https?:|#)[^)]*\)", prose) == []


def test_an_unknown_marker_is_refused() -> None:
    with pytest.raises(ValueError, match="no table is called 'leavers'; there are levers, measures"):
        cards.filled("<!-- table: leavers -->")


def test_a_cell_cannot_break_its_table() -> None:
    assert cards.table(("a", "b"), [("x | y", "one\ntwo")]) == "| a | b |\n|---|---|\n| x \\| y | one two |"


def test_the_contents_lead_to_their_places() -> None:
    page = document.html("# Model\n\nText.\n\n## A part (`x`)\n\n### Same\n\n### Same\n")
    links = re.findall(r'<li class="h\d"><a href="#([^"]+)">', page)
    assert links == ["a-part-x", "same", "same-1"]
    assert all(f'id="{link}"' in page for link in links)


def test_it_is_written_as_markdown_or_pdf_and_replaces_nothing_unasked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                                                       capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(document, "markdown", lambda: "# Model\n\nWords.\n\n## A part\n\nMore.\n")  # setting all of it takes half a minute
    for name in ("model.md", "model.pdf"):
        assert command.main(["-o", str(tmp_path / name)]) == 0
        assert capsys.readouterr().out == f"{tmp_path / name}\n"
        assert command.main(["-o", str(tmp_path / name)]) == 3
        assert "use --force" in capsys.readouterr().err
    assert (tmp_path / "model.pdf").read_bytes().startswith(b"%PDF")
    assert (tmp_path / "model.md").read_text().startswith("# Model")
    with pytest.raises(SystemExit) as ended:
        command.main(["-o", str(tmp_path / "model.docx")])
    assert ended.value.code == 2
