#!/bin/sh
# The database's first process in the image that run.sh makes of Debian's PostgreSQL: what Docker's own `postgres` image does with
# the same variables.
set -eu
data=/var/lib/postgresql/data bin=$(ls -d /usr/lib/postgresql/*/bin)
as() { setpriv --reuid=postgres --regid=postgres --init-groups "$@"; }
mkdir -p "$data" /run/postgresql && chown postgres "$data" /run/postgresql && chmod 700 "$data"
if [ ! -s "$data/PG_VERSION" ]; then
    (umask 077 && printf '%s\n' "$POSTGRES_PASSWORD" >/run/postgresql/password && chown postgres /run/postgresql/password)
    as "$bin/initdb" -D "$data" -U "$POSTGRES_USER" --pwfile=/run/postgresql/password -A scram-sha-256 >/dev/null
    rm /run/postgresql/password
    echo 'host all all all scram-sha-256' >>"$data/pg_hba.conf"
    echo "create database \"$POSTGRES_DB\";" | as "$bin/postgres" --single -D "$data" postgres >/dev/null
fi
exec setpriv --reuid=postgres --regid=postgres --init-groups "$bin/postgres" -D "$data" -c listen_addresses='*'
