"""Somebody's own pages: what they agreed to, who looked and asked, their facts, the end."""

from collections.abc import Callable

from allauth.core.ratelimit import consume_or_429
from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from twoshores.accounts.models import User
from twoshores.common.decisions import access
from twoshores.common.forms import answer_status

from ..forms.people import (
    AddressForm,
    ConsentsForm,
    EraseForm,
    FactsForm,
    facts_initial,
    longest_end,
)
from ..models import ConsentPurpose, Organisation
from ..selectors.own import own_registrations, records_at_address
from ..selectors.own_data import own_data
from ..selectors.people import history_of, looks_at, own_person, reveals_of
from ..services.consents import (
    Evidence,
    consent_record,
    consent_withdraw,
    consent_withdraw_registration,
)
from ..services.own import (
    person_bind,
    person_bind_by_address,
    person_link_renew,
    person_links_request,
)
from ..services.people import person_erase, person_update
from . import own_page
from .own_door import Door, doors
from .own_login import login_of

PAGE_LENGTH = 50


def _reader() -> str:
    return (get_language() or "en").split("-")[0]


def _evidence(door: Door) -> Evidence:
    return Evidence(channel=door.channel, text_language=_reader())


@require_http_methods(["GET", "HEAD", "POST"])
def _home(request: HttpRequest, door: Door) -> HttpResponseBase:
    """Consents, sections of other apps, asks, registrars; and what can be done with each."""
    form, status = own_page.consents_form(door.person), 200
    if request.method == "POST":
        act = request.POST.get("act", "")
        if act == "consents":
            form = own_page.consents_form(door.person, request.POST)
        try:
            done = _ACTS[act](request, door, form) if act in _ACTS else None
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            done = None
        if isinstance(done, HttpResponseBase):
            return done
        if done:
            messages.success(request, done)
            return redirect(door.href())
        status = 422
    context = own_page.home_context(request, door, form)
    return render(request, "actors/person.html", context, status=status)


def _save_consents(request: HttpRequest, door: Door, form: ConsentsForm) -> str | None:
    if not form.is_valid():
        return None
    if changes := form.changes():
        consent_record(by=door.by, person=door.person, choices=changes, evidence=_evidence(door))
    return _("Saved. It counts from this moment.")


def _withdraw(request: HttpRequest, door: Door, form: ConsentsForm) -> str | None:
    asked = request.POST.get("purpose", "")
    purposes = list(ConsentPurpose.values) if asked == "all" else [asked]
    consent_withdraw(by=door.by, person=door.person, purposes=purposes, evidence=_evidence(door))
    return _("Taken back. It counts from this moment.")


def _renew(request: HttpRequest, door: Door, form: ConsentsForm) -> str | None:
    """Every yes that stands, for as long as a yes may last."""
    given = [row["purpose"] for row in form.rows if row["box"].initial]
    choices = dict.fromkeys(given, longest_end())
    if choices:
        consent_record(by=door.by, person=door.person, choices=choices, evidence=_evidence(door))
    return _("Renewed.")


def _end_registration(request: HttpRequest, door: Door, form: ConsentsForm) -> str | None:
    organisation = _registrar(door, request.POST.get("organisation", ""))
    if organisation is None:
        raise ValidationError(_("This association does not keep you registered."))
    consent_withdraw_registration(by=door.by, person=door.person, organisation=organisation)
    return _("Ended. They no longer see your name, and their word on your consents is gone.")


def _registrar(door: Door, key: str) -> Organisation | None:
    rows = own_registrations(door.person)
    return next((row.organisation for row in rows if str(row.organisation_id) == key), None)


def _new_link(request: HttpRequest, door: Door, form: ConsentsForm) -> str | HttpResponseBase:
    person_link_renew(by=door.by, person=door.person)
    if door.by is None:
        return render(request, "actors/person_link_sent.html", {"renewed": True})
    return _("Every link that was sent before has ended. A new one is on its way.")


