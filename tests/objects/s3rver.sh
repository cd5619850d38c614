#!/usr/bin/env bash
# The place for objects against a store that others wrote: s3rver, of which NNREG_S3RVER is the command
# (npm install s3rver; NNREG_S3RVER=node_modules/.bin/s3rver).
set -u

program=${NNREG_BUILD_DIR:?}/tests/objects/s3_place
[ -n "${NNREG_S3RVER-}" ] || { echo 'skipped: NNREG_S3RVER names no s3rver'; exit 77; }
[ -x "$program" ] || { echo 'skipped: built without --with-s3'; exit 77; }
work=$(mktemp -d) || exit 99
server=
# shellcheck disable=SC2317
end() {
    [ -z "$server" ] || { kill "$server" && wait "$server"; } 2>/dev/null
    rm -rf "$work"
}
trap end EXIT

"$NNREG_S3RVER" --directory "$work" --address 127.0.0.1 --port 0 --configure-bucket objects >"$work/said" 2>&1 &
server=$!
port=
for _ in {1..200}; do
    port=$(sed -nE 's/.*listening on .*:([0-9]+).*/\1/p' "$work/said")
    [ -z "$port" ] || break
    kill -0 "$server" 2>/dev/null || break
    read -rt 0.1 <> <(:) || :
done
[ -n "$port" ] || { echo 'FAIL: s3rver does not begin to listen'; cat "$work/said"; exit 1; }

export AWS_ACCESS_KEY_ID=S3RVER AWS_SECRET_ACCESS_KEY=S3RVER
"$program" "s3://objects/pre/fix?endpoint=http://127.0.0.1:$port&region=us-east-1" || { cat "$work/said"; exit 1; }
# It knows the ids of keys, and does not compute signatures of version 4: those are for tests/support/object_server.c.
AWS_ACCESS_KEY_ID=OTHER "$program" "s3://objects/other?endpoint=http://127.0.0.1:$port" 2>"$work/refused" && {
    echo 'FAIL: a key that nobody has is not refused'
    exit 1
}
cat "$work/refused"
grep -q 'not permit it (HTTP 403' "$work/refused" && ! grep -q S3RVER "$work/refused"
