#!/usr/bin/env bash
# With --json every command prints exactly one document on standard output, whatever happens.
. "$(dirname "$0")/lib.sh"
need python3

make_model model --labels 10
description digits >good.json
description digits | sed 's/32x32/32*32/' >bad.json

keys='" ".join(d)'

run --json -r reg init --mutable-description
expect_status 0
expect_document
expect_out <<'T'
{"registry":"reg","format_version":4,"mutable_description":true}
T
[ ! -s .err ] || wrong "said: $(cat .err)"

run --json check good.json model
expect_status 0
expect_document
expect_out <<'T'
{"checks":[{"description":"good.json","bundle":"model","ok":true,"weights_checked":true,"outputs":[{"tensor":"probabilities","role":"tensors","shape":[-1,10],"shape_of_one":[1,10],"shape_of_many":[-1,10]}],"findings":[]}]}
T
run --json check good.json
expect_json 'd["checks"][0]["bundle"]' None
run --json check good.json model/saved_model.pb model/variables/*
expect_status 0
expect_json 'd["checks"][0]["bundle"]' \
    "['model/saved_model.pb', 'model/variables/variables.data-00000-of-00001', 'model/variables/variables.index']"

run --json check bad.json
expect_status 1
expect_document
[ ! -s .err ] || wrong "the findings are on standard error, too: $(cat .err)"
expect_json 'd["checks"][0]["ok"]' False
finding='[(f["rule"], f["severity"], f["pointer"], f["line"], f["column"])'
expect_json "$finding for f in d[\"checks\"][0][\"findings\"]]" \
    "[('target-size', 'error', '/preprocessing/inputs/0/image/target_size', 11, 36)]"

run --json -r reg add good.json model
expect_status 0
expect_out <<'T'
{"id":1,"findings":[]}
T
run --json -r reg add bad.json model
expect_status 1
expect_document
expect_json "$keys" findings
expect_json "$finding for f in d[\"findings\"]]" \
    "[('target-size', 'error', '/preprocessing/inputs/0/image/target_size', 11, 36)]"

run --json -r reg ls
expect_status 0
expect_document
expect_json '(d["count"], d["next"], d["previous"], len(d["results"]), d["results"][0]["id"])' '(1, None, None, 1, 1)'

run --json -r reg show 1
expect_status 0
expect_document
expect_json '" ".join(sorted(d))' \
    'create_date description digest files framework id metadata name postprocessings preprocessing slug task_id update_date'

run --json -r reg set 1 --name 'other' --metadata '{"a":1}' --description 'may change here'
expect_status 0
expect_out <<'T'
{"id":1,"findings":[]}
T
run --json -r reg set 1 --name ''
expect_status 1
expect_document
expect_json '[(f["severity"], f["pointer"], "line" in f) for f in d["findings"]]' "[('error', '/name', False)]"
run --json -r reg set 1 --metadata '{"a":1,"a":2}'
expect_status 1
expect_json '[(f["rule"], f["pointer"], f["line"], f["column"]) for f in d["findings"]]' \
    "[('json.duplicate-key', '/metadata', 1, 8)]"
run --json -r reg set 1 --name x --if-update-date 2018-02-16T13:45:36.078955Z
expect_status 1
expect_json "$keys" error

run --json -r reg files 1
expect_status 0
expect_document
expect_json '(d["id"], [f["name"] for f in d["files"]])' \
    "(1, ['saved_model.pb', 'variables.data-00000-of-00001', 'variables.index'])"

run --json -r reg rm 1 --dry-run
expect_status 0
expect_json '(d["dry_run"], [(r["object"], r.get("id"), r["name"]) for r in d["removed"]][:3], d["cleared"])' \
    "(True, [('task', 1, ''), ('network', 1, 'other'), ('file', None, 'saved_model.pb')], [])"
expect_json 'd["counts"]["bytes"] > 0 and [(k, d["counts"][k]) for k in d["counts"] if k != "bytes"]' \
    "[('networks', 1), ('tasks', 1), ('specs', 0), ('versions', 0), ('cleared', 0), ('files', 3), ('blobs', 3), ('stayed', 0)]"
run --json -r reg rm 1
expect_status 0
expect_json '(d["dry_run"], [r["object"] for r in d["removed"]])' \
    "(False, ['task', 'network', 'file', 'file', 'file'])"

run --json rules
expect_status 0
expect_document
expect_json '[" ".join(r) for r in d["rules"] if r["id"] == "target-size"]' "['id severity fixed meaning text source']"
run --json rules target-size
expect_status 0
expect_json 'd["id"], d["severity"]' "('target-size', 'error')"
run --json schema
expect_status 0
expect_document
run --json help
expect_status 0
expect_document
expect_json '" ".join(c["name"] for c in d["commands"])' 'init check inspect draft add ls show set rm files tensors diff cat publish unpublish checkout export import verify spec version task log stat fsck gc backup compact config upgrade rules schema completion help'
run --json help add
expect_status 0
expect_json 'd["usage"]' 'add [--from-object] DESCRIPTION.json BUNDLE... | FOLDER [--severity RULE=LEVEL]...'
run --json --version
expect_status 0
expect_json "$keys" version

# Failures of every kind.
failure() {
    wanted=$1 text=$2
    shift 2
    run --json "$@"
    expect_status "$wanted"
    expect_document
    expect_json "$keys" error
    expect_json 'd["error"]["status"]' "$text"
    [ -s .err ] || wrong 'nothing on standard error'
}
failure 2 usage
failure 2 usage nonesuch
failure 2 usage ls --nonesuch
failure 2 usage show ONE
failure 2 usage cat 1 saved_model.pb
failure 3 'not found' -r nowhere ls
failure 3 'not found' -r reg show 1
failure 3 'not found' rules nonesuch

# A check that could not be made is one among others, and the document has the error of the worst.
run --json check nowhere.json
expect_status 3
expect_document
expect_json "$keys" 'checks error'
expect_json '(d["error"]["status"], d["checks"][0]["ok"], d["checks"][0]["error"] == d["error"])' \
    "('not found', False, True)"
[ -s .err ] || wrong 'nothing on standard error'

# Bytes that are no UTF-8 in a path still make a document.
cp good.json "$(printf 'bad\377name.json')"
run --json check "$(printf 'bad\377name.json')"
expect_status 0
expect_document

finish
