#!/usr/bin/env bash
# schema: what `show --json`, `ls --json`, `log --json` and `check --json` print is what the schemas say, by an independent validator.
. "$(dirname "$0")/lib.sh"
python=${PYTHON_JSONSCHEMA:-}
[ -n "$python" ] || python=python3
ask -c 'import jsonschema; jsonschema.Draft202012Validator' ||
    skip "there is no jsonschema with draft 2020-12 for $python (Debian: python3-jsonschema)"

# validate.py SCHEMA DOCUMENT: it is valid, and has no member that the schema does not name.
cat >validate.py <<'T'
import json
import sys

import jsonschema


def closed(schema):
    """The schema with what it leaves open forbidden: every object has only the members that are named."""
    if isinstance(schema, dict):
        made = {key: closed(value) for key, value in schema.items()}
        if "properties" in made and "required" in made:
            made["additionalProperties"] = False
        return made
    return [closed(entry) for entry in schema] if isinstance(schema, list) else schema


with open(sys.argv[1], encoding="utf-8") as file:
    schema = json.load(file)
with open(sys.argv[2], encoding="utf-8") as file:
    document = json.load(file)
jsonschema.Draft202012Validator.check_schema(schema)
for error in jsonschema.Draft202012Validator(closed(schema)).iter_errors(document):
    print(f"{list(error.absolute_path)}: {error.message}")
T

valid() {
    ask validate.py "schema-$1" .out || wrong "$said$complaint"
    [ -z "$said$complaint" ] || wrong "it is not as the schema says: $said$complaint"
}

refused() {
    ask validate.py "schema-$1" "$2"
    [ -n "$said$complaint" ] || wrong "the schema $1 takes $(cat "$2")"
}

for object in network spec version task; do
    for form in object page; do
        ok schema $object --$form
        cp .out schema-$object-$form
    done
done

make_model model
description digits >network.json
sed 's/"name": "digits",/"name": "all", "license": "MIT", "source": "https:\/\/example.org\/x", "authors": ["A"], "metadata": {"a": [1, null]},/' \
    network.json >all.json
specification fruit >spec.json
post_processings >outputs.json
ok -r reg init
ok -r reg add network.json model
ok -r reg add all.json model
ok -r reg spec add spec.json
ok -r reg spec add spec.json
ok -r reg version add --spec 1 --network 1 outputs.json
ok -r reg spec set 1 --current-version 1
ok -r reg publish 1 digits-v1
ok -r reg task set 2 --status error --error 'no room'

for id in 1 2; do
    ok -r reg show --json $id
    valid network-object
    ok -r reg task show --json $id
    valid task-object
    ok -r reg spec show --json $id
    valid spec-object
done
ok -r reg version show --json 1
valid version-object
for scope in '' --public --all '--all --limit 1' '--all --limit 1 --cursor=' '--limit 1 --offset 1'; do
    # shellcheck disable=SC2086
    ok -r reg ls --json $scope
    valid network-page
done
ok -r reg spec ls --json
valid spec-page
ok -r reg version ls --json
valid version-page
ok -r reg task ls --json --limit 1
valid task-page

# What comes back is no description, and the other way round.
ok -r reg show --json 1
sed 's/"slug": "digits-v1"/"slug": ""/' .out >empty-slug.json
sed 's/"slug": "digits-v1"/"slug": "12"/' .out >id-as-slug.json
refused network-object network.json
refused network-object empty-slug.json
refused network-object id-as-slug.json
ok schema network
cp .out schema-description
ok -r reg show --json 1
cp .out shown.json
refused description shown.json

# Read-only is what the registry assigns.
cp schema-network-object .out
expect_json '" ".join(k for k, v in d["properties"].items() if v.get("readOnly"))' \
    'id files digest task_id create_date update_date slug'
cp schema-spec-page .out
expect_json '"outputs" in d["$defs"]["spec"]["properties"], "outputs" in d["$defs"]["spec"]["required"]' '(True, False)'

# What an update takes; nothing else, and nothing has to be given.
for object in network spec task; do
    ok schema $object --update
    cp .out schema-$object-update
done
echo '{"name": "a", "metadata": {"b": 1}}' >.out
valid network-update
echo '{"current_version_id": null}' >.out
valid spec-update
echo '{"status": "error", "error": "no room"}' >.out
valid task-update
echo '{}' >.out
valid task-update
echo '{"framework": "tensorflow-1.x"}' >other.json
echo '{"status": "gone"}' >gone.json
refused network-update other.json
refused spec-update other.json
refused task-update gone.json

# Events, those of the registry itself among them, and findings with all that they can have.
each() {
    ask -c 'import json, sys
for i, entry in enumerate(eval(sys.argv[1], {"d": json.load(open(".out"))})):
    json.dump(entry, open(f"entry-{i}", "w"))' "$1" || wrong "$said$complaint"
    count=0
    for entry in entry-*; do
        mv "$entry" .out
        valid "$2"
        count=$((count + 1))
    done
}
for word in event finding; do
    ok schema $word
    cp .out schema-$word
done
ok -r reg config mutable-description on
ok -r reg log --json --limit 100
grep -Eq '"object_id": ?0[,}]' .out || wrong 'no event is of the registry itself'
each 'd["events"]' event
[ "$count" -ge 9 ] || wrong "there were $count events"
cat >half.json <<'T'
{"sequence": 1, "time": "2018-02-16T13:45:36.078955Z", "actor": "", "action": "update", "object": "spec", "object_id": 1,
 "changes": [{"field": "name", "new": "a"}], "hash": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"}
T
refused event half.json
sed 's/"new"/"old": null, "new"/' half.json >.out
valid event
sed 's/"name"/"nmae"/; s/"tensorflow-1.x"/"tensorflow-1"/' network.json >wrong.json
run check --json wrong.json model
expect_status 1
grep -q '"fix"' .out || wrong 'no finding has a fix'
each 'd["checks"][0]["findings"]' finding
[ "$count" -ge 2 ] || wrong "there were $count findings"
echo '{"rule": "type", "severity": "off", "message": ""}' >off.json
refused finding off.json
echo '{"rule": "type", "message": ""}' >less.json
refused finding less.json

# Words and options that are none.
run schema task
expect_status 2
run schema version --update
expect_status 2
head -n 1 .err >.out
expect_out <<'T'
nnreg: schema: there is no schema of "version": it is network, spec or task
T
run schema event --object
expect_status 2
run schema events
expect_status 2
head -n 1 .err >.out
expect_out <<'T'
nnreg: schema: there is no schema of "events"; did you mean "event"?
T
run schema --update --page
expect_status 2
run schema --object --page
expect_status 2
head -n 1 .err >.out
expect_out <<'T'
nnreg: schema: --object and --page are two schemas: give one of them
T

finish
