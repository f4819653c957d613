"""The workbench: the reader's projects, a new one, its facts, its partners, what others see."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from twoshores.accounts.models import User
from twoshores.actors.selectors.organisations import organisations_written_for
from twoshores.common import history
from twoshores.common.decisions import access
from twoshores.common.forms import answer_status

from ..forms.basics import PartnerForm, ProjectForm, ShownForm, initial_of
from ..models import ProjectPartner
from ..project_states import MACHINE
from ..selectors.basics import partner_choices, partner_or_404, project_events
from ..selectors.projects import projects_worked_on_by
from ..selectors.today import waiting_at
from ..services import projects as services
from ..waiting import waiting_elsewhere
from . import today_page
from .history_words import words_of
from .row_pages import RowPage, add_errors, answer
from .workspace import Desk, desk_or_404

PAGE_LENGTH = 20
PARTNER_FACTS = (
    *("organisation", "name", "country", "kind", "mobilises_migrants", "role", "currency"),
    *("agreement", "agreed_on", "left_on"),
)


def reader_language() -> str:
    return (get_language() or "en").split("-")[0]


@access("signed_in")
@require_safe
def workbench(request: HttpRequest) -> HttpResponseBase:
    """The projects that the reader works on, the ones changed last first."""
    assert isinstance(request.user, User)
    rows = projects_worked_on_by(request.user).prefetch_related("countries")
    page = Paginator(rows.order_by("-changed_at"), PAGE_LENGTH).get_page(request.GET.get("page"))
    writes = bool(organisations_written_for(request.user))
    return render(request, "projects/workbench.html", {"page": page, "writes": writes})


@access("signed_in")
def project_new(request: HttpRequest) -> HttpResponseBase:
    """Begin a design for one of the reader's organisations."""
    assert isinstance(request.user, User)
    organisations = organisations_written_for(request.user)
    if not organisations:
        return render(request, "projects/no_organisation.html")
    form = ProjectForm(
        request.POST or None,
        reader_language=reader_language(),
        initial={"language": request.user.language, "currency": "EUR"},
    )
    by_id = {str(row.pk): row for row in organisations}
    chosen = by_id.get(request.POST.get("owner", ""), organisations[0])
    if request.method == "POST" and form.is_valid():
        try:
            project = services.project_create(
                by=request.user, owner=chosen, facts=form.facts(), countries=form.countries()
            )
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("Saved. What is it made of? Choose its building blocks."))
            return redirect("workbench_blocks", project.pk)
    context = {"form": form, "organisations": organisations, "chosen": chosen}
    return render(request, "projects/project_new.html", context, status=answer_status(form))


@access("object")
@require_safe
def workbench_project(request: HttpRequest, pk: str) -> HttpResponseBase:
    """Today: what stands of the project, and what comes next."""
    desk = desk_or_404(request, pk)
    moves = MACHINE.open_moves(desk.project.stage) if desk.keeps else []
    today = timezone.localdate()
    waiting = waiting_at(desk.project, desk.user, today)
    elsewhere = waiting_elsewhere(desk.project, desk.user, today)
    shown = today_page.context(waiting, desk.project, today, elsewhere, writes=desk.writes)
    context = desk.head("today") | shown | {"moves": moves}
    return render(request, "projects/today.html", context)


@access("object")
def project_edit(request: HttpRequest, pk: str) -> HttpResponseBase:
    """The project's own facts."""
    desk = desk_or_404(request, pk, to_write=True)
    project = desk.project

    def make(data: Any) -> ProjectForm:
        return ProjectForm(data, reader_language=reader_language(), initial=initial_of(project))

    def save(cleaned: dict[str, Any], version: int) -> None:
        bound = make(request.POST)
        bound.full_clean()
        services.project_update(
            by=desk.user,
            project=project,
            opened_version=version,
            facts=bound.facts(),
            countries=bound.countries(),
        )

    page = RowPage(
        title=_("The project"),
        tab="today",
        make_form=make,
        save=save,
        back=reverse("workbench_project", args=[project.pk]),
        version=project.version,
        draft_key=str(project.pk),
    )
    return answer(request, desk, page)


@access("object")
@require_POST
def project_stage(request: HttpRequest, pk: str) -> HttpResponseBase:
    """Begin, finish or open again."""
    desk = desk_or_404(request, pk)
    if not desk.keeps:
        raise Http404
    try:
        services.project_move(by=desk.user, project=desk.project, move=request.POST.get("move", ""))
    except ValidationError as error:
        for message in error.messages:
            messages.error(request, message)
    else:
        messages.success(request, _("Done."))
    return redirect("workbench_project", pk)


