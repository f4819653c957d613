from uuid import UUID

from django.db import migrations, models

OWN = ("profile.save", "person.update")  # written by the person where nobody was signed in


def remember_own_words(apps, schema_editor):
    """Who changed their record by their own link before this column was there."""
    events = apps.get_model("common", "AuditEvent").objects.filter(verb__in=OWN, by_id=None)
    latest = {
        about: at for about, at in events.order_by("at").values_list("about_id", "at") if about
    }
    people = apps.get_model("actors", "Person").objects
    for about, at in latest.items():
        people.filter(pk=UUID(about), erased_at=None).update(own_word_at=at)


class Migration(migrations.Migration):
    dependencies = [
        ("actors", "0002_region_may_be_named"),
        ("common", "0002_triggers_search_cache"),
    ]

    operations = [
        migrations.AddField(
            model_name="person",
            name="own_word_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.RunPython(remember_own_words, migrations.RunPython.noop),
    ]
