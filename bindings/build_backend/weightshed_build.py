"""The build backend: scikit-build-core, whose source archives here say which revision they are of.

Outside a checkout nobody can ask git, and a program built there would call its revision "unknown" in every result.
"""

from __future__ import annotations

import gzip
import io
import subprocess
import tarfile
from pathlib import Path
from typing import Mapping

from scikit_build_core import build as backend
from scikit_build_core.build import *  # noqa: F401,F403  (what pip calls)

STATED = ".git_archival.txt"  # the file that `git archive` fills, too


def build_sdist(sdist_directory: str, config_settings: Mapping[str, list[str] | str] | None = None) -> str:
    """The archive of scikit-build-core with the revision of the checkout in it; that of an archive stays as it is."""
    name = str(backend.build_sdist(sdist_directory, config_settings))
    if Path(".git").exists():
        revision = subprocess.run(["git", "rev-parse", "HEAD"], check=True, capture_output=True, text=True).stdout.strip()
        _state(Path(sdist_directory) / name, f"node: {revision}\n".encode())
    return name


def _state(archive: Path, said: bytes) -> None:
    """Writes the archive anew with these words in the file that states the revision; all else, times too, stays the same."""
    written = io.BytesIO()
    with tarfile.open(archive) as old, tarfile.open(fileobj=written, mode="w", format=tarfile.PAX_FORMAT) as new:
        for member in old:
            content = old.extractfile(member) if member.isreg() else None
            if content and member.name.partition("/")[2] == STATED:
                member.size, content = len(said), io.BytesIO(said)
            new.addfile(member, content)
    when = int.from_bytes(archive.read_bytes()[4:8], "little")  # in the head of a gzip
    archive.write_bytes(gzip.compress(written.getvalue(), mtime=when))
