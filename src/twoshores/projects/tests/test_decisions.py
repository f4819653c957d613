"""Decisions are added and never changed; an amendment keeps the design as it was."""

import json
from datetime import date, timedelta
from decimal import Decimal as D

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from twoshores.catalogue.selectors import block_for_design
from twoshores.catalogue.services import catalogue_load
from twoshores.common.models import AuditEvent
from twoshores.engines.indicators import Value
from twoshores.projects.design_parts import PARTS
from twoshores.projects.models import Amendment, Decision
from twoshores.projects.review_texts import QUESTIONS
from twoshores.projects.selectors.design import design_of, tables_in
from twoshores.projects.services import indicators as measuring
from twoshores.projects.services.answers import Said, answers_write
from twoshores.projects.services.blocks import block_leave
from twoshores.projects.services.budget import AmountData, line_create, line_update
from twoshores.projects.services.chain import result_create
from twoshores.projects.services.decisions import amendment_add, decision_add
from twoshores.projects.services.periods import periods_make
from twoshores.projects.services.plan import PartsData, activity_create, activity_update
from twoshores.projects.services.projects import (
    partner_remove,
    partner_rights,
    partner_update,
    project_move,
    project_update,
)
from twoshores.projects.services.rows import row_create, row_remove
from twoshores.projects.views import design_words

DAY = date(2026, 3, 1)
OLD_PARTS = set(PARTS) - {"blocks", "answers"}  # what was kept at first
MEET = str(QUESTIONS["meetings"])
LITERACY = "Financial literacy"
FACTS = {"on": DAY, "what": "Deux puits de moins", "why": "Le ciment", "language": "fr"}


@pytest.fixture
def whole(design):
    """A design with a row in every part that a snapshot keeps."""
    by, project = design.coordinator, design.project
    design.goal = result_create(by=by, project=project, level="goal", facts={"text": "Santé"})
    design.outcome = result_create(
        by=by, project=project, level="outcome", facts={"text": "Eau saine", "parent": design.goal}
    )
    periods = [
        ("First half", date(2027, 1, 1), date(2027, 6, 30)),
        ("Second half", date(2027, 7, 1), date(2027, 12, 31)),
    ]
    design.periods = periods_make(by=by, project=project, spans=periods)
    facts = {"text": "Puits", "kind": "number", "result": design.outcome, "baseline_number": D(0)}
    design.wells = measuring.indicator_create(by=by, project=project, facts=facts)
    measuring.targets_set(
        by=by, indicator=design.wells, targets={design.periods[0]: Value(number=D("6.5"))}
    )
    days = {"starts": date(2027, 1, 1), "ends": date(2027, 2, 1), "times": ["evenings"]}
    design.drill, design.pay = (
        activity_create(
            by=by,
            project=project,
            facts={"title": title, **days},
            parts=PartsData(responsible=design.partner),
        )
        for title in ("Forer", "Payer")
    )
    project.activities.model.objects.get(pk=design.pay.pk).waits_for.create(
        before=design.drill, lag_days=3
    )
    facts = {"text": "Pompes", "partner": design.lead, "category": "equipment", "currency": "XOF"}
    design.line = line_create(
        by=by,
        project=project,
        facts=facts | {"activity": design.drill},
        amounts={design.periods[0]: AmountData(D("1234567.89"))},
    )
    rows = {
        "risks": {"kind": "external", "text": "Sécheresse", "likelihood": 4, "effect": 5},
        "assumptions": {"text": "Le prix du ciment tient", "result": design.outcome},
        "migrants_parts": {"phase": "design", "say": "together"},
        "skill_needs": {"text": "Réparer une pompe", "people": 2},
        "alignments": {"kind": "local_plan", "text": "Plan communal"},
        "ceilings": {"category": "travel", "percent": D("7.50")},
        "rates": {"currency": "XOF", "per_unit": D("655.957"), "on": DAY, "source": "BCEAO"},
    }
    for name, facts in rows.items():
        row_create(by=by, project=project, model=getattr(project, name).model, facts=facts)
    catalogue_load()
    project.blocks.create(block="financial-literacy", position=1)
    answer(design, opened={}, given={"meetings": Said(yes=False, note="Pas encore")})
    project_move(by=by, project=project, move="begin")
    return design


def answer(design, **said):
    answers_write(by=design.coordinator, project=design.project, **said)


def amend(design, *, by=None, agreed=None, **more):
    return amendment_add(
        by=by or design.coordinator,
        project=design.project,
        facts=FACTS | more,
        agreed_by=[design.partner] if agreed is None else agreed,
    )


def test_a_decision_says_who_decided(design):
    facts = {"on": DAY, "text": "Nous commençons par Kayes", "language": "fr"}
    args = {"project": design.project, "facts": facts, "partners": [design.lead, design.partner]}
    row = decision_add(by=design.coordinator, **args)
    assert set(row.partners.all()) == {design.lead, design.partner}
    assert row.by == design.coordinator
    assert AuditEvent.objects.get(verb="decision.create").about_id == str(design.project.pk)
    for somebody in (design.viewer, design.abroad, design.stranger):
        with pytest.raises(PermissionDenied):
            decision_add(by=somebody, **args)
    late = facts | {"on": timezone.localdate() + timedelta(days=1)}
    with pytest.raises(ValidationError):
        decision_add(by=design.coordinator, project=design.project, facts=late)
    assert Decision.objects.count() == 1