@access("object")
@require_safe
def partners(request: HttpRequest, pk: str) -> HttpResponseBase:
    """Who is in it, what each does, and how that is agreed."""
    desk = desk_or_404(request, pk)
    return render(request, "projects/partners.html", desk.head("partners"))


@access("object")
def partner_new(request: HttpRequest, pk: str) -> HttpResponseBase:
    """Add a partner."""
    desk = desk_or_404(request, pk, to_write=True)

    def save(cleaned: dict[str, Any], _version: int) -> None:
        facts = {name: cleaned[name] for name in PARTNER_FACTS}
        services.partner_add(by=desk.user, project=desk.project, facts=facts)

    return answer(request, desk, _partner_page(desk, None, save))


@access("object")
def partner_edit(request: HttpRequest, pk: str, partner: int) -> HttpResponseBase:
    """Change or take off a partner."""
    desk = desk_or_404(request, pk, to_write=True)
    row = partner_or_404(desk.project, partner)

    def save(cleaned: dict[str, Any], version: int) -> None:
        facts = {name: cleaned[name] for name in PARTNER_FACTS}
        services.partner_update(
            by=desk.user, project=desk.project, partner=row, opened_version=version, facts=facts
        )

    return answer(request, desk, _partner_page(desk, row, save))


def _partner_page(desk: Desk, row: ProjectPartner | None, save: Any) -> RowPage:
    initial = {name: getattr(row, name) for name in PARTNER_FACTS} if row else {}
    if row:
        initial["organisation"] = str(row.organisation_id or "")
        known = row.mobilises_migrants
        initial["mobilises_migrants"] = "" if known is None else "yes" if known else "no"

    def make(data: Any) -> PartnerForm:
        return PartnerForm(
            data,
            reader_language=reader_language(),
            initial=initial,
            organisations=partner_choices(desk.user),
        )

    def remove() -> None:
        assert row is not None
        services.partner_remove(by=desk.user, project=desk.project, partner=row)

    return RowPage(
        title=row.name if row else _("Add a partner"),
        tab="partners",
        make_form=make,
        save=save,
        back=reverse("workbench_partners", args=[desk.project.pk]),
        version=row.version if row else 0,
        remove=remove if row and not row.is_lead else None,
        draft_key=f"partner:{row.pk}" if row else f"partner:{desk.project.code}",
    )


@access("object")
@require_POST
def partner_rights(request: HttpRequest, pk: str, partner: int) -> HttpResponseBase:
    """Let a partner's writers change the design, or end that."""
    desk = desk_or_404(request, pk)
    if not desk.keeps:
        raise Http404
    row = partner_or_404(desk.project, partner)
    services.partner_rights(
        by=desk.user,
        project=desk.project,
        partner=row,
        may_edit=request.POST.get("may_edit") == "yes",
    )
    messages.success(request, _("Done."))
    return redirect("workbench_partners", pk)


@access("object")
def project_public(request: HttpRequest, pk: str) -> HttpResponseBase:
    """Who may see the project, and what of it."""
    desk = desk_or_404(request, pk)
    if not desk.keeps:
        return render(request, "projects/public_choice.html", desk.head("public"))
    project = desk.project

    def make(data: Any) -> ShownForm:
        initial = {"visibility": project.visibility, "shown": project.shown}
        return ShownForm(data, initial=initial)

    def save(cleaned: dict[str, Any], version: int) -> None:
        services.project_show(by=desk.user, project=project, opened_version=version, **cleaned)

    page = RowPage(
        title=_("What others see"),
        tab="public",
        make_form=make,
        save=save,
        back=reverse("workbench_public", args=[project.pk]),
        version=project.version,
        template="projects/public_choice.html",
    )
    return answer(request, desk, page)


@access("object")
@require_safe
def project_history(request: HttpRequest, pk: str) -> HttpResponseBase:
    """What was done with the project and its parts, newest first: names of fields, never values."""
    desk = desk_or_404(request, pk)
    page = Paginator(project_events(desk.project), 50).get_page(request.GET.get("page"))
    events = history.rows(page.object_list, desk.user, offices=True, words_of=words_of)
    context = desk.head("history") | {"page": page, "events": events}
    return render(request, "projects/history.html", context)
