#!/usr/bin/env bash
# The graph of a model as a picture: for Graphviz, as SVG, and as JSON; also of models that nobody should have made.
. "$(dirname "$0")/lib.sh"
need python3

make_model model --labels 10
ok inspect model --dot --depth 1
expect_out <<'T'
digraph model {
    node [fontname="sans-serif", fontsize=11];
    edge [fontname="sans-serif", fontsize=10];
    graph [fontname="sans-serif", fontsize=12, labelloc=t];
    label="Graph at depth 1: 18 operations in 5 scopes, between 1 input and 1 output\nnot shown: 33 operations that no output needs";
    b0 [shape=ellipse, label="input\nDT_FLOAT [-1, 32, 32, 3]\ninput:0", tooltip="input (input of serving_default), tensor input:0"];
    b1 [shape=box, label="conv1\n7 operations\n1 BiasAdd, 1 Conv2D, 1 Relu", tooltip="conv1"];
    b2 [shape=box, label="pool\n2 operations\n1 Mean", tooltip="pool"];
    b3 [shape=box, label="flatten\n2 operations\n1 Reshape", tooltip="flatten"];
    b4 [shape=box, label="fc\n6 operations\n1 BiasAdd, 1 MatMul", tooltip="fc"];
    b5 [shape=box, label="probabilities\nSoftmax", tooltip="probabilities"];
    b6 [shape=ellipse, label="probabilities\nDT_FLOAT [-1, 10]\nprobabilities:0", tooltip="probabilities (output of serving_default), tensor probabilities:0"];
    b0 -> b1 [label="[-1, 32, 32, 3]"];
    b1 -> b2 [label="[-1, 16, 16, 8]"];
    b2 -> b3 [label="[-1, 1, 1, 8]"];
    b3 -> b4 [label="[-1, 8]"];
    b4 -> b5 [label="[-1, 10]"];
    b5 -> b6 [label="[-1, 10]"];
}
T

