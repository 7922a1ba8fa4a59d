#!/bin/sh
# Sockets lie in /tmp: Podman covers /run with a folder of root's where the root is read-only.
# As PostgreSQL's own image begins: an empty data folder is made and filled by a server that listens nowhere else.
set -eu
if [ ! -s "$PGDATA/PG_VERSION" ]; then
    mkdir -p "$PGDATA"
    initdb --pgdata "$PGDATA" --username postgres --pwfile "$POSTGRES_PASSWORD_FILE" --encoding UTF8 ${POSTGRES_INITDB_ARGS:-}
    echo 'host all all all scram-sha-256' >> "$PGDATA/pg_hba.conf"
    pg_ctl --pgdata "$PGDATA" --wait start -o "-c listen_addresses='' -c unix_socket_directories=/tmp"
    export PGHOST=/tmp PGPASSWORD="$(cat "$POSTGRES_PASSWORD_FILE")"
    for script in /docker-entrypoint-initdb.d/*.sh; do sh "$script"; done
    pg_ctl --pgdata "$PGDATA" --wait stop
fi
exec postgres -D "$PGDATA" -c listen_addresses='*' -c unix_socket_directories=/tmp
