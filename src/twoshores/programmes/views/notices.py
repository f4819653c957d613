"""Find a partner for a call: the list, one's own notice, asking, taking in."""

from collections import Counter
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from twoshores.accounts.models import User
from twoshores.actors.models import Introduction
from twoshores.actors.selectors.organisations import organisations_written_for
from twoshores.common.conflict_words import in_words
from twoshores.common.decisions import access
from twoshores.common.editing import StaleVersion, version_of
from twoshores.common.forms import answer_status
from twoshores.common.territories import country_name
from twoshores.projects.views.basics import reader_language
from twoshores.projects.views.row_pages import add_errors

from ..deadlines import is_over
from ..forms.notices import FACTS, AskForm, NoticeForm, TakeInForm
from ..models import Call, PartnerNotice, Proposal
from ..selectors.call_texts import in_reader, title_of
from ..selectors.notices import (
    Filters,
    drafts_for,
    introductions_for,
    notice_or_404,
    notices_of,
    own_ids,
    partners_already,
    what_each_brings,
)
from ..selectors.proposals import call_for_applicants
from ..services import notices as services

PAGE_LENGTH = 20


@access("public")
@require_safe
def call_partners(request: HttpRequest, code: str) -> HttpResponseBase:
    """Who looks for a partner and who could join; for an applicant, what each would bring."""
    call = call_for_applicants(code)
    chosen = {name: request.GET.get(name, "") for name in ("kind", "theme", "country")}
    everything = list(notices_of(call, Filters()))
    rows = list(notices_of(call, Filters(**chosen))) if any(chosen.values()) else everything
    page = Paginator(rows, PAGE_LENGTH).get_page(request.GET.get("page"))
    user = request.user if isinstance(request.user, User) else None
    context = {
        "call": call,
        "crumbs": crumbs(call, _("Find a partner")),
        "page": page,
        "rows": _rows(call, list(page.object_list), user, request.GET.get("for", "")),
        "filters": _filters(everything, chosen),
        "chosen": any(chosen.values()),
        "open": call.state == Call.State.PUBLISHED
        and not is_over(call, Proposal.State.DRAFT, timezone.now()),
        "drafts": drafts_for(user, call) if user else [],
        "for": request.GET.get("for", ""),
    }
    return render(request, "programmes/call_partners.html", context)


def crumbs(call: Call, here: str) -> list[dict[str, str]]:
    title = title_of(call, reader_language()).title
    return [{"label": title, "href": reverse("call", args=[call.code])}, {"label": here}]


def _rows(
    call: Call, notices: list[PartnerNotice], user: User | None, wanted: str
) -> list[dict[str, Any]]:
    own = own_ids(user) if user else set()
    asked = introductions_for(call, own) if own else {}
    proposal = (
        next((row for row in drafts_for(user, call) if str(row.pk) == wanted), None)
        if (user and wanted)
        else None
    )
    brings = what_each_brings(proposal.project, notices) if proposal else {}
    inside = partners_already(proposal.project) if proposal else set()
    return [
        {
            "notice": row,
            "mine": row.organisation_id in own,
            "introduction": asked.get(row.organisation_id),
            "yes": (found := asked.get(row.organisation_id)) is not None
            and found.state == Introduction.State.ACCEPTED,
            "may_ask": bool(own) and row.organisation_id not in own,
            "compared": proposal is not None,
            "brings": brings.get(row.organisation_id, []),
            "needs_language": proposal.project.language if proposal else "",
            "partner": row.organisation_id in inside,
        }
        for row in notices
    ]


def _filters(rows: list[PartnerNotice], chosen: dict[str, str]) -> list[dict[str, Any]]:
    """Links that narrow the list, each with how many stand behind it."""
    kinds = Counter(row.kind for row in rows)
    themes = Counter(row.theme for row in rows if row.theme is not None)
    countries = Counter(row.organisation.country for row in rows if row.organisation.country)
    groups = [
        (
            _("What they want"),
            "kind",
            [(k, str(PartnerNotice.Kind(k).label), n) for k, n in kinds.items()],
        ),
        (_("Theme of the call"), "theme", [(str(t.pk), t.title, n) for t, n in themes.items()]),
        (_("Country"), "country", [(c, country_name(c), n) for c, n in sorted(countries.items())]),
    ]
    return [
        {
            "title": title,
            "options": [
                {
                    "label": label,
                    "count": number,
                    "current": chosen[name] == value,
                    "href": "?" + urlencode(_toggled(chosen, name, value)),
                }
                for value, label, number in options
            ],
        }
        for title, name, options in groups
        if options
    ]


def _toggled(chosen: dict[str, str], name: str, value: str) -> dict[str, str]:
    kept = {key: one for key, one in chosen.items() if one and key != name}
    return kept if chosen[name] == value else kept | {name: value}