def test_who_decided_or_agreed_is_not_taken_off(design):
    by, project = design.coordinator, design.project
    facts = {"on": DAY, "text": "Nous commençons par Kayes", "language": "fr"}
    row = decision_add(by=by, project=project, facts=facts, partners=[design.partner])
    with pytest.raises(ValidationError, match="decided something"):
        partner_remove(by=by, project=project, partner=design.partner)
    assert list(row.partners.all()) == [design.partner]


def test_a_snapshot_holds_every_part_and_reads_back(whole, django_assert_num_queries):
    with django_assert_num_queries(1):
        now = design_of(whole.project)
    assert [key for key in PARTS if not now[key]] == []
    row = amend(whole)
    stored = Amendment.objects.get(pk=row.pk).before
    assert tables_in(json.loads(json.dumps(stored))) == now
    [target] = now["targets"].values()
    assert (target["number"], target["numerator"]) == ("6.5", None)
    [amount] = now["amounts"].values()
    assert (amount["amount"], amount["currency"]) == ("1234567.89", "XOF")
    assert now["activities"][whole.drill.pk.hex]["times"] == ["evenings"]
    assert now["results"][whole.outcome.pk.hex]["parent"] == whole.goal.pk.hex
    assert now["countries"]["ML"] == {"country": "ML", "role": "origin"}
    assert now["blocks"] == {"financial-literacy": {"block": "financial-literacy"}}
    said = {"key": "meetings", "yes": False, "note": "Pas encore"}
    assert now["answers"] == {"meetings": said}
    assert now["project"][whole.project.pk.hex]["rates_on"] is None


def test_only_a_project_under_way_is_amended_by_those_who_may(design):
    with pytest.raises(PermissionDenied, match="simply changed"):
        amend(design)
    project_move(by=design.coordinator, project=design.project, move="begin")
    for somebody in (design.viewer, design.abroad, design.stranger):
        with pytest.raises(PermissionDenied):
            amend(design, by=somebody)
    partner_rights(
        by=design.coordinator, project=design.project, partner=design.partner, may_edit=True
    )
    design.project.refresh_from_db()
    assert amend(design, by=design.abroad).number == 1
    assert amend(design).number == 2
    project_move(by=design.coordinator, project=design.project, move="finish")
    with pytest.raises(PermissionDenied, match="finished"):
        amend(design)


def test_somebody_agreed(design):
    project_move(by=design.coordinator, project=design.project, move="begin")
    with pytest.raises(ValidationError) as refused:
        amend(design, agreed=[])
    assert "agreed_by" in refused.value.error_dict
    assert not Amendment.objects.exists()


def changed(design):
    """Change one of each kind: a text, a target, dates, money, a partner; add and take out."""
    by, project = design.coordinator, design.project
    project_update(
        by=by, project=project, opened_version=project.version, facts={"problem": "Deux heures"}
    )
    measuring.targets_set(
        by=by,
        indicator=design.wells,
        targets={
            design.periods[0]: Value(number=D(4)),
            design.periods[1]: Value(number=D(2)),
        },
    )
    activity_update(
        by=by,
        project=project,
        row=design.drill,
        opened_version=design.drill.version,
        facts={"ends": date(2027, 3, 1)},
        parts=PartsData(responsible=design.partner),  # written anew, the same
    )
    line_update(
        by=by,
        project=project,
        row=design.line,
        opened_version=design.line.version,
        facts={"category": "services"},
        amounts={design.periods[0]: AmountData(D(5))},
    )
    partner_update(
        by=by,
        project=project,
        partner=design.partner,
        opened_version=design.partner.version,
        facts={"role": "Collecter"},
    )
    row_create(
        by=by,
        project=project,
        model=project.risks.model,
        facts={"kind": "capacity", "text": "Départs", "likelihood": 1, "effect": 1},
    )
    row_remove(by=by, project=project, row=project.skill_needs.get())
    project.blocks.create(block="micro-credit", position=2)
    block_leave(by=by, project=project, key="financial-literacy")
    answer(
        design,
        opened={"meetings": Said(yes=False, note="Pas encore")},
        given={"meetings": Said(yes=True, note="Pas encore"), "tie": Said(yes=True)},
    )


