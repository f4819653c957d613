"""A member's name is read by those whom `World.may_read` lists, on every page, and by no other.

Here is what every route is opened with, and what a name is known by; test_opening_pages.py opens
them as every role. A new route with parameters must be added to `arguments`, or those tests
fail: nobody adds a page that is never tried by an outsider.
"""

import io
import zipfile

from django.http import HttpResponse
from django.urls import reverse

from twoshores.actors.selectors.introductions import introduction_token
from twoshores.actors.services.mails import person_link
from twoshores.capacities.selectors.engagements import engagement_token
from twoshores.common.models import OutboxMail

from .routes import Route, all_routes
from .test_access import EXEMPT, is_exempt
from .world import SECRETS, SURNAMES, World
from .world_alliance import SIGNATORY
from .world_money import GRANT_READERS, GRANT_SIGNATORY, money_arguments

# Pages behind a signed link show a name to whoever holds the link: the person it was sent to.
LINK_HOLDERS = {"introduction_link": "xenia", "engagement_link": "zainab"}
PERSON_LINK = "person_link"
# The demo's mails can be read by its visitors, with the address each went to; an instance that
# is no demo has no such page (tests of accounts).
DEMO_MAILS = {"mails", "mail"}


KNOWN_PROJECTS = True  # for the world of this file: without them many public pages are not there

# Who signed an agreement is read by those who work on its project.
READERS = {"officer", "coordinator", "viewer"}


def holder(route: Route) -> str:
    """Whose link a route needs, if any."""
    if route.name.startswith(PERSON_LINK) and route.parameters:
        return "zainab"
    return LINK_HOLDERS.get(route.name, "")


def calls_of(world: World) -> dict[str, list[tuple[object, ...]]]:
    """Pages of a call: longer beginnings first."""
    at = (world.programme.pk, world.call.pk)
    theme, question = world.call.themes.get(), world.call.questions.get()
    one = "programmes/<uuid:pk>/calls/<uuid:call>/"
    return {
        f"{one}parts/<slug:part>/<int:row>/": [(*at, "themes", theme.pk)],
        f"{one}parts/<slug:part>/": [(*at, "themes")],
        f"{one}rules/new/<slug:rule>/": [(*at, "partners")],
        f"{one}rules/<int:number>/": [(*at, 1)],
        f"{one}documents/<uuid:document>/": [(*at, question.pk)],  # nothing is kept there
        f"{one}texts/<slug:language>/": [(*at, "fr")],
        f"{one}questions/<uuid:question>/": [(*at, question.pk)],
        one: [at],
        "calls/<str:code>/versions/<int:number>": [(world.call.code, 1)],
        "calls/<str:code>/papers/<str:digest>/": [(world.call.code, "0" * 64)],
        "calls/<str:code>/": [(world.call.code,)],
    }


