#!/usr/bin/env bash
# The schema that `nnreg schema` prints and the check agree: on every description of tests/cases, and on some thousands
# that were made from good ones by a few changes each. An independent implementation of JSON Schema gives the verdict.
set -u

python=${PYTHON_JSONSCHEMA:-}
[ -n "$python" ] || python=python3
if ! "$python" -c 'import jsonschema; jsonschema.Draft202012Validator' >/dev/null 2>&1; then
    echo "skipped: there is no jsonschema with draft 2020-12 for $python (Debian: python3-jsonschema)"
    exit 77
fi
schema=$(mktemp) || exit 99
trap 'rm -f "$schema"' EXIT
"${NNREG:?}" schema >"$schema" || exit 1
"$python" "${NNREG_SOURCE_DIR:?}/tests/meta/schema_values.py" "$schema" \
    "${NNREG_VERDICTS:-${NNREG_BUILD_DIR:-.}/tests/meta/verdicts}" "$NNREG_SOURCE_DIR/tests/cases"
