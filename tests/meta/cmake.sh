#!/usr/bin/env bash
# find_package(nnreg) finds what `make install` has put down, wherever it was moved to: programs in C and C++ are built with the
# targets that it gives, and run; a version that is not this one is refused.
set -u

build_dir=${NNREG_BUILD_DIR:?}
version=${NNREG_PACKAGE_VERSION:?}
read -ra cc <<<"${NNREG_CC:-cc}"
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
failed=0

if ! command -v cmake >/dev/null 2>&1; then
    echo "skipped: no cmake here"
    exit 77
fi
# The make that runs this test keeps its job slots to itself.
unset MAKEFLAGS MAKELEVEL MFLAGS
if ! make -C "$build_dir" install DESTDIR="$work/root" >"$work/log" 2>&1; then
    cat "$work/log"
    echo "FAIL: make install"
    exit 1
fi
config=$(find "$work/root" -name nnregConfig.cmake)
mv "$work/root" "$work/moved"
config=$work/moved${config#"$work/root"}

mkdir "$work/consumer"
cat >"$work/consumer/CMakeLists.txt" <<'C'
cmake_minimum_required(VERSION 3.13)
project(consumer C)
find_package(nnreg ${WANTED} REQUIRED)
# A second time, as in a project of several parts.
find_package(nnreg REQUIRED)
file(WRITE ${CMAKE_BINARY_DIR}/found "${nnreg_VERSION}\n")
file(WRITE ${CMAKE_BINARY_DIR}/command "${NNREG_EXECUTABLE}\n")
nnreg_add_check(network DESCRIPTION network.json)
add_executable(in_c program.c)
target_link_libraries(in_c nnreg::nnreg)
if(TARGET nnreg::static)
    add_executable(in_c_static program.c)
    target_link_libraries(in_c_static nnreg::static)
endif()
if(WITH_CXX)
    enable_language(CXX)
    add_executable(in_cxx program.cc)
    target_compile_features(in_cxx PRIVATE cxx_std_17)
    target_link_libraries(in_cxx nnreg::nnreg)
endif()
C
cat >"$work/consumer/program.c" <<'C'
#include <nnreg.h>
#include <stdio.h>

int main(void)
{
    nnreg_findings *findings;

    if (nnreg_findings_new(&findings, NULL, 0) != NNREG_OK || nnreg_check(findings, "{}", 2, NULL, NULL) != NNREG_REFUSED)
        return 1;
    nnreg_findings_free(findings);
    return puts(nnreg_library_version()) < 0;
}
C
cat >"$work/consumer/program.cc" <<'C'
#include <nnreg.hpp>
#include <cstdio>

int main()
{
    nnregpp::findings list;

    return nnregpp::check(list, "{}") ? 1 : std::puts(nnreg_library_version()) < 0;
}
C

configured() { # configured FOLDER ARGUMENT…: runs cmake on the consumer; what it says is in the log
    local folder=$1
    shift
    cmake -S "$work/consumer" -B "$work/$folder" -Dnnreg_DIR="$(dirname "$config")" -DCMAKE_C_COMPILER="${cc[0]}" \
        -DCMAKE_C_FLAGS="${cc[*]:1}" -DCMAKE_EXE_LINKER_FLAGS="${NNREG_LINK_FLAGS-}" "$@" >"$work/log" 2>&1
}

with_cxx=OFF
for cxx in g++ clang++; do
    ! command -v "$cxx" >/dev/null 2>&1 || with_cxx=ON
done
if ! configured build -DWANTED="${version%.*}" -DWITH_CXX=$with_cxx || ! cmake --build "$work/build" >"$work/log" 2>&1; then
    cat "$work/log"
    echo "FAIL: a project that asks for nnreg ${version%.*} is not built"
    exit 1
fi
if [ "$(cat "$work/build/found")" != "$version" ]; then
    echo "FAIL: the version that is found is $(cat "$work/build/found")"
    failed=1
fi
# nnreg_add_check comes along, and takes the command that lies beside it. tests/cli/cmake_check.sh has what it does.
if [ "$(cat "$work/build/command")" != "$(find "$work/moved" -path '*/bin/nnreg')" ]; then
    echo "FAIL: the command that is found is $(cat "$work/build/command")"
    failed=1
fi
programs=0
for program in in_c in_c_static in_cxx; do
    [ -x "$work/build/$program" ] || continue
    programs=$((programs + 1))
    said=$("$work/build/$program") || said="exit status $?"
    if [ "$said" = "$version" ]; then
        echo "ok: $program runs"
    else
        echo "FAIL: $program says \"$said\""
        failed=1
    fi
done
[ "$programs" -gt 0 ] || { echo "FAIL: no program was built" && failed=1; }

major=${version%%.*}
for wanted in 99.0 "$((major + 1))" "$version.1"; do
    if configured refused -DWANTED="$wanted"; then
        echo "FAIL: version $wanted was found"
        failed=1
    elif ! grep -q 'requested version' "$work/log"; then
        cat "$work/log"
        echo "FAIL: version $wanted was refused for another reason"
        failed=1
    fi
    rm -rf "$work/refused"
done
[ "$failed" != 0 ] || echo "ok: other versions are refused"
exit $failed
