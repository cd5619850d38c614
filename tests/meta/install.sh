#!/usr/bin/env bash
# What `make install` puts on a system is enough to build a program with: the header, both libraries and nnreg.pc, the pages
# that the header and the manual name, the examples, and contrib/. `make uninstall` takes all of it away.
set -u

build_dir=${NNREG_BUILD_DIR:?}
read -ra cc <<<"${NNREG_CC:-cc}"
read -ra link_flags <<<"${NNREG_LINK_FLAGS-}"
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
failed=0

if ! command -v pkg-config >/dev/null 2>&1; then
    echo "skipped: no pkg-config here"
    exit 77
fi

# The make that runs this test keeps its job slots to itself.
if ! MAKEFLAGS='' MAKELEVEL='' make -C "$build_dir" install DESTDIR="$work/root" >"$work/log" 2>&1; then
    cat "$work/log"
    echo "FAIL: make install"
    exit 1
fi
pc=$(find "$work/root" -name nnreg.pc)
prefix=$work/root$(pkg-config --variable=prefix "$pc")

cat >"$work/program.c" <<'C'
#include <nnreg.h>
#include <stdio.h>

int main(void)
{
    puts(nnreg_library_version());
    return nnreg_status_text(NNREG_OK) == NULL;
}
C

nnreg_flags() { # nnreg_flags ARGUMENT…: what pkg-config says, as if the files had been installed for good
    pkg-config --define-variable=prefix="$prefix" "$@" "$pc"
}

runs() { # runs KIND LINK-ARGUMENT…
    local kind=$1 said cflags
    shift
    read -ra cflags <<<"$(nnreg_flags --cflags)"
    if ! "${cc[@]}" "${cflags[@]}" "$work/program.c" -o "$work/program" "$@" "${link_flags[@]}"; then
        echo "FAIL: a program cannot be built with the $kind library"
        failed=1
        return
    fi
    said=$(LD_LIBRARY_PATH=$(nnreg_flags --variable=libdir) "$work/program") || said="exit status $?"
    if [ "$said" = "${NNREG_PACKAGE_VERSION:?}" ]; then
        echo "ok: a program with the $kind library"
    else
        echo "FAIL: a program with the $kind library says \"$said\""
        failed=1
    fi
}

libdir=$(nnreg_flags --variable=libdir)
if [ -e "$libdir/libnnreg.so" ]; then
    read -ra libs <<<"$(nnreg_flags --libs)"
    runs shared "${libs[@]}"
fi
if [ -e "$libdir/libnnreg.a" ]; then
    read -ra libs <<<"$(nnreg_flags --static --libs | sed 's/-lnnreg//')"
    runs static "$libdir/libnnreg.a" "${libs[@]}"

    # A program without any shared library: can be had where each of the libraries is there as .a, and not with a sanitizer.
    lacking=
    for library in "${libs[@]}"; do
        case $library in
        -l:*) lacking="$lacking $library" ;;
        -l*)
            archive=lib${library#-l}.a
            [ "$("${cc[@]}" -print-file-name="$archive")" != "$archive" ] || lacking="$lacking $archive"
            ;;
        esac
    done
    case " ${link_flags[*]-} " in *-fsanitize*) lacking="$lacking (a sanitizer is shared)" ;; esac
    if [ -z "$lacking" ]; then
        runs 'static, and no shared' -static "$libdir/libnnreg.a" "${libs[@]}"
    else
        echo "not tried: a program without shared libraries, for want of$lacking"
    fi
fi
[ -x "$prefix/bin/nnreg" ] || {
    echo "FAIL: no command in $prefix/bin"
    failed=1
}

# Whatever a page says is beside it, is.
docdir=$(dirname "$(find "$work/root" -name DOMAIN.md)")
for page in "${NNREG_SOURCE_DIR:?}"/doc/*.md "$NNREG_SOURCE_DIR"/doc/examples/*; do
    case $page in
    */ARCHITECTURE.md | */HACKING.md) continue ;;
    esac
    if ! cmp -s "$page" "$docdir/${page#"$NNREG_SOURCE_DIR/doc/"}"; then
        echo "FAIL: $page is not installed"
        failed=1
    fi
done
for named in $(grep -ohE 'doc/[A-Za-z/]+\.(md|cc|c)' "$NNREG_SOURCE_DIR/include/"* | sort -u) \
    $(sed -nE 's/.*\]\(([A-Za-z/]+\.md)[#)].*/doc\/\1/p' "$docdir"/*.md | sort -u); do
    if [ ! -f "$docdir/${named#doc/}" ]; then
        echo "FAIL: what is installed names $named, which is not"
        failed=1
    fi
done

# What brings nnreg into other tools is what lies in contrib/; the page names each folder.
contrib=$(dirname "$(dirname "$(find "$work/root" -name nnreg.mk)")")
while IFS= read -r file; do
    installed=$contrib/${file#"$NNREG_SOURCE_DIR/contrib/"}
    case $file in
    */local.mk) continue ;;
    */NnregCheck.cmake) installed=$(find "$work/root" -name NnregCheck.cmake) ;;
    esac
    if ! cmp -s "$file" "$installed" || { [ -x "$file" ] && [ ! -x "$installed" ]; }; then
        echo "FAIL: $file is not installed as it is"
        failed=1
    fi
done < <(find "$NNREG_SOURCE_DIR/contrib" -type f)

if ! MAKEFLAGS='' MAKELEVEL='' make -C "$build_dir" uninstall DESTDIR="$work/root" >"$work/log" 2>&1; then
    cat "$work/log"
    echo "FAIL: make uninstall"
    failed=1
fi
left=$(find "$work/root" ! -type d)
if [ -z "$left" ]; then
    echo "ok: nothing is left after make uninstall"
else
    echo "FAIL: left after make uninstall: $left"
    failed=1
fi
exit $failed