def arguments(world: World) -> dict[str, list[tuple[object, ...]]]:
    """Route name -> the arguments to try it with."""
    codes = [(person.pseudonym,) for person in world.people.values()]
    need = [(world.need.pk,), (world.draft.pk,)]
    organisation = [(world.organisation.pk,), (world.registrar.pk,)]
    person = [(person_link(world.people["zainab"]).rstrip("/").rsplit("/", 1)[1],)]
    unknown = "00000000-0000-4000-8000-000000000000"
    routes = [route for route in all_routes() if route.parameters]
    by_beginning = money_arguments(world) | {
        "needs/<uuid:pk>/who/<str:code>/": [(world.need.pk, *code) for code in codes],
        "needs/<uuid:pk>/": need,
        "organisations/<uuid:pk>/people/<str:code>/": [
            (pk, *code) for (pk,) in organisation for code in codes
        ],
        "organisations/<uuid:pk>/people/import/<str:key>/": [
            (pk, "x" * 32) for (pk,) in organisation
        ],
        "organisations/<uuid:pk>/": organisation,
        **{beginning: [values] for beginning, values in world.appraising.items()},
        "workbench/<uuid:pk>/partners/<int:partner>/": [(world.project.pk, world.partner.pk)],
        "workbench/<uuid:pk>/blocks/<slug:key>/": [(world.project.pk, "financial-literacy")],
        "workbench/<uuid:pk>/results/new/": [(world.project.pk, "goal")],
        "workbench/<uuid:pk>/people/<str:phase>/": [(world.project.pk, "design")],
        "workbench/<uuid:pk>/plans/new/": [(world.project.pk, "sdg")],
        **{
            f"workbench/<uuid:pk>/{beginning}": [
                (world.project.pk, part.pk, *world.more.get(beginning, ()))
            ]
            for beginning, part in world.parts.items()
        },
        "workbench/<uuid:pk>/amendments/<int:number>/": [(world.project.pk, 1)],
        "workbench/<uuid:pk>/files/back/<str:key>/": [(world.project.pk, "x" * 32)],
        "workbench/<uuid:pk>/alliances/goal/of/": [(world.project.pk, world.partner.pk)],
        "workbench/<uuid:pk>/alliances/partners/ask/": [(world.project.pk, world.registrar.pk)],
        "workbench/<uuid:pk>/alliances/partners/move/": [(world.project.pk, world.registrar.pk)],
        **{
            f"workbench/<uuid:pk>/funding/<uuid:proposal>/{beginning}": [
                (world.project.pk, world.proposal.pk, *more)
            ]
            for beginning, more in (
                ("answers/<int:partner>/", (world.partner.pk,)),
                ("money/<int:partner>/", (world.partner.pk,)),
                ("files/back/<str:key>/", ("x" * 32,)),
                ("handed-in/<uuid:submission>/", (world.submission.pk,)),
                ("", ()),
            )
        },
        "workbench/<uuid:pk>/funding/due/<uuid:duty>/": [(world.project.pk, world.duty.pk)],
        "workbench/<uuid:pk>/funding/visits/<uuid:mission>/<uuid:action>/": [
            (world.project.pk, world.mission.pk, world.action.pk)
        ],
        "workbench/<uuid:pk>/funding/visits/<uuid:mission>/": [
            (world.project.pk, world.mission.pk)
        ],
        "workbench/<uuid:pk>/funding/help/<uuid:programme>/": [
            (world.project.pk, world.programme.pk)
        ],
        "workbench/<uuid:pk>/": [(world.project.pk,)],
        "alliances/organisations/<uuid:pk>/acquaintances/<uuid:other>/": [
            (world.organisation.pk, world.registrar.pk)
        ],
        "alliances/organisations/<uuid:pk>/": organisation,
        "alliances/mediations/<uuid:mediation>/": [(world.mediation.pk,)],
        "programmes/help/<uuid:request_pk>/": [(world.help.pk,)],
        "programmes/<uuid:pk>/missions/<uuid:mission>/actions/<uuid:action>/": [
            (world.programme.pk, world.mission.pk, world.action.pk)
        ],
        "programmes/<uuid:pk>/events/<uuid:event>/": [(world.programme.pk, world.event.pk)],
        "programmes/events/<uuid:event>.ics": [(world.event.pk,)],
        "programmes/<uuid:pk>/papers/<uuid:paper>/": [(world.programme.pk, world.paper.pk)],
        "programmes/papers/<uuid:paper>/": [(world.paper.pk,)],
        "programmes/<uuid:pk>/reports/<uuid:duty>/": [(world.programme.pk, world.duty.pk)],
        "programmes/<uuid:pk>/missions/<uuid:mission>/": [(world.programme.pk, world.mission.pk)],
        "programmes/join/<str:token>/": [("x",)],
        **calls_of(world),
        "programmes/<uuid:pk>/portfolio/sources/<slug:figure>/": [(world.programme.pk, "paid")],
        "programmes/<uuid:pk>/": [(world.programme.pk,)],
        "people/<str:code>/": codes,
        "p/<str:token>/": person,
        "join/<int:step>/": [(step,) for step in (1, 2, 3, 4)],
    }
    named: dict[str, list[tuple[object, ...]]] = {
        "need_who_csv": need,
        "style": [("x",)],
        "stylesheet": [("x",)],
        "script": [("x",)],
        "network_script": [("x",)],
        "offline_script": [("x",)],
        "kept_script": [("x",)],
        "call_apply": [(world.call.code,)],
        "call_partners": [(world.call.code,)],
        "partner_notice_new": [(world.call.code,)],
        "partner_notice_edit": [(world.call.code, world.notice.pk)],
        "partner_ask": [(world.call.code, world.notice.pk)],
        "partner_take_in": [(world.call.code, world.notice.pk)],
        "draft": [("need",)],
        "place": [(world.place.key,)],
        "place_settle": [(world.place.key,)],
        "first_steward": [("x",)],
        "invitation": [("x",)],
        "office_invitation": [("x",)],
        "digest_stop": [("x",)],
        "claim": [(unknown,)],
        "building_block": [("skill-mapping",)],
        "building_block_json": [("skill-mapping",)],
        "building_block_edit": [("skill-mapping", "en")],
        "building_block_in_use": [("skill-mapping",)],
        "building_block_versions": [("skill-mapping", "en")],
        "building_block_version": [("skill-mapping", "en", 1)],
        "threat_edit": [("mistrust", "en")],
        "threat_versions": [("mistrust", "en")],
        "threat_version": [("mistrust", "en", 1)],
        "project": [("Egypt-11",)],
        "iati_report": [("x" * 32,)],
        "report_compare": [(world.project.pk, world.parts["reports/<uuid:report>/"].pk, "x" * 32)],
        "project_iati": [(world.project.code,)],
        "project_review": [("Egypt-13.rebuilt",)],
        "worked_partnership": [("Tunisia-51.rebuilt",)],
        "project_pair": [("EG", "GR")],
        "shown_picture": [("Egypt-11", unknown)],
        "shown_paper": [("Egypt-11", unknown)],
        "introduction_detail": [(world.asked.pk,), (world.accepted.pk,)],
        "introduction_link": [(introduction_token(world.asked),)],
        "engagement": [(world.engagement.pk,)],
        "engagement_link": [(engagement_token(world.engagement),)],
    }
    for route in routes:
        for beginning, values in by_beginning.items():
            if route.name not in named and route.pattern.startswith(beginning):
                named[route.name] = values
                break
    return named


