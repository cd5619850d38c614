#!/usr/bin/env bash
# run.sh TEST.py [NAME...]: runs a test of the server with the python3 that there is.
set -u
for python in "${PYTHON_JSONSCHEMA-}" python3 /usr/bin/python3; do
    if [ -n "$python" ] && command -v "$python" >/dev/null 2>&1; then
        exec "$python" -B "$@"
    fi
done
echo 'skipped: there is no python3' >&2
exit 77
