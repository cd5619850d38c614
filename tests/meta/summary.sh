#!/usr/bin/env bash
# The last line of `make check`: how many tests passed, failed and were skipped, counted from the logs it left. A test
# of the unit test program counts by itself, everything else by its script. A log has a count for each child process that ran a
# suite, or one for all.
#
# usage: summary.sh BUILD-DIRECTORY [LOG...]
# Without the logs' names, all that are there.
set -u

build_dir=${1:?usage: summary.sh BUILD-DIRECTORY [LOG...]}
shift
passed=0
failed=0
skipped=0

while IFS= read -r result_file; do
    log=${result_file%.trs}.log
    result=$(sed -n 's/^:global-test-result: //p' "$result_file")
    checks=$(sed -nE 's/^[0-9]+%: Checks: ([0-9]+), Failures: ([0-9]+), Errors: ([0-9]+)$/\1 \2 \3/p' "$log" |
        awk '{ total += $1; failures += $2; errors += $3 } END { if (NR) print total, failures, errors }')
    if [ -n "$checks" ]; then
        read -r total failures errors <<<"$checks"
        left_out=$(grep -c '^skipped' "$log")
        passed=$((passed + total - failures - errors - left_out))
        failed=$((failed + failures + errors))
        skipped=$((skipped + left_out))
        # A program that says that all is well and fails all the same has failed.
        [ "$result" = PASS ] || [ "$((failures + errors))" -gt 0 ] || failed=$((failed + 1))
        continue
    fi
    case $result in
    PASS | XFAIL) passed=$((passed + 1)) ;;
    SKIP) skipped=$((skipped + 1)) ;;
    *) failed=$((failed + 1)) ;;
    esac
done < <(
    if [ $# -gt 0 ]; then
        for log; do
            printf '%s\n' "$build_dir/${log%.log}.trs"
        done
    else
        find "$build_dir/tests" -name '*.trs'
    fi | LC_ALL=C sort
)

echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
