#!/usr/bin/env bash
# Prints which part of the lines and branches of each file of lib/ and tools/ the last test run took, from the counts of a build with
# --enable-coverage, and of each of the two as a whole. What is left is in BUILD-DIRECTORY/coverage.untaken, a line for each
# branch: FILE:LINE: SOURCE.
#
# A branch is one way out of a condition, as gcov counts them; `&&` and `||` are conditions of their own. The ways out of an
# assert are not counted: that it fails is what may never happen.
#
# usage: coverage.sh BUILD-DIRECTORY
set -eu

cd "${1:?usage: coverage.sh BUILD-DIRECTORY}"
counts=$(find lib tools -name '*.gcda' 2>/dev/null | LC_ALL=C sort)
if [ -z "$counts" ]; then
    echo "coverage.sh: no counts in $1: configure with --enable-coverage and run make check" >&2
    exit 1
fi

# gcov prints each source with its counts, headers, too: behind "Source:" whose lines come, then COUNT:LINE:TEXT, and behind a
# line "branch N taken COUNT" or "branch N never executed". A file that is compiled twice counts with the better run.
for count in $counts; do
    gcov -b -c -t -o "$(dirname "$count")" "$count" 2>/dev/null
    echo end-of-run
done | awk '
    function settle(   i) {
        if (file == "" || lines == 0) { file = ""; return }
        if (!(file in all_lines) || taken + ran > all_taken[file] + all_ran[file]) {
            all_lines[file] = lines; all_ran[file] = ran
            all_branches[file] = branches; all_taken[file] = taken
            rest[file] = untaken
        }
        file = ""
    }
    function begin(path) {
        settle()
        lines = ran = branches = taken = 0; untaken = ""; text = ""
        if (match(path, /(lib|tools)\/[a-z_0-9\/]*\.c$/)) file = substr(path, RSTART)
    }
    function percent(part, whole) { return whole > 0 ? 100 * part / whole : 100 }
    /^end-of-run$/ { settle(); next }
    /^ *-: *0:Source:/ { sub(/^ *-: *0:Source:/, ""); begin($0); next }
    file == "" { next }
    /^branch +[0-9]+ / {
        if (text ~ /(^|[^a-z_])assert\(/) next
        branches++
        if ($3 == "taken" && $4 + 0 > 0) taken++
        else untaken = untaken file ":" number ": " text "\n"
        next
    }
    /^ *[-0-9#=*]+: *[0-9]+:/ {
        mark = $0; sub(/:.*/, "", mark); gsub(/ /, "", mark)
        number = $0; sub(/^[^:]*: */, "", number); sub(/:.*/, "", number)
        text = $0; sub(/^[^:]*:[^:]*:[ \t]*/, "", text)
        if (mark != "-") { lines++; if (mark !~ /^[#=]/) ran++ }
    }
    END {
        for (file in all_lines) {
            part = substr(file, 1, index(file, "/") - 1)
            printf "%6.1f %% of %5d lines  %6.1f %% of %5d branches  %s\n", percent(all_ran[file], all_lines[file]),
                all_lines[file], percent(all_taken[file], all_branches[file]), all_branches[file], file | "LC_ALL=C sort -k9"
            sum_lines[part] += all_lines[file]; sum_ran[part] += all_ran[file]
            sum_branches[part] += all_branches[file]; sum_taken[part] += all_taken[file]
            printf "%s", rest[file] > "coverage.untaken"
        }
        close("LC_ALL=C sort -k9")
        for (part in sum_lines)
            printf "%6.1f %% of %5d lines  %6.1f %% of %5d branches  of %s/\n", percent(sum_ran[part], sum_lines[part]),
                sum_lines[part], percent(sum_taken[part], sum_branches[part]), sum_branches[part], part
    }'
