"""Which units of a study are simulated together, which are under way, and which were near a death too often."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

#: Seconds of work in a piece: the cost of handing one out, about 0.2 s, is then two in a hundred, and a lost worker costs
#: seconds.
SECONDS = 10.0
#: Bytes of a part at most, about: what joining holds in memory of one.
BYTES = 4 << 20
#: Units in the first pieces, whose time nobody knows.
FIRST = 1
#: At the end there are so many pieces for each core, so that no core waits long for the last one.
PER_CORE = 4
#: How often a unit may be near a death before it is left alone: the second time it is by itself.
ATTEMPTS = 2


@dataclass
class Pieces:
    """The missing units of a run, handed out in lists of neighbours."""

    missing: list[int]
    given_up: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._waiting = deque(self.missing)
        self._alone: deque[int] = deque()  # units that were near a death
        self._deaths: dict[int, int] = {}
        self._under_way: set[int] = set()
        self._seconds, self._bytes, self._units = 0.0, 0, 0  # of what has come back

    @property
    def left(self) -> int:
        """Units that wait or are under way."""
        return len(self._waiting) + len(self._alone) + len(self._under_way)

    def extend(self, units: list[int]) -> None:
        """Further units, as of the next batch of members."""
        self._waiting.extend(units)

    def next(self, cores: int) -> list[int]:
        """The next piece, empty when none waits: ten seconds of work, but at least four pieces per core are left."""
        if self._waiting:
            count = FIRST
            if self._units > 0:
                wanted = int(SECONDS * self._units / max(self._seconds, 1e-9))
                fitting = int(BYTES * self._units / max(self._bytes, 1))
                count = max(1, min(wanted, fitting, len(self._waiting) // (PER_CORE * max(cores, 1))))
            piece = [self._waiting.popleft() for _ in range(min(count, len(self._waiting)))]
        else:
            piece = [self._alone.popleft()] if self._alone else []
        self._under_way.update(piece)
        return piece

    def done(self, piece: list[int], seconds: float, size: int) -> None:
        """A piece has come back, after so many seconds of a core, as a part of so many bytes."""
        self._under_way.difference_update(piece)
        self._seconds += seconds
        self._bytes += size
        self._units += len(piece)

    def back(self, piece: list[int]) -> None:
        """A piece was not simulated, through no fault of its own: it is the next again."""
        self._under_way.difference_update(piece)
        self._waiting.extendleft(reversed(piece))

    def died(self, piece: list[int]) -> None:
        """The workers that had a piece ended, perhaps because of one of its units: each is tried by itself, after all others,
        and given up when that has happened too often."""
        self._under_way.difference_update(piece)
        for unit in piece:
            self._deaths[unit] = self._deaths.get(unit, 0) + 1
            if len(piece) == 1 and self._deaths[unit] >= ATTEMPTS:
                self.given_up.append(unit)
            else:
                self._alone.append(unit)
