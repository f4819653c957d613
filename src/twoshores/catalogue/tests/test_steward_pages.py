"""Stewards change a block; everybody reads how it read before."""

import pytest

from twoshores.accounts.models import User
from twoshores.catalogue.forms import BlockTextForm
from twoshores.catalogue.models import BlockText, BuildingBlock
from twoshores.catalogue.services import block_text_edit

pytestmark = pytest.mark.django_db
KEY = "insurance"
EDIT = f"/building-blocks/{KEY}/en/edit/"


def text_now() -> BlockText:
    return BlockText.objects.select_related("block").get(block__key=KEY, language="en")


def typed(**changes) -> dict[str, object]:
    """What the form sends when nothing but `changes` is touched."""
    text = text_now()
    form = BlockTextForm(None, text=text)
    return {name: form.get_initial_for_field(form.fields[name], name) for name in form.fields} | {
        "version": text.version,
        **changes,
    }


def test_a_steward_changes_a_block_and_it_shows(client, blocks, steward):
    client.force_login(steward)
    assert EDIT in client.get(f"/building-blocks/{KEY}/").content.decode()
    sent = typed(title="Cover for families", steps="One\n\n Two ")
    response = client.post(EDIT, sent, follow=True)

    assert "Cover for families" in response.content.decode()
    assert text_now().steps == ["One", "Two"]
    assert text_now().is_edited


def test_sending_the_form_untouched_changes_nothing(client, blocks, steward):
    client.force_login(steward)
    client.post(EDIT, typed())

    assert text_now().version == 1


def test_two_stewards_at_once_see_both_texts(client, blocks, steward):
    sent = typed(purpose="Mine.")
    block_text_edit(by=steward, text=text_now(), opened_version=1, words={"purpose": "Theirs."})
    client.force_login(steward)
    response = client.post(EDIT, sent)
    page = response.content.decode()

    assert "Somebody else changed this" in page
    assert "Theirs." in page
    assert "Mine." in page
    assert text_now().purpose == "Theirs."
    client.post(EDIT, sent | {"version": response.context["version"]})
    assert text_now().purpose == "Mine."


def test_a_missing_title_is_said_at_the_field(client, blocks, steward):
    client.force_login(steward)
    response = client.post(EDIT, typed(title=""))

    assert response.status_code == 200
    assert response.context["form"].errors["title"]
    assert text_now().version == 1


def test_everybody_reads_earlier_versions(client, blocks, steward):
    page = client.get(f"/building-blocks/{KEY}/en/versions/").content.decode()
    assert "has not been changed yet" in page
    before = text_now().purpose
    block_text_edit(by=steward, text=text_now(), opened_version=1, words={"purpose": "New words."})

    assert "Version 1" in client.get(f"/building-blocks/{KEY}/en/versions/").content.decode()
    response = client.get(f"/building-blocks/{KEY}/en/versions/1/")
    changed = [row for row in response.context["changes"] if row["differs"]]
    assert [(row["then"], row["now"]) for row in changed] == [(before, "New words.")]
    assert steward.email not in response.content.decode()


def test_who_is_no_steward_finds_no_form(client, blocks):
    client.force_login(User.objects.create_user("somebody@example.org"))

    assert EDIT not in client.get(f"/building-blocks/{KEY}/").content.decode()
    assert client.get(EDIT).status_code == 404
    assert client.post(EDIT, typed(title="x")).status_code == 404
    assert client.post(f"/building-blocks/{KEY}/in-use/", {"withdrawn": "1"}).status_code == 404
    assert text_now().version == 1


def test_a_withdrawn_block_says_so_and_comes_back(client, blocks, steward):
    client.force_login(steward)
    address = f"/building-blocks/{KEY}/"
    client.post(address + "in-use/", {"withdrawn": "1"})
    assert BuildingBlock.objects.get(key=KEY).is_withdrawn
    assert "Withdrawn" in client.get(address).content.decode()
    assert address not in client.get("/building-blocks/").content.decode()

    client.post(address + "in-use/", {"withdrawn": "0"})
    assert address in client.get("/building-blocks/").content.decode()


@pytest.mark.parametrize("part", ["xx/versions/", "en/versions/9/", "xx/versions/1/"])
def test_versions_that_are_not_there_are_not_found(client, blocks, part):
    assert client.get(f"/building-blocks/{KEY}/{part}").status_code == 404
