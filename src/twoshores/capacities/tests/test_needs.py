"""Writing a need: draft, open, changed by two, closed."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from twoshores.accounts.models import User
from twoshores.capacities.models import Need
from twoshores.capacities.need_states import MACHINE
from twoshores.capacities.selectors.needs import needs_visible_to
from twoshores.capacities.services.needs import (
    BeneficiariesData,
    RequirementData,
    need_create,
    need_move,
    need_publish,
    need_update,
)
from twoshores.common import search
from twoshores.common.editing import StaleVersion
from twoshores.common.states import WrongState


def test_every_state_can_be_reached():
    assert MACHINE.states == MACHINE.reachable == set(Need.State.values)


def test_weights_are_scaled_to_85(need):
    assert sum(r.weight for r in need.requirements.all()) == 85


def test_a_draft_is_the_organisations_own(officer, organisation, need):
    draft = need_create(
        by=officer, organisation=organisation, facts={"language": "ar", "title": "مسودة"}
    )
    stranger = User.objects.create_user("x@example.org")
    assert list(needs_visible_to(stranger)) == [need]
    assert draft in needs_visible_to(officer)


def test_publishing_says_everything_that_is_missing(officer, organisation):
    draft = need_create(
        by=officer, organisation=organisation, facts={"language": "ar", "title": "مسودة"}
    )
    with pytest.raises(ValidationError) as caught:
        need_publish(by=officer, need=draft)
    assert set(caught.value.message_dict) == {"description", "requirements", "modes"}


def test_strangers_cannot_write(need, organisation):
    stranger = User.objects.create_user("x@example.org")
    with pytest.raises(PermissionDenied):
        need_update(by=stranger, need=need, opened_version=need.version, facts={"title": "x"})
    with pytest.raises(PermissionDenied):
        need_create(by=stranger, organisation=organisation, facts={"title": "x", "language": "en"})


def test_the_second_of_two_editors_sees_what_the_first_changed(officer, need):
    mine, theirs = Need.objects.get(pk=need.pk), Need.objects.get(pk=need.pk)
    need_update(by=officer, need=theirs, opened_version=theirs.version, facts={"title": "first"})
    with pytest.raises(StaleVersion) as caught:
        need_update(by=officer, need=mine, opened_version=mine.version, facts={"title": "second"})
    conflict = caught.value.conflicts[0]
    assert (conflict.field, conflict.theirs, conflict.mine) == ("title", "first", "second")
    assert Need.objects.get(pk=need.pk).title == "first"


def test_beneficiaries_not_counted_have_no_row(officer, need):
    need_update(
        by=officer,
        need=need,
        opened_version=need.version,
        facts={},
        beneficiaries=[
            BeneficiariesData("female", "adult", 58),
            BeneficiariesData("male", "adult", 0),
        ],
    )
    assert sorted(need.beneficiaries.values_list("number", flat=True)) == [0, 58]


def test_closed_needs_leave_the_search_and_come_back(officer, need):
    assert search.find("need", "الاستزراع") == [str(need.pk)]
    need_move(by=officer, need=need, move="fill")
    assert search.find("need", "الاستزراع") == []
    with pytest.raises(WrongState):
        need_publish(by=officer, need=Need.objects.get(pk=need.pk))
    need_move(by=officer, need=need, move="reopen")
    assert search.find("need", "الإستزراع") == [str(need.pk)]


@pytest.mark.parametrize("text", ["x" * 10_000, "🐟" * 3000, "‮abc", "ليس"])
def test_any_text_is_kept_as_written(officer, organisation, text):
    need = need_create(
        by=officer,
        organisation=organisation,
        facts={"language": "ar", "title": "t", "description": text},
    )
    assert Need.objects.get(pk=need.pk).description == text


def test_too_many_requirements_are_refused_and_nothing_is_lost(officer, need):
    lines = [RequirementData(f"skill {n}", "en") for n in range(13)]
    with pytest.raises(ValidationError):
        need_update(
            by=officer,
            need=need,
            opened_version=need.version,
            facts={},
            requirements=lines,
        )
    assert need.requirements.count() == 3
