#!/usr/bin/env bash
# The generated parts of the documentation are what the tables say now.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
sh "$NNREG_SOURCE_DIR/doc/generate.sh" "$NNREG_BUILD_DIR/doc/generate" "$NNREG_SOURCE_DIR" "$work"
status=0
for page in RULES.md nnreg-description.5 RECORDS.md; do
    if ! diff -u "$NNREG_SOURCE_DIR/doc/$page" "$work/$page"; then
        echo "doc/$page is not what the tables say: run make docs" >&2
        status=1
    fi
done
exit $status
