"""The network drawn as SVG: classes only, no style, no colour; texts are always escaped."""

from dataclasses import dataclass
from html import escape

from twoshores.engines.network.layout import MARK, Layout, Spot, lay_out
from twoshores.engines.network.problem import AGREEMENT, Edge, Network, Node, Shore

CLASSES = {Shore.HOME: "o", Shore.ABROAD: "r", Shore.NEITHER: "x"}
_BASE = 5  # pixels from the middle of a line of text to its baseline


@dataclass(frozen=True, slots=True)
class Words:
    """What the drawing says about itself, in the reader's language. prefix: of its ids."""

    title: str
    description: str
    prefix: str = "network"


@dataclass(frozen=True, slots=True)
class Picture:
    """svg: the drawing; width, height in pixels; cut: ids whose name was shortened (the whole
    name is in their title)."""

    svg: str
    width: int
    height: int
    cut: tuple[str, ...]


def draw(
    network: Network,
    words: Words,
    *,
    width: int = 1168,
    longest: float = 150.0,
    rtl: bool = False,
) -> Picture:
    """Everybody as a mark with its name: disc at home, ring abroad, lozenge for neither.

    1. Places and names from `lay_out`; mirrored for pages that read from right to left.
    2. Ties first, thin; those across the shores and those with an agreement are drawn apart by
       class ("across", "signed"). Then marks, larger for more neighbours, then names, which
       keep a halo of the ground. Names are links where a node has an address.
    Labels are for 13 pixels; longer ones than `longest` pixels are cut. The same network gives
    the same drawing.
    """
    layout = lay_out(network, width=width, longest=longest)
    spots = [_turned(spot, width) if rtl else spot for spot in layout.spots]
    marks, names = [], []
    for number, (node, spot) in enumerate(zip(network.nodes, spots, strict=True)):
        marks.append(_mark(node, spot, len(network.neighbours[number])))
        names.append(_name(node, spot, rtl=rtl))
    body = (
        f'<g class="ties" aria-hidden="true">{_ties(network, spots)}</g>'
        f'<g class="dots" aria-hidden="true">{"".join(marks)}</g>'
        f'<g class="names">{"".join(names)}</g>'
    )
    cut = tuple(n.id for n, s in zip(network.nodes, spots, strict=True) if s.cut)
    return Picture(_document(layout, words, body, rtl=rtl), width, int(layout.height), cut)


def _document(layout: Layout, words: Words, body: str, *, rtl: bool) -> str:
    title, about = f"{words.prefix}-t", f"{words.prefix}-d"
    wide, tall = int(layout.width), int(layout.height)
    turned = ' direction="rtl"' if rtl else ""
    return (
        f'<svg class="network" viewBox="0 0 {wide} {tall}" width="{wide}" height="{tall}" '
        f'role="group" aria-labelledby="{title}" aria-describedby="{about}"{turned}>'
        f'<title id="{title}">{escape(words.title)}</title>'
        f'<desc id="{about}">{escape(words.description)}</desc>{body}</svg>'
    )


def _turned(spot: Spot, width: float) -> Spot:
    return Spot(width - spot.x, spot.y, spot.name, spot.cut, spot.width)


def _ties(network: Network, spots: list[Spot]) -> str:
    """One path for each class: hundreds of ties in a few elements."""
    found: dict[str, list[str]] = {"": [], "across": [], "signed": [], "across signed": []}
    shores = {Shore.HOME, Shore.ABROAD}
    for (one, two), held in network.between.items():
        across = {network.nodes[one].shore, network.nodes[two].shore} == shores
        name = " ".join(("across",) * across + ("signed",) * _signed(held))
        a, b = spots[one], spots[two]
        found[name].append(f"M{a.x:.0f} {a.y:.0f}L{b.x:.0f} {b.y:.0f}")
    return "".join(
        f'<path class="{name or "same"}" d="{"".join(lines)}"/>'
        for name, lines in found.items()
        if lines
    )


def _signed(held: tuple[Edge, ...]) -> bool:
    return any(edge.kind == AGREEMENT for edge in held)


def _mark(node: Node, spot: Spot, neighbours: int) -> str:
    x, y = int(spot.x), int(spot.y)
    size = 4 if neighbours < 4 else 5 if neighbours < 16 else 6
    if node.shore == Shore.NEITHER:
        return f'<path class="x" d="M{x} {y - size}l{size} {size}-{size} {size}-{size}-{size}z"/>'
    return f'<circle class="{CLASSES[node.shore]}" cx="{x}" cy="{y}" r="{size}"/>'


def _name(node: Node, spot: Spot, *, rtl: bool) -> str:
    """Set at the side of the mark where the reader's line goes on, whatever the name's script:
    an anchor at "start" is the left of a left-to-right drawing and the right of the other."""
    x = int(spot.x - MARK / 2 if rtl else spot.x + MARK / 2)
    whole = f"<title>{escape(node.label)}</title>" if spot.cut else ""
    # A name that was cut keeps its dots at its own end, whatever way the drawing reads.
    name = f"\u2068{spot.name}\u2069" if spot.cut else spot.name
    text = f'<text x="{x}" y="{int(spot.y) + _BASE}">{escape(name)}{whole}</text>'
    return f'<a href="{escape(node.href)}">{text}</a>' if node.href else text
