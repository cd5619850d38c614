#!/usr/bin/env bash
# nnreg-httpd is the example of embedding, so it has to be short enough to be read: tools/httpd/ has fewer than 2,500 lines of code, without
# comments and blank lines. What it takes of HTTP itself is in tools/http/, which knows no registry (layers.sh).
set -u

cd "${NNREG_SOURCE_DIR:?}/tools/httpd" || exit 99
read -ra compiler <<<"${NNREG_CC:-gcc}"
most=2500

code_of() { "${compiler[@]}" -fpreprocessed -dD -E -P "$1" 2>/dev/null | grep -cv '^[[:space:]]*$'; }

[ "$(code_of server.h)" -gt 0 ] || compiler=(gcc) # clang takes comments out of nothing that is preprocessed
if [ "$(code_of server.h)" -eq 0 ]; then
    echo 'skipped: there is no gcc, which counts the lines without comments'
    exit 77
fi
lines=0
for file in *.[ch]; do
    lines=$((lines + $(code_of "$file")))
done
echo "tools/httpd has $lines lines of code"
if [ "$lines" -ge "$most" ] || [ "$lines" -lt 1000 ]; then
    echo "FAIL: the example has to have fewer than $most, and has more than 1000"
    exit 1
fi
