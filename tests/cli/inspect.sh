#!/usr/bin/env bash
# What a model is, without a description: for people, as JSON, as a list of tensors, as a picture.
. "$(dirname "$0")/lib.sh"
need python3

make_model model --labels 10
ok inspect model
[ ! -s .err ] || wrong "said: $(cat .err)"
expect_out <<'T'
model       saved_model.pb, binary form

meta graph  serve
saved by    TensorFlow 1.15.5, producer 440
graph       52 nodes
functions   0 with 0 nodes
restores    4 variables

signature serving_default (tensorflow/serving/predict)
        KEY            TENSOR           DTYPE     SHAPE
input   input          input:0          DT_FLOAT  [-1, 32, 32, 3]
output  probabilities  probabilities:0  DT_FLOAT  [-1, 10]

variables   4 entries, 314 parameters, 1.2 KiB in 1 shard
VARIABLE       DTYPE      SIZE  SHAPE
conv1/biases   DT_FLOAT   32 B  [8]
conv1/weights  DT_FLOAT  864 B  [3, 3, 3, 8]
fc/biases      DT_FLOAT   40 B  [10]
fc/weights     DT_FLOAT  320 B  [8, 10]

weights     checked
T

# The files one by one are the same bundle; weights that are not read are told.
cp .out whole
ok inspect model/saved_model.pb model/variables/*
expect_same whole .out 'the files are another model than their folder'
ok inspect model --no-weights
[ "$(tail -n 1 .out)" = 'weights     not checked' ] || wrong "last line: $(tail -n 1 .out)"

# JSON: one document, with the findings, which then are not on standard error.
run --json inspect model
expect_status 0
expect_document
[ ! -s .err ] || wrong "said: $(cat .err)"
expect_json '" ".join(d)' 'files model unsafe_operations variables weights_checked findings'
expect_json 'd["model"]["meta_graphs"][d["model"]["served"]]["signatures"][0]["inputs"]' \
    "[{'key': 'input', 'tensor': 'input:0', 'dtype': 'DT_FLOAT', 'shape': [-1, 32, 32, 3], 'images': {'order': 'NHWC', 'channels': 3}}]"
expect_json '(d["variables"]["parameters"], d["weights_checked"], d["findings"])' '(314, True, [])'

# What it costs for one example, as a table and as JSON; by deeper scopes where they are asked for.
ok inspect --cost model
expect_out <<'T'
SCOPE          OPERATIONS  PARAMETERS  MULTIPLY-ADDS  ACTIVATION BYTES  UNKNOWN
conv1                   3         224          55296             24576        0
pool                    1           0              0                32        0
flatten                 1           0              0                 0        0
fc                      2          90             80                80        0
probabilities           1           0              0                40        0
total                   8         314          55376             24728        0

counted for input:0 [1, 32, 32, 3]
at most 20480 bytes of activations at once, at Conv2D "conv1/Conv2D"
T
ok inspect --cost --depth 2 model
grep -q '^conv1/BiasAdd  *1  *8  *0  *8192  *0$' .out || wrong "no scope conv1/BiasAdd: $(cat .out)"
ok --json inspect --cost model
expect_json '(d["cost"]["parameters"], d["cost"]["multiply_adds"], d["cost"]["peak_at"]["op"])' \
    "(314, 55376, 'Conv2D')"
expect_json 'sum(s["activation_bytes"] for s in d["cost"]["scopes"]) == d["cost"]["activation_bytes"]' True
# A function that is looked into without a call of it, by what judges unsafe operations, is not computed.
run --json inspect --cost "${NNREG_SOURCE_DIR:?}/tests/cases/model.unsafe-op.rejects.map/saved_model.pbtxt"
expect_status 0
expect_json 'd["cost"]["incomplete"]' False
# What the graph tells of the images that go into an input.
run inspect "${NNREG_SOURCE_DIR:?}/tests/cases/model.scaling-twice.rejects/saved_model.pbtxt"
grep -q '^images of image: it computes x / 255 of a pixel x (RealDiv "scaled")$' .out ||
    wrong "no pixels are told: $(cat .out)"
run --json inspect "${NNREG_SOURCE_DIR:?}/tests/cases/model.scaling-twice.rejects/saved_model.pbtxt"
expect_json 'd["model"]["meta_graphs"][0]["signatures"][0]["inputs"][0]["images"]' \
    "{'order': 'NHWC', 'channels': 3, 'highest': 255, 'pixels': 'it computes x / 255 of a pixel x (RealDiv \"scaled\")'}"
run inspect --cost --tensors model
expect_status 2
run inspect --cost --svg model
expect_status 2

# For images of a size, where the model leaves their sides open; there without a size what to do is said.
ok inspect --cost --size 32x32 model
run inspect --cost --size 64x32 model
expect_status 1
grep -q 'the size 64x32 does not go with the input "input": its sides are fixed' .err || wrong "said: $(cat .err)"
make_model open --text --labels 10
sed -i 's/size: 32\b/size: -1/' open/saved_model.pbtxt
run inspect --cost open
grep -q -- '^counted for input:0 \[1, -1, -1, 3\]$' .out || wrong "printed: $(cat .out)"
grep -q -- '--size WxH names those of images$' .out || wrong "printed: $(cat .out)"
for size in 32x32 64x16; do
    run inspect --cost --size $size open
    grep -q '^total  *8  *314  *55376  *24728  *0$' .out || wrong "printed: $(cat .out)"
done
grep -q '^counted for input:0 \[1, 16, 64, 3\]$' .out || wrong "printed: $(cat .out)"
run --json inspect --cost --size=64x16 open
expect_json 'd["cost"]["inputs"]' "[{'tensor': 'input:0', 'shape': [1, 16, 64, 3]}]"
for size in 0x32 32x0 32 32x32x3 32x65536 -1x32 x32 '32 x 32' ''; do
    run inspect --cost "--size=$size" open
    expect_status 2
    grep -q -- '--size is width x height in pixels, like 224x224' .err || wrong "said: $(cat .err)"
done
run inspect --size 32x32 open
expect_status 2

# Tensors, all or by pattern; the pattern in three places.
ok inspect model --tensors
grep -q '^probabilities:0  *DT_FLOAT  *Softmax  *\[-1, 10\]$' .out || wrong 'probabilities is not listed'
for option in '--tensors=inp*' '--tensors inp*'; do
    # shellcheck disable=SC2086
    ok inspect model $option
    expect_out <<'T'
TENSOR   DTYPE     OP           SHAPE
input:0  DT_FLOAT  Placeholder  [-1, 32, 32, 3]
T
done
ok inspect --tensors 'conv1/weights' model
expect_out <<'T'
TENSOR           DTYPE         OP          SHAPE
conv1/weights:0  DT_FLOAT_REF  VariableV2  [3, 3, 3, 8]
T
ok inspect model --tensors='*/*/zeros:0'
[ "$(grep -c '/zeros:0 ' .out)" = 4 ] || wrong "a star does not match slashes: $(cat .out)"
ok inspect model --tensors=none
expect_silence
ok --json inspect model --tensors=input
expect_json '[(t["name"], t["op"]) for t in d["tensors"]]' "[('input:0', 'Placeholder')]"
expect_json '" ".join(d)' 'files model unsafe_operations tensors variables weights_checked findings'
run --json inspect model --tensors
expect_json 'len(d["tensors"]) > 20' True

