"""Values that a kept query hands over as the database has them."""

from datetime import date

from twoshores.common.made_once import day_of, flag_of


def test_days_and_flags_are_the_same_from_either_database() -> None:
    day = date(2026, 11, 27)
    assert (day_of("2026-11-27"), day_of(day), day_of(None)) == (day, day, None)
    assert [flag_of(value) for value in (1, True, 0, False, None)] == [
        *(True, True, False, False, None)
    ]
