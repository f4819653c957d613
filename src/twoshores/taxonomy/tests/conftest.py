"""A small official download, and the few concepts that it is about."""

import zipfile
from pathlib import Path

import pytest

from twoshores.taxonomy.models import Concept, Label, Relation

OCCUPATION = "http://data.europa.eu/esco/occupation/"
HEAD = "conceptType,conceptUri,iscoGroup,preferredLabel,altLabels\n"
FRENCH = (
    HEAD
    + f"Occupation,{OCCUPATION}1,7112,maçon/maçonne,maçon\n"
    + f"Occupation,{OCCUPATION}2,7512,boulanger/boulangère,\n"
    + f"Occupation,{OCCUPATION}9,7512,chocolatier/chocolatière,\n"
    + "Occupation,no uri,7512,rien,\n"
)


@pytest.fixture
def concepts(db) -> dict[str, Concept]:
    found = {}
    for number, label in enumerate(("bricklayer", "baker", "teacher", "nurse"), start=1):
        concept = Concept.objects.create(
            uri=f"{OCCUPATION}{number}", kind="occupation", label=label
        )
        Label.objects.create(concept=concept, language="en", text=label, is_preferred=True)
        found[label] = concept
    group = Concept.objects.create(
        uri="urn:twoshores:esco-skill-group:S7", kind="group", code="S7", label="constructing"
    )
    for label in ("bricklayer", "baker"):
        Relation.objects.create(source=found[label], target=group, kind="broader")
    return found | {"group": group}


@pytest.fixture
def french(tmp_path: Path) -> Path:
    return official(tmp_path / "fr.zip", {"fr/occupations_fr.csv": FRENCH})


def official(path: Path, files: dict[str, str]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return path
