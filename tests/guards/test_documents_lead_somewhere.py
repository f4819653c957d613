"""Guard: links and pictures of the documents are there, and pictures stay small and few."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
PICTURES = ROOT / "docs" / "guide" / "pictures"
# As docs/guide/take_pictures.py has it: each chapter on projects shows a page.
MOST_BYTES, MOST_PICTURES = 150_000, 24
LINK = re.compile(r"\]\(([^)\s]+)\)|<img [^>]*src=\"([^\"]+)\"")
IMAGE = re.compile(r"!\[([^\]]*)\]\([^)]+\)|<img ([^>]*)>")


def targets(text: str) -> list[str]:
    """What a document links to or shows, without addresses elsewhere and places within a page."""
    found = ["".join(pair).partition("#")[0] for pair in LINK.findall(text)]
    return [target for target in found if target and "://" not in target]


def missing(path: Path, text: str) -> list[str]:
    return [target for target in targets(text) if not (path.parent / target).exists()]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(path: Path) -> None:
    assert missing(path, path.read_text()) == []


def test_pictures_are_small_few_and_shown() -> None:
    shown = {Path(target).name for path in DOCUMENTS for target in targets(path.read_text())}
    pictures = sorted(PICTURES.glob("*"))
    assert [p.name for p in pictures if p.name not in shown] == []
    assert [p.name for p in pictures if p.stat().st_size > MOST_BYTES] == []
    assert len(pictures) <= MOST_PICTURES


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_picture_says_what_it_shows(path: Path) -> None:
    for words, attributes in IMAGE.findall(path.read_text()):
        assert words or re.search(r'alt="[^"]{10,}"', attributes)


def test_every_page_of_the_guide_and_every_decision_stands_in_its_list() -> None:
    for folder in (ROOT / "docs" / "guide", ROOT / "docs" / "adr"):
        listed = set(targets((folder / "README.md").read_text()))
        pages = {path.name for path in folder.glob("*.md")} - {"README.md"}
        assert pages <= listed


def test_the_guard_sees_a_link_that_leads_nowhere(tmp_path: Path) -> None:
    (tmp_path / "there.md").touch()
    text = '[a](there.md#part) [b](gone.md) <img src="no.png" alt=""> [c](https://example.org/x)'
    assert missing(tmp_path / "page.md", text) == ["gone.md", "no.png"]
