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
#: How often a unit may be near a death before it is tried with nothing else under way, where a death is its own.
NEAR = 2


@dataclass
class Pieces:
    """The missing units of a run, handed out in lists of neighbours."""

    missing: list[int]
    given_up: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._waiting = deque(self.missing)
        self._alone: deque[int] = deque()  # units that were near a death: each a piece, beside others on other workers
        self._last: deque[int] = deque()  # those that were near several: tried with nothing else under way
        self._trial: int | None = None  # the unit that is under way so
        self._deaths: dict[int, int] = {}
        self._under_way: set[int] = set()
        self._seconds, self._bytes, self._units = 0.0, 0, 0  # of what has come back

    @property
    def left(self) -> int:
        """Units that wait or are under way."""
        return len(self._waiting) + len(self._alone) + len(self._last) + len(self._under_way)

    def extend(self, units: list[int]) -> None:
        """Further units, as of the next batch of members."""
        self._waiting.extend(units)

    def next(self, cores: int) -> list[int]:
        """The next piece, empty when none can be handed out now: ten seconds of work, but at least four pieces per core are
        left. A unit that was near several deaths waits until all others have come back."""
        piece: list[int] = []
        if self._trial is not None:
            return piece
        if self._waiting:
            count = FIRST
            if self._units > 0:
                wanted = int(SECONDS * self._units / max(self._seconds, 1e-9))
                fitting = int(BYTES * self._units / max(self._bytes, 1))
                count = max(1, min(wanted, fitting, len(self._waiting) // (PER_CORE * max(cores, 1))))
            piece = [self._waiting.popleft() for _ in range(min(count, len(self._waiting)))]
        elif self._alone:
            piece = [self._alone.popleft()]
        elif self._last and not self._under_way:
            piece = [self._last.popleft()]
            self._trial = piece[0]
        self._under_way.update(piece)
        return piece

    def done(self, piece: list[int], seconds: float, size: int) -> None:
        """A piece has come back, after so many seconds of a core, as a part of so many bytes."""
        self._came(piece)
        self._seconds += seconds
        self._bytes += size
        self._units += len(piece)

    def back(self, piece: list[int]) -> None:
        """A piece was not simulated, through no fault of its own: it is the next again."""
        tried = self._came(piece)
        (self._last if tried else self._waiting).extendleft(reversed(piece))

    def died(self, piece: list[int]) -> None:
        """The workers that had a piece ended. A unit of this piece may be the reason, and so may one that was there beside it:
        each is tried by itself, after all others, then with nothing else under way, and given up if its worker ends there."""
        if self._came(piece):
            self.given_up.extend(piece)
            return
        for unit in piece:
            self._deaths[unit] = self._deaths.get(unit, 0) + 1
            (self._alone if self._deaths[unit] < NEAR else self._last).append(unit)

    def _came(self, piece: list[int]) -> bool:
        """A piece is no longer under way; whether it was there with nothing else."""
        self._under_way.difference_update(piece)
        tried = self._trial is not None and piece == [self._trial]
        if tried:
            self._trial = None
        return tried
