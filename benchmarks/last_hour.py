"""The last hour of a call: `python -m benchmarks.last_hour [--json] [--applicants 300]`.

So many applicants at once, each in their own session: open their part, save answers, save again,
open the page of the proposal, hand in, read the receipt. The server is granian as the product
runs it (two workers of four threads); the applicants run on the same cores. Afterwards the
database is asked whether everything that was answered "saved" or "handed in" is there.

SQLite in a folder that is thrown away, or with `--database URL` an empty PostgreSQL database.
"""

import argparse
import hashlib
import http.client
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

APPLICANTS, SAVES, QUESTIONS, LINES = 300, 2, 6, 40
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
HIDDEN = re.compile(r'<input type="hidden" name="([vo]\d+)" value="([^"]*)"')
TEXT = "We know the river, and the river knows us. " * 25  # about a thousand characters


@dataclass
class Applicant:
    """One session, and how long each of its requests took, in seconds."""

    number: int
    cookie: str
    part: str
    proposal: str
    prompts: list[int]
    times: dict[str, list[float]] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)


def make(applicants: int) -> list[Applicant]:
    """A call and as many projects with their proposals, each kept by somebody else."""
    from django.core.management import call_command
    from django.utils import timezone

    from twoshores.accounts.models import User
    from twoshores.actors.models import Membership, Organisation
    from twoshores.programmes.models import Call, Programme

    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    fund = Organisation.objects.create(
        kind="organisation", name="Fund", organisation_kind="donor", country="BE"
    )
    programme = Programme.objects.create(organisation=fund, title="From shore to shore")
    call = Call.objects.create(
        programme=programme,
        code="LAST-1",
        title="The last hour",
        summary="Many at once",
        state="published",
        deadline=timezone.now() + timedelta(hours=1),
        rules=[{"rule": "partners", "least": 2}, {"rule": "cofinancing", "percent": 10}],
    )
    call.versions.create(number=1, body={})
    prompts = [
        call.prompts.create(position=n, title=f"Question {n}?", whom="all").pk
        for n in range(1, QUESTIONS + 1)
    ]
    users = User.objects.bulk_create(
        User(email=f"a{n}@example.org", language="fr") for n in range(applicants)
    )
    made = []
    for number, user in enumerate(users):
        keeper = Organisation.objects.create(
            kind="organisation",
            name=f"Association {number}",
            organisation_kind="migrant_association",
            country="FR",
        )
        Membership.objects.create(user=user, organisation=keeper, role="coordinator")
        made.append(_applicant(number, user, keeper, call, prompts))
    return made


def _applicant(number: int, user: Any, keeper: Any, call: Any, prompts: list[int]) -> Applicant:
    from django.test import Client
    from django.urls import reverse

    from twoshores.programmes.services.proposals import proposal_begin
    from twoshores.projects.models import BudgetAmount, BudgetLine
    from twoshores.projects.services.projects import partner_add, project_create

    project = project_create(
        by=user, owner=keeper, facts={"title": f"Ponds {number}", "language": "fr"}
    )
    partner = partner_add(
        by=user, project=project, facts={"name": "Fishers", "country": "EG", "kind": "ngo"}
    )
    period = project.periods.create(
        position=1, name="First year", starts=date(2027, 1, 1), ends=date(2027, 12, 31)
    )
    lines = BudgetLine.objects.bulk_create(
        BudgetLine(
            project=project,
            position=n,
            partner=partner,
            category="travel",
            text=f"Line {n}",
            currency="EUR",
        )
        for n in range(LINES)
    )
    BudgetAmount.objects.bulk_create(
        BudgetAmount(line=row, period=period, amount=100) for row in lines
    )
    proposal = proposal_begin(by=user, project=project, call=call)
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(user, BACKEND)
    cookie = "; ".join(f"{name}={kept.value}" for name, kept in client.cookies.items())
    args = [project.pk, proposal.pk]
    return Applicant(
        number, cookie, reverse("proposal_part", args=args), reverse("proposal", args=args), prompts
    )


class Line:
    """A browser's connection: keeps cookies, times each request."""

    def __init__(self, port: int, who: Applicant) -> None:
        self._port, self._who = port, who
        self._cookies = dict(part.split("=", 1) for part in who.cookie.split("; "))

    def ask(
        self, what: str, path: str, typed: dict[str, str] | None = None
    ) -> tuple[int, str, str]:
        """(status, body, where it leads). A new connection each time: phones lose them."""
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self._cookies.items())}
        body = urlencode(typed) if typed is not None else None
        if typed is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        began = time.perf_counter()
        asking = http.client.HTTPConnection("127.0.0.1", self._port, timeout=300)
        asking.request("GET" if typed is None else "POST", path, body, headers)
        answer = asking.getresponse()
        text = answer.read().decode()
        asking.close()
        self._who.times.setdefault(what, []).append(time.perf_counter() - began)
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _is, rest = value.partition("=")
                self._cookies[key] = rest.partition(";")[0]
        return answer.status, text, answer.headers.get("Location", "")


