#!/usr/bin/env bash
# The pages of section 3 name every function of the public header, each once with a line that says what it is for, and no
# other. (tests/cli/help.sh has mandoc look at them.)
set -u

source_dir=${NNREG_SOURCE_DIR:?}
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
failed=0

cd "$source_dir" || exit 99
bash tests/meta/declared.sh include/nnreg.h >"$work/header" || exit 99
[ -s "$work/header" ] || {
    echo "FAIL: the header declares nothing"
    exit 1
}

# An entry is a tag and, on the next line, what it is for.
awk '/^\.It Fn / { if (getline text > 0 && text !~ /^\./) print $3; else print $3 ": nothing is said of it" }' doc/*.3 |
    LC_ALL=C sort >"$work/pages"
if diff "$work/header" "$work/pages" >"$work/differ"; then
    echo "ok: all of the header's functions are on a page ($(wc -l <"$work/pages"))"
else
    echo "FAIL: doc/libnnreg.3 and include/nnreg.h differ (< only in the header, > only on a page, or twice):"
    grep '^[<>]' "$work/differ"
    failed=1
fi
exit $failed
