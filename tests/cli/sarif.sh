#!/usr/bin/env bash
# What code hosts need of a SARIF report: its form, rules that results refer to, files that exist, the very character.
. "$(dirname "$0")/lib.sh"
need python3
schema=${NNREG_SOURCE_DIR:?}/tests/meta/sarif.schema.json
python=${PYTHON_JSONSCHEMA:-}
if [ -z "$python" ] && ask -c 'import jsonschema; jsonschema.Draft202012Validator'; then
    python=python3
fi

# What no schema can say: `report` is the whole document, `run` its run; places(result) are (path, region).
cat >report.py <<'P'
import json, os, sys, urllib.parse

report = json.load(open(".out", encoding="utf-8"))
run = report["runs"][0]
rules = run["tool"]["driver"]["rules"]


def path(location):
    uri = location["physicalLocation"]["artifactLocation"]["uri"]
    return urllib.parse.unquote_to_bytes(uri[len("file://"):] if uri.startswith("file://") else uri)


def told(result):
    location = result["locations"][0]
    region = location["physicalLocation"].get("region", {})
    return (result["ruleId"], result["level"], os.fsdecode(path(location)), region)


def character(result):
    place = result["locations"][0]
    region = place["physicalLocation"]["region"]
    line = open(path(place), encoding="utf-8", newline="\n").read().split("\n")[region["startLine"] - 1]
    return line[region["startColumn"] - 1:region["endColumn"] - 1]


def prints(results):
    return [result["partialFingerprints"]["nnregFinding/v1"] for result in results]


assert len({rule["id"] for rule in rules}) == len(rules), "a rule twice"
assert len(set(prints(run["results"]))) == len(run["results"]), "a fingerprint twice"
for result in run["results"]:
    assert rules[result["ruleIndex"]]["id"] == result["ruleId"], result
    assert "](" not in result["message"]["text"], result
for override in run["invocations"][0].get("ruleConfigurationOverrides", []):
    assert rules[override["descriptor"]["index"]]["id"] == override["descriptor"]["id"], override
if len(sys.argv) > 1:
    print(eval(sys.argv[1]))
P

reports=0
# sarif STATUS ARGUMENT...: makes a report, and keeps it for the schema.
sarif() {
    wanted=$1
    shift
    run check --format sarif "$@"
    expect_status "$wanted"
    one_line .out
    expect_sarif 'run["invocations"][0]["exitCode"]' "$wanted"
    reports=$((reports + 1))
    cp .out "report-$reports.json"
}

# expect_sarif EXPRESSION VALUE
expect_sarif() {
    ask report.py "$1"
    found=$said$complaint
    [ "$found" = "$2" ] || wrong "SARIF: $1 is $found instead of $2"
}

make_model model
description digits >good.json
cp -r model broken
printf x | dd of=broken/variables/variables.data-00000-of-00001 bs=1 conv=notrunc 2>/dev/null

sarif 0 good.json model
expect_sarif '(run["results"], run["invocations"][0])' \
    "([], {'executionSuccessful': True, 'exitCode': 0, 'toolExecutionNotifications': []})"
expect_sarif '(report["version"], run["tool"]["driver"]["name"], run["columnKind"])' \
    "('2.1.0', 'nnreg', 'unicodeCodePoints')"
"$nnreg" --json rules >.rules
expect_sarif '[r["id"] for r in rules] == [r["id"] for r in json.load(open(".rules"))["rules"]]' True
expect_sarif '[r["defaultConfiguration"]["level"] for r in rules] == [r["severity"] for r in json.load(open(".rules"))["rules"]]' True

# A finding on the description is at its character, counted in code points also behind those that UTF-16 counts twice.
printf '{"description": "\360\237\220\210\360\237\220\210e\314\201", "color": 1}\n' >cat.json
sarif 1 cat.json
expect_sarif '[character(r) for r in run["results"] if r["ruleId"] == "unknown-field"]' "['\"color\"']"
expect_sarif '[told(r) for r in run["results"] if r["ruleId"] == "unknown-field"]' \
    "[('unknown-field', 'error', 'cat.json', {'startLine': 1, 'startColumn': 25, 'endLine': 1, 'endColumn': 32})]"
