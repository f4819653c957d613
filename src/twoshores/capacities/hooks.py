"""What this app does when a person changes in the actors app: the index hears of it."""

from twoshores.actors.models import Person

from .matching.roster_index import note_changes
from .models import Profile


def person_changed(person: Person) -> None:
    """Consent or facts changed: matching must read the profile again."""
    numbers = list(Profile.objects.filter(person=person).values_list("number", flat=True))
    note_changes(numbers)


def person_erased(person: Person) -> None:
    """The offer goes; the number stays in the change log, so that the index drops it at once."""
    person_changed(person)
    Profile.objects.filter(person=person).delete()


def person_merged(keep: Person, drop: Person) -> None:
    """The kept record keeps its own offer; if it has none, it takes the other's."""
    if not Profile.objects.filter(person=keep).exists():
        dropped = Profile.objects.filter(person=drop).first()
        if dropped is not None:
            _move_profile(dropped, keep)
    person_changed(keep)


def _move_profile(dropped: Profile, keep: Person) -> None:
    """The person is the primary key, so the row is written anew and its lines follow."""
    skills, languages = list(dropped.skills.all()), list(dropped.languages.all())
    number = dropped.number
    dropped.delete()
    dropped.pk = keep.pk
    dropped.person = keep
    dropped.number = number
    dropped._state.adding = True
    dropped.save(force_insert=True)
    for line in (*skills, *languages):
        line.pk = None
        line.profile = dropped  # type: ignore[attr-defined]
        line.save(force_insert=True)