# All of it but the styles. Without --depth it is 1.
ok inspect model --svg
mv .out whole.svg
sed '/^  <style>$/,/^  <\/style>$/d' whole.svg >.out
expect_out <<'T'
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 409 780" width="100%" style="max-width: 409px" role="img" aria-labelledby="title desc">
  <title id="title">Graph at depth 1</title>
  <desc id="desc">18 operations in 5 scopes, between 1 input and 1 output</desc>
  <rect class="page" width="409" height="780"/>
  <text class="head" x="12" y="20">Graph at depth 1</text>
  <text class="note" x="12" y="37">18 operations in 5 scopes, between 1 input and 1 output</text>
  <g transform="translate(88 44)">
  <path class="edge" d="M117 74V90V104V120"/>
  <path class="tip" d="M117 120L113 113L121 113Z"/>
  <path class="edge" d="M117 182V198V212V228"/>
  <path class="tip" d="M117 228L113 221L121 221Z"/>
  <path class="edge" d="M117 290V306V320V336"/>
  <path class="tip" d="M117 336L113 329L121 329Z"/>
  <path class="edge" d="M117 398V414V428V444"/>
  <path class="tip" d="M117 444L113 437L121 437Z"/>
  <path class="edge" d="M117 506V522V536V552"/>
  <path class="tip" d="M117 552L113 545L121 545Z"/>
  <path class="edge" d="M117 598V614V628V644"/>
  <path class="tip" d="M117 644L113 637L121 637Z"/>
  <rect class="shade" x="69" y="90" width="96" height="14"/>
  <text class="label" x="117" y="101">[-1, 32, 32, 3]</text>
  <rect class="shade" x="69" y="198" width="96" height="14"/>
  <text class="label" x="117" y="209">[-1, 16, 16, 8]</text>
  <rect class="shade" x="75" y="306" width="84" height="14"/>
  <text class="label" x="117" y="317">[-1, 1, 1, 8]</text>
  <rect class="shade" x="93" y="414" width="48" height="14"/>
  <text class="label" x="117" y="425">[-1, 8]</text>
  <rect class="shade" x="90" y="522" width="54" height="14"/>
  <text class="label" x="117" y="533">[-1, 10]</text>
  <rect class="shade" x="90" y="614" width="54" height="14"/>
  <text class="label" x="117" y="625">[-1, 10]</text>
  <g class="end">
    <title>input (input of serving_default), tensor input:0</title>
    <rect x="23" y="12" width="188" height="62" rx="31"/>
    <text class="first" x="117" y="30">input</text>
    <text class="line" x="117" y="46">DT_FLOAT [-1, 32, 32, 3]</text>
    <text class="line" x="117" y="62">input:0</text>
  </g>
  <g class="box">
    <title>conv1: 7 operations, 1 BiasAdd, 1 Conv2D, 1 Relu</title>
    <rect x="12" y="120" width="209" height="62" rx="3"/>
    <text class="first" x="116" y="138">conv1</text>
    <text class="line" x="116" y="154">7 operations</text>
    <text class="line" x="116" y="170">1 BiasAdd, 1 Conv2D, 1 Relu</text>
  </g>
  <g class="box">
    <title>pool: 2 operations, 1 Mean</title>
    <rect x="65" y="228" width="104" height="62" rx="3"/>
    <text class="first" x="117" y="246">pool</text>
    <text class="line" x="117" y="262">2 operations</text>
    <text class="line" x="117" y="278">1 Mean</text>
  </g>
  <g class="box">
    <title>flatten: 2 operations, 1 Reshape</title>
    <rect x="65" y="336" width="104" height="62" rx="3"/>
    <text class="first" x="117" y="354">flatten</text>
    <text class="line" x="117" y="370">2 operations</text>
    <text class="line" x="117" y="386">1 Reshape</text>
  </g>
  <g class="box">
    <title>fc: 6 operations, 1 BiasAdd, 1 MatMul</title>
    <rect x="40" y="444" width="153" height="62" rx="3"/>
    <text class="first" x="116" y="462">fc</text>
    <text class="line" x="116" y="478">6 operations</text>
    <text class="line" x="116" y="494">1 BiasAdd, 1 MatMul</text>
  </g>
  <g class="box">
    <title>probabilities: Softmax</title>
    <rect x="61" y="552" width="111" height="46" rx="3"/>
    <text class="first" x="116" y="570">probabilities</text>
    <text class="line" x="116" y="586">Softmax</text>
  </g>
  <g class="end">
    <title>probabilities (output of serving_default), tensor probabilities:0</title>
    <rect x="47" y="644" width="139" height="62" rx="31"/>
    <text class="first" x="116" y="662">probabilities</text>
    <text class="line" x="116" y="678">DT_FLOAT [-1, 10]</text>
    <text class="line" x="116" y="694">probabilities:0</text>
  </g>
  </g>
  <text class="note" x="12" y="770">not shown: 33 operations that no output needs</text>
</svg>
T
ok inspect model --svg --depth 1
expect_same whole.svg .out 'the depth is not 1'

# svg FILE: what every picture is: well-formed, by itself, without anything that runs, and with words for who cannot see it.
cat >svg.py <<'P'
import re, sys, xml.etree.ElementTree as ET
text = open(sys.argv[1], encoding="utf-8").read()
root = ET.fromstring(text)
names = set()
for element in root.iter():
    names.add(element.tag.split("}")[1])
    for key in element.attrib:
        assert not key.startswith("on") and "href" not in key, key
assert names <= {"svg", "title", "desc", "style", "rect", "text", "g", "path"}, names
assert [child.tag.split("}")[1] for child in root][:3] == ["title", "desc", "style"]
assert root.get("viewBox") and root.get("role") == "img" and "height" not in root.attrib
assert "prefers-color-scheme: dark" in text and "url(" not in text and "@import" not in text
assert not re.search("[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\u200e\u200f\ufffe\uffff]", text)
for find in sys.argv[2:]:
    assert find in "".join(root.itertext()), find
P
svg() {
    ask svg.py "$@" || wrong "the picture: ${complaint##*$'\n'}"
}
svg whole.svg 'conv1: 7 operations' '[-1, 16, 16, 8]'

# The same as facts.
run --json inspect model --depth 1
expect_status 0
expect_document
expect_json '(d["scopes"]["depth"], d["scopes"]["operations"], d["scopes"]["elsewhere"]["operations"])' '(1, 18, 33)'
expect_json '[b.get("scope", b.get("key")) for b in d["scopes"]["boxes"]]' \
    "['input', 'conv1', 'pool', 'flatten', 'fc', 'probabilities', 'probabilities']"
