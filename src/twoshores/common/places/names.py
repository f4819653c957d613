"""What places are called and found by. Nothing here reads the database."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from ..folding import fold
from ..territories import country_name

if TYPE_CHECKING:
    from ..models import Place

FOLDED_MAX = 600
SEPARATOR = " | "

# Words for a kind of region, folded, in the languages of our readers and of the list: people write
# them with a name that the list has without, "Kayes Region" for "Kayes".
_KINDS_OF_REGION = frozenset(
    """
    region regions province governorate governate department district state county prefecture oblast
    wilaya wilayah
    gouvernorat departement etat comte
    provincia gobernacion departamento distrito estado condado prefectura
    regiao governadorado governorado
    محافظه منطقه ولايه مقاطعه اقليم جهه
    """.split()  # noqa: SIM905  (a list of 30 quoted words is harder to read and to extend)
)
_LINKS = frozenset(("of", "the", "de", "d", "du", "des", "la", "le", "l", "el", "del", "do", "da"))


def folded_names(name: str, names: Mapping[str, str], also: Iterable[str] = ()) -> str:
    """All names of a place, folded, as `Place.folded` keeps them: " | loja | lokha | ".

    Each word has a space before it and each name a bar on both sides, so that one LIKE finds
    beginnings of words, or whole names.
    """
    kept: dict[str, None] = {}
    length = len(SEPARATOR)
    for each in (name, *names.values(), *also):
        folded = fold(each)
        length += len(folded) + len(SEPARATOR)
        if length > FOLDED_MAX:
            break
        if folded:
            kept[folded] = None
    return SEPARATOR + SEPARATOR.join(kept) + SEPARATOR


def bare_name(folded: str) -> str:
    """A folded name without words for a kind of region: "region de kayes" gives "kayes".

    The name itself if nothing else stands in it.
    """
    words = [word for word in folded.split() if word not in _KINDS_OF_REGION]
    if len(words) == len(folded.split()):
        return folded
    while words and words[0] in _LINKS:
        del words[0]
    return " ".join(words) or folded


def name_in(place: "Place", language: str) -> str:
    """The name of a place in a language, else its own; countries from CLDR."""
    if place.kind == "country":
        return country_name(place.country, language)
    return str(place.names.get(language, place.name))


def full_name(place: "Place", language: str) -> str:
    """ "Azilal, Béni Mellal-Khénifra, Morocco". The parent must be fetched with the place."""
    parts = [name_in(place, language)]
    if place.kind != "country":
        if place.parent is not None and place.parent.kind == "region":
            parts.append(name_in(place.parent, language))
        parts.append(country_name(place.country, language))
    separator = "، " if language == "ar" else ", "
    return separator.join(parts)


def coordinates(place: "Place") -> str:
    """Latitude and longitude in degrees, "31.29, 30.52"; "" if they are not known."""
    if place.latitude is None or place.longitude is None:
        return ""
    return f"{place.latitude:.2f}, {place.longitude:.2f}"
