"""Writes of requests for help. Mails say that something was said, never what."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from twoshores.accounts.models import User
from twoshores.actors.models import Organisation
from twoshores.actors.permissions.people import writes_for
from twoshores.actors.selectors.introductions import inboxes_of
from twoshores.common import audit, mail
from twoshores.common.decisions import require
from twoshores.common.links import absolute
from twoshores.projects.models import Project

from ..models import Office, Programme, SupportMessage, SupportRequest
from ..permissions.programmes import standing_with
from ..permissions.support import can_ask_support, can_speak_in_support, can_take_support
from ..routing import focal_point_for
from ..selectors.programmes import offices_of
from ..selectors.support import open_requests_of
from ..support_states import MACHINE, OPEN, S, standing_of


@transaction.atomic
def support_ask(
    *,
    by: User,
    programme: Programme,
    organisation: Organisation,
    project: Project | None,
    kind: str,
    country: str,
    language: str,
    text: str,
) -> SupportRequest:
    """Ask a programme for help; it goes to the focal point of the country and the language.

    Raises PermissionDenied, or ValidationError by field.
    """
    require(can_ask_support(by, organisation))
    row = SupportRequest(
        programme=programme,
        organisation=organisation,
        project=project,
        kind=kind,
        country=country,
        language=language,
        text=text.strip(),
        asked_by=by,
        routed_to=focal_point_for(
            offices_of(programme),
            country=country,
            language=language,
            open_requests=open_requests_of(programme),
        ),
    )
    row.full_clean()
    row.save(force_insert=True)
    audit.record("supportrequest.create", row, by=by, fields=["kind", "country", "text"])
    _tell(row, by)
    return row


@transaction.atomic
def support_say(*, by: User, request: SupportRequest, text: str, language: str) -> SupportMessage:
    """Add something said, by those who asked or by whoever took it.

    Raises PermissionDenied, ValidationError.
    """
    locked = _lock(request)
    require(can_speak_in_support(by, locked))
    answers = locked.taken_by_id == by.pk
    row = SupportMessage(
        request=locked, from_programme=answers, text=text.strip(), language=language, by=by
    )
    row.full_clean()
    row.save(force_insert=True)
    locked.state = MACHINE.after("answer" if answers else "ask_again", locked.state)
    locked.state = standing_of(locked)  # closed before anybody took it, it waits for somebody again
    if answers and locked.first_answer_at is None:
        locked.first_answer_at = row.at
    if locked.state != S.CLOSED:
        locked.closed_at = None
    _save(locked)
    audit.record("supportrequest.say", locked, by=by)
    _tell(locked, by)
    return row


@transaction.atomic
def support_move(*, by: User, request: SupportRequest, move: str) -> SupportRequest:
    """take, give_back, close. Raises WrongState, PermissionDenied."""
    locked = _lock(request)
    if move == "take":
        require(can_take_support(by, locked))
    elif move == "close":
        require(can_speak_in_support(by, locked))
    elif move == "give_back" and locked.taken_by_id == by.pk:
        pass
    else:
        raise ValidationError(_("This cannot be done here."))
    locked.state = MACHINE.after(move, standing_of(locked))
    if move == "take":
        locked.taken_by = by
    elif move == "give_back":
        locked.taken_by = None
    else:
        locked.closed_at = timezone.now()
    _save(locked)
    audit.record(f"supportrequest.{move}", locked, by=by)
    _tell(locked, by)
    return locked


@transaction.atomic
def support_passed_on(*, by: User, office: Office) -> None:
    """What follows where a focal point's office has ended: open requests that lay there go to the
    next one, those in the person's hands are free again. Whoever still runs the programme keeps
    them. The caller asked may the office be ended.
    """
    programme = office.programme
    if office.role != Office.Role.FOCAL_POINT or standing_with(office.user, programme).runs:
        return
    rows = programme.support_requests.select_for_update(of=("self",)).filter(
        Q(routed_to=office) | Q(taken_by=office.user), state__in=OPEN
    )
    for row in rows:
        if row.routed_to_id == office.pk:
            row.routed_to = focal_point_for(
                offices_of(programme),
                country=row.country,
                language=row.language,
                open_requests=open_requests_of(programme),
            )
        if row.taken_by_id == office.user_id:
            row.taken_by = None
        row.state = standing_of(row)
        _save(row)
        audit.record("supportrequest.give_back", row, by=by, fields=["routed_to", "taken_by"])


def _lock(request: SupportRequest) -> SupportRequest:
    return (
        SupportRequest.objects.select_for_update(of=("self",))
        .select_related("programme", "organisation")
        .get(pk=request.pk)
    )


def _save(row: SupportRequest) -> None:
    row.version += 1
    row.save(
        update_fields=[
            *("state", "taken_by", "routed_to", "first_answer_at", "closed_at", "version"),
        ]
    )


def _tell(request: SupportRequest, by: User) -> None:
    from ..tasks import mail_support  # tasks import services

    key, writer = str(request.pk), str(by.pk)
    transaction.on_commit(lambda: mail_support.enqueue(key, writer))


def support_mail(request_id: str, writer_id: str) -> None:
    """Tell the other side that something was asked or said. Silent if the record is gone."""
    request = (
        SupportRequest.objects.filter(pk=request_id)
        .select_related("programme__organisation", "organisation", "taken_by", "routed_to__user")
        .first()
    )
    writer = User.objects.filter(pk=writer_id).first()
    if request is None or writer is None:
        return
    if writes_for(writer, request.organisation):
        told = _programme_side(request)
    else:
        told = inboxes_of(request.organisation)
    mail.send_all(
        sorted({row for row in told if row[0] != writer.email}),
        template="programmes/mail/support.txt",
        context={"request": request, "link": absolute("support_request", request.pk)},
    )


def _programme_side(request: SupportRequest) -> list[tuple[str, str]]:
    """Whoever took it; else the focal point it went to; else those who run the programme."""
    office = request.routed_to
    user = request.taken_by or (office.user if office is not None else None)
    if user is not None:
        return [(user.email, user.language)]
    return inboxes_of(request.programme.organisation)