@access("signed_in")
@require_http_methods(["GET", "HEAD", "POST"])
def partner_notice(request: HttpRequest, code: str, notice: str = "") -> HttpResponseBase:
    """Put up, change or take down one's own notice."""
    assert isinstance(request.user, User)
    user, call = request.user, call_for_applicants(code)
    row = notice_or_404(call, notice) if notice else None
    organisations = organisations_written_for(user)
    if row is not None and row.organisation_id not in {one.pk for one in organisations}:
        raise Http404
    if not organisations:
        return render(request, "projects/no_organisation.html")
    if row is not None and "remove" in request.POST:
        services.notice_remove(by=user, notice=row)
        messages.success(request, _("Taken down."))
        return redirect("call_partners", call.code)
    form = NoticeForm(
        request.POST or None,
        organisations=[row.organisation] if row else organisations,
        themes=list(in_reader(call.themes.all(), reader_language())),
        reader_language=reader_language(),
        initial=_initial(row, user, str(organisations[0].pk)),
    )
    version, conflicts = row.version if row else 0, []
    if request.method == "POST" and form.is_valid():
        facts = dict(form.cleaned_data)
        organisation = facts.pop("organisation")
        try:
            services.notice_write(
                by=user,
                call=call,
                organisation=organisation,
                notice=row,
                opened_version=version_of(request.POST.get("version", "")),
                facts=facts,
            )
        except StaleVersion as stale:
            labels = {name: made.label or name for name, made in form.fields.items()}
            version, conflicts = stale.current_version, in_words(stale.conflicts, labels)
        except PermissionDenied as refusal:
            form.add_error(None, str(refusal))
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("Saved. It stands on the call's page."))
            return redirect("call_partners", call.code)
    context = {
        "call": call,
        "crumbs": crumbs(call, _("Find a partner")),
        "form": form,
        "version": version,
        "conflicts": conflicts,
        "notice": row,
    }
    status = answer_status(form, conflicts=conflicts)
    return render(request, "programmes/partner_notice.html", context, status=status)


def _initial(row: PartnerNotice | None, user: User, first: str) -> dict[str, Any]:
    if row is None:
        return {"organisation": first, "language": user.language}
    found = {name: getattr(row, name) for name in FACTS}
    return found | {"organisation": str(row.organisation_id), "theme": str(row.theme_id or "")}


@access("signed_in")
@require_http_methods(["GET", "HEAD", "POST"])
def partner_ask(request: HttpRequest, code: str, notice: str) -> HttpResponseBase:
    """Ask for an introduction; after a yes, take the organisation in as a partner."""
    assert isinstance(request.user, User)
    user, call = request.user, call_for_applicants(code)
    row = notice_or_404(call, notice)
    organisations = [
        one for one in organisations_written_for(user) if one.pk != row.organisation_id
    ]
    if not organisations:
        return render(request, "projects/no_organisation.html")
    form = AskForm(
        request.POST or None,
        organisations=organisations,
        reader_language=reader_language(),
        initial={"asking": str(organisations[0].pk), "language": user.language},
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.notice_ask(by=user, notice=row, **form.cleaned_data)
        except PermissionDenied as refusal:
            form.add_error(None, str(refusal))
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("They were asked. The answer comes by mail."))
            return redirect("call_partners", call.code)
    introduction = introductions_for(call, {one.pk for one in organisations}).get(
        row.organisation_id
    )
    yes = introduction is not None and introduction.state == Introduction.State.ACCEPTED
    context = {
        "call": call,
        "crumbs": crumbs(call, _("Find a partner")),
        "form": form,
        "notice": row,
        "introduction": introduction,
        "yes": yes,
        "take_in": TakeInForm(proposals=drafts_for(user, call)) if yes else None,
    }
    return render(request, "programmes/partner_ask.html", context, status=answer_status(form))


@access("signed_in")
@require_POST
def partner_take_in(request: HttpRequest, code: str, notice: str) -> HttpResponseBase:
    """Take an organisation that said yes into one of the reader's projects."""
    assert isinstance(request.user, User)
    call = call_for_applicants(code)
    row = notice_or_404(call, notice)
    form = TakeInForm(request.POST, proposals=drafts_for(request.user, call))
    if not form.is_valid():
        messages.error(request, _("Choose a project."))
        return redirect("partner_ask", code, row.pk)
    proposal = form.cleaned_data["proposal"]
    try:
        services.partner_take_in(by=request.user, proposal=proposal, notice=row)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("partner_ask", code, row.pk)
    messages.success(request, _("It is a partner now. Say what it does in the project."))
    return redirect(reverse("workbench_partners", args=[proposal.project_id]))
