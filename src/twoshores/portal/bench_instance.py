"""An instance of any size for measuring pages: the demo, then copies of its people and needs.

Words are read once, for the demo's 2,000 people; a copy says the same at other levels and on
other days. Copies are made by the database itself: 100,000 people in seconds.
Import after django.setup().
"""

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import Model, QuerySet

from twoshores.actors.models import Actor, Consent, Person, PersonIdentity, Registration, Tie
from twoshores.capacities.matching import roster_index
from twoshores.capacities.models import (
    Need,
    NeedBeneficiaries,
    NeedRequirement,
    PhraseUse,
    Profile,
    ProfileLanguage,
    ProfileSkill,
)
from twoshores.capacities.services.linking import link_pending_requirements, link_pending_skills
from twoshores.capacities.services.offer_texts import OFFER
from twoshores.capacities.services.phrases import phrases_read
from twoshores.common.models import SearchEntry, Translation
from twoshores.common.places.services import places_load_default
from twoshores.common.rate_services import rates_load
from twoshores.projects.services.examples import projects_load_examples
from twoshores.taxonomy.linking import index_folder, refresh_index
from twoshores.taxonomy.services import taxonomy_load_default

from .demo.load import load_demo
from .demo.logins import demo_user
from .demo.story import tell_story

NEED_TEXTS, NEED_SEARCHED = "capacities.need", "need"  # what other tables call a need
PERSONA = "bench@demo.example.org"
type Keys = QuerySet[Any, Any]  # a query for one column
_COUNTED = {"AutoField", "BigAutoField"}


def make_instance(profiles: int, needs: int, labels: Path | None = None) -> None:
    """Fill the empty data folder of this process.

    `labels`: folder of a label index made before, copied instead of built (a minute).
    """
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    places_load_default()
    rates_load()
    taxonomy_load_default()
    projects_load_examples()
    load_demo()
    if labels is None:
        refresh_index()
    else:
        shutil.copytree(labels, index_folder(), dirs_exist_ok=True)
    link_pending_skills()
    link_pending_requirements()
    phrases_read()
    roster_index.rebuild()
    tell_story()
    _own_page_persona()
    copy_people(profiles)
    copy_needs(needs)
    roster_index.rebuild()


def _own_page_persona() -> None:
    """A login that belongs to one of the people, so that there is an own page to read."""
    user = demo_user(PERSONA, "Somebody with an offer", "en")
    person = Person.objects.filter(profile__isnull=False).order_by("profile__number").first()
    assert person is not None
    Person.objects.filter(pk=person.pk).update(user=user)


