#!/usr/bin/env bash
# What leaves the library: the functions declared in nnreg.h, the symbol map and the symbols of the shared library are
# the same list, and the static library defines no global name without the nnreg_ prefix. nnreg.hpp calls each of them, but for
# those below, which belong to no handle.
set -u

source_dir=${NNREG_SOURCE_DIR:?}
build_dir=${NNREG_BUILD_DIR:?}
read -ra nm <<<"${NNREG_NM:-nm}"
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
failed=0

same() { # same TITLE A B: says how the two lists differ
    if ! diff -u "$work/$2" "$work/$3" >"$work/diff"; then
        echo "FAIL: $1"
        cat "$work/diff"
        failed=1
    else
        echo "ok: $1 ($(wc -l <"$work/$2") names)"
    fi
}

bash "$source_dir/tests/meta/declared.sh" "$source_dir/include/nnreg.h" >"$work/header" || exit 99
sed -n 's/^ *\(nnreg_[a-z0-9_]*\);$/\1/p' "$source_dir/lib/libnnreg.map" | LC_ALL=C sort >"$work/map"
same "the symbol map is the header" header map

# What is the same for each kind is written once there, with KIND in the place of the kind.
plain='nnreg_(library_version|set_allocator|severity_text|fix_action_text|nearest|rule_get|rule_find|rule_nearest|parameter_key)'
grep -vxE "$plain" "$work/header" >"$work/handles"
while read -r name; do
    generic=$(sed -E 's/^nnreg_(network|spec|version|task)_/nnreg_##KIND##_/; s/^nnreg_page_(network|spec|version|task)$/nnreg_page_##KIND/' <<<"$name")
    if grep -qw -- "$name" "$source_dir/include/nnreg.hpp" || grep -qF -- "$generic(" "$source_dir/include/nnreg.hpp"; then
        echo "$name"
    fi
done <"$work/handles" >"$work/cpp"
same "nnreg.hpp has what belongs to a handle" handles cpp

shared=$(find "$build_dir/.libs" -maxdepth 1 -name 'libnnreg.so' 2>/dev/null)
if [ -n "$shared" ]; then
    # Sanitizers add names of their own; the version node itself is an absolute symbol.
    "${nm[@]}" -D --defined-only "$shared" | awk '$2 != "A" { sub(/@.*/, "", $3); print $3 }' |
        grep -vE '^(__asan|__odr_asan|__ubsan|__sanitizer|__start_|__stop_|__gcov|__llvm|_init$|_fini$)' |
        LC_ALL=C sort >"$work/shared"
    same "the shared library exports the header" header shared
fi

static=$(find "$build_dir/.libs" -maxdepth 1 -name 'libnnreg.a' 2>/dev/null)
if [ -n "$static" ]; then
    "${nm[@]}" -g --defined-only "$static" 2>/dev/null | awk 'NF == 3 { print $3 }' | LC_ALL=C sort -u >"$work/static"
    if ! grep -q '^nnreg_library_version$' "$work/static"; then
        echo "FAIL: libnnreg.a has no nnreg_library_version: its names were not read"
        failed=1
    elif grep -vE '^(nnreg_|__asan|__odr_asan|__ubsan|__sanitizer|__gcov|__llvm|__profc)' "$work/static" \
        >"$work/foreign"; then
        echo "FAIL: global names without nnreg_ in libnnreg.a:"
        cat "$work/foreign"
        failed=1
    else
        echo "ok: every global name of the static library begins with nnreg_ ($(wc -l <"$work/static") names)"
    fi
fi

if [ -z "$shared$static" ]; then
    echo "FAIL: no library in $build_dir/.libs"
    failed=1
fi
exit $failed
