# What the scenarios share; each begins with
#     . "$(dirname "$0")/lib.sh"
# NNREG names the command; NNREG_MKMODEL (or MKMODEL) the model writer's. Both come from the Makefile, or from the
# person who runs a scenario by hand:
#     NNREG=build/nnreg MKMODEL=build/nnreg-mkmodel bash tests/cli/roundtrip.sh
#
# A scenario works in a folder of its own that is removed at its end, and ends with `finish`. It goes on after a
# failed expectation, so that one run tells all of them. A process costs more than most of what is compared here: what bash and one
# python3 can do is done by them.
# shellcheck shell=bash disable=SC2034

[ -n "${BASH_VERSION-}" ] || {
    echo 'the scenarios are run by bash' >&2
    exit 1
}
set -u

# absolute PATH: leaves it in $path as seen from any folder.
absolute() {
    case $1 in
    /*) path=$1 ;;
    *) path=$PWD/$1 ;;
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
absolute "$NNREG"
nnreg=$path
mkmodel=${MKMODEL:-${NNREG_MKMODEL:-}}
[ -n "$mkmodel" ] || skip 'neither MKMODEL nor NNREG_MKMODEL is set'
absolute "$mkmodel"
mkmodel=$path
[ -x "$nnreg" ] || skip "$nnreg cannot be run"
[ -x "$mkmodel" ] || skip "$mkmodel cannot be run"

absolute "${BASH_SOURCE[0]%/*}"
scenarios=$path
work=$(mktemp -d) && cd -P "$work" && work=$PWD || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
mkdir "$work/home"

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

# like TEXT FILE: whether the file has this text, but for what differs from run to run. Only a yes is for sure: bash keeps no NUL.
like() {
    local wanted=$1 found
    [ -f "$2" ] || return 1
    IFS= read -r -d '' found <"$2" && return 1
    [ "$found" != "$wanted" ] || return 0
    wanted=${wanted//"$work/"/WORK/}
    found=${found//"$work/"/WORK/}
    [ "$found" != "$wanted" ] || return 0
    [[ $wanted == *DATE-* ]] || return 1
    while [[ $found =~ [0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}\.[0-9]{6}Z ]]; do
        found=${found//"${BASH_REMATCH[0]}"/DATE-WITH-MICROSECONDS-ZZZ}
    done
    while [[ $found =~ [0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z ]]; do
        found=${found//"${BASH_REMATCH[0]}"/DATE-IN-SECONDS-ZZZZ}
    done
    [ "$found" = "$wanted" ]
}

# same FILE WHAT: the file has what is on standard input.
same() {
    local wanted
    if IFS= read -r -d '' wanted; then
        wrong 'what is expected has a NUL'
        return
    fi
    like "$wanted" "$1" && return
    printf '%s' "$wanted" | sed "s|$work/|WORK/|g" >.wanted
    normal "$1" >.normal
    if ! cmp -s .wanted .normal; then
        wrong "$2 is not what was expected"
        diff -u .wanted .normal >&2
    fi
}

expect_status() {
    [ "$status" = "$1" ] || wrong "exit status $status instead of $1; standard error was: $(cat .err)"
}

# expect_out, expect_err: all of it, from standard input.
expect_out() {
    same .out 'standard output'
}

expect_err() {
    same .err 'standard error'
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

# alike FILE FILE: the same text. As with `like`, only a yes is for sure.
alike() {
    local first second
    [ -f "$1" ] && [ -f "$2" ] || return 1
    IFS= read -r -d '' first <"$1" && return 1
    IFS= read -r -d '' second <"$2" && return 1
    [ "$first" = "$second" ]
}

# expect_same FILE FILE WHAT
expect_same() {
    alike "$1" "$2" || cmp -s "$1" "$2" || wrong "$3"
}

# ask ARGUMENT...: what a python3 with these arguments prints, in $said, and says on standard error, in $complaint; its status. They
# are `-c TEXT`, a file, or `-` for what is on standard input, with what goes to it. All are run by one process, begun by the first, which ends with the scenario.
# $python is another than the python3 in PATH, where a scenario has set it before.
ask() {
    local answered text
    said='' complaint=''
    if [ "$1" = - ]; then
        IFS= read -r -d '' text
        shift
        set -- -c "$text" "$@"
    fi
    if [ "$BASHPID" != "$$" ]; then
        complaint='a subshell cannot ask'
        return 1
    fi
    if [ -z "${reader_PID-}" ]; then
        if ! command -v "${python:-python3}" >/dev/null 2>&1; then
            complaint="there is no ${python:-python3}"
            return 127
        fi
        coproc reader { cd "$work" && exec "${python:-python3}" "$scenarios/reader.py"; }
    fi
    printf '%s\0' "$(($# + 1))" "$PWD" "$@" >&"${reader[1]}"
    if ! IFS= read -r -d '' -u "${reader[0]}" answered || ! IFS= read -r -d '' -u "${reader[0]}" said ||
        ! IFS= read -r -d '' -u "${reader[0]}" complaint; then
        complaint="$complaint
the python that is asked has ended"
        return 1
    fi
    return "$answered"
}

# value EXPRESSION: leaves in $said what the Python expression says of the document `d` on standard output, which has to be exactly
# one line of JSON. It fails where there is no such value, with why in its place.
value() {
    ask -c 'import json, sys
text = open(".out", encoding="utf-8").read()
d = json.loads(text)
print(eval(sys.argv[1]))' "$1" || {
        said+=$complaint
        return 1
    }
}

# expect_json EXPRESSION VALUE
expect_json() {
    value "$1"
    [ "$said" = "$2" ] || wrong "JSON: $1 is $said instead of $2"
}

# expect_document: standard output is one JSON document by a reader that is not ours.
expect_document() {
    ask -c 'import json, sys
try:
    json.load(open(".out", encoding="utf-8"))
except ValueError as error:
    sys.exit(str(error))' || wrong "no JSON document: $(printf '%s\n' "$complaint" && cat .out)"
}

# print: what is on standard input, as `cat` does of a text.
print() {
    local text
    IFS= read -r -d '' text
    printf %s "$text"
}

# one_line FILE: it has exactly one, with its end.
one_line() {
    local lines
    mapfile -n 2 lines <"$1"
    [ "${#lines[@]}" = 1 ] && [ "${lines[0]: -1}" = $'\n' ] || wrong 'not one line'
}

# holds FILE TEXT: whether this part of a line is in the file. Only a yes is for sure, where there may be NULs.
holds() {
    local text
    IFS= read -r -d '' text <"$1"
    [[ $text == *"$2"* ]]
}

# description NAME: an honest one of the models that make_model makes.
description() {
    print <<JSON
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
    print <<'JSON'
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
