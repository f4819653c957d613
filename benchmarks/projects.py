"""How long the pages of a large project take: `python -m benchmarks.projects [--json]`.

5,000 projects on SQLite, ten of them with 200 activities, 60 indicators over 12 periods with
targets and measurements, 300 budget lines over 12 periods, 600 expenses, 40 risks and reports.
Goals: at most 15 queries a page; the design review of one project, with reading it from the
database, in 20 ms. Everything happens in a folder that is thrown away.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

PROJECTS, LARGE = 5_000, 10
ACTIVITIES, INDICATORS, PERIODS, LINES, EXPENSES, RISKS = 200, 60, 12, 300, 600, 40
START = date(2026, 1, 1)
ROUNDS = 50
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def make() -> tuple[Any, Any]:
    """(the coordinator, one of the large projects) of a new instance with all of them."""
    from django.core.management import call_command

    from twoshores.accounts.models import User
    from twoshores.actors.models import Membership, Organisation
    from twoshores.catalogue.services import catalogue_load
    from twoshores.projects.models import Project, ProjectCountry, ProjectPartner

    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    catalogue_load()
    user = User.objects.create_user("bench@demo.example.org", None, is_demo=True, language="en")
    keeper, abroad = (
        Organisation.objects.create(
            kind="organisation",
            name=name,
            name_language="en",
            organisation_kind="migrant_association",
            country=country,
            is_demo=True,
        )
        for name, country in (("Kayes Water", "ML"), ("Kayes in Paris", "FR"))
    )
    Membership.objects.create(user=user, organisation=keeper, role="coordinator")
    projects = Project.objects.bulk_create(
        Project(
            code=f"P-{number:05}",
            title=f"Project {number}",
            owner=keeper,
            stage="running",
            starts=START,
            ends=START + timedelta(days=1094),
            created_by=user,
        )
        for number in range(PROJECTS)
    )
    ProjectCountry.objects.bulk_create(
        ProjectCountry(project=row, country=country, role=role)
        for row in projects
        for country, role in (("ML", "origin"), ("FR", "residence"))
    )
    ProjectPartner.objects.bulk_create(
        ProjectPartner(
            project=row, position=place, name=who.name, organisation=who, is_lead=place == 1
        )
        for row in projects
        for place, who in ((1, keeper), (2, abroad))
    )
    for row in projects[:LARGE]:
        fill(row, user)
    return user, projects[0]


def fill(project: Any, user: Any) -> None:
    """All rows of one large project."""
    from twoshores.projects import models as m

    partners = list(project.partners.all())
    periods = m.Period.objects.bulk_create(
        m.Period(
            project=project,
            position=number + 1,
            name=f"Quarter {number + 1}",
            starts=START + timedelta(days=91 * number),
            ends=START + timedelta(days=91 * number + 90),
        )
        for number in range(PERIODS)
    )
    goal = m.Result.objects.create(project=project, level="goal", text="Water", position=1)
    outputs = m.Result.objects.bulk_create(
        m.Result(project=project, level="output", parent=goal, text=f"Output {n}", position=n + 2)
        for n in range(20)
    )
    _plan(m, project, outputs, partners)
    _indicators(m, project, outputs, periods, user)
    _money(m, project, partners, periods, user)
    m.Risk.objects.bulk_create(
        m.Risk(project=project, kind="external", text=f"Risk {n}", likelihood=1 + n % 5, effect=3)
        for n in range(RISKS)
    )
    for partner in (*partners, None):
        m.Report.objects.create(
            project=project, period=periods[0], partner=partner, language="en", done="Dug."
        )


def _plan(m: Any, project: Any, outputs: list[Any], partners: list[Any]) -> None:
    activities = m.Activity.objects.bulk_create(
        m.Activity(
            project=project,
            result=outputs[n % len(outputs)],
            position=n + 1,
            title=f"Activity {n}",
            starts=START + timedelta(days=5 * n),
            ends=START + timedelta(days=5 * n + 30),
            times=["evenings"],
            country=("ML", "FR")[n % 2],
        )
        for n in range(ACTIVITIES)
    )
    m.ActivityPartner.objects.bulk_create(
        m.ActivityPartner(
            activity=row,
            partner=partners[(n + place) % 2],
            part=("responsible", "contributes")[place],
        )
        for n, row in enumerate(activities)
        for place in (0, 1)
    )
    m.Dependency.objects.bulk_create(
        m.Dependency(before=before, after=after)
        for before, after in zip(activities[::7], activities[7::7], strict=False)
    )


def _indicators(m: Any, project: Any, outputs: list[Any], periods: list[Any], user: Any) -> None:
    indicators = m.Indicator.objects.bulk_create(
        m.Indicator(
            project=project,
            result=outputs[n % len(outputs)],
            position=n + 1,
            text=f"People reached by {n}",
            kind="number",
            unit="people",
            counts_people=True,
            disaggregations=["sex", "age"],
        )
        for n in range(INDICATORS)
    )
    m.Target.objects.bulk_create(
        m.Target(indicator=row, period=period, number=Decimal(50))
        for row in indicators
        for period in periods
    )
    m.Measurement.objects.bulk_create(
        m.Measurement(
            indicator=row, period=period, number=Decimal(40), on=period.ends, entered_by=user
        )
        for row in indicators
        for period in periods
    )


def _money(m: Any, project: Any, partners: list[Any], periods: list[Any], user: Any) -> None:
    m.OwnRate.objects.create(
        project=project, currency="XOF", per_unit=Decimal("655.957"), on=START, source="Parity"
    )
    lines = m.BudgetLine.objects.bulk_create(
        m.BudgetLine(
            project=project,
            position=n + 1,
            partner=partners[n % 2],
            category=("staff", "travel", "training", "equipment")[n % 4],
            text=f"Line {n}",
            currency=("XOF", "EUR")[n % 2],
        )
        for n in range(LINES)
    )
    m.BudgetAmount.objects.bulk_create(
        m.BudgetAmount(line=row, period=period, amount=Decimal(1000))
        for row in lines
        for period in periods
    )
    m.Expense.objects.bulk_create(
        m.Expense(
            project=project,
            line=lines[n % LINES],
            partner=partners[n % 2],
            period=periods[n % 4],
            on=periods[n % 4].starts,
            amount=Decimal(300),
            currency=lines[n % LINES].currency,
            text="Paid",
            entered_by=user,
        )
        for n in range(EXPENSES)
    )


def measured() -> dict[str, Any]:
    """Per page: median_ms and p95_ms of server time, queries, wire_bytes; and the review alone."""
    from django.urls import reverse

    from twoshores.portal.bench_requests import Page
    from twoshores.portal.bench_requests import measured as asked
    from twoshores.projects.models import Project
    from twoshores.projects.selectors.review import reviewed

    user, project = make()
    whole = project.reports.get(partner=None)
    pages = {
        "today": reverse("workbench_project", args=[project.pk]),
        "results chain": reverse("workbench_chain", args=[project.pk]),
        "review": reverse("workbench_review", args=[project.pk]),
        "plan (Gantt)": reverse("workbench_plan", args=[project.pk]),
        "budget": reverse("workbench_budget", args=[project.pk]),
        "spent": reverse("workbench_expenses", args=[project.pk]),
        "indicators": reverse("workbench_indicators", args=[project.pk]),
        "report": reverse("report_detail", args=[project.pk, whole.pk]),
        "public list": reverse("projects"),
        "workbench": reverse("workbench"),
    }
    found = {name: asked(Page(name, path, user)) for name, path in pages.items()}
    times = []
    for _ in range(ROUNDS):
        fresh = Project.objects.prefetch_related("countries", "partners").get(pk=project.pk)
        began = time.perf_counter()
        reviewed(fresh)
        times.append((time.perf_counter() - began) * 1000)
    found["design review alone"] = {
        "median_ms": round(statistics.median(times), 2),
        "p95_ms": round(statistics.quantiles(times, n=20)[-1], 2),
    }
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        import django

        django.setup()
        print(json.dumps(measured()))
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
        command = [sys.executable, "-m", "benchmarks.projects", "--inside"]
        done = subprocess.run(command, env=environ, check=True, capture_output=True)
    found = json.loads(done.stdout.splitlines()[-1])
    if options.json:
        print(json.dumps(found))
        return
    for name, row in found.items():
        print(f"{name:22}", "  ".join(f"{key} {value}" for key, value in row.items()))


if __name__ == "__main__":
    main()
