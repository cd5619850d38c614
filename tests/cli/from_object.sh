#!/usr/bin/env bash
# add --from-object: what `show --json` prints of one registry makes the object again in another.
. "$(dirname "$0")/lib.sh"

make_model model
description digits >network.json
specification numbers >spec.json
post_processings >version.json
# With the fields that are absent when they are not given.
sed 's|^{|{"license": "MIT", "source": "https://example.org/", "authors": ["Ada", "Grace"],|' network.json >said.json
mv said.json network.json
ok -r one init
ok -r one add network.json model
ok -r one add network.json model
ok -r one spec add spec.json
ok -r one version add version.json --spec 1 --network 2
ok --json -r one show 2
mv .out shown-network.json
ok --json -r one spec show 1
mv .out shown-spec.json
ok --json -r one version show 1
mv .out shown-version.json
grep -q '"license": "MIT",$' shown-network.json || wrong "no license: $(cat shown-network.json)"
ok -r one show 2
sed -n '/^license/,/^framework/p' .out >.origin
expect_same - .origin 'what was said of its origin is not shown' <<'T'
license         MIT
source          https://example.org/
authors         Ada
                Grace
framework       tensorflow-1.x
T
ok -r one checkout 2 moved

# As a description it is refused, and the hint says what to do.
ok -r two init
run -r two add shown-network.json moved
expect_status 1
grep -c '= hint: remove it; a whole object, as it was shown, is taken with --from-object$' .err >.out
expect_out <<'T'
6
T
run check shown-network.json moved
expect_status 1
ok check --from-object shown-network.json moved

ok -r two add --from-object shown-network.json moved
expect_out <<'T'
1
T
ok --json -r two show 1
sed -E 's/"(id|task_id)": 1,/"\1": 2,/; s/_date": "[^"]*"/_date": ""/' .out >two.json
sed -E 's/_date": "[^"]*"/_date": ""/' shown-network.json >one.json
expect_same one.json two.json 'the network is another one'

run -r two spec add shown-spec.json
expect_status 1
ok -r two spec add shown-spec.json --from-object
expect_out <<'T'
1
T

# Its ids are those of the registry that it was shown by: another network here.
run -r two version add --from-object shown-version.json
expect_status 1
head -n 1 .err >.part && mv .part .err
expect_err <<'T'
shown-version.json:4:17: error: there is no network 2 [reference]
T
ok -r two version add --from-object --network 1 shown-version.json
expect_out <<'T'
1
T
ok -r two publish 1 digits
ok -r two version add --from-object --network digits --spec 1 - <shown-version.json
expect_out <<'T'
2
T
ok --json -r two version show 2
expect_json 'd["network_id"], d["spec_id"]' '(1, 1)'

# The last member, the only one, one in a line: what is left has its lines and columns.
printf '{"post_processings": 7, "spec_id": 5, "network_id": 6}' >line.json
run -r two version add --from-object --network 1 --spec 1 line.json
expect_status 1
head -n 1 .err >.part && mv .part .err
expect_err <<'T'
line.json:1:22: error: post_processings is a number (7), not an array [type]
T
printf '{ "spec_id" : 5 }' >only.json
run -r two version add --from-object --network 1 --spec 1 only.json
expect_status 1
head -n 1 .err >.part && mv .part .err
expect_err <<'T'
only.json: error: the version has no "post_processings", which is required [missing-field]
T
for text in '{' '{"spec_id"' '{"spec_id":' '{"spec_id":1' '{"spec_id":1,' '' '[' '["spec_id"]' '"spec_id":1,' '{"spec_id":"'; do
    printf '%s' "$text" >bad.json
    run -r two version add --from-object --network 1 --spec 1 bad.json
    expect_status 1
    expect_no_out
done

# What is no JSON does not become some where the options take its ids' places.
outputs='"post_processings": [{"classification": {"output_tensor": "probabilities"}}]'
printf '{"spec_id": @@@, "network_id": 1, %s}' "$outputs" >bad.json
run -r two --json version add --from-object --spec 1 --network 1 bad.json
expect_status 1
expect_json '[(f["rule"], f["column"]) for f in d["findings"]]' "[('json.syntax', 13)]"
printf '{"spec_id": 9, "spec_id": 9, "network_id": 1, %s}' "$outputs" >bad.json
run -r two --json version add --from-object --spec 1 bad.json
expect_status 1
expect_json '[(f["rule"], f["column"]) for f in d["findings"]]' "[('json.duplicate-key', 16)]"

# Without the option an id that is given twice is one too many, as before.
run -r two version add --network 1 shown-version.json
expect_status 1

finish
