#!/usr/bin/env bash
# Configurations of check: which one applies, what is refused in it, and that every form tells what it silences, and why.
. "$(dirname "$0")/lib.sh"
need python3

make_model export
description digits >export/network.json
: >export/train.log
mkdir .git # nothing above this folder is looked at

# configure FILE RULE SEVERITY REASON
configure() {
    printf '{"severities": {"%s": {"severity": "%s", "reason": "%s"}}}\n' "$2" "$3" "$4" >"$1"
}

# applies WANTED ARGUMENT...: the configurations that apply, by --print-config.
applies() {
    wanted=$1
    shift
    ok check --print-config "$@"
    found=
    while IFS= read -r line; do
        [[ ! $line =~ ^[^\ ].*': ' ]] || found+="${line#"${BASH_REMATCH[0]}"} "
    done <.out
    [ "$found" = "$wanted " ] || wrong "applies: $found instead of $wanted"
}

# -- which one: the nearest, alone --

mkdir -p a/b/c a/repository/.git
for folder in . a a/b a/b/c a/repository; do description n >"$folder/n.json"; done
applies 'no configuration' a/b/c/n.json
configure .nnreg.json deprecated note far
configure a/b/.nnreg.json bundle.unknown-file off near
applies a/b/.nnreg.json a/b/c/n.json
applies a/b/.nnreg.json ./a/b/../b/n.json
applies .nnreg.json a/n.json
applies .nnreg.json -- -
applies 'no configuration' a/repository/n.json # a repository ends there
configure a/repository/.nnreg.json deprecated off own
applies a/repository/.nnreg.json a/repository/n.json
(cd a/b/c && "$nnreg" check --print-config n.json) >.out
expect_out <<T
n.json: $work/a/b/.nnreg.json
    bundle.unknown-file: off (near)
T
ln -s a/b/c/n.json linked.json
applies .nnreg.json linked.json # beside the link, as it was named
applies 'a/b/.nnreg.json .nnreg.json a/repository/.nnreg.json' a/b/n.json a/n.json a/repository/n.json
applies 'no configuration' --no-config a/b/n.json
applies .nnreg.json --config .nnreg.json a/b/n.json
applies .nnreg.json export
configure export/.nnreg.json bundle.unknown-file off inside
applies export/.nnreg.json export
run check export # nor is it a stranger in the bundle
expect_out <<'T'
export/network.json: ok, 1 silenced by export/.nnreg.json
T
[ ! -s .err ] || wrong "said: $(cat .err)"
rm export/.nnreg.json

# The command line wins, rule by rule.
ok check --print-config --severity bundle.unknown-file=error --severity url=note a/b/n.json
expect_out <<'T'
a/b/n.json: a/b/.nnreg.json
    bundle.unknown-file: error (--severity)
    url: note (--severity)
T
ok --json check --print-config --severity url=note a/b/n.json
expect_json 'd["configurations"][0]["file"]' a/b/.nnreg.json
expect_json '[(s["rule"], s["severity"], s["reason"]) for s in d["configurations"][0]["severities"]]' \
    "[('bundle.unknown-file', 'off', 'near'), ('url', 'note', None)]"

# -- what it does --

configure .nnreg.json bundle.unknown-file off 'the trainer leaves its log'
ok check export
expect_out <<'T'
export/network.json: ok, 1 silenced by .nnreg.json
T
expect_err </dev/null
ok check --warnings-as-errors export
ok check -v export
expect_out <<'T'
export/network.json: ok, 1 silenced by .nnreg.json
T
expect_err <<'T'
train.log: off: this file is no part of a model; it is not stored [bundle.unknown-file]
      = hint: files of your own go into assets.extra/
      = set to off by .nnreg.json: the trainer leaves its log
T
ok check -v n.json
expect_out <<'T'
n.json: ok, none set by .nnreg.json, description only
T
ok check --no-config export
expect_out <<'T'
export/network.json: ok
T
grep -q 'train.log: warning' .err || wrong "said: $(cat .err)"
run check --severity bundle.unknown-file=error export
expect_status 1

configure .nnreg.json bundle.unknown-file error 'nothing may be left'
run check export
expect_status 1
expect_err <<'T'
train.log: error: this file is no part of a model; it is not stored [bundle.unknown-file]
      = hint: files of your own go into assets.extra/
1 error; 1 set by .nnreg.json
T
run check -v export -- a/b/n.json
expect_status 1
expect_err <<'T'
export/train.log: error: this file is no part of a model; it is not stored [bundle.unknown-file]
      = hint: files of your own go into assets.extra/
      = set to error by .nnreg.json: nothing may be left
export/network.json: 1 error; 1 set by .nnreg.json
T

