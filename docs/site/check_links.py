"""Checks that every link inside the built site leads somewhere: a file that is there, and a place in it.

    check_links.py FOLDER

Prints each link that does not and ends with 1; a link to the network that a page would load by itself is one too.
"""

from __future__ import annotations

import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit


class Page(HTMLParser):
    """The links of a page, what it loads, and the places in it that links may name."""

    def __init__(self, path: Path):
        super().__init__()
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.places: set[str] = {"", "top"}
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        for name in ("id", "name"):
            if given.get(name):
                self.places.add(str(given[name]))
        if tag == "a" and given.get("href"):
            self.links.append(str(given["href"]))
        for name in ("src", "href"):
            if tag in ("img", "script", "link", "iframe") and given.get(name) and given.get("rel") not in ("canonical", "search"):
                self.loaded.append(str(given[name]))


def main(folder: Path) -> int:
    pages = {path.resolve(): Page(path) for path in sorted(folder.rglob("*.html"))}
    bad = []
    for path, page in pages.items():
        for link in page.links + page.loaded:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                if link in page.loaded and parts.scheme != "data":
                    bad.append(f"{path.name}: loads {link}")
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            if not target.is_file():
                bad.append(f"{path.relative_to(folder.resolve())}: {link}: no such file")
            elif target in pages and unquote(parts.fragment) not in pages[target].places:
                bad.append(f"{path.relative_to(folder.resolve())}: {link}: no such place")
    print("\n".join(bad) if bad else f"{sum(len(p.links) for p in pages.values())} links on {len(pages)} pages lead somewhere")
    return 1 if bad or not pages else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
