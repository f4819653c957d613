"""An import that is killed in the middle leaves nothing, and can be done again."""

import os
import signal
import subprocess
import sys
from ast import literal_eval
from pathlib import Path

from .import_files import another, csv_of

SOURCE = Path(__file__).resolve().parents[3]
PREPARE = """
import django; django.setup()
from django.core.management import call_command
from twoshores.accounts.models import User
from twoshores.actors.models import Membership, Organisation
from twoshores.common.models import Place
call_command("migrate", verbosity=0)
for code, name in [("GR", "Greece"), ("EG", "Motobas")]:
    names = f" | {name.lower()} | "
    Place.objects.create(key=code, kind="country", country=code, name=name, folded=names)
user = User.objects.create_user("officer@example.org")
organisation = Organisation.objects.create(kind="organisation", name="A", organisation_kind="ngo")
Membership.objects.create(user=user, organisation=organisation, role="officer")
"""
IMPORT = """
import django, sys; django.setup()
from pathlib import Path
from twoshores.accounts.models import User
from twoshores.actors.models import Organisation
from twoshores.capacities.services import imports
from twoshores.common import kept_files
who = dict(by=User.objects.get(), organisation=Organisation.objects.get())
kept = [path.stem for path in kept_files._folder().glob("*.json")]
key = kept[0] if kept else imports.import_keep(**who, data=Path(sys.argv[1]).read_bytes())
"""
KILL = """
import os, signal
from twoshores.capacities.models import ProfileSkill
from twoshores.capacities.services import registering
def die(people):  # the last step before the commit: everything else is written
    assert ProfileSkill.objects.count() == 3 * 50
    os.kill(os.getpid(), signal.SIGKILL)
registering.index_offer_texts = die
imports.import_confirm(**who, key=key)
"""
FINISH = """
done = imports.import_confirm(**who, key=key)
assert not done.reading.table.problems, done.reading.table.problems
print(done.registered)
"""
COUNT = """
import django; django.setup()
from django.apps import apps
names = ["actors.Person", "actors.PersonIdentity", "actors.Consent", "capacities.Profile",
    "capacities.ProfileSkill", "common.AuditEvent", "common.SearchEntry", "django_ox.OxTask"]
print({name: apps.get_model(name).objects.count() for name in names})
"""


def run(folder: Path, script: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    settings = {
        "DATA_DIR": str(folder),
        "DATABASE_URL": f"sqlite:///{folder}/killed.sqlite3",
        "DJANGO_SETTINGS_MODULE": "twoshores.config.settings",
        "PYTHONPATH": str(SOURCE),
    }
    return subprocess.run(
        [sys.executable, "-c", script, *arguments],
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_a_process_killed_in_the_middle_saves_nobody(tmp_path):
    file = tmp_path / "people.csv"
    file.write_bytes(csv_of(another(n, origin="Motobas") for n in range(50)))
    assert run(tmp_path, PREPARE).returncode == 0
    killed = run(tmp_path, IMPORT + KILL, str(file))
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    counted = run(tmp_path, COUNT)
    assert set(literal_eval(counted.stdout).values()) == {0}, counted.stdout + counted.stderr
    # The file is still kept: the officer confirms once more.
    finished = run(tmp_path, IMPORT + FINISH)
    assert finished.stdout.strip() == "50", finished.stderr
    counts = literal_eval(run(tmp_path, COUNT).stdout)
    assert (counts["actors.Person"], counts["capacities.Profile"]) == (50, 50)
    assert (counts["actors.Consent"], counts["common.SearchEntry"]) == (200, 50)
    assert list((tmp_path / "imports").iterdir()) == []
