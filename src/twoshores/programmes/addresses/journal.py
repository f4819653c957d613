"""The journal of a programme, under /programmes/<programme>/journal/."""

from django.urls import URLPattern, path

from ..views import journal

urlpatterns: list[URLPattern] = [
    path("<uuid:pk>/journal/", journal.programme_journal, name="programme_journal"),
    path("<uuid:pk>/journal.csv", journal.programme_journal_csv, name="programme_journal_csv"),
]
