"""Forces scored by several people, a calendar of moments, messages and a brief with its sources."""

from datetime import date, timedelta
from decimal import Decimal as D

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from twoshores.accounts.models import User
from twoshores.actors.models import Membership
from twoshores.alliances.models import (
    AdvocacyAction,
    Brief,
    Change,
    Force,
    PolicyMoment,
    StrategicAlly,
)
from twoshores.alliances.selectors.allies import (
    calendar_of,
    evidence_of,
    field_of,
    figures_of,
)
from twoshores.alliances.services.allies import force_score, told_write
from twoshores.alliances.services.stakeholders import round_close, round_open
from twoshores.engines.indicators import Value
from twoshores.projects.models import Project
from twoshores.projects.services.indicators import (
    MeasurementData,
    indicator_create,
    measurement_add,
    measurement_confirm,
)
from twoshores.projects.services.rows import row_create


@pytest.fixture
def change(design) -> Change:
    facts = {"text": "Un guichet dans chaque mairie", "language": "fr"}
    return row_create(by=design.coordinator, project=design.project, model=Change, facts=facts)


def fresh(design) -> Project:
    return Project.objects.get(pk=design.project.pk)


def force(design, change, text="Le maire y tient", side="for") -> Force:
    facts = {"change": change, "side": side, "text": text}
    return row_create(by=design.coordinator, project=design.project, model=Force, facts=facts)


def begin(design):
    return round_open(by=design.coordinator, project=fresh(design), kind="forces")


def say(user, in_round, row, strength, reason="Vu au conseil"):
    return force_score(by=user, round_=in_round, force=row, strength=strength, reason=reason)


def test_strengths_move_between_rounds_and_are_read_after_speaking(design, change, client):
    row = force(design, change)
    first = begin(design)
    say(design.coordinator, first, row, 2)
    say(design.abroad, first, row, 3)
    round_close(by=design.coordinator, round_=first)
    second = begin(design)
    say(design.coordinator, second, row, 5)
    seen = field_of(fresh(design), design.coordinator).strengths[row.pk]
    assert (float(seen.now), float(seen.before)) == (5, 2.5)
    blind = field_of(fresh(design), design.abroad).strengths[row.pk]
    assert (float(blind.now), blind.before) == (2.5, None)
    client.force_login(design.coordinator)
    page = client.get(reverse("alliance_forces", args=[design.project.pk])).content.decode()
    assert "5, was 2.5" in page
    assert 'class="grown"' in page


def test_an_opinion_needs_a_reason_and_an_office(design, change):
    row, now = force(design, change), begin(design)
    for strength, reason in ((0, "x"), (6, "x"), (3, "  ")):
        with pytest.raises(ValidationError):
            say(design.coordinator, now, row, strength, reason)
    with pytest.raises(PermissionDenied):
        say(design.viewer, now, row, 3)


def test_moments_are_open_ahead_or_past(design):
    today = timezone.localdate()
    for title, opens, closes in (
        ("past", -9, -2),
        ("open", -2, 3),
        ("ahead", 4, None),
        ("today", 0, None),
    ):
        facts = {"kind": "budget", "title": title, "opens_on": today + timedelta(opens)}
        facts["closes_on"] = today + timedelta(closes) if closes is not None else None
        row_create(by=design.coordinator, project=design.project, model=PolicyMoment, facts=facts)
    found = calendar_of(fresh(design), today)
    assert [row.title for row in found.open] == ["open", "today"]
    assert [row.title for row in found.ahead] == ["ahead"]
    assert [row.title for row in found.past] == ["past"]


def brief(design, change, evidence=()) -> Brief:
    return told_write(
        by=design.coordinator,
        project=fresh(design),
        model=Brief,
        row=None,
        opened_version=0,
        facts={
            "change": change,
            "title": "Un guichet par mairie",
            "problem": "Les familles font trois jours de route.",
            "ask": "Un agent, deux matins par semaine.",
            "language": "fr",
        },
        evidence=evidence,
    )


