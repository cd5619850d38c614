#!/bin/sh
# How the registry beside this was made: by the library whose registries were of format version 1, and by none after it.
#
#     make.sh NNREG MKMODEL FOLDER     makes FOLDER/registry and FOLDER/objects.json
#
# What it makes is never made anew: every later library has to open the files as they are. It is kept here to tell what is in them.
set -eu

nnreg=$1 mkmodel=$2 folder=$3
mkdir -p "$folder"
cd "$folder"
NNREG_DIR=$folder/registry NNREG_ACTOR=maker LC_ALL=C
export NNREG_DIR NNREG_ACTOR LC_ALL
models=$(mktemp -d)
trap 'rm -rf "$models"' EXIT

describe() { # NAME TENSOR METADATA
    cat >"$models/description.json" <<JSON
{"name": "$1", "description": "first \"line\"\nsecond line", "framework": "tensorflow-1.x",
 "metadata": $3,
 "preprocessing": {"inputs": [{"tensor_name": "input:0", "image": {"dimension_order": "NHWC",
  "resize_type": "SQUASH", "target_size": "32x32", "color_channels": "RGB", "mean_file": "mean.npy"}}]},
 "postprocessings": [{"tensors_output": {"tensors": ["$2"]}}]}
JSON
}

specify() { # NAME
    printf '{"name": "%s", "outputs": [{"labels": {"labels": [{"id": 1, "name": "apple"}, {"id": 2, "name": "pear"}], "exclusive": true, "roi": "NONE"}}]}\n' "$1"
}

# Two models, which share saved_model.pb.
"$mkmodel" --kind classifier --size 32x32 --mean npy "$models/one"
"$mkmodel" --kind classifier --size 32x32 --mean npy --seed 2 "$models/two"

"$nnreg" init
describe digits probabilities '{"by" : "a", "of": [1, 2.50, -0], "train": {"epochs": 30}}'
"$nnreg" add "$models/description.json" "$models/one"
describe 'Ziffern äöü 数字' probabilities '{}'
"$nnreg" add "$models/description.json" "$models/two"
describe gone probabilities '{"why": "ids are not given again"}'
"$nnreg" add "$models/description.json" "$models/one"
"$nnreg" rm 3
"$nnreg" --actor other add "$models/description.json" "$models/one" # it gets the number 4

specify fruit >"$models/spec.json"
"$nnreg" spec add "$models/spec.json"
specify 'more fruit' >"$models/spec.json"
"$nnreg" spec add "$models/spec.json"
printf '{"post_processings": [{"classification": {"output_tensor": "probabilities", "thresholds": [0.5, 0.25]}}]}\n' \
    >"$models/version.json"
"$nnreg" version add "$models/version.json" --spec 1 --network 1
"$nnreg" version add "$models/version.json" --spec 1 --network 2
"$nnreg" version add "$models/version.json" --spec 2 --network 4
"$nnreg" version rm 3
"$nnreg" spec set 1 --current-version 2

"$nnreg" task set 1 --status success
"$nnreg" task set 2 --status error --error 'no room'
"$nnreg" set 1 --name 'digits, better'
"$nnreg" publish 1 the-digits
"$nnreg" publish 2 for-a-while
"$nnreg" unpublish 2

# A stored file is damaged, and healed by the next network.
blob=$(find registry/blobs -type f | sort | head -n 1)
chmod u+w "$blob"
printf x >>"$blob"
chmod a-w "$blob"
describe healer probabilities '{}'
"$nnreg" add "$models/description.json" "$models/one"

rm -rf registry/staging registry/lock.mdb registry/closed # the process's and the machine's, not the registry's

# What the library that made it read in it. A network's settings were those that `init` gives.
{
    printf '{"networks": '
    "$nnreg" --json ls --all
    for network in 1 2 4 5; do
        printf ', "network %s": ' $network
        "$nnreg" --json show $network
    done
    for spec in 1 2; do
        printf ', "spec %s": ' $spec
        "$nnreg" --json spec show $spec
    done
    for version in 1 2; do
        printf ', "version %s": ' $version
        "$nnreg" --json version show $version
    done
    for task in 1 2 4 5; do
        printf ', "task %s": ' $task
        "$nnreg" --json task show $task
    done
    printf ', "events": '
    "$nnreg" --json log
    printf '}\n'
} >objects.json
rm -rf registry/staging registry/lock.mdb registry/closed
