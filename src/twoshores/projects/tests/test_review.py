"""The design review as people meet it: its page, its questions, its words, the known projects."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils.translation import override

from tests.engines.review.cases import CASES
from twoshores.catalogue.services import catalogue_load
from twoshores.common.models import AuditEvent
from twoshores.engines.review import RULES, Answer
from twoshores.projects.models import Indicator, Project, Result, Risk
from twoshores.projects.review_texts import TEXTS
from twoshores.projects.selectors.review import design_of, reviewed
from twoshores.projects.services.alignments import alignment_add
from twoshores.projects.services.answers import Said, answers_of, answers_write
from twoshores.projects.services.plan import PartsData, activity_create
from twoshores.projects.services.rows import row_create
from twoshores.projects.views import review_page

FINDINGS = [
    finding
    for rule in RULES
    for example in CASES[rule.id]
    for finding in rule.check(example).findings
]


@pytest.mark.parametrize("language", ["en", "fr", "es", "pt", "ar"])
def test_every_finding_has_its_words_in_every_language(language):
    assert {finding.code for finding in FINDINGS} <= set(TEXTS)
    with override(language):
        said = {finding.code: review_page.statement(finding) for finding in FINDINGS}
        sections = [review_page.section_of(rule.section) for rule in RULES]
    assert all(words.strip() for words in said.values())
    assert not [words for words in said.values() if re.search(r"%\(|\bNone\b|frozenset", words)]
    assert all(label for label, _note, _href in sections)


def test_a_design_of_ones_own_is_known_to_lack_what_stands_empty(design):
    activity_create(by=design.coordinator, project=design.project, facts={"title": "Dig"})
    judged = {row.rule.id: row.verdict for row in reviewed(design.project).judged}
    assert judged["role-without-partner"].answer is Answer.DOES_NOT
    assert judged["partner-without-role"].answer is Answer.DOES_NOT
    assert judged["threat-not-thought-of"].answer is Answer.DOES_NOT


def test_of_a_reconstruction_what_stands_empty_is_not_known(design, examples):
    project = design.project
    project.rebuilt_from = Project.objects.filter(is_example=True).first()
    project.save()
    activity_create(by=design.coordinator, project=project, facts={"title": "Dig"})
    judged = {row.rule.id: row.verdict for row in reviewed(project).judged}
    assert judged["role-without-partner"].answer is Answer.NOT_KNOWN
    assert judged["threat-not-thought-of"].answer is Answer.NOT_KNOWN


def test_the_whole_design_is_read(design):
    project, by = design.project, design.coordinator
    project.starts, project.ends = date(2027, 1, 1), date(2027, 12, 31)
    project.save()
    parts = PartsData(responsible=design.lead, contributing=[design.partner])
    facts = {"title": "Dig", "times": ["evenings"], "has_volunteers": True}
    facts |= {"starts": date(2027, 2, 1), "ends": date(2027, 3, 1), "country": "ML"}
    activity_create(by=by, project=project, facts=facts, parts=parts)
    facts = {"kind": Risk.Kind.EXTERNAL, "text": "Drought", "likelihood": 4, "effect": 4}
    row_create(by=by, project=project, model=Risk, facts=facts)
    alignment_add(by=by, project=project, facts={"kind": "local_plan", "text": "Plan of Kayes"})
    answers_write(by=by, project=project, opened={}, given={"lessons": Said(True)})

    read = design_of(Project.objects.get(pk=project.pk))
    assert read.days == 365
    assert {country.code for country in read.countries} == {"ML", "FR"}
    assert [partner.name for partner in read.partners] == ["Kayes Water", "Kayes in Paris"]
    (activity,) = read.activities
    assert activity.responsible == str(design.lead.pk)
    assert activity.contributors == {str(design.partner.pk)}
    assert activity.times == {"evenings"}
    assert (activity.starts, activity.ends) == (date(2027, 2, 1), date(2027, 3, 1))
    assert (activity.has_volunteers, activity.country) == (True, "ML")
    assert [risk.weight for risk in read.risks] == [16]
    assert read.alignments == {"local_plan"}
    assert read.answers == {"lessons": True}


def test_money_in_two_currencies_is_weighed_at_the_projects_rate(design, periods):
    from twoshores.projects.models import BudgetAmount, BudgetLine, OwnRate

    project = design.project
    for currency, amount in (("EUR", 1000), ("GNF", 655957)):
        line = BudgetLine.objects.create(
            project=project,
            partner=design.lead,
            category="travel",
            text="Visits",
            currency=currency,
        )
        BudgetAmount.objects.create(line=line, period=periods[0], amount=amount)
    assert design_of(project).euros is None  # no rate: not known, and not a part of the sum
    OwnRate.objects.create(
        project=project,
        currency="GNF",
        per_unit=Decimal("655.957"),
        on=date(2020, 1, 1),
        source="BCEAO",
    )
    assert design_of(project).euros == 2000


def test_a_lines_amounts_are_added_up_and_a_line_without_any_has_none(design, periods):
    from twoshores.projects.models import BudgetAmount, BudgetLine

    facts = {"project": design.project, "partner": design.lead, "category": "travel"}
    full, bare = (
        BudgetLine.objects.create(**facts, text="Visits", position=place, currency="EUR")
        for place in (1, 2)
    )
    for period, amount in zip(periods, ("0.10", "1000.20"), strict=True):
        BudgetAmount.objects.create(line=full, period=period, amount=Decimal(amount))
    first, second = design_of(design.project).lines
    assert (first.amount, first.partner) == (Decimal("1000.30"), str(design.lead.pk))
    assert (second.amount, second.partner) == (None, str(bare.partner_id))


def test_a_partners_stated_tie_answers_the_question(design):
    from twoshores.actors.models import Tie
    from twoshores.common.models import Place

    assert "tie" not in design_of(design.project).answers
    kayes = Place.objects.create(kind="country", name="Mali", country="ML")
    Tie.objects.create(actor=design.partner_organisation, place=kayes, kind="origin")
    assert design_of(design.project).answers["tie"] is True


def test_the_page_says_what_why_and_how_and_leads_to_the_field(
    design, client, django_assert_max_num_queries
):
    activity_create(by=design.coordinator, project=design.project, facts={"title": "Dig"})
    client.force_login(design.coordinator)
    with django_assert_max_num_queries(15):
        page = client.get(reverse("workbench_review", args=[design.project.pk])).text
    assert "Nobody is responsible for: \u2068Dig\u2069." in page
    assert "Work that belongs to everybody is done by nobody." in page
    activity = design.project.activities.get()
    assert reverse("activity_edit", args=[design.project.pk, activity.pk]) in page
    assert "Not known yet" in page


def test_a_finding_about_rows_of_another_page_leads_to_the_page(design, client):
    project, by = design.project, design.coordinator
    parts = PartsData(responsible=design.lead)
    activity_create(by=by, project=project, facts={"title": "Dig"}, parts=parts)
    for level in (Result.Level.OUTCOME, Result.Level.OUTPUT):
        row_create(by=by, project=project, model=Result, facts={"level": level, "text": "Water"})
    facts = {"text": "Wells", "kind": "number"}
    row_create(by=by, project=project, model=Indicator, facts=facts)
    client.force_login(by)
    page = client.get(reverse("workbench_review", args=[project.pk])).text
    for said in (
        "They do nothing in the work plan",
        "Nothing measures",
        "No activity brings about",
    ):
        assert said in page


def test_several_titles_stand_below_the_sentence_in_their_own_direction(design, client):
    by, project = design.coordinator, design.project
    titles = ["Les familles boivent une eau saine", "Les jeunes trouvent du travail ici"]
    for title in titles:
        row_create(by=by, project=project, model=Result, facts={"level": "outcome", "text": title})
    client.force_login(by)
    by.language = "ar"
    by.save()
    response = client.get(reverse("workbench_review", args=[project.pk]))
    found = [row for group in response.context["groups"] for row in group["rows"]]
    rows = [row for row in found if list(row.get("names", ())) == titles]
    assert len(rows) > 1
    for row in rows:
        assert titles[0] not in row["statement"]
        assert row["statement"].endswith(":")
        assert re.search("[\u0627-\u064a]", row["statement"])
    said = re.sub(r"\s+", " ", response.text)
    assert f'<ul class="prose wrote" lang="fr" dir="ltr"> <li> <bdi>{titles[0]}</bdi> </li>' in said


@pytest.mark.parametrize("language", ["en", "fr", "es", "pt", "ar"])
def test_names_stand_where_they_can_be_set_below(language):
    with override(language):
        said = {code: str(told.statement) for code, told in TEXTS.items()}
    inside = {
        code
        for code, words in said.items()
        if "%(names)s" in words and not re.search(r":\s%\(names\)s\.?$", words)
    }
    assert inside == set()


def test_who_only_reads_gets_no_links_to_change(design, client):
    client.force_login(design.viewer)
    page = client.get(reverse("workbench_review", args=[design.project.pk])).text
    assert "Migrants&#x27; part" in page or "Does the local authority know" in page
    assert reverse("workbench_answers", args=[design.project.pk]) + "#" not in page


def test_outsiders_find_no_review(design, client):
    client.force_login(design.stranger)
    for name in ("workbench_review", "workbench_review_json", "workbench_answers"):
        assert client.get(reverse(name, args=[design.project.pk])).status_code == 404


def test_the_review_as_data(design, client):
    client.force_login(design.viewer)
    data = client.get(reverse("workbench_review_json", args=[design.project.pk])).json()
    assert {row["id"] for row in data["rules"]} == {rule.id for rule in RULES}
    assert sum(data["counts"].values()) == len(RULES)
    assert data["clean"] is False


def test_answers_are_given_on_a_page_and_change_the_review(design, client):
    client.force_login(design.coordinator)
    url = reverse("workbench_answers", args=[design.project.pk])
    assert "Does the local authority know of the project?" in client.get(url).text
    sent = {"local-authority": "yes", "local-authority-note": "Letter of 3 March"}
    answer = client.post(url, sent)
    assert answer.status_code == 302
    assert answers_of(design.project) == {"local-authority": Said(True, "Letter of 3 March")}
    judged = {row.rule.id: row.verdict.answer for row in reviewed(design.project).judged}
    assert judged["no-local-authority"] is Answer.HOLDS
    event = AuditEvent.objects.filter(verb="project.answer").get()
    assert event.fields == ["local-authority"]


def test_an_answer_given_meanwhile_is_not_overwritten(design, client):
    answers_write(
        by=design.coordinator, project=design.project, opened={}, given={"tie": Said(False)}
    )
    client.force_login(design.coordinator)
    url = reverse("workbench_answers", args=[design.project.pk])
    page = client.post(url, {"tie": "yes", "tie-was": ""}).text
    assert "Somebody else answered meanwhile: No." in page
    assert answers_of(design.project) == {"tie": Said(False)}


def test_not_known_takes_an_answer_back(design):
    write = {"by": design.coordinator, "project": design.project}
    answers_write(**write, opened={}, given={"tie": Said(True)})
    answers_write(**write, opened={"tie": Said(True)}, given={"tie": Said()})
    assert answers_of(design.project) == {}


def test_only_those_who_write_answer(design):
    with pytest.raises(PermissionDenied):
        answers_write(
            by=design.viewer, project=design.project, opened={}, given={"tie": Said(True)}
        )


def test_the_known_projects_are_read_without_inventing_anything(examples):
    catalogue_load()
    for project in Project.objects.filter(is_example=True):
        found = reviewed(project)
        counts = found.counts
        assert sum(counts.values()) == len(RULES)
        # Nothing but partners, countries and blocks is published of them: most is not known.
        assert counts[Answer.NOT_KNOWN] > len(RULES) / 3
        said = {row.rule.id for row in found.findings}
        assert said <= {
            "one-capital",
            "one-shore",
            "partner-alone",
            "partners-one-side",
            "nobody-reaches-migrants",
            "too-many-partners",
        }


def test_plans_and_goals_on_their_page(design, client, django_assert_max_num_queries):
    client.force_login(design.coordinator)
    pk = design.project.pk
    for kind, sent in (
        ("local_plan", {"text": "Plan of Kayes"}),
        ("sdg", {"code": "10.c", "text": "cheaper transfers"}),
        ("gcm", {"code": "20"}),
        ("dac_sector", {"code": "24050", "percent": "60"}),
        ("dac_marker", {"code": "1", "significance": "1"}),
    ):
        answer = client.post(reverse("alignment_new", args=[pk, kind]), sent)
        assert answer.status_code == 302, answer.text
    with django_assert_max_num_queries(15):
        page = client.get(reverse("workbench_alignment", args=[pk])).text
    assert "10.c" in page
    assert "Faster, safer, cheaper remittances" in page
    row = design.project.alignments.get(kind="sdg")
    client.post(reverse("alignment_remove", args=[pk, row.pk]))
    assert not design.project.alignments.filter(kind="sdg").exists()


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"kind": "local_plan", "text": " "}, "text"),
        ({"kind": "sdg", "code": "99.9"}, "code"),
        ({"kind": "dac_sector", "code": "24050", "percent": Decimal(41)}, "code"),
        ({"kind": "dac_sector", "code": "24040", "percent": Decimal(41)}, "percent"),
    ],
)
def test_what_cannot_be_is_refused(design, facts, field):
    add = {"by": design.coordinator, "project": design.project}
    alignment_add(**add, facts={"kind": "dac_sector", "code": "24050", "percent": Decimal(60)})
    with pytest.raises(ValidationError) as refused:
        alignment_add(**add, facts=facts)
    assert field in refused.value.error_dict
