"""The picture of the network: in the page, where it takes the page's colours, and alone."""

from base64 import b64encode
from dataclasses import replace
from hashlib import sha256

from django.urls import reverse
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from twoshores.common.formatting import format_number
from twoshores.common.remembered import Remembered
from twoshores.engines.network import Network, Picture, Words, draw, most_connected

from ..network_report import pair_network
from ..selectors.network import NAMED, Material

MOST_DRAWN = 500
FEW, LONG, SHORT = 60, 300.0, 150.0  # so few actors leave room for names of so many pixels
WIDTH = 904  # pixels of the column beside the filters; narrower screens scroll
_DRAWN: Remembered[Picture] = Remembered(24)

# As the page's own colours; text of 13 pixels with a halo of the ground.
_STYLE = (
    "svg{color-scheme:light dark;background:#f9f5ec;font:13px system-ui,'Segoe UI',Roboto,"
    "'Noto Sans','Noto Sans Arabic',sans-serif}"
    ".ties path{fill:none;stroke:#82775f;stroke-opacity:.45}"
    ".ties .across{stroke:#0f5e63}.ties .signed{stroke-width:2.5px;stroke-opacity:.8}"
    ".o{fill:#a9481f}.r{fill:#f9f5ec;stroke:#0f5e63;stroke-width:2.5px}"
    ".x{fill:#f9f5ec;stroke:#1b2a2d;stroke-width:2px}"
    "text{fill:#1b2a2d;paint-order:stroke;stroke:#f9f5ec;stroke-width:4px;stroke-linejoin:round}"
    "@media(prefers-color-scheme:dark){svg{background:#10191b}.ties path{stroke:#7d8e90}"
    ".ties .across{stroke:#74c4bf}.o{fill:#eb9d77}.r{fill:#10191b;stroke:#74c4bf}"
    ".x{fill:#10191b;stroke:#ece6d8}text{fill:#ece6d8;stroke:#10191b}}"
)
STYLE_HASH = f"'sha256-{b64encode(sha256(_STYLE.encode()).digest()).decode()}'"


def picture(material: Material, scope: str) -> Picture:
    """The most connected actors: of the whole, or of two countries ("EG-GR").

    No queries. Drawn once in this process for each state of the data, scope and language.
    """
    key = material.stamp, scope, get_language()
    return _DRAWN.get(key, lambda: _draw(shown_network(material, scope), scope))


def shown_network(material: Material, scope: str) -> Network:
    """The whole network, or the one of two countries."""
    return pair_network(material.network, *scope.split("-")) if scope else material.network


def alone(drawn: Picture) -> str:
    """The drawing as a file that needs no style sheet."""
    return drawn.svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1).replace(
        "</title>", f"</title><style>{_STYLE}</style>", 1
    )


def _draw(network: Network, scope: str) -> Picture:
    part = most_connected(network, MOST_DRAWN)
    nodes = tuple(replace(node, href=_address(node.id)) for node in part.nodes)
    text = _("Lines are ties. The page of the network says the same in tables.")
    if len(network.nodes) > len(nodes):
        text = _("The %(shown)s of %(all)s actors that are tied to most others.") % {
            "shown": format_number(len(nodes)),
            "all": format_number(len(network.nodes)),
        }
    linked = Network(nodes, part.edges)
    return draw(
        linked,
        Words(_("The network"), text),
        width=WIDTH,
        longest=LONG if len(nodes) <= FEW else SHORT,
        rtl=get_language_bidi(),
    )


def _address(pk: str) -> str:
    return "" if pk.startswith(NAMED) else reverse("organisation", args=[pk])
