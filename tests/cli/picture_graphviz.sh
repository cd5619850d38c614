#!/usr/bin/env bash
# What --dot writes is read by Graphviz itself, without a warning, and what --svg writes by an XML parser: at every depth, of the
# models that there are, and of one whose names are full of what either could take for something else.
. "$(dirname "$0")/lib.sh"
need python3
need dot

# What a text in plain and one in DOT have of edges and of nodes.
cat >counts.py <<'P'
import re, sys
for file, patterns in ((sys.argv[1], (rb"^edge ", rb"^node ")),
                       (sys.argv[2], (rb"^ *[a-z][0-9_]* -> [a-z][0-9_]*", rb"^ *[a-z][0-9_]* \[shape="))):
    with open(file, "rb") as text:
        content = text.read()
    print(*(len(re.findall(pattern, content, re.MULTILINE)) for pattern in patterns))
P

# drawn MODEL [OPTION...]: what it prints is read by Graphviz, which names as many nodes and edges as the text has.
drawn() {
    run inspect "$@" --dot
    mv .out picture.dot
    [ -s picture.dot ] || {
        wrong "there is no picture of $*: $(head -n 3 .err)"
        return
    }
    dot -Tplain <picture.dot >picture.plain 2>.dot || wrong "Graphviz reads the picture of $* with status $?"
    [ ! -s .dot ] || wrong "Graphviz of the picture of $*: $(head -n 3 .dot)"
    ask counts.py picture.plain picture.dot || wrong "the picture of $*: $complaint"
    read -r -d '' edges nodes edges_meant nodes_meant <<<"$said"
    [ "$edges" = "$edges_meant" ] || wrong "Graphviz sees other edges in the picture of $*"
    [ "$nodes" = "$nodes_meant" ] || wrong "Graphviz sees other boxes in the picture of $*"
}

# all_depths MODEL
all_depths() {
    drawn "$1"
    for depth in 1 2 3 4; do
        drawn "$1" --depth "$depth"
        run inspect "$1" --svg --depth "$depth"
        ask -c 'import sys, xml.etree.ElementTree as ET; ET.parse(sys.argv[1])' .out ||
            wrong "the SVG of $1 at depth $depth: ${complaint##*$'\n'}"
    done
}

for kind in classifier detector asset tf2 unsafe; do
    "$mkmodel" --kind "$kind" "$kind" >/dev/null || exit 1
    all_depths "$kind"
done

ask - <<'P' || wrong "$complaint"
import os
os.mkdir("hostile")
names = [b'quote"', b"back\\slash", b"ends\\", b'\\"', b"{brace|field}", b"<b>bold</b>", b"<", b"line\nbreak", b"\\n\\l\\N\\G", b"a -> b; }",
         b"//comment", b"/*", b"#include", "gr\u00f6\u00dfe/\u4e16\u754c".encode(), b"bad\xff\xfe", b"half\xe4\xb8", b"&amp;&#0;&bogus;",
         b"%s%n", b"]]>", b"\x01\x1b[31m\x7f", "\u202eback".encode(), b" ", b"x" * 5000, b"digraph", b"a:b:c", b"html/<i>/x"]
quoted = lambda name: '"' + "".join("\\%03o" % byte for byte in name) + '"'
nodes, before = ["node { name: 'x' op: 'Placeholder' }"], b"x"
for name in names:
    nodes.append("node { name: %s op: %s input: %s }" % (quoted(name), quoted(b"Op" + name), quoted(before)))
    before = name
nodes.append("node { name: 'y' op: 'Relu' input: %s }" % quoted(before))
open("hostile/saved_model.pbtxt", "w").write(
    "saved_model_schema_version: 1 meta_graphs { meta_info_def { tags: 'serve' } graph_def { %s versions { producer: 440 } } "
    % " ".join(nodes) + "".join(
        "signature_def { key: %s value { inputs { key: %s value { name: 'x:0' dtype: DT_FLOAT } } "
        "outputs { key: %s value { name: 'y:0' dtype: DT_FLOAT } } method_name: 'tensorflow/serving/predict' } } "
        % ((quoted(name),) * 3) for name in [b"serving_default"] + [n for n in names if len(n) < 100]) + "}")
P
all_depths hostile

# The real ones, where they are.
real=${NNREG_SHARED_DIR:-/nonexistent}/models
for model in tf_half_plus_two tf_c_SimpleWhileLoop tfdf_adult_rf tf_OptimizerSlotVariableModule cloudml_estimate_2shards mlnet_mnist_conv; do
    [ ! -d "$real/$model" ] || all_depths "$real/$model"
done

finish
