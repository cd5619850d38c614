#!/usr/bin/env bash
# One version everywhere: configure.ac, the header's macros, the library, the command, nnreg.pc, NEWS.
set -u

source_dir=${NNREG_SOURCE_DIR:?}
build_dir=${NNREG_BUILD_DIR:?}
version=${NNREG_PACKAGE_VERSION:?}
failed=0

same() { # same WHERE FOUND
    if [ "$2" = "$version" ]; then
        echo "ok: $1 says $2"
    else
        echo "FAIL: $1 says \"$2\", configure.ac says \"$version\""
        failed=1
    fi
}

macro() {
    sed -n "s/^#define NNREG_VERSION_$1 \([0-9][0-9]*\)\$/\1/p" "$source_dir/include/nnreg.h"
}

same "nnreg.h" "$(macro MAJOR).$(macro MINOR).$(macro PATCH)"
same "nnreg.pc" "$(sed -n 's/^Version: //p' "$build_dir/nnreg.pc")"
same "the top entry of NEWS" "$(sed -n 's/^[^0-9]*\([0-9][0-9]*\.[0-9][0-9]*\.[0-9][0-9]*\).*/\1/p' "$source_dir/NEWS" | head -n 1)"
same "nnreg --version" "$("$build_dir/nnreg" --version | sed -n '1s/^nnreg \([^ ]*\).*/\1/p')"
exit $failed
