#!/usr/bin/env bash
# The GitLab template of contrib/: its script, taken out of the YAML, is run by each shell that is here, as a runner runs it, in a
# repository with good and bad networks. What the variables say is text and never a command.
. "$(dirname "$0")/lib.sh"
need_yaml
source_dir=${NNREG_SOURCE_DIR:?}
template=$source_dir/contrib/gitlab/nnreg.gitlab-ci.yml
export CI_PROJECT_DIR=$work/repository INPUTS=$work/inputs
bin=$work/bin plain_path=$PATH
mkdir "$CI_PROJECT_DIR" "$INPUTS" "$bin"
cat >"$bin/nnreg" <<T
#!/bin/sh
exec "$nnreg" "\$@"
T
chmod +x "$bin/nnreg"

make_model "$CI_PROJECT_DIR/model"
cd "$CI_PROJECT_DIR" || exit 1
cp -r model broken
printf x | dd of=broken/variables/variables.data-00000-of-00001 bs=1 conv=notrunc 2>/dev/null
description digits >good.json
description digits | sed 's/32x32/32*32/' >bad.json
description digits | sed 's/"inputs"/"batched_output": false, "inputs"/' >warned.json

shells=(sh)
for one in dash bash 'busybox sh'; do
    # shellcheck disable=SC2086
    $one -c : 2>/dev/null && shells+=("$one")
done

