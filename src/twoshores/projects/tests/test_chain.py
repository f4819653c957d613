"""The results chain keeps its levels and its order; what hangs on it is shown where it hangs."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from twoshores.projects.models import Activity, Assumption, Result
from twoshores.projects.selectors.chain import chain_of
from twoshores.projects.services.chain import result_create, result_reorder, result_update


@pytest.fixture
def add(design):
    def made(level: str, text: str, parent: Result | None = None) -> Result:
        facts = {"text": text} | ({"parent": parent} if parent else {})
        return result_create(
            by=design.coordinator, project=design.project, level=level, facts=facts
        )

    return made


def texts(nodes):
    return [(node.result.text, texts(node.children)) for node in nodes]


def test_the_chain_is_one_tree(design, add):
    goal = add("goal", "Health")
    first, second = add("outcome", "Water", goal), add("outcome", "Latrines", goal)
    output = add("output", "Pumps", first)
    add("output", "A lonely output")
    Activity.objects.create(project=design.project, result=output, title="Drill")
    Assumption.objects.create(project=design.project, result=goal, text="No drought")
    chain = chain_of(design.project)
    assert texts(chain.goals) == [("Health", [("Water", [("Pumps", [])]), ("Latrines", [])])]
    assert texts(chain.loose) == [("A lonely output", [])]
    assert [row.text for row in chain.goals[0].assumptions] == ["No drought"]
    pumps = chain.goals[0].children[0].children[0]
    assert [row.title for row in pumps.activities] == ["Drill"]
    result_reorder(by=design.coordinator, project=design.project, row=second, earlier=True)
    assert [row[0] for row in texts(chain_of(design.project).goals)[0][1]] == ["Latrines", "Water"]


def test_an_output_does_not_serve_a_goal(design, add):
    goal = add("goal", "Health")
    with pytest.raises(ValidationError) as refused:
        add("output", "Pumps", goal)
    assert "parent" in refused.value.error_dict
    output = add("output", "Pumps")
    with pytest.raises(ValidationError):
        result_update(
            by=design.coordinator,
            project=design.project,
            row=output,
            opened_version=1,
            facts={"parent": goal},
        )


def test_another_projects_result_cannot_become_the_parent(design, add, client):
    foreign = Result.objects.create(
        project=type(design.project).objects.create(code="P-XXXXXX", title="Other"),
        level="goal",
        text="Not ours",
    )
    client.force_login(design.coordinator)
    address = reverse("result_new", args=[design.project.pk, "outcome"])
    page = client.post(address, {"text": "Water", "parent": str(foreign.pk)})
    assert page.status_code == 422
    assert not design.project.results.exists()


def test_a_tree_is_written_on_its_pages(design, client):
    client.force_login(design.coordinator)
    project = design.project
    client.post(reverse("result_new", args=[project.pk, "goal"]), {"text": "Santé"})
    goal = project.results.get()
    address = reverse("result_new", args=[project.pk, "outcome"]) + f"?under={goal.pk}"
    assert f'value="{goal.pk}" selected' in client.get(address).text
    client.post(address, {"text": "Eau propre", "parent": str(goal.pk)})
    client.post(
        reverse("assumption_new", args=[project.pk]),
        {"result": str(goal.pk), "text": "Les pluies viennent"},
    )
    client.post(
        reverse("drafting_new", args=[project.pk]),
        {"who": "women", "how": "Réunion au puits", "organisation": ""},
    )
    page = client.get(reverse("workbench_chain", args=[project.pk])).text
    for words in ("Santé", "Eau propre", "Les pluies viennent", "Réunion au puits"):
        assert words in page


def test_the_pages_of_the_chain_take_few_queries(
    design, add, client, django_assert_max_num_queries
):
    goal = add("goal", "Health")
    for number in range(20):
        add("outcome", f"Outcome {number}", goal)
    client.force_login(design.coordinator)
    for name in ("workbench_chain", "workbench_people", "workbench_risks"):
        with django_assert_max_num_queries(15):
            client.get(reverse(name, args=[design.project.pk]))


def test_parts_and_risks_are_written_on_their_pages(design, client):
    client.force_login(design.coordinator)
    project = design.project
    client.post(
        reverse("migrants_part", args=[project.pk, "design"]),
        {"say": "together", "who": "Kayes in Paris", "how": "Two calls a month"},
    )
    client.post(
        reverse("migrants_part", args=[project.pk, "design"]),
        {"say": "lead", "who": "Kayes in Paris", "how": "", "version": "1"},
    )
    assert project.migrants_parts.get().say == "lead"
    client.post(
        reverse("risk_new", args=[project.pk]),
        {"kind": "external", "text": "A drought", "likelihood": "4", "effect": "5", "owner": ""},
    )
    client.post(reverse("skill_need_new", args=[project.pk]), {"text": "Repair pumps"})
    assert "Two calls" not in client.get(reverse("workbench_people", args=[project.pk])).text
    page = client.get(reverse("workbench_risks", args=[project.pk])).text
    assert "A drought" in page
    assert "grave" in page
    assert client.get(reverse("migrants_part", args=[project.pk, "party"])).status_code == 404
