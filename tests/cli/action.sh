#!/usr/bin/env bash
# The GitHub Action of contrib/: its step, taken out of action.yml, is run in a repository with good and bad networks, with what a
# runner sets. What comes from outside is text and never a command.
. "$(dirname "$0")/lib.sh"
need bash
source_dir=${NNREG_SOURCE_DIR:?}
need_yaml
export GITHUB_ACTION_PATH=$source_dir/contrib/github-action GITHUB_WORKSPACE=$work/repository RUNNER_TEMP=$work/temp
export GITHUB_OUTPUT=$work/outputs INPUTS=$work/inputs
bin=$work/bin plain_path=$PATH
mkdir "$GITHUB_WORKSPACE" "$RUNNER_TEMP" "$INPUTS" "$bin"
cat >"$bin/nnreg" <<T
#!/bin/sh
exec "$nnreg" "\$@"
T
chmod +x "$bin/nnreg"

make_model "$GITHUB_WORKSPACE/model"
cd "$GITHUB_WORKSPACE" || exit 1
mkdir models
cp -r model broken
printf x | dd of=broken/variables/variables.data-00000-of-00001 bs=1 conv=notrunc 2>/dev/null
description digits >models/good.json
description digits | sed 's/32x32/32*32/' >models/bad.json
description digits | sed 's/"inputs"/"batched_output": false, "inputs"/' >models/warned.json

