"""Ask for the main pages, in this process and of a real server, and say what they cost.

Import after django.setup().
"""

import http.client
import os
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from twoshores.accounts.models import User
from twoshores.capacities.models import Need
from twoshores.projects.models import Project

from .bench_instance import PERSONA
from .warmup import warm_up

REQUESTS, WARM_UP = 50, 5
CLIENTS, SECONDS, WARM_UP_SECONDS = 8, 10.0, 3.0
WORKERS, THREADS = 2, 4  # as `dev.py run` serves
START_SECONDS = 60.0
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@dataclass(frozen=True, slots=True)
class Page:
    """A page, who reads it (None: anybody), and whether a real server is put under load."""

    name: str
    path: str
    reader: User | None = None
    under_load: bool = False


def measure_pages() -> dict[str, dict[str, Any]]:
    """The figures of `bench_pages`, of the instance of this process."""
    warm_up()  # as a web process does before its first visitor
    pages = main_pages()
    found = {page.name: measured(page) for page in pages}
    rates = dict.fromkeys((page.name for page in pages), None) | under_load(
        [page for page in pages if page.under_load]
    )
    return {name: figures | {"requests_per_s": rates[name]} for name, figures in found.items()}


def main_pages() -> list[Page]:
    need = Need.objects.filter(state=Need.State.OPEN).order_by("-opened_at")[1:2].get()
    officer = User.objects.get(memberships__organisation=need.organisation)
    person = User.objects.get(email=PERSONA)
    project = Project.objects.order_by("code")[:1].get()
    return [
        Page("home", reverse("home"), under_load=True),
        Page("needs", reverse("needs"), under_load=True),
        Page("need", reverse("need", args=[need.pk])),
        Page("shortlist", reverse("need_who", args=[need.pk]), officer, under_load=True),
        Page("projects", reverse("projects"), under_load=True),
        Page("project", reverse("project", args=[project.code])),
        Page("people", reverse("people"), officer, under_load=True),
        Page("own page", reverse("me"), person),
    ]


def measured(page: Page) -> dict[str, Any]:
    """Server time of one page in this process: everything but the network and granian."""
    client = client_of(page)
    for _ in range(WARM_UP):
        answer = client.get(page.path)
        if answer.status_code != 200:
            raise RuntimeError(f"{page.path} answers {answer.status_code}")
    times = []
    for _ in range(REQUESTS):
        began = time.perf_counter()
        answer = client.get(page.path)
        times.append((time.perf_counter() - began) * 1000)
    with CaptureQueriesContext(connection) as queries:
        client.get(page.path)
    return {
        "median_ms": round(statistics.median(times), 2),
        "p95_ms": round(statistics.quantiles(times, n=20)[-1], 2),
        "queries": len(queries),
        "wire_bytes": len(answer.content),
    }


def client_of(page: Page) -> Client:
    client = Client(headers={"accept-encoding": "br"}, SERVER_NAME="127.0.0.1")
    if page.reader is not None:
        client.force_login(page.reader, BACKEND)
    return client


def under_load(pages: Sequence[Page]) -> dict[str, float]:
    """Answered requests a second per page: 8 clients that each ask again once they are answered.

    The clients run on the same cores as the server, which costs it some of its time.
    """
    with served() as port:
        for page in pages:  # both workers read indexes and templates when they first need them
            _rate(port, page, WARM_UP_SECONDS)
        return {page.name: round(_rate(port, page, SECONDS), 1) for page in pages}


def _rate(port: int, page: Page, seconds: float) -> float:
    counts = [0] * CLIENTS
    headers = {"Accept-Encoding": "br", "Cookie": _cookies(page)}
    ends = time.monotonic() + seconds

    def ask(place: int) -> None:
        asking = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        while time.monotonic() < ends:
            asking.request("GET", page.path, headers=headers)
            answer = asking.getresponse()
            answer.read()
            if answer.status != 200:
                raise RuntimeError(f"{page.path} answers {answer.status} under load")
            counts[place] += 1
        asking.close()

    began = time.monotonic()
    clients = [threading.Thread(target=ask, args=(place,)) for place in range(CLIENTS)]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    if not all(counts):
        raise RuntimeError(f"a client got no answer for {page.path}")
    return sum(counts) / (time.monotonic() - began)


def _cookies(page: Page) -> str:
    """The session of the page's reader, as a browser sends it."""
    return "; ".join(f"{name}={kept.value}" for name, kept in client_of(page).cookies.items())


@contextmanager
def served() -> Iterator[int]:
    """granian as the product runs it, on a free port of this machine only."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1"]
    command += ["--port", str(port), "--workers", str(WORKERS), "--no-ws"]
    command += ["--blocking-threads", str(THREADS), "--log-level", "warning"]
    server = subprocess.Popen(  # noqa: S603 - our own command line
        [*command, "twoshores.config.wsgi:application"], env=os.environ
    )
    try:
        _wait_for(port)
        yield port
    finally:
        server.terminate()
        server.wait(20)


def _wait_for(port: int) -> None:
    ends = time.monotonic() + START_SECONDS
    while True:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except OSError:
            if time.monotonic() > ends:
                raise
            time.sleep(0.1)
