#!/usr/bin/env bash
# The kill storm (tests/storm/storm.h) for a minute, or a third of it with NNREG_TEST_QUICK: five processes use a registry
# and are killed at any time, and nothing that was acknowledged may be missing. `make soak SECONDS=…` is the same for longer.
#
# NNREG_STORM_SECONDS: how long. NNREG_STORM_FLAGS: more options (storm.c has them), as a seed.
set -u
: "${NNREG_BUILD_DIR:?}"
storm=$NNREG_BUILD_DIR/tests/storm/storm
[ -x "$storm" ] || { echo "skipped: the storm was not built"; exit 77; }
read -ra flags <<<"${NNREG_STORM_FLAGS:-}"
seconds=60
[ -z "${NNREG_TEST_QUICK-}" ] || seconds=20
exec "$storm" --seconds "${NNREG_STORM_SECONDS:-$seconds}" ${flags[@]+"${flags[@]}"}
