#!/usr/bin/env bash
# Seeds of the fuzz target of the whole check, made of the cases that have a model in text form: tests/fuzz/seeds.sh CASES FOLDER
set -eu

byte() { printf '%b' "\\x$(printf '%02x' "$1")"; }

mkdir -p "$2"
for model in "$1"/*/saved_model.pbtxt; do
    case=${model%/*}
    size=$(wc -c <"$model")
    description=$case/description.json
    [ -f "$description" ] || description=$1/description.json
    if [ "$size" -lt 65536 ]; then
        { # one file, which is names[1] of fuzz_check.c
            byte 1 && byte 1 && byte $((size % 256)) && byte $((size / 256))
            cat "$model" "$description"
        } >"$2/case-${case##*/}"
    fi
done
