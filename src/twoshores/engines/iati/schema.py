"""The XML schema of IATI 2.03, from this package's own files; nothing is fetched."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from lxml import etree

from .ordering import safe_parser

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class SchemaProblem:
    """What breaks the schema: line of the file (0 if it was not read from one), its words."""

    line: int
    message: str


class _OnlyOurs(etree.Resolver):
    """Imports of the schema resolve to files of this package, and to nothing else."""

    # The published types of lxml leave out the context and the two methods below.
    def resolve(self, url: str, public_id: str | None, context: Any) -> Any:  # type: ignore[override]
        path = DATA / url.rsplit("/", 1)[-1]
        resolver: Any = self
        if not path.is_file():
            return resolver.resolve_empty(context)
        return resolver.resolve_filename(str(path), context)


@cache
def activities_schema() -> etree.XMLSchema:
    """The compiled schema (0.1 s once a process). Not to be shared between threads."""
    parser = safe_parser()
    parser.resolvers.add(_OnlyOurs())
    return etree.XMLSchema(etree.parse(DATA / "iati-activities-schema.xsd", parser))


def schema_problems(element: Any) -> list[SchemaProblem]:
    """What breaks the schema in an `iati-activity` or in a whole document; empty if nothing."""
    schema: Any = activities_schema()
    if schema.validate(element):
        return []
    return [SchemaProblem(entry.line, entry.message) for entry in schema.error_log]
