"""What somebody who is asked reads before a yes or a no: their language, when, how, what for."""

import pytest
from django.urls import reverse

from twoshores.actors.selectors.introductions import introduction_token
from twoshores.actors.services.introductions import introduction_ask
from twoshores.common.models import Translation

MOST_QUERIES = 15


@pytest.fixture
def introduction(officer, organisation, need, make_member, concepts):
    return introduction_ask(
        by=officer,
        asking=organisation,
        asked=make_member("one", [(concepts[0], 4, "x")]),
        subject_kind="capacities.need",
        subject_id=str(need.pk),
        message="هل تستطيع؟",
        language="ar",
    )


def page_of(client, introduction):
    address = reverse("introduction_link", args=[introduction_token(introduction)])
    return client.get(address, headers={"accept-language": "en"})


def test_the_asked_read_when_how_where_and_what_is_offered(
    client, introduction, django_assert_max_num_queries
):
    with django_assert_max_num_queries(MOST_QUERIES):
        page = page_of(client, introduction).content.decode()
    facts = page.split('<dl class="facts')[1].split("</dl>")[0]
    for said in (
        "Feb 1, 2027",
        "Apr 30, 2027",
        "From a distance",
        "Short visits",
        "Evenings",
        "Motobas",
    ):
        assert said in facts
    assert "Original, in" not in page


def test_they_read_it_in_their_language_beside_the_original(client, introduction, need):
    for field, text in (("title", "Training in fish farming"), ("description", "We look for one")):
        Translation.objects.create(
            subject_kind="capacities.need",
            subject_id=str(need.pk),
            field=field,
            language="en",
            text=text,
            status="human",
        )
    page = page_of(client, introduction).content.decode()
    for said in ("Training in fish farming", need.title, "Translated by a person"):
        assert said in page