expect_sarif '[r["locations"][0]["logicalLocations"] for r in run["results"] if r["ruleId"] == "unknown-field"]' \
    "[[{'fullyQualifiedName': '/color'}]]"

# What mends it is a replacement of these characters.
printf '{"description": "\360\237\220\210", "Name":\n"a", "preprocessing": {"inputs": [],\n "batched_output": false}}\n' >fix.json
sarif 1 fix.json
expect_sarif '[r["fixes"][0]["artifactChanges"] for r in run["results"] if "fixes" in r]' \
    "[[{'artifactLocation': {'uri': 'fix.json'}, 'replacements': [{'deletedRegion': {'startLine': 1, 'startColumn': 22, 'endLine': 1, 'endColumn': 28}, 'insertedContent': {'text': '\"name\"'}}]}], [{'artifactLocation': {'uri': 'fix.json'}, 'replacements': [{'deletedRegion': {'startLine': 2, 'startColumn': 36, 'endLine': 3, 'endColumn': 25}}]}]]"

# One on a file is at the file's path, and its offset is told.
sarif 1 good.json broken
expect_sarif '[told(r) for r in run["results"]]' \
    "[('variables.crc', 'error', 'broken/variables/variables.data-00000-of-00001', {'startLine': 1, 'byteOffset': 0})]"