def test_a_figure_of_a_brief_is_the_latest_that_somebody_confirmed(design, change, periods):
    other = User.objects.create_user("other@example.org")
    Membership.objects.create(user=other, organisation=design.keeper, role="officer")
    indicator = indicator_create(
        by=design.coordinator,
        project=design.project,
        facts={"text": "Familles reçues", "kind": "number", "unit": "familles"},
    )
    made = brief(design, change, [indicator])
    (nothing,) = figures_of(evidence_of(made))
    assert nothing.value == ""

    def measure(period, number, day):
        return measurement_add(
            by=design.coordinator,
            indicator=indicator,
            period=period,
            data=MeasurementData(
                on=date(2026, day, 1), value=Value(number=D(number)), source="Registre"
            ),
        )

    first, second = periods
    measurement_confirm(by=other, row=measure(first, 40, 3))
    measure(second, 55, 9)
    (figure,) = figures_of(evidence_of(made))
    assert figure.value == "40 familles"
    assert (figure.source, figure.on) == ("Registre", date(2026, 3, 1))


def test_the_brief_is_one_page_with_its_sources(design, change, client):
    pytest.importorskip("typst")
    made = brief(design, change)
    client.force_login(design.abroad)
    answer = client.get(reverse("brief_pdf", args=[design.project.pk, made.pk]))
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert answer.content.count(b"/Type/Page\n") + answer.content.count(b"/Type /Page\n") <= 1
    page = client.get(reverse("brief", args=[design.project.pk, made.pk])).content.decode()
    assert "Un agent, deux matins par semaine." in page
    client.force_login(design.stranger)
    for name in ("brief", "brief_pdf"):
        assert client.get(reverse(name, args=[design.project.pk, made.pk])).status_code == 404


def test_rows_of_another_project_are_refused(design, change):
    other = Project.objects.create(code="other", title="Other")
    foreign = Change.objects.create(project=other, text="x", language="fr")
    with pytest.raises(ValidationError):
        brief(design, foreign)
    assert not Brief.objects.exists()


def test_a_stance_needs_what_shows_it(design, client):
    client.force_login(design.coordinator)
    address = reverse("ally_new", args=[design.project.pk])
    sent = {"name": "Conseil régional", "level": "regional", "stance": "supports"}
    refused = client.post(address, sent)
    assert refused.status_code == 422
    assert "Say what shows it" in refused.content.decode()
    assert client.post(address, sent | {"stance_reason": "Vote de mars"}).status_code == 302
    assert StrategicAlly.objects.get().stance == "supports"


def test_a_message_keeps_what_it_stands_on(design, change, client):
    indicator = indicator_create(
        by=design.coordinator, project=design.project, facts={"text": "Dettes", "kind": "number"}
    )
    client.force_login(design.coordinator)
    sent = {
        "change": change.pk,
        "message": "Moins de dettes",
        "channel": "letter",
        "language": "fr",
        "evidence": [f"indicator:{indicator.pk}"],
    }
    made = client.post(reverse("advocacy_new", args=[design.project.pk]), sent)
    assert made.status_code == 302
    row = AdvocacyAction.objects.get()
    assert [one.indicator for one in row.evidence.all()] == [indicator]
    edit = reverse("advocacy_edit", args=[design.project.pk, row.pk])
    assert "checked" in client.get(edit).content.decode()
    late = sent | {"done_on": timezone.localdate() + timedelta(3), "version": 1}
    assert client.post(edit, late).status_code == 422


def test_pages_stay_within_their_queries(design, change, client, django_assert_max_num_queries):
    now = begin(design)
    for number in range(12):
        row = force(design, change, f"F{number}", "for" if number % 2 else "against")
        say(design.coordinator, now, row, 1 + number % 5)
        facts = {"name": f"A{number}", "level": "local"}
        row_create(by=design.coordinator, project=design.project, model=StrategicAlly, facts=facts)
        design.project.ally_parts.create(ally=StrategicAlly.objects.last(), what="advice")
        brief(design, change)
    client.force_login(design.coordinator)
    for name in ("alliance_forces", "alliance_allies"):
        with django_assert_max_num_queries(15):
            assert client.get(reverse(name, args=[design.project.pk])).status_code == 200
