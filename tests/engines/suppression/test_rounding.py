"""Nobody can be singled out of the published counts, by any subtraction of views."""

from collections import Counter, defaultdict
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twoshores.engines import suppression
from twoshores.engines.suppression import MINIMUM, noise, publish, threshold

KEY = b"a secret of the instance"
VALUES = st.tuples(st.sampled_from("abc"), st.sampled_from("xyz"), st.sampled_from("12"))
TABLES = st.dictionaries(VALUES, st.integers(0, 12), max_size=18)


def margin(cells, kept):
    counts = Counter()
    for cell, count in cells.items():
        counts[tuple(v if at in kept else None for at, v in enumerate(cell))] += count
    return counts


def likelihood(true, shown, alpha=0.6):
    """Odds that a true count is published as ``shown`` (None: absent)."""
    if true < MINIMUM:
        return 1.0 if shown is None else 0.0
    scale = (1 - alpha) / (1 + alpha)
    results = range(-60, 1200)

    def becomes(value):
        rounded = (value + 2) // 5 * 5
        return rounded if rounded >= MINIMUM else None

    return sum(scale * alpha ** abs(v - true) for v in results if becomes(v) == shown)


@settings(max_examples=150, deadline=None)
@given(TABLES)
def test_no_small_cell_is_published_nor_left_by_a_subtraction(cells):
    views = publish(cells, dimensions=3, key=KEY)
    assert len(views) == 8
    for kept, view in views.items():
        true = margin(cells, kept)
        assert all(count % 5 == 0 and count >= 5 for count in view.values())
        assert all(true[cell] >= MINIMUM for cell in view)
    for outer, inner in combinations(views, 2):
        if not set(outer) < set(inner):
            continue
        for cell, whole in views[outer].items():
            parts = [
                count
                for part, count in views[inner].items()
                if all(part[at] == cell[at] for at in outer)
            ]
            for size in range(len(parts) + 1):
                left = whole - sum(parts[:size])
                assert not 0 < abs(left) < MINIMUM


@settings(max_examples=60, deadline=None)
@given(TABLES.filter(bool), st.data())
def test_any_hidden_cell_may_as_well_hold_five(cells, data):
    """The whole publication is possible for a table in which the hidden cell is not small."""
    views = publish(cells, dimensions=3, key=KEY)
    kept = data.draw(st.sampled_from(sorted(views)))
    small = sorted(c for c, n in margin(cells, kept).items() if n < MINIMUM)
    if not small:
        return
    target = data.draw(st.sampled_from(small))
    host = next(c for c in cells if all(target[at] in (None, c[at]) for at in range(3)))
    other = {**cells, host: cells[host] + MINIMUM}
    for shown_kept, view in views.items():
        for cell, count in margin(other, shown_kept).items():
            assert likelihood(count, view.get(cell)) > 0


def test_the_best_guess_of_a_hidden_cell_is_little_better_than_chance():
    """Total less the three shown neighbours, over 400 keys for each true count 0..4."""
    seen = defaultdict(Counter)
    for hidden in range(5):
        cells = {("a",): 20, ("b",): 31, ("c",): 14, ("d",): hidden}
        for number in range(400):
            views = publish(cells, dimensions=1, key=KEY + bytes([number % 256, number // 256]))
            parts = views[(0,)]
            guess = views[()].get((None,), 0) - sum(parts.get((v,), 0) for v in "abc")
            seen[guess][hidden] += 1
    right = sum(counts.most_common(1)[0][1] for counts in seen.values())
    assert right / 2000 < 0.35


def test_rounding_alone_would_have_given_the_cells_away():
    """Five cells of four under a total of twenty: now the total is not known to be twenty."""
    cells = {(v,): 4 for v in "abcde"}
    totals = {publish(cells, dimensions=1, key=KEY + bytes([n]))[()][(None,)] for n in range(60)}
    assert totals >= {15, 20, 25}


def test_filling_a_cell_with_invented_people_does_not_tell_who_was_there():
    """Snapshot by snapshot one invented person more, until the cell appears; 300 keys each."""
    seen = defaultdict(Counter)
    for truth in range(5):
        for number in range(300):
            key = KEY + bytes([number % 256, number // 256])
            invented = next(
                n for n in range(60) if publish({("a",): truth + n}, dimensions=1, key=key)[(0,)]
            )
            seen[invented][truth] += 1
    right = sum(counts.most_common(1)[0][1] for counts in seen.values())
    assert right / 1500 < 0.45
    assert {threshold(KEY, n) for n in range(100)} == {5, 6, 7, 8, 9}


def test_asking_again_gives_the_same_numbers_and_another_instance_others():
    cells = {("a", str(n)): 20 + n for n in range(30)}
    first = publish(cells, dimensions=2, key=KEY)
    assert first == publish(cells, dimensions=2, key=KEY)
    assert first != publish(cells, dimensions=2, key=KEY + b"!")


def test_published_counts_stay_useful():
    cells = {(str(n),): 50 for n in range(500)}
    shown = publish(cells, dimensions=1, key=KEY)[(0,)]
    errors = [shown[cell] - 50 for cell in cells]
    assert abs(sum(errors) / 500) < 0.5
    assert sum(abs(error) <= 5 for error in errors) / 500 > 0.85


def test_noise_follows_its_law():
    drawn = Counter(noise(KEY, n) for n in range(4000))
    for value in range(-3, 4):
        expected = 0.25 * 0.6 ** abs(value)
        assert abs(drawn[value] / 4000 - expected) < 0.03


@pytest.mark.parametrize(
    ("cells", "key"),
    [({("a",): 1}, b"short"), ({("a",): -1}, KEY), ({("a", "b"): 1}, KEY), ({("",): 1}, KEY)],
)
def test_bad_input_is_refused(cells, key):
    with pytest.raises(ValueError, match=r".+"):
        publish(cells, dimensions=1, key=key)


def test_exported_names_exist():
    assert all(hasattr(suppression, name) for name in suppression.__all__)
