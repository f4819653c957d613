"""Files of people as files: what is refused unread, what is kept and for whom, what it costs."""

import os
import stat
import time
import zipfile
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied
from django_ox.testing import run_tasks

from twoshores.accounts.models import User
from twoshores.actors.models import Membership, Person
from twoshores.capacities.importing import columns
from twoshores.capacities.models import Profile, ProfileSkill
from twoshores.capacities.services.imports import (
    import_check,
    import_confirm,
    import_drop,
    import_keep,
    import_kept,
)
from twoshores.common.kept_files import FileGone, files_forget
from twoshores.common.tables import TableError

from .import_files import another, csv_of, only_problem, row, xlsx_of

pytestmark = pytest.mark.usefixtures("import_places")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"\n\n\n", "empty"),
        (b"\xff\xfe\x00", "letters"),
        (b"name,age\nAmina,4\n", "missing"),
        (csv_of([row()], header=["surprise", *columns.KEYS[1:]]), "not known"),
        (csv_of([row()], header=["full_name", *columns.KEYS[1:]]), "twice"),
        (b"PK\x03\x04 not a zip at all", "damaged"),
        (b"%PDF-1.7 ...", "not a table"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 100, "old Excel"),
        ("full_name,email\nÀÉÎÕÜ".encode("cp1252") + b"\x81", "letters"),
        (csv_of([row()]) + "é".encode("cp1252"), "letters"),
        (csv_of([row()]) + b'"never closed', "quotation marks"),
        (csv_of([row()]) + b"\x00", "not a table"),
    ],
)
def test_what_is_no_such_file_is_refused_as_a_whole(check, data, words):
    with pytest.raises(TableError, match=words):
        check(data)


def test_only_headings_is_nobody(check):
    assert "nobody" in only_problem(check(csv_of([])))[2]


def test_too_many_rows_are_refused(check):
    with pytest.raises(TableError, match=r"5,?000"):
        check(csv_of([another(1)] * 5_001))


def zip_of(parts):
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ({"letter.txt": b"hello"}, "not a table"),
        ({"xl/workbook.xml": b"<x/>"}, "damaged"),
        ({"xl/workbook.xml": b"<x/>", "xl/sheet1.xml": b"0" * 80_000_000}, "too large"),
        ({"xl/workbook.xml": b"<x/>", "xl/vbaProject.bin": b"x"}, "macros"),
    ],
)
def test_archives_that_are_no_workbook_or_a_bomb(check, parts, words):
    with pytest.raises(TableError, match=words):
        check(zip_of(parts))


def test_a_bomb_of_entities_is_refused(check):
    book = zipfile.ZipFile(BytesIO(xlsx_of([row()])))
    parts = {name: book.read(name) for name in book.namelist()}
    laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    parts["xl/worksheets/sheet1.xml"] = sheet.replace("<worksheet", laughs + "<worksheet", 1)
    with pytest.raises(TableError, match="damaged"):
        check(zip_of(parts))


def test_the_kept_file_is_for_one_user_one_organisation_and_one_hour(
    officer, organisation, own_data_dir
):
    data = csv_of([row()])
    key = import_keep(by=officer, organisation=organisation, data=data)
    assert import_kept(by=officer, organisation=organisation, key=key) == data
    path = own_data_dir / "imports" / f"{key}.bytes"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    colleague = User.objects.create_user("colleague@example.org")
    Membership.objects.create(user=colleague, organisation=organisation, role="officer")
    with pytest.raises(FileGone):
        import_kept(by=colleague, organisation=organisation, key=key)
    for wrong in ("../../secret_key", "x" * 32, ""):
        with pytest.raises(FileGone):
            import_kept(by=officer, organisation=organisation, key=wrong)
    hour_ago = time.time() - 3_601
    for each in (path, path.with_suffix(".json")):
        os.utime(each, (hour_ago, hour_ago))
    with pytest.raises(FileGone):
        import_confirm(by=officer, organisation=organisation, key=key)
    assert files_forget() == 2
    assert list(path.parent.iterdir()) == []


def test_other_bytes_under_the_same_key_are_not_imported(officer, organisation, own_data_dir):
    key = import_keep(by=officer, organisation=organisation, data=csv_of([row()]))
    (own_data_dir / "imports" / f"{key}.bytes").write_bytes(csv_of([another(2)]))
    with pytest.raises(FileGone):
        import_confirm(by=officer, organisation=organisation, key=key)
    assert not Person.objects.exists()


def test_the_file_goes_with_the_decision(officer, organisation, own_data_dir):
    for decide in (import_confirm, import_drop):
        key = import_keep(by=officer, organisation=organisation, data=csv_of([row()]))
        decide(by=officer, organisation=organisation, key=key)
        assert list((own_data_dir / "imports").iterdir()) == []
        with pytest.raises(FileGone):
            import_kept(by=officer, organisation=organisation, key=key)


def test_only_those_who_register_people_import(organisation):
    viewer = User.objects.create_user("viewer@example.org")
    Membership.objects.create(user=viewer, organisation=organisation, role="viewer")
    for act, extra in [(import_check, {"data": b""}), (import_keep, {"data": b""})]:
        with pytest.raises(PermissionDenied):
            act(by=viewer, organisation=organisation, **extra)


def test_the_task_worker_comes_back_to_words_until_labels_are_there(bring_in):
    bring_in(csv_of([row()]))
    run_tasks()
    assert set(ProfileSkill.objects.values_list("linked", flat=True)) == {"pending"}


def test_a_file_costs_a_few_statements_for_any_number(bring_in, django_assert_max_num_queries):
    bring_in(csv_of([another(n) for n in range(5)]))
    few = csv_of([another(n) for n in range(10, 20)])
    many = csv_of([another(n, email="") for n in range(100, 300)])
    with django_assert_max_num_queries(70):
        assert bring_in(few).registered == 10
    with django_assert_max_num_queries(80):
        assert bring_in(many).registered == 200
    assert Profile.objects.count() == 215
    assert len(set(Profile.objects.values_list("number", flat=True))) == 215
