#!/usr/bin/env bash
# Prints the names of the functions that a header declares NNREG_API, sorted. No test: other scripts here use it.
#
# usage: declared.sh HEADER
set -eu

sed -e '/^#/d' -e 's|/\*[^*]*\*/||g' "$1" | tr '\n' ' ' | grep -oE 'NNREG_API [^;{]*;' |
    sed -E 's/^NNREG_API [^(]*[ *](nnreg_[a-z0-9_]+)\(.*/\1/' | LC_ALL=C sort
