"""The pages of the catalogue as readers see them."""

import pytest

pytestmark = pytest.mark.django_db


def test_the_list_shows_blocks_by_capital(client, blocks, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        response = client.get("/building-blocks/")

    page = response.content.decode()
    assert "Financial literacy" in page
    assert response.context["total"] == sum(len(c["blocks"]) for c in response.context["capitals"])


def test_filters_and_search_narrow_the_list(client, blocks):
    response = client.get("/building-blocks/?capital=human")
    assert {block.capital for c in response.context["capitals"] for block in c["blocks"]} == {
        "human"
    }
    response = client.get("/building-blocks/?q=zzzz")
    assert "No building block is like that" in response.content.decode()


@pytest.mark.parametrize("query", ["?capital=x&section=99", "?q=%00", "?q=" + "a" * 5000])
def test_odd_addresses_are_answered(client, blocks, query):
    assert client.get("/building-blocks/" + query).status_code in {200, 400}


def test_every_block_has_a_page(client, blocks):
    document = client.get("/building-blocks/list.json").json()
    for block in document["blocks"]:
        response = client.get(f"/building-blocks/{block['key']}/")
        assert response.status_code == 200
        assert block["texts"]["en"]["title"] in response.context["record"]["title"]


def test_an_unknown_block_is_not_found(client, blocks):
    assert client.get("/building-blocks/nothing/").status_code == 404
    assert client.get("/building-blocks/nothing/data.json").status_code == 404


def test_a_block_comes_as_data(client, blocks):
    data = client.get("/building-blocks/financial-literacy/data.json").json()
    assert data["texts"]["en"]["status"] == "original"
    assert data["facts"]["indicators"][0]["key"] == "completed"


def test_threats_have_a_page(client, blocks, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        page = client.get("/threats/").content.decode()
    assert "Trust is lost" in page
