#!/usr/bin/env bash
# configure refuses a 32-bit system in words, before it asks for anything else. The compiler's answer is given to it, as
# compilers for such systems are seldom installed.
set -u

work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
failed=0

configure=$(cd "${NNREG_SOURCE_DIR:?}" && pwd -P)/configure
[ -x "$configure" ] || { echo "skipped: there is no configure here" && exit 77; }
cd "$work" || exit 99

if "$configure" -q CC="${NNREG_CC:?}" nnreg_cv_pointer_bytes=4 >said 2>&1; then
    echo 'FAIL: configure took a system whose pointers have 4 bytes'
    failed=1
fi
words="configure: error: nnreg needs a 64-bit system: a registry is mapped into memory as a whole, and $NNREG_CC makes programs whose pointers have 4 bytes"
if [ "$(grep -c '^configure: error: ' said)" != 1 ] || ! grep -qxF "$words" said; then
    echo "FAIL: configure did not say why:"
    cat said
    failed=1
fi
if [ -e Makefile ]; then
    echo 'FAIL: there is a Makefile all the same'
    failed=1
fi
exit "$failed"
