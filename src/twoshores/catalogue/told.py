"""What building blocks and threats are called in the audit trail: for common/history.py."""

from collections.abc import Collection, Mapping

from django.urls import reverse

from twoshores.common.history import Named

from .models import BlockText, BuildingBlock, Threat, ThreatText


def block_names(ids: Collection[str]) -> Mapping[str, Named]:
    """By id: the key and the page. One query."""
    rows = BuildingBlock.objects.filter(pk__in=ids)
    return {str(row.pk): Named(row.key, reverse("building_block", args=[row.key])) for row in rows}


def text_names(ids: Collection[str]) -> Mapping[str, Named]:
    """By id: the key, the language, and where its earlier versions stand. One query."""
    rows = BlockText.objects.filter(pk__in=ids).select_related("block")
    return {
        str(row.pk): Named(
            f"{row.block.key} ({row.language})",
            reverse("building_block_versions", args=[row.block.key, row.language]),
        )
        for row in rows
    }


def threat_names(ids: Collection[str]) -> Mapping[str, Named]:
    """By id: the key, and its place on the page of threats. One query."""
    rows = Threat.objects.filter(pk__in=ids)
    return {str(row.pk): Named(row.key, f"{reverse('threats')}#{row.key}") for row in rows}


def threat_text_names(ids: Collection[str]) -> Mapping[str, Named]:
    """By id: the key, the language, and where its earlier versions stand. One query."""
    rows = ThreatText.objects.filter(pk__in=ids).select_related("threat")
    return {
        str(row.pk): Named(
            f"{row.threat.key} ({row.language})",
            reverse("threat_versions", args=[row.threat.key, row.language]),
        )
        for row in rows
    }