def test_what_changed_is_said_label_by_label(whole):
    before = tables_in(amend(whole).before)
    assert design_words.changes(before, design_of(whole.project)) == []
    changed(whole)
    said = {
        str(part["label"]): part for part in design_words.changes(before, design_of(whole.project))
    }
    lines = {
        label: [
            (one["title"], str(one["label"]), one["before"], one["now"]) for one in part["changed"]
        ]
        for label, part in said.items()
        if part["changed"]
    }
    assert lines == {
        "The project": [
            (
                "Water for twelve villages",
                "What is wrong today, and for whom",
                "",
                "Deux heures",
            )
        ],
        "Partners": [("Kayes in Paris", "What it does in the project", "", "Collecter")],
        "Targets": [("Puits · First half", "The number", "6.5", "4")],
        "Work plan": [("Forer", "Until", "February 1, 2027", "March 1, 2027")],
        "Lines of the budget": [
            ("Pompes", "Kind of cost", "Equipment and supplies", "Services and experts")
        ],
        "Planned by period": [("Pompes · First half", "Amount", "1,234,567.89", "5")],
        "Answers to the review": [(MEET, "Answer", "No", "Yes")],
    }
    assert said["Building blocks"]["added"] == [block_for_design("micro-credit", "en").title]
    assert said["Building blocks"]["removed"] == [LITERACY]
    assert said["Answers to the review"]["added"] == [str(QUESTIONS["tie"])]
    assert said["Targets"]["added"] == ["Puits · Second half"]
    assert said["Risks"]["added"] == ["Départs"]
    assert said["Skills that the project lacks"]["removed"] == ["Réparer une pompe"]
    assert "Who does what" not in said


def test_what_an_older_snapshot_did_not_keep_is_said_and_not_taken_for_nothing(whole, client):
    row = amend(whole)
    parts = {key: part for key, part in row.before["parts"].items() if key in OLD_PARTS}
    # As it stands in a database that kept amendments before: nothing writes one so today.
    Amendment.objects.filter(pk=row.pk).update(before=row.before | {"parts": parts})
    before = tables_in(Amendment.objects.get(pk=row.pk).before)
    assert design_words.not_kept(before) == ["Building blocks", "Answers to the review"]
    assert design_words.changes(before, design_of(whole.project)) == []
    client.force_login(whole.coordinator)
    for name in ("amendment", "amendment_compare"):
        page = client.get(reverse(name, args=[whole.project.pk, 1])).text
        assert "Not kept then:" in page
        assert LITERACY not in page


def test_the_pages(whole, client, django_assert_max_num_queries):
    client.force_login(whole.coordinator)
    project = whole.project
    sent = {"on": "2026-03-01", "what": "Deux puits de moins", "why": "Le ciment"}
    sent |= {"language": "fr", "agreed_by": [str(whole.partner.pk)]}
    new = reverse("amendment_new", args=[project.pk])
    refused = client.post(new, {key: value for key, value in sent.items() if key != "agreed_by"})
    assert refused.status_code == 422
    assert "Le ciment" in refused.text
    assert client.post(new, sent).status_code == 302
    client.post(
        reverse("decision_new", args=[project.pk]),
        {"on": "2026-03-02", "text": "On commence", "language": "fr"}
        | {"partners": [str(whole.lead.pk)]},
    )
    changed(whole)
    amend(whole, what="Encore")
    with django_assert_max_num_queries(15):
        page = client.get(reverse("workbench_decisions", args=[project.pk])).text
    for words in ("Deux puits de moins", "On commence", "Kayes in Paris", "Amendment 1"):
        assert words in page
    with django_assert_max_num_queries(15):
        page = client.get(reverse("amendment", args=[project.pk, 1])).text
    for words in (
        "Sécheresse",
        "1,234,567.89",
        "Eau saine",
        "Evenings",
        "Réparer une pompe",
        MEET,
        LITERACY,
    ):
        assert words in page
    assert "Deux heures" not in page
    by_label = {
        str(part["label"]): part["rows"]
        for part in design_words.sections(tables_in(project.amendments.get(number=1).before))
    }
    assert by_label["Indicators"][0]["facts"][-1] == ("First half", "6.5")
    assert by_label["Lines of the budget"][0]["facts"][-1] == ("First half", "XOF, 1,234,567.89")
    assert by_label["Work plan"][0]["facts"][-1] == ("Kayes in Paris", "Responsible")
    assert "Targets" not in by_label
    assert "{" not in page.split("<main")[1].split("</main")[0]
    for more in ("", "?next"):
        with django_assert_max_num_queries(15):
            page = client.get(reverse("amendment_compare", args=[project.pk, 1]) + more).text
        for words in ("Deux heures", "6.5", "Départs", "taken out"):
            assert words in page
    assert client.get(reverse("amendment", args=[project.pk, 3])).status_code == 404


def test_outsiders_find_nothing(whole, client):
    amend(whole)
    pages = [
        ("workbench_decisions", []),
        ("amendment", [1]),
        ("amendment_compare", [1]),
        ("decision_new", []),
        ("amendment_new", []),
    ]
    client.force_login(whole.stranger)
    for name, args in pages:
        assert client.get(reverse(name, args=[whole.project.pk, *args])).status_code == 404, name
    client.force_login(whole.viewer)
    codes = [client.get(reverse(n, args=[whole.project.pk, *a])).status_code for n, a in pages]
    assert codes == [200, 200, 200, 404, 404]


def test_a_design_is_not_amended_on_its_page_before_it_runs(design, client):
    client.force_login(design.coordinator)
    assert client.get(reverse("amendment_new", args=[design.project.pk])).status_code == 404
    page = client.get(reverse("workbench_decisions", args=[design.project.pk])).text
    assert reverse("amendment_new", args=[design.project.pk]) not in page
