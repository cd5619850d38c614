#!/usr/bin/env bash
# What makes two networks different: fields, signatures, tensors, variables, files; for people, as JSON, as an exit status.
. "$(dirname "$0")/lib.sh"
need python3

make_model model --labels 10
make_model trained --labels 10 --seed 2
make_model wider --labels 12 --seed 2
description digits >network.json
sed 's|"digits"|"digits, again"|; s|"framework": "tensorflow-1.x",|&"metadata": {"a": {"b~/c": [1, "2"]}}, "license": "MIT",|' network.json >again.json
ok -r reg init
ok -r reg add network.json model
ok -r reg add network.json trained
ok -r reg add again.json wider
ok -r reg add network.json model

# The same but for what the registry assigns.
ok -r reg diff 1 4
expect_no_out
expect_err <<'T'
nnreg: they are the same, but for what the registry assigns
T
ok -r reg --json diff 1 1
expect_out <<'T'
{"same":true,"old":{"id":1,"name":"digits"},"new":{"id":1,"name":"digits"},"fields":[],"signatures":[],"tensors":[],"variables":[],"files":[]}
T

# Trained anew: the variables by their checksums, the files by theirs.
run -r reg diff 1 2
expect_status 1
[ ! -s .err ] || wrong "said: $(cat .err)"
sed -E 's/[0-9a-f]{12}…/DIGEST/g; s/[0-9a-f]{8} -> [0-9a-f]{8}$/CRC -> CRC/' .out >told
cat >wanted <<'T'
--- network 1 "digits"
+++ network 2 "digits"

variables: 4 changed
~ conv1/biases crc32c CRC -> CRC
~ conv1/weights crc32c CRC -> CRC
~ fc/biases crc32c CRC -> CRC
~ fc/weights crc32c CRC -> CRC

files: 2 changed
~ variables.data-00000-of-00001 sha256 DIGEST -> DIGEST
~ variables.index sha256 DIGEST -> DIGEST
T
expect_same wanted told 'diff of a network that was trained anew'
# The checksums are those of the variables' bytes.
ok --json inspect model
python3 - >differ <<'P'
import json

def crc32c(content):
    crc = 0xffffffff
    for byte in content:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0x82f63b78 if crc & 1 else 0)
    return "%08x" % (crc ^ 0xffffffff)

shard = open("model/variables/variables.data-00000-of-00001", "rb").read()
for v in json.load(open(".out"))["variables"]["tensors"]:
    if crc32c(shard[v["offset"]:v["offset"] + v["size"]]) != v["crc32c"]:
        print(v)
P
[ ! -s differ ] || wrong "checksums: $(cat differ)"

# Described anew, and another graph.
run -r reg diff 1 3
expect_status 1
sed -E 's/[0-9a-f]{8} -> [0-9a-f]{8}/CRC -> CRC/' .out >told
cat >wanted <<'T'
--- network 1 "digits"
+++ network 3 "digits, again"

fields: 3 added, 1 removed, 1 changed
+ /license "MIT"
- /metadata {}
+ /metadata/a/b~0~1c/0 1
+ /metadata/a/b~0~1c/1 "2"
~ /name "digits" -> "digits, again"

signatures: 1 changed
~ /serve/serving_default/outputs/probabilities shape [-1, 10] -> [-1, 12]
T
sed '/^tensors:/,$d' told | sed '$d' >begin
expect_same wanted begin "diff of another graph: $(cat begin)"
grep -q '^~ fc/weights:0 shape \[8, 10\] -> \[8, 12\]$' told || wrong "tensors: $(cat told)"
grep -q '^~ fc/weights shape \[8, 10\] -> \[8, 12\], size 320 -> 384, crc32c CRC -> CRC$' told ||
    wrong "variables: $(cat told)"
run -r reg --json diff 1 3
expect_status 1
expect_document
expect_json 'd["same"], d["old"]["id"], d["new"]["name"]' "(False, 1, 'digits, again')"
expect_json 'd["fields"][-1]' "{'change': 'changed', 'pointer': '/name', 'old': 'digits', 'new': 'digits, again'}"
expect_json 'd["signatures"]' "[{'change': 'changed', 'pointer': '/serve/serving_default/outputs/probabilities', 'old': {'tensor': 'probabilities:0', 'dtype': 'DT_FLOAT', 'shape': [-1, 10]}, 'new': {'tensor': 'probabilities:0', 'dtype': 'DT_FLOAT', 'shape': [-1, 12]}}]"
expect_json '[f["new"]["size"] for f in d["files"] if f["name"].startswith("variables.data")]' '[1328]'
# The other way round it is the other way round.
run -r reg diff 3 1
grep -q '^- /license "MIT"$' .out || wrong "said: $(cat .out)"

# Many changes are counted, and told when they are asked for.
make_model frozen --kind big-graph --nodes 100 --bytes 4096 --labels 10
ok -r reg add network.json frozen
run -r reg diff 1 5
expect_status 1
more=$(sed -nE 's/^\.\.\. and ([0-9]+) more \(--all\)$/\1/p' .out | head -n 1)
[ "${more:-0}" -gt 50 ] || wrong "said: $(cat .out)"
counted=$(sed -nE 's/^tensors: (.*)$/\1/p' .out | tr -dc '0-9 ' | awk '{ print $1 + $2 + $3 }')
[ "$counted" -eq $((more + 20)) ] || wrong "$counted changes of tensors, $more + 20 told"
run -r reg diff --all 1 5
[ "$(grep -c '^[+~-] ' .out)" -ge "$counted" ] || wrong 'not all were told'
if grep -q -- '--all' .out; then wrong 'more is to be told than all'; fi

# A script needs no more than the status; what cannot be compared has another one.
run -r reg -q diff 1 2
expect_status 1
expect_silence
run -r reg -q diff 1 4
expect_status 0
expect_silence
run -r reg diff 1 9
expect_status 3
expect_err <<'T'
nnreg: there is no network 9 in "reg" (see: nnreg ls)
T
run -r reg diff 1 A
expect_status 2
run -r reg diff 1
expect_status 2
ok -r reg publish 2 digits-2
run -r reg -q diff 4 digits-2
expect_status 1
run -r reg --color=always diff 1 3
grep -q "^$(printf '\033')\[1;32m+ /license" .out || wrong 'no colour'

# A file that was damaged is no other file: it is told.
sum=$(sha256sum trained/variables/variables.index | cut -d' ' -f1)
blob=reg/blobs/$(printf %s "$sum" | cut -c1-2)/$(printf %s "$sum" | cut -c3-)
chmod u+w "$blob"
printf '\252' | dd of="$blob" bs=1 seek=20 conv=notrunc 2>/dev/null
run -r reg diff 1 2
expect_status 4
expect_no_out
grep -q '"variables.index" of network 2 is damaged' .err || wrong "said: $(cat .err)"

finish
