"""A browser that reads the house: Debian's Chromium, a live server, axe, languages, widths."""

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

# Playwright's own loop makes Django think that it runs inside async code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import connection
from playwright.sync_api import Browser, BrowserContext, Page

from twoshores.common.models import AuditEvent
from twoshores.programmes.models import JournalEntry, JournalLine

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Debian's Chromium; without a sandbox, because tests run as root in containers."""
    if not CHROMIUM:
        pytest.skip("no chromium in PATH")
    return {"executable_path": CHROMIUM, "args": ["--no-sandbox"]}


@pytest.fixture(autouse=True)
def demo_served_from_source(settings) -> None:
    """The demo, with static files as they lie in the apps: nothing has collected them."""
    settings.DEMO = True
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.ALLOWED_HOSTS = ["*"]


@pytest.fixture(autouse=True)
def swept_audit_trail(transactional_db) -> Any:
    """Nobody may delete audit events or entries of a journal, so SQLite refuses to empty the
    database after a test that wrote some. Here, and only here, the lock is taken off for a
    moment, before it is emptied.
    """
    yield
    if connection.vendor != "sqlite":
        return  # TRUNCATE asks no row trigger
    for model in (AuditEvent, JournalLine, JournalEntry):
        _sweep(model._meta.db_table)


def _sweep(table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, sql FROM sqlite_master WHERE type='trigger' AND tbl_name=%s", [table]
        )
        triggers = cursor.fetchall()
        for name, _sql in triggers:
            cursor.execute(f"DROP TRIGGER {name}")
        cursor.execute(f"DELETE FROM {table}")
        for _name, sql in triggers:
            cursor.execute(sql)


@dataclass
class Reader:
    """A person in front of a browser: their page, and what went wrong on it."""

    context: BrowserContext
    page: Page
    base_url: str
    console: list[str] = field(default_factory=list)

    def open(self, path: str) -> Page:
        response = self.page.goto(self.base_url + path)
        assert response is not None
        assert response.ok, f"{path} answered {response.status}"
        return self.page

    def sign_in(self, user: Any) -> None:
        """Put a session of `user` into the browser: for tests that are not about signing in."""
        from django.test import Client

        client = Client()
        client.force_login(user)
        value = client.cookies["sessionid"].value
        self.context.add_cookies([{"name": "sessionid", "value": value, "url": self.base_url}])


@pytest.fixture
def reader(browser: Browser, live_server) -> Any:
    """Makes readers: `reader("ar", 360, "dark")`. Their contexts are closed after the test."""
    contexts: list[BrowserContext] = []

    def make(
        language: str = "en", width: int = 1280, scheme: Any = "light", *, javascript: bool = True
    ) -> Reader:
        context = browser.new_context(
            locale=language,
            color_scheme=scheme,
            java_script_enabled=javascript,
            viewport={"width": width, "height": 900},
        )
        url = live_server.url
        context.add_cookies([{"name": "django_language", "value": language, "url": url}])
        contexts.append(context)
        new = Reader(context, context.new_page(), url)
        new.page.on("console", lambda m: m.type == "error" and new.console.append(m.text))
        new.page.on("pageerror", lambda error: new.console.append(str(error)))
        return new

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def axe() -> Callable[[Page], list[str]]:
    """Reads a page with axe: one line for each rule broken, with the first element that does."""
    # What a context opens later has axe already: its 500 kB are sent once, not for each page.
    given: set[BrowserContext] = set()
    source = Axe().axe_script
    options = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": RULES}}

    def read(page: Page) -> list[str]:
        if page.context not in given:
            page.context.add_init_script(source)
            given.add(page.context)
        if not page.evaluate("Boolean(window.axe?.run)"):
            page.evaluate(source)
        # What axe found in order would be 50 kB more, which nobody reads.
        violations = page.evaluate("async options => (await axe.run(options)).violations", options)
        return [
            f"{found['id']}: {found['help']} ({len(found['nodes'])}) {found['nodes'][0]['html']}"
            for found in violations
        ]

    return read


@pytest.fixture
def photograph() -> Callable[[Page, str], None]:
    """Takes a picture of a whole page into PICTURES_DIR, if the environment names one.

    Else none is taken: nothing looks at it, and it takes as long as axe.
    """
    folder = os.environ.get("PICTURES_DIR")

    def take(page: Page, name: str) -> None:
        if folder:
            page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)

    return take


def overflow(page: Page) -> int:
    """Pixels by which the page is wider than its window: 0 on every page of the house."""
    return int(page.evaluate("document.documentElement.scrollWidth - innerWidth"))
