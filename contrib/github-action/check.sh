#!/usr/bin/env bash
# The step of action.yml. What a caller gives is in the variables NNREG_…, as text: none of it is ever part of a command.
# Wants of the runner GITHUB_ACTION_PATH, GITHUB_OUTPUT, GITHUB_WORKSPACE and RUNNER_TEMP.
# SPDX-License-Identifier: Apache-2.0
set -euo pipefail

cd "${GITHUB_WORKSPACE:?}"

# refuse TEXT: as an annotation, in which no text can end the command or begin another one.
refuse() {
    local text=$1
    text=${text//'%'/%25}
    text=${text//$'\r'/%0D}
    text=${text//$'\n'/%0A}
    printf '::error title=nnreg check::%s\n' "$text"
    printf 'status=2\nsarif=\n' >>"$GITHUB_OUTPUT"
    exit 2
}

# lines TEXT: sets `lines` to those of it that have something in them.
lines() {
    local line
    lines=()
    while IFS= read -r line; do
        line=${line%$'\r'}
        [[ $line =~ ^[[:space:]]*$ ]] || lines+=("$line")
    done <<<"$1"
}

# flag NAME VALUE: whether it is on.
flag() {
    case $2 in
    true) return 0 ;;
    false) return 1 ;;
    *) refuse "the input $1 is true or false, not \"$2\"" ;;
    esac
}

# path TEXT: one that nnreg takes for neither an option nor a separator.
path() {
    case $1 in
    -*) printf './%s' "$1" ;;
    *) printf '%s' "$1" ;;
    esac
}

build() {
    local source=${NNREG_SOURCE:-$GITHUB_ACTION_PATH/../..} folder=${RUNNER_TEMP:?}/nnreg-build
    [ -x "$source/bootstrap" ] || refuse "nnreg's sources are not in \"$source\": there is no bootstrap"
    echo '::group::building nnreg'
    BUILD_DIR=$folder "$source/bootstrap" || refuse 'nnreg could not be built: see above'
    echo '::endgroup::'
    nnreg=$folder/nnreg
}

find_nnreg() {
    local found
    case ${NNREG_COMMAND:-auto} in
    auto) nnreg=$(type -P nnreg) || build ;;
    path) nnreg=$(type -P nnreg) || refuse 'there is no nnreg in PATH, and the input nnreg allows no other' ;;
    build) build ;;
    */*) nnreg=$NNREG_COMMAND ;;
    *) refuse "the input nnreg is auto, path, build or the path of a program, not \"$NNREG_COMMAND\"" ;;
    esac
    found=$("$nnreg" --version) || refuse "\"$nnreg\" cannot be run"
    found=${found##* }
    [ -z "${NNREG_VERSION-}" ] || [ "$found" = "$NNREG_VERSION" ] || refuse "nnreg is version $found, and $NNREG_VERSION was asked for"
    printf 'nnreg %s: %s\n' "$found" "$nnreg"
}

# what_to_check: sets `operands`, a description with its bundle between two separators.
what_to_check() {
    local descriptions bundles i
    lines "${NNREG_DESCRIPTIONS-}"
    descriptions=(${lines[@]+"${lines[@]}"})
    lines "${NNREG_BUNDLES-}"
    bundles=(${lines[@]+"${lines[@]}"})
    [ "${#descriptions[@]}" -gt 0 ] || refuse 'the input descriptions names none'
    [ "${#bundles[@]}" = 0 ] || [ "${#bundles[@]}" = "${#descriptions[@]}" ] ||
        refuse "there are ${#descriptions[@]} descriptions and ${#bundles[@]} bundles: one a line, \"-\" where there is none"
    operands=()
    for ((i = 0; i < ${#descriptions[@]}; i++)); do
        [ "$i" = 0 ] || operands+=(--)
        operands+=("$(path "${descriptions[i]}")")
        case ${bundles[i]--} in
        -) ;;
        *) operands+=("$(path "${bundles[i]}")") ;;
        esac
    done
}

what_options() {
    local line
    options=()
    lines "${NNREG_SEVERITY-}"
    for line in ${lines[@]+"${lines[@]}"}; do
        options+=("--severity=$line")
    done
    ! flag strict "${NNREG_STRICT:-false}" || options+=(--warnings-as-errors)
    flag weights "${NNREG_WEIGHTS:-true}" || options+=(--no-weights)
    [ -z "${NNREG_BASELINE-}" ] || options+=("--baseline=$NNREG_BASELINE")
}

# what_forms: sets `annotations` and `sarif`, the path of the report or nothing.
what_forms() {
    local word words
    annotations='' sarif=''
    read -r -d '' -a words <<<"${NNREG_FORMAT//,/ }" || true
    for word in ${words[@]+"${words[@]}"}; do
        case $word in
        annotations) annotations=yes ;;
        sarif) sarif=$(path "${NNREG_SARIF_FILE:-nnreg.sarif}") ;;
        *) refuse "the input format is annotations, sarif or both, not \"$word\"" ;;
        esac
    done
    # It becomes a line of the step's outputs.
    case $sarif in *[[:cntrl:]]*) refuse 'the input sarif-file has a control character' ;; esac
}

find_nnreg
what_to_check
what_options
what_forms
fails=yes
flag fail "${NNREG_FAIL:-true}" || fails=

status=0
# Without annotations the log has the findings as text.
"$nnreg" check ${annotations:+--format=github} ${sarif:+"--report=sarif=$sarif"} ${NNREG_CATEGORY:+"--category=$NNREG_CATEGORY"} \
    ${options[@]+"${options[@]}"} "${operands[@]}" || status=$?
[ -s "$sarif" ] || sarif=
printf 'status=%s\nsarif=%s\n' "$status" "$sarif" >>"$GITHUB_OUTPUT"
[ "$status" -gt 1 ] || [ -n "$fails" ] || exit 0
exit "$status"
