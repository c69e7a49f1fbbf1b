"""What a command line may ask of the methods; without their libraries, so that a wrong one is refused at once."""

from __future__ import annotations

from dataclasses import dataclass

FEWEST_BLOCKS = 8
FEWEST_TRAJECTORIES = 4
NEEDED = (f"a design needs blocks that are a power of two, at least {FEWEST_BLOCKS}, at least {FEWEST_TRAJECTORIES} "
          "trajectories, one factor and one member")  # all at once, so that the next try is right
WANTED = ("more", "less")


@dataclass(frozen=True)
class Plan:
    """The size of a design. Its worlds are trajectories × (assumptions + 1), then blocks × (factors + 4 at most)."""

    blocks: int = 64  # a power of two
    trajectories: int = 6
    factors: int = 8  # assumptions that stand alone
    members: int = 1
    seed: int = 1
    threads: int = 0

    def __post_init__(self) -> None:
        if self.blocks < FEWEST_BLOCKS or self.blocks & (self.blocks - 1):
            raise ValueError(f"{self.blocks} blocks: {NEEDED}")
        if self.trajectories < FEWEST_TRAJECTORIES or self.factors < 1 or self.members < 1:
            raise ValueError(NEEDED)
