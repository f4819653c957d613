"""Writes of the catalogue: loading what comes with the product, and what stewards change."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from twoshores.accounts.models import User
from twoshores.common import audit, search
from twoshores.common.decisions import require
from twoshores.common.editing import Conflict, StaleVersion, save_version
from twoshores.common.models import Translation

from . import content
from .models import BlockText, BuildingBlock, Threat, ThreatText
from .permissions import can_edit_catalogue

SEARCH_KIND = "block"
WORDS = (*content.WORDS, "lines")


@transaction.atomic
def catalogue_load() -> int:
    """Load blocks and threats that come with the product; returns how many were written.

    Only what differs is written, so it may run at every start. A text that a steward changed
    is never replaced, and a block that a steward withdrew stays withdrawn.
    """
    known = {block.key: block for block in BuildingBlock.objects.prefetch_related("texts")}
    written = 0
    for given in content.read_blocks():
        written += _load_block(given, known.get(given.key))
    return written + _load_threats()


def _load_block(given: content.BlockFile, block: BuildingBlock | None) -> bool:
    facts = {
        "capital": given.capital,
        "handbook_section": given.section,
        "position": given.position,
        "facts": given.facts,
    }
    changed = block is None
    if block is None:
        block = BuildingBlock(key=given.key, **facts)
        block.save(force_insert=True)
        texts: dict[str, BlockText] = {}
    else:
        texts = {text.language: text for text in block.texts.all()}
        if any(getattr(block, name) != value for name, value in facts.items()):
            for name, value in facts.items():
                setattr(block, name, value)
            block.save()
            changed = True
    for language, words in given.words.items():
        changed |= _load_text(block, language, words, texts.get(language))
    if changed:
        _index(block)
        audit.record("buildingblock.load", block, by=None)
    return changed


def _load_text(
    block: BuildingBlock, language: str, words: content.Words, text: BlockText | None
) -> bool:
    said = {**words.fields, "lines": words.lines}
    return _load_words(text or BlockText(block=block, language=language), said)


def _load_words(text: BlockText | ThreatText, said: Mapping[str, Any]) -> bool:
    """Bring a text up to date with the product's, unless a steward wrote it."""
    if text.pk is not None:
        if text.is_edited or all(getattr(text, name) == value for name, value in said.items()):
            return False
        _keep(text, None)
        text.version += 1
    # Honest: nobody who speaks the language from birth has read these.
    text.status = "" if text.language == content.ORIGINAL else Translation.Status.MACHINE
    for name, value in said.items():
        setattr(text, name, value)
    text.save()
    return True


def _load_threats() -> int:
    known = {threat.key: threat for threat in Threat.objects.prefetch_related("texts")}
    return sum(
        _load_threat(given, position, known.get(given["key"]))
        for position, given in enumerate(content.read_threats(), start=1)
    )


def _load_threat(given: Mapping[str, Any], position: int, threat: Threat | None) -> bool:
    facts = {"kind": given["kind"], "position": position}
    texts = {text.language: text for text in threat.texts.all()} if threat else {}
    changed = threat is None or any(getattr(threat, n) != v for n, v in facts.items())
    if threat is None:
        threat = Threat(key=given["key"])
    if changed:
        for name, value in facts.items():
            setattr(threat, name, value)
        threat.save()
    for language, words in given["texts"].items():
        text = texts.get(language) or ThreatText(threat=threat, language=language)
        changed |= _load_words(text, words)
    if changed:
        audit.record("threat.load", threat, by=None)
    return changed


