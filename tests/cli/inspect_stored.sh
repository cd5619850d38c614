#!/usr/bin/env bash
# inspect of a registered network: its stored files are the folder that they came from; when a word is a network and when a
# path; and damage is told before anything else is.
. "$(dirname "$0")/lib.sh"
need python3

make_model model --labels 10
make_model other --kind frozen --labels 3
description digits >network.json
ok -r reg init
ok -r reg add network.json model

# Everything that it tells of a folder it tells of the network, byte for byte.
for options in '' '--json' '--no-weights' '--tensors=conv1/*' '--cost' '--cost --depth 2' '--svg' '--dot' \
    '--dot --depth 1' '--json --tensors --depth 1'; do
    # shellcheck disable=SC2086
    ok inspect $options model
    mv .out wanted
    # shellcheck disable=SC2086
    ok -r reg inspect $options 1
    expect_same wanted .out "inspect $options"
done
ok -r reg inspect --tensors 'input*' 1
expect_out <<'T'
TENSOR   DTYPE     OP           SHAPE
input:0  DT_FLOAT  Placeholder  [-1, 32, 32, 3]
T
# A finding on a rule that is set to an error is one of the network.
run -r reg inspect --severity bundle.unknown-file=error 1
expect_status 0

# 1 is a network with -r, whatever lies here; without, what lies here; and ./1 always is a path.
cp -R other 1
told() { # told LABELS: whose output it is
    grep -q "^output  probabilities  probabilities:0  DT_FLOAT  \[-1, $1\]$" .out || wrong "said: $(cat .out)"
}
ok -r reg inspect 1
told 10
NNREG_DIR=$work/reg
export NNREG_DIR
ok inspect 1
told 3
ok -r reg inspect ./1
told 3
ok -r reg inspect 1/
told 3
rm -r 1
ok inspect 1
told 10
# So with a slug.
ok publish 1 model
ok -r reg inspect model
told 10
cp -R other digits
ok unpublish 1
ok publish 1 digits
ok inspect digits
told 3
ok -r reg inspect digits
told 10
# Several are paths.
ok -r reg inspect model/saved_model.pb model/variables/*
told 10

# What is neither is told as both.
run inspect 7
expect_status 3
expect_err <<'T'
nnreg: "7" is no file or folder here, and as a network: there is no network 7 in "WORK/reg" (see: nnreg ls)
T
run inspect modle
expect_status 3
expect_err <<'T'
nnreg: "modle" is no file or folder here, and as a network: no network in "WORK/reg" is public as "modle" (see: nnreg ls --public)
T
run -r reg inspect 7
expect_status 3
expect_err <<'T'
nnreg: there is no network 7 in "reg" (see: nnreg ls)
T
run inspect ./modle
expect_status 3
expect_err <<'T'
nnreg: cannot read "./modle": No such file or directory
T
run --json inspect 7
expect_status 3
expect_document

# A damaged file is told, and noted; with --no-weights those that are read are still proved.
sum=$(sha256sum model/variables/variables.data-00000-of-00001 | cut -d' ' -f1)
blob=reg/blobs/$(printf %s "$sum" | cut -c1-2)/$(printf %s "$sum" | cut -c3-)
chmod u+w "$blob"
printf '\252' | dd of="$blob" bs=1 seek=20 conv=notrunc 2>/dev/null
run inspect 1
expect_status 4
expect_no_out
grep -q '"variables.data-00000-of-00001" of network 1 is damaged' .err || wrong "said: $(cat .err)"
ok --json files 1
expect_json '[f["damaged"] for f in d["files"]]' "[None, 'other bytes', None]"
ok inspect --no-weights 1
told 10
expect_err <<'T'
nnreg: "variables.data-00000-of-00001" of network 1 is damaged: in its place there is other bytes
T
sum=$(sha256sum model/saved_model.pb | cut -d' ' -f1)
blob=reg/blobs/$(printf %s "$sum" | cut -c1-2)/$(printf %s "$sum" | cut -c3-)
chmod u+w "$blob"
printf '\252' | dd of="$blob" bs=1 seek=20 conv=notrunc 2>/dev/null
run inspect --no-weights 1
expect_status 4
expect_no_out
rm -f "$blob"
run inspect --no-weights 1
expect_status 4

finish