expect_sarif '["(at byte 0)\nHint: " in r["message"]["text"] for r in run["results"]]' '[True]'
sarif 1 good.json broken/saved_model.pb broken/variables/*
expect_sarif '[told(r)[2] for r in run["results"]]' "['broken/variables/variables.data-00000-of-00001']"
make_model shards --shards 2
rm shards/variables/variables.data-00001-of-00002
sarif 1 good.json shards/
expect_sarif '[told(r)[2:] for r in run["results"] if r["ruleId"] == "bundle.shard-missing"]' \
    "[('shards/variables/variables.data-00001-of-00002', {'startLine': 1})]"

# What is missing is placed where it should be, also in a bundle that was given by its files.
missing='sorted({told(r)[2] for r in run["results"]})'
sarif 1 good.json shards/saved_model.pb shards/variables/*
expect_sarif "$missing" "['shards/variables/variables.data-00001-of-00002']"
sarif 1 good.json model/saved_model.pb
expect_sarif "$missing" "['model/variables/variables.index']"
mkdir empty
sarif 1 good.json empty
expect_sarif "$missing" "['empty/saved_model.pb']"
sarif 1 good.json model/variables/*
expect_sarif "$missing" "['model/saved_model.pb']"

# A finding is known again where it has moved, and with another wording; several that are alike are told apart.
printf '{"color": 1}\n' >moved.json
sarif 1 moved.json
ask report.py 'prints(run["results"])'
was=$said
printf '{\n\n    "color": 1\n}\n' >moved.json
sarif 1 ./moved.json
expect_sarif 'prints(run["results"])' "$was"
expect_sarif '[character(r) for r in run["results"] if r["ruleId"] == "unknown-field"]' "['\"color\"']"
sarif 1 moved.json -- moved.json

# The end is that of what begins there: a text with its quotes and escapes, a number, a bracket.
printf '{"name": 12.5e1, "a\\"b\303\244": 1}\n' >ends.json
sarif 1 ends.json
expect_sarif '[character(r) for r in run["results"] if r["ruleId"] in ("type", "unknown-field")]' \
    "['12.5e1', '\"a\\\\\"bä\"']"
expect_sarif '{character(r) for r in run["results"] if r["ruleId"] == "missing-field"}' "{'{'}"

# What a rule follows is linked where it is on the web; reports of one commit are told apart.
expect_sarif '[r["helpUri"] for r in rules if r["id"] in ("json.syntax", "bundle.lfs-pointer", "bundle.shard-missing")]' \
    "['https://www.rfc-editor.org/rfc/rfc8259', 'https://github.com/tensorflow/tensorflow/blob/master/tensorflow/core/protobuf/tensor_bundle.proto', 'https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md']"
expect_sarif 'run["automationDetails"]["id"]' 'nnreg/'
sarif 0 --category models/digits good.json model
expect_sarif 'run["automationDetails"]["id"]' 'models/digits/'

# A model in text form has lines.
make_model text --text
sed '7s/^/}/' text/saved_model.pbtxt >text/changed && mv text/changed text/saved_model.pbtxt
sarif 1 good.json text
expect_sarif '[told(r)[2] for r in run["results"] if told(r)[3]["startLine"] > 1]' "['text/saved_model.pbtxt']"

# Paths become URIs whatever is in them, and find the file again.
odd=$(printf 'a b%%20#?:[\303\244]\377')
mkdir "$odd"
cp cat.json "$odd/d.json"
cp -r broken "$odd/model"
sarif 1 "$odd/d.json" "$odd/model"
expect_sarif 'all(os.path.exists(os.path.dirname(path(r["locations"][0]))) for r in run["results"])' True
expect_sarif 'sorted({r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for r in run["results"]})[0]' \
    'a%20b%2520%23%3F%3A%5B%C3%A4%5D%FF/d.json'
sarif 1 ./cat.json
expect_sarif '{told(r)[2] for r in run["results"]}' "{'cat.json'}"
sarif 1 "$work/cat.json"
expect_sarif '{r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].startswith("file:///") for r in run["results"]}' \
    '{True}'
expect_sarif '{os.path.exists(path(r["locations"][0])) for r in run["results"]}' '{True}'
run_with cat.json check --format sarif -
expect_sarif '{told(r)[2] for r in run["results"]}' "{'<stdin>'}"

# What a model or a description says cannot become a link in a viewer.
printf '{"[more](https://example.org/)": 1}\n' >link.json
sarif 1 link.json
expect_sarif 'any("[more] (https://example.org/)" in r["message"]["text"] for r in run["results"])' True

# Severities, and what was not looked at.
description digits | sed 's/"inputs"/"batched_output": false, "inputs"/' >warned.json
sarif 0 --severity deprecated=note --severity enum=off --no-weights warned.json model
expect_sarif '[told(r)[1] for r in run["results"]]' "['note']"
expect_sarif '[(o["descriptor"]["id"], o["configuration"]) for o in run["invocations"][0]["ruleConfigurationOverrides"]]' \
    "[('deprecated', {'level': 'note'}), ('enum', {'enabled': False})]"
notifications='[(n["level"], n["message"]["text"], os.fsdecode(path(n["locations"][0]))) for n in run["invocations"][0]["toolExecutionNotifications"]]'
expect_sarif "$notifications" "[('note', 'weights not read (--no-weights)', 'warned.json')]"
sarif 1 --warnings-as-errors warned.json model
expect_sarif '[told(r)[1] for r in run["results"]]' "['error']"

# Several checks are one run; one that could not be made is told, and does not hide the others.
sarif 3 good.json nowhere -- warned.json -- good.json model
expect_sarif 'run["invocations"][0]["executionSuccessful"]' False
expect_sarif '[told(r)[:3] for r in run["results"]]' "[('deprecated', 'warning', 'warned.json')]"
expect_sarif "$notifications" \
    "[('error', 'cannot read \"nowhere\": No such file or directory', 'good.json'), ('note', 'description only', 'warned.json')]"

title='the form of SARIF'
if [ -n "$python" ]; then
    ask -c 'import json, sys, jsonschema
validator = jsonschema.Draft202012Validator(json.load(open(sys.argv[1])))
for path in sys.argv[2:]:
    for problem in validator.iter_errors(json.load(open(path))):
        sys.exit("%s: %s: %s" % (path, "/".join(map(str, problem.path)), problem.message))' \
        "$schema" report-*.json || wrong "$said$complaint"
else
    echo 'the form was not compared with the schema: no python3 with jsonschema'
fi

finish
