"""Help from a programme: asked, taken, answered."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from twoshores.accounts.models import User
from twoshores.actors.permissions.people import writes_for
from twoshores.actors.selectors.organisations import organisations_written_for
from twoshores.alliances.forms.mediations import SayForm
from twoshores.common.decisions import access
from twoshores.common.formatting import format_number
from twoshores.common.forms import answer_status
from twoshores.projects.models import Project
from twoshores.projects.selectors.projects import projects_worked_on_by
from twoshores.projects.views.basics import reader_language
from twoshores.projects.views.row_pages import RowPage, add_errors, answer
from twoshores.projects.views.workspace import Desk
from twoshores.projects.views.workspace import desk_or_404 as project_desk_or_404

from ..forms.support import SupportForm
from ..models import Programme, SupportRequest
from ..permissions.support import can_take_support, reads_words_of, sees_support_of
from ..selectors import support as selectors
from ..selectors.events import events_to_come, papers_of
from ..selectors.programmes import programmes_of_project, programmes_visible_to
from ..selectors.synergies import talks_of
from ..services import support as services
from ..support_states import MACHINE, OPEN, standing_of
from .desk import ProgrammeDesk, desk_or_404
from .events import event_rows
from .synergies import talk_rows

PAGE_LENGTH = 30
MOVES = ("take", "give_back", "close")


@access("object")
@require_safe
def programme_support(request: HttpRequest, pk: str) -> HttpResponseBase:
    """What was asked of the programme, those that wait first, and how fast it answers."""
    desk = desk_or_404(request, pk, to_read=False)
    if not sees_support_of(desk.user, desk.programme):
        raise Http404
    rows = selectors.support_seen_by(desk.user, desk.programme, desk.standing)
    page = Paginator(
        rows.order_by(F("closed_at").asc(nulls_first=True), "asked_at"), PAGE_LENGTH
    ).get_page(request.GET.get("page"))
    times = selectors.answer_times(rows.order_by())
    context = desk.head("support") | {
        "page": page,
        "rows": [_listed(row, desk) for row in page],
        "times": times,
        "usual": _hours(times.usual),
        "longest": _hours(times.longest),
    }
    return render(request, "programmes/support.html", context)


def _listed(row: SupportRequest, desk: ProgrammeDesk) -> dict[str, Any]:
    """A line of the list. Who asks for mediation is named to whoever reads the request only."""
    office = desk.standing.focal_point
    mine = row.taken_by_id == desk.user.pk or (
        row.taken_by_id is None and office is not None and row.routed_to_id == office.pk
    )
    return {
        "row": row,
        "waits": row.state in OPEN and row.taken_by_id is None,
        "named": mine or row.kind != SupportRequest.Kind.MEDIATION,
    }


def _hours(took: Any) -> str:
    return "" if took is None else format_number(round(took.total_seconds() / 3600))


@access("object")
@require_safe
def project_support(request: HttpRequest, pk: str) -> HttpResponseBase:
    """What the reader's organisation asked for about a project, and where to ask."""
    desk = project_desk_or_404(request, pk)
    near = list(programmes_of_project(desk.project))
    context = desk.head("help") | {
        "rows": selectors.support_asked_by(desk.user, desk.project),
        "programmes": near,
        "events": event_rows(events_to_come(near)),
        "papers": papers_of(near),
        "talks": talk_rows(talks_of(desk.user, desk.project, near)),
        "may_ask": bool(_own(desk)),
    }
    return render(request, "programmes/project_support.html", context)


def _own(desk: Desk) -> list[Any]:
    """Organisations of the project that the reader writes for, without those that left."""
    inside = {row.organisation_id for row in desk.project.partners.all() if row.left_on is None}
    inside.add(desk.project.owner_id)
    return [row for row in organisations_written_for(desk.user) if row.pk in inside]


@access("object")
def support_new(request: HttpRequest, pk: str, programme: str) -> HttpResponseBase:
    """Ask a programme for help with a project."""
    desk = project_desk_or_404(request, pk)
    own = _own(desk)
    if not own:
        raise Http404
    asked = get_object_or_404(programmes_of_project(desk.project), pk=programme)
    page = _ask_page(
        request,
        desk.user,
        asked,
        own,
        project=desk.project,
        back=reverse("project_support", args=[pk]),
    )
    return answer(request, desk, page)


