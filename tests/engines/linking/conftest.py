"""A small index in three languages: real encoder, seconds."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from twoshores.engines.linking import Label, LinkIndex, build_index
from twoshores.engines.linking.taxonomy import labels_of

TRADES = {
    "bricklayer": ("maçon/maçonne", "بنّاء", ("brick layer", "mason")),
    "nurse": ("infirmier/infirmière", "ممرض / ممرضة", ("hospital nurse",)),
    "fisheries manager": ("directeur de pêcheries", "مدير مصايد الأسماك", ("fish farm manager",)),
    "baker": ("boulanger/boulangère", "خباز", ("bread maker",)),
    "teacher": ("enseignant/enseignante", "معلم", ("school teacher",)),
}
SKILLS = ("lay bricks", "breed fish", "care for newborns", "bake bread", "keep accounts")


def labels() -> list[Label]:
    return list(_labels())


def _labels() -> Iterator[Label]:
    for number, (english, (french, arabic, others)) in enumerate(TRADES.items()):
        uri = f"urn:occupation:{number}"
        yield from labels_of(uri, "occupation", "en", english, True)
        yield from labels_of(uri, "occupation", "fr", french, True)
        yield from labels_of(uri, "occupation", "ar", arabic, True)
        for other in others:
            yield from labels_of(uri, "occupation", "en", other, False)
    for number, skill in enumerate(SKILLS):
        yield Label(f"urn:skill:{number}", "skill", "en", skill, True)


@pytest.fixture(scope="session")
def index(tmp_path_factory: pytest.TempPathFactory) -> LinkIndex:
    return build_index(labels(), tmp_path_factory.mktemp("index"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "index"
