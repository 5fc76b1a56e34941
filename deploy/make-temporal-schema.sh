#!/bin/sh
# Makes or upgrades the tables of Temporal. Running it again changes nothing.
set -eu
SQL_PASSWORD="$(cat /secrets/temporal-password)"
export SQL_PASSWORD
schema=/etc/temporal/schema/postgresql/v12
for name in temporal visibility; do
  database=temporal
  [ "$name" = visibility ] && database=temporal_visibility
  tool() { temporal-sql-tool --plugin postgres12 --ep postgres -p 5432 -u temporal --db "$database" "$@"; }
  tool create || true
  tool setup-schema -v 0.0 || true
  tool update-schema -d "$schema/$name/versioned"
done
