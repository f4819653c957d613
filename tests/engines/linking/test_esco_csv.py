import io
import stat
import zipfile
from pathlib import Path

import pytest

from twoshores.engines.linking import esco_csv
from twoshores.engines.linking.esco_csv import OfficialFormatError, read_official

HEAD = "conceptType,conceptUri,iscoGroup,preferredLabel,altLabels,description\n"
BASE = "http://data.europa.eu/esco/occupation/"
ROW = f'Occupation,{BASE}a1,7112,maçon/maçonne,"maçonne\nmaçon\nmaçon",\n'
type Members = dict[str, bytes]


def zipped(path: Path, members: Members) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def test_reads_occupations_of_a_language_from_zip_and_folder_alike(tmp_path: Path) -> None:
    content = ("\ufeff" + HEAD + ROW).encode()
    archive = zipped(tmp_path / "esco.zip", {"fr/occupations_fr.csv": content})
    folder = tmp_path / "folder"
    (folder / "fr").mkdir(parents=True)
    (folder / "fr" / "occupations_fr.csv").write_bytes(content)
    for path in (archive, folder):
        (concept,) = read_official(path).concepts
        assert (concept.uri, concept.kind, concept.language) == (BASE + "a1", "occupation", "fr")
        assert concept.label == "maçon/maçonne"
        assert concept.alternatives == ("maçonne", "maçon")
        assert concept.code == "7112"


def test_reads_relations_of_all_four_files(tmp_path: Path) -> None:
    skill = "http://data.europa.eu/esco/skill/s1"
    members = {
        "broaderRelationsOccPillar_fr.csv": f"conceptUri,broaderUri\n{BASE}a1,{BASE}b2\n",
        "broaderRelationsSkillPillar.csv": f"conceptUri,broaderUri\n{skill},{skill}\n",
        "occupationSkillRelations.csv": (
            f"occupationUri,relationType,skillType,skillUri\n{BASE}a1,essential,knowledge,{skill}\n"
        ),
        "skillSkillRelations.csv": (
            f"originalSkillUri,relationType,relatedSkillUri\n{skill},optional,{skill}\n"
        ),
    }
    archive = zipped(tmp_path / "e.zip", {name: text.encode() for name, text in members.items()})
    kinds = [kind for _, _, kind in read_official(archive).relations]
    assert sorted(kinds) == ["broader", "broader", "essential", "optional"]


def test_rows_that_cannot_be_used_are_refused_one_by_one(tmp_path: Path) -> None:
    rows = [
        ROW,
        "Occupation,javascript:alert(1),1,label,,\n",
        f"Occupation,{BASE}a2,1,,,\n",
        f"Occupation,{BASE}a3,1,{'x' * 401},,\n",
        f"Occupation,{BASE}a4,1,a\x1bb,,\n",
        "Occupation\n",
    ]
    archive = zipped(tmp_path / "e.zip", {"occupations_fr.csv": (HEAD + "".join(rows)).encode()})
    data = read_official(archive)
    assert len(data.concepts) == 1
    assert [(row.line, row.code) for row in data.refused] == [
        (3, "bad_uri"),
        (4, "no_label"),
        (5, "long_label"),
        (6, "control_character"),
        (7, "short_row"),
    ]


@pytest.mark.parametrize(
    ("members", "code"),
    [
        ({"../occupations_fr.csv": b"x"}, "path"),
        ({"/etc/occupations_fr.csv": b"x"}, "path"),
        ({"a\\..\\occupations_fr.csv": b"x"}, "path"),
        ({"a/occupations_fr.csv": b"x", "b/occupations_fr.csv": b"x"}, "twice"),
        ({"readme.txt": b"x"}, "no_files"),
        ({}, "no_files"),
        ({"occupations_fr.csv": b"a,b\n1,2\n"}, "columns"),
        ({"occupations_fr.csv": b""}, "columns"),
        ({"occupations_fr.csv": (HEAD + ROW).encode("utf-16")}, "encoding"),
        ({"occupations_fr.csv": (HEAD + ROW).encode("latin-1")}, "encoding"),
        ({"occupations_fr.csv": (HEAD + '"' + "x" * 200_000).encode()}, "csv"),
    ],
)
def test_an_archive_that_is_not_what_it_says_is_refused_whole(
    tmp_path: Path, members: Members, code: str
) -> None:
    with pytest.raises(OfficialFormatError) as refused:
        read_official(zipped(tmp_path / "e.zip", members))
    assert refused.value.code == code


def test_a_bomb_is_refused_by_its_stated_and_by_its_real_size(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(esco_csv, "LARGEST_FILE", 10_000)
    content = (HEAD + ROW * 500).encode()
    archive = zipped(tmp_path / "e.zip", {"occupations_fr.csv": content})
    with pytest.raises(OfficialFormatError, match="too_large"):
        read_official(archive)
    limited = esco_csv._Limited(io.BytesIO(content), "occupations_fr.csv")
    with pytest.raises(OfficialFormatError, match="too_large"):
        io.BufferedReader(limited).read()
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "occupations_fr.csv").write_bytes(content)
    with pytest.raises(OfficialFormatError, match="too_large"):
        read_official(folder)


def test_links_in_archive_or_folder_are_not_followed(tmp_path: Path) -> None:
    path = tmp_path / "e.zip"
    with zipfile.ZipFile(path, "w") as archive:
        link = zipfile.ZipInfo("occupations_fr.csv")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "occupations_fr.csv").symlink_to("/etc/passwd")
    for place in (path, folder):
        with pytest.raises(OfficialFormatError, match="not_a_file"):
            read_official(place)


@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x03\x04 broken"])
def test_something_else_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "e.zip"
    path.write_bytes(content)
    with pytest.raises(OfficialFormatError, match="not_found"):
        read_official(path)
    with pytest.raises(OfficialFormatError, match="not_found"):
        read_official(tmp_path / "missing")