# A picture, also of a model whose names need care; Graphviz reads it where there is one.
ok inspect model --dot
expect_out <<'T'
digraph model {
    rankdir=LR;
    node [fontname="sans-serif", fontsize=11];
    graph [fontname="sans-serif", fontsize=12];
    subgraph cluster0 {
        label="serving_default";
        n0 [shape=box, style=bold, label="network\n52 nodes, 0 functions"];
        i0_0 [shape=ellipse, label="input\ninput:0\nDT_FLOAT [-1, 32, 32, 3]"];
        i0_0 -> n0;
        o0_0 [shape=ellipse, label="probabilities\nprobabilities:0\nDT_FLOAT [-1, 10]"];
        n0 -> o0_0;
    }
}
T
make_model odd --text --labels 10
sed 's/key: "input"/key: "in\\"put\\\\"/' odd/saved_model.pbtxt >odd.pbtxt
mv odd.pbtxt odd/saved_model.pbtxt
ok inspect odd --dot
grep -q 'label="in\\"put\\\\\\n' .out || wrong "the label is not escaped: $(grep ellipse .out)"
if command -v dot >/dev/null 2>&1; then
    dot -Tsvg <.out >picture.svg 2>.dot || wrong "Graphviz: $(cat .dot)"
    grep -q 'in&quot;put\\' picture.svg || wrong 'the name is not in the picture'
fi
run inspect model --dot --tensors
expect_status 2
run --json inspect model --dot
expect_status 2

# What is wrong is on standard error; errors make the exit status 1, warnings do not.
make_model flipped --labels 10 --fault flipped-bit:fc/weights
run inspect flipped
expect_status 1
grep -q '^variables.data-00000-of-00001:.* error: .*"fc/weights".* \[variables.crc\]$' .err || wrong "said: $(cat .err)"
grep -q '^fc/weights ' .out || wrong 'the variables are missing'
ok inspect flipped --no-weights
[ ! -s .err ] || wrong "said: $(cat .err)"
run --json inspect flipped
expect_status 1
expect_json '[(f["rule"], f["severity"]) for f in d["findings"]]' "[('variables.crc', 'error')]"

"$mkmodel" --kind unsafe --unsafe-op ReadFile --unsafe-value /etc/passwd unsafe >/dev/null || exit 1
ok inspect unsafe
grep -q '^file-read  ReadFile  .*  /etc/passwd$' .out || wrong "no unsafe operation: $(cat .out)"
grep -q 'warning: .*\[model.unsafe-op\]$' .err || wrong "said: $(cat .err)"
run inspect unsafe --severity model.unsafe-op=error
expect_status 1

# Variables alone are judged.
ok inspect flipped/variables --no-weights
head -n 1 .out | grep -q '^model  *none that could be read$' || wrong "said: $(head -n 1 .out)"
grep -q 'note: there is no saved_model.pb .* \[bundle.model-missing\]$' .err || wrong "said: $(cat .err)"
run inspect flipped/variables
expect_status 1

# Nothing there.
mkdir nothing
run inspect nothing
expect_status 1
grep -q 'error: .*\[bundle.model-missing\]$' .err || wrong "said: $(cat .err)"
run inspect nowhere
expect_status 3
run inspect nowhere --tensors
expect_status 3
run inspect
expect_status 2

finish
