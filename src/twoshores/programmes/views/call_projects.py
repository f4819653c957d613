"""The projects that a call funds, for everybody: what their contracts say, no person, no loser."""

from decimal import Decimal
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from twoshores.common.decisions import access
from twoshores.common.links import absolute
from twoshores.common.territories import country_name
from twoshores.engines.budget import Amount, Rates, add_up
from twoshores.projects.models import Project
from twoshores.projects.views.basics import reader_language
from twoshores.projects.views.budget_table import own_words

from ..models import Call
from ..selectors.awarded import Awarded, Signed, Why, awarded_in
from ..selectors.call_texts import word_calls
from ..selectors.public_calls import shown_call_or_404

PAGE_LENGTH = 25


@access("public")
@require_safe
def call_projects(request: HttpRequest, code: str) -> HttpResponseBase:
    """Projects with a signed contract: title, partners, countries, money, where they stand."""
    call, awarded = _decided_or_404(code)
    word_calls([call], reader_language())
    projects = _by_project(awarded)
    page = Paginator(projects, PAGE_LENGTH).get_page(request.GET.get("page"))
    unnamed = [contract for contract, why in awarded.left_out if why == Why.UNNAMED]
    context = {
        "call": call,
        "record": _record(call),
        "page": page,
        "projects": [_shown(rows) for rows in page],
        "many": len(projects),
        "total": _money(awarded.signed),
        "unnamed": len(unnamed),
    }
    return render(request, "programmes/call_projects.html", context)


@access("public")
@require_safe
def call_projects_json(request: HttpRequest, code: str) -> HttpResponseBase:
    """The same as data: amounts as text, exact, each in its contract's currency."""
    call, awarded = _decided_or_404(code)
    document = {
        "call": call.code,
        "title": call.title,
        "language": call.language,
        "programme": call.programme.title,
        "organisation": call.programme.organisation.name,
        "projects": [_data(rows) for rows in _by_project(awarded)],
    }
    return JsonResponse(document, json_dumps_params={"ensure_ascii": False})


def _decided_or_404(code: str) -> tuple[Call, Awarded]:
    """Before the call is decided there is no such page."""
    call = shown_call_or_404(code)
    if call.state != Call.State.DECIDED:
        raise Http404
    return call, awarded_in(call.programme, call)


def _by_project(awarded: Awarded) -> list[list[Signed]]:
    found: dict[Any, list[Signed]] = {}
    for row in awarded.signed:
        found.setdefault(row.project.pk, []).append(row)
    return sorted(found.values(), key=lambda rows: rows[0].contract.proposal.number or 0)


def _record(call: Call) -> dict[str, Any]:
    return {
        "crumbs": [
            {"label": _("Calls"), "href": reverse("calls")},
            {"label": call.code, "href": reverse("call", args=[call.code])},
        ],
        "tags": [{"kind": "demo", "text": _("demo")}] if call.is_demo else [],
        "notes": [call.programme.organisation.name],
        "title": _("Projects that this call funds"),
        "text": "",
    }


def _countries(project: Project) -> list[str]:
    return [row.country for row in project.countries.all()]


def _name(row: Signed) -> str:
    known = row.partner.organisation
    return known.name if known else row.partner.name


def _money(rows: list[Signed]) -> str:
    """Each currency apart: unlike ones are not added."""
    amounts = [Amount(row.contract.amount, row.contract.currency) for row in rows]
    return own_words(add_up(amounts, Rates("", {})))


def _shown(rows: list[Signed]) -> dict[str, Any]:
    project = rows[0].project
    return {
        "title": project.title,
        "language": project.language,
        "href": reverse("project", args=[project.code]) if rows[0].has_page else "",
        "stage": project.get_stage_display(),
        "countries": [country_name(code) for code in _countries(project)],
        "partners": [
            {"name": _name(row), "country": country_name(row.partner.country)} for row in rows
        ],
        "money": _money(rows),
    }


def _data(rows: list[Signed]) -> dict[str, Any]:
    project = rows[0].project
    return {
        "title": project.title,
        "language": project.language,
        "status": project.stage,
        "url": absolute("project", project.code) if rows[0].has_page else None,
        "countries": _countries(project),
        "grants": [
            {
                "partner": _name(row),
                "country": row.partner.country or None,
                "amount": _plain(row.contract.amount),
                "currency": row.contract.currency,
                "starts": row.contract.starts.isoformat(),
                "ends": row.contract.ends.isoformat(),
            }
            for row in rows
        ],
    }


def _plain(amount: Decimal) -> str:
    return f"{amount:.2f}"
