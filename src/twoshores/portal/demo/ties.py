"""Ties between the organisations of the demo, and to places: what the network is made of.

Stated by the same service that real people use. Some know many, one holds two shores together,
some know nobody yet.
"""

from collections.abc import Mapping

from twoshores.actors.models import Membership, Organisation
from twoshores.actors.services.ties import TieFacts, tie_add

# (who states it, of whom, kind, since, strength)
TIES = [
    ("fr-montreuil", "ml-kayes", "partner", 2006, 3),
    ("fr-montreuil", "ml-bamako", "supports", 2011, 2),
    ("fr-montreuil", "sn-diourbel", "partner", 2015, 2),
    ("ml-kayes", "ml-bamako", "work", 2012, 2),
    ("ml-bamako", "tn-zarzis", "work", 2017, 2),
    ("tn-zarzis", "tn-medenine", "serves", 2018, 2),
    ("it-torino", "sn-diourbel", "supports", 2013, 2),
    ("it-torino", "sn-pikine", "partner", 2016, 3),
    ("it-torino", "ma-settat", "partner", 2014, 2),
    ("it-torino", "eg-fayoum", "supports", 2019, 1),
    ("sn-pikine", "sn-walo", "supports", 2018, 2),
    ("sn-diourbel", "sn-pikine", "work", 2020, 1),
    ("ma-settat", "ma-rabat", "work", 2016, 2),
    ("ma-rabat", "ma-nador", "serves", 2021, 1),
    ("eg-fayoum", "eg-minya", "member", 2012, 2),
    ("eg-minya", "eg-motobas", "supports", 2015, 2),
    ("es-huelva", "ma-nador", "partner", 2017, 2),
    ("es-huelva", "ec-quilanga", "supports", 2012, 2),
    ("ec-quilanga", "ec-cotacachi", "work", 2014, 2),
    ("ec-cotacachi", "ec-guamote", "supports", 2019, 2),
    ("nl-utrecht", "ge-poti", "partner", 2015, 3),
    ("nl-utrecht", "ge-tbilisi", "work", 2018, 2),
    ("ge-zestafoni", "ge-tbilisi", "member", 2016, 2),
    ("de-leipzig", "md-balti", "supports", 2014, 3),
    ("md-balti", "md-orhei", "work", 2020, 1),
    ("gb-london", "ng-kafanchan", "supports", 2010, 3),
    ("gb-london", "jm-settlement", "supports", 2016, 2),
    ("ng-kafanchan", "ng-benin", "work", 2019, 1),
    ("cv-ribeira", "cv-mulheres", "work", 2015, 2),
    ("cv-horizonte", "cv-mulheres", "member", 2018, 2),
]
# (who, where whose place is, kind)
PLACES = [
    ("fr-montreuil", "ml-kayes", "serves"),
    ("sn-diourbel", "ml-kayes", "work"),
    ("it-torino", "sn-diourbel", "serves"),
    ("ml-bamako", "sn-diourbel", "work"),
]


def load_demo_ties(organisations: Mapping[str, Organisation]) -> None:
    """A tie of an organisation for which nobody acts is stated by its other end."""
    for first, second, kind, since, strength in TIES:
        one, two = organisations[first], organisations[second]
        by, direction = _coordinator(one), "out"
        if by is None:
            by, direction, one, two = _coordinator(two), "in", two, one
        assert by is not None, "one of the two has a coordinator"
        facts = TieFacts(kind, other=two, direction=direction, since=since, strength=strength)
        tie_add(by=by.user, actor=one, facts=facts)
    for first, second, kind in PLACES:
        who = _coordinator(organisations[first])
        assert who is not None
        place = organisations[second].places.first()
        tie_add(by=who.user, actor=organisations[first], facts=TieFacts(kind, place=place))


def _coordinator(organisation: Organisation) -> Membership | None:
    return organisation.memberships.filter(role="coordinator").select_related("user").first()
