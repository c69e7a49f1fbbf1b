"""How far a run has come, told as the program tells it: a bar on a terminal, else a line every ten seconds."""

from __future__ import annotations

import sys
import time
from typing import Any

WIDTH = 30
PAUSE = 0.1  # seconds between two bars
LONG_PAUSE = 10.0  # seconds between two lines


def length_of_time(seconds: float) -> str:
    """"1 h 05 min", "3 min 20 s", "4.1 s"."""
    if 0.0 < seconds < 0.95:
        return f"{seconds:.2g} s"
    if seconds < 60.0:
        return f"{seconds:.1f} s"
    whole = round(seconds)
    return f"{whole // 60} min {whole % 60:02} s" if whole < 3600 else f"{whole // 3600} h {whole % 3600 // 60:02} min"


class Bar:
    """On standard error. `show` gets done, done_before, failed and total in histories, and `suffix` for what else there is."""

    def __init__(self, quiet: bool = False):
        self._quiet, self._terminal = quiet, sys.stderr.isatty()
        self._began = self._last = time.monotonic()
        self._drawn = False

    def show(self, progress: dict[str, Any], suffix: str = "") -> None:
        now = time.monotonic()
        is_last = self._terminal and progress["done"] == progress["total"]
        if self._quiet or (now - self._last < (PAUSE if self._terminal else LONG_PAUSE) and not is_last):
            return
        self._last = now
        text = self._numbers(progress, now - self._began) + suffix
        if self._terminal:
            filled = WIDTH * progress["done"] // max(progress["total"], 1)
            text = f"\r[{'#' * filled}{'.' * (WIDTH - filled)}] {text}\033[K"
            self._drawn = True
        self._write(text if self._terminal else text + "\n")

    def finish(self) -> None:
        """Leaves the last bar on its line."""
        if self._drawn:
            self._write("\n")
        self._drawn = False

    @staticmethod
    def _numbers(progress: dict[str, Any], seconds: float) -> str:
        rate = (progress["done"] - progress["done_before"]) / seconds if seconds > 0.0 else 0.0
        left = f", {length_of_time((progress['total'] - progress['done']) / rate)} left" if rate > 0.0 else ""
        return f"{progress['done']}/{progress['total']} histories, {progress['failed']} failed, {rate:.3g} per second{left}"

    @staticmethod
    def _write(text: str) -> None:
        try:
            sys.stderr.write(text)
            sys.stderr.flush()
        except OSError:
            pass  # nobody can read it
