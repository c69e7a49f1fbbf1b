"""Which units are handed out together, and what becomes of those that were near a death."""

from __future__ import annotations

from weightshed.cluster.pieces import BYTES, NEAR, PER_CORE, SECONDS, Pieces


def test_first_pieces_are_single_units_and_later_ones_are_ten_seconds_of_work() -> None:
    pieces = Pieces(list(range(1000)))
    assert pieces.next(2) == [0]
    pieces.done([0], 0.5, 1000)
    assert pieces.next(2) == list(range(1, 1 + int(SECONDS / 0.5)))


def test_pieces_become_small_towards_the_end_and_every_unit_is_handed_out_once() -> None:
    pieces, sizes, seen = Pieces(list(range(400))), [], []
    while piece := pieces.next(2):
        sizes.append(len(piece))
        seen += piece
        pieces.done(piece, 0.5 * len(piece), 1000 * len(piece))
    assert sizes[-1] == 1
    assert max(sizes[1:]) == 20
    assert all(size <= max(1, (400 - sum(sizes[:i])) // (2 * PER_CORE)) for i, size in enumerate(sizes) if i > 0)
    assert seen == list(range(400))
    assert pieces.left == 0


def test_a_piece_is_no_larger_than_joining_can_hold() -> None:
    pieces = Pieces(list(range(1000)))
    pieces.done(pieces.next(1), 0.01, BYTES // 8)
    assert len(pieces.next(1)) == 8


def test_a_piece_that_comes_back_without_a_fault_is_the_next_again() -> None:
    pieces = Pieces([3, 4, 5])
    first = pieces.next(1)
    assert pieces.left == 3
    pieces.back(first)
    assert pieces.next(1) == first


def test_units_near_a_death_are_tried_alone_after_all_others_and_given_up_when_they_end_a_worker_there() -> None:
    pieces = Pieces(list(range(100)))
    pieces.done(pieces.next(1), 1.0, 1000)
    piece = pieces.next(1)
    assert len(piece) == 10
    pieces.died(piece)
    handed: list[list[int]] = []
    while following := pieces.next(1):
        handed.append(following)
        if following == [5]:
            pieces.died(following)
        else:
            pieces.done(following, float(len(following)), 1000)
    assert handed[-11:] == [*([unit] for unit in piece), [5]]
    assert pieces.given_up == [5]
    assert pieces.left == 0


def test_a_unit_is_given_up_only_where_nothing_else_can_have_ended_its_worker() -> None:
    pieces = Pieces([7, 8, 9])
    for _ in range(NEAR):  # 7 ends the worker that 8 waits at
        handed = sorted(pieces.next(2) for _ in range(3))
        assert handed == [[7], [8], [9]]
        pieces.died([7])
        pieces.died([8])
        pieces.back([9])
    assert pieces.next(2) == [9]
    assert pieces.next(2) == []  # 7 and 8 wait until 9 is back
    pieces.done([9], 1.0, 1000)
    assert pieces.next(2) == [7]
    assert pieces.next(2) == []
    pieces.back([7])  # lost on the way, which proves nothing
    assert pieces.next(2) == [7]
    pieces.died([7])
    assert pieces.next(2) == [8]
    pieces.done([8], 1.0, 1000)
    assert pieces.given_up == [7]
    assert pieces.left == 0
