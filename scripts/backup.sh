#!/bin/sh
# Write one backup of an instance, while it runs, into a folder:
#     DATA_DIR=/srv/twoshores/data [DATABASE_URL=postgres://...] scripts/backup.sh /backups
# It holds the database, the uploaded files and the key if it lies with the data. What a start
# builds again (static files, indexes) is left out. See docs/operations.md for the way back.
set -eu
umask 077
here="$(cd "$(dirname "$0")/.." && pwd)"
folder="${1:?give the folder that takes the backup}"
data="${DATA_DIR:?set DATA_DIR to the data folder of the instance}"

work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
mkdir "$work/twoshores"

case "${DATABASE_URL:-}" in
"" | sqlite*)
    # A copy of the file would miss what is still in the write-ahead log; this reads one moment.
    "$here/.venv/bin/python" -m sqlite3 "$data/twoshores.sqlite3" \
        "VACUUM INTO '$work/twoshores/twoshores.sqlite3'"
    ;;
*)
    pg_dump --format=custom --file="$work/twoshores/database.dump" "$DATABASE_URL"
    ;;
esac
for part in files secret_key; do
    if [ -e "$data/$part" ]; then cp -Rp "$data/$part" "$work/twoshores/"; fi
done

name="twoshores-$(date -u +%Y%m%dT%H%M%SZ).tar.gz"
tar -C "$work" -czf "$folder/$name.part" twoshores
mv "$folder/$name.part" "$folder/$name"
# `twoshores check` complains when this mark is older than 8 days.
touch "$data/last_backup"
echo "$folder/$name"
