#!/usr/bin/env bash
# doc/ARCHITECTURE.md names every file of the library and the command, once, and none that is not there.
set -euo pipefail
cd "$NNREG_SOURCE_DIR"
files=$(printf '%s\n' lib/*/*.[ch] lib/*/*/*.[ch] tools/*.[ch] tools/http/*.[ch] tools/httpd/*.[ch] |
    sed 's|.*/\(httpd*\)/|\1:|; s|.*/||; s|:|/|; s|\.[ch]$||' | sort -u)
named=$(sed -nE 's/^- `([a-z0-9_/]+)`: .*/\1/p' doc/ARCHITECTURE.md | sort -u)
if [ "$files" != "$named" ]; then
    echo "doc/ARCHITECTURE.md and the files differ (< only there as a file, > only named):" >&2
    diff <(echo "$files") <(echo "$named") >&2
    exit 1
fi