expect_json 'd["scopes"]["edges"][0]' "{'from': 0, 'to': 1, 'shapes': [[-1, 32, 32, 3]], 'more': False}"
expect_json 'd["scopes"]["boxes"][1]["commonest"][0]' "{'op': 'BiasAdd', 'count': 1}"

# What needs a look is marked, in words, too.
"$mkmodel" --kind unsafe --unsafe-op ReadFile --unsafe-value /etc/passwd unsafe >/dev/null || exit 1
run inspect unsafe --svg
svg .out '1 unsafe'
grep -q 'class="note alarm".*not shown: .* no output needs, 1 unsafe<' .out ||
    wrong 'the unsafe operation that no output needs is not told'

# Names that would like to be something else: markup, quotes, controls, another reading direction, no characters at all.
ask - <<'P' || wrong "$complaint"
import os
os.mkdir("hostile")
names = ["a\"><script>alert(1)</script>", "b]]>&amp;'", "c\\\\n\\\"];}", "d\u202egnp\u202c", "e\u0001\u001b[31m", "f\ufffe\uffff",
         "g" * 300 + "\u4e16", "h\nline", "<!--"]
def quoted(text):
    return '"' + "".join("\\%03o" % byte for byte in text.encode("utf-8")) + '"'
nodes = ["node { name: 'x' op: 'Placeholder' } node { name: 'keep' op: 'Placeholder' }"]
before = "x"
for name in names:
    nodes.append("node { name: %s op: %s input: %s input: 'keep' }" % (quoted(name), quoted("Op" + name), quoted(before)))
    before = name
nodes.append('node { name: "bad\\377\\376" op: "Relu" input: %s }' % quoted(before))
nodes.append('node { name: "y" op: "Relu" input: "bad\\377\\376" }')
open("hostile/saved_model.pbtxt", "w").write(
    "saved_model_schema_version: 1 meta_graphs { meta_info_def { tags: 'serve' } graph_def { %s versions { producer: 440 } } "
    "signature_def { key: 'serving_default' value { inputs { key: %s value { name: 'x:0' dtype: DT_FLOAT } } "
    "outputs { key: 'y' value { name: 'y:0' dtype: DT_FLOAT } } method_name: 'tensorflow/serving/predict' } } }"
    % (" ".join(nodes), quoted("<svg onload='x'>\u202e")))
P
run inspect hostile --svg
svg .out '<script>' ']]>&amp;' '1 unfed' "<svg onload='x'>" '\xe2\x80\xae' 'ggg...ggg'
svg .out 'unfed: a placeholder or queue that no signature feeds' 'unknown: an operation that is none of TensorFlow'
grep -q 'reaches outside of the model' .out && wrong 'the key explains a mark that no box has'
grep -q 'class="box unfed"' .out || wrong 'the placeholder that nothing feeds is not marked'
grep -q '<script>' .out && wrong 'a name became an element'
run inspect hostile --dot --depth 3
grep -q 'a\\"><script' .out || wrong "the name is not escaped: $(grep script .out)"
if command -v dot >/dev/null 2>&1; then
    dot -Tsvg <.out >picture.svg 2>.dot || wrong "Graphviz: $(cat .dot)"
fi

# A residual network at depth 2, as wide as a screen; the file gives the shape of nothing but the input.
ask - <<'P' || wrong "$complaint"
import os
os.mkdir("residual")
nodes = ["node { name: 'x' op: 'Placeholder' }"]
real = "attr { key: 'T' value { type: DT_FLOAT } } "
window = "attr { key: 'padding' value { s: 'SAME' } } attr { key: 'strides' value { list { i: 1 i: %d i: %d i: 1 } } } "
def node(name, op, inputs, attrs=""):
    nodes.append("node { name: '%s' op: '%s' %s %s }" % (name, op, " ".join("input: '%s'" % i for i in inputs), real + attrs))
    return name
def conv(scope, x, kernel, before, after, stride):
    nodes.append("node { name: '%s/weights' op: 'VariableV2' attr { key: 'shape' value { shape { %s } } } "
                 "attr { key: 'dtype' value { type: DT_FLOAT } } }"
                 % (scope, " ".join("dim { size: %d }" % size for size in (kernel, kernel, before, after))))
    read = node(scope + "/weights/read", "Identity", [scope + "/weights"])
    return node(scope + "/Relu", "Relu", [node(scope + "/Conv2D", "Conv2D", [x, read], window % (stride, stride))])
