#!/usr/bin/env bash
# The kill storm (tests/storm/storm.h) for a minute: five processes change a registry and are killed at any time, and
# nothing that was acknowledged may be missing. `make storm SECONDS=…` is the same for longer.
#
# NNREG_STORM_SECONDS: how long. NNREG_STORM_FLAGS: more options (storm.c has them), as a seed.
set -u
: "${NNREG_BUILD_DIR:?}"
storm=$NNREG_BUILD_DIR/tests/storm/storm
[ -x "$storm" ] || { echo "skipped: the storm was not built"; exit 77; }
read -ra flags <<<"${NNREG_STORM_FLAGS:-}"
exec "$storm" --seconds "${NNREG_STORM_SECONDS:-60}" ${flags[@]+"${flags[@]}"}
