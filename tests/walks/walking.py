"""A browser at one project: pages by their names, forms by the names of their fields."""

import os
import re
from pathlib import Path
from typing import Any

from django.urls import reverse
from playwright.sync_api import Locator, Page

from tests.e2e.conftest import Reader, overflow
from twoshores.projects.models import Project


class Walk:
    """A browser at one project, and the addresses of its pages by their names."""

    def __init__(self, reader: Reader) -> None:
        self.reader, self.page = reader, reader.page
        self.project: Project

    def go(self, name: str, *args: Any) -> Page:
        """A page of the project."""
        return self.at(name, self.project.pk, *args)

    def at(self, name: str, *args: Any) -> Page:
        """Any page by its name."""
        page = self.reader.open(reverse(name, args=args))
        assert overflow(page) == 0, f"{name} is wider than the phone"
        return page

    def click(self, selector: str) -> None:
        """Press something that leads to another page, in whatever language it is written, and
        wait for that page. What a person is told there is wrong fails the walk."""
        self._press(self.page.locator(f"main {selector}").first)

    def _press(self, made: Locator) -> None:
        with self.page.expect_navigation():  # else the next page would cut this one's sending off
            made.click()
        wrong = self.page.locator("main .errors, .msg.error")
        assert wrong.count() == 0, wrong.first.inner_text()
        assert overflow(self.page) == 0, f"{self.page.url} is wider than the phone"

    def follow(self, name: str, *args: Any) -> Page:
        """Go to a page by a link to it that stands on this one."""
        self.click(f'a[href="{reverse(name, args=args)}"]')
        return self.page

    def send(self, **fields: Any) -> None:
        """Fill the form of the page by the names of its fields, send it by its one button, and
        wait for the page that follows."""
        for name, value in fields.items():
            self._fill(name.replace("__", "-"), value)
        self.click("form.form button.btn")

    def _fill(self, name: str, value: Any) -> None:
        made = self.page.locator(f'main [name="{name}"]')
        kind = made.first.evaluate("e => e.type || e.tagName")
        if kind in ("radio", "checkbox"):
            for one in value if isinstance(value, tuple) else (value,):
                self.page.locator(f'main [name="{name}"][value="{one}"]').check()
        elif kind.startswith("select"):
            made.select_option(list(value) if isinstance(value, tuple) else value)
        else:
            made.first.fill(str(value))

    def press(self, text: str) -> None:
        """Press a button by what stands on it, and wait for the page that follows."""
        self._press(self.page.get_by_role("button", name=re.compile(f"^{text}")).first)

    def picture(self, name: str) -> None:
        """For the guide: the page's upper part, into PICTURES_DIR if the environment names one."""
        folder = os.environ.get("PICTURES_DIR")
        if not folder:
            return
        width, height = self.page.evaluate("[innerWidth, document.body.scrollHeight]")
        clip = {"x": 0, "y": 0, "width": width, "height": min(height, max(width, 740))}
        path = Path(folder) / f"{name}.png"
        self.page.screenshot(path=path, full_page=True, clip=clip)