def _bind(request: HttpRequest, door: Door, form: ConsentsForm) -> HttpResponseBase:
    if not isinstance(request.user, User):
        raise ValidationError(_("Sign in first."))
    person_bind(by=request.user, person=door.person)
    messages.success(request, _("This record is yours now, whenever you sign in."))
    return redirect("me")


type Act = Callable[[HttpRequest, Door, ConsentsForm], str | HttpResponseBase | None]
_ACTS: dict[str, Act] = {
    "consents": _save_consents,
    "withdraw": _withdraw,
    "renew": _renew,
    "end_registration": _end_registration,
    "new_link": _new_link,
    "bind": _bind,
}


@require_http_methods(["GET", "HEAD", "POST"])
def _facts(request: HttpRequest, door: Door) -> HttpResponseBase:
    form = FactsForm(request.POST or None, initial=facts_initial(door.person))
    if request.method == "POST" and form.is_valid():
        try:
            person_update(by=door.by, person=door.person, facts=form.facts())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Saved."))
            return redirect(door.href())
    context = {"form": form, "door": door, "home": door.href()}
    return render(request, "actors/person_facts.html", context, status=answer_status(form))


@require_safe
def _seen(request: HttpRequest, door: Door) -> HttpResponseBase:
    """Who saw what of this person, and which steward opened the name and why."""
    page = Paginator(looks_at(door.person), PAGE_LENGTH).get_page(request.GET.get("page"))
    context = own_page.seen_context(door, page, list(reveals_of(door.person)))
    return render(request, "actors/person_seen.html", context)


@require_safe
def _history(request: HttpRequest, door: Door) -> HttpResponseBase:
    page = Paginator(history_of(door.person), PAGE_LENGTH).get_page(request.GET.get("page"))
    context = own_page.history_context(door, page)
    return render(request, "actors/person_history.html", context)


@require_safe
def _data(request: HttpRequest, door: Door) -> HttpResponseBase:
    """All own data as one JSON file."""
    options = {"ensure_ascii": False, "indent": 1}
    response = JsonResponse(own_data(door.person), json_dumps_params=options)
    response["Content-Disposition"] = 'attachment; filename="twoshores-my-data.json"'
    response["Cache-Control"] = "no-store"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def _erase(request: HttpRequest, door: Door) -> HttpResponseBase:
    """The second step of erasing; the first is the link that leads here."""
    login = login_of(door)
    form = EraseForm(
        request.POST or None, pseudonym=door.person.pseudonym, asks_about_login=login.is_asked_about
    )
    if request.method == "POST" and form.is_valid():
        ends = login.may_end and form.ends_login
        try:
            person_erase(by=door.by, person=door.person, end_login=ends)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            if ends:
                logout(request)
            return render(request, "actors/person_erased.html", {"login_ended": ends})
    context = {"form": form, "login": login, "home": door.href(), "data": door.href("data")}
    return render(request, "actors/person_erase.html", context, status=answer_status(form))


_home_mine, person_link = doors(_home)
me_facts, person_link_facts = doors(_facts)
me_seen, person_link_seen = doors(_seen)
me_history, person_link_history = doors(_history)
me_data, person_link_data = doors(_data)
me_erase, person_link_erase = doors(_erase)


@access("signed_in")
def me(request: HttpRequest) -> HttpResponseBase:
    """The own page; or, for a login without a record, how to get one."""
    user = request.user
    assert isinstance(user, User)
    if own_person(user) is not None:
        return _home_mine(request)
    if request.method == "POST":
        try:
            person_bind_by_address(by=user, person_id=request.POST.get("person", ""))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return redirect("me")
    return render(request, "actors/person_none.html", {"records": records_at_address(user)})


@access("public")
@require_http_methods(["GET", "HEAD", "POST"])
def person_link_ask(request: HttpRequest) -> HttpResponseBase:
    """Ask for the link to one's own page. The answer is the same for every address."""
    form = AddressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        refused: HttpResponseBase | None = consume_or_429(
            request, action="person_mail", key=email.lower()
        )
        if refused is not None:
            return refused
        person_links_request(email=email)
        return render(request, "actors/person_link_sent.html")
    return render(
        request, "actors/person_link_ask.html", {"form": form}, status=answer_status(form)
    )
