"""The order in which the schema wants the children of an element, and merging what was kept."""

from copy import deepcopy
from typing import Any

from lxml import etree

# Marks, inside `rest`, a child that belongs into the element of its name that is written anew.
INTO = "{urn:twoshores:rest}into"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"

_FIGURE = "location dimension comment document-link"
_ORDER = {
    "iati-activity": (
        "iati-identifier reporting-org title description participating-org other-identifier "
        "activity-status activity-date contact-info activity-scope recipient-country "
        "recipient-region location sector tag country-budget-items humanitarian-scope "
        "policy-marker collaboration-type default-flow-type default-finance-type "
        "default-aid-type default-tied-status budget planned-disbursement capital-spend "
        "transaction document-link related-activity legacy-data conditions result crs-add fss"
    ),
    "transaction": (
        "transaction-type transaction-date value description provider-org receiver-org "
        "disbursement-channel sector recipient-country recipient-region flow-type finance-type "
        "aid-type tied-status"
    ),
    "result": "title description document-link reference indicator",
    "indicator": "title description document-link reference baseline period",
    "period": "period-start period-end target actual",
    "baseline": _FIGURE,
    "target": _FIGURE,
    "actual": _FIGURE,
}
ORDER = {
    name: {child: place for place, child in enumerate(children.split())}
    for name, children in _ORDER.items()
}


def safe_parser() -> etree.XMLParser:
    """No network, no DTD, no entities, libxml2's own limits on depth and length."""
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
    )


def parse_fragment(text: str) -> Any:
    """An element from text that this package wrote itself."""
    return etree.fromstring(text.encode(), safe_parser())


def merge(built: Any, rest: str) -> Any:
    """Put what was kept of an element back into the one written anew; returns `built`."""
    if rest:
        _merge(built, parse_fragment(rest))
    sort_children(built)
    return built


def _merge(built: Any, kept: Any) -> None:
    """1. Attributes that were kept win: what has a place of its own is not among them.
    2. A child marked INTO goes on in the child of its name; if that was taken out since, it is
    gone too. Others are added.
    """
    for name, value in kept.attrib.items():
        # An indicator that became one of words or of percent keeps what it is now.
        if name == INTO or (name == "measure" and built.get("measure") not in {None, "1"}):
            continue
        built.set(name, value)
    if _is_cut(built, kept):
        built.text = kept.text
    for child in kept:
        if child.get(INTO):
            own = built.find(child.tag)
            if own is not None:
                _merge(own, child)
        else:
            copied = deepcopy(child)
            copied.tail = None
            built.append(copied)
    sort_children(built)


def _is_cut(built: Any, kept: Any) -> bool:
    """Whether the text written is a long text's beginning, and the whole was kept."""
    text = built.text or ""
    return text.endswith("…") and (kept.text or "").startswith(text[:-1])


def sort_children(element: Any) -> None:
    """Bring children into the schema's order, those of one name as they stand; foreign ones last.

    Comments go with the foreign ones.
    """
    order = ORDER.get(element.tag)
    if order is None:
        return
    ranks = [order.get(child.tag, len(order)) for child in element]
    if ranks != sorted(ranks):
        element[:] = sorted(element, key=lambda child: order.get(child.tag, len(order)))