def apply(port: int, who: Applicant, gate: threading.Barrier) -> None:
    """What one applicant does. What goes wrong is noted, not raised."""
    line = Line(port, who)
    gate.wait()
    try:
        for turn in range(1, SAVES + 1):
            status, page, _to = line.ask("open the answers", who.part)
            typed = dict(HIDDEN.findall(page)) | {"csrfmiddlewaretoken": _token(page)}
            typed |= {"language": "fr"} | {
                f"a{key}": f"{TEXT}{who.number} {turn}" for key in who.prompts
            }
            status, _page, _to = line.ask("save the answers", who.part, typed)
            if status != 302:
                who.wrong.append(f"save answered {status}")
        _status, page, _to = line.ask("open the proposal", who.proposal)
        typed = {"csrfmiddlewaretoken": _token(page)}
        status, _page, to = line.ask("hand in", f"{who.proposal}hand-in/", typed)
        if status != 302 or "/handed-in/" not in to:
            who.wrong.append(f"hand in answered {status} {to}")
            return
        status, _page, _to = line.ask("read the receipt", to)
        if status != 200:
            who.wrong.append(f"receipt answered {status}")
    except (OSError, http.client.HTTPException, ValueError) as error:
        who.wrong.append(f"{type(error).__name__}: {error}")


def _token(page: str) -> str:
    found = TOKEN.search(page)
    if found is None:
        raise ValueError("no form on the page")
    return found[1]


def lost(applicants: int) -> list[str]:
    """What the database lacks of what the applicants were told is there."""
    from twoshores.programmes.models import Proposal, ProposalAnswer, Submission
    from twoshores.programmes.selectors.submissions import canonical

    found = []
    numbers = sorted(n for n in Proposal.objects.values_list("number", flat=True) if n is not None)
    if numbers != list(range(1, applicants + 1)):
        found.append(f"numbers of proposals: {len(numbers)}, {len(set(numbers))} different")
    answers = ProposalAnswer.objects.count()
    if answers != applicants * QUESTIONS:
        found.append(f"answers: {answers}")
    old = ProposalAnswer.objects.exclude(text__endswith=f" {SAVES}").count()
    if old:
        found.append(f"answers of an earlier save: {old}")
    for row in Submission.objects.all():
        texts = [answer["text"] for answer in row.body["answers"]]
        if not row.in_time or hashlib.sha256(canonical(row.body)).hexdigest() != row.sha256:
            found.append(f"submission {row.pk}: late or not as its digest says")
        if len(texts) != QUESTIONS or not all(text.endswith(f" {SAVES}") for text in texts):
            found.append(f"submission {row.pk}: without the last answers")
    handed_in = Submission.objects.count()
    if handed_in != applicants:
        found.append(f"handed in: {handed_in}")
    return found


def measured(applicants: int) -> dict[str, Any]:
    """Seconds: until all were done, and of each kind of request median, 95 of 100, slowest."""
    from django.db import connection

    from twoshores.portal.bench_requests import served

    people = make(applicants)
    vendor = connection.vendor
    connection.close()
    with served() as port:
        for who in people[:8]:  # both workers read their templates before the first visitor
            Line(port, Applicant(0, who.cookie, "", "", [])).ask("warm", who.proposal)
        gate = threading.Barrier(applicants + 1)
        threads = [threading.Thread(target=apply, args=(port, who, gate)) for who in people]
        for thread in threads:
            thread.start()
        gate.wait()
        began = time.perf_counter()
        for thread in threads:
            thread.join()
        whole = time.perf_counter() - began
    kinds: dict[str, list[float]] = {}
    for who in people:
        for name, times in who.times.items():
            kinds.setdefault(name, []).extend(times)
    return {
        "database": vendor,
        "applicants": applicants,
        "wrong": [f"{who.number}: {text}" for who in people for text in who.wrong][:20],
        "lost": lost(applicants)[:20],
        "all_done_s": round(whole, 1),
        "requests": sum(len(times) for times in kinds.values()),
        "seconds": {
            name: {
                "median": round(statistics.median(times), 2),
                "p95": round(sorted(times)[int(len(times) * 0.95) - 1], 2),
                "slowest": round(max(times), 2),
            }
            for name, times in kinds.items()
        },
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--applicants", type=int, default=APPLICANTS)
    parser.add_argument("--database", default="", help="URL of an empty PostgreSQL database")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        import django

        django.setup()
        print(json.dumps(measured(options.applicants)))
        return
    with tempfile.TemporaryDirectory(prefix="twoshores-bench-") as folder:
        environ = os.environ | {
            "DATA_DIR": folder,
            "DJANGO_SETTINGS_MODULE": "twoshores.config.settings",
            "DEMO": "1",
            "DEBUG": "",
            "DATABASE_URL": options.database,
            "BASE_URL": "http://127.0.0.1:8000",
        }
        command = [sys.executable, "-m", "benchmarks.last_hour", "--inside"]
        command += ["--applicants", str(options.applicants)]
        done = subprocess.run(command, env=environ, check=True, stdout=subprocess.PIPE)
    found = json.loads(done.stdout.splitlines()[-1])
    if options.json:
        print(json.dumps(found))
    else:
        asked = f"{found['applicants']} applicants, {found['requests']} requests"
        print(f"{found['database']}: {asked}, all done after {found['all_done_s']} s")
        print(f"wrong {found['wrong']}; lost {found['lost']}")
        for name, row in found["seconds"].items():
            print(f"{name:18}", "  ".join(f"{key} {value} s" for key, value in row.items()))
    if found["wrong"] or found["lost"]:
        sys.exit(1)


if __name__ == "__main__":
    main()
