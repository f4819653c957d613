"""Small pieces of SVG. Classes only: no style attribute, no colour; texts are always escaped."""

from collections.abc import Iterable
from html import escape

from twoshores.engines.shoremap.problem import Country, Direction, Role, Words

# Widths are classes (w1 thinnest): 1, 2, 3 projects, then 4 to 6, then 7 and more.
_STEPS = (1, 2, 3, 6)
WIDTHS = {"w1": 1.25, "w2": 2.5, "w3": 4.0, "w4": 5.5, "w5": 7.0}
CLASSES = {Role.ORIGIN: "o", Role.RESIDENCE: "r", Role.BOTH: "b", Role.OTHER: "x"}


def width_class(projects: int) -> str:
    """The class of an arc that stands for so many projects."""
    return f"w{1 + sum(projects > step for step in _STEPS)}"


def document(
    kind: str, width: int, height: int, words: Words, direction: Direction, body: Iterable[str]
) -> str:
    """The whole drawing. A group, not an image: its labels are links."""
    title, description = f"{words.prefix}-t", f"{words.prefix}-d"
    turned = ' direction="rtl"' if direction is Direction.RTL else ""
    return (
        f'<svg class="shores-{kind}" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}" role="group" aria-labelledby="{title}" '
        f'aria-describedby="{description}"{turned}>'
        f'<title id="{title}">{escape(words.title)}</title>'
        f'<desc id="{description}">{escape(words.description)}</desc>{"".join(body)}</svg>'
    )


def group(name: str, body: Iterable[str], *, hidden: bool = False) -> str:
    inner = "".join(body)
    aria = ' aria-hidden="true"' if hidden else ""
    return f'<g class="{name}"{aria}>{inner}</g>' if inner else ""


def shape(name: str, data: str) -> str:
    return f'<path class="{name}" d="{data}"/>' if data else ""


def arc(data: str, href: str, label: str) -> str:
    """An arc for the pointer; the table beside the drawing serves the keyboard."""
    title = f"<title>{escape(label)}</title>" if label else ""
    return f'<a href="{escape(href)}" tabindex="-1">{title}<path d="{data}"/></a>'


def dot(role: Role, x: float, y: float) -> str:
    """Disc of the home shore, ring of the shore abroad, both in one, lozenge for neither."""
    cx, cy = round(x), round(y)
    if role is Role.OTHER:
        return f'<path class="x" d="M{cx} {cy - 6}l6 6-6 6-6-6z"/>'
    if role is Role.BOTH:
        ring = f'<circle class="r" cx="{cx}" cy="{cy}" r="6"/>'
        return f'{ring}<circle class="o" cx="{cx}" cy="{cy}" r="3"/>'
    return f'<circle class="{CLASSES[role]}" cx="{cx}" cy="{cy}" r="5"/>'


def label(country: Country, x: float, y: float, anchor: str, *, number_first: bool = False) -> str:
    """A country's name and count as a link; `anchor` is SVG's text-anchor, "" for start."""
    name, number = escape(country.label), f"<tspan>{escape(country.number)}</tspan>"
    text = f"{number} {name}" if number_first else f"{name} {number}"
    held = f' text-anchor="{anchor}"' if anchor else ""
    return (
        f'<a href="{escape(country.href)}"><text class="{CLASSES[country.role]}" '
        f'x="{round(x)}" y="{round(y)}"{held}>{text}</text></a>'
    )


def titled(drawn: str, title: str) -> str:
    """A link with a title of its own, for a text that was cut."""
    start, rest = drawn.split(">", 1)
    return f"{start}><title>{escape(title)}</title>{rest}"
