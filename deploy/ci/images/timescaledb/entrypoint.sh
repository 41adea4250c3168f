#!/bin/sh
# Makes the database on the first start, then is the server. POSTGRES_PASSWORD (or the file POSTGRES_PASSWORD_FILE) must be
# set, POSTGRES_USER and POSTGRES_DB may be. What stands behind the image's name are options of the server.
set -eu

case ${1-} in
    '' | -*) set -- postgres "$@" ;;
    postgres) ;;
    *) exec "$@" ;;
esac

user=${POSTGRES_USER:-postgres}
database=${POSTGRES_DB:-$user}
if [ ! -s "$PGDATA/PG_VERSION" ]; then
    if [ -n "${POSTGRES_PASSWORD_FILE:-}" ]; then
        POSTGRES_PASSWORD=$(cat "$POSTGRES_PASSWORD_FILE")
    fi
    [ -n "${POSTGRES_PASSWORD:-}" ] || { echo "POSTGRES_PASSWORD must be set" >&2; exit 1; }
    # Made under another name: a start that is cut short leaves nothing that looks like a database.
    unfinished=$PGDATA/unfinished
    rm -rf "$unfinished"
    mkdir -m 0700 "$unfinished"
    password_file=$(mktemp)
    printf '%s\n' "$POSTGRES_PASSWORD" >"$password_file"
    initdb --pgdata="$unfinished" --username="$user" --pwfile="$password_file" --auth-local=trust --auth-host=scram-sha-256 \
        --encoding=UTF8 --locale=C --locale-provider=builtin --builtin-locale=C.UTF-8 >/dev/null
    rm "$password_file"
    echo "host all all all scram-sha-256" >>"$unfinished/pg_hba.conf"
    {
        echo "listen_addresses = '*'"
        echo "shared_preload_libraries = 'timescaledb'"
        echo "timescaledb.telemetry_level = off"
    } >>"$unfinished/postgresql.conf"
    pg_ctl --pgdata="$unfinished" --wait --silent --log="$unfinished/start.log" --options="-c listen_addresses=''" start \
        || { cat "$unfinished/start.log" >&2; exit 1; }
    if [ "$database" != postgres ]; then
        psql -v ON_ERROR_STOP=1 -v name="$database" -XqU "$user" postgres <<'SQL'
CREATE DATABASE :"name";
SQL
    fi
    for each in template1 "$database"; do
        psql -v ON_ERROR_STOP=1 -XqU "$user" -c 'CREATE EXTENSION IF NOT EXISTS timescaledb' "$each" 2>/dev/null
    done
    pg_ctl --pgdata="$unfinished" --wait --silent --mode=fast stop
    rm "$unfinished/start.log"
    find "$unfinished" -mindepth 1 -maxdepth 1 ! -name PG_VERSION -exec mv -t "$PGDATA" {} +
    mv "$unfinished/PG_VERSION" "$PGDATA"
    rmdir "$unfinished"
fi
exec "$@"
