#!/usr/bin/env bash
# The tensors of a registered network: names, types and shapes without a file; patterns; and what is not known said so.
. "$(dirname "$0")/lib.sh"
need python3

make_model model --labels 10
description digits >network.json
ok -r reg init
ok -r reg add network.json model

ok -r reg tensors 1 'fc/*ias*' probabilities
expect_out <<'T'
TENSOR                         DTYPE         SHAPE
fc/BiasAdd:0                   DT_FLOAT      [-1, 10]
fc/biases:0                    DT_FLOAT_REF  [10]
fc/biases/Assign:0             DT_FLOAT_REF  [10]
fc/biases/Initializer/zeros:0  DT_FLOAT      [10]
fc/biases/read:0               DT_FLOAT      [10]
probabilities:0                DT_FLOAT      [-1, 10]
T
expect_err <<'T'
nnreg: 6 of 50 tensors
T
ok -r reg -q tensors 1 'save/RestoreV2:[13]'
[ ! -s .err ] || wrong "said: $(cat .err)"
expect_out <<'T'
TENSOR            DTYPE     SHAPE
save/RestoreV2:1  DT_FLOAT  unknown
save/RestoreV2:3  DT_FLOAT  unknown
T

# It is what inspect says of the files, tensor by tensor, but that shapes that follow from the images are known.
ok --json inspect --tensors model
value '"\n".join(sorted("%s %s" % (t["name"], t["dtype"]) for t in d["tensors"]))' || wrong "$said"
printf '%s\n' "$said" >inspected
ok -r reg --json tensors 1
expect_document
value '"\n".join(sorted("%s %s" % (t["name"], t["dtype"]) for t in d["tensors"]))' || wrong "$said"
printf '%s\n' "$said" >kept
expect_same inspected kept 'inspect and tensors differ'
expect_json 'd["id"], len(d["tensors"])' '(1, 50)'
expect_json '[t for t in d["tensors"] if t["name"].startswith("save/RestoreV2:")][0]' \
    "{'name': 'save/RestoreV2:0', 'dtype': 'DT_FLOAT', 'shape': None}"
expect_json '[t["shape"] for t in d["tensors"] if t["name"] == "conv1/Relu:0"]' '[[-1, 16, 16, 8]]'

# No file is needed.
mv reg/blobs away
mkdir reg/blobs
ok -r reg tensors 1 input
mv away/* reg/blobs

# Nothing found is no failure, and a misspelt name is told from one.
ok -r reg tensors 1 probabilitis
expect_no_out
expect_err <<'T'
nnreg: no tensor matches; did you mean "probabilities:0"?
T
ok -r reg tensors 1 'x*' 'y*'
expect_no_out
expect_err <<'T'
nnreg: no tensor matches
T
ok -r reg --json tensors 1 'x*'
expect_out <<'T'
{"id":1,"tensors":[]}
T
run -r reg tensors 7
expect_status 3
expect_err <<'T'
nnreg: there is no network 7 in "reg" (see: nnreg ls)
T
run -r reg tensors
expect_status 2

# By the slug, and by the words of others.
ok -r reg publish 1 digits
ok -r reg tensors digits input
run -r reg nodes 1
expect_status 2
grep -q 'did you mean "tensors"?' .err || wrong "said: $(cat .err)"

finish
