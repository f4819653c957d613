"""How long the pages of a programme of the real size take: `python -m benchmarks.programmes`.

547 proposals of 1,300 organisations, 1,641 assessments, 55 grants, as the handbook's programme had
them; with `--times 10` ten times as many. Made from a seed, on SQLite, in a folder that is thrown
away. Two calls: one is being appraised and holds all proposals; the other is decided and holds the
grants, each with two contracts, their commitments in the journal, payments, report duties and one
monitoring mission. Goal: at most 15 queries a page; median and p95 are published.
"""

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

PROPOSALS, ORGANISATIONS, READERS, GRANTS = 547, 1_300, 3, 55
ASSESSORS = 60
ORIGINS = ("ML", "SN", "MA", "EG", "GE", "MD", "PH", "EC")
ORIGINS += ("GH", "ET", "DZ", "TN", "NG", "CV", "LK", "JM")
ABROAD = ("FR", "ES", "IT", "DE", "BE", "NL", "PT")
THEMES = ("Remittances", "Communities", "Capacities", "Rights")
# (level, component) of the criteria: three levels, both components.
CRITERIA = (
    ("organisation", "both"),
    ("organisation", "both"),
    ("partnership", "migration"),
    ("partnership", "development"),
    ("partnership", "both"),
    ("stakeholders", "migration"),
    ("stakeholders", "development"),
    ("stakeholders", "both"),
)
TODAY = date.today()
SEED = 1
OF_MARKS = ("progress", "ranking")  # pages that keep what marks come to
CHANGES = 9


