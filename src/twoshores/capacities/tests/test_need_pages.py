"""The pages of a need, as its officer and as others meet them."""

import re

import pytest
from django.urls import reverse

from twoshores.accounts.models import User
from twoshores.actors.models import Introduction
from twoshores.capacities.models import Need
from twoshores.capacities.views import need_edit
from twoshores.engines.linking import Candidate, LinkResult
from twoshores.taxonomy.models import Label


@pytest.fixture
def officer_client(client, officer):
    client.force_login(officer)
    return client


def test_anybody_reads_an_open_need_in_its_language(client, need):
    text = client.get(reverse("need", args=[need.pk])).text
    assert need.title in text
    assert 'dir="rtl"' in text
    assert "Who could help?" not in text


def test_the_list_filters_searches_and_downloads(client, need):
    assert need.title in client.get(reverse("needs")).text
    assert need.title in client.get(reverse("needs"), {"q": "الإستزراع"}).text
    assert need.title not in client.get(reverse("needs"), {"country": "FR"}).text
    rows = client.get(reverse("needs_csv")).text.splitlines()
    assert len(rows) == 2
    assert str(need.pk) in rows[1]


def test_list_and_shortlist_stay_within_15_queries(
    officer_client, need, make_member, concepts, django_assert_max_num_queries
):
    for number in range(12):
        make_member(f"m{number}", [(concepts[0], 4, "x"), (concepts[1], 3, "y")])
    for name in ("need_who", "need", "need_introductions", "need_history"):
        address = reverse(name, args=[need.pk])
        officer_client.get(address)
        with django_assert_max_num_queries(15):
            assert officer_client.get(address).status_code == 200
    with django_assert_max_num_queries(15):
        officer_client.get(reverse("needs"))


def test_the_shortlist_shows_reasons_and_no_name(officer_client, need, make_member, concepts):
    member = make_member("one", [(concepts[0], 4, "qualité de l'eau")])
    text = officer_client.get(reverse("need_who", args=[need.pk])).text
    assert member.pseudonym in text
    assert "qualité de l" in text
    assert "Family" not in text
    assert "one@example.org" not in text


def test_looking_is_recorded_for_the_one_looked_at(officer_client, need, make_member, concepts):
    member = make_member("one", [(concepts[0], 4, "x")])
    for _ in range(2):
        officer_client.get(reverse("need_who", args=[need.pk]))
    assert list(member.looks.values_list("what", flat=True)) == ["shortlist"]
    officer_client.get(reverse("need_who_csv", args=[need.pk]))
    assert set(member.looks.values_list("what", flat=True)) == {"shortlist", "export"}


def test_outsiders_find_no_shortlist(client, need):
    client.force_login(User.objects.create_user("x@example.org"))
    assert client.get(reverse("need_who", args=[need.pk])).status_code == 404
    assert client.get(reverse("need_who_csv", args=[need.pk])).status_code == 404
    assert client.get(reverse("need_edit", args=[need.pk])).status_code == 404


def test_asking_from_the_shortlist(officer_client, need, make_member, concepts):
    member = make_member("one", [(concepts[0], 4, "x")])
    address = reverse("need_ask", args=[need.pk, member.pseudonym])
    empty = officer_client.post(address, {"message": "", "language": "ar"})
    assert empty.status_code == 422
    assert not Introduction.objects.exists()
    asked = officer_client.post(address, {"message": "هل تستطيع؟", "language": "ar"})
    assert asked.status_code == 302
    assert Introduction.objects.get().asked_id == member.pk
    again = officer_client.post(address, {"message": "مرة أخرى", "language": "ar"})
    assert again.status_code == 422
    assert "مرة أخرى" in again.text


def test_keeping_and_setting_aside(officer_client, need, make_member, concepts):
    member = make_member("one", [(concepts[0], 4, "x")])
    address = reverse("need_keep", args=[need.pk, member.pseudonym])
    officer_client.post(address, {"verdict": "unsuitable"})
    assert member.pseudonym not in officer_client.get(reverse("need_who", args=[need.pk])).text
    officer_client.post(address, {"verdict": ""})
    assert member.pseudonym in officer_client.get(reverse("need_who", args=[need.pk])).text


FORM = {
    "title": "مدرب لحام",
    "language": "ar",
    "description": "🛠 " * 50,
    "modes": ["short"],
    "terms": "expenses",
    "served_female_adult": "٥٨",
    "served_male_adult": "0",
}


def test_writing_a_need_with_arabic_digits(officer_client, organisation):
    sent = FORM | {"organisation": str(organisation.pk)}
    answer = officer_client.post(reverse("need_new"), sent)
    need = Need.objects.get()
    assert answer.url == reverse("need_skills", args=[need.pk])
    assert dict(need.beneficiaries.values_list("sex", "number")) == {"female": 58, "male": 0}


def test_a_wrong_form_keeps_what_was_typed(officer_client, organisation):
    sent = FORM | {
        "organisation": str(organisation.pk),
        "starts": "2027-05-01",
        "ends": "2027-04-01",
    }
    answer = officer_client.post(reverse("need_new"), sent)
    assert answer.status_code == 422
    assert "مدرب لحام" in answer.text
    assert not Need.objects.exists()


def test_two_officers_see_each_other(officer_client, need):
    page = reverse("need_edit", args=[need.pk])
    sent = FORM | {"version": str(need.version), "place": need.place.key}
    assert officer_client.post(page, sent | {"title": "first"}).status_code == 302
    second = officer_client.post(page, sent | {"title": "second"})
    assert second.status_code == 409
    assert "first" in second.text
    assert "second" in second.text
    assert Need.objects.get().title == "first"
    again = officer_client.post(page, sent | {"title": "second", "version": need.version + 1})
    assert again.status_code == 302
    assert Need.objects.get().title == "second"


