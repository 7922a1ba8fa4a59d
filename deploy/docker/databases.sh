#!/bin/sh
# Run once by PostgreSQL's image, in an empty data folder: a role and a database for each context, which enters no other.
set -eu
psql -v ON_ERROR_STOP=1 --username postgres --dbname postgres \
    --command 'REVOKE ALL ON DATABASE postgres FROM PUBLIC' --command 'REVOKE ALL ON DATABASE template1 FROM PUBLIC'
for context in dataset prediction chat; do
    psql -v ON_ERROR_STOP=1 --username postgres --dbname postgres --set context="$context" \
        --set password="$(cat "/run/secrets/${context}_password")" <<'SQL'
CREATE ROLE :"context" LOGIN PASSWORD :'password';
CREATE DATABASE :"context" OWNER :"context";
REVOKE ALL ON DATABASE :"context" FROM PUBLIC;
SQL
done
