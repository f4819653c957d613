"""What models cannot say: the audit trail's lock, the search index, the shared cache table."""

from django.core.management import call_command
from django.db import migrations

SQLITE_FORWARD = [
    """CREATE TRIGGER common_audit_no_update BEFORE UPDATE ON common_auditevent
       BEGIN SELECT RAISE(ABORT, 'audit events are never changed'); END""",
    """CREATE TRIGGER common_audit_no_delete BEFORE DELETE ON common_auditevent
       BEGIN SELECT RAISE(ABORT, 'audit events are never deleted'); END""",
    """CREATE VIRTUAL TABLE common_search_fts USING fts5(
         folded, content='common_searchentry', content_rowid='id', tokenize='unicode61',
         prefix='2 3')""",
    """CREATE TRIGGER common_search_ai AFTER INSERT ON common_searchentry BEGIN
         INSERT INTO common_search_fts(rowid, folded) VALUES (new.id, new.folded); END""",
    """CREATE TRIGGER common_search_ad AFTER DELETE ON common_searchentry BEGIN
         INSERT INTO common_search_fts(common_search_fts, rowid, folded)
         VALUES ('delete', old.id, old.folded); END""",
    """CREATE TRIGGER common_search_au AFTER UPDATE ON common_searchentry BEGIN
         INSERT INTO common_search_fts(common_search_fts, rowid, folded)
         VALUES ('delete', old.id, old.folded);
         INSERT INTO common_search_fts(rowid, folded) VALUES (new.id, new.folded); END""",
]
POSTGRESQL_FORWARD = [
    """CREATE FUNCTION common_audit_locked() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN RAISE EXCEPTION 'audit events are never changed or deleted'; END $$""",
    """CREATE TRIGGER common_audit_lock BEFORE UPDATE OR DELETE ON common_auditevent
       FOR EACH ROW EXECUTE FUNCTION common_audit_locked()""",
    """CREATE INDEX common_search_gin ON common_searchentry
       USING gin (to_tsvector('simple', folded))""",
]


def forward(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for statement in SQLITE_FORWARD if vendor == "sqlite" else POSTGRESQL_FORWARD:
        schema_editor.execute(statement)
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("common", "0001_initial")]
    operations = [migrations.RunPython(forward, migrations.RunPython.noop)]
