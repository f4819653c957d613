"""Places: loaded, found, picked, added, merged."""

import pytest
from django import forms
from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import QueryDict
from django.utils.translation import override

from twoshores.common.languages import country_name
from twoshores.common.models import AuditEvent, ExchangeRate, Place
from twoshores.common.places import hooks
from twoshores.common.places.fields import PlaceField, place_choices
from twoshores.common.places.names import folded_names, full_name
from twoshores.common.places.selectors import place_by_key, places_found
from twoshores.common.places.services import place_add, places_load_default, places_merge
from twoshores.common.rate_services import rates_load

from .conftest import make_place

pytestmark = pytest.mark.django_db


def test_the_list_that_comes_with_us_loads_once_and_is_found_in_any_language():
    assert places_load_default() > 50_000
    assert places_load_default() == 0
    morocco = Place.objects.get(key="MA")
    marrakesh = places_found("مراكش")[0]
    assert (marrakesh.country, marrakesh.kind) == ("MA", "locality")
    assert full_name(marrakesh, "fr").endswith("Maroc")
    first = places_found("LOJA")
    assert [place.name for place in first[:2]] == ["Loja", "Loja"]
    assert places_found("senegal", kinds=["country"])[0].key == "SN"
    # A place is found by the name that we show of it, and by a part of that.
    for key in ("ML.03", "IT.15", marrakesh.key):
        place = place_by_key(key)
        for language in ("en", "fr", "es", "pt", "ar"):
            assert places_found(full_name(place, language))[0] == place
    assert places_found("Marrakech, Maroc")[0] == marrakesh
    assert not places_found("Marrakech, Mali")
    for language in ("fr", "es", "pt", "ar", "it", "ro", "am", "ka"):
        for code in ("MA", "IT", "EG", "ET", "DE"):
            assert places_found(country_name(code, language))[0].key == code
    # A list that lost a row is loaded again, keeping the numbers that others point to.
    Place.objects.filter(kind="locality").order_by("-pk")[0].delete()
    assert places_load_default() > 50_000
    assert Place.objects.get(key="MA").pk == morocco.pk
    # The next place that somebody adds gets a number of its own.
    make_place("own:x", "locality", "New", "MA", morocco)


def test_rates_load_once_and_leave_own_rates_alone():
    own = ExchangeRate.objects.create(
        currency="XOF", date="2026-10-01", per_usd="560", kind="own", source="BCEAO"
    )
    count = rates_load()
    assert count > 5_000
    assert rates_load() == 0
    assert ExchangeRate.objects.filter(pk=own.pk).exists()
    assert ExchangeRate.objects.count() == count + 1


def test_folded_names_never_outgrow_their_column():
    folded = folded_names("Aa", {str(n): "b" * 50 + str(n) for n in range(40)})
    assert len(folded) <= 600
    assert folded.startswith(" | aa | ")
    assert folded.endswith(" | ")


def test_whole_names_come_before_beginnings(ecuador, loja_region, loja):
    make_place("big", "locality", "Lojana", "EC", loja_region, 9_000_000)
    assert [p.key for p in places_found("loja")] == ["EC.14", "3654665", "big"]
    assert [p.key for p in places_found("لوخا")] == ["3654665"]
    assert not places_found("oja")
    assert not places_found("   ")
    assert not places_found("%")


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "Kayes Region",
            "Région de Kayes",
            "región Kayes",
            "Província de Kayes",
            "kayes governorate",
        ),
        *("منطقة كايس", "محافظة كايس", "Kayes Region, Mali", "Région de Kayes, République du Mali"),
    ],
)
def test_words_for_a_kind_of_region_do_not_count(typed):
    names = {"ar": "كايس"}
    also = {"fr": "République du Mali"}
    mali = Place.objects.create(
        key="t:ML", kind="country", country="ML", name="Mali", folded=folded_names("Mali", also)
    )
    kayes = Place.objects.create(
        key="t:ML.1",
        kind="region",
        country="ML",
        name="Kayes",
        parent=mali,
        folded=folded_names("Kayes", names),
    )
    Place.objects.create(
        key="t:ML.2",
        kind="region",
        country="ML",
        name="Kayesba",
        parent=mali,
        folded=folded_names("Kayesba", {}),
    )
    Place.objects.create(
        key="t:ML.1.1",
        kind="locality",
        country="ML",
        name="Kayes",
        parent=kayes,
        folded=folded_names("Kayes", names),
    )
    found = list(places_found(typed))
    assert found[0] == kayes
    assert "locality" not in {place.kind for place in found}
    assert found[0].is_whole


