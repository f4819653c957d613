"""The form field that asks for a place: search by name, pick."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ..models import Place
from . import selectors
from .names import coordinates, full_name

SHOWN = 8


@dataclass(frozen=True, slots=True)
class Choice:
    key: str
    label: str


def place_choices(places: Sequence[Place]) -> list[Choice]:
    language = (get_language() or "en").split("-")[0]
    labels = [full_name(place, language) for place in places]
    own = [
        _and(label, place.name, labels.count(label))
        for label, place in zip(labels, places, strict=True)
    ]
    return [
        Choice(place.key, _and(label, coordinates(place), own.count(label)))
        for label, place in zip(own, places, strict=True)
    ]


def _and(label: str, mark: str, alike: int) -> str:
    """The label, and what tells it from others that read alike; not what it says already."""
    return f"{label} ({mark})" if alike > 1 and mark and mark not in label else label


class PlaceWidget(forms.Widget):
    """A box to type a name into, what was chosen, and what was found, to pick from.

    Without JavaScript the form is sent and comes back with what was found; htmx fetches the
    same list while one types. One query, for what was chosen; none on an empty form.
    """

    template_name = "components/place_field.html"
    multiple = False
    kinds: Collection[str] = ()

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.found: list[Place] = []  # filled by the field when it cannot decide

    def value_from_datadict(self, data: Any, files: Any, name: str) -> tuple[list[str], str]:
        keys = data.getlist(name) if hasattr(data, "getlist") else data.get(name, [])
        keys = [keys] if isinstance(keys, str) else keys
        return [key for key in keys if key], data.get(f"{name}_text", "")

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data and f"{name}_text" not in data

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        keys, text = value if isinstance(value, tuple) else (self._keys(value), "")
        chosen = selectors.places_by_keys(keys) if keys else []
        found = [place for place in self.found if place not in chosen]
        context["widget"].update(
            text=text,
            chosen=place_choices(chosen),
            found=place_choices(found),
            type="checkbox" if self.multiple else "radio",
            kinds=",".join(self.kinds),
        )
        return context

    def _keys(self, value: Any) -> list[str]:
        if not value:
            return []
        places = [value] if isinstance(value, Place | str) else value
        return [place.key if isinstance(place, Place) else str(place) for place in places]

    def use_required_attribute(self, initial: Any) -> bool:
        """The box may stay empty where something was chosen: the server says what is missing."""
        return False

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_text" if id_ else id_


class PlaceField(forms.Field):
    """A place, or with multiple=True a list of places. Initial values are Place objects.

    What was typed is looked up unless one of its finds was picked. A single find is taken;
    of several, the form comes back and asks.
    """

    widget = PlaceWidget

    def __init__(
        self,
        *,
        kinds: Collection[str] = (),
        multiple: bool = False,
        most: int = 12,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.kinds, self.multiple, self.most = kinds, multiple, most
        widget: Any = self.widget
        widget.multiple, widget.kinds = multiple, kinds

    def clean(self, value: Any) -> Any:
        keys, text = value if value else ([], "")
        chosen = [p for p in selectors.places_by_keys(keys) if self._fits(p)]
        if text.strip():
            chosen = self._with_typed(chosen, text)
        if not chosen and self.required:
            raise ValidationError(self.error_messages["required"], code="required")
        if len(chosen) > self.most:
            raise ValidationError(_("Choose %(most)s places at most.") % {"most": self.most})
        if self.multiple:
            return chosen
        return chosen[0] if chosen else None

    def has_changed(self, initial: Any, data: Any) -> bool:
        keys, text = data if data else ([], "")
        widget: Any = self.widget
        return bool(text.strip()) or sorted(keys) != sorted(widget._keys(initial))

    def _fits(self, place: Place) -> bool:
        return not self.kinds or place.kind in self.kinds

    def _with_typed(self, chosen: list[Place], text: str) -> list[Place]:
        found = selectors.places_found(text, kinds=self.kinds)
        picked = set(found.filter(pk__in=[p.pk for p in chosen]).values_list("pk", flat=True))
        if picked:
            return chosen if self.multiple else [p for p in chosen if p.pk in picked]
        first = list(found[:SHOWN])
        if len(first) == 1:
            return [*chosen, first[0]] if self.multiple else first
        widget: Any = self.widget
        widget.found = first
        if first:
            raise ValidationError(_("Several places have this name. Pick one of them."))
        raise ValidationError(
            _("No place of this name is known. Try the region, or add the village.")
        )
