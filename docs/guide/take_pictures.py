"""Photograph the guide's pages in a real browser, from a real demo.

    .venv/bin/python docs/guide/take_pictures.py [--data-dir DIR] [--only WORD]
    .venv/bin/python docs/guide/take_pictures.py --address http://127.0.0.1:8000

Starts the demo by itself (its data in DIR, var/demo unless given), waits until its people's words
have been read and some of them have met, and writes docs/guide/pictures/*.png. With --address it
photographs a demo that runs already. Needs what `python3 dev.py test` installs, and a Chromium.
What happens once a call is closed is not in the demo: `PICTURES_DIR=DIR python -m pytest -m browser
tests/walks/test_call.py` photographs it (appraised, payments, portfolio, marks); small_png thins
them.
Everybody in the pictures is invented. Nothing is written into the demo but looks and one mail.
"""

import argparse
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Locator, Page, sync_playwright
from playwright.sync_api import Error as BrowserError

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).resolve().parent)]

from small_png import small_png  # noqa: E402

from devtools.parts import find_browser  # noqa: E402

PICTURES = Path(__file__).resolve().parent / "pictures"
MOST_BYTES = 150_000
MOST_PICTURES = 24  # each chapter on projects, alliances, programmes shows a page or two
DESK, WIDE, PHONE = (1100, 760), (1240, 640), (360, 740)
PATIENCE = 900  # seconds: a first start reads 130,000 labels before its people meet
# Parts of names in the demo (portal/demo/needs.json): whose need is shown, who has met
# somebody, who registers people.
NEED_OWNER, MET_OWNER, REGISTRAR = "المنيا", "Neblina Alta", "Baobab sul Po"
PROJECT_KEEPER = "Guichet des ressortissants"


class Visitor:
    """A browser window in one language, in front of the demo."""

    def __init__(self, browser: Browser, address: str, language: str, size: tuple[int, int]):
        self.address = address
        self.context = browser.new_context(
            locale=language,
            color_scheme="light",
            reduced_motion="reduce",
            viewport={"width": size[0], "height": size[1]},
        )
        cookie = {"name": "django_language", "value": language, "url": address}
        self.context.add_cookies([cookie])  # type: ignore[list-item]
        self.page: Page = self.context.new_page()

    def open(self, path: str) -> Page:
        """Raises RuntimeError for a page that does not answer as it should."""
        response = self.page.goto(self.address + path)
        if response is None or not response.ok:
            raise RuntimeError(f"{path} answered {response and response.status}")
        return self.page

    def step_into(self, name: str) -> None:
        """Become the persona whose label holds these words."""
        self.open("/account/personas/")
        self.page.locator("form li", has_text=name).locator("button").first.click()
        self.page.wait_for_url("**/today/")

    def mails(self, path: str) -> Iterator[tuple[str, str]]:
        """(address, path of the link) of mails that hold a link under /path/, newest first."""
        self.open("/account/mails/")
        rows = [
            (row.locator("td").first.inner_text(), row.locator("a").first.get_attribute("href"))
            for row in self.page.locator("tbody tr").all()
        ]
        for address, href in rows:
            self.open(href or "")
            for link in self.page.locator(".wrote a").all():
                target = urlsplit(link.get_attribute("href") or "").path
                if re.fullmatch(rf"/{path}/[^/]+/", target):
                    yield address, target


def _near(spot: Locator, above: int = 24) -> None:
    """Scroll until a spot stands just under the top of the window."""
    spot.first.wait_for()
    spot.first.evaluate(
        "(e, up) => scrollTo(0, e.getBoundingClientRect().top + scrollY - up)", above
    )


def home(visitor: Visitor) -> None:
    visitor.open("/")


def shores(visitor: Visitor) -> None:
    _near(visitor.open("/").locator(".shores-map"), 70)


def join(visitor: Visitor) -> None:
    """The second step: what somebody can do, in their own words, with what it may mean."""
    page = visitor.open("/join/")
    page.locator("[name=residence_text]").fill("Athens")
    page.locator("[name=origin_text]").fill("Alexandria")
    page.locator("main form button[type=submit], main .btn").last.click()
    for name in ("residence", "origin"):  # several places of that name: the first will do
        choices = page.locator(f"input[type=radio][name={name}]")
        if page.url.endswith("/join/") and choices.count():
            choices.first.check()
    if page.url.endswith("/join/"):
        page.locator("main form button[type=submit], main .btn").last.click()
    page.locator("[name=said]").fill("I keep the water of fish ponds clean")
    page.locator("[name=suggest]").click()
    page.wait_for_load_state()
    _near(page.locator("main h1"))


