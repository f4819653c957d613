"""Early signs: each shows at its bound and not before, and what is not known is no sign."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twoshores.engines.earlysigns import Facts, Meeting, Partner, Step, early_signs

TODAY = date(2027, 6, 30)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def keys(facts: Facts) -> list[str]:
    return [sign.key for sign in early_signs(facts, TODAY)]


def whole(**facts) -> Facts:
    two = (Partner("a"), Partner("b"))
    return Facts(**{"running_since": None, "partners": two} | facts)


def one(**facts) -> Facts:
    running = facts.pop("running", True)
    meetings = facts.pop("meetings", (Meeting(TODAY),))
    pair = (Partner("a", **facts), Partner("b"))
    return Facts(ago(400) if running else None, pair, meetings)


def missed(*came: bool) -> tuple[Meeting, ...]:
    return tuple(Meeting(ago(days), {"a": here}) for days, here in enumerate(came))


CASES = [
    ("no-meeting", whole(running_since=ago(93)), whole(running_since=ago(92))),
    (
        "no-meeting",
        whole(running_since=ago(400), meetings=(Meeting(ago(93)),)),
        whole(running_since=ago(400), meetings=(Meeting(ago(92)),)),
    ),
    ("steps-overdue", whole(steps=(Step(ago(15), None),)), whole(steps=(Step(ago(14), "a"),))),
    ("agreement-ends", whole(ends_on=(ago(-60),)), whole(ends_on=(ago(-61),))),
    ("mediation-waits", whole(asked_on=(ago(15),)), whole(asked_on=(ago(14),))),
    ("late-reports", one(late=1), one()),
    ("unanswered", one(sent_back_on=(ago(15),)), one(sent_back_on=(ago(14),))),
    ("silent", one(silent_weeks=6), one(silent_weeks=5)),
    (
        "meetings-missed",
        one(meetings=missed(False, False, True)),
        one(meetings=missed(True, True, False, False)),
    ),
    ("holds-the-money", one(share=Fraction(7, 10)), one(share=Fraction(69, 100))),
    ("nothing-in-writing", one(in_writing=False), one(in_writing=False, running=False)),
    ("hand-over", one(hand_overs=1), one()),
]


@pytest.mark.parametrize(("key", "shows", "does_not"), CASES)
def test_each_sign_shows_at_its_bound_and_not_before(key, shows, does_not):
    assert key in keys(shows)
    assert key not in keys(does_not)


def test_every_sign_has_a_case():
    source = {key for key, _shows, _not in CASES}
    assert len(source) == 11


def test_what_is_not_known_is_no_sign():
    nothing = Partner("a", silent_weeks=None, share=None, in_writing=None)
    assert keys(Facts(None, (nothing, Partner("b")))) == []
    assert keys(one(meetings=(Meeting(ago(1), {}), Meeting(ago(2), {"b": False})))) == []


def test_a_partner_alone_holds_no_unequal_share_and_meets_nobody():
    assert keys(Facts(ago(400), (Partner("a", share=Fraction(1)),))) == []


@given(
    st.integers(0, 60),
    st.lists(st.booleans(), max_size=6),
    st.fractions(0, 1),
    st.integers(0, 60),
)
def test_more_trouble_never_takes_a_sign_away(weeks, came, share, more):
    meetings = missed(*came)
    before = set(keys(one(silent_weeks=weeks, share=share, meetings=meetings)))
    worse = one(
        silent_weeks=weeks + more,
        share=share + (1 - share) / 2,
        meetings=missed(*[here and not more for here in came]),
    )
    assert before <= set(keys(worse))
