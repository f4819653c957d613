"""Places of the demo are those of the list, whatever spelling the demo's file has."""

import pytest

from twoshores.common.models import Place
from twoshores.common.places import folded_names
from twoshores.portal.demo.load import place_of

ROW = {
    "country": "EG",
    "region": "Kafr el-Sheikh",
    "locality": "Motobas",
    "names": {"ar": "مطوبس"},
    "latitude": 31.3,
    "longitude": 30.5,
}


@pytest.fixture
def region(db):
    egypt = Place.objects.create(key="EG", kind="country", country="EG", name="Egypt")
    return Place.objects.create(
        key="EG.21",
        kind="region",
        country="EG",
        name="Kafr el-Sheikh",
        parent=egypt,
        folded=folded_names("Kafr el-Sheikh", {}),
    )


def test_a_town_is_known_by_its_name_in_another_language(region):
    names = {"ar": "مطوبس"}
    town = Place.objects.create(
        key="351748",
        kind="locality",
        country="EG",
        name="Muţūbas",
        names=names,
        parent=region,
        folded=folded_names("Muţūbas", names),
    )
    assert place_of(ROW) == town
    assert Place.objects.count() == 3


def test_a_town_that_the_list_lacks_is_added_under_its_region(region):
    added = place_of(ROW)
    assert (added.key, added.parent, added.is_confirmed) == ("own:egmotobas", region, False)
    assert place_of(ROW) == added
