"""The demo's call: published whole, balanced, loaded once, in five languages."""

import pytest
from django.urls import reverse
from django.utils import timezone

from twoshores.portal.demo.call_words import CALL, ORIGIN, THEMES, UNION
from twoshores.portal.demo.programme import load_demo_programme
from twoshores.programmes.call_checks import balance_of, levels_missing
from twoshores.programmes.call_phases import phase_of
from twoshores.programmes.selectors.calls import call_body

pytestmark = pytest.mark.django_db


def test_it_is_loaded_once_and_open(client):
    call = load_demo_programme()
    assert load_demo_programme() is None
    call.refresh_from_db()
    assert call.is_demo
    assert phase_of(call, timezone.now()) == "open"
    assert call.versions.get().body == call_body(call)
    criteria = list(call.criterions.all())
    assert not balance_of(criteria).is_uneven
    assert not levels_missing(criteria)
    assert (len(ORIGIN), len(UNION), len(THEMES)) == (16, 27, 4)
    for language, (title, *_rest) in CALL.items():
        shown = client.get(reverse("call", args=[call.code]), headers={"accept-language": language})
        assert title in shown.content.decode()