def test_a_name_that_is_only_such_a_word_is_still_found(ecuador):
    centre = Place.objects.create(
        key="t:EC.9",
        kind="region",
        country="EC",
        name="Central Region",
        parent=ecuador,
        folded=folded_names("Central Region", {}),
    )
    assert list(places_found("region")) == [centre]
    assert list(places_found("central region")) == [centre]


def test_what_follows_a_comma_lies_around(ecuador, loja_region, loja):
    assert [p.key for p in places_found("Loja, Ecuador")] == ["EC.14", "3654665"]
    assert [p.key for p in places_found("loja، loja, ecu")] == ["3654665"]
    assert not places_found("Loja, Peru")
    assert not places_found(", Ecuador")
    make_place("comma", "locality", "Loja, Nueva", "EC", loja_region)
    assert [p.key for p in places_found("Loja, Nueva")] == ["comma"]


class OneForm(forms.Form):
    where = PlaceField(required=False)


class ManyForm(forms.Form):
    where = PlaceField(multiple=True, required=False, most=2)


def sent(form, **data):
    query = QueryDict(mutable=True)
    for name, value in data.items():
        query.setlist(name, value if isinstance(value, list) else [value])
    return form(query)


def test_a_single_find_is_taken_without_a_click(loja):
    form = sent(OneForm, where_text="لوخا")
    assert form.is_valid()
    assert form.cleaned_data["where"] == loja


def test_of_several_finds_the_form_asks_and_keeps_what_was_typed(loja_region, loja):
    form = sent(OneForm, where_text="Loja")
    assert not form.is_valid()
    shown = str(form["where"])
    assert 'value="EC.14"' in shown
    assert 'value="3654665"' in shown
    assert 'value="Loja"' in shown
    assert sent(OneForm, where_text="Loja", where="EC.14").is_valid()


def test_a_new_name_outranks_an_old_choice(loja, ecuador):
    form = sent(OneForm, where="3654665", where_text="Ecuador")
    assert form.is_valid()
    assert form.cleaned_data["where"] == ecuador


def test_nothing_and_none_of_these_are_nothing(loja):
    for data in ({}, {"where": "", "where_text": " "}, {"where": "no such key"}):
        form = sent(OneForm, **data)
        assert form.is_valid()
        assert form.cleaned_data["where"] is None


def test_an_unknown_name_is_said(loja):
    form = sent(OneForm, where_text="Nowhere")
    assert "add the village" in str(form.errors)


def test_several_places_add_up_to_the_most(loja, loja_region, ecuador):
    form = sent(ManyForm, where=["3654665"], where_text="Ecuador")
    assert form.is_valid()
    assert form.cleaned_data["where"] == [loja, ecuador]
    assert not sent(ManyForm, where=["3654665", "EC.14", "EC"]).is_valid()


def test_the_field_shows_what_was_chosen_before(loja, django_assert_max_num_queries):
    with django_assert_max_num_queries(1):
        shown = str(OneForm(initial={"where": loja})["where"])
    assert "Loja, Loja, Ecuador" in shown
    assert "checked" in shown
    with django_assert_max_num_queries(0):
        str(OneForm()["where"])


def test_htmx_fetches_what_was_found(client, loja):
    answer = client.get("/places/find/?field=where&where_text=loj&type=radio")
    assert 'name="where" value="3654665"' in answer.content.decode()
    chosen = client.get("/places/find/?field=where&where_text=loj&where=3654665")
    assert "3654665" not in chosen.content.decode()
    answer = client.get("/places/find/?field=%22%3E%3Cscript&type=x")
    assert b"<script" not in answer.content


def test_anybody_signed_in_adds_a_missing_village(client, user, loja_region):
    assert client.get("/places/add/").status_code == 302
    client.force_login(user)
    assert client.get("/places/add/?name=Vilcabamba").status_code == 200
    answer = client.post(
        "/places/add/", {"name": " Vilca  bamba ", "region": "EC.14", "region_text": ""}
    )
    added = Place.objects.get(key__startswith="own:")
    assert answer["Location"] == f"/places/{added.key}/"
    assert (added.name, added.country, added.is_confirmed) == ("Vilca bamba", "EC", False)
    assert places_found("vilca")[0] == added
    assert AuditEvent.objects.get(verb="place.add").by_id == user.pk
    assert client.get(answer["Location"]).status_code == 200