# step [NAME VALUE]...: runs the step with these inputs; leaves .out, .err and $status. The log of a step is both streams.
step() {
    title="the step with $*"
    rm -f "$INPUTS"/* nnreg.sarif && : >"$GITHUB_OUTPUT"
    while [ $# -gt 0 ]; do
        printf '%s' "$2" >"$INPUTS/$1"
        shift 2
    done
    cd "$work" || exit 1
    ask "$scenarios/workflow.py" action "$GITHUB_ACTION_PATH" || wrong "the action could not be read: $complaint"
    cd "$GITHUB_WORKSPACE" || exit 1
    environment=()
    while IFS= read -r -d '' one; do
        environment+=("$one")
    done <"$work/step.env"
    status=0
    (cd / && PATH=$bin:$plain_path exec env "${environment[@]}" bash --noprofile --norc -eo pipefail "$work/step") \
        >"$work/.out" 2>&1 </dev/null || status=$?
}

expect_status() {
    [ "$status" = "$1" ] || wrong "exit status $status instead of $1: $(cat "$work/.out")"
}

# outputs STATUS SARIF: what the step gives out.
outputs() {
    local found
    ! IFS= read -r -d '' found <"$GITHUB_OUTPUT" && [ "$found" = "status=$1"$'\n'"sarif=$2"$'\n' ] || wrong "outputs: $found"
}

says() { # says TEXT: a line of the log begins with it
    holds "$work/.out" "$1" || wrong "the log lacks \"$1\": $(cat "$work/.out")"
}

# results EXPRESSION VALUE: of the results of the report
results() {
    ask -c 'import json, sys
run = json.load(open("nnreg.sarif"))["runs"][0]
results = [(r["ruleId"], r["level"], r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]) for r in run["results"]]
print(eval(sys.argv[1]))' "$1"
    [ "$said$complaint" = "$2" ] || wrong "SARIF: $1 is $said$complaint instead of $2"
}

step descriptions models/good.json bundles model
expect_status 0
outputs 0 nnreg.sarif
results results '[]'

step descriptions 'models/good.json
models/bad.json

models/good.json
' bundles 'model
model
broken'
expect_status 1
outputs 1 nnreg.sarif
says '::error file=models/bad.json,line=11,col=36,'
says '::error file=broken/variables/variables.data-00000-of-00001,title=variables.crc::'
results results "[('target-size', 'error', 'models/bad.json'), ('variables.crc', 'error', 'broken/variables/variables.data-00000-of-00001')]"

# Without a bundle, some of them or all.
step descriptions models/good.json
expect_status 0
says 'description only'
step descriptions $'models/good.json\r\nmodels/good.json\r\n' bundles $'-\r\nmodel\r\n'
expect_status 0
[ "$(grep -c 'description only' "$work/.out")" = 1 ] || wrong "not one without a bundle: $(cat "$work/.out")"

# How strict it is.
step descriptions models/warned.json bundles model
expect_status 0
step descriptions models/warned.json bundles model strict true
expect_status 1
outputs 1 nnreg.sarif
step descriptions models/warned.json bundles model strict true severity 'deprecated=warning
deprecated=off'
expect_status 0
step descriptions models/good.json bundles broken weights false
expect_status 0
says 'weights not read'
(cd "$work/repository" && "$nnreg" check --write-baseline known.json models/bad.json model) >/dev/null 2>&1 || wrong 'no baseline'
step descriptions models/bad.json bundles model baseline known.json
expect_status 0
step descriptions models/bad.json bundles model fail false
expect_status 0
outputs 1 nnreg.sarif

# What is made.
step descriptions models/bad.json bundles model format annotations
expect_status 1
outputs 1 ''
[ ! -e nnreg.sarif ] || wrong 'a report was made'
step descriptions models/bad.json bundles model format 'sarif, ' sarif-file 'a report.sarif' category nightly
expect_status 1
outputs 1 'a report.sarif'
says 'models/bad.json:11:36: error'
grep -q nightly 'a report.sarif' || wrong 'the category is not in the report'
step descriptions models/good.json format ''
expect_status 0
outputs 0 ''

# What cannot be judged fails, whatever `fail` says.
step descriptions models/nowhere.json bundles model fail false
expect_status 3
outputs 3 nnreg.sarif
step descriptions models/good.json sarif-file nowhere/report.sarif
expect_status 4
says 'cannot write "nowhere/report.sarif"'

refused() { # refused TEXT [NAME VALUE]...
    text=$1
    shift
    step "$@"
    expect_status 2
    outputs 2 ''
    says "::error title=nnreg check::$text"
    [ "$(grep -c '^::' "$work/.out")" = 1 ] || wrong "more than one command: $(cat "$work/.out")"
}
refused 'the input descriptions names none' bundles model
refused 'there are 1 descriptions and 2 bundles' descriptions models/good.json bundles 'model
model'
refused 'the input strict is true or false, not "yes"' descriptions models/good.json strict yes
refused 'the input weights is true or false, not "0%0A::error::x%25"' descriptions models/good.json weights '0
::error::x%'
refused 'the input fail is' descriptions models/good.json fail maybe
refused 'the input format is annotations, sarif or both, not "xml"' descriptions models/good.json format xml
refused 'the input sarif-file has a control character' descriptions models/good.json sarif-file 'x
status=0'
step descriptions models/good.json severity 'no-such-rule=error'
expect_status 2
step descriptions models/good.json severity '--output=stolen'
expect_status 2
[ ! -e stolen ] || wrong 'a severity became another option'

# Where nnreg is. The sources are a folder with a bootstrap, which builds in BUILD_DIR.
mkdir "$work/sources"
cat >"$work/sources/bootstrap" <<T
#!/bin/sh
[ \$# = 0 ] && mkdir -p "\$BUILD_DIR" && ln -s "$bin/nnreg" "\$BUILD_DIR/nnreg" && echo built
T
chmod +x "$work/sources/bootstrap"
[ -x "$GITHUB_ACTION_PATH/../../bootstrap" ] || wrong 'the sources are not where the action looks for them'
version=$("$nnreg" --version) && version=${version##* }
step descriptions models/bad.json bundles model nnreg build source "$work/sources" version "$version"
expect_status 1
says built
says "nnreg $version: $RUNNER_TEMP/nnreg-build/nnreg"
step descriptions models/good.json bundles model nnreg auto source "$work/sources"
says "nnreg $version: $bin/nnreg"
step descriptions models/good.json bundles model nnreg "$bin/nnreg" version "$version"
expect_status 0
refused "nnreg is version $version, and 99.0 was asked for" descriptions models/good.json version 99.0
refused 'the input nnreg is auto, path, build or the path of a program' descriptions models/good.json nnreg other
mv "$bin/nnreg" "$bin/hidden"
plain_path=$(dirname "$(command -v bash)"):/usr/bin:/bin
if ! PATH=$plain_path command -v nnreg >/dev/null; then
    refused 'there is no nnreg in PATH' descriptions models/good.json nnreg path
    rm -r "$RUNNER_TEMP/nnreg-build" && mv "$bin/hidden" "$work/hidden" && sed -i "s|$bin/nnreg|$work/hidden|" "$work/sources/bootstrap"
    step descriptions models/good.json bundles model source "$work/sources"
    expect_status 0
    says built
    mv "$work/hidden" "$bin/hidden"
fi
mv "$bin/hidden" "$bin/nnreg"
refused "nnreg's sources are not in \"$work/nowhere\"" descriptions models/good.json nnreg build source "$work/nowhere"

# Names that a shell, an option or a command of the runner could be made of: as paths, and all at once as anything else.
odds=('a b' "it's" '"q"' '$(touch stolen)' '`touch stolen`' '; touch stolen' '-o stolen' '--output=stolen' '--' '*' 'a${IFS}b'
    '::error::x' '${{ inputs.strict }}' '-e')
for odd in "${odds[@]}"; do
    cp -r model "./$odd"
    cp models/bad.json "./$odd.json"
    cp models/good.json "./$odd-good.json"
done
step descriptions "$(printf '%s-good.json\n' "${odds[@]}")" bundles "$(printf '%s\n' "${odds[@]}")"
expect_status 0
step descriptions "$(printf '%s.json\n' "${odds[@]}")" bundles "$(printf '%s\n' "${odds[@]}")"
expect_status 1
[ "$(grep -c '^::error file=.*,line=11,col=36,' "$work/.out")" = "${#odds[@]}" ] || wrong "not all were refused: $(cat "$work/.out")"
grep -v '^nnreg [0-9.]*: ' "$work/.out" | grep -qv '^::error file=' && wrong "other lines than annotations: $(cat "$work/.out")"
results 'len(results)' "${#odds[@]}"
for odd in '$(touch stolen)' '-o stolen' '::error::x'; do
    step descriptions models/good.json sarif-file "$odd.sarif" category "$odd"
    expect_status 0
    case $odd in -*) outputs 0 "./$odd.sarif" ;; *) outputs 0 "$odd.sarif" ;; esac
done
for name in descriptions bundles severity strict weights format baseline nnreg version fail source; do
    case $name in source) where=(nnreg build) ;; *) where=() ;; esac
    step descriptions models/good.json bundles model "${where[@]}" \
        "$name" "a b\"'\`touch stolen\`\$(touch stolen); touch stolen"
    [ "$status" != 0 ] || wrong "the input $name was taken"
done
[ ! -e stolen ] || wrong 'a name was run'

if command -v shellcheck >/dev/null; then
    shellcheck -s bash "$work/step" >"$work/.out" || wrong "shellcheck: $(cat "$work/.out")"
fi

# The example is one, and asks for what the action has.
ask - "$GITHUB_ACTION_PATH" <<'P' || wrong "the example is no workflow for this action: $complaint"
import sys, yaml
inputs = yaml.safe_load(open(sys.argv[1] + "/action.yml"))["inputs"]
workflow = yaml.safe_load(open(sys.argv[1] + "/example-workflow.yml"))
steps = workflow["jobs"]["check"]["steps"]
(mine,) = [step for step in steps if "nnreg/contrib/github-action@" in step["uses"]]
assert set(mine["with"]) <= set(inputs)
assert steps[-1]["with"]["sarif_file"] == inputs["sarif-file"]["default"]
P
cd "$work" || exit 1
finish