# job [NAME VALUE]...: runs the job with these variables, by the next of the shells; leaves .out and $status.
turn=0
job() {
    shell=${shells[turn++ % ${#shells[@]}]}
    title="the job by $shell with $*"
    rm -f "$INPUTS"/* gl-code-quality-report.json nnreg-junit.xml
    while [ $# -gt 0 ]; do
        printf '%s' "$2" >"$INPUTS/$1"
        shift 2
    done
    cd "$work" || exit 1
    ask "$scenarios/workflow.py" gitlab "$template" || wrong "the template could not be read: $complaint"
    cd "$CI_PROJECT_DIR" || exit 1
    environment=()
    while IFS= read -r -d '' one; do
        environment+=("$one")
    done <"$work/step.env"
    status=0
    # shellcheck disable=SC2086 # a command with its argument
    (PATH=$bin:$plain_path exec env "${environment[@]}" $shell -e "$work/step") >"$work/.out" 2>&1 </dev/null || status=$?
}

expect_status() {
    [ "$status" = "$1" ] || wrong "exit status $status instead of $1: $(cat "$work/.out")"
}

says() {
    holds "$work/.out" "$1" || wrong "the log lacks \"$1\": $(cat "$work/.out")"
}

# reports CODE-QUALITY JUNIT: the names and paths of the one, and the numbers of cases and failures of the other.
reports() {
    ask -c 'import json, xml.etree.ElementTree as tree
issues = json.load(open("gl-code-quality-report.json"))
cases = tree.parse("nnreg-junit.xml").getroot().findall(".//testcase")
print([(i["check_name"], i["location"]["path"]) for i in issues], len(cases), sum(len(c.findall("failure")) for c in cases))'
    [ "$said$complaint" = "$1 $2" ] || wrong "the reports are $said$complaint instead of $1 $2"
}

for _ in "${shells[@]}"; do
    job NNREG_DESCRIPTIONS good.json NNREG_BUNDLES model
    expect_status 0
    reports '[]' '1 0'
    job NNREG_DESCRIPTIONS $'bad.json\r\n\ngood.json\n./good.json\n' NNREG_BUNDLES $'-\nmodel\nbroken\n'
    expect_status 1
    reports "[('target-size', 'bad.json'), ('not-checked', 'bad.json'), ('variables.crc', 'broken/variables/variables.data-00000-of-00001')]" '3 2'
    says 'bad.json:11:36: error'
done
job NNREG_DESCRIPTIONS good.json
expect_status 0
reports "[('not-checked', 'good.json')]" '1 0'
job NNREG_DESCRIPTIONS warned.json NNREG_BUNDLES model
expect_status 0
job NNREG_DESCRIPTIONS warned.json NNREG_BUNDLES model NNREG_STRICT true
expect_status 1
job NNREG_DESCRIPTIONS warned.json NNREG_BUNDLES model NNREG_STRICT true NNREG_SEVERITY $'deprecated=error\ndeprecated=off\n'
expect_status 0
job NNREG_DESCRIPTIONS good.json NNREG_BUNDLES broken NNREG_WEIGHTS false
expect_status 0
"$nnreg" check --write-baseline known.json bad.json model >/dev/null 2>&1 || wrong 'no baseline'
job NNREG_DESCRIPTIONS bad.json NNREG_BUNDLES model NNREG_BASELINE known.json
expect_status 0
job NNREG_DESCRIPTIONS nowhere.json NNREG_BUNDLES model
expect_status 3
reports "[('not-checked', 'nowhere.json')]" '1 0'

refused() { # refused TEXT [NAME VALUE]...
    text=$1
    shift
    job "$@"
    expect_status 2
    says "nnreg-check: $text"
}
refused 'NNREG_DESCRIPTIONS names none' NNREG_BUNDLES model
refused 'NNREG_DESCRIPTIONS and NNREG_BUNDLES differ' NNREG_DESCRIPTIONS good.json NNREG_BUNDLES $'model\nmodel'
refused 'NNREG_STRICT is true or false' NNREG_DESCRIPTIONS good.json NNREG_STRICT yes
refused 'NNREG_WEIGHTS is true or false' NNREG_DESCRIPTIONS good.json NNREG_WEIGHTS yes
refused 'there is no nowhere, and NNREG_SOURCE does not say' NNREG_DESCRIPTIONS good.json NNREG_COMMAND nowhere

# Where there is none it is cloned and built.
if command -v git >/dev/null; then
    export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1
    git init -q "$work/sources"
    cat >"$work/sources/bootstrap" <<T
#!/bin/sh
[ \$# = 0 ] && mkdir -p "\$BUILD_DIR" && ln -s "$bin/nnreg" "\$BUILD_DIR/nnreg" && echo built
T
    chmod +x "$work/sources/bootstrap"
    git -C "$work/sources" add bootstrap
    git -C "$work/sources" -c user.name=n -c user.email=n@example.org commit -q -m sources
    git -C "$work/sources" tag v1
    for _ in "${shells[@]}"; do
        job NNREG_DESCRIPTIONS bad.json NNREG_BUNDLES model NNREG_COMMAND another NNREG_SOURCE "file://$work/sources" NNREG_REF v1
        expect_status 1
        says built
    done
    job NNREG_DESCRIPTIONS good.json NNREG_BUNDLES model NNREG_COMMAND another NNREG_SOURCE "file://$work/sources" NNREG_REF v2
    [ "$status" != 0 ] || wrong 'a reference that is not there was built'
else
    echo 'not tried: building from a clone, for want of git'
fi

odds=('a b' "it's" '"q"' '$(touch stolen)' '`touch stolen`' '; touch stolen' '-o stolen' '--output=stolen' '--' '*' 'a${IFS}b' '-e'
    'DESCRIPTIONS' 'a\b')
for odd in "${odds[@]}"; do
    cp -r model "./$odd"
    cp bad.json "./$odd.json"
    cp good.json "./$odd-good.json"
done
for _ in "${shells[@]}"; do
    job NNREG_DESCRIPTIONS "$(printf '%s-good.json\n' "${odds[@]}")" NNREG_BUNDLES "$(printf '%s\n' "${odds[@]}")"
    expect_status 0
    job NNREG_DESCRIPTIONS "$(printf '%s.json\n' "${odds[@]}")" NNREG_BUNDLES "$(printf '%s\n' "${odds[@]}")"
    expect_status 1
    [ "$(grep -c 'json:11:36: error' "$work/.out")" = "${#odds[@]}" ] || wrong "not all were refused: $(cat "$work/.out")"
done
for name in NNREG_DESCRIPTIONS NNREG_BUNDLES NNREG_SEVERITY NNREG_STRICT NNREG_WEIGHTS NNREG_BASELINE NNREG_COMMAND; do
    job NNREG_DESCRIPTIONS good.json NNREG_BUNDLES model "$name" "a b\"'\`touch stolen\`\$(touch stolen); touch stolen"
    [ "$status" != 0 ] || wrong "$name was taken"
done
[ ! -e stolen ] || wrong 'a name was run'

if command -v shellcheck >/dev/null; then
    title='the script of the template'
    shellcheck -s sh "$work/step" >"$work/.out" || wrong "shellcheck: $(cat "$work/.out")"
fi
ask - "$source_dir/contrib/gitlab" <<'P' || wrong "the example is none of this template: $complaint"
import sys, yaml
(template,) = yaml.safe_load(open(sys.argv[1] + "/nnreg.gitlab-ci.yml")).items()
example = yaml.safe_load(open(sys.argv[1] + "/example.gitlab-ci.yml"))
assert example["networks"]["extends"] == template[0]
assert set(example["networks"]["variables"]) <= set(template[1]["variables"])
P
cd "$work" || exit 1
finish
