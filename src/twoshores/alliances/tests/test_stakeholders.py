"""Stakeholders: mapped on all shores, scored by several people, private to the partnership."""

import json
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from twoshores.alliances.models import ScoringRound, Stakeholder, StakeholderScore
from twoshores.alliances.selectors.stakeholders import map_of, opinions_of
from twoshores.alliances.services import stakeholders as services
from twoshores.alliances.stakeholder_told import QUADRANTS, SUGGESTED, TOLD
from twoshores.common.models import AuditEvent
from twoshores.engines.stakeholdergrid import Quadrant
from twoshores.projects.models import Project
from twoshores.projects.services.projects import project_show
from twoshores.projects.services.snapshots import design_snapshot

REASON = "Le maire attend les élections"


def stake(design, name="Mairie de Kayes", rests=(), row=None, **facts) -> Stakeholder:
    whole = {"name": name, "group": "local_authority", "country": "ML", "organisation": None}
    return services.stakeholder_write(
        by=design.coordinator,
        project=fresh(design),
        row=row,
        opened_version=row.version if row else 0,
        facts=whole | facts,
        rests=rests,
    )


def fresh(design) -> Project:
    return Project.objects.get(pk=design.project.pk)


def round_(design) -> ScoringRound:
    return services.round_open(by=design.coordinator, project=fresh(design), kind="stakeholders")


def score(user, in_round, row, interest=4, influence=2, reason=REASON):
    return services.stakeholder_score(
        by=user,
        round_=in_round,
        stakeholder=row,
        interest=interest,
        influence=influence,
        reason=reason,
    )


def test_a_partner_is_said_to_be_one_and_not_doubled(design):
    for facts in ({"name": "KAYES in paris"}, {"name": "x", "organisation": design.keeper}):
        with pytest.raises(ValidationError) as refused:
            stake(design, **facts)
        assert "partner of the project already" in str(refused.value)
    stake(design)
    with pytest.raises(ValidationError):
        stake(design, "mairie de  KAYES")
    with pytest.raises(ValidationError) as refused:
        stake(design, "Nowhere", country="")
    assert "country" in refused.value.error_dict


def test_a_score_needs_a_reason_and_a_place_on_the_scale(design):
    row, now = stake(design), round_(design)
    for wrong in ({"reason": "  "}, {"interest": 6}, {"influence": 0}):
        with pytest.raises(ValidationError):
            score(design.coordinator, now, row, **wrong)
    assert not StakeholderScore.objects.exists()
    score(design.coordinator, now, row)
    score(design.coordinator, now, row, interest=1)
    assert StakeholderScore.objects.get().interest == 1


def test_writers_of_all_partners_score_viewers_and_strangers_do_not(design):
    row, now = stake(design), round_(design)
    score(design.coordinator, now, row)
    score(design.abroad, now, row)
    for user in (design.viewer, design.stranger):
        with pytest.raises(PermissionDenied):
            score(user, now, row)
    services.round_close(by=design.coordinator, round_=now)
    now.refresh_from_db()
    with pytest.raises(PermissionDenied):
        score(design.abroad, now, row)


def test_nobody_reads_an_open_round_before_speaking_in_it(design):
    row, now = stake(design), round_(design)
    score(design.coordinator, now, row)
    blind = map_of(fresh(design), design.abroad)
    assert blind.standings == {}
    assert opinions_of(row, design.abroad) == []
    assert (blind.done, blind.of, blind.mine) == (1, 2, 0)
    score(design.abroad, now, row, interest=2)
    seen = map_of(fresh(design), design.abroad)
    assert seen.standings[str(row.pk)].opinions == 2
    ((_round, scores),) = opinions_of(row, design.abroad)
    assert [one.interest for one in scores] == [2, 4]  # by what they say, not by whose


def test_a_second_round_shows_the_movement_and_what_breaks(design, client):
    prices = design.project.assumptions.create(text="Le prix du ciment tient")
    row = stake(design, rests=[prices])
    for interest in (5, 3):
        now = round_(design)
        score(design.coordinator, now, row, interest=interest)
        services.round_close(by=design.coordinator, round_=now)
    found = map_of(fresh(design), design.abroad)
    assert found.breaks() == [row]
    client.force_login(design.abroad)
    page = client.get(reverse("alliance_stakeholders", args=[design.project.pk])).content.decode()
    assert "lost interest" in page
    assert "Le prix du ciment tient" in page
    assert 'class="move"' in page


