"""The home page and the projects in a browser: two languages, two widths, axe."""

import pytest

from twoshores.accounts.models import User
from twoshores.actors.models import Membership, Organisation
from twoshores.capacities.services.needs import need_create
from twoshores.projects.services.examples import projects_load_examples

from .conftest import overflow

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

VIEWS = [
    (language, width, scheme)
    for language in ("en", "ar")
    for width, scheme in ((360, "light"), (360, "dark"), (1280, "light"), (1280, "dark"))
]
PAGES = [
    "/",
    "/projects/",
    "/projects/Sri_Lanka-49/",
    "/projects/between/EG-GR/",
    "/search/?q=café",
]


@pytest.fixture(autouse=True)
def examples(transactional_db) -> None:
    projects_load_examples()


@pytest.mark.parametrize(("language", "width", "scheme"), VIEWS)
def test_no_page_breaks_an_accessibility_rule(reader, axe, photograph, language, width, scheme):
    one = reader(language, width, scheme)
    for path in PAGES:
        page = one.open(path)
        name = path.strip("/").replace("/", "-").partition("?")[0] or "home"
        photograph(page, f"{name}-{language}-{width}-{scheme}")

        assert axe(page) == [], path
        assert overflow(page) == 0, path
    assert one.console == []


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("width", [360, 1280])
def test_today_breaks_no_rule(reader, axe, photograph, language, width):
    user = User.objects.create_user("officer@example.org", language=language)
    organisation = Organisation.objects.create(
        kind="organisation", name="جمعية الصيادين", name_language="ar", organisation_kind="ngo"
    )
    Membership.objects.create(user=user, organisation=organisation, role="officer")
    need_create(
        by=user, organisation=organisation, facts={"language": "fr", "title": "Un maître-nageur"}
    )
    one = reader(language, width)
    one.sign_in(user)

    page = one.open("/today/")
    photograph(page, f"today-{language}-{width}")

    assert page.locator(".waits h3").inner_text() == "Un maître-nageur"
    assert axe(page) == []
    assert overflow(page) == 0


def test_a_desk_shows_the_map_and_a_phone_the_two_banks(reader):
    desk = reader("en", 1280).open("/")
    phone = reader("en", 360).open("/")

    assert desk.locator(".shores-map").is_visible()
    assert not desk.locator(".shores-banks").is_visible()
    assert phone.locator(".shores-banks").is_visible()
    assert not phone.locator(".shores-map").is_visible()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_text_of_the_drawings_is_13_pixels_at_least(reader, language):
    for width, drawing in ((1280, ".shores-map"), (360, ".shores-banks")):
        page = reader(language, width).open("/")
        text = page.locator(f"{drawing} .names text").first
        scale = page.locator(drawing).evaluate(
            "e => e.getBoundingClientRect().width / e.viewBox.baseVal.width"
        )
        size = text.evaluate("e => parseFloat(getComputedStyle(e).fontSize)")

        assert size * scale >= 12.99


def test_from_the_map_to_a_pair_to_a_project_without_javascript(reader):
    page = reader("en", 1280, javascript=False).open("/")

    page.locator(".pairs-of a", has_text="Greece").click()
    assert page.url.endswith("/projects/between/EG-GR/")
    page.get_by_role("link", name="Migrants skills transfer").click()
    assert page.url.endswith("/projects/Egypt-11/")
    assert page.locator("h1").inner_text().startswith("Migrants skills transfer")


def test_filters_and_search_without_javascript_in_arabic(reader):
    page = reader("ar", 360, javascript=False).open("/projects/")
    page.locator("#q").fill("الإستزراع")
    page.locator(".find button").click()

    assert page.locator(".items h3").count() == 1
    assert page.locator("html").get_attribute("dir") == "rtl"


def test_things_to_press_are_large_enough_on_a_phone(reader):
    page = reader("en", 360).open("/")
    low = page.evaluate(
        "[...document.querySelectorAll('.pairs-of a, .door, .act, .foot a')]"
        ".filter(e => e.getBoundingClientRect().height < 43.5).map(e => e.textContent)"
    )

    assert low == []
