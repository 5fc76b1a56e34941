#!/bin/bash
# Run by the PostgreSQL image once, when the database is made: a role that owns Temporal's databases only.
set -euo pipefail
psql -v ON_ERROR_STOP=1 -v password="$(cat /secrets/temporal-password)" \
  -U "$POSTGRES_USER" -d "$POSTGRES_DB" <<'SQL'
CREATE ROLE temporal LOGIN CREATEDB PASSWORD :'password';
SQL
