"""Who could help with a need: the shortlist, its export, keeping, asking."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from twoshores.accounts.models import User
from twoshores.actors.models import Look, Person
from twoshores.actors.selectors.people import people_listed_visible_to
from twoshores.actors.services.introductions import introduction_ask
from twoshores.actors.services.people import people_looked_at
from twoshores.common.decisions import access
from twoshores.common.drawn import Address, drawing
from twoshores.common.filters import Addressed
from twoshores.common.formatting import to_reader_digits
from twoshores.common.forms import answer_status
from twoshores.taxonomy.selectors import labels_of

from ..forms.asking import AskForm
from ..matching.advice import Advice, advice_on
from ..matching.shortlist import Entry, Shortlist, add_words, shortlist_of
from ..models import Need
from ..selectors import needs
from ..selectors.places_shown import named_regions
from ..selectors.shortlists import FACETS, ListState, Narrowed, list_state, narrow
from ..services.engagements import NEED_KIND
from ..services.needs import shortlist_keep
from . import need_record, shortlist_advice, shortlist_page
from .shortlist_rows import Words

PAGE_LENGTH = 10


def own_need_or_404(request: HttpRequest, pk: object) -> tuple[User, Need]:
    """The need, for members of its organisation; for anybody else there is no such page."""
    assert isinstance(request.user, User)
    return request.user, needs.own_need_or_404(request.user, pk)


def _reader_language() -> str:
    return (get_language() or "en").split("-")[0]


def words_for(shortlist: Shortlist, entries: list[Entry]) -> Words:
    """Read what the entries of a page need to be told in words: skills, labels, regions."""
    add_words(entries)
    concepts = set(shortlist.question.lines) if shortlist.question else set()
    concepts |= {
        row.claimed for entry in entries for row in entry.match.rows if row.claimed is not None
    }
    homes = [entry.profile.person.residence for entry in entries]
    ties = [tie.place for entry in entries for tie in entry.ties]
    reader = _reader_language()
    return Words(labels_of(concepts, reader), named_regions(homes, ties, reader))


def _narrowed(request: Addressed, shortlist: Shortlist) -> Narrowed:
    chosen = {name: request.GET.get(name, "") for name in FACETS}
    return narrow(shortlist, chosen, request.GET.get("sort", "score"))


def page_of(narrowed: Narrowed, code: str) -> int:
    """The page on which somebody stands; the first if they stand on none."""
    codes = [entry.found.pseudonym for entry in narrowed.entries]
    return codes.index(code) // PAGE_LENGTH + 1 if code in codes else 1


@access("object")
@require_safe
def need_who(request: HttpRequest, pk: str) -> HttpResponseBase:
    """The shortlist of a need, under pseudonyms, with every reason."""
    user, need = own_need_or_404(request, pk)
    state = list_state(need)
    drawn = drawing(
        "capacities/need_who_list.html", request, state, lambda at: _listing(need, state, at)
    )
    people_looked_at(
        organisation=need.organisation,
        by=user,
        people=drawn.facts,
        what=Look.What.SHORTLIST,
        subject=need,
    )
    context = need_record.head(need, tab="who", member=True) | {"drawing": drawn}
    return render(request, "capacities/need_who.html", context)


def _listing(
    need: Need, state: ListState, address: Address
) -> tuple[dict[str, Any], tuple[Person, ...]]:
    """What the list's template needs, and whom it shows; read when it has to be drawn anew."""
    first = address.GET.get("page", "1") == "1"  # teams and obstacles stand on the first page
    shortlist = shortlist_of(need, teams=first, marks=dict(state.marks), change=state.moment.change)
    narrowed = _narrowed(address, shortlist)
    number = address.GET.get("page") or page_of(narrowed, address.GET.get("open", ""))
    page = Paginator(narrowed.entries, PAGE_LENGTH).get_page(number)
    shown = list(page.object_list)
    words = words_for(shortlist, shown)
    advice = advice_on(shortlist) if page.number == 1 else Advice()
    context = shortlist_page.context(address, need, shortlist, narrowed, page, words)
    context["advice"] = shortlist_advice.context(
        address,
        need,
        shortlist,
        narrowed,
        advice,
        words=words,
        page_length=PAGE_LENGTH,
        writes=state.writes,
    )
    seen = [entry.profile.person for entry in shown] + advice.people
    return context, tuple(Person(pk=person.pk, user_id=person.user_id) for person in seen)


@access("object")
@require_safe
def need_who_csv(request: HttpRequest, pk: str) -> HttpResponseBase:
    """The list to take away: pseudonyms and points, nothing that identifies."""
    user, need = own_need_or_404(request, pk)
    shortlist = shortlist_of(need)
    narrowed = _narrowed(request, shortlist)
    words = words_for(shortlist, narrowed.entries)
    people_looked_at(
        organisation=need.organisation,
        by=user,
        people=[entry.profile.person for entry in narrowed.entries],
        what=Look.What.EXPORT,
        subject=need,
    )
    return shortlist_page.csv(shortlist, narrowed, words)


@access("object")
@require_POST
def need_keep(request: HttpRequest, pk: str, code: str) -> HttpResponseBase:
    """Keep somebody for later, or mark them as not suitable, or take the mark off."""
    user, need = own_need_or_404(request, pk)
    person = get_object_or_404(people_listed_visible_to(user), pseudonym=code)
    verdict = request.POST.get("verdict", "")
    try:
        shortlist_keep(by=user, need=need, person_id=person.pk, verdict=verdict)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("Noted."))
    return redirect(f"{reverse('need_who', args=[need.pk])}#{code}")


@access("object")
def need_ask(request: HttpRequest, pk: str, code: str) -> HttpResponseBase:
    """Ask somebody on the shortlist for an introduction."""
    user, need = own_need_or_404(request, pk)
    person = get_object_or_404(people_listed_visible_to(user), pseudonym=code)
    form = AskForm(request.POST or None, initial={"language": _reader_language()})
    if request.method == "POST" and form.is_valid():
        asked = _ask(request, user, need, person, form)
        if asked is not None:
            return asked
    context: dict[str, Any] = {"form": form, "need": need, "person": person}
    return render(request, "capacities/need_ask.html", context, status=answer_status(form))


def _ask(
    request: HttpRequest, user: User, need: Need, person: Person, form: AskForm
) -> HttpResponse | None:
    """Ask, or put what stands in the way onto the form; nothing typed is lost."""
    try:
        introduction = introduction_ask(
            by=user,
            asking=need.organisation,
            asked=person,
            subject_kind=NEED_KIND,
            subject_id=str(need.pk),
            **form.cleaned_data,
        )
    except (ValidationError, PermissionDenied) as error:
        form.add_error(None, error if isinstance(error, ValidationError) else str(error))
        return None
    # The number first, then the code, whose digits are never put into other ones.
    said = to_reader_digits(_("Asked. %(code)s has 14 days to answer."))
    messages.success(request, said % {"code": person.pseudonym})
    return redirect("introduction_detail", introduction.pk)
