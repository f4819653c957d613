"""Works out the figures of the network and keeps them: in the worker, never in a request."""

import time
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from twoshores.engines.network import country_pairs

from ..models import NetworkFigures
from ..network_report import (
    Report,
    pair_network,
    report,
    sides_of,
    strength_report,
    years_report,
)
from ..selectors.network import Material, network_stamp, public_material

REST = 20  # after working so long, rest so many times as long before working again
EVERY_DAY = 31  # days of which every row is kept; before that one a month


def network_measure(*, at_once: bool = False) -> bool:
    """Work the figures out if the network changed since, or a day has passed. Returns whether.

    One row for the whole and one for every two countries with a tie between them. Idempotent.
    A large network that changes all the time is measured less often, unless `at_once`.
    """
    day = timezone.localdate()
    last = NetworkFigures.objects.filter(scope="").first()
    if last is not None and last.stamp == network_stamp(day):
        return False
    if last is not None and last.on == day and not at_once:
        rest = timedelta(seconds=REST * last.figures.get("seconds", 0))
        if timezone.now() - last.at < rest:
            return False
    begun = time.monotonic()
    material = public_material()
    found = _measured(material)
    found[""]["seconds"] = round(time.monotonic() - begun, 2)
    _keep(material, found)
    return True


def _measured(material: Material) -> dict[str, Report]:
    """Reports by scope: "" for the whole, else two countries."""
    network = material.network
    shores = {node.country: node.shore for node in network.nodes if node.country}
    whole = report(network)
    whole["years"] = years_report(material.nodes, material.edges, material.day)
    found = {}
    for pair in country_pairs(network, on=material.day):
        one, two = sides_of(*pair.countries, shores)
        part = pair_network(network, one, two)
        strength = strength_report(pair)
        within = {node.id for node in part.nodes}
        edges = [e for e in material.edges if e.source in within and e.target in within]
        found["-".join((one, two))] = report(part) | {
            "strength": strength,
            "years": years_report(part.nodes, edges, material.day),
        }
    whole["pairs"] = [
        [scope, made["strength"]["points"], made["strength"]["tied_pairs"]]
        for scope, made in found.items()
    ]
    return found | {"": whole}


@transaction.atomic
def _keep(material: Material, found: dict[str, Report]) -> None:
    for scope, figures in found.items():
        NetworkFigures.objects.update_or_create(
            on=material.day,
            scope=scope,
            defaults={"stamp": material.stamp, "figures": figures},
        )
    today = NetworkFigures.objects.filter(on=material.day)
    today.exclude(scope__in=found).delete()  # two countries between which no tie is left
    _thin(material.day)


def _thin(day: date) -> None:
    """Of days gone by only the counts are kept, and after a month those of each month's last."""
    old = NetworkFigures.objects.filter(on__lt=day)
    for row in old.filter(figures__has_key="bridging").iterator():
        kept = {"counts": row.figures["counts"]}
        if "strength" in row.figures:
            kept["points"] = row.figures["strength"]["points"]
        NetworkFigures.objects.filter(pk=row.pk).update(figures=kept)
    seen: set[tuple[str, int, int]] = set()
    gone = []
    past = old.filter(on__lt=day - timedelta(days=EVERY_DAY)).order_by("-on")
    for pk, scope, on in past.values_list("pk", "scope", "on"):
        key = scope, on.year, on.month
        if key in seen:
            gone.append(pk)
        seen.add(key)
    if gone:
        NetworkFigures.objects.filter(pk__in=gone).delete()
