"""What a process keeps of a call's scores shows nothing that has changed since, however it was
changed, nothing to a reader who may not see it, and is what the engines say of the marks."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from twoshores.engines import appraisal as engine
from twoshores.programmes.models import Assessment, Mark
from twoshores.programmes.selectors import figures, ranking
from twoshores.programmes.selectors.appraisal import appraised_of
from twoshores.programmes.selectors.figures import figures_of, material_of
from twoshores.programmes.selectors.ranking import rankings_of
from twoshores.programmes.selectors.scores import appraised, criteria_in
from twoshores.programmes.services.assigning import (
    assessment_give_back,
    conflict_declare,
    reader_take_back,
)
from twoshores.programmes.services.proposals import proposal_withdraw

from .appraising import mark_all
from .figures_world import *  # noqa: F403 - fixtures
from .figures_world import another_process, pages, set_to


def from_the_marks(call):
    """Proposal -> score, as the engine says it of the rows, without anything that is kept."""
    rules = criteria_in(call.criterions.all(), {})
    totals, readings, partners = [], {}, {}
    for proposal in appraised_of(call):
        present = proposal.project.partners.filter(left_on__isnull=True).order_by("position")
        partners[proposal.pk] = [str(row.pk) for row in present]
        done = proposal.assessments.filter(state="done").order_by("given_at", "pk")
        readings[proposal.pk] = [
            (str(one.office_id), sheet_of(one, rules, partners[proposal.pk]), one.is_third)
            for one in done
        ]
        totals += [
            (str(proposal.pk), office, sheet.total)
            for office, sheet, _third in readings[proposal.pk]
            if sheet.total is not None
        ]
    try:
        points = engine.severity(totals).points
    except engine.NotConnected:
        points = {}
    return {
        key: engine.together(
            rules,
            partners[key],
            [engine.Reading(*row, points.get(row[0], Decimal(0))) for row in rows],
        )
        for key, rows in readings.items()
    }


def sheet_of(one, rules, partners):
    given = [
        engine.Given(str(row.criterion_id), str(row.partner_id or ""), row.mark)
        for row in one.marks.all()
        if row.partner_id is None or str(row.partner_id) in partners
    ]
    return engine.marked(rules, partners, given)


def test_what_is_kept_is_what_the_engines_say(world):
    wanted = from_the_marks(world.call)
    assert any(score.corrected != score.total for score in wanted.values())
    for _time in range(2):
        assert figures_of(material_of(world.call), {}).scores == wanted
    assert appraised(world.call, appraised_of(world.call)).scores == wanted
    plain = rankings_of(world.call, []).plain
    assert [row.entry.score for row in plain.ranked if row.rank] == sorted(
        (score.total for score in wanted.values() if not score.barred), reverse=True
    )


def first_mark(world):
    return Mark.objects.filter(assessment__proposal=world.proposals[0]).order_by("pk").first()


def mark_changes(world, officer, scenario):
    row = first_mark(world)
    set_to(Mark.objects.filter(pk=row.pk), mark=Decimal("0.5"))


def two_marks_change_places(world, officer, scenario):
    """Their sum, their number and their ids are what they were."""
    proposal = world.proposals[0]
    one, two = proposal.assessments.all()[0].marks.order_by("criterion__position")[1:3]
    set_to(Mark.objects.filter(pk=one.pk), mark=Decimal(1))
    set_to(Mark.objects.filter(pk=two.pk), mark=Decimal(4))
    rankings_of(world.call, [scenario])
    set_to(Mark.objects.filter(pk=one.pk), mark=Decimal(4))
    set_to(Mark.objects.filter(pk=two.pk), mark=Decimal(1))


def mark_goes_blank(world, officer, scenario):
    set_to(Mark.objects.filter(pk=first_mark(world).pk), mark=None)


def mark_is_deleted(world, officer, scenario):
    first_mark(world).delete()


def marks_are_given_back(world, officer, scenario):
    assessment_give_back(by=officer, assessment=world.proposals[0].assessments.first())


def marks_are_changed_by_their_assessor(world, officer, scenario):
    one = world.proposals[0].assessments.first()
    assessment_give_back(by=officer, assessment=one)
    mark_all(one, 5)


def reader_is_taken_back(world, officer, scenario):
    one = world.proposals[0].assessments.first()
    reader_take_back(by=officer, assessment=one, because="Two pages were missing")


def conflict_is_declared(world, officer, scenario):
    one = world.proposals[0].assessments.first()
    conflict_declare(by=one.office.user, assessment=one, reason="My sister works there")


def another_is_read_as_the_third(world, officer, scenario):
    proposal = world.proposals[1]
    for one, mark in zip(proposal.assessments.order_by("given_at"), (0, 5, 4), strict=True):
        set_to(one.marks.all(), mark=Decimal(mark))
    rankings_of(world.call, [scenario])
    last = proposal.assessments.order_by("given_at").last()
    set_to(Assessment.objects.filter(pk=last.pk), is_third=True)


def partner_leaves(world, officer, scenario):
    partner = world.proposals[0].project.partners.get(is_lead=False)
    set_to(type(partner).objects.filter(pk=partner.pk), left_on=timezone.localdate())


def weight_changes(world, officer, scenario):
    set_to(world.call.criterions.filter(position=1), weight=Decimal(7))


def bar_is_set(world, officer, scenario):
    set_to(world.call.criterions.filter(position=1), least=Decimal(5))


def best_mark_changes(world, officer, scenario):
    set_to(world.call.criterions.filter(position=2), most=10)


def component_changes(world, officer, scenario):
    set_to(world.call.criterions.filter(position=1), component="development")


def severity_is_not_corrected(world, officer, scenario):
    scenario.corrected = False


def scenario_weighs_otherwise(world, officer, scenario):
    scenario.weights = {str(world.call.criterions.last().pk): "9"}


def scenario_has_more_money(world, officer, scenario):
    scenario.budget = Decimal(300_000)


def scenario_has_no_minimum(world, officer, scenario):
    scenario.balance = {}


def scenario_has_a_shorter_list(world, officer, scenario):
    scenario.reserve = 1


def call_has_less_money(world, officer, scenario):
    world.call.budget = Decimal(50_000)


def proposal_is_withdrawn(world, officer, scenario):
    proposal_withdraw(by=world.keepers[0], proposal=world.proposals[0])


def theme_is_given(world, officer, scenario):
    theme = world.call.themes.create(title="Water")
    set_to(world.call.proposals.filter(number=1), theme=theme)


def country_changes(world, officer, scenario):
    set_to(world.proposals[0].project.countries.filter(role="origin"), country="EG")


def deadline_moves_on(world, officer, scenario):
    world.call.deadline = timezone.now() + timedelta(days=1)
    world.call.save()


def handed_in_once_more(world, officer, scenario):
    row = world.proposals[0].submissions.get()
    row.body["shares"][0]["asked"] = "1.00"
    row.pk, row.number, row._state.adding = None, 2, True
    row.save()


CHANGES = (
    *(mark_changes, two_marks_change_places, mark_goes_blank, mark_is_deleted),
    *(marks_are_given_back, marks_are_changed_by_their_assessor, reader_is_taken_back),
    *(conflict_is_declared, another_is_read_as_the_third, partner_leaves, weight_changes),
    *(bar_is_set, best_mark_changes, component_changes, severity_is_not_corrected),
    *(scenario_weighs_otherwise, scenario_has_more_money, scenario_has_no_minimum),
    *(scenario_has_a_shorter_list, call_has_less_money, proposal_is_withdrawn, theme_is_given),
    *(country_changes, deadline_moves_on, handed_in_once_more),
)


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_counts_at_once(world, officer, scenario, monkeypatch, change):
    before = rankings_of(world.call, [scenario])
    change(world, officer, scenario)
    found = rankings_of(world.call, [scenario])
    assert found != before
    with another_process(monkeypatch):
        assert rankings_of(world.call, [scenario]) == found
    assert found.figures.scores == from_the_marks(world.call)


def test_nothing_is_calculated_again_while_nothing_changes(client, world, officer, monkeypatch):
    client.force_login(officer)
    first = [client.get(page).text for page in pages(world)]
    monkeypatch.setattr(figures, "_read", None)
    monkeypatch.setattr(figures, "_calculated", None)
    monkeypatch.setattr(ranking, "_cut", None)
    again = [client.get(page).text for page in pages(world)]
    assert [text.count("<td") for text in again] == [text.count("<td") for text in first]


def test_the_first_after_a_change_takes_few_queries_too(client, world, officer, scenario):
    client.force_login(officer)
    for page in pages(world):
        client.get(page)
        mark_changes(world, officer, scenario)
        with CaptureQueriesContext(connection) as asked:
            client.get(page)
        assert len(asked) <= 15, "\n".join(row["sql"] for row in asked)
        set_to(Mark.objects.filter(pk=first_mark(world).pk), mark=Decimal(2))


def test_what_changes_while_it_is_read_is_not_kept(world, monkeypatch):
    row, read = first_mark(world), figures._read

    def overtaken(*args):
        set_to(Mark.objects.filter(pk=row.pk), mark=Decimal(5))
        return read(*args)

    set_to(Mark.objects.filter(pk=row.pk), mark=Decimal(1))
    with monkeypatch.context() as at_once:
        at_once.setattr(figures, "_read", overtaken)
        figures_of(material_of(world.call), {})
    set_to(Mark.objects.filter(pk=row.pk), mark=Decimal(1))
    assert figures_of(material_of(world.call), {}).scores == from_the_marks(world.call)
