#!/usr/bin/env bash
# Every public struct begins with its size (nnreg.h, SIZES). One that a caller makes has a macro to begin it with; the suite
# "sizes" holds it against shorter and longer callers. One that the library makes says its size where a test looks at it.
set -u

root=${NNREG_SOURCE_DIR:?}
header=$root/include/nnreg.h
failed=0

fail() {
    echo "FAIL: $*"
    failed=1
}

# NAME and who sets the size: "caller", "library", or "-" where the first member is none.
structs=$(awk '
    /^struct nnreg_[a-z_]+ \{/ { name = $2; first = 1; next }
    first { first = 0
        who = "-"
        if ($0 ~ /^    size_t size; *\/\* set by the caller: sizeof\(struct /) who = "caller"
        else if ($0 ~ /^    size_t size; *\/\* told by the library/) who = "library"
        print name, who }
' "$header")
[ "$(wc -l <<<"$structs")" -ge 25 ] || fail "fewer structs than there are were found in nnreg.h"

while read -r name who; do
    case $who in
    caller)
        macro=${name^^}
        grep -qE "^#define ${macro}(_INIT|\()" "$header" || fail "$name has no macro to begin it with"
        grep -qE "\b$name\b" "$root/tests/unit/test_sizes.c" || fail "$name is not in tests/unit/test_sizes.c"
        ;;
    library)
        grep -rqE "sizeof\(struct $name\)" "$root/tests/unit" || fail "no test looks at the size of a $name"
        ;;
    *) fail "$name does not begin with its size, or does not say who sets it" ;;
    esac
done <<<"$structs"

exit $failed
