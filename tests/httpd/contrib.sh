#!/usr/bin/env bash
# What runs the server for good, contrib/httpd, says what is so: the unit is one that systemd takes and confines the server, the compose file
# and the Dockerfile name what is there, and what an image begins with makes a registry and serves it.
set -u
source_dir=${NNREG_SOURCE_DIR:?}
here=$source_dir/contrib/httpd
failed=0
export LSAN_OPTIONS=print_suppressions=0:suppressions=$source_dir/tests/httpd/leaks.supp

fail() {
    printf 'FAIL: %s\n' "$*"
    failed=1
}

work=$(mktemp -d) || exit 99
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null; rm -rf "$work"' EXIT

# Each file that is copied into the image or started there is one of these, and each option one of the server's.
while read -r file; do
    [ -e "$source_dir/$file" ] || fail "the Dockerfile copies $file, which is not there"
done < <(sed -n 's/^COPY \(contrib[^ ]*\) .*/\1/p' "$here/Dockerfile")
python=${PYTHON_JSONSCHEMA:-/usr/bin/python3}
if "$python" -c 'import yaml' 2>/dev/null; then
    "$python" - "$here/compose.yaml" <<'PYTHON' || fail 'compose.yaml'
import os, sys, yaml
folder = os.path.dirname(sys.argv[1])
service = yaml.safe_load(open(sys.argv[1]))["services"]["nnreg"]
build = service["build"]
assert os.path.exists(os.path.join(folder, build["context"], build["dockerfile"])), build
assert service["read_only"] and service["cap_drop"] == ["ALL"], service
assert service["ports"] == ["127.0.0.1:8473:8473"], service
PYTHON
fi

if command -v systemd-analyze >/dev/null 2>&1; then
    sed 's|^ExecStart=.*|ExecStart=/bin/true|' "$here/nnreg-httpd.service" >"$work/nnreg-httpd.service"
    cp "$here/nnreg-httpd.socket" "$work"
    said=$(systemd-analyze verify --man=no "$work/nnreg-httpd.service" "$work/nnreg-httpd.socket" 2>&1 | grep -F nnreg-httpd)
    [ -z "$said" ] || fail "systemd-analyze verify: $said"
    exposed=$(systemd-analyze security --offline=true "$work/nnreg-httpd.service" 2>/dev/null |
        sed -n 's/.*exposure level for [^:]*: \([0-9]*\)\.\([0-9]\).*/\1\2/p')
    [ -z "$exposed" ] || [ "$exposed" -le 20 ] || fail "the unit is exposed to $exposed tenths by systemd-analyze security"
fi

if [ -n "${NNREG_HTTPD-}" ] && [ -x "$NNREG_HTTPD" ]; then
    for option in $(sed -n 's/^ExecStart=//p' "$here/nnreg-httpd.service" | grep -oE -e '--[a-z-]+'); do
        "$NNREG_HTTPD" --help | grep -qE -e "^ +$option" || fail "the unit gives $option, which the server does not have"
    done
    mkdir "$work/bin" "$work/registry" "$work/tmp"
    printf '#!/bin/sh\nexec "%s" "$@"\n' "$NNREG" >"$work/bin/nnreg"
    printf '#!/bin/sh\nexec "%s" "$@"\n' "$NNREG_HTTPD" >"$work/bin/nnreg-httpd"
    chmod +x "$work"/bin/*
    echo 'a-key-of-a-container ann' >"$work/keys"
    chmod 644 "$work/keys" # as secrets are
    PATH=$work/bin:$PATH NNREG_DIR=$work/registry NNREG_KEYS=$work/keys TMPDIR=$work/tmp \
        "$here/entrypoint.sh" --listen 127.0.0.1:0 >/dev/null 2>"$work/log" &
    server=$!
    until grep -qs 'listening on' "$work/log"; do
        kill -0 "$server" 2>/dev/null || break
    done
    port=$(sed -n 's|.*listening on http://127.0.0.1:\([0-9]*\)/.*|\1|p' "$work/log")
    for key in "a-key-of-a-container 200" "another-key-altogether 401"; do
        exec 3<>"/dev/tcp/127.0.0.1/$port" || fail "the server of the image does not come: $(cat "$work/log")"
        printf 'GET /v0.7/networks/ HTTP/1.0\r\nX-API-KEY: %s\r\n\r\n' "${key% *}" >&3
        read -r _ status _ <&3
        [ "$status" = "${key#* }" ] || fail "${key% *}: $status"
        exec 3<&-
    done
    kill "$server" && wait "$server" || fail "it stops with $?"
    server=
else
    echo 'skipped: nnreg-httpd is not built (libmicrohttpd is missing)'
fi
exit "$failed"