def addresses(world: World) -> list[tuple[Route, str]]:
    given = arguments(world)
    found, missing = [], []
    for route in all_routes():
        library = is_exempt(route, EXEMPT) and not route.is_own
        if not route.name or library or route.name in DEMO_MAILS:
            continue
        if not route.parameters:
            found.append((route, reverse(route.name)))
        elif route.name in given:
            found += [(route, reverse(route.name, args=values)) for values in given[route.name]]
        else:
            missing.append(route.name)
    assert missing == [], "add these routes to arguments()"
    return found


def words_of(content: bytes) -> str:
    """What can be read in an answer; of an Office file, what stands in its parts."""
    if content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            content = b" ".join(archive.read(name) for name in archive.namelist())
    return content.decode(errors="replace")


def headers_of(response) -> str:
    return f"{response.headers} {response.cookies}"


def leaks(text: str, role: str, may_read: set[tuple[str, str]]) -> list[str]:
    """Whose name, address or telephone stands in a text that this role may not read."""
    found = ["signatory"] if SIGNATORY in text and role not in READERS else []
    found += ["grant"] if GRANT_SIGNATORY in text and role not in GRANT_READERS else []
    return found + [
        key
        for key, secrets in SECRETS.items()
        if (role, key) not in may_read
        and (any(secret in text for secret in secrets) or SURNAMES[key] in text)
    ]


def test_outsiders_meet_404_where_there_is_nothing_for_them(world, client):
    for role in ("stranger", "zainab", "registrar"):
        client.force_login(world.users[role])
        for name in ("need_who", "need_who_csv", "need_introductions", "need_history"):
            assert client.get(reverse(name, args=[world.need.pk])).status_code == 404, (role, name)
        assert client.get(reverse("need", args=[world.draft.pk])).status_code == 404
        assert client.get(reverse("introduction_detail", args=[world.asked.pk])).status_code == 404


def test_mails_name_nobody(world, settings, django_capture_on_commit_callbacks):
    from twoshores.actors.services.mails import introduction_mail
    from twoshores.capacities.services.digests import send_weekly_digests

    settings.MAILERS = {"default": {"BACKEND": "twoshores.common.outbox.OutboxBackend"}}
    for what in ("asked", "reminder", "question", "answer", "accepted", "declined", "expired"):
        introduction_mail(str(world.asked.pk), what)
        introduction_mail(str(world.accepted.pk), what)
    send_weekly_digests()
    mails = list(OutboxMail.objects.all())
    assert len(mails) > 8
    for mail in mails:
        assert leaks(mail.subject + mail.body, "mail", set()) == []


def test_the_guard_catches_a_page_that_names_somebody(world):
    assert leaks("Asked: Zainab Quixzil", "stranger", world.may_read) == ["zainab"]
    assert leaks("Asked: Zainab Quixzil", "officer", world.may_read) == []
    assert leaks("call +30 555 0303", "officer", world.may_read) == ["xenia"]
    answer = HttpResponse(headers={"Content-Disposition": 'filename="Zainab Quixzil.csv"'})
    assert leaks(headers_of(answer), "header", set()) == ["zainab"]
    answer = HttpResponse()
    answer.set_cookie("who", "yero.vandermoth@example.org")
    assert leaks(headers_of(answer), "header", set()) == ["yero"]
    assert leaks(f"signed by {SIGNATORY}", "registrar", world.may_read) == ["signatory"]