@transaction.atomic
def copy_people(wanted: int) -> None:
    """Until there are `wanted` offers. A copy shares words and places; numbers go on."""
    there = Profile.objects.count()
    for turn in range(1, -(-wanted // there)):
        left = wanted - there * turn
        numbers = Profile.objects.order_by("number").values("number")
        last = numbers[min(left, there) - 1]["number"]
        chosen = Profile.objects.filter(number__lte=min(last, there)).values("pk")
        _copy_people(chosen, turn, there)


def _copy_people(chosen: Keys, turn: int, there: int) -> None:
    own = {"id": _key("id", turn)}
    of_person = {"person_id": _key("person_id", turn)}
    of_profile = {"profile_id": _key("profile_id", turn)}
    _copy(Actor, own, "id", chosen)
    code = (
        f"'C{turn}-' || substr(pseudonym, 1, 1) || substr(pseudonym, 2, 1) || substr(pseudonym, 4)"
    )
    person = {"actor_ptr_id": _key("actor_ptr_id", turn), "pseudonym": code, "user_id": "NULL"}
    _copy(Person, person, "actor_ptr_id", chosen)
    _copy(PersonIdentity, of_person, "person_id", chosen)
    _copy(Consent, own | of_person, "person_id", chosen)
    _copy(Registration, of_person, "person_id", chosen)
    _copy(Tie, {"actor_id": _key("actor_id", turn)}, "actor_id", chosen)
    offer = {
        "number": f"number + {turn * there}",
        "confirmed_at": _earlier("confirmed_at", turn),
    }
    _copy(Profile, of_person | offer, "person_id", chosen)
    skill = of_profile | {"level": f"1 + (level + position + {turn}) %% 4"}
    _copy(ProfileSkill, skill, "profile_id", chosen)
    _copy_uses(ProfileSkill, "skill_id", "profile_id", turn, chosen)
    _copy(ProfileLanguage, of_profile, "profile_id", chosen)
    _copy_texts(OFFER, turn, chosen)


@transaction.atomic
def copy_needs(wanted: int) -> None:
    """Until there are `wanted` needs, each copy an hour older than the one before."""
    first = list(Need.objects.order_by("-opened_at").values_list("pk", flat=True))
    for turn in range(1, -(-wanted // len(first))):
        chosen = Need.objects.filter(pk__in=first[: wanted - len(first) * turn]).values("pk")
        own, of_need = {"id": _key("id", turn)}, {"need_id": _key("need_id", turn)}
        older = {
            "title": f"title || ' ({turn})'",
            "opened_at": _earlier("opened_at", turn),
        }
        _copy(Need, own | older, "id", chosen)
        _copy(NeedRequirement, of_need, "need_id", chosen)
        _copy_uses(NeedRequirement, "line_id", "need_id", turn, chosen)
        _copy(NeedBeneficiaries, of_need, "need_id", chosen)
        _copy_texts(NEED_SEARCHED, turn, chosen)
        texts = f"subject_kind = '{NEED_TEXTS}' AND {_as_key('subject_id')}"
        _copy(Translation, {"subject_id": _text_key("subject_id", turn)}, texts, chosen)


def _on_postgresql() -> bool:
    return connection.vendor == "postgresql"


def _key(column: str, turn: int) -> str:
    """SQL: a key like the original's, told apart by its first 8 digits."""
    if _on_postgresql():
        return f"({_text_key(f'{column}::text', turn)})::uuid"
    return _text_key(column, turn)


def _text_key(column: str, turn: int) -> str:
    """The same where the key is kept as text."""
    return f"'{turn:08x}' || substr({column}, 9)"


def _as_key(column: str) -> str:
    """SQL: the text of a key as a table keeps keys of its own; SQLite leaves the dashes out."""
    return f"{column}::uuid" if _on_postgresql() else f"replace({column}, '-', '')"


def _earlier(column: str, hours: int) -> str:
    if _on_postgresql():
        return f"{column} - interval '{hours} hours'"
    return f"datetime({column}, '-{hours} hours')"


def _copy(model: type[Model], changed: Mapping[str, str], where: str, chosen: Keys) -> None:
    """Copy a table's rows whose column (or SQL expression) `where` is among the chosen keys.

    `changed`: SQL for the columns in which a copy differs. Numbers that the database gives are
    given anew; of an inherited model only its own table is copied.
    """
    fields = [f for f in model._meta.local_concrete_fields if f.get_internal_type() not in _COUNTED]
    names = [str(field.column) for field in fields]
    columns = [f'"{name}"' for name in names]
    values = [changed.get(name, f'"{name}"') for name in names]
    keys, parameters = chosen.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {model._meta.db_table} ({', '.join(columns)})"  # noqa: S608 - our models
            f" SELECT {', '.join(values)} FROM {model._meta.db_table} WHERE {where} IN ({keys})",
            parameters,
        )


def _copy_uses(lines: type[Model], side: str, owner: str, turn: int, chosen: Keys) -> None:
    """The copied lines say the same phrases as those that they were copied from."""
    table, uses = lines._meta.db_table, PhraseUse._meta.db_table
    keys, parameters = chosen.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {uses} (phrase_id, {side})"  # noqa: S608 - our models
            f" SELECT u.phrase_id, copy.id FROM {table} own JOIN {uses} u ON u.{side} = own.id"
            f" JOIN {table} copy ON copy.{owner} = {_key(f'own.{owner}', turn)}"
            f" AND copy.position = own.position WHERE own.{owner} IN ({keys})",
            parameters,
        )


def _copy_texts(kind: str, turn: int, chosen: Keys) -> None:
    where = f"kind = '{kind}' AND {_as_key('object_id')}"
    _copy(SearchEntry, {"object_id": _text_key("object_id", turn)}, where, chosen)
