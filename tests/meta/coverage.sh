#!/usr/bin/env bash
# Prints which part of each file of lib/ the last test run executed, from the counts of a build with --enable-coverage.
#
# usage: coverage.sh BUILD-DIRECTORY
set -eu

cd "${1:?usage: coverage.sh BUILD-DIRECTORY}"
counts=$(find lib -name '*.gcda')
if [ -z "$counts" ]; then
    echo "coverage.sh: no counts in $1: configure with --enable-coverage and run make check" >&2
    exit 1
fi

# gcov names a file, then the part of its lines that ran; a file compiled twice counts with the better run.
for count in $counts; do
    gcov -n -o "$(dirname "$count")" "$count" 2>/dev/null
done | awk -F"'" '
    /^File / { file = $2; sub(/.*\/lib\//, "lib/", file) }
    /^Lines executed:/ && file ~ /^lib\/.*\.c$/ {
        split($0, part, /[:% ]+/)
        ran = part[3] * part[5] / 100
        if (ran >= best[file]) best[file] = ran
        lines[file] = part[5]
        file = ""
    }
    END {
        for (file in lines) {
            printf "%6.1f %% of %5d  %s\n", 100 * best[file] / lines[file], lines[file], file | "sort -k5"
            all += lines[file]
            done += best[file]
        }
        close("sort -k5")
        printf "%6.1f %% of %5d  lines of lib/\n", 100 * done / all, all
    }'
