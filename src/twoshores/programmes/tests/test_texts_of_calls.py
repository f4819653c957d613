"""What a call asks is read in the reader's language wherever it is asked, not on its page alone."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from twoshores.programmes.check_points import points_of
from twoshores.programmes.models import Criterion, Prompt
from twoshores.programmes.selectors.call_texts import field_of_group
from twoshores.programmes.services.call_parts import call_translate
from twoshores.programmes.services.office_answers import answers_file_check
from twoshores.programmes.services.submissions import proposal_submit, receipt_mail
from twoshores.programmes.services.telling import blocks_for
from twoshores.programmes.subjects import call_subject
from twoshores.programmes.waiting import waiting_in_projects

from .applying import *  # noqa: F403 - fixtures
from .appraising import make_appraising, mark_all
from .test_telling import decide

pytestmark = pytest.mark.django_db


def say(officer, call, language, texts):
    call_translate(by=officer, call=call, language=language, texts=texts)


@pytest.fixture
def asked(officer, call):
    """Questions in French; of the second only the title, which is not enough."""
    first, second = call.prompts.order_by("position")
    Prompt.objects.filter(pk=first.pk).update(help="Be brief")
    Prompt.objects.filter(pk=second.pk).update(help="Two examples")
    texts = {(first, "title"): "Pourquoi ce projet ?", (first, "help"): "Soyez brefs"}
    say(officer, call, "fr", texts | {(second, "title"): "Qu’apportez-vous ?"})
    theme = call.themes.create(title="Ponds")
    say(officer, call, "fr", {(theme, "title"): "Étangs"})
    return call


def shown_to(client, user, name, *args, language="fr"):
    user.language = language
    user.save()
    client.force_login(user)
    return client.get(reverse(name, args=args)).content.decode()


def test_questions_are_asked_in_the_readers_language(client, officer, keeper, asked, proposal):
    at = (proposal.project_id, proposal.pk)
    say(officer, asked, "fr", {(asked, "title"): "Du fleuve à la mer"})
    assert "Du fleuve à la mer" in shown_to(client, keeper, "call_apply", asked.code)
    page = shown_to(client, keeper, "proposal", *at)
    assert "Pourquoi ce projet ?" in page
    assert "Why this project?" not in page
    assert "Du fleuve à la mer" in page
    form = shown_to(client, keeper, "proposal_part", *at)
    assert 'lang="fr" dir="ltr">Pourquoi ce projet ?</label>' in " ".join(form.split())
    assert "Soyez brefs" in form
    own = proposal.project.partners.get(is_lead=True)
    form = shown_to(client, keeper, "proposal_part_of", *at, own.pk)
    assert "What do you bring?" in form  # its help is not translated
    assert "Why this project?" in shown_to(client, keeper, "proposal_part", *at, language="en")
    assert "Étangs" in shown_to(client, keeper, "proposal_theme", *at)
    proposal.theme = asked.themes.get()
    proposal.save()
    assert "Étangs" in shown_to(client, keeper, "proposal", *at)


def test_another_language_asks_the_database_no_more_often(client, keeper, asked, proposal):
    counts = []
    for language in ("en", "fr", "es"):
        at = [proposal.project_id, proposal.pk]
        shown_to(client, keeper, "proposal", *at, language=language)
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("proposal", args=at))
        counts.append(len(queries))
    assert counts == [counts[0], counts[0] + 1, counts[0] + 1]  # the title of the call
    assert counts[1] <= 15


def test_a_file_in_one_language_comes_back_in_another(client, keeper, asked, proposal):
    at = [proposal.project_id, proposal.pk]
    shown_to(client, keeper, "proposal", *at)
    data = client.get(reverse("answers_xlsx", args=at)).content
    keeper.language = "en"
    keeper.save()
    assert answers_file_check(by=keeper, proposal=proposal, data=data).found.changes == []


def test_assessors_and_applicants_read_criteria_in_their_language(client, officer, programme):
    world = make_appraising(programme)
    criterion = world.call.criterions.exclude(level="organisation").first()
    Criterion.objects.filter(pk=criterion.pk).update(guidance="Five is best")
    texts = {(criterion, "title"): "Liens", (criterion, "guidance"): "Cinq est le mieux"}
    say(officer, world.call, "fr", texts)
    one, two = world.give(world.proposals[0], 0, 1)
    form = shown_to(client, one.office.user, "assessment", world.programme.pk, one.pk)
    assert "Liens" in form
    assert "Cinq est le mieux" in form
    for row in (one, two):
        mark_all(row, 3)
    seen = shown_to(client, one.office.user, "assessment", world.programme.pk, one.pk)
    assert "<bdi>Liens</bdi>" in seen  # beside the marks of the other
    page = shown_to(
        client, officer, "appraised_proposal", world.programme.pk, world.proposals[0].pk
    )
    assert "Liens" in page
    award = decide(officer, world.proposals[0])
    labels = {
        language: {row["label"] for row in blocks_for(award, language)} for language in ["fr", "en"]
    }
    assert "Liens" in labels["fr"]
    assert criterion.title in labels["en"]


# The title of a call wherever a list shows it.


def in_french(officer, call, title="De la rivière à la mer"):
    say(officer, call, "fr", {(call, "title"): title})
    return title


def test_applicants_lists_show_the_title_in_their_language(
    client, officer, keeper, call, proposal, mailoutbox
):
    title = in_french(officer, call)
    at = [proposal.project_id]
    assert title in shown_to(client, keeper, "project_proposals", *at)
    assert title in shown_to(client, keeper, "workbench_project", *at)  # Today of the project
    with translation.override("fr"):
        assert [row.item.said for row in waiting_in_projects(keeper, timezone.localdate())] == [
            title
        ]
    assert title not in shown_to(client, keeper, "workbench_project", *at, language="es")
    assert call.title in shown_to(client, keeper, "project_proposals", *at, language="es")
    made = proposal_submit(by=keeper, proposal=proposal)
    assert title in shown_to(client, keeper, "submission", *at, proposal.pk, made.pk)
    assert title in shown_to(client, keeper, "proposal_outcome", *at, proposal.pk)
    receipt_mail(str(made.pk))
    assert title in mailoutbox[-1].body
    assert title in mailoutbox[-1].subject
    assert call_subject(str(call.pk)).title == call.title


def test_officers_lists_show_the_title_in_their_language(client, officer, programme, call):
    title = in_french(officer, call)
    assert title in shown_to(client, officer, "programme_calls", programme.pk)
    assert title in shown_to(client, officer, "programme_appraisals", programme.pk)
    assert title in shown_to(client, officer, "appraisal_proposals", programme.pk, call.pk)
    page = shown_to(client, officer, "programme_calls", programme.pk, language="en")
    assert title not in page
    assert call.title in page


def test_a_letter_names_the_call_in_its_own_language_the_page_in_the_readers(
    client, officer, programme
):
    world = make_appraising(programme)
    title = in_french(officer, world.call)
    one = world.give(world.proposals[0], 0)[0]
    mark_all(one, 3)
    award = decide(officer, world.proposals[0])
    texts = {
        language: " ".join(row["text"] for row in blocks_for(award, language))
        for language in ("fr", "en")
    }
    assert title in texts["fr"]
    assert title not in texts["en"]
    at = [world.programme.pk, world.proposals[0].pk]
    page = shown_to(client, officer, "letter_preview", *at)
    assert f'dir="ltr">{title}</span> (' in page  # above the letter


def test_an_introduction_about_a_call_shows_it_in_the_readers_language(officer, call):
    in_french(officer, call)
    say(officer, call, "fr", {(call, "summary"): "Du poisson"})
    with translation.override("fr"):
        shown = call_subject(str(call.pk))
    assert (shown.title, shown.text, shown.language) == (
        "De la rivière à la mer",
        "Du poisson",
        "fr",
    )


def test_the_portfolio_names_themes_in_the_readers_language(client, officer, programme, funded):
    theme = funded.proposal.call.themes.create(title="Ponds")
    funded.proposal.theme = theme
    funded.proposal.save()
    say(officer, funded.proposal.call, "fr", {(theme, "title"): "Étangs"})
    assert "Étangs" in shown_to(client, officer, "programme_portfolio", programme.pk)
    client.force_login(officer)
    narrowed = reverse("programme_portfolio", args=[programme.pk]) + f"?theme={theme.pk}"
    page = client.get(narrowed).text
    assert "Étangs" in page
    assert "Ponds" not in page


# What officers call a group of countries in a rule.


def test_groups_of_countries_are_named_in_the_readers_language(
    client, officer, keeper, call, proposal
):
    call.rules = [*call.rules, {"rule": "lead_in", "group": "the south", "countries": ["ML"]}]
    call.save()
    at = [call.programme_id, call.pk, "fr"]
    client.force_login(officer)
    form = client.get(reverse("call_translation", args=at)).context["form"]
    (name,) = [name for name, field in form.fields.items() if field.help_text == "the south"]
    typed = {name: "" for name in form.fields} | {name: "le sud"}
    assert client.post(reverse("call_translation", args=at), typed).status_code == 302
    form = client.get(reverse("call_translation", args=at)).context["form"]
    assert form.fields[name].initial == "le sud"

    page = shown_to(client, keeper, "call", call.code)
    assert page.count("le sud") == 2
    assert "the south" not in page
    page = shown_to(client, keeper, "proposal", proposal.project_id, proposal.pk)
    assert page.count("le sud") >= 2
    assert "the south" not in page
    for language in ("en", "es"):
        assert "the south" in shown_to(client, keeper, "call", call.code, language=language)
    made = proposal_submit(by=keeper, proposal=proposal)
    labels = [point.label for point in points_of(call, made, "fr")]
    assert sum("le sud" in label for label in labels) == 2
    # A group that is named anew is another one: its name was not translated yet.
    call.rules = [{"rule": "countries", "group": "The South", "countries": ["ML"], "least": 1}]
    call.save()
    assert "The South" in shown_to(client, keeper, "call", call.code)


def test_the_check_names_groups_in_the_officers_language(client, officer, programme):
    world = make_appraising(programme)
    world.call.rules = [{"rule": "countries", "group": "North", "countries": ["FR"], "least": 1}]
    world.call.save()
    say(officer, world.call, "fr", {(world.call, field_of_group("North")): "le Nord"})
    page = shown_to(client, officer, "proposal_check", world.programme.pk, world.proposals[0].pk)
    assert "le Nord" in page
