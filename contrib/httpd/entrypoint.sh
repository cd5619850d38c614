#!/bin/sh
# The server in its image: makes the registry where there is none yet, and serves it. Secrets of containers can often be read by a group;
# the server wants a file that is its user's alone, so it gets a copy.
set -eu
umask 077
registry=${NNREG_DIR-/registry}
keys=${NNREG_KEYS-/run/secrets/nnreg-keys}
[ -e "$registry/data.mdb" ] || nnreg -r "$registry" init
if [ -e "$keys" ]; then
    cp "$keys" "${TMPDIR-/tmp}/nnreg-keys"
    set -- --keys "${TMPDIR-/tmp}/nnreg-keys" "$@"
fi
exec nnreg-httpd -r "$registry" --listen 0.0.0.0:8473 "$@"
