#!/usr/bin/env bash
# The crash explorer (tests/crash/crash.c) on a sample: some states of each operation, some crashes within recoveries, and each
# sync taken out. `make crash` is the same for all states.
#
# NNREG_CRASH_FLAGS: other options and operations (crash.c has them) in place of the sample's.
set -u
: "${NNREG_BUILD_DIR:?}"
crash=$NNREG_BUILD_DIR/tests/crash/crash
[ -x "$crash" ] || { echo "skipped: the crash explorer was not built"; exit 77; }
flags=(--most 24 --recovery 1 --no-mutations)
if [ -n "${NNREG_CRASH_FLAGS+set}" ]; then
    read -ra flags <<<"$NNREG_CRASH_FLAGS"
fi
exec "$crash" ${flags[@]+"${flags[@]}"}
