"""The machine that the page speaks of: processor, memory, compiler, and how much of it others used meanwhile."""

from __future__ import annotations

import json
import os
import platform
import re
import shlex
import subprocess
from dataclasses import dataclass
from pathlib import Path

_GIGABYTE = 2**30
#: Options of the compiler that say how fast its code is, and which numbers it gives.
_TELLING = re.compile(r"-(O|f(?!diagnostics)|m|std|g\d?$)")


def processor() -> str:
    names = re.findall(r"^model name\s*:\s*(.*)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    return names[0] if names else platform.machine()


def memory() -> str:
    return f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / _GIGABYTE:.0f} GB"


def compiler(build: Path) -> str:
    """Name, version and telling options of what compiled the benchmark of the kernel, without paths."""
    commands = json.loads((build / "compile_commands.json").read_text())
    words = next(shlex.split(c["command"]) for c in commands if c["file"].endswith("kernel_bench.cpp"))
    words = words[1:] if Path(words[0]).name == "ccache" else words
    version = subprocess.run([words[0], "-dumpfullversion"], capture_output=True, check=True, text=True).stdout.strip()
    return f"{Path(words[0]).name} {version}, {' '.join(word for word in words if _TELLING.match(word))}"


def commit(root: Path) -> str:
    def git(*words: str) -> str:
        return subprocess.run(["git", "-C", root, *words], capture_output=True, check=True, text=True).stdout.strip()

    return git("rev-parse", "--short", "HEAD") + (" with changes" if git("status", "--porcelain", "--untracked-files=no") else "")


@dataclass(frozen=True)
class Moment:
    """The clock, and the seconds of all processors and of this program's processes until then."""

    clock: float
    busy: float
    own: float


def now() -> Moment:
    ticks = [int(word) for word in Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]]
    user, nice, system, _, _, hard, soft, stolen = ticks
    busy = (user + nice + system + hard + soft + stolen) / os.sysconf("SC_CLK_TCK")
    spent = os.times()
    return Moment(spent.elapsed, busy, sum(spent[:4]))


def others(before: Moment, after: Moment) -> float:
    """Processors that others kept busy on average between two moments."""
    used = after.busy - before.busy - (after.own - before.own)
    return max(0.0, used) / max(after.clock - before.clock, 1e-9)
