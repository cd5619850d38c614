#!/usr/bin/env bash
# The public headers stand alone: C99 and C++ can include nnreg.h, and every function in it follows a comment; each C++
# compiler here takes nnreg.hpp and its test without a warning. What a program of its own shadows is still told.
set -u

header=${NNREG_SOURCE_DIR:?}/include/nnreg.h
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
failed=0

compile() { # compile COMPILER ARGUMENTS…: a file that includes the header and nothing else
    local compiler=$1
    shift
    if "$compiler" -I"$(dirname "$header")" -Wall -Wextra -Wshadow -pedantic -Werror "$@" -o "$work/out.o"; then
        echo "ok: $compiler $*"
    else
        echo "FAIL: $compiler $*"
        failed=1
    fi
}

printf '#include <nnreg.h>\nextern int only;\nint only = NNREG_OK;\n' >"$work/one.c"
printf '#include <nnreg.h>\n#include <nnreg.h>\nextern int only;\nint only = NNREG_OK;\n' >"$work/twice.c"
# The option structs' initialisers must be valid in every dialect, too.
cat >"$work/init.c" <<'C'
#include <nnreg.h>
int use(void);
int use(void)
{
    struct nnreg_options options = NNREG_OPTIONS_INIT;
    struct nnreg_call_options how = NNREG_CALL_OPTIONS_INIT;
    struct nnreg_query query = NNREG_QUERY_INIT;
    return (int)(options.size + how.size + query.size);
}
C
cp "$work/init.c" "$work/init.cc"
printf '#include <nnreg.hpp>\n#include <nnreg.hpp>\n' >"$work/header.cc"

# What -Wshadow is for.
cat >"$work/shadow.cc" <<'C'
#include <nnreg.hpp>
int use(int a);
int use(int a)
{
    for (int i = 0; i < 2; i++) {
        int a = i;
        (void)a;
    }
    return a;
}
C

read -ra cc <<<"${NNREG_CC:-cc}"
for source in one twice init; do
    compile "${cc[0]}" -std=c99 -c "$work/$source.c"
    compile "${cc[0]}" -std=c11 -c "$work/$source.c"
done
cxx_seen=no
for cxx in g++ clang++; do
    if command -v "$cxx" >/dev/null 2>&1; then
        cxx_seen=yes
        compile "$cxx" -std=c++11 -c "$work/init.cc"
        compile "$cxx" -std=c++20 -c "$work/init.cc"
        if "$cxx" -std=c++17 -I"$(dirname "$header")" -Wshadow -Werror -c "$work/shadow.cc" -o "$work/out.o" 2>/dev/null; then
            echo "FAIL: behind the header $cxx tells no shadow"
            failed=1
        fi
        for standard in c++17 c++20; do
            compile "$cxx" -std=$standard -c "$work/header.cc"
            compile "$cxx" -std=$standard -c "$NNREG_SOURCE_DIR/tests/cpp/handles.cc"
        done
    fi
done

# Flags of one kind where those of another belong: compilers tell it of C, and take it for an error in C++.
refuse() { # refuse COMPILER ARGUMENTS…: a file that must not compile
    local compiler=$1
    shift
    if "$compiler" -I"$(dirname "$header")" "$@" -o "$work/out.o" 2>"$work/why"; then
        echo "FAIL: $compiler $* takes mixed flags"
        failed=1
    else
        echo "ok: $compiler refuses $*"
    fi
}
flags='int use(void);
int use(void)
{
    struct nnreg_options options = NNREG_OPTIONS_INIT;
    struct nnreg_call_options how = NNREG_CALL_OPTIONS_INIT;'
printf '#include <nnreg.h>\n%s options.flags = NNREG_OPEN_CREATE | NNREG_OPEN_EXCLUSIVE; how.flags = NNREG_DRY_RUN; how.flags |= NNREG_QUICK;
    return (int)(options.flags | how.size); }\n' "$flags" >"$work/flags.c"
printf '#include <nnreg.h>\n%s options.flags = NNREG_DRY_RUN; return (int)(options.size + how.size); }\n' "$flags" >"$work/mixed.c"
printf '#include <nnreg.h>\n%s how.flags = NNREG_DRY_RUN | NNREG_OPEN_CREATE; return (int)(options.size + how.size); }\n' \
    "$flags" >"$work/together.cc"
cp "$work/flags.c" "$work/flags.cc"
cp "$work/mixed.c" "$work/mixed.cc"
for compiler in gcc clang; do
    if command -v "$compiler" >/dev/null 2>&1; then
        compile "$compiler" -std=c99 -Wenum-conversion -c "$work/flags.c"
        refuse "$compiler" -std=c99 -Werror=enum-conversion -c "$work/mixed.c"
    fi
done
for cxx in g++ clang++; do
    if command -v "$cxx" >/dev/null 2>&1; then
        for standard in c++98 c++11 c++20; do
            compile "$cxx" -std=$standard -c "$work/flags.cc"
            refuse "$cxx" -std=$standard -c "$work/mixed.cc"
            refuse "$cxx" -std=$standard -c "$work/together.cc"
        done
    fi
done

# The library and its test know each flag by its name.
while read -r flag; do
    for source in lib/base/flags.c tests/unit/test_flags.c; do
        grep -q "FLAG($flag)" "$NNREG_SOURCE_DIR/$source" || {
            echo "FAIL: $flag is not in $source"
            failed=1
        }
    done
done < <(sed -nE '/^enum nnreg_[a-z]+_flags \{/,/^\};/ s/^ +(NNREG_[A-Z_]+) *=.*/\1/p' "$header" | grep -v '_NONE$')

# A call that takes options is in the test of the flags that it takes.
while read -r call; do
    grep -q "\b$call\b" "$NNREG_SOURCE_DIR/tests/unit/test_flags.c" || {
        echo "FAIL: $call is not in tests/unit/test_flags.c"
        failed=1
    }
done < <(tr '\n' ' ' <"$header" | grep -oE 'nnreg_status nnreg_[a-z_0-9]+\([^;]*struct nnreg_call_options[^;]*\);' |
    sed -E 's/.*nnreg_status (nnreg_[a-z_0-9]+)\(.*/\1/' | sort -u)

# A function needs a comment: its own, or that of the block of declarations or of the struct it follows.
bare=$(awk '
    /\*\// { commented = 1 }
    /^$/ && before != "};" { commented = 0 }
    /^NNREG_API/ && !commented && $0 !~ /_(new|free)\(/ { print FILENAME ":" FNR ": " $0 }
    { before = $0 }
' "$header")
if [ -n "$bare" ]; then
    echo "FAIL: functions without a comment:"
    echo "$bare"
    failed=1
fi

if [ "$failed" = 0 ] && [ "$cxx_seen" = no ]; then
    echo "skipped: no C++ compiler here, C++ was not tried"
    exit 77
fi
exit $failed
