#!/usr/bin/env bash
# version: a network attached to a specification, by a whole description or by options, and its findings.
. "$(dirname "$0")/lib.sh"

make_model model
description digits >network.json
specification fruit >spec.json
post_processings >outputs.json
ok -r reg init
ok -r reg add network.json model
ok -r reg spec add spec.json

ok -r reg version add --spec 1 --network 1 outputs.json
expect_out <<'T'
1
T
[ ! -s .err ] || wrong "said: $(cat .err)"
sed '1s/{/{"spec_id": 1, "network_id": 1,/' outputs.json >whole.json
run_with whole.json -r reg version add -
expect_status 0
expect_out <<'T'
2
T
ok -r reg publish 1 digits-v1
ok -r reg version add --network digits-v1 --spec 1 outputs.json
expect_out <<'T'
3
T
ok -r reg version show 3
expect_out <<'T'
id              3
spec            1, fruit
network         1, digits
output 1        classification
                  output_tensor probabilities
                  thresholds 0.5 0.25
created         DATE-WITH-MICROSECONDS-ZZZ
updated         DATE-WITH-MICROSECONDS-ZZZ
T

# Findings: on what the options gave, and on the file with its own lines and columns.
run -r reg version add --spec 7 --network 8 outputs.json
expect_status 1
expect_no_out
grep -q '^--spec: error: .*7.* \[reference\]$' .err || wrong "said: $(cat .err)"
grep -q '^--network: error: .*8.* \[reference\]$' .err || wrong "said: $(cat .err)"
printf '\n  {"post_processings":\n    [{"classification": {"output_tensor": "a b"}}]}' >bad.json
run -r reg version add --spec 1 --network 1 bad.json
expect_status 1
head -n 3 .err >.out
grep -q '^bad.json:3:43: error: ' .out || wrong "said: $(cat .err)"
grep -q '^    3 |     \[{"classification"' .out || wrong "said: $(cat .err)"
run -r reg version add --spec 1 --network 1 whole.json
expect_status 1
grep -q '^whole.json:1:[0-9]*: error: .*\[json.duplicate-key\]$' .err || wrong "said: $(cat .err)"
printf '{}' >empty.json
run -r reg version add --spec 1 --network 1 empty.json
expect_status 1
grep -q 'post_processings.*\[missing-field\]$' .err || wrong "said: $(cat .err)"
grep -q '^1 error$' .err || wrong "said: $(cat .err)"
printf '[1]' >array.json
run -r reg version add --spec 1 array.json
expect_status 1
grep -q '^array.json:1:1: error: .*\[type\]$' .err || wrong "said: $(cat .err)"
run -r reg version add --spec One outputs.json
expect_status 2
run -r reg version add --network nonesuch outputs.json
expect_status 3
expect_err <<'T'
nnreg: no network in "reg" is public as "nonesuch" (see: nnreg ls --public)
T
run -r reg version show 9
expect_status 3
expect_err <<'T'
nnreg: there is no version 9 in "reg" (see: nnreg version ls)
T

# Deleting: the current one leaves none.
ok -r reg version rm 1 2 --dry-run
expect_out <<'T'
version 1, of network "digits"
spec 1 "fruit" loses its current version
would remove version 1, of network "digits": 1 spec loses its current version
version 2, of network "digits"
would remove version 2, of network "digits"
T
ok -r reg version rm 1 2
expect_out <<'T'
removed version 1, of network "digits": 1 spec has lost its current version
removed version 2, of network "digits"
T
ok -r reg spec show 1
grep -qx 'current version none' .out || wrong "said: $(cat .out)"
ok -r reg spec set 1 --current-version 3

# Deleting the network takes what attaches it.
ok -r reg unpublish digits-v1
ok -r reg rm 1 --dry-run
sed 's/frees .* [KM]iB/frees SIZE/' .out >.sizeless && mv .sizeless .out
expect_out <<'T'
version 3, of network "digits"
spec 1 "fruit" loses its current version
task 1
network 1 "digits"
file "saved_model.pb"
file "variables.data-00000-of-00001"
file "variables.index"
would remove network 1 "digits": 1 task, 1 version, 3 files; frees SIZE; 1 spec loses its current version
T
ok -r reg version show 3
ok -r reg rm 1
sed 's/frees .* [KM]iB/frees SIZE/' .out >.sizeless && mv .sizeless .out
expect_out <<'T'
removed network 1 "digits": 1 task, 1 version, 3 files; frees SIZE; 1 spec has lost its current version
T
run -r reg version show 3
expect_status 3

if command -v python3 >/dev/null 2>&1; then
    ok -r reg add network.json model
    run -r reg --json version add --spec 1 --network 2 outputs.json
    expect_status 0
    expect_out <<'T'
{"id":4,"findings":[]}
T
    run -r reg --json version show 4
    expect_document
    expect_json '(d["spec_id"], d["network_id"], d["spec_name"], d["network_name"])' "(1, 2, 'fruit', 'digits')"
    run -r reg --json version add --spec 7 --network 2 bad.json
    expect_status 1
    expect_document
    expect_json '[(f["pointer"], f.get("line"), f.get("column")) for f in d["findings"] if f["rule"] == "reference"]' \
        "[('/spec_id', None, None)]"
    expect_json '[(f["line"], f["column"]) for f in d["findings"] if f["rule"] == "tensor-name"]' '[(3, 43)]'
    run -r reg --json rm 2
    expect_json '(d["dry_run"], [(r["object"], r["id"]) for r in d["removed"] if "id" in r], d["cleared"])' \
        "(False, [('version', 4), ('task', 2), ('network', 2)], [{'object': 'spec', 'id': 1, 'name': 'fruit'}])"
    expect_json '[(k, d["counts"][k]) for k in ("networks", "versions", "cleared", "files")]' \
        "[('networks', 1), ('versions', 1), ('cleared', 1), ('files', 3)]"
fi

finish
