"""Pages of an association about the people it registers."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from twoshores.accounts.models import User
from twoshores.actors import consent_texts
from twoshores.actors.forms.people import CONSENT_LABELS
from twoshores.actors.models import ConsentPurpose, Organisation
from twoshores.actors.permissions.organisations import role_of
from twoshores.actors.permissions.people import can_register_people
from twoshores.actors.selectors.organisations import organisation_or_404
from twoshores.actors.selectors.registrations import (
    registered,
    registered_person_or_404,
    registrations_of,
)
from twoshores.actors.services.registrations import (
    is_orphan,
    mark_of,
    marks_of_registered,
    registration_consent,
    registration_end,
)
from twoshores.common.decisions import access
from twoshores.common.formatting import join_words
from twoshores.common.forms import answer_status

from ..forms.imports import RegisterForm, SaidConsentForm
from ..forms.profiles import put_errors
from ..services.registering import people_register_with_offers

PAGE_LENGTH = 50


def reader() -> str:
    return (get_language() or "en").split("-")[0]


def registrar_or_404(request: HttpRequest, pk: str) -> tuple[User, Organisation]:
    """The organisation for its own; for outsiders there is no such page. Viewers get a reason."""
    assert isinstance(request.user, User)
    found = organisation_or_404(request.user, pk)
    if not role_of(request.user, found):
        raise Http404
    decision = can_register_people(request.user, found)
    if not decision:
        raise PermissionDenied(decision.reason)
    return request.user, found


@access("object")
@require_safe
def organisation_people(request: HttpRequest, pk: str) -> HttpResponse:
    """Whom it registered. A name stands there only while the association's consent lasts."""
    user, organisation = registrar_or_404(request, pk)
    page = Paginator(registrations_of(user, organisation), PAGE_LENGTH).get_page(
        request.GET.get("page")
    )
    context = {
        "organisation": organisation,
        "page": page,
        "people": [
            {
                "code": each.person.pseudonym,
                "name": each.name,
                "reference": each.registration.own_reference,
                "at": each.registration.at,
                "until": each.until,
                "counts": join_words(consent_words()[purpose] for purpose in each.counts),
                "may_change": each.until is not None and not each.person.speaks_themself,
                "speaks_themself": each.until is not None and each.person.speaks_themself,
                "email": each.email,
                "phone": each.phone,
            }
            for each in registered(user, organisation, list(page.object_list))
        ],
    }
    return render(request, "capacities/roster_registered.html", context)


def consent_words() -> dict[str, str]:
    return {
        ConsentPurpose.LISTED: _("listed"),
        ConsentPurpose.MATCHED: _("compared"),
        ConsentPurpose.ASKED: _("may be asked"),
        ConsentPurpose.STATISTICS: _("counted"),
    }


@access("object")
@require_http_methods(["GET", "HEAD", "POST"])
def organisation_person_new(request: HttpRequest, pk: str) -> HttpResponseBase:
    """Register one person, with the proof of their consent."""
    user, organisation = registrar_or_404(request, pk)
    form = RegisterForm(request.POST or None, reader_language=reader())
    if request.method == "POST" and form.is_valid():
        code = _register(user, organisation, form)
        if code:
            messages.success(
                request, _("Registered as %(code)s. Others see this code only.") % {"code": code}
            )
            return redirect("organisation_people", organisation.pk)
    context = {"organisation": organisation, "form": form}
    status = answer_status(form)
    return render(request, "capacities/roster_register.html", context, status=status)


def _register(user: User, organisation: Organisation, form: RegisterForm) -> str:
    """The new person's pseudonym; "" with the reasons on the form."""
    said = form.cleaned_data
    mark = mark_of(
        reference=said["own_reference"],
        email=said["email"],
        phone=said["phone"],
        name=said["full_name"],
    )
    if mark.meets(marks_of_registered(organisation)):
        form.add_error(
            None, _("You registered somebody with this number, address or telephone already.")
        )
        return ""
    try:
        people = people_register_with_offers(
            by=user, organisation=organisation, everyone=[form.registering()]
        )
    except ValidationError as error:
        put_errors(form, error)
        return ""
    return people[0].pseudonym


@access("object")
@require_http_methods(["GET", "HEAD", "POST"])
def organisation_person_consent(request: HttpRequest, pk: str, code: str) -> HttpResponseBase:
    """Write down what somebody said anew: a longer time, more, or less."""
    user, organisation = registrar_or_404(request, pk)
    person = registered_person_or_404(user, organisation, code)
    form = SaidConsentForm(request.POST or None, reader_language=reader())
    if request.method == "POST" and form.is_valid():
        try:
            registration_consent(
                by=user,
                organisation=organisation,
                person=person,
                choices=form.choices(),
                evidence=form.evidence(),
            )
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, _("Saved. It counts from this moment."))
            return redirect("organisation_people", organisation.pk)
    context = {"organisation": organisation, "form": form, "person": person}
    status = answer_status(form)
    return render(request, "capacities/roster_consent.html", context, status=status)


@access("object")
@require_http_methods(["GET", "HEAD", "POST"])
def organisation_person_end(request: HttpRequest, pk: str, code: str) -> HttpResponseBase:
    """Let go of somebody, after a question."""
    user, organisation = registrar_or_404(request, pk)
    person = registered_person_or_404(user, organisation, code)
    if request.method == "POST":
        erased = registration_end(by=user, organisation=organisation, person=person)
        done = _("The record was erased.") if erased else _("The registration has ended.")
        messages.success(request, done)
        return redirect("organisation_people", organisation.pk)
    context = {
        "organisation": organisation,
        "person": person,
        "erases": is_orphan(person, without=organisation),
    }
    return render(request, "capacities/roster_end.html", context)


@access("object")
@require_safe
def organisation_consent_form(request: HttpRequest, pk: str) -> HttpResponse:
    """The form to print and sign, in the language of whoever signs it."""
    _user, organisation = registrar_or_404(request, pk)
    asked = request.GET.get("language", "")
    language = asked if asked in dict(settings.LANGUAGES) else reader()
    with override(language):
        context: dict[str, Any] = {
            "organisation": organisation,
            "version": consent_texts.CURRENT_VERSION,
            "lines": [
                _("Name"),
                _("E-mail address or telephone"),
                _("Until (twelve months at most)"),
                _("Place and day"),
                _("Signature"),
                _("If spoken: the witness's name and signature"),
            ],
            "purposes": [
                (CONSENT_LABELS[ConsentPurpose(purpose)], consent_texts.text(purpose))
                for purpose in ConsentPurpose.values
            ],
        }
        return render(request, "capacities/roster_consent_form.html", context)
