#!/bin/bash
# Runs a command with a temporary PostgreSQL: with-postgres.sh COMMAND…
# The command finds its address in YITONG_TEST_POSTGRES. The server and its files are gone when the command has ended.
set -euo pipefail

if [[ -n ${YITONG_TEST_POSTGRES:-} ]]; then
  exec "$@"
fi
if [[ ${YITONG_TEST_SQLITE_ONLY:-} == 1 ]]; then
  echo "YITONG_TEST_SQLITE_ONLY=1: nothing is tested on PostgreSQL, this is half a proof." >&2
  exec "$@"
fi

programs=$(compgen -G '/usr/lib/postgresql/*/bin' | sort -V | tail -n 1 || true)
if [[ ! -x $programs/initdb ]]; then
  programs=$(dirname "$(command -v initdb || echo none/initdb)")
fi
if [[ ! -x $programs/initdb || ! -x $programs/pg_ctl ]]; then
  echo "No PostgreSQL to test on: apt-get install postgresql, or name a server in YITONG_TEST_POSTGRES," >&2
  echo "or accept half a proof with YITONG_TEST_SQLITE_ONLY=1." >&2
  exit 1
fi

# PostgreSQL refuses to run as root.
as_owner=()
folder=$(mktemp -d "${TMPDIR:-/tmp}/yitong-pg.XXXXXX")
if [[ $EUID -eq 0 ]]; then
  as_owner=(runuser -u nobody --)
  chown nobody "$folder"
fi
owner() { (cd / && "${as_owner[@]}" "$@"); }

stop() {
  owner "$programs/pg_ctl" -D "$folder/data" -m immediate stop > /dev/null 2>&1 || true
  rm -rf "$folder"
}
trap stop EXIT

# C.UTF-8: under plain C, pg_trgm finds nothing in Chinese words.
owner "$programs/initdb" -D "$folder/data" -A trust -U app --no-sync --locale=C.UTF-8 -E UTF8 > "$folder/initdb.log" 2>&1 ||
  { cat "$folder/initdb.log" >&2; exit 1; }
options="-k $folder -c listen_addresses='' -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=300"
owner "$programs/pg_ctl" -D "$folder/data" -l "$folder/server.log" -o "$options" -w start > /dev/null ||
  { cat "$folder/server.log" >&2; exit 1; }

export YITONG_TEST_POSTGRES="postgres://app@localhost/postgres?host=$folder"
"$@"
