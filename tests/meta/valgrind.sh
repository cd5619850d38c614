#!/usr/bin/env bash
# Runs the unit tests under valgrind, in one process as it sees most there, and prints what it found. Exit status 0 when
# that was nothing.
#
# Some tests fork, and kill the child. What the parent had open is the child's too and counts there as lost: LMDB holds
# its page lists by pointers to their second element, the C library its threads' storage likewise. So leaks are the main
# process's alone, every other error is looked for in all.
#
# usage: valgrind.sh COMMAND-THAT-RUNS-VALGRIND…
set -u

work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
mkdir "$work/found" || exit 99

CK_FORK=no "$@" -q --error-exitcode=99 --leak-check=full --errors-for-leak-kinds=definite,possible \
    --num-callers=30 --log-file="$work/found/%p" "${NNREG_BUILD_DIR:?}/tests/unit/unit" >"$work/said" 2>&1 &
main=$!
status=0
wait "$main" || status=$?
if [ ! -e "$work/found/$main" ]; then
    echo "FAIL: valgrind wrote no log"
    [ "$status" != 0 ] || status=1
fi

cat "$work/said"
for log in "$work/found"/*; do
    [ -s "$log" ] || continue
    if [ "$log" = "$work/found/$main" ]; then
        cat "$log"
        continue
    fi
    # Paragraphs, each an error; the first line tells which.
    sed -E 's/^==[0-9]+== ?//' "$log" | awk -v process="${log##*/}" '
        BEGIN { RS = "" }
        !/ in loss record / { print "in the child " process ":\n" $0 "\n"; found++ }
        END { exit found > 0 }' || [ "$status" != 0 ] || status=99
done
exit "$status"
