#!/usr/bin/env bash
# Prints which part of the lines and branches of each file of lib/ and tools/ the last test run took, from the counts of a build with
# --enable-coverage, and of each of the two as a whole. What is left is in BUILD-DIRECTORY/coverage.untaken, a line for each
# branch: FILE:LINE: SOURCE.
#
# A branch is one way out of a condition, as gcov counts them; `&&` and `||` are conditions of their own. The ways out of an
# assert are not counted: that it fails is what may never happen.
#
# Why some are left is said in untaken.txt, here beside: how many branches each reason is for is printed, too, and those of which
# nothing is said are in BUILD-DIRECTORY/coverage.unexplained. A row of which nothing is left is printed: it can go, unless its
# branches are taken by chance.
#
# usage: coverage.sh BUILD-DIRECTORY
set -eu

reasons=$(cd "$(dirname "$0")" && pwd)/untaken.txt
cd "${1:?usage: coverage.sh BUILD-DIRECTORY}"
: >coverage.untaken
: >coverage.unexplained
counts=$(find lib unity tools -name '*.gcda' 2>/dev/null | LC_ALL=C sort)
if [ -z "$counts" ]; then
    echo "coverage.sh: no counts in $1: configure with --enable-coverage and run make check" >&2
    exit 1
fi

# gcov prints each source with its counts, headers, too: behind "Source:" whose lines come, then COUNT:LINE:TEXT, and behind a
# line "branch N taken COUNT" or "branch N never executed". Of a file that is compiled twice a branch counts that either run took.
for count in $counts; do
    gcov -b -c -t -o "$(dirname "$count")" "$count" 2>/dev/null
    echo end-of-run
done | awk '
    function percent(part, whole) { return whole > 0 ? 100 * part / whole : 100 }
    /^end-of-run$/ { file = ""; next }
    /^ *-: *0:Source:/ {
        file = ""; nth = 0
        if (match($0, /(lib|tools)\/[a-z_0-9\/]*\.c$/)) file = substr($0, RSTART)
        next
    }
    file == "" { next }
    /^branch +[0-9]+ / {
        if (text ~ /(^|[^a-z_])assert\(/) next
        branch = file ":" number ": " text "\t" ++nth
        if (!(branch in taken)) { order[++count] = branch; taken[branch] = 0 }
        if ($3 == "taken" && $4 + 0 > 0) taken[branch] = 1
        next
    }
    /^ *[-0-9#=*]+: *[0-9]+:/ {
        mark = $0; sub(/:.*/, "", mark); gsub(/ /, "", mark)
        number = $0; sub(/^[^:]*: */, "", number); sub(/:.*/, "", number)
        text = $0; sub(/^[^:]*:[^:]*:[ \t]*/, "", text)
        nth = 0
        if (mark != "-") { line = file "\t" number; if (!(line in ran)) ran[line] = 0; if (mark !~ /^[#=]/) ran[line] = 1 }
    }
    END {
        for (line in ran) {
            split(line, part, "\t")
            all_lines[part[1]]++; all_ran[part[1]] += ran[line]
        }
        for (i = 1; i <= count; i++) {
            untaken = file = order[i]; sub(/\t[0-9]*$/, "", untaken); sub(/:.*/, "", file)
            all_branches[file]++; all_taken[file] += taken[order[i]]
            if (!taken[order[i]]) print untaken > "coverage.untaken"
        }
        for (file in all_lines) {
            name = substr(file, 1, index(file, "/") - 1)
            printf "%6.1f %% of %5d lines  %6.1f %% of %5d branches  %s\n", percent(all_ran[file], all_lines[file]),
                all_lines[file], percent(all_taken[file], all_branches[file]), all_branches[file], file | "LC_ALL=C sort -k9"
            sum_lines[name] += all_lines[file]; sum_ran[name] += all_ran[file]
            sum_branches[name] += all_branches[file]; sum_taken[name] += all_taken[file]
        }
        close("LC_ALL=C sort -k9")
        for (name in sum_lines)
            printf "%6.1f %% of %5d lines  %6.1f %% of %5d branches  of %s/\n", percent(sum_ran[name], sum_lines[name]),
                sum_lines[name], percent(sum_taken[name], sum_branches[name]), sum_branches[name], name
    }'

# A line of untaken.txt says which files (what their paths begin with), which lines (what stands in them), and why.
awk -v list="$reasons" '
    BEGIN {
        while ((getline line < list) > 0) {
            if (line ~ /^(#|$)/) continue
            if (split(line, part, / \| /) != 3) { print list ": not PATH | TEXT | REASON: " line > "/dev/stderr"; exit 1 }
            path[++count] = part[1]; text[count] = part[2]; reason[count] = part[3]
        }
    }
    {
        source = $0; sub(/^[^:]*:[0-9]*: /, "", source)
        for (i = 1; i <= count; i++)
            if (index($0, path[i]) == 1 && (text[i] == "*" || index(source, text[i]) > 0)) break
        if (i <= count) { explained[reason[i]]++; used[i] = 1; known++ } else print > "coverage.unexplained"
    }
    END {
        for (why in explained) printf "%6d  %s\n", explained[why], why | "LC_ALL=C sort -rn"
        close("LC_ALL=C sort -rn")
        for (i = 1; i <= count; i++)
            if (!(i in used)) printf "nothing is left of: %s | %s | %s\n", path[i], text[i], reason[i]
        printf "%d branches are left, %d of them with a reason\n", NR, known
    }' coverage.untaken