x, channels = conv("resnet/conv1", "x", 7, 3, 64, 2), 64
x = node("resnet/pool1/MaxPool", "MaxPool", [x], window % (2, 2) + "attr { key: 'ksize' value { list { i: 1 i: 3 i: 3 i: 1 } } }")
for block, (units, width) in enumerate([(3, 64), (4, 128), (6, 256), (3, 512)]):
    for unit in range(units):
        scope, stride = "resnet/block%d/unit_%d" % (block + 1, unit + 1), 2 if unit == 0 and block > 0 else 1
        short = conv(scope + "/shortcut", x, 1, channels, 4 * width, stride) if unit == 0 else x
        y = conv(scope + "/conv1", x, 1, channels, width, 1)
        y = conv(scope + "/conv3", conv(scope + "/conv2", y, 3, width, width, stride), 1, width, 4 * width, 1)
        x, channels = node(scope + "/Relu", "Relu", [node(scope + "/add", "AddV2", [short, y])]), 4 * width
open("residual/saved_model.pbtxt", "w").write(
    "saved_model_schema_version: 1 meta_graphs { meta_info_def { tags: 'serve' } graph_def { %s versions { producer: 440 } } "
    "signature_def { key: 'serving_default' value { inputs { key: 'x' value { name: 'x:0' dtype: DT_FLOAT tensor_shape { "
    "dim { size: -1 } dim { size: 224 } dim { size: 224 } dim { size: 3 } } } } outputs { key: 'y' value { name: '%s:0' "
    "dtype: DT_FLOAT } } method_name: 'tensorflow/serving/predict' } } }" % (" ".join(nodes), x))
P
run inspect residual --svg --depth 2
svg .out '13 Conv2D' 'resnet/block3' '[-1, 112, 112, 64]' '[-1, 56, 56, 256]' '[-1, 28, 28, 512]' '[-1, 14, 14, 1024]' '[-1, 7, 7, 2048]'
[ "$(grep -c 'class="box"' .out)" = 6 ] || wrong "boxes of the residual network: $(grep -c 'class="box"' .out)"
run inspect residual --svg --depth 3
svg .out 'resnet/block4/unit_3'

# Many inputs do not make it wider than can be read.
ask - <<'P' || wrong "$complaint"
import os
os.mkdir("wide")
open("wide/saved_model.pbtxt", "w").write(
    "saved_model_schema_version: 1 meta_graphs { meta_info_def { tags: 'serve' } graph_def { %s node { name: 'y' op: 'AddN' %s } "
    "versions { producer: 440 } } signature_def { key: 'serving_default' value { %s outputs { key: 'y' value { name: 'y:0' "
    "dtype: DT_FLOAT } } method_name: 'tensorflow/serving/predict' } } }"
    % tuple(" ".join(text % ((i,) * text.count("%")) for i in range(50)) for text in (
        "node { name: 'x%d' op: 'Placeholder' }", "input: 'x%d'",
        "inputs { key: 'feature_%d' value { name: 'x%d:0' dtype: DT_FLOAT } }")))
