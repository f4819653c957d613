"""Every route states who may call it. A library's routes stand in a list, with a reason."""

from django.http import HttpResponse
from django.urls import path

from twoshores.common.decisions import access

from .routes import Route, all_routes

# Route names (or prefixes ending in *) of libraries, and why they need no rule of ours.
EXEMPT = {
    "account_*": "allauth: each of its views checks the session itself (login_required)",
    "mfa_*": "allauth: second factors; each view requires a session or a login under way",
    "usersessions_list": "allauth: requires a session, lists the reader's own sessions",
    "set_language": "Django: stores a language in a cookie, changes nothing else",
    "stylesheet": "public, static",
    "icon": "public, static",
}


def is_exempt(route: Route, exempt=EXEMPT) -> bool:
    return any(
        route.name == name or (name.endswith("*") and route.name.startswith(name[:-1]))
        for name in exempt
    )


def undecided(routes, exempt=EXEMPT) -> list[str]:
    return [
        f"{r.pattern} ({r.name})" for r in routes if r.rule is None and not is_exempt(r, exempt)
    ]


def test_every_route_states_its_rule():
    assert undecided(all_routes()) == []


def test_no_route_of_ours_hides_behind_a_librarys_exemption():
    # Static files of our own app need no rule; everything else of ours states one.
    hidden = [
        r.name
        for r in all_routes()
        if r.is_own and r.rule is None and r.name not in {"stylesheet", "icon"}
    ]
    assert hidden == []


def test_no_exemption_is_stale():
    routes = list(all_routes())
    stale = [name for name in EXEMPT if not any(is_exempt(r, {name: ""}) for r in routes)]
    assert stale == []


def test_the_guard_catches_a_view_without_a_rule():
    def forgotten(request):
        return HttpResponse()

    decided = access("public")(forgotten)
    patterns = [path("a/", forgotten, name="a"), path("b/", decided, name="b")]
    routes = [Route(p.name, str(p.pattern), p.callback, ()) for p in patterns]
    assert undecided(routes) == ["a/ (a)"]
