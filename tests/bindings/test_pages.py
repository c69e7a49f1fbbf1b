"""Should a stranger's words get into a page as HTML after all: the PDF maker reads nothing that the brief did not make."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from weightshed.brief.pages import fetcher, laid_out

DOT = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='9' height='9'%3E%3C/svg%3E"


@pytest.fixture
def server() -> Iterator[socket.socket]:
    """Of this computer; whoever connects waits in its queue."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.setblocking(False)
        yield listening


def test_a_page_opens_no_connection(server: socket.socket) -> None:
    address = f"http://127.0.0.1:{server.getsockname()[1]}"
    laid_out(f'<style>@import "{address}/a.css"; p {{ background: url({address}/b.png) }}</style><link rel="stylesheet" href="{address}/c.css">'
             f'<p>words</p><img src="{address}/d.png"><iframe src="{address}/e"></iframe><object data="{address}/f"></object>').pdf()
    with pytest.raises(BlockingIOError):
        server.accept()


def test_a_page_attaches_no_file(tmp_path: Path) -> None:
    from weasyprint import HTML

    secret = tmp_path / "secret.txt"
    secret.write_text("nobody's business", encoding="utf-8")
    page = f'<link rel="attachment" href="{secret.as_uri()}"><p>words <a rel="attachment" href="{secret.as_uri()}">here</a></p>'
    assert b"/EmbeddedFile" in HTML(string=page).write_pdf()  # what it does when nothing holds it back
    assert b"/EmbeddedFile" not in laid_out(page).pdf()


@pytest.mark.parametrize("address", ["file:///etc/hostname", "FILE:///etc/hostname", "http://127.0.0.1/", "https://127.0.0.1/", "ftp://127.0.0.1/",
                                     "//127.0.0.1/a.png", "/etc/hostname", "a.png", "file:///fonts/../etc/hostname"])
def test_what_the_brief_did_not_make_is_refused_before_it_is_looked_at(address: str) -> None:
    with pytest.raises(ValueError, match="reads nothing from outside"):
        fetcher(["file:///fonts/one.ttf"]).fetch(address)


def test_data_and_the_fonts_of_the_brief_are_read(tmp_path: Path) -> None:
    font = tmp_path / "one.ttf"
    font.write_bytes(b"a font")
    fetch = fetcher([font.as_uri()])
    assert fetch.fetch(font.as_uri()).read() == b"a font"
    assert fetch.fetch(DOT).read().startswith(b"<svg")
