"""Tables of people are read in a few named places only: selectors, services, engines' glue.

A page that reads them itself has not been scoped to its reader.
"""

import ast
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[2] / "src" / "twoshores"

# Model -> where `Model.objects` may stand (module prefixes under twoshores/).
IDENTITY = (
    *("actors/selectors/people.py", "actors/selectors/introductions.py", "actors/services/"),
    "portal/demo/load_people.py",  # writes the invented ones, in bulk
)
PEOPLE = ("actors/selectors/", "actors/services/", "actors/permissions/")
OFFERS = ("capacities/selectors/", "capacities/services/", "capacities/matching/")
LOADERS = ("portal/demo/", "capacities/hooks.py", "portal/bench_instance.py")
GUARDED = {
    "PersonIdentity": IDENTITY,
    "Person": (*PEOPLE, *OFFERS, *LOADERS),
    "Consent": (*PEOPLE, *LOADERS),
    "Look": ("actors/selectors/", "actors/services/"),
    "Reveal": ("actors/selectors/", "actors/services/"),
    "Registration": (*PEOPLE, *LOADERS),
    "Introduction": (*PEOPLE, *OFFERS, *LOADERS),
    "IntroductionMessage": (*PEOPLE, *LOADERS),
    "Profile": (*OFFERS, *LOADERS),
    "ProfileSkill": (*OFFERS, *LOADERS),
    "ProfileLanguage": (*OFFERS, *LOADERS),
    "Phrase": (*OFFERS, *LOADERS),
    "PhraseUse": (*OFFERS, *LOADERS),
    "Engagement": (*OFFERS, *LOADERS),
    "Feedback": (*OFFERS, *LOADERS),
    "OutboxMail": ("common/outbox.py", "accounts/selectors.py"),
}


def readings(source: str) -> list[tuple[str, int]]:
    """(model, line) of each `Model.objects` or `get_object_or_404(Model, ...)`."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if (
            isinstance(node, ast.Attribute)
            and node.attr in {"objects", "_default_manager"}
            and isinstance(node.value, ast.Name)
        ):
            found.append((node.value.id, node.lineno))
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id.startswith("get_")
            and node.func.id.endswith("_or_404")
            and node.args
            and isinstance(node.args[0], ast.Name)
        ):
            found.append((node.args[0].id, node.lineno))
    return found


def offences(place: str, source: str) -> list[str]:
    return [
        f"{place}:{line} reads {model}"
        for model, line in readings(source)
        if model in GUARDED and not place.startswith(GUARDED[model])
    ]


def test_tables_of_people_are_read_where_reading_is_scoped():
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        place = path.relative_to(PACKAGE).as_posix()
        if "/tests/" not in place and "/migrations/" not in place:
            found += offences(place, path.read_text("utf-8"))
    assert found == []


def test_every_allowed_place_exists():
    stale = {
        place for places in GUARDED.values() for place in places if not (PACKAGE / place).exists()
    }
    assert stale == set()


def test_the_guard_catches_a_page_that_reads_people_itself():
    source = "def view(request):\n    return Person.objects.all()\n"
    assert offences("actors/views/people.py", source) == ["actors/views/people.py:2 reads Person"]
    shortcut = "x = get_object_or_404(PersonIdentity, pk=1)"
    assert offences("capacities/selectors/x.py", shortcut)
    assert not offences("actors/selectors/people.py", source)
