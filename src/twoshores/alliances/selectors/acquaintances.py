"""Whom an organisation should know: two steps away in the public network, with something shared."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from twoshores.actors.models import Organisation, OrganisationKind
from twoshores.actors.selectors.introductions import organisations_asked_with
from twoshores.common.models import Place
from twoshores.common.places.selectors import places_by_keys
from twoshores.engines.network import Network, Node, Suggestion, part_of, suggestions

from ..models import PutAside
from .network import NAMED, public_material

MOST = 10
# Kinds that are a trade of their own; the others do anything.
TRADES = frozenset(
    {
        OrganisationKind.LOCAL_AUTHORITY,
        OrganisationKind.UNIVERSITY,
        OrganisationKind.MICROFINANCE,
        OrganisationKind.SAVINGS_COOPERATIVE,
        OrganisationKind.BANK,
        OrganisationKind.CHAMBER,
        OrganisationKind.EMPLOYERS,
        OrganisationKind.TRADE_UNION,
        OrganisationKind.SCHOOL,
        OrganisationKind.HOSPITAL,
        OrganisationKind.MEDIA,
    }
)
_KIND = "kind:"  # no folded word has a colon


@dataclass(frozen=True, slots=True)
class Acquaintance:
    """other: whom to know, by its id in the register; through: who is known to both; fields:
    words in common, folded; kind: in common, "" if none; places: in common, without those that
    hold another of them."""

    other: Node
    through: list[Node]
    fields: list[str]
    kind: str
    places: list[Place]


def acquaintances_of(organisation: Organisation) -> list[Acquaintance]:
    """The best first; whoever was asked, has asked, or was put aside is left out.

    Only who shows itself to everybody suggests or is suggested. Two queries, and those of
    `public_material`.
    """
    network = public_material().network
    own = str(organisation.pk)
    if own not in network.index:
        return []
    near = _two_steps(network, own)
    settled = _settled(organisation)
    found = [
        (_other(row, own), row)
        for row in suggestions(near, of=[own], limit=len(near.nodes))
        if not _other(row, own).startswith(NAMED) and _other(row, own) not in settled
    ][:MOST]
    return _told(found, near)


def _other(row: Suggestion, own: str) -> str:
    return row.two if row.one == own else row.one


def _two_steps(network: Network, own: str) -> Network:
    """The actor, whom it knows, and all whom these know: nobody further could be suggested, and
    whoever is known to both keeps all its ties. Kinds that are a trade count as one."""
    first = network.neighbours[network.index[own]]
    numbers = {network.index[own], *first, *(n for one in first for n in network.neighbours[one])}
    part = part_of(network, [network.nodes[n].id for n in numbers])
    nodes = tuple(
        replace(node, sectors=node.sectors | {_KIND + node.kind}) if node.kind in TRADES else node
        for node in part.nodes
    )
    return Network(nodes, part.edges)


def _settled(organisation: Organisation) -> set[str]:
    """Ids of those it asked, who asked it, and whom it put aside."""
    aside = PutAside.objects.filter(organisation=organisation).values_list("other", flat=True)
    return {str(pk) for pk in (*organisations_asked_with(organisation), *aside)}


def _told(found: list[tuple[str, Suggestion]], near: Network) -> list[Acquaintance]:
    keys = {key for _pk, row in found for key in row.places}
    places = {place.key: place for place in places_by_keys(sorted(keys))}
    return [
        Acquaintance(
            near.nodes[near.index[pk]],
            [near.nodes[near.index[one]] for one in row.through],
            [word for word in row.sectors if not word.startswith(_KIND)],
            next((w.removeprefix(_KIND) for w in row.sectors if w.startswith(_KIND)), ""),
            _finest([places[key] for key in row.places if key in places]),
        )
        for pk, row in found
    ]


def _finest(places: Collection[Place]) -> list[Place]:
    """Without places around others of them: who shares a town shares its region too."""
    around = {place.parent_id for place in places}
    return [place for place in places if place.pk not in around]