@transaction.atomic
def block_text_edit(
    *, by: User, text: BlockText, opened_version: int, words: Mapping[str, Any]
) -> BlockText:
    """Change what a block says in one language; the former words stay readable.

    words: fields of `WORDS`; "lines" may hold some of the lines only, the others stay. Raises
    PermissionDenied, ValidationError by field, or StaleVersion naming each line that differs.
    """
    require(can_edit_catalogue(by))
    text = BlockText.objects.select_related("block").select_for_update().get(pk=text.pk)
    former = {name: getattr(text, name) for name in WORDS}
    if text.version != opened_version:
        raise StaleVersion(text.version, _conflicts(text, words))
    changes = {**words, "lines": _lines(text, words.get("lines", {}))}
    if not str(changes.get("title", text.title)).strip():
        raise ValidationError({"title": _("A building block needs a title.")})
    if all(former[name] == value for name, value in changes.items()):
        return text
    _keep(text, by)
    facts = {"is_edited": True, "status": Translation.Status.HUMAN if text.status else ""}
    changed = save_version(text, {**changes, **facts}, opened_version=opened_version)
    _index(text.block)
    audit.record("blocktext.edit", text, by=by, fields=changed)
    return text


def _lines(text: BlockText, given: Mapping[str, str]) -> dict[str, str]:
    unknown = given.keys() - text.lines.keys()
    if unknown:
        raise ValidationError(_("This building block has no such line."))
    return {**text.lines, **given}


def _conflicts(text: BlockText, words: Mapping[str, Any]) -> list[Conflict]:
    found = []
    for name, mine in words.items():
        if name == "lines":
            found += [
                Conflict(key, key, text.lines.get(key, ""), line)
                for key, line in mine.items()
                if text.lines.get(key, "") != line
            ]
        elif getattr(text, name) != mine:
            label = str(BlockText._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
            found.append(Conflict(name, label, getattr(text, name), mine))
    return found


def _keep(text: BlockText | ThreatText, by: User | None) -> None:
    """Put the words that are about to change aside; `by` is who changes them."""
    names = WORDS if isinstance(text, BlockText) else content.THREAT_WORDS
    text.versions.create(
        number=text.version,
        content={name: getattr(text, name) for name in names},
        at=text.changed_at,
        by=by,
    )


@transaction.atomic
def threat_text_edit(
    *, by: User, text: ThreatText, opened_version: int, words: Mapping[str, Any]
) -> ThreatText:
    """Change what is said of a threat in one language; the former words stay readable.

    words: fields of `content.THREAT_WORDS`. Raises PermissionDenied, ValidationError by field, or
    StaleVersion naming each field that differs.
    """
    require(can_edit_catalogue(by))
    text = ThreatText.objects.select_for_update().get(pk=text.pk)
    if not str(words.get("title", text.title)).strip():
        raise ValidationError({"title": _("A threat needs a title.")})
    changes = dict(words)
    if text.version == opened_version:  # else saving says what differs
        if all(getattr(text, name) == value for name, value in words.items()):
            return text
        _keep(text, by)
        changes["is_edited"] = True
        changes["status"] = Translation.Status.HUMAN if text.status else ""
    changed = save_version(text, changes, opened_version=opened_version)
    audit.record("threattext.edit", text, by=by, fields=changed)
    return text


@transaction.atomic
def block_withdraw(*, by: User, block: BuildingBlock, withdrawn: bool) -> BuildingBlock:
    """Take a block out of the lists, or bring it back. Its page stays for those who used it."""
    require(can_edit_catalogue(by))
    block = BuildingBlock.objects.select_for_update().get(pk=block.pk)
    if block.is_withdrawn != withdrawn:
        save_version(block, {"is_withdrawn": withdrawn}, opened_version=block.version)
        verb = "buildingblock.withdraw" if withdrawn else "buildingblock.restore"
        audit.record(verb, block, by=by, fields=["is_withdrawn"])
    return block


def _index(block: BuildingBlock) -> None:
    """All languages into the search: a reader may look for any language's words."""
    texts = list(BlockText.objects.filter(block=block))
    title = next((t.title for t in texts if t.language == content.ORIGINAL), block.key)
    said = [
        part
        for text in texts
        for part in (
            text.title,
            text.purpose,
            text.fits,
            text.fits_not,
            *text.steps,
            *text.factors,
            *text.lines.values(),
        )
    ]
    search.put(SEARCH_KIND, block.pk, title, [*said, *block.facts.get("projects", [])])