# Each description has its own, also in one run.
cp -r export a/b/export
: >a/b/export/more.log
run check export a/b/export
expect_status 1
expect_out <<'T'
a/b/export/network.json: ok, 2 silenced by a/b/.nnreg.json
T

# What is set and what is silenced, in one file; what it says of others has no effect.
cat >.nnreg.json <<'J'
{"severities": {
    "bundle.unknown-file": {"severity": "off", "reason": "the trainer leaves its log"},
    "deprecated": {"severity": "note", "reason": "until next year"},
    "url": {"severity": "error", "reason": "always"}}}
J
sed 's/"preprocessing": {/"preprocessing": { "batched_output": false,/' export/network.json >deprecated.json
ok check deprecated.json export
expect_out <<'T'
deprecated.json: ok, 1 set and 2 silenced by .nnreg.json
T
tail -n 1 .err >.out
expect_out <<'T'
1 note
T

# -- what the reports say --

configure .nnreg.json bundle.unknown-file off 'the trainer leaves its log'
ok --json check export a/b/export
expect_json 'd["checks"][0]["findings"]' '[]'
expect_json 'd["checks"][0]["configuration"]["file"]' .nnreg.json
expect_json 'd["checks"][0]["configuration"]["severities"]' \
    "[{'rule': 'bundle.unknown-file', 'severity': 'off', 'reason': 'the trainer leaves its log', 'findings': 1}]"
expect_json '[(f["severity"], f["file"]) for f in d["checks"][1]["configuration"]["silenced"]]' \
    "[('off', 'more.log'), ('off', 'train.log')]"
ok --json check --severity bundle.unknown-file=note export
expect_json 'd["checks"][0]["configuration"]["severities"]' '[]'
expect_json 'len(d["checks"][0]["findings"])' 1
ok --json check --no-config export
expect_json '"configuration" in d["checks"][0]' False

ok check --format sarif export a/b/export
expect_json 'd["runs"][0]["results"]' '[]'
expect_json '[(o["configuration"], o["properties"]["configuration"], o["properties"]["reason"])
    for o in d["runs"][0]["invocations"][0]["ruleConfigurationOverrides"]]' \
    "[({'enabled': False}, '.nnreg.json', 'the trainer leaves its log'), ({'enabled': False}, 'a/b/.nnreg.json', 'near')]"
ok check --format sarif -v export a/b/export
expect_json '[(r["level"], r["suppressions"][0]["kind"], r["suppressions"][0]["justification"],
    r["suppressions"][0]["location"]["physicalLocation"]["artifactLocation"]["uri"]) for r in d["runs"][0]["results"]][:1]' \
    "[('note', 'external', 'the trainer leaves its log', '.nnreg.json')]"
expect_json 'len(d["runs"][0]["results"])' 3
if ask -c 'import jsonschema; jsonschema.Draft202012Validator'; then
    ask -c 'import json, sys, jsonschema
jsonschema.Draft202012Validator(json.load(open(sys.argv[1]))).validate(json.load(open(".out")))' \
        "${NNREG_SOURCE_DIR:?}/tests/meta/sarif.schema.json" || wrong "$(tail -n 5 <<<"$said$complaint")"
fi
ok check --format junit export
grep -q '<system-out>1 silenced by .nnreg.json' .out || wrong "said: $(cat .out)"
for format in github gitlab; do
    ok check --format "$format" export
    if grep -q train.log .out; then wrong "--format $format tells what is silenced"; fi
done
ok check -o report.txt export
grep -q 'ok, 1 silenced by .nnreg.json' report.txt || wrong "said: $(cat report.txt)"
ok -q check export
expect_silence

# With a baseline: what is silenced is neither written to it nor looked for in it.
ok check --write-baseline known.json export
if grep -q train.log known.json; then wrong 'the baseline has what is silenced'; fi
ok check --no-config --write-baseline known.json export
ok check --baseline known.json export
expect_out <<'T'
export/network.json: ok, 1 silenced by .nnreg.json
T
grep -q 'stale in the baseline' .err || wrong "said: $(cat .err)"
ok check --no-config --baseline known.json export
expect_out <<'T'
export/network.json: ok, 1 known finding
T

# However much is silenced, what is not is told.
cp -r export crowded
i=0
while [ $i -lt 1100 ]; do
    : >crowded/$i.log
    i=$((i + 1))
done
sed 's/32x32/32*32/' export/network.json >crowded/network.json
rm -r crowded/variables
run check crowded
expect_status 1
grep -q '\[target-size\]' .err || wrong "said: $(tail -n 3 .err)"
grep -q '\[bundle.variables-missing\]' .err || wrong "said: $(tail -n 3 .err)"
tail -n 1 .err | grep -q ' errors.*; too many to count silenced by .nnreg.json' || wrong "said: $(tail -n 1 .err)"
if grep -q 'unknown-file' .err; then wrong 'what is silenced was told'; fi
run --json check crowded
expect_json 'd["checks"][0]["configuration"]["severities"][0]["findings"]' None

