"""The living page of components: photographed, read by axe, measured."""

import pytest

from .conftest import overflow

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

VIEWS = [
    (language, width, scheme)
    for language in ("en", "ar")
    for width in (360, 1280)
    for scheme in ("light", "dark")
]
# What stands alone must be 44 px high; links within a sentence need not (WCAG 2.5.8).
SMALL_TARGETS = """
[...document.querySelectorAll(`.btn, .act, button, summary, select, textarea, .tabs a, .me a,
  .brand, .foot a, .pages a, .filters a, .crumbs a, .errors a, .consent > input,
  input[type=email]`)]
.filter(e => e.checkVisibility() && !e.closest('.vh') && e.getBoundingClientRect().height > 0)
.filter(e => e.getBoundingClientRect().height < 43.5)
.map(e => e.outerHTML.slice(0, 120) + ' ' + e.getBoundingClientRect().height)
"""


def test_on_paper_there_is_nothing_to_press(reader):
    """White, black, details open; a sheet is narrower than a desk's screen."""
    page = reader("en", 680, "dark").open("/components")
    page.emulate_media(media="print")
    assert page.locator(".top nav").is_hidden()
    assert page.locator(".btn:visible").count() == 0
    ground, ink = page.evaluate(
        "[document.documentElement, document.body].map(getComputedStyle)"
        ".map((s, n) => n ? s.color : s.backgroundColor)"
    )
    assert (ground, ink) == ("rgb(255, 255, 255)", "rgb(0, 0, 0)")
    folded = page.evaluate(
        "[...document.querySelectorAll('main details:not([open])')]"
        ".filter(e => e.querySelector('summary').checkVisibility())"
        ".map(e => [...e.children].some(c => c.tagName !== 'SUMMARY' && c.checkVisibility()))"
    )
    assert folded
    assert all(folded)


@pytest.mark.parametrize(("language", "width", "scheme"), VIEWS)
def test_no_component_breaks_an_accessibility_rule(
    reader, axe, photograph, language, width, scheme
):
    one = reader(language, width, scheme)
    page = one.open("/components")

    photograph(page, f"components-{language}-{width}-{scheme}")

    assert len(page.screenshot(full_page=True)) > 50_000
    assert axe(page) == []
    assert overflow(page) == 0
    assert one.console == []


def test_axe_sees_a_component_that_is_broken_on_purpose(reader, axe):
    one = reader()
    assert axe(one.open("/components")) == []
    page = one.open("/components")  # a page opened after axe was given to the window
    page.evaluate("document.querySelector('label').remove()")
    page.evaluate("document.querySelector('.meta').style.color = '#ddd'")
    page.evaluate("document.querySelector('.meta').setAttribute('lang', 'no such language')")

    broken = " ".join(axe(page))

    assert "label:" in broken
    assert "color-contrast:" in broken
    assert "valid-lang" in broken


@pytest.mark.parametrize("language", ["en", "ar"])
def test_everything_to_press_is_44_pixels_high_on_a_phone(reader, language):
    page = reader(language, 360).open("/components")

    assert page.evaluate(SMALL_TARGETS) == []


def test_a_long_text_is_folded_on_a_phone_and_opens_without_javascript(reader):
    page = reader("en", 360, javascript=False).open("/components")
    text = page.locator(".fold .text").first
    folded = text.bounding_box()["height"]

    page.locator(".fold summary").first.click()

    assert folded < 100
    assert text.bounding_box()["height"] > folded * 1.5


def test_a_long_text_is_whole_on_a_desk(reader):
    page = reader("en", 1280).open("/components")

    assert not page.locator(".fold summary").first.is_visible()
    assert page.locator(".fold .text").first.bounding_box()["height"] > 100


def test_reason_bars_say_their_words_at_every_width(reader):
    phone = reader("en", 360).open("/components")
    desk = reader("en", 1280).open("/components")

    assert phone.locator(".words").first.inner_text().split()[:2] == ["Hives", "30"]
    assert phone.locator(".words").first.bounding_box()["width"] > 200
    assert not phone.locator(".bar text").first.is_visible()
    assert desk.locator(".bar text").first.text_content() == "Hives 30"
    assert desk.locator(".bar text").first.is_visible()


def test_bars_run_from_the_readers_start_edge(reader):
    left = reader("en", 1280).open("/components").locator(".bar rect").first.bounding_box()
    right = reader("ar", 1280).open("/components").locator(".bar rect").first.bounding_box()

    assert left["x"] < 600
    assert right["x"] + right["width"] > 680


def test_only_one_set_of_reasons_is_open_at_a_time(reader):
    page = reader("en", 1280).open("/components")

    page.locator(".match summary").nth(1).click()

    assert page.locator(".match details[open]").count() == 1


def test_filters_stand_open_on_a_desk_and_fold_on_a_phone(reader):
    phone = reader("en", 360).open("/components")
    desk = reader("en", 1280).open("/components")

    assert desk.locator(".filters a").first.is_visible()
    assert not phone.locator(".filters a").first.is_visible()
    phone.locator(".filters summary").click()
    assert phone.locator(".filters a").first.is_visible()


def test_the_keyboard_comes_first_to_the_content(reader):
    page = reader("en", 1280).open("/account/login/")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Tab")
    skip = page.locator(".skip")

    assert skip.evaluate("e => e === document.activeElement")
    assert skip.bounding_box()["x"] >= 0
    assert skip.evaluate("e => getComputedStyle(e).outlineWidth") == "3px"


def test_each_consent_says_its_own_yes_or_no(reader):
    page = reader("en", 360, javascript=False).open("/components")
    asked = page.locator(".consent").nth(1)
    assert "– no" in asked.inner_text()

    asked.locator("input").check()

    assert "– yes" in asked.inner_text()
    assert "– no" in page.locator(".consent").nth(2).inner_text()


def test_the_language_changes_without_javascript(reader):
    page = reader("en", 360, javascript=False).open("/components")

    page.get_by_role("button", name="العربية").click()

    assert page.locator("html").get_attribute("dir") == "rtl"
    assert page.url.endswith("/components")


def test_paper_shows_what_is_folded_and_nothing_to_press(reader):
    page = reader("en", 1280, "dark").open("/components")

    page.emulate_media(media="print")

    assert not page.locator(".btn").first.is_visible()
    assert not page.locator(".tabs").is_visible()
    assert page.locator(".match .reasons").nth(1).is_visible()
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == (
        "rgb(255, 255, 255)"
    )
