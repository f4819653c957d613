"""Many tables made by one step of a migration, because a step costs what all models cost.

After each step Django makes every model anew that hangs together with the one it touched; in a
schema where nearly everything leads to a user, that is the whole schema. Sixty tables made one
by one took twelve of the eighteen seconds of an instance's first start, and of every test run.
"""

from collections.abc import Sequence

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import (
    AddConstraint,
    AddField,
    AddIndex,
    CreateModel,
)
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

Step = CreateModel | AddField | AddConstraint | AddIndex


class CreateTogether(Operation):
    """Create the tables of these steps as they are after the last one.

    The state afterwards is what the steps one by one lead to, and so are the tables: a migration
    may change from one to the other after it ran somewhere.
    Each step is about a table that one of them creates.
    """

    reduces_to_sql = True
    category = CreateModel.category

    def __init__(self, steps: Sequence[Step]) -> None:
        self.steps = steps
        self.created = [step for step in steps if isinstance(step, CreateModel)]

    def describe(self) -> str:
        return f"Create {len(self.created)} tables"

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        # Without models made from it, a state changes at no cost; they are made when asked for.
        state.__dict__.pop("apps", None)
        for step in self.steps:
            step.state_forwards(app_label, state)

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for step in self.created:
            step.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for step in reversed(self.created):
            step.database_backwards(app_label, schema_editor, from_state, to_state)


def together(steps: Sequence[Step]) -> list[Operation]:
    """The operations of a migration: all its tables at once, then what it does to older ones."""
    created = {step.name_lower for step in steps if isinstance(step, CreateModel)}

    def about(step: Step) -> str:
        return step.name_lower if isinstance(step, CreateModel) else step.model_name_lower

    return [
        CreateTogether([step for step in steps if about(step) in created]),
        *(step for step in steps if about(step) not in created),
    ]
