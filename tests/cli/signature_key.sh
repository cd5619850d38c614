#!/usr/bin/env bash
# A description that calls tensors by the keys of a signature: what is shown, exported and taken back is the tensor, with the key.
. "$(dirname "$0")/lib.sh"

make_model tf2 --kind tf2
description digits | sed 's|"input:0"|"input"|' >by-key.json
specification numbers >spec.json
post_processings >version.json

run check by-key.json tf2
expect_status 0
grep '^by-key' .err >.told
expect_same - .told "check does not say what the keys stand for: $(cat .told)" <<'T'
by-key.json:7:32: note: "input" is a key of a signature: it stands for the tensor "serving_default_input:0" [model.tensor-by-key]
by-key.json:17:57: note: "probabilities" is a key of a signature: it stands for the tensor "StatefulPartitionedCall:0" [model.tensor-by-key]
T

ok -r one init
ok -r one add by-key.json tf2
ok -r one show 1
grep '^input\|^output' .out >.told
expect_same - .told 'show gives the key' <<'T'
input 1         serving_default_input:0 (key input): 32x32 SQUASH, RGB, NHWC, FLOAT32, scaled to 255
output 1        tensors_output {"tensors":["StatefulPartitionedCall:0"],"signature_keys":["probabilities"]}
T
ok --json -r one show 1
mv .out shown.json
cp shown.json .out
expect_json "d['preprocessing']['inputs'][0]['tensor_name']" serving_default_input:0
expect_json "d['preprocessing']['inputs'][0]['signature_key']" input
ok -r one add --from-object shown.json tf2
ok --json -r one show 2
sed -E 's/"(id|task_id)": 2,/"\1": 1,/; s/_date": "[^"]*"/_date": ""/' .out >two.json
sed -E 's/_date": "[^"]*"/_date": ""/' shown.json >one.json
expect_same one.json two.json 'what was shown makes another network'

# A key of another tensor is refused where it stands.
sed 's|"signature_key": "input"|"signature_key": "image"|' shown.json >wrong.json
run check --from-object wrong.json tf2
expect_status 1
grep -q '^wrong.json:[0-9:]* error: no signature has an input with the key "image" .signature-key.$' .err ||
    wrong "the wrong key is not told: $(cat .out .err)"

# A version by the key, and both in another registry.
ok -r one spec add spec.json
run -r one version add version.json --spec 1 --network 1
expect_status 0
ok --json -r one version show 1
expect_json "d['post_processings'][0]['classification']['output_tensor']" StatefulPartitionedCall:0
ok -r one export --all -o all.zip
ok -r two init
ok -r two import all.zip
ok -r two export --all -o again.zip
expect_same all.zip again.zip 'the import is exported to other bytes'
ok -r two fsck

finish
