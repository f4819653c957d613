"""The measured instance is as large as asked, and its copies are whole records of their own."""

from twoshores.actors.models import Consent, Person
from twoshores.capacities.matching import roster_index
from twoshores.capacities.matching.shortlist import shortlist_of
from twoshores.capacities.models import Need, PhraseUse, Profile, ProfileSkill
from twoshores.capacities.selectors.need_lists import NeedFilters, needs_listed
from twoshores.common import search

from ..bench_instance import copy_needs, copy_people


def test_people_are_copied_with_all_that_matching_reads(need, make_member, concepts):
    for name in ("amina", "bilal"):
        make_member(name, [(concepts[0], 3, "qualité de l'eau")])
    skills, consents = ProfileSkill.objects.count(), Consent.objects.count()
    copy_people(5)
    assert list(Profile.objects.order_by("number").values_list("number", flat=True)) == [
        *range(1, 6)
    ]
    assert Person.objects.values("pseudonym").distinct().count() == 5
    assert ProfileSkill.objects.count() == skills // 2 * 5
    assert PhraseUse.objects.filter(skill__isnull=False).count() == skills // 2 * 5
    assert Consent.objects.count() == consents // 2 * 5
    roster_index.rebuild()
    assert len(shortlist_of(need).entries) == 5


def test_needs_are_copied_with_what_lists_and_searches_read(need, officer):
    copy_needs(4)
    assert Need.objects.count() == 4
    assert all(row.requirements.count() == need.requirements.count() for row in Need.objects.all())
    lines = sum(row.requirements.count() for row in Need.objects.all())
    assert PhraseUse.objects.filter(line__isnull=False).count() == lines
    listed = list(needs_listed(officer, NeedFilters.of({})).needs)
    assert listed[0] == need  # the newest; copies are older
    assert len(listed) == 4
    assert len(search.find("need", need.title)) == 4