def make(times: int) -> dict[str, Any]:
    """officer, programme, both calls, and one row of each kind that has a page of its own."""
    from django.core.management import call_command

    from twoshores.accounts.models import User
    from twoshores.actors.models import Membership
    from twoshores.programmes.models import Office, Programme

    for command in ("migrate", "collectstatic"):
        call_command(command, interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    dice = random.Random(SEED)
    officer = User.objects.create_user("officer@demo.example.org", None, language="en")
    fund = _organisation("Fund", "BE", "donor")
    Membership.objects.create(user=officer, organisation=fund, role="coordinator")
    programme = Programme.objects.create(organisation=fund, title="From shore to shore")
    keepers = [
        _organisation(f"Association {n}", (ORIGINS[n % 16], ABROAD[n % 7])[n % 2], "ngo")
        for n in range(ORGANISATIONS * times)
    ]
    readers = User.objects.bulk_create(
        User(email=f"r{n}@demo.example.org", language="en") for n in range(ASSESSORS * times)
    )
    offices = Office.objects.bulk_create(
        Office(programme=programme, user=user, role="assessor", languages=["en"])
        for user in readers
    )
    call = _call(programme, "BENCH-1", "appraising")
    proposals = _proposals(call, keepers, PROPOSALS * times, "eligible", 0)
    assessments = _assess(dice, call, proposals, offices)
    decided = _call(programme, "BENCH-2", "decided")
    grants = _proposals(decided, keepers, GRANTS * times, "selected", len(proposals))
    contracts, duties, missions = _grants(programme, grants)
    return {
        "officer": officer,
        "reader": readers[0],
        "programme": programme,
        "call": call,
        "decided": decided,
        "proposal": proposals[0],
        "assessment": next(row for row in assessments if row.office_id == offices[0].pk),
        "contract": contracts[0],
        "duty": duties[0],
        "mission": missions[0],
    }


def _organisation(name: str, country: str, kind: str) -> Any:
    from twoshores.actors.models import Organisation

    return Organisation.objects.create(
        kind="organisation",
        name=name,
        name_language="en",
        organisation_kind=kind,
        country=country,
        is_demo=True,
    )


def _call(programme: Any, code: str, state: str) -> Any:
    from django.utils import timezone

    call = programme.calls.create(
        code=code,
        title=f"Water for all ({code})",
        language="en",
        summary="Water",
        state=state,
        budget=Decimal(9_900_000),
        deadline=timezone.now() - timedelta(days=30),
    )
    call.versions.create(number=1, body={})
    for n, title in enumerate(THEMES):
        call.themes.create(position=n, title=title)
    for n, (level, component) in enumerate(CRITERIA):
        call.criterions.create(position=n, level=level, component=component, title=f"Criterion {n}")
    return call


def _proposals(call: Any, keepers: list[Any], many: int, state: str, first: int) -> list[Any]:
    """Each of two or three organisations, the first from a country of origin."""
    from django.utils import timezone

    from twoshores.programmes.models import Proposal, ProposalShare, Submission
    from twoshores.projects.models import Project, ProjectCountry, ProjectPartner

    projects = Project.objects.bulk_create(
        Project(
            code=f"P-{first + n:05}",
            title=f"Wells {first + n}",
            language="en",
            stage="running" if state == "selected" else "design",
            owner=keepers[n * 2 % len(keepers)],
            capital=("financial", "human", "social")[n % 3],
            currency="EUR",
        )
        for n in range(many)
    )
    themes = list(call.themes.all())
    proposals = Proposal.objects.bulk_create(
        Proposal(call=call, project=row, state=state, number=n + 1, theme=themes[n % len(themes)])
        for n, row in enumerate(projects)
    )
    ProjectCountry.objects.bulk_create(
        ProjectCountry(project=row, country=country, role=role)
        for n, row in enumerate(projects)
        for country, role in ((ORIGINS[n % 16], "origin"), (ABROAD[n % 7], "residence"))
    )
    partners = ProjectPartner.objects.bulk_create(
        ProjectPartner(
            project=row,
            position=place + 1,
            organisation=(who := keepers[(n * 2 + place) % len(keepers)]),
            name=who.name,
            country=who.country,
            currency="EUR",
            is_lead=place == 0,
        )
        for n, row in enumerate(projects)
        for place in range(2 + n % 2)
    )
    by_project = {row.project_id: row for row in proposals}
    ProposalShare.objects.bulk_create(
        ProposalShare(proposal=by_project[row.project_id], partner=row, asked=60_000)
        for row in partners
    )
    named: dict[Any, list[dict[str, Any]]] = {}
    for partner in partners:  # who was not handed in is not appraised
        named.setdefault(partner.project_id, []).append({"id": partner.pk, "name": partner.name})
    version = call.versions.get()
    Submission.objects.bulk_create(
        Submission(
            proposal=row,
            stage="proposal",
            number=1,
            version=version,
            body={
                "form": 1,
                "project": {"title": "Wells"},
                "partners": named[row.project_id],
                "shares": [],
            },
            sha256="0" * 64,
            in_time=True,
            at=timezone.now() - timedelta(days=31),
        )
        for row in proposals
    )
    return proposals


def _assess(dice: random.Random, call: Any, proposals: list[Any], offices: list[Any]) -> list[Any]:
    """Three readers each; all marks are in."""
    from django.utils import timezone

    from twoshores.programmes.models import Assessment, Mark
    from twoshores.projects.models import ProjectPartner

    assessments = Assessment.objects.bulk_create(
        Assessment(
            proposal=row,
            office=offices[(n * READERS + place) % len(offices)],
            state="done",
            done_at=timezone.now(),
            strengths="Patient",
            due_on=TODAY,
        )
        for n, row in enumerate(proposals)
        for place in range(READERS)
    )
    criteria = list(call.criterions.order_by("position"))
    partners: dict[Any, list[Any]] = {}
    for partner in ProjectPartner.objects.filter(project__proposals__in=call.proposals.all()):
        partners.setdefault(partner.project_id, []).append(partner)
    Mark.objects.bulk_create(
        (
            Mark(
                assessment=row,
                criterion=one,
                partner=partner,
                mark=Decimal(dice.randint(0, 2 * one.most)) / 2,
            )
            for row in assessments
            for one in criteria
            for partner in (
                partners[row.proposal.project_id] if one.level == "organisation" else [None]
            )
        ),
        2_000,
    )
    return assessments


def _grants(programme: Any, proposals: list[Any]) -> tuple[list[Any], list[Any], list[Any]]:
    """Two contracts each, under way for a year: promised, half paid, one report due and late."""
    from twoshores.engines.ledger import commitment
    from twoshores.programmes.models import (
        GrantContract,
        Instalment,
        JournalEntry,
        Mission,
        Payment,
        ReportDuty,
    )
    from twoshores.programmes.services.journal import Draft, contract_key, post_following

    contracts = GrantContract.objects.bulk_create(
        GrantContract(
            proposal=row,
            partner=partner,
            number=f"BENCH-2-{row.number}-{place}",
            language="en",
            currency="EUR",
            amount=60_000,
            state="running",
            starts=TODAY - timedelta(days=365),
            ends=TODAY + timedelta(days=180),
        )
        for row in proposals
        for place, partner in enumerate(row.project.partners.order_by("position")[:2], start=1)
    )
    for contract in contracts:
        lines = commitment(Decimal(60_000), "EUR", contract_key(contract))
        kind, source = JournalEntry.Kind.COMMITMENT, f"contract:{contract.pk}"
        draft = Draft(kind=kind, source=source, on=contract.starts, lines=lines, text="Signed")
        post_following(by=None, programme=programme, draft=draft)
    instalments = Instalment.objects.bulk_create(
        Instalment(
            contract=row,
            position=n,
            amount=20_000,
            condition=("signature", "date", "date")[n],
            state=("paid", "released", "waiting")[n],
            due_on=row.starts + timedelta(days=180 * n),
        )
        for row in contracts
        for n in range(3)
    )
    Payment.objects.bulk_create(
        Payment(
            contract=row.contract,
            instalment=row,
            on=row.due_on,
            amount=20_000,
            counts=20_000,
            currency="EUR",
        )
        for row in instalments
        if row.state == "paid"
    )
    duties = ReportDuty.objects.bulk_create(
        ReportDuty(contract=row, title=title, due_on=TODAY + timedelta(days=days))
        for row in contracts
        for title, days in (("First report", -40), ("Last report", 200))
    )
    missions = Mission.objects.bulk_create(
        Mission(
            programme=programme,
            project=row.project,
            country=ORIGINS[n % 16],
            language="en",
            title="First visit",
            starts=TODAY,
            ends=TODAY + timedelta(days=2),
        )
        for n, row in enumerate(proposals)
    )
    return contracts, duties, missions


def measured(times: int, only: list[str]) -> dict[str, Any]:
    """Per page: median_ms and p95_ms of server time, queries, wire_bytes; of those that keep what
    marks come to, also first_ms (of the ranking: after the progress was asked for, which keeps
    the same) and changed_ms, the median after one mark changed. only: names of pages, all if
    empty."""
    from django.urls import reverse

    from twoshores.portal.bench_requests import Page
    from twoshores.portal.bench_requests import measured as asked

    made = make(times)
    officer, reader, at = made["officer"], made["reader"], made["programme"].pk
    call, proposal = made["call"], made["proposal"]
    pages = [
        ("today", officer, "programme", [at]),
        ("calls", officer, "programme_calls", [at]),
        ("proposals of a call", officer, "appraisal_proposals", [at, call.pk]),
        ("who reads what", officer, "appraisal_assign", [at, call.pk]),
        ("progress", officer, "appraisal_progress", [at, call.pk]),
        ("ranking", officer, "appraisal_ranking", [at, call.pk]),
        ("one proposal", officer, "appraised_proposal", [at, proposal.pk]),
        ("assessor's list", reader, "programme_assessing", [at]),
        ("assessor's form", reader, "assessment", [at, made["assessment"].pk]),
        ("contracts", officer, "programme_contracts", [at]),
        ("contract", officer, "contract", [at, made["contract"].pk]),
        ("contract's money", officer, "contract_money", [at, made["contract"].pk]),
        ("payments", officer, "programme_payments", [at]),
        ("journal", officer, "programme_journal", [at]),
        ("reports due", officer, "programme_duties", [at]),
        ("missions", officer, "programme_missions", [at]),
        ("mission", officer, "mission", [at, made["mission"].pk]),
        ("who should talk", officer, "programme_synergies", [at]),
        ("portfolio", officer, "programme_portfolio", [at]),
        ("two periods", officer, "programme_periods", [at]),
        ("files for others", officer, "programme_files", [at]),
        ("public call", None, "call", [made["decided"].code]),
        ("public projects", None, "call_projects", [made["decided"].code]),
    ]
    found = {}
    for name, who, address, args in pages:
        if only and name not in only:
            continue
        print(name, file=sys.stderr, flush=True)  # at ten times the size this takes minutes
        page = Page(name, reverse(address, args=args), who)
        first = _asked_once(page) if name in OF_MARKS else None
        found[name] = asked(page)
        if first is not None:
            changed = _after_changes(page, made["assessment"])
            found[name] |= {"first_ms": round(first, 2), "changed_ms": changed}
    return found


def _asked_once(page: Any) -> float:
    """Milliseconds of server time."""
    from twoshores.portal.bench_requests import client_of

    client = client_of(page)
    began = time.perf_counter()
    client.get(page.path)
    return (time.perf_counter() - began) * 1000


def _after_changes(page: Any, assessment: Any) -> float:
    """Median of the first request after each of some changes of one mark, milliseconds."""
    row = assessment.marks.order_by("pk").first()
    times = []
    for n in range(CHANGES):
        type(row).objects.filter(pk=row.pk).update(mark=Decimal(n % 9) / 2)
        times.append(_asked_once(page))
    return round(statistics.median(times), 2)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--times", type=int, default=1, help="how many times the real size")
    parser.add_argument("--only", action="append", default=[], help="a page, by its name")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        import django

        django.setup()
        print(json.dumps(measured(options.times, options.only)))
        return
    with tempfile.TemporaryDirectory(prefix="twoshores-bench-") as folder:
        environ = os.environ | {
            "DATA_DIR": folder,
            "DJANGO_SETTINGS_MODULE": "twoshores.config.settings",
            "DEMO": "1",
            "DEBUG": "",
            "DATABASE_URL": "",
            "BASE_URL": "http://127.0.0.1:8000",
        }
        command = [sys.executable, "-m", "benchmarks.programmes", "--inside"]
        command += ["--times", str(options.times)]
        for name in options.only:
            command += ["--only", name]
        done = subprocess.run(command, env=environ, check=True, stdout=subprocess.PIPE)
    found = json.loads(done.stdout.splitlines()[-1])
    if options.json:
        print(json.dumps(found))
        return
    for name, row in found.items():
        print(f"{name:22}", "  ".join(f"{key} {value}" for key, value in row.items()))


if __name__ == "__main__":
    main()
