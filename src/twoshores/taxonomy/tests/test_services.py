import argparse
import json

import pytest
from django.core.exceptions import PermissionDenied

from twoshores.accounts.models import User
from twoshores.engines.linking.esco_csv import OfficialFormatError
from twoshores.taxonomy import commands, selectors
from twoshores.taxonomy.models import Concept, Label, Relation
from twoshores.taxonomy.services import ImportReport, taxonomy_import, taxonomy_load_default

from .conftest import FRENCH, HEAD, OCCUPATION, official


def test_the_default_taxonomy_loads_once_and_whole(db):
    assert taxonomy_load_default() == 18164
    assert taxonomy_load_default() == 0
    assert Concept.objects.filter(kind="occupation").count() == 3035
    assert Label.objects.filter(is_preferred=True).count() == 18164
    mason = Concept.objects.get(label="bricklayer")
    assert [c.code for c in selectors.concepts_broader(mason)] == ["7112"]
    assert Relation.objects.filter(kind="broader").count() > 20_000


def test_loading_after_a_lost_stamp_doubles_nothing(db, own_data_dir):
    taxonomy_load_default()
    before = (Label.objects.count(), Relation.objects.count())
    (own_data_dir / "esco-en.jsonl.xz.stamp").unlink()
    assert taxonomy_load_default() == 0
    assert (Label.objects.count(), Relation.objects.count()) == before


def test_an_import_adds_labels_and_says_what_it_did_not_take(concepts, french):
    report = taxonomy_import(french, by=None)
    assert report.languages == ["fr"]
    assert (report.labels, report.concepts_new) == (4, 1)
    assert report.retired == [f"{OCCUPATION}9"]
    assert [(row.line, row.code) for row in report.refused] == [(5, "bad_uri")]
    assert Concept.objects.get(uri=f"{OCCUPATION}9").is_retired
    labels = selectors.labels_of([concepts["bricklayer"].pk, concepts["teacher"].pk], "fr")
    assert set(labels.values()) == {"maçon/maçonne", "teacher"}


def test_an_import_can_be_repeated(concepts, french):
    taxonomy_import(french, by=None)
    before = set(Label.objects.values_list("concept", "language", "text", "is_preferred"))
    again = taxonomy_import(french, by=None)
    assert again.concepts_new == 0
    assert (again.retired_count, again.retired) == (1, [f"{OCCUPATION}9"])
    assert set(Label.objects.values_list("concept", "language", "text", "is_preferred")) == before
    assert Label.objects.count() == len(before)


def test_an_english_import_revives_names_groups_and_sets_codes(concepts, french, tmp_path):
    taxonomy_import(french, by=None)
    group = "http://data.europa.eu/esco/skill/2ae39fc8"
    path = official(
        tmp_path / "en.zip",
        {
            "occupations_en.csv": (
                HEAD
                + f"Occupation,{OCCUPATION}1,7112,mason,bricklayer\n"
                + f"Occupation,{OCCUPATION}9,7512,chocolatier,\n"
            ),
            "skillGroups_en.csv": (
                "conceptUri,preferredLabel,altLabels,code\n" + f"{group},constructing,,S7\n"
            ),
            "broaderRelationsOccPillar.csv": (
                f"conceptUri,broaderUri\n{OCCUPATION}9,{group}\n{OCCUPATION}9,{OCCUPATION}404\n"
            ),
        },
    )
    report = taxonomy_import(path, by=None)
    assert not Concept.objects.get(uri=f"{OCCUPATION}9").is_retired
    mason = Concept.objects.get(uri=f"{OCCUPATION}1")
    assert (mason.label, mason.code) == ("mason", "7112")
    assert Concept.objects.get(code="S7").uri == group
    assert (report.relations_new, report.relations_refused) == (1, 1)


def test_nothing_is_written_when_one_file_is_broken(concepts, tmp_path):
    path = official(
        tmp_path / "e.zip", {"occupations_fr.csv": FRENCH, "skills_fr.csv": "a,b\n1,2\n"}
    )
    with pytest.raises(OfficialFormatError):
        taxonomy_import(path, by=None)
    assert not Label.objects.filter(language="fr").exists()
    assert not Concept.objects.filter(is_retired=True).exists()


def test_only_stewards_import(concepts, french):
    user = User.objects.create_user("a@example.org")
    with pytest.raises(PermissionDenied):
        taxonomy_import(french, by=user)
    user.is_steward = True
    assert taxonomy_import(french, by=user).labels == 4


def test_the_command_reports_and_fails_with_a_reason(concepts, french, tmp_path, capsys):
    parser = argparse.ArgumentParser()
    commands.add_arguments(parser)

    def main(*words):
        return commands.run(parser.parse_args(words))

    assert main("import", str(french), "--json") == 0
    assert json.loads(capsys.readouterr().out)["retired_count"] == 1
    assert main("import", str(french)) == 0
    assert "Rows refused: 1" in capsys.readouterr().out
    assert main("import", str(tmp_path / "missing")) == 1
    assert "Nothing was imported" in capsys.readouterr().err


def test_a_long_list_says_how_much_it_leaves_out():
    report = ImportReport(retired_count=203, retired=[f"{OCCUPATION}{n}" for n in range(200)])
    assert "  and 3 more" in commands.as_text(report)
    report = ImportReport(retired_count=1, retired=[f"{OCCUPATION}9"])
    assert "more" not in commands.as_text(report)
