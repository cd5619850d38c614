#!/usr/bin/env bash
# The lists that are kept by hand say what is there: everything that git tracks is in the distribution (except what
# only a checkout needs), every unit test is a suite of suites.h, and one of those for ThreadSanitizer if it starts threads,
# every script is in TESTS.
set -u

source_dir=${NNREG_SOURCE_DIR:?}
build_dir=${NNREG_BUILD_DIR:?}
distfiles=$build_dir/tests/meta/distfiles.txt
failed=0

cd "$source_dir" || exit 99

for test in tests/unit/test_*.c; do
    [ -e "$test" ] || continue
    topic=${test##*/test_}
    topic=${topic%.c}
    if ! grep -qE "^ *X\($topic\)" tests/unit/suites.h; then
        echo "FAIL: $test is no suite of tests/unit/suites.h"
        failed=1
    fi
done

threads=$(sed -n '/^#define NNREG_THREAD_SUITES/,/[^\\]$/p' tests/unit/suites.h)
with_threads=0
while IFS= read -r test; do
    with_threads=$((with_threads + 1))
    topic=${test##*/test_}
    if ! grep -qF "X(${topic%.c})" <<<"$threads"; then
        echo "FAIL: $test starts threads, and is not in NNREG_THREAD_SUITES of tests/unit/suites.h"
        failed=1
    fi
done < <(grep -lE '\<pthread_create\(' tests/unit/test_*.c)
if [ "$with_threads" = 0 ]; then
    echo "FAIL: no test starts a thread here"
    failed=1
fi

for script in tests/cli/*.sh tests/meta/*.sh; do
    [ -e "$script" ] || continue
    if ! grep -qxF "$script" "$distfiles"; then
        echo "FAIL: $script is not listed in tests/local.mk"
        failed=1
    fi
done

if ! command -v git >/dev/null 2>&1 || [ "$(git rev-parse --show-toplevel 2>/dev/null)" != "$(pwd -P)" ]; then
    [ "$failed" = 0 ] || exit 1
    echo "skipped: not in a git checkout, the list of distributed files was not compared"
    exit 77
fi

# EXTRA_DIST may name a whole folder.
tracked=$(git ls-files | wc -l)
git ls-files | awk '
    FNR == NR { distributed[$0] = 1; next }
    /^\.ci\// || /^\.gitignore$/ { next }
    {
        path = $0
        while (!(path in distributed) && sub(/\/[^\/]*$/, "", path))
            ;
        if (!(path in distributed)) {
            print "FAIL: " $0 " is tracked and not distributed"
            failures++
        }
    }
    END { exit failures > 0 }' "$distfiles" - || failed=1
if [ "$tracked" = 0 ]; then
    echo "FAIL: git tracks nothing here"
    failed=1
fi
echo "$tracked tracked files compared with $(wc -l <"$distfiles") distributed names"
exit $failed
