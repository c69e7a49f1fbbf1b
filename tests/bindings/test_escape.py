"""Words stay words wherever they are shown."""

from __future__ import annotations

import pytest
from markdown_it import MarkdownIt
from weightshed import escape

MARKED = 'Ban | licence & <draft> *now*, _soon_ ~~never~~ `code` [a](b) $2 to $5 # \\ &lt; "x"'


def shown(markdown: str) -> str:
    """What a reader of Markdown sees of it, as HTML."""
    return MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(markdown)


def in_html(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def test_markdown_shows_every_word_as_it_is_written() -> None:
    assert shown(escape.markdown(MARKED)) == f"<p>{in_html(MARKED)}</p>\n"
    assert f"<td>{in_html(MARKED)}</td>\n<td>next</td>" in shown(f"| a | b |\n|---|---|\n| {escape.markdown(MARKED)} | next |")
    assert shown(f"# {escape.markdown('Title #')}") == "<h1>Title #</h1>\n"
    assert escape.markdown("two\nlines\x1b[31m") == "two lines\\\\u001b\\[31m"


def test_what_is_markdown_already_is_not_escaped_again() -> None:
    once = escape.markdown("a | b")
    assert escape.markdown(once) == once == "a \\| b"


@pytest.mark.parametrize("words", ["- a", "+ a", "1. a", "2) a", "# a", "> a", "--- ", "===", "    a", "* a", "<p>a"])
def test_a_paragraph_opens_nothing_else(words: str) -> None:
    assert shown(escape.paragraph(words)) == f"<p>{in_html(words.strip())}</p>\n"


def test_code_holds_any_words() -> None:
    for words in ("a", "a`b", "``", "a & <b>", "$x"):
        assert shown(escape.code(words)) == f"<p><code>{in_html(words)}</code></p>\n"
    assert "<code>a|b</code>" in shown(f"| a |\n|---|\n| {escape.code('a|b', in_table=True)} |")


def test_a_terminal_is_told_nothing() -> None:
    assert escape.terminal("a\x1b[2J\x07\x9b\u202eb\n\tc") == "a\\u001b[2J\\u0007\\u009b\\u202eb\n\tc"
    assert escape.line(" a\r\n b\x00") == " a b\\u0000"
    for words in ("出口管制", "ضوابط", "नियंत्रण", "🙂", "a|b", "\udce9"):
        assert escape.terminal(words) == words


def test_a_file_name_is_safe_bounded_and_of_its_own() -> None:
    assert escape.file_name("tornado-frontier-lag-cn-us-tight_2") == "tornado-frontier-lag-cn-us-tight_2"
    names = ["US/EU 50%", "US-EU-50", "US EU 50", "../US", "/etc", "收紧", "收緊", "", ".", "a\x00b", "x" * 300, "x" * 301, "CON:"]
    safe = [escape.file_name(name) for name in names]
    assert len(set(safe)) == len(names)
    assert all(name and len(name) <= escape.LONGEST_NAME and name.replace("-", "").replace("_", "").isalnum()
               and name.isascii() for name in safe)
    assert safe[0].startswith("US-EU-50-")
