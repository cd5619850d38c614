#!/usr/bin/env bash
# The crash explorer (tests/crash/crash.c) on a sample: some states of each operation, and some crashes within recoveries. `make crash`
# takes all states, and each sync out.
#
# NNREG_CRASH_FLAGS: other options and operations (crash.c has them) in place of the sample's.
set -u
: "${NNREG_BUILD_DIR:?}"
crash=$NNREG_BUILD_DIR/tests/crash/crash
[ -x "$crash" ] || { echo "skipped: the crash explorer was not built"; exit 77; }
most=24
[ -z "${NNREG_TEST_QUICK+set}" ] || most=8
flags=(--most "$most" --recovery 1 --no-mutations)
if [ -n "${NNREG_CRASH_FLAGS+set}" ]; then
    read -ra flags <<<"$NNREG_CRASH_FLAGS"
fi
exec "$crash" ${flags[@]+"${flags[@]}"}
