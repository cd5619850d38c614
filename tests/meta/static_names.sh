#!/usr/bin/env bash
# A static function's name, and a struct's, stands in one file of lib only: a backtrace, a profile or a breakpoint that names `complain` says
# nothing where seven files have one. They are looked for in the sources, which have them all; what nm shows depends on what
# the compiler has taken apart. The object files are asked, too, for what macros may have made, and to prove that what is
# found in the sources are the functions: each static one in an object must be known from its source.
set -u

source_dir=${NNREG_SOURCE_DIR:?}
build_dir=${NNREG_BUILD_DIR:?}
read -ra nm <<<"${NNREG_NM:-nm}"
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
failed=0

cd "$source_dir/lib" || exit 99

# Lines of "NAME FILE": a definition or declaration begins with `static` at the beginning of a line; its name is what stands
# before the first parenthesis, on that line or the next. `static TYPE x = …` and arrays have none before the `=`.
find . -name '*.[ch]' | sort | sed 's|^\./||' | xargs awk '
        FNR == 1 { held = "" }
        function take(line) {
            sub(/=.*/, "", line)
            gsub(/__attribute__ *\(\([^)]*\)*\)+/, "", line)
            if (!match(line, /[A-Za-z][A-Za-z0-9_]* *\(/))
                return
            name = substr(line, RSTART, RLENGTH)
            sub(/ *\($/, "", name)
            print name, FILENAME
        }
        held != "" { take(held " " $0); held = ""; next }
        /^(__attribute__.* )?static / {
            if ($0 ~ /_Atomic\(|_Static_assert/ || $0 ~ /;$/ && $0 !~ /\(/)
                next
            if ($0 !~ /[(=;{]/)
                held = $0
            else
                take($0)
        }' | sort -u >"$work/sources"

# The same of the object files: symbols of type t, without what compilers add to them (.constprop.0, .isra.0, .part.0, .cold;
# parts of the library's own nnreg_ names are no static functions), without what a sanitizer has put in, and the inline
# functions of msgpack's headers. Libtool keeps the shared library's objects in .libs/ beside the others; those of
# tests/linear are the library once more; what is left of a source that is gone or was renamed is none of it.
find "$build_dir/lib" -name '*.o' ! -path '*/.libs/*' ! -name 'tests_linear_*' >"$work/objects"
[ -s "$work/objects" ] || find "$build_dir/lib" -name '*.o' ! -name 'tests_linear_*' >"$work/objects"
while read -r object; do
    source=${object#"$build_dir/lib/"}
    source=${source/.libs\//}
    [ ! -e "${source%.o}.c" ] || printf '%s\n' "$object"
done <"$work/objects" >"$work/current"
xargs "${nm[@]}" -A --defined-only <"$work/current" | awk -v lib="$build_dir/lib/" '
    $(NF - 1) == "t" && $NF !~ /^([._]|nnreg_|[a-z]*san\.|msgpack_)/ {
        file = substr($0, 1, index($0, ".o:") - 1) ".c"
        file = substr(file, length(lib) + 1)
        sub(/\.libs\//, "", file)
        sub(/\..*/, "", $NF)
        print $NF, file
    }' | sort -u >"$work/static"

# With --enable-unity no object is of one file: then the sources alone say it. The tarball's tests are of a build without it.
by_file=yes
if grep -q '^lib_alone = lib/' "$build_dir/Makefile"; then
    echo 'not tried: whether the object files have functions that the sources do not show, as this build has one for each folder (--enable-unity)'
    by_file=
    : >"$work/static"
fi
awk -v by_file=$by_file '
    FNR == NR { files[$1] = $1 in files ? files[$1] " " $2 : $2; count[$1]++; known[$1, $2] = 1; in_header[$1] = $2 ~ /\.h$/; next }
    !((($1, $2) in known) || in_header[$1]) {
        print "FAIL: " $1 " of lib/" $2 " is in the object file, and not found in the source"
        failures++
    }
    END {
        for (name in count)
            if (count[name] > 1) {
                print "FAIL: the static " name " stands in " count[name] " files: " files[name]
                failures++
            }
        seen = NR > FNR ? FNR : 0
        print length(count) " static functions, " seen " of them in the object files"
        exit failures > 0 || length(count) == 0 || (by_file && seen == 0)
    }' "$work/sources" "$work/static" | sort || failed=1
[ "${PIPESTATUS[0]}" -eq 0 ] || failed=1

grep -nE '^(static |const )*(struct|union|enum) [a-z_0-9]+ *(\{|$)' -r . --include='*.[ch]' | sed 's|^\./||' >"$work/tags"
[ "$(wc -l <"$work/tags")" -ge 100 ] || { echo 'FAIL: too few structs were found' && failed=1; }
awk -F : '
    {
        sub(/^(static |const )*/, "", $3)
        split($3, word, " ")
        tag = word[1] " " word[2]
        if (tag in at) {
            print "FAIL: " tag " is in " at[tag] " and in " $1
            failures++
        }
        at[tag] = $1
    }
    END { exit failures > 0 }' "$work/tags" || failed=1

exit $failed