def need_skills(visitor: Visitor) -> None:
    visitor.step_into(NEED_OWNER)
    visitor.open(_newest_need(visitor) + "skills/")


def who(visitor: Visitor) -> None:
    visitor.step_into(NEED_OWNER)
    page = visitor.open(_newest_need(visitor) + "who/")
    _near(page.locator(".match"), 60)


def _newest_need(visitor: Visitor) -> str:
    page = visitor.open("/needs/ours/")
    links = [a.get_attribute("href") or "" for a in page.locator("main a").all()]
    return [href for href in links if re.fullmatch(r"/needs/[0-9a-f-]{36}/", href)][-1]


def asked(visitor: Visitor) -> None:
    """An ask as the asked person reads it, by the link of their mail, while it is open."""
    for _address, path in list(visitor.mails("i")):
        visitor.page.goto(visitor.address + path)  # a link that was taken back answers 410
        if visitor.page.locator("button[value=accept]").count():
            return
    raise RuntimeError("nobody in the demo has an open ask")


def own(visitor: Visitor) -> None:
    """Somebody's own page, by the link that they asked for."""
    address = next(visitor.mails("i"))[0]
    page = visitor.open("/p/")
    page.locator("[name=email]").fill(address)
    page.locator("main form button").last.click()
    until = time.monotonic() + 60
    while time.monotonic() < until:
        found = [path for to, path in visitor.mails("p") if to == address]
        if found:
            _near(visitor.open(found[0]).locator("[name=listed]"), 200)
            return
        time.sleep(1)
    raise RuntimeError("the task worker sent no link")


def engagement(visitor: Visitor) -> None:
    visitor.step_into(MET_OWNER)
    page = visitor.open("/engagements/")
    links = [a.get_attribute("href") or "" for a in page.locator("main a").all()]
    visitor.open(next(href for href in links if re.fullmatch(r"/engagements/[0-9a-f-]{36}/", href)))


def import_people(visitor: Visitor) -> None:
    """The page that says what a file of people holds; nothing is sent."""
    visitor.step_into(REGISTRAR)
    page = visitor.open("/organisations/")
    links = [
        a.get_attribute("href") or "" for a in page.locator("main a", has_text=REGISTRAR).all()
    ]
    here = next(href for href in links if re.fullmatch(r"/organisations/[0-9a-f-]{36}/", href))
    _near(visitor.open(f"{here}people/import/").locator("main h1"))


def skill_map(visitor: Visitor) -> None:
    _near(visitor.open("/skills/map/").locator("main h1"))


def _project(visitor: Visitor, part: str) -> Page:
    """A page of the demo's own project, as its keeper sees it."""
    visitor.step_into(PROJECT_KEEPER)
    page = visitor.open("/workbench/")
    links = [a.get_attribute("href") or "" for a in page.locator("main a").all()]
    here = next(href for href in links if re.fullmatch(r"/workbench/[0-9a-f-]{36}/", href))
    page = visitor.open(here + part)
    _near(page.locator("main h1"))
    return page


def plan(visitor: Visitor) -> None:
    _near(_project(visitor, "plan/").locator("main h2", has_text="Work plan"))


def review(visitor: Visitor) -> None:
    _near(_project(visitor, "review/").locator("main h2"))


def today(visitor: Visitor) -> None:
    _project(visitor, "")


def coverage(visitor: Visitor) -> None:
    _near(_project(visitor, "alliances/partners/").locator("main h2").first)


def stakeholders(visitor: Visitor) -> None:
    _near(_project(visitor, "alliances/stakeholders/").locator("main h2").first)


def report(visitor: Visitor) -> None:
    page = _project(visitor, "reports/")
    links = [a.get_attribute("href") or "" for a in page.locator("main a").all()]
    # The partner's, which is handed in: the keeper's own stands before it.
    own = [href for href in links if re.search(r"/reports/[0-9a-f-]{36}/$", href)][1]
    _near(visitor.open(own).locator("main h2"))


