"""Words in scripts that the usual font lacks: an installed font draws them, or one warning says what to install."""

from __future__ import annotations

import warnings
from pathlib import Path

import pytest
import synthetic
import weightshed as ws
from weightshed.brief.command import main as brief
from weightshed.figures import command, effect, fonts, theme

CHINESE = "\u6536\u7d27\u51fa\u53e3\u7ba1\u5236"


@pytest.fixture
def without_fonts(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a system that has no font but those of Matplotlib's DejaVu."""
    monkeypatch.setattr(fonts, "_installed_with", lambda character: None)
    monkeypatch.setattr(fonts, "_told", set())


def test_usual_words_are_drawn_in_the_usual_font() -> None:
    assert fonts.families("Tighter controls \u2013 \u201cna\u00efve\u201d, \u041c\u0438\u0440 \u00d7 5\u20ac\n") == [fonts.USUAL]


def test_a_character_that_the_usual_font_lacks_comes_from_an_installed_one() -> None:
    script_g = "\u210a"  # Matplotlib brings STIXGeneral, which has it
    found = fonts.families(f"Model {script_g}")
    assert found[0] == fonts.USUAL and len(found) == 2 and not found[1].startswith("Last Resort")
    assert theme.text_width(script_g, 10.0) > 0.0


@pytest.mark.parametrize(("words", "package"), [
    (CHINESE, "fonts-noto-cjk"), ("\u3072\u3089", "fonts-noto-cjk"), ("\ud55c\uad6d", "fonts-noto-cjk"),
    ("\u0928\u093f\u092f\u0902\u0924\u094d\u0930\u0923", "fonts-noto-core")])
def test_one_warning_names_a_package(words: str, package: str, without_fonts: None) -> None:
    with pytest.warns(fonts.FontWarning, match=f"apt-get install {package}") as said:
        fonts.families(words)
        fonts.families(words + words)
    assert len(said) == 1


def test_figures_without_a_font_warn_once_and_in_the_program_s_words(tmp_path: Path, without_fonts: None, capsys) -> None:
    result = synthetic.write(tmp_path / "chinese.h5", ("current", CHINESE), worlds=2, members=2, lineage=False)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert command.main([str(result), "--out", str(tmp_path / "f")]) == 0
    said = [line for line in capsys.readouterr().err.splitlines() if not line.startswith(("wrote ", "next: "))]
    assert len(said) == 1 and said[0].startswith("warning: no installed font has the characters ") and CHINESE in said[0]
    fonts._told.clear()
    assert command.main([str(result), "--out", str(tmp_path / "f"), "-q"]) == 0
    assert capsys.readouterr().err == ""


def test_a_figure_takes_the_font_for_the_words_that_need_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "_installed_with", lambda character: "STIXGeneral" if character in CHINESE else None)
    run = ws.open(synthetic.write(tmp_path / "chinese.h5", ("current", CHINESE), worlds=2, members=2, lineage=False))
    drawn = effect.draw(run, run.slice("frontier_lag"), theme.PROFILES["brief"])
    found = {tuple(text.get_fontfamily()): text.get_text() for text in drawn.figure.texts + [a.title for a in drawn.figure.axes]}
    assert found.keys() <= {("DejaVu Sans",), ("DejaVu Sans", "STIXGeneral")} and len(found) == 2
    assert CHINESE[0] in found["DejaVu Sans", "STIXGeneral"]


def test_a_brief_warns_when_it_is_written_and_not_when_it_is_verified(tmp_path: Path, without_fonts: None, capsys) -> None:
    result = synthetic.write(tmp_path / "chinese.h5", ("current", CHINESE), worlds=2, members=2, lineage=False)
    warnings.filterwarnings("error", r"(?s)Glyph ")  # what Matplotlib says of each character
    assert brief([str(result)]) == 0
    assert capsys.readouterr().err.count("warning: no installed font has the characters ") == 1
    fonts._told.clear()
    assert brief([str(result), "--verify"]) == 0
    assert capsys.readouterr().err == ""
