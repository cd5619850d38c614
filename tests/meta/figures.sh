#!/usr/bin/env bash
# The figures that have a goal (tests/bench/goals.h): a topic reports each of them, the page explains each topic, and the
# table of goals and the page name the same ones.
set -u

cd "${NNREG_SOURCE_DIR:?}" || exit 99
goals=tests/bench/goals.h
page=doc/PERFORMANCE.md
failed=0
count=0

# "NAME topic" of each row, those that run over two lines too.
while read -r name topic; do
    count=$((count + 1))
    if ! grep -qE "\bBENCH_$name\b" tests/bench/*.c; then
        echo "FAIL: no topic reports BENCH_$name of $goals"
        failed=1
    fi
    if ! grep -qE "&bench_$topic\b" tests/bench/main.c; then
        echo "FAIL: \"$topic\", the topic of BENCH_$name, is none of tests/bench/main.c"
        failed=1
    fi
    if [ "$topic" != scale ] && ! grep -qF "(\`$topic\`)" $page; then
        echo "FAIL: $page does not explain \"$topic\""
        failed=1
    fi
done < <(sed -nE 's/^ *X\(([A-Z0-9_]+), ([a-z]+),.*/\1 \2/p' $goals)

# Topics of main.c without a goal are explained, too.
while read -r topic; do
    if [ "$topic" != scale ] && ! grep -qF "\`$topic\`" $page; then
        echo "FAIL: $page does not explain \"$topic\""
        failed=1
    fi
done < <(grep -oE '&bench_[a-z]+' tests/bench/main.c | sed 's/&bench_//')

if [ "$count" -lt 50 ]; then
    echo "FAIL: only $count rows were found in $goals"
    failed=1
fi
[ "$failed" = 0 ] && echo "$count goals, each reported and explained"
exit "$failed"