def files(visitor: Visitor) -> None:
    _near(_project(visitor, "files/").locator("main h2"))


@dataclass(frozen=True)
class Picture:
    """One picture: its file, who reads it in which language and size, and how to get there."""

    name: str
    language: str
    size: tuple[int, int]
    go: Callable[[Visitor], None]


ALL = (
    Picture("home-desk-en", "en", DESK, home),
    Picture("home-phone-ar", "ar", PHONE, home),
    Picture("shores-desk-en", "en", WIDE, shores),
    Picture("join-phone-en", "en", PHONE, join),
    Picture("need-skills-desk-en", "en", DESK, need_skills),
    Picture("who-desk-en", "en", DESK, who),
    Picture("asked-phone-en", "en", PHONE, asked),
    Picture("own-phone-ar", "ar", PHONE, own),
    Picture("engagement-desk-ar", "ar", DESK, engagement),
    Picture("import-desk-en", "en", DESK, import_people),
    Picture("skill-map-desk-en", "en", DESK, skill_map),
    Picture("plan-desk-en", "en", DESK, plan),
    Picture("review-desk-en", "en", DESK, review),
    Picture("today-desk-en", "en", DESK, today),
    Picture("report-desk-en", "en", DESK, report),
    Picture("files-desk-en", "en", DESK, files),
    Picture("coverage-desk-en", "en", DESK, coverage),
    Picture("stakeholders-desk-en", "en", DESK, stakeholders),
)


def take(browser: Browser, address: str, picture: Picture) -> Path:
    """Photograph one page. Raises RuntimeError for a file that is too large."""
    visitor = Visitor(browser, address, picture.language, picture.size)
    try:
        picture.go(visitor)
        path = PICTURES / f"{picture.name}.png"
        path.write_bytes(small_png(browser, visitor.page.screenshot()))
    finally:
        visitor.context.close()
    size = path.stat().st_size
    print(f"{picture.name}: {size:,} bytes", flush=True)
    if size > MOST_BYTES:
        raise RuntimeError(f"{path.name} has more than {MOST_BYTES:,} bytes")
    return path


def wait_until_people_have_met(browser: Browser, address: str) -> None:
    """Open asks are the last thing that the demo tells of itself. Raises RuntimeError."""
    until, told = time.monotonic() + PATIENCE, 0.0
    while time.monotonic() < until:
        visitor = Visitor(browser, address, "en", DESK)
        try:
            if any(visitor.mails("i")):
                return
        except (RuntimeError, BrowserError):
            pass  # the server is not up yet
        finally:
            visitor.context.close()
        if time.monotonic() - told > 20:
            told = time.monotonic()
            print("Waiting for the demo to read what its people wrote ...", flush=True)
        time.sleep(2)
    raise RuntimeError(f"the demo was not ready after {PATIENCE} s")


@contextmanager
def demo(data_dir: Path) -> Iterator[str]:
    """Serve the demo on a free port for as long as it is needed; yields its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environ = {**os.environ, "DATA_DIR": str(data_dir), "DEMO": "1", "WORKERS": "1"}
    command = [sys.executable, "-m", "twoshores.config.supervise", "--port", str(port)]
    with subprocess.Popen(command, cwd=ROOT, env=environ) as server:  # noqa: S603 - our own
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(timeout=40)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--address", help="photograph a demo that runs already")
    parser.add_argument("--data-dir", type=Path, default=ROOT / "var" / "demo")
    parser.add_argument("--only", default="", help="the pictures whose name holds this word")
    options = parser.parse_args()
    assert len(ALL) <= MOST_PICTURES
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_browser(os.environ), args=["--no-sandbox"]
        )
        if options.address:
            photograph(browser, options.address.rstrip("/"), options.only)
        else:
            with demo(options.data_dir.resolve()) as address:
                photograph(browser, address, options.only)
    return 0


def photograph(browser: Browser, address: str, only: str) -> None:
    wait_until_people_have_met(browser, address)
    PICTURES.mkdir(exist_ok=True)
    for picture in ALL:
        if only in picture.name:
            take(browser, address, picture)


if __name__ == "__main__":
    sys.exit(main())
