"""Files that exist in full or not at all, and the error of a disk that has no room."""

from __future__ import annotations

import errno
import os
from pathlib import Path

NO_SPACE = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def replace(path: Path, content: str | bytes) -> None:
    """Writes a file under a name of its own and renames it; text is UTF-8 with the line breaks that it has.

    Raises OSError with the name of the file.
    """
    part = path.with_name(f"{path.name}.tmp{os.getpid()}")
    try:
        part.write_bytes(content.encode() if isinstance(content, str) else content)
        os.replace(part, path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise OSError(error.errno, error.strerror, str(path)) from None
