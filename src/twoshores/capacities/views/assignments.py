"""Who should be asked for which of an organisation's open needs: proposed, never sent."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from twoshores.accounts.models import User
from twoshores.actors.models import Look
from twoshores.actors.services.people import people_looked_at
from twoshores.common.decisions import access
from twoshores.common.formatting import colon_mark, format_number
from twoshores.common.templatetags.ui import written
from twoshores.taxonomy.selectors import labels_of

from ..matching.assign import Plan, Proposal, plan_for
from ..models import Need
from ..selectors.assignments import OwnOpenNeeds, own_open_needs
from ..selectors.places_shown import named_regions
from . import shortlist_rows as rows


@access("signed_in")
@require_safe
def needs_assign(request: HttpRequest) -> HttpResponseBase:
    """All open needs of one of the reader's organisations, and whom to ask for each."""
    assert isinstance(request.user, User)
    own = own_open_needs(request.user, request.GET.get("organisation", ""))
    plan = plan_for(own.needs)
    words = _words(plan)
    if own.chosen is not None:
        people = {p.entry.profile.person_id: p.entry.profile.person for p in plan.proposals}
        people |= {
            person.pk: person for proposal in plan.proposals for person, _needs in proposal.before
        }
        people_looked_at(
            organisation=own.chosen,
            by=request.user,
            people=people.values(),
            what=Look.What.SHORTLIST,
        )
    context = {
        "organisation": own.chosen,
        "others": _others(own),
        "proposals": [_item(proposal, words) for proposal in plan.proposals],
        "unfilled": [_unfilled(need, elsewhere) for need, elsewhere in plan.unfilled],
        "spoken_for": [_spoken_for(need) for need in plan.spoken_for],
        "summary": _summary(plan),
    }
    return render(request, "capacities/need_assign.html", context)


def _words(plan: Plan) -> rows.Words:
    """Labels of what is asked, and regions that may be named: two queries."""
    concepts = {row.concept for p in plan.proposals for row in p.entry.match.rows}
    language = (get_language() or "en").split("-")[0]
    homes = (p.entry.profile.person.residence for p in plan.proposals)
    return rows.Words(labels_of(concepts, language), named_regions(homes, (), language))


def _others(own: OwnOpenNeeds) -> list[dict[str, Any]]:
    """The reader's other organisations with open needs, as links."""
    return [
        {
            "name": organisation.name,
            "language": organisation.name_language,
            "href": f"{reverse('needs_assign')}?organisation={organisation.pk}",
            "count": number,
        }
        for organisation, number in own.organisations
        if organisation != own.chosen
    ]


def _summary(plan: Plan) -> str:
    count = len(plan.proposals)
    return ngettext(
        "For %(n)s need somebody can be asked.", "For %(n)s needs somebody can be asked.", count
    ) % {"n": format_number(count)}


def _title(need: Need) -> SafeString:
    return written(need.title, need.language)


def _item(proposal: Proposal, words: rows.Words) -> dict[str, Any]:
    need, entry = proposal.need, proposal.entry
    code = entry.profile.person.pseudonym
    return {
        "title": _title(need),
        "code": code,
        "is_demo": entry.profile.person.is_demo,
        "score": entry.match.points,
        "meta": rows.meta_words(entry, words),
        "segments": rows.segments(proposal.shortlist, entry, words),
        "missing": rows.missing_words(proposal.shortlist, entry, words),
        "why": _why(proposal),
        "actions": [
            {
                "label": _("Ask for an introduction"),
                "href": reverse("need_ask", args=[need.pk, code]),
            },
            {
                "label": _("See the reasons"),
                "href": f"{reverse('need_who', args=[need.pk])}?open={code}#{code}",
            },
        ],
    }


def _why(proposal: Proposal) -> SafeString | str:
    """Which place they have on the need's list, and where those with more points are needed."""
    total = proposal.fits
    if proposal.rank == 1:
        return ngettext(
            "The only one on its list who can be asked now.",
            "First of %(n)s on its list who can be asked now.",
            total,
        ) % {"n": format_number(total)}
    place = _("Number %(rank)s of %(n)s on its list who can be asked now.") % {
        "rank": format_number(proposal.rank),
        "n": format_number(total),
    }
    if not proposal.before:
        return place
    elsewhere = format_html_join(
        _("; "),
        "<bdi>{}</bdi>{} {}",
        (
            (person.pseudonym, colon_mark(), format_html_join(_(", "), "{}", _titles(needs)))
            for person, needs in proposal.before
        ),
    )
    return format_html("{} {} {}.", place, _("With more points, and needed elsewhere:"), elsewhere)


def _titles(needs: list[Need]) -> list[tuple[SafeString]]:
    return [(_title(need),) for need in needs]


def _unfilled(need: Need, elsewhere: bool) -> dict[str, Any]:
    if elsewhere:
        text = _("All who fit and have room for an ask are proposed for other needs.")
    else:
        text = _("Nobody who can be asked now covers anything that must be met.")
    return {"title": _title(need), "text": text, "href": reverse("need_who", args=[need.pk])}


def _spoken_for(need: Need) -> dict[str, Any]:
    return {"title": _title(need), "href": reverse("need_introductions", args=[need.pk])}