def test_a_skill_is_said_understood_and_added(officer_client, need, concepts, monkeypatch):
    found = Candidate(concepts[2].uri, "skill", "fish disease", "fish disease", "en", 1.0, 1.0, 0.5)
    monkeypatch.setattr(need_edit, "link_text", lambda *args, **kwargs: LinkResult((found,)))
    page = reverse("need_skills", args=[need.pk])
    asked = officer_client.post(page, {"said": "أمراض", "kind": "skill", "suggest": "1"})
    assert "fish disease" in asked.text
    need.requirements.filter(concept=concepts[2]).delete()
    officer_client.post(
        page, {"said": "أمراض السمك", "kind": "skill", "concept": concepts[2].uri, "add": "1"}
    )
    line = need.requirements.get(said="أمراض السمك")
    assert (line.concept, line.linked) == (concepts[2], "confirmed")
    assert sum(need.requirements.values_list("weight", flat=True)) == 85


def test_publishing_from_the_page(officer_client, officer, organisation, need):
    Need.objects.update(state="draft")
    officer_client.post(reverse("need_state", args=[need.pk]), {"move": "publish"})
    assert Need.objects.get().state == "open"
    officer_client.post(reverse("need_state", args=[need.pk]), {"move": "nonsense"})
    assert Need.objects.get().state == "open"


def _line_data(text):
    """What a browser would send back of the list of skills on this page."""
    fields = re.findall(r'name="(line[0-9]+-weight|version)"[^>]*?value="([0-9]+)"', text)
    fields += re.findall(r'value="([0-9]+)"[^>]*?name="(version)"', text)
    ranks = dict.fromkeys(re.findall(r'name="(line[0-9]+-rank)"', text), "required")
    return dict(fields) | ranks | {"save": "1"}


def test_weights_of_a_list_that_another_officer_changed_are_not_put_on_other_lines(
    officer_client, need
):
    page = reverse("need_skills", args=[need.pk])
    seen = _line_data(officer_client.get(page).text)
    assert "version" in seen
    officer_client.post(page, seen | {"line0-remove": "on"})
    left = list(need.requirements.values_list("said", "weight", "required"))
    answer = officer_client.post(page, seen | {"line0-weight": "80"}, follow=True)
    assert "Somebody else changed this while you were writing" in answer.text
    assert list(need.requirements.values_list("said", "weight", "required")) == left
    again = _line_data(answer.text)
    assert "Somebody else" not in officer_client.post(page, again, follow=True).text


def _form_data(client, page):
    form = client.get(page).context["form"]
    shown = {name: form[name].value() for name in form.fields if name != "place"}
    return {name: value for name, value in shown.items() if value not in (None, "")}


def test_numbers_that_another_officer_changed_are_shown(officer_client, need):
    page = reverse("need_edit", args=[need.pk])
    mine = _form_data(officer_client, page)
    officer_client.post(page, mine | {"served_female_adult": "41"})
    answer = officer_client.post(page, mine | {"served_female_adult": "12"})
    assert "Somebody else changed this while you were writing" in answer.text
    told = [(c.label, c.theirs, c.mine) for c in answer.context["conflicts"]]
    label = str(answer.context["form"].fields["served_female_adult"].label)
    assert told == [(label, "41", "12")]
    assert need.beneficiaries.get(sex="female", age_band="adult").number == 41


def test_changes_of_two_officers_are_told_in_words(officer_client, need):
    page = reverse("need_edit", args=[need.pk])
    mine = _form_data(officer_client, page)
    first = {"modes": ["remote"], "languages": ["fr"], "excluded_countries": ["DE", "MA"]}
    officer_client.post(page, mine | first)
    second = {"modes": ["return"], "languages": ["es"], "excluded_countries": ["GR"]}
    answer = officer_client.post(page, mine | second)
    assert answer.status_code == 409
    told = {c.label: (c.theirs, c.mine) for c in answer.context["conflicts"]}
    assert told["How somebody could help"] == ("From a distance", "Long return")
    assert told["Languages useful there"] == ("French", "Spanish")
    assert told["Countries of residence to leave out"] == ("Germany, Morocco", "Greece")


def test_saving_what_stands_there_is_no_conflict_after_a_change_of_skills(officer_client, need):
    page = reverse("need_edit", args=[need.pk])
    mine = _form_data(officer_client, page)
    officer_client.post(page, mine)
    assert officer_client.post(page, mine).status_code == 302


def test_numbers_of_groups_that_a_new_need_is_not_asked_for_outlive_a_change(officer_client, need):
    need.beneficiaries.create(sex="male", age_band="all", number=7)
    page = reverse("need_edit", args=[need.pk])
    officer_client.post(page, _form_data(officer_client, page) | {"title": "Another title"})
    assert need.beneficiaries.get(sex="male", age_band="all").number == 7
    assert Need.objects.get().title == "Another title"


def test_pages_of_a_need_name_its_fields_and_skills_in_words(officer_client, need, concepts):
    Label.objects.create(
        concept=concepts[0], language="fr", text="qualité de l'eau", is_preferred=True
    )
    page = reverse("need_edit", args=[need.pk])
    sent = _form_data(officer_client, page) | {"starts": "2027-02-03", "place": need.place.key}
    officer_client.post(page, sent)
    User.objects.update(language="fr")
    history = officer_client.get(reverse("need_history", args=[need.pk])).text
    assert "À partir de" in history
    assert "established_how" not in history
    for name in ("need", "need_skills"):
        assert "qualité de l&#x27;eau" in officer_client.get(reverse(name, args=[need.pk])).text
