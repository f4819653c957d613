"""The walks use the browser fixtures, and a small real label index."""

from pathlib import Path

import pytest

from tests.e2e.conftest import (  # noqa: F401 - fixtures
    axe,
    browser_type_launch_args,
    demo_served_from_source,
    photograph,
    reader,
    swept_audit_trail,
)
from twoshores.common.models import Place
from twoshores.common.places import folded_names
from twoshores.taxonomy.linking import refresh_index
from twoshores.taxonomy.models import Concept, Label

SKILLS = [
    ("rear food fish", ["fish farming", "raise fish in ponds"]),
    ("feed fish", ["fish feeding", "prepare fish feed"]),
    ("maintain aquaculture water quality", ["measure water quality in fish ponds"]),
    ("welding techniques", ["weld metal"]),
    ("take care of newborn babies", ["newborn care"]),
    ("keep accounts", ["bookkeeping"]),
]


@pytest.fixture
def labels(transactional_db, own_data_dir: Path) -> None:
    """Six skills in English, read by the real encoder into a real index."""
    for number, (label, others) in enumerate(SKILLS):
        concept = Concept.objects.create(uri=f"urn:walk:{number}", kind="skill", label=label)
        Label.objects.create(concept=concept, language="en", text=label, is_preferred=True)
        for text in others:
            Label.objects.create(concept=concept, language="en", text=text)
    refresh_index()


@pytest.fixture
def places(transactional_db) -> None:
    def make(key: str, kind: str, country: str, name: str, parent=None, names=None) -> Place:
        return Place.objects.create(
            key=key,
            kind=kind,
            country=country,
            name=name,
            parent=parent,
            names=names or {},
            folded=folded_names(name, names or {}),
        )

    egypt = make("EG", "country", "EG", "Egypt", names={"ar": "مصر"})
    region = make("EG.21", "region", "EG", "Kafr el-Sheikh", egypt, {"ar": "كفر الشيخ"})
    make("1", "locality", "EG", "Motobas", region, {"ar": "مطوبس"})
    greece = make("GR", "country", "GR", "Greece", names={"fr": "Grèce"})
    east = make("GR.01", "region", "GR", "Macedonia", greece)
    make("2", "locality", "GR", "Kavala", east)