run --json check --no-config --write-baseline many.json crowded
expect_status 0
run --json check --no-config --baseline many.json crowded # what there was no room for is not known
expect_status 1
run check --no-config --baseline many.json --format junit crowded
expect_status 1
holds .out 'message="refused"' || wrong "said: $(tail -n 5 .out)"
holds .out 'type=' && wrong "said: $(tail -n 5 .out)"
cat >.nnreg.json <<'J'
{"severities": {
    "bundle.unknown-file": {"severity": "off", "reason": "the trainer leaves its log"},
    "target-size": {"severity": "warning", "reason": "until next year"}}}
J
run check crowded
expect_status 1
tail -n 1 .err | grep -q '; 1 set and too many to count silenced by .nnreg.json$' || wrong "said: $(tail -n 1 .err)"
run --json check crowded
expect_json '[s["findings"] for s in d["checks"][0]["configuration"]["severities"]]' '[None, 1]'
configure .nnreg.json bundle.unknown-file note x
run check crowded
expect_status 1
holds .err '[target-size]' || wrong "said: $(tail -n 3 .err)"
tail -n 1 .err >.out
expect_out <<'T'
1 error, 999 notes; 998 set by .nnreg.json
T
configure .nnreg.json bundle.unknown-file off x
run check --severity bundle.unknown-file=note crowded
expect_status 1

# -- what there is little of --

# What could not be checked has no findings.
run check --format junit nowhere.json
expect_status 3
holds .out '<error ' || wrong "said: $(cat .out)"
run --json check nowhere.json
expect_status 3
expect_json '[s["findings"] for s in d["checks"][0]["configuration"]["severities"]]' '[0]'
mkdir empty
run check --print-config empty -- export/network.json
expect_status 3
holds .out 'export/network.json: ' || wrong "said: $(cat .out)"
run --json check --print-config empty
expect_status 3
expect_document
expect_json 'd["error"]["status"]' 'not found'

# What is known is neither counted nor told as silenced.
configure .nnreg.json bundle.unknown-file error 'nothing may be left'
: >export/other.log
run --json check --baseline known.json export
expect_status 1
expect_json 'd["checks"][0]["configuration"]["severities"][0]["findings"]' 1
rm export/other.log
ok check --format sarif -v --no-config --baseline known.json export
expect_json 'd["runs"][0]["results"]' '[]'
ok check --no-config --write-baseline old.json deprecated.json export
configure .nnreg.json bundle.unknown-file off 'the trainer leaves its log'
ok check --format sarif -v --baseline old.json deprecated.json export
expect_json 'sorted(r["ruleId"] for r in d["runs"][0]["results"])' "['bundle.unknown-file', 'bundle.unknown-file']"

# One configuration of two checks is told once, and not what --severity has taken over.
overrides='[o["descriptor"]["id"] for o in d["runs"][0]["invocations"][0].get("ruleConfigurationOverrides", [])]'
ok check --format sarif n.json -- export/network.json
expect_json "$overrides" "['bundle.unknown-file']"
run check --format sarif --severity bundle.unknown-file=note export
expect_status 0
expect_json 'sorted((o["descriptor"]["id"], "configuration" in o.get("properties", {}))
    for o in d["runs"][0]["invocations"][0].get("ruleConfigurationOverrides", []))' "[('bundle.unknown-file', False)]"

# Where it is, as seen from the working directory, or as it is.
config=$work/.nnreg.json
mkdir gone
(cd gone && rmdir ../gone && "$nnreg" check --print-config "$work/n.json") >.out 2>.err || wrong "said: $(cat .err)"
holds .out ": $config" || wrong "said: $(cat .out)"
(cd / && "$nnreg" check --print-config "$work/n.json") >.out 2>.err || wrong "said: $(cat .err)"
holds .out ": ${config#/}" || wrong "said: $(cat .out)"
mkdir a/b/c2
description n >a/b/c2/n.json
configure a/b/c2/.nnreg.json url off beside
(cd a/b/c && "$nnreg" check --print-config ../c2/n.json) >.out 2>.err || wrong "said: $(cat .err)"
holds .out ": $work/a/b/c2/.nnreg.json" || wrong "said: $(cat .out)"
run check n.json/x.json
expect_status 3
head -n 1 .err >.out
expect_out <<'T'
nnreg: cannot read "n.json/x.json": Not a directory
T

# -- what is refused --

