"""A project that runs, as its people see it: files, news, decisions, amendments, people reached."""

from datetime import date
from decimal import Decimal as D

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from twoshores.common.tests import files
from twoshores.engines.indicators import Value
from twoshores.projects.reached_lists import read_people
from twoshores.projects.services import indicators as measuring
from twoshores.projects.services import reached
from twoshores.projects.services.decisions import amendment_add, decision_add
from twoshores.projects.services.documents import Upload, document_add
from twoshores.projects.services.news import news_create
from twoshores.projects.services.periods import periods_make
from twoshores.projects.services.plan import activity_create
from twoshores.projects.services.projects import project_move, project_show, project_update
from twoshores.projects.tests import designs

from .conftest import overflow

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DAY = date(2026, 3, 1)


@pytest.fixture
def running(transactional_db):
    """A project under way, amended once, with a row of everything."""
    world = designs.build()
    by, project = world.coordinator, world.project
    world.period, later = periods_make(
        by=by,
        project=project,
        spans=[
            ("Premier semestre", date(2026, 1, 1), date(2026, 6, 30)),
            ("Second semestre", date(2026, 7, 1), date(2026, 12, 31)),
        ],
    )
    world.activity = activity_create(
        by=by,
        project=project,
        facts={"title": "Former les comités de gestion de l'eau des douze villages"},
    )
    wells = measuring.indicator_create(
        by=by, project=project, facts={"text": "Puits protégés", "kind": "number"}
    )
    measuring.targets_set(by=by, indicator=wells, targets={world.period: Value(number=D(6))})
    shot = files.jpeg((1200, 800), colour="steelblue")
    document_add(by=by, project=project, upload=Upload("Reçu du ciment.pdf", files.PDF))
    news_create(
        by=by,
        project=project,
        facts={"title": "Le premier puits donne de l'eau", "language": "fr", "on": DAY}
        | {"text": "Trois mois après l'assemblée, l'eau coule à Marena.", "is_public": True},
        upload=Upload("IMG_20260301.jpg", shot, "Trois femmes tirent l'eau au nouveau puits"),
    )
    project_show(
        by=by, project=project, visibility="public", shown=["news"], opened_version=project.version
    )
    project_move(by=by, project=project, move="begin")
    decision_add(
        by=by,
        project=project,
        facts={"on": DAY, "text": "Nous commençons par Marena", "language": "fr"}
        | {"reason": "La commune a déjà creusé."},
        partners=[world.lead, world.partner],
    )
    amendment_add(
        by=by,
        project=project,
        facts={"on": DAY, "what": "Dix puits au lieu de douze", "language": "fr"}
        | {"why": "Le ciment coûte un tiers de plus."},
        agreed_by=[world.lead, world.partner],
    )
    project_update(
        by=by,
        project=project,
        opened_version=project.version,
        facts={"problem": "Deux heures de marche pour une eau qui rend malade."},
    )
    measuring.targets_set(
        by=by,
        indicator=wells,
        targets={world.period: Value(number=D(5)), later: Value(number=D(5))},
    )
    people = read_people("".join(f"{n},f,{n}\n" for n in range(12, 40)).encode(), "fr")
    args = {"by": by, "project": project, "activity": world.activity, "period": world.period}
    reached.people_add(lines=people.lines, **args)
    reached.heads_set(
        opened_version=reached.heads_version({}),
        counts={("female", "15-29"): 34, ("male", "15-29"): 0, ("not_said", "not_said"): 1200},
        **args,
    )
    return world


def addresses(world) -> dict[str, str]:
    pk = world.project.pk
    cell = [pk, world.period.pk, world.activity.pk]
    arguments = {
        "workbench_documents": [pk],
        "document_new": [pk],
        "workbench_updates": [pk],
        "update_new": [pk],
        "workbench_decisions": [pk],
        "decision_new": [pk],
        "amendment_new": [pk],
        "amendment": [pk, 1],
        "amendment_compare": [pk, 1],
        "workbench_reached": [pk],
        "reached_list": cell,
        "reached_heads": cell,
        "project": [world.project.code],
    }
    return {name: reverse(name, args=args) for name, args in arguments.items()}


@pytest.mark.parametrize(
    ("language", "width", "scheme"), [("en", 1280, "light"), ("ar", 360, "dark")]
)
def test_every_page_is_read_by_axe_and_fits(
    reader, axe, photograph, running, language, width, scheme
):
    somebody = reader(language, width, scheme)
    running.coordinator.language = language
    running.coordinator.save()
    somebody.sign_in(running.coordinator)
    found = []
    for name, address in addresses(running).items():
        page = somebody.open(address)
        photograph(page, f"{name}-{language}-{width}-{scheme}")
        found += [f"{name}: {problem}" for problem in axe(page)]
        if overflow(page):
            found.append(f"{name}: {overflow(page)} pixels too wide")
    assert found == []
    assert somebody.console == []


def test_a_picture_with_its_news_without_javascript(reader, running, tmp_path):
    """On a phone, by links and buttons alone: written, refused without words, seen by others."""
    somebody = reader("en", 360, javascript=False)
    somebody.sign_in(running.coordinator)
    page = somebody.open(reverse("workbench_updates", args=[running.project.pk]))
    page.get_by_role("link", name="Write news").click()
    shot = tmp_path / "photo.jpg"
    shot.write_bytes(files.jpeg((800, 600), colour="green"))
    page.locator("#id_title").fill("A second well")
    page.locator("#id_picture").set_input_files(shot)
    page.get_by_role("button", name="Save", exact=True).click()
    assert page.locator("#id_title").input_value() == "A second well"
    page.locator("#id_picture").set_input_files(shot)
    page.locator("#id_caption").fill("A green pump")
    page.locator("#id_is_public").check()
    page.get_by_role("button", name="Save", exact=True).click()
    visitor = reader("en", 360).open(reverse("project", args=[running.project.code]))
    picture = visitor.get_by_alt_text("A green pump")
    picture.scroll_into_view_if_needed()
    assert picture.evaluate("async image => (await image.decode(), image.naturalWidth)") == 480


def test_words_typed_while_the_line_was_lost_are_in_the_draft(reader, running):
    """Typed, kept; the line is lost, more is typed, that is said; the line is back, it is sent by
    itself, and another browser of the same person shows all of it."""
    somebody = reader("en", 360)
    somebody.sign_in(running.coordinator)
    page = somebody.page
    page.clock.install()  # waits for no real second
    address = reverse("decision_new", args=[running.project.pk])
    somebody.open(address)
    status = page.locator(".draft [role=status]")
    page.fill("[name=text]", "We begin in Marena")
    page.clock.fast_forward(4_000)
    expect(status).to_contain_text("Draft kept")
    somebody.context.set_offline(True)
    page.fill("[name=reason]", "The commune has dug already, and pays the cement.")
    page.clock.fast_forward(4_000)
    expect(status).to_contain_text("No connection")
    somebody.context.set_offline(False)
    expect(status).to_contain_text("Draft kept")
    other = reader("en", 360)
    other.sign_in(running.coordinator)
    for shown in (other.open(address), page):
        shown.reload()
        assert shown.input_value("[name=text]") == "We begin in Marena"
        assert "pays the cement" in shown.input_value("[name=reason]")
