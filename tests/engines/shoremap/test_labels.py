"""Labels keep apart and inside, whatever is asked of them."""

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from twoshores.engines.shoremap.labels import Scene, Wanted, place

WIDTH, HEIGHT = 600, 300
spots = st.tuples(st.integers(0, WIDTH), st.integers(0, HEIGHT), st.integers(20, 160))


@settings(max_examples=30, deadline=None)
@given(st.lists(spots, max_size=25))
def test_labels_never_overlap_and_never_leave_the_frame(asked: list[tuple[int, int, int]]) -> None:
    wanted = [Wanted(str(n), x, y, width) for n, (x, y, width) in enumerate(asked)]
    scene = Scene(WIDTH, HEIGHT, [(x, y) for x, y, _ in asked], [])
    placed, unplaced = place(wanted, scene)
    assert sorted([label.code for label in placed] + unplaced) == sorted(w.code for w in wanted)
    for label in placed:
        assert label.box.inside(WIDTH, HEIGHT)
    for one, two in itertools.combinations(placed, 2):
        assert not one.box.overlaps(two.box)


def test_a_lone_label_stands_right_beside_its_dot() -> None:
    (label,), _ = place([Wanted("A", 300, 150, 60)], Scene(WIDTH, HEIGHT, [(300, 150)], []))
    assert label.leader is None
    assert 300 < label.box.left < 315
    assert label.box.top < 150 < label.box.bottom


def test_a_label_gives_way_to_an_arc() -> None:
    arc = [(300 + 7 * n, 150.0, 4.0) for n in range(20)]
    (label,), _ = place([Wanted("A", 300, 150, 60)], Scene(WIDTH, HEIGHT, [(300, 150)], arc))
    assert label.box.right <= 300


def test_crowded_dots_get_lines_to_their_labels() -> None:
    wanted = [Wanted(str(n), 300 + 8 * (n % 4), 150 + 8 * (n // 4), 70) for n in range(16)]
    scene = Scene(WIDTH, HEIGHT, [(w.x, w.y) for w in wanted], [])
    placed, unplaced = place(wanted, scene)
    assert unplaced == []
    assert any(label.leader for label in placed)
    for label in placed:
        if label.leader:
            assert label.box.holds(*label.leader[2:])


def test_a_label_without_room_is_named_and_not_drawn() -> None:
    wanted = [Wanted(str(n), 20, 20, 90) for n in range(9)]
    placed, unplaced = place(wanted, Scene(100, 60, [(20, 20)], []))
    assert 0 < len(placed) < 9
    assert len(placed) + len(unplaced) == 9
