# What the scenarios share; each begins with
#     . "$(dirname "$0")/lib.sh"
# NNREG names the command; NNREG_MKMODEL (or MKMODEL) the model writer's. Both come from the Makefile, or from the
# person who runs a scenario by hand:
#     NNREG=build/nnreg MKMODEL=build/nnreg-mkmodel bash tests/cli/roundtrip.sh
#
# A scenario works in a folder of its own that is removed at its end, and ends with `finish`. It goes on after a
# failed expectation, so that one run tells all of them.
# shellcheck shell=sh disable=SC2034

set -u

absolute() {
    case $1 in
    /*) printf '%s\n' "$1" ;;
    *) printf '%s/%s\n' "$PWD" "$1" ;;
    esac
}

skip() {
    printf 'skipped: %s\n' "$1" >&2
    exit 77
}

# need PROGRAM: the scenario cannot run without it.
need() {
    command -v "$1" >/dev/null 2>&1 || skip "there is no $1"
}

# need_yaml: sets $python to a python3 that reads YAML. Debian's package belongs to Debian's python3, which need not be the first in
# PATH.
need_yaml() {
    for python in "${PYTHON_JSONSCHEMA:-python3}" python3 /usr/bin/python3; do
        if "$python" -c 'import yaml' 2>/dev/null; then
            return
        fi
    done
    skip 'there is no python3 that reads YAML (Debian: python3-yaml)'
}

: "${NNREG:?the path of the nnreg command}"
nnreg=$(absolute "$NNREG")
mkmodel=${MKMODEL:-${NNREG_MKMODEL:-}}
[ -n "$mkmodel" ] || skip 'neither MKMODEL nor NNREG_MKMODEL is set'
mkmodel=$(absolute "$mkmodel")
[ -x "$nnreg" ] || skip "$nnreg cannot be run"
[ -x "$mkmodel" ] || skip "$mkmodel cannot be run"

work=$(mktemp -d) && work=$(cd "$work" && pwd -P) || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
cd "$work" || exit 1
mkdir "$work/home" "$work/.expected"

# Nothing of the person who runs this may show in what is compared.
unset NNREG NNREG_DIR XDG_DATA_HOME NO_COLOR
HOME=$work/home TERM=xterm LC_ALL=C NNREG_ACTOR=tester TZ=UTC0
export HOME TERM LC_ALL NNREG_ACTOR TZ

failures=0
title='(nothing run yet)'

wrong() {
    failures=$((failures + 1))
    printf '%s: %s\n' "$title" "$1" >&2
}

# run ARGUMENT...: runs nnreg; leaves .out, .err and $status for the expectations.
run() {
    title="nnreg $*"
    status=0
    "$nnreg" "$@" >.out 2>.err || status=$?
}

# run_with FILE ARGUMENT...: the same with FILE as standard input.
run_with() {
    input=$1
    shift
    run "$@" <"$input"
}

# Dates and the folder differ from run to run.
normal() {
    sed -E "s|$work/|WORK/|g" "$1" | sed -E 's/[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}\.[0-9]{6}Z/DATE-WITH-MICROSECONDS-ZZZ/g
            s/[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z/DATE-IN-SECONDS-ZZZZ/g'
}

same() {
    sed "s|$work/|WORK/|g" "$1" >.wanted
    normal "$2" >.normal
    if ! cmp -s .wanted .normal; then
        wrong "$3 is not what was expected"
        diff -u .wanted .normal >&2
    fi
}

expect_status() {
    [ "$status" = "$1" ] || wrong "exit status $status instead of $1; standard error was: $(cat .err)"
}

# expect_out, expect_err: all of it, from standard input.
expect_out() {
    cat >.expected/text
    same .expected/text .out 'standard output'
}

expect_err() {
    cat >.expected/text
    same .expected/text .err 'standard error'
}

expect_silence() {
    [ ! -s .out ] || wrong "unexpected on standard output: $(cat .out)"
    [ ! -s .err ] || wrong "unexpected on standard error: $(cat .err)"
}

expect_no_out() {
    [ ! -s .out ] || wrong "unexpected on standard output: $(cat .out)"
}

# ok ARGUMENT...: must succeed.
ok() {
    run "$@"
    expect_status 0
}

# expect_same FILE FILE WHAT
expect_same() {
    cmp -s "$1" "$2" || wrong "$3"
}

# json EXPRESSION: what the Python expression says of the document `d` on standard output; exactly one line of JSON.
json() {
    python3 -c 'import json, sys
text = open(".out", encoding="utf-8").read()
d = json.loads(text)
print(eval(sys.argv[1]))' "$1" 2>.json-error || cat .json-error
}

# expect_json EXPRESSION VALUE
expect_json() {
    found=$(json "$1")
    [ "$found" = "$2" ] || wrong "JSON: $1 is $found instead of $2"
}

# expect_document: standard output is one JSON document by a reader that is not ours.
expect_document() {
    python3 -m json.tool .out >/dev/null 2>.json-error || wrong "no JSON document: $(cat .json-error; cat .out)"
}

# description NAME: an honest one of the models that make_model makes.
description() {
    cat <<JSON
{
    "name": "$1",
    "framework": "tensorflow-1.x",
    "preprocessing": {
        "inputs": [
            {
                "tensor_name": "input:0",
                "image": {
                    "dimension_order": "NHWC",
                    "resize_type": "SQUASH",
                    "target_size": "32x32",
                    "color_channels": "RGB"
                }
            }
        ]
    },
    "postprocessings": [{"tensors_output": {"tensors": ["probabilities"]}}]
}
JSON
}

# make_model FOLDER [OPTION...]: a small image classifier with variables.
make_model() {
    folder=$1
    shift
    "$mkmodel" --kind classifier --size 32x32 --labels 2 "$@" "$folder" >.mkmodel 2>&1 || {
        cat .mkmodel >&2
        exit 1
    }
}

# specification NAME: one output that make_model's classifier can serve.
specification() {
    printf '{"name": "%s", "outputs": [{"labels": {"labels": [{"id": 1, "name": "apple"}, {"id": 2, "name": "pear"}], ' "$1"
    printf '"exclusive": true, "roi": "NONE"}}]}\n'
}

# post_processings: of a version of such a specification, without the two ids.
post_processings() {
    cat <<'JSON'
{
    "post_processings": [
        {"classification": {"output_tensor": "probabilities", "thresholds": [0.5, 0.25]}}
    ]
}
JSON
}

finish() {
    [ "$failures" = 0 ] || {
        printf '%s expectations failed\n' "$failures" >&2
        exit 1
    }
    exit 0
}
