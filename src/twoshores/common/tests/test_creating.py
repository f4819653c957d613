"""Tables made together are the tables that the same steps make one by one."""

from collections.abc import Callable, Iterator, Sequence

import pytest
from django.db import connections, migrations, models
from django.db.backends.sqlite3.base import DatabaseWrapper
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from twoshores.common.creating import Step, together

NUMBER = ("id", models.BigAutoField(primary_key=True, serialize=False))
OLDER = migrations.CreateModel(name="Older", fields=[NUMBER])
STEPS: list[Step] = [
    # Two tables that point at each other, and one at a table that was there before.
    migrations.CreateModel(name="Boat", fields=[NUMBER, ("name", models.CharField(max_length=9))]),
    migrations.CreateModel(
        name="Net",
        fields=[NUMBER, ("boat", models.ForeignKey("common.boat", models.CASCADE))],
    ),
    migrations.AddField("older", "net", models.ForeignKey("common.net", models.CASCADE, null=True)),
    migrations.AddField(
        "boat", "best", models.ForeignKey("common.net", models.SET_NULL, null=True)
    ),
    migrations.AddField("boat", "older", models.ForeignKey("common.older", models.PROTECT)),
    migrations.AddIndex("net", models.Index(fields=["boat"], name="net_by_boat")),
    migrations.AddConstraint(
        "boat", models.UniqueConstraint(fields=["older", "name"], name="one_name")
    ),
    migrations.AddConstraint(
        "boat", models.CheckConstraint(condition=~models.Q(name=""), name="has_a_name")
    ),
]


@pytest.fixture
def new_database(django_db_blocker) -> Iterator[Callable[[str], DatabaseWrapper]]:
    """Makes databases: the one of the tests is in a transaction, where no tables are changed."""
    settings = {**connections.configure_settings({})["default"], "NAME": ":memory:"}
    made = []

    def make(alias: str) -> DatabaseWrapper:
        connections[alias] = DatabaseWrapper(settings, alias)
        made.append(alias)
        return connections[alias]

    with django_db_blocker.unblock():
        yield make
        for alias in made:
            connections[alias].connection.close()
            del connections[alias]


def applied(steps: Sequence[Operation], database: DatabaseWrapper) -> ProjectState:
    migration = type("Migration", (migrations.Migration,), {"operations": [OLDER, *steps]})
    state = ProjectState()
    with database.schema_editor(atomic=True) as editor:
        return migration("0001", "common").apply(state, editor)


def tables(database: DatabaseWrapper) -> dict[str, object]:
    """Table -> its columns with their types, and everything that holds it to a rule."""
    with database.cursor() as cursor:
        look = database.introspection
        names = look.table_names(cursor)
        return {
            name: (
                {column.name: column[1:] for column in look.get_table_description(cursor, name)},
                {
                    key: value
                    for key, value in look.get_constraints(cursor, name).items()
                    if not key.startswith("__")
                },
                look.get_relations(cursor, name),
            )
            for name in names
        }


def test_steps_taken_together_lead_to_the_tables_of_steps_taken_one_by_one(new_database):
    one_by_one, at_once = new_database("one_by_one"), new_database("at_once")
    assert applied(together(STEPS), at_once) == applied(STEPS, one_by_one)
    found = tables(one_by_one)
    assert tables(at_once) == found
    assert set(found) == {"common_boat", "common_net", "common_older"}
    rules = {key for _columns, rules, _relations in found.values() for key in rules}
    assert {"net_by_boat", "one_name", "has_a_name"} <= rules


def test_tables_made_together_go_together(new_database):
    database = new_database("made")
    before = applied([], database)
    after, operation = before.clone(), together(STEPS)[0]
    operation.state_forwards("common", after)
    with database.schema_editor(atomic=True) as editor:
        operation.database_forwards("common", editor, before, after)
    assert set(tables(database)) == {"common_boat", "common_net", "common_older"}
    with database.schema_editor(atomic=True) as editor:
        operation.database_backwards("common", editor, after, before)
    assert set(tables(database)) == {"common_older"}
