#!/usr/bin/env bash
# Compiles a program of the tests with all of the library, and links it, at a fraction of what a build costs: a floor of the library
# is compiled as one file, since most of what a compiler does with a file here is reading headers. Files that do not get along in one,
# as they give one name to two things, are parted by halving the list. For builds that are made once: nothing is kept.
#
# usage: together.sh PROGRAM CC OPTION…, in a build folder
# In the environment: NNREG_TOGETHER_SOURCES, _FLAGS and _LIBS, as tests/local.mk sets them; _APART: files of the library that are
# compiled alone, as the linker can put another function in front only of one that is called from another file; _FOLDER: made for what
# is written in between, and removed: with the same one each time a compiler cache knows what it has compiled.
set -u

if [ "${1-}" = --compile ]; then # --compile FOLDER LIST CC OPTION…: the files of LIST to objects in FOLDER
    folder=$2
    list=$3
    shift 3
    mapfile -t files <"$list" && [ "${#files[@]}" -gt 0 ] || exit 1
    name=$folder/$(tr '/.' '__' <<<"${files[0]}")-${#files[@]}
    printf '#include "%s"\n' "${files[@]}" >"$name.c"
    read -ra flags <<<"$NNREG_TOGETHER_FLAGS"
    ! "$@" "${flags[@]}" -DNNREG_SHARED_DIR="\"${NNREG_SHARED_DIR:?}\"" -DNNREG_SOURCE_DIR="\"${NNREG_SOURCE_DIR:?}\"" \
        -c "$name.c" -o "$name.o" 2>"$name.said" || exit 0
    half=$((${#files[@]} / 2))
    [ "$half" -gt 0 ] || { cat "$name.said" || :; exit 1; }
    printf '%s\n' "${files[@]:0:half}" >"$name.1"
    printf '%s\n' "${files[@]:half}" >"$name.2"
    "$BASH" "$0" --compile "$folder" "$name.1" "$@" && exec "$BASH" "$0" --compile "$folder" "$name.2" "$@"
    exit 1
fi

program=$1
shift
work=${NNREG_TOGETHER_FOLDER:-$(mktemp -d)} || exit 99
trap 'rm -rf "$work"' EXIT
rm -rf "$work" && mkdir -p "$work/lists" || exit 99
for file in ${NNREG_TOGETHER_SOURCES:?}; do
    case $file in
    *.h) continue ;;
    lib/* | tests/support/*) list=$(dirname "$file") ;;
    *) list=$file ;;
    esac
    case " ${NNREG_TOGETHER_APART-} " in *" $file "*) list=$file ;; esac
    printf '%s\n' "${NNREG_SOURCE_DIR:?}/$file" >>"$work/lists/${list//\//_}"
done
# Two files of a floor may have a macro of one name; and other builds look at warnings.
set -- "$@" -std=c11 -pthread -fvisibility=hidden -w
if ! find "$work/lists" -type f -print0 | xargs -0 -P 2 -I '{}' "$BASH" "$0" --compile "$work" '{}' "$@"; then
    echo 'FAIL: this does not compile'
    exit 1
fi
read -ra libs <<<"${NNREG_TOGETHER_LIBS:?}"
"$@" "$work"/*.o "${libs[@]}" -o "$program"