def test_who_withdraws_shows_what_breaks_and_links_follow_the_form(design):
    prices = design.project.assumptions.create(text="Prix")
    risk = design.project.risks.create(kind="external", text="Crue", likelihood=1, effect=1)
    row = stake(design, rests=[prices, risk])
    assert map_of(fresh(design), design.viewer).breaks() == []
    row = stake(design, row=row, rests=[risk], withdrew_on=timezone.localdate())
    (broken,) = map_of(fresh(design), design.viewer).breaks()
    assert [link.risk for link in broken.links.all()] == [risk]
    with pytest.raises(ValidationError):
        stake(design, row=row, withdrew_on=timezone.localdate() + timedelta(1))


def test_opinions_stay_within_the_partnership(design, client):
    row, now = stake(design, gains="Une voix au conseil"), round_(design)
    score(design.coordinator, now, row)
    assert REASON not in json.dumps(design_snapshot(fresh(design)), default=str)
    events = AuditEvent.objects.filter(verb="scoringround.score")
    assert events.count() == 1
    assert not events.exclude(about_id="").exists()
    project_show(
        by=design.coordinator,
        project=fresh(design),
        visibility="public",
        shown=["partners", "risks", "results"],
        opened_version=fresh(design).version,
    )
    for address in (
        reverse("project", args=[design.project.code]),
        reverse("projects_json"),
        reverse("project_iati", args=[design.project.code]),
    ):
        answer = client.get(address)
        body = b"".join(answer) if answer.streaming else answer.content
        for secret in (REASON, "Mairie de Kayes", "Une voix au conseil"):
            assert secret not in body.decode()
    for name, more in (
        ("alliance_stakeholders", []),
        ("alliance_stakeholder", [row.pk]),
        ("stakeholders_csv", []),
    ):
        client.force_login(design.stranger)
        address = reverse(name, args=[design.project.pk, *more])
        assert client.get(address).status_code == 404


def test_the_table_leaves_as_means_and_without_formulas(design, client):
    row = stake(design, "=cmd|' /C calc'!A0")
    now = round_(design)
    score(design.coordinator, now, row)
    client.force_login(design.coordinator)
    text = client.get(reverse("stakeholders_csv", args=[design.project.pk])).content.decode()
    assert "'=cmd" in text
    assert REASON not in text
    assert "4.0" in text


def test_the_walk_from_one_to_the_next(design, client):
    first, second = stake(design, "A"), stake(design, "B")
    args = [design.project.pk]
    client.force_login(design.abroad)
    assert client.get(reverse("score", args=args)).status_code == 404  # no round is open
    round_(design)
    begun = client.get(reverse("score", args=args))
    assert begun["Location"] == reverse("score_of", args=[*args, first.pk])
    sent = {"interest": 3, "influence": 3, "reason": ""}
    refused = client.post(begun["Location"], sent)
    assert refused.status_code == 422
    assert "a number without a reason" in refused.content.decode()
    on = client.post(begun["Location"], sent | {"reason": "Oui"})
    assert on["Location"] == reverse("score_of", args=[*args, second.pk])
    done = client.post(on["Location"], sent | {"reason": "Oui"})
    assert done["Location"] == reverse("alliance_stakeholders", args=args)


def test_every_group_corner_and_strategy_is_told():
    assert set(TOLD) == set(Stakeholder.Group.values)
    assert set(SUGGESTED) == set(QUADRANTS) == set(Quadrant)
    assert set(SUGGESTED.values()) == set(Stakeholder.Strategy.values)


def test_pages_stay_within_their_queries(design, client, django_assert_max_num_queries):
    rows = [stake(design, f"S{number}") for number in range(40)]
    for _round in range(2):
        now = round_(design)
        for place, row in enumerate(rows):
            score(design.coordinator, now, row, interest=1 + place % 5)
            score(design.abroad, now, row, influence=1 + place % 5)
    client.force_login(design.coordinator)
    for name, more in (("alliance_stakeholders", []), ("alliance_stakeholder", [rows[0].pk])):
        with django_assert_max_num_queries(15):
            page = client.get(reverse(name, args=[design.project.pk, *more]))
        assert page.status_code == 200
