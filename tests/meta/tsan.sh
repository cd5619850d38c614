#!/usr/bin/env bash
# The suites with threads behind ThreadSanitizer: compiles them and the library (together.sh), runs them, and prints what was found,
# in any of the processes. Exit status 0 when that was nothing. Long sweeps are thinned: their threads meet at each step alike.
#
# usage: tsan.sh LINKER-OPTION…, as `make check-tsan` calls it
set -u

command -v "${NNREG_TSAN_CC:?}" >/dev/null || { echo "skipped: there is no $NNREG_TSAN_CC" && exit 77; }
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT

# Of the suites' files those of NNREG_THREAD_SUITES, and all that is no suite.
threads=$(sed -n '/^#define NNREG_THREAD_SUITES/,/[^\\]$/p' "${NNREG_SOURCE_DIR:?}/tests/unit/suites.h")
for file in ${NNREG_UNIT_SOURCES:?}; do
    topic=${file#tests/unit/test_}
    if [ "$topic" = "$file" ] || grep -qF "X(${topic%.c})" <<<"$threads"; then
        NNREG_TOGETHER_SOURCES+=" $file"
    fi
done
"$BASH" "$NNREG_SOURCE_DIR/tests/meta/together.sh" "$work/threads" "$NNREG_TSAN_CC" -O1 -gline-tables-only -fsanitize=thread \
    -fno-omit-frame-pointer -DNNREG_THREADS_ALONE "$@" || exit 1

# The clang of Debian 12 cannot place its shadow memory under every address randomisation a kernel may be set to.
plain=()
if setarch "$(uname -m)" -R true 2>/dev/null; then
    plain=(setarch "$(uname -m)" -R)
fi

# One test asks for statistics within a write, as no caller of the library can: LMDB's mutex and then that of the slots, where a
# begin takes them the other way round. Both are under the store's own lock for writing, so nobody waits for the other.
echo 'deadlock:look_from_a_write' >"$work/known"
# Some tests fork while threads run, and their children have threads of their own.
export TSAN_OPTIONS="log_path=$work/found die_after_fork=0 exitcode=66 history_size=4 suppressions=$work/known"
NNREG_FORK=suite NNREG_TEST_QUICK=1 "${plain[@]}" "$work/threads" >"$work/said" 2>&1
status=$?

cat "$work/said"
for log in "$work"/found.*; do
    [ -s "$log" ] || continue
    cat "$log"
    [ "$status" != 0 ] || status=66
done
sed -nE 's/^[0-9]+%: Checks: ([0-9]+), Failures: ([0-9]+), Errors: ([0-9]+)$/\1 \2 \3/p' "$work/said" |
    awk -v skipped="$(grep -c '^skipped' "$work/said")" '
        { total += $1; bad += $2 + $3 }
        END { printf "%d passed, %d failed, %d skipped\n", total - bad - skipped, bad, skipped }'
exit "$status"