def _ask_page(
    request: HttpRequest,
    user: User,
    programme: Programme,
    own: list[Any],
    *,
    project: Project | None,
    back: str,
) -> RowPage:
    def make(data: Any) -> SupportForm:
        return SupportForm(
            data,
            organisations=own,
            countries=selectors.countries_of(project) if project else None,
            reader_language=reader_language(),
            initial={"organisation": str(own[0].pk), "language": reader_language()},
        )

    def save(cleaned: dict[str, Any], _version: int) -> None:
        services.support_ask(by=user, programme=programme, project=project, **cleaned)

    return RowPage(
        title=_("Ask for help"),
        lead=_("A person of the programme answers. Nobody outside reads what you write."),
        tab="help",
        make_form=make,
        save=save,
        back=back,
        draft_key=f"support:{(project or programme).pk.hex}"[:40],
    )


@access("object")
@require_http_methods(["GET", "HEAD", "POST"])
def support_ask(request: HttpRequest, pk: str) -> HttpResponseBase:
    """Ask a programme for help before there is a project."""
    assert isinstance(request.user, User)
    programme = get_object_or_404(programmes_visible_to(request.user), pk=pk)
    own = organisations_written_for(request.user)
    if not own:
        raise PermissionDenied(_("Only those who write for an organisation ask in its name."))
    form = SupportForm(
        request.POST or None,
        organisations=own,
        countries=None,
        reader_language=reader_language(),
        initial={"organisation": str(own[0].pk), "language": reader_language()},
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = services.support_ask(
                by=request.user, programme=programme, project=None, **form.cleaned_data
            )
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("It is on its way."))
            return redirect("support_request", made.pk)
    context = {"form": form, "programme": programme}
    return render(request, "programmes/support_ask.html", context, status=answer_status(form))


@access("object")
@require_http_methods(["GET", "HEAD", "POST"])
def support_request(request: HttpRequest, request_pk: str) -> HttpResponseBase:
    """What was asked and said, and a place to say something."""
    assert isinstance(request.user, User)
    user = request.user
    row = selectors.support_or_404(user, request_pk)
    asks = writes_for(user, row.organisation)
    reads = asks or reads_words_of(user, row)
    speaks = asks or row.taken_by_id == user.pk
    form = SayForm(
        request.POST or None,
        reader_language=reader_language(),
        initial={"language": reader_language()},
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.support_say(by=user, request=row, **form.cleaned_data)
        except ValidationError as error:
            add_errors(form, error)
        else:
            return redirect("support_request", row.pk)
    context = {
        "row": row,
        "form": form if speaks else None,
        "reads": reads,
        "asks": asks,
        "moves": _moves(user, row, asks=asks),
        "blocks": selectors.blocks_that_may_answer(row.text, reader_language()) if reads else [],
        "named": reads or row.kind != SupportRequest.Kind.MEDIATION,
        "project_href": _project_href(user, row) if asks else "",
    }
    return render(request, "programmes/support_request.html", context, status=answer_status(form))


def _project_href(user: User, row: SupportRequest) -> str:
    """Where the project's requests stand, for those who work on it (still)."""
    pk = row.project_id
    if pk is None or not projects_worked_on_by(user).filter(pk=pk).exists():
        return ""
    return reverse("project_support", args=[pk])


def _moves(user: User, row: SupportRequest, *, asks: bool) -> list[str]:
    """What the reader may do next, of the moves that are open."""
    may = {
        "take": not asks and bool(can_take_support(user, row)),
        "give_back": row.taken_by_id == user.pk,
        "close": asks or row.taken_by_id == user.pk,
    }
    return [move for move in MACHINE.open_moves(standing_of(row)) if may.get(move)]


@access("object")
@require_POST
def support_move(request: HttpRequest, request_pk: str) -> HttpResponse:
    """Take it, give it back, close it."""
    assert isinstance(request.user, User)
    row = selectors.support_or_404(request.user, request_pk)
    move = request.POST.get("move", "")
    if move not in MOVES:
        raise Http404
    try:
        services.support_move(by=request.user, request=row, move=move)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Done."))
    return redirect("support_request", row.pk)