def test_a_village_that_is_there_is_not_added_again(user, loja, loja_region):
    for name in ("LOJA", "Lója", ""):
        with pytest.raises(ValidationError):
            place_add(by=user, name=name, language="es", region=loja_region)
    with pytest.raises(ValidationError):
        place_add(by=user, name="Malacatos", language="es", region=loja)


def test_merging_moves_everything_that_pointed_there(client, steward, user, loja, loja_region):
    organisations = apps.get_model("actors.Organisation").objects
    double = place_add(by=user, name="Loxa", language="qu", region=loja_region)
    first = organisations.create(kind="organisation", name="A", organisation_kind="ngo")
    second = organisations.create(kind="organisation", name="B", organisation_kind="ngo")
    first.places.add(double)
    second.places.add(double, loja)
    tie = apps.get_model("actors.Tie").objects.create(
        actor=first.actor_ptr, place=double, kind="origin"
    )
    lives = apps.get_model("actors.Person").objects.create(
        kind="person", pseudonym="K7-204", residence=double
    )
    told = []
    hooks.PLACES_MERGED.append(lambda kept, dropped: told.append((kept.pk, dropped.pk)))
    try:
        client.force_login(steward)
        assert double.name in client.get("/places/waiting/").content.decode()
        client.post(f"/places/{double.key}/settle/", {"keep": loja.key})
    finally:
        hooks.PLACES_MERGED.pop()
    assert told == [(loja.pk, double.pk)]
    tie.refresh_from_db()
    lives.refresh_from_db()
    assert (tie.place, lives.residence) == (loja, loja)
    assert [list(o.places.all()) for o in (first, second)] == [[loja], [loja]]
    assert place_by_key(double.key) == loja
    assert places_found("loxa")[0] == loja
    assert client.get(f"/places/{double.key}/")["Location"] == f"/places/{loja.key}/"
    assert AuditEvent.objects.filter(verb="place.merge", by_id=steward.pk).exists()


def test_only_stewards_merge_and_only_what_can_be_one(client, user, steward, loja, loja_region):
    with pytest.raises(PermissionDenied):
        places_merge(by=user, keep=loja, drop=loja_region)
    for keep, drop in ((loja, loja), (loja, loja_region)):
        with pytest.raises(ValidationError):
            places_merge(by=steward, keep=keep, drop=drop)
    other = make_place("9", "locality", "Loja", "ES", make_place("ES", "country", "Spain", "ES"))
    with pytest.raises(ValidationError):
        places_merge(by=steward, keep=loja, drop=other)
    client.force_login(user)
    assert client.get("/places/waiting/").status_code == 404
    assert client.post(f"/places/{loja.key}/settle/", {"keep": "EC"}).status_code == 404
    loja.refresh_from_db()
    assert loja.merged_into is None


def test_a_steward_confirms(client, steward, user, loja_region):
    added = place_add(by=user, name="Malacatos", language="es", region=loja_region)
    client.force_login(steward)
    assert "stewards" in client.get(f"/places/{added.key}/").content.decode().lower()
    client.post(f"/places/{added.key}/settle/")
    added.refresh_from_db()
    assert added.is_confirmed


def test_pages_of_places_are_public_and_light(client, loja, django_assert_max_num_queries):
    for path in ("/places/", "/places/?q=loja", "/places/3654665/", "/places/EC/"):
        with django_assert_max_num_queries(15):
            assert client.get(path).status_code == 200
    assert client.get("/places/nowhere/").status_code == 404


def test_places_that_read_alike_are_told_apart(loja, loja_region):
    double = make_place("own:loja", "locality", "Loxa", "EC", loja_region, ar="لوخا")
    for place, latitude in ((loja, -4.0), (double, -4.5)):
        place.latitude, place.longitude = latitude, -79.2
    with override("ar"):
        labels = [choice.label for choice in place_choices([loja, double])]
        alone = place_choices([loja])[0].label
    assert labels == ["لوخا، Loja، الإكوادور", "لوخا، Loja، الإكوادور (Loxa)"]
    assert "(" not in alone


def test_places_of_one_name_and_region_are_told_apart_by_where_they_lie(loja, loja_region):
    double = make_place("own:loja", "locality", "Loja", "EC", loja_region)
    loja.latitude, loja.longitude = -4.0, -79.2
    labels = [choice.label for choice in place_choices([loja, double])]
    assert labels == ["Loja, Loja, Ecuador (-4.00, -79.20)", "Loja, Loja, Ecuador"]
