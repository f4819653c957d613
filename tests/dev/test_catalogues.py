"""Translations are compiled when they are stale, with Babel alone."""

import gettext
import os
from pathlib import Path

from twoshores.common import catalogues

HEADER = (
    'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'
    '"Language: ar\\n"\n"Plural-Forms: nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : '
    'n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5;\\n"\n\n'
)
ENTRIES = (
    'msgid "water"\nmsgstr "ماء"\n\n#, fuzzy\nmsgid "fire"\nmsgstr "نار"\n\n'
    'msgid "one well"\nmsgid_plural "%(n)s wells"\nmsgstr[0] "لا آبار"\nmsgstr[1] "بئر"\n'
    'msgstr[2] "بئران"\nmsgstr[3] "%(n)s آبار"\nmsgstr[4] "%(n)s بئرًا"\nmsgstr[5] "%(n)s بئر"\n'
)


def write(root: Path, app: str = "common") -> Path:
    source = root / app / "locale" / "ar" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text(HEADER + ENTRIES)
    return source


def test_compiles_what_gettext_reads_and_leaves_out_fuzzy_entries(tmp_path: Path) -> None:
    source = write(tmp_path)
    written = catalogues.compile_stale(tmp_path)
    assert written == [source.with_suffix(".mo")]
    with written[0].open("rb") as file:
        words = gettext.GNUTranslations(file)
    assert words.gettext("water") == "ماء"
    assert words.gettext("fire") == "fire"
    assert words.ngettext("one well", "%(n)s wells", 2) == "بئران"
    assert [path.name for path in source.parent.glob("*")].count("django.mo") == 1


def test_compiles_again_only_what_changed(tmp_path: Path) -> None:
    first, second = write(tmp_path, "common"), write(tmp_path, "actors")
    catalogues.compile_stale(tmp_path)
    assert catalogues.stale_catalogues(tmp_path) == []
    later = second.with_suffix(".mo").stat().st_mtime_ns + 1_000_000_000
    os.utime(second, ns=(later, later))
    assert catalogues.stale_catalogues(tmp_path) == [second]
    assert first.with_suffix(".mo").exists()
