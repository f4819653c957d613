"""Nothing lands untranslated: every message has a whole translation in every shipped language."""

import pytest
from babel.messages.catalog import Catalog

from twoshores.common import messages

ARABIC_DIGITS = set("٠١٢٣٤٥٦٧٨٩")


@pytest.fixture(scope="module")
def template() -> Catalog:
    return messages.extracted()


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_every_message_is_translated(language, template):
    assert messages.missing(language, template) == []


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_placeholders_survive_translation(language, template):
    catalog = messages.read(language)
    broken = []
    for message in template:
        found = catalog.get(message.id, message.context) if message.id else None
        if found is None or not found.string:
            continue
        ids = [message.id] if isinstance(message.id, str) else list(message.id)
        strings = [found.string] if isinstance(found.string, str) else list(found.string)
        wanted = set(messages.PLACEHOLDER.findall(ids[-1]))
        for text in strings:
            given = set(messages.PLACEHOLDER.findall(text))
            # A plural form for one or two may leave the number out; it may invent nothing.
            if given - wanted or (len(strings) == 1 and wanted - given):
                broken.append((ids[0], text))
    assert broken == []


def test_the_guard_catches_a_missing_and_a_guessed_translation(tmp_path, monkeypatch):
    template = Catalog()
    for text in ("kept", "lost", "guessed"):
        template.add(text)
    path = tmp_path / "fr.po"
    path.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
        'msgid "kept"\nmsgstr "gardé"\n\n#, fuzzy\nmsgid "guessed"\nmsgstr "deviné"\n',
        "utf-8",
    )
    monkeypatch.setattr(messages, "catalogue_path", lambda language: path)
    assert sorted(messages.missing("fr", template)) == ["guessed", "lost"]


def test_french_is_typed_as_it_is_printed() -> None:
    """`python -m twoshores.common.messages update` mends it."""
    wrong = []
    for message in messages.read("fr"):
        texts = [message.string] if isinstance(message.string, str) else message.string or ()
        if message.id:
            wrong += [text for text in texts if messages.french_print(text) != text]
    assert wrong == []


def test_that_guard_catches_typed_signs() -> None:
    typed = "L'accord : qui l'a signé ? « Nous » ; voir https://a.example/?b=c&d : %(day)s"
    printed = (
        "L’accord\u00a0: qui l’a signé\u202f? «\u00a0Nous\u00a0»\u202f; "
        "voir https://a.example/?b=c&d\u00a0: %(day)s"
    )
    assert messages.french_print(typed) == printed
    assert messages.french_print(printed) == printed


def test_no_translation_chooses_the_readers_digits() -> None:
    """Digits follow the reader's region (Latin in the Maghreb): pages put them in, texts do not."""
    chosen = [
        str(message.id)
        for message in messages.read("ar")
        if ARABIC_DIGITS & set(str(message.string))
    ]
    assert chosen == []


def test_the_guard_catches_a_digit_of_one_region() -> None:
    assert ARABIC_DIGITS & set("من ٥") == {"٥"}