# refused PLACE-AND-MESSAGE TEXT
refused() {
    printf '%s' "$2" >a/.nnreg.json
    run check n.json a/n.json
    expect_status 2
    expect_no_out
    IFS= read -r first <.err && [ "$first" = "nnreg: check: a/.nnreg.json:$1" ] || wrong "$2 is told: $first"
}
example='{"severity": "off|note|warning|error", "reason": "why"}'
refused '1:1: the text is empty' ''
refused "1:2: a configuration is an object: write {\"severities\": {\"RULE\": $example}}" ' []'
refused '1:2: there is no member "severites" here; did you mean "severities"?' '{"severites": {}}'
refused '1:2: there is no member "extends" here: write "severities"' '{"extends": "x"}'
refused "1:16: \"severities\" is an object: write {\"RULE\": $example}" '{"severities": 1}'
refused '2:5: there is no rule "target-sze"; did you mean "target-size"?' '{"severities": {
    "target-sze": {"severity": "off", "reason": "r"}}}'
refused '1:17: there is no rule "quite-another" (see: nnreg rules)' '{"severities": {"quite-another": {}}}'
refused '1:17: the severity of rule "json.syntax" cannot be set' '{"severities": {"json.syntax": {}}}'
refused "1:24: a rule is set by $example" '{"severities": {"url": "off"}}'
refused '1:36: "of" is no severity: it is error, warning, note or off' \
    '{"severities": {"url": {"severity":"of", "reason": "r"}}}'
refused '1:37: a severity is "error", "warning", "note" or "off"' '{"severities": {"url": {"severity": 0, "reason": "r"}}}'
refused "1:24: a reason is missing: write $example" '{"severities": {"url": {"severity": "off"}}}'
refused "1:24: a severity is missing: write $example" '{"severities": {"url": {"reason": "r"}}}'
refused '1:54: the reason is empty: write why the rule is set' \
    '{"severities": {"url": {"severity": "off", "reason": " "}}}'
refused '1:54: a reason is a text: write "reason": "why"' '{"severities": {"url": {"severity": "off", "reason": ["r"]}}}'
refused '1:60: there is no member "reasons" here; did you mean "reason"?' \
    '{"severities": {"url": {"severity": "off", "reason": "ä€", "reasons": 1}}}'
refused '1:59: the key "r\u0065ason" is in this object already' \
    '{"severities": {"url": {"severity": "off", "reason": "r", "r\u0065ason": "s"}}}'
head -c 1048577 /dev/zero | tr '\0' ' ' >a/.nnreg.json
run check a/n.json
expect_status 2
run check --no-config a/n.json # or nobody looks at it
expect_status 0

# What is no regular file is not waited for.
odd() {
    run check a/n.json
    expect_status 4
    expect_err <<T
nnreg: cannot read "a/.nnreg.json": $1
T
    rm -rf a/.nnreg.json
}
rm a/.nnreg.json
mkfifo a/.nnreg.json && odd 'it is no regular file'
mkdir a/.nnreg.json && odd 'it is no regular file'
ln -s /dev/zero a/.nnreg.json && odd 'it is no regular file'
ln -s nowhere a/.nnreg.json && odd 'No such file or directory'
ln -s b/.nnreg.json a/.nnreg.json
applies a/.nnreg.json a/n.json
rm a/.nnreg.json

run check --config nowhere.json n.json
expect_status 3
run check --config .nnreg.json --no-config n.json
expect_status 2
run check --config - n.json
expect_status 2
run check nowhere/n.json
expect_status 3
configure '.nnr"eg' url off 'a named one can be anything'
ok check --config '.nnr"eg' -v n.json

# Another user's in a folder that everybody can write to is not taken.
if [ "$(id -u)" = 0 ]; then
    mkdir shared && chmod 1777 shared
    description n >shared/n.json
    configure shared/.nnreg.json url off planted
    applies shared/.nnreg.json shared/n.json # root's own
    chown 12345 shared/.nnreg.json
    applies .nnreg.json shared/n.json
    expect_err <<'T'
nnreg: shared/.nnreg.json is ignored: another user has put it where everybody can (--config names it)
T
    applies '.nnreg.json .nnreg.json' shared/n.json shared/n.json
    [ "$(wc -l <.err)" = 1 ] || wrong "told more than once: $(cat .err)"
    applies shared/.nnreg.json --config shared/.nnreg.json shared/n.json
    chmod 755 shared
    applies shared/.nnreg.json shared/n.json
fi

# The registry does not know of it.
ok -r reg init
configure .nnreg.json bundle.unknown-file error 'nothing may be left'
ok -r reg add export
grep -q 'train.log: warning' .err || wrong "said: $(cat .err)"

finish