P
run inspect wide --svg
svg .out feature_7 '42 more like these'
width=$(sed -n 's/^<svg .*viewBox="0 0 \([0-9]*\) .*/\1/p' .out)
[ "${width:-9999}" -lt 1600 ] || wrong "fifty inputs are $width pixels wide"
[ "$(grep -c 'class="end"' .out)" = 10 ] || wrong "ends: $(grep -c 'class="end"' .out)"
[ "$(grep -c 'class="edge"' .out)" = 10 ] || wrong "edges: $(grep -c 'class="edge"' .out)"
grep -q '<title>feature_8 (input of serving_default), tensor x8:0, feature_9 ' .out || wrong 'the rest has no names'
grep -q '50 inputs and 1 output' .out || wrong 'not all inputs are told'
run inspect wide --dot --depth 1
grep -q 'label="42 more like these"' .out || wrong "the picture: $(cat .out)"
run --json inspect wide --depth 1
expect_json 'len(d["scopes"]["boxes"])' 52
# What needs a look is always drawn, and what is alike but for one edge, too.
ask - <<'P' || wrong "$complaint"
import os
os.mkdir("marked")
open("marked/saved_model.pbtxt", "w").write(
    "saved_model_schema_version: 1 meta_graphs { meta_info_def { tags: 'serve' } graph_def { node { name: 'x' op: 'Placeholder' } "
    "%s node { name: 'z' op: 'Relu' input: 'n3' } node { name: 'y' op: 'AddN' %s } "
    "versions { producer: 440 } } signature_def { key: 'serving_default' value { inputs { key: 'x' value { name: 'x:0' dtype: "
    "DT_FLOAT } } outputs { key: 'y' value { name: 'y:0' dtype: DT_FLOAT } } outputs { key: 'z' value { name: 'z:0' dtype: "
    "DT_FLOAT } } method_name: 'tensorflow/serving/predict' } } }"
    % (" ".join("node { name: 'n%d' op: '%s' input: 'x' }" % (i, "Strange" if i == 15 else "Relu") for i in range(20)),
       " ".join("input: 'n%d'" % i for i in range(20))))
P
run inspect marked --svg
svg .out n3 n15 '10 more like these' '10 operations'

# Loops go up where they come back.
mkdir loop
cat >loop/saved_model.pbtxt <<'T'
saved_model_schema_version: 1
meta_graphs {
  meta_info_def { tags: 'serve' }
  graph_def {
    node { name: 'x' op: 'Placeholder' attr { key: 'dtype' value { type: DT_FLOAT } } }
    node { name: 'l/enter' op: 'Enter' input: 'x' }
    node { name: 'l/merge' op: 'Merge' input: 'l/enter' input: 'l/next' }
    node { name: 'l/cond' op: 'LoopCond' input: 'l/merge' }
    node { name: 'l/switch' op: 'Switch' input: 'l/merge' input: 'l/cond' }
    node { name: 'l/next' op: 'NextIteration' input: 'l/switch:1' }
    node { name: 'y' op: 'Exit' input: 'l/switch' }
    versions { producer: 440 }
  }
  signature_def {
    key: 'serving_default'
    value {
      inputs { key: 'x' value { name: 'x:0' dtype: DT_FLOAT } }
      outputs { key: 'y' value { name: 'y:0' dtype: DT_FLOAT } }
      method_name: 'tensorflow/serving/predict'
    }
  }
}
T
run inspect loop --svg --depth 2
svg .out 'l/merge: Merge' 'flows back, in a loop'
[ "$(grep -c 'class="edge back"' .out)" = 1 ] || wrong "edges that go back: $(grep -c 'class="edge back"' .out)"
run inspect loop --svg
grep -q 'class="edge back"' .out && wrong 'a loop inside of a box is drawn'

# Too much for a picture is refused, with what to do.
"$mkmodel" --kind big-graph --nodes 20000 --bytes 1M big >/dev/null || exit 1
run inspect big --svg --depth 5
expect_status 1
expect_no_out
expect_err <<'T'
nnreg: at depth 5 the picture has more than 1000 boxes: take a smaller --depth
T
ask - <<'P' || wrong "$complaint"
import os
os.mkdir("many")
open("many/saved_model.pbtxt", "w").write(
    "saved_model_schema_version: 1 meta_graphs { meta_info_def { tags: 'serve' } graph_def { %s } }"
    % " ".join("node { name: 'n%d' op: 'NoOp' }" % i for i in range(1001)))
P
run inspect many --svg
expect_status 1
expect_err <<'T'
nnreg: at depth 1 the picture has more than 1000 boxes: no depth is smaller; inspect without a picture tells what is in it
T
run --json inspect big --depth 5
expect_json 'd["scopes"]' "{'depth': 5, 'too_many': 'boxes', 'most': 1000}"

# Nothing to draw, and command lines that make no sense.
ok inspect model/variables --svg
expect_no_out
run --json inspect model/variables --depth 1
expect_json 'd["scopes"]' None
for words in '--svg --dot' '--svg --tensors' '--depth 2' '--svg --depth 0' '--svg --depth 65' '--dot --depth x'; do
    # shellcheck disable=SC2086
    run inspect model $words
    expect_status 2
done
run --json inspect model --svg
expect_status 2

finish
