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

# The slug says who has published a network, nothing of the network: it is no part of a description's page.
published=$(awk 'match($0, /[.]key = "[a-z_]+"/) { key = substr($0, RSTART + 8, RLENGTH - 9) }
    /NNREG_PUBLISHED/ { print key }' "$NNREG_SOURCE_DIR"/lib/records/*.c)
[ -n "$published" ] || { echo "no published field was found in lib/records" >&2 && status=1; }
for key in $published; do
    if grep -q "^\.It Cm $key " "$work/nnreg-description.5"; then
        echo "doc/nnreg-description.5 tells of $key, which publishing gives" >&2
        status=1
    fi
done
exit $status
