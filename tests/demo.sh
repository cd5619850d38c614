#!/usr/bin/env bash
# The main job, start to end, on a model made for it: an image classifier in TensorFlow's own format is judged,
# registered, listed, shown, refused an illegal change, read back, attached to what its outputs mean, published and deleted;
# the history tells it all. Every command is shown as it runs, and
# the script stops where one does not do what it says.
#
# ./bootstrap demo builds what this needs and calls it. NNREG and NNREG_MKMODEL name the two programs.
set -eu

nnreg=${NNREG:?the path of the nnreg command; ./bootstrap demo sets it}
mkmodel=${NNREG_MKMODEL:?the path of nnreg-mkmodel; ./bootstrap demo sets it}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export NNREG_DIR=$work/registry
unset NNREG

# From here on `nnreg` is the command, as a user types it.
nnreg() {
    "$nnreg" "$@"
}

title() {
    printf '\n# %s\n' "$*"
}

unexpected() {
    printf '\ndemo: %s\n' "$*" >&2
    exit 1
}

shown() {
    printf '$ %s\n' "$1"
}

# run COMMAND: a command line that must succeed.
run() {
    shown "$1"
    eval "$1" || unexpected "this should have succeeded: $1"
}

# refused COMMAND: one that must be refused with exit status 1.
refused() {
    local status=0
    shown "$1"
    eval "$1" || status=$?
    [ "$status" = 1 ] || unexpected "this should have been refused with exit status 1, not $status: $1"
    printf '[exit status 1]\n'
}

# missing COMMAND: one that must find nothing, with exit status 3.
missing() {
    local status=0
    shown "$1"
    eval "$1" || status=$?
    [ "$status" = 3 ] || unexpected "this should have found nothing, with exit status 3, not $status: $1"
    printf '[exit status 3]\n'
}

title 'A model as TensorFlow saves it: a graph, and the weights beside it'
"$mkmodel" --size 32x32 --labels 3 classifier
run 'find classifier -type f | sort'

title 'What a server must know to feed it, and which tensor holds the answer'
cat >network.json <<'JSON'
{
  "name": "digits",
  "description": "Tells three classes of 32x32 images apart.",
  "metadata": {"team": "vision", "accuracy": 0.970, "run": 12345678901234567890},
  "framework": "tensorflow-1.x",
  "preprocessing": {
    "inputs": [
      {
        "tensor_name": "input:0",
        "image": {
          "dimension_order": "NHWC",
          "resize_type": "SQUASH",
          "target_size": "32x32",
          "color_channels": "RGB",
          "pixel_scaling": 1.0
        }
      }
    ]
  },
  "postprocessings": [
    {"tensors_output": {"tensors": ["probabilities"]}}
  ]
}
JSON
run 'cat network.json'

title 'Can this network be served as described? Without a registry, as a build pipeline asks'
run 'nnreg check network.json classifier'

title 'The same with three mistakes: all of them are found at once'
sed -e 's/"32x32"/"32*32"/' -e 's/"NHWC"/"NHCW"/' -e 's/"color_channels"/"colour_channels"/' network.json >broken.json
refused 'nnreg check broken.json classifier'

title 'A registry is a directory'
run 'nnreg init'
run 'nnreg add network.json classifier'
run 'nnreg ls'
run 'nnreg show 1'

title 'A model that could not be served does not get in, and leaves nothing behind'
cp -r classifier incomplete
rm incomplete/variables/variables.index
refused 'nnreg add network.json incomplete'
run 'nnreg ls'

title 'Name and metadata can change; the rest is what was judged, and stays'
run "nnreg set 1 --name 'digits, spring' --merge-metadata '{\"stage\": \"production\"}'"
refused "nnreg set 1 --description 'Tells a hundred classes apart.'"
refused "nnreg set 1 --name digits --if-update-date 2018-02-16T13:45:36.078955Z"
run 'nnreg --json show 1'

title 'What went in comes out, byte for byte'
run 'nnreg files 1'
run 'nnreg cat 1 saved_model.pb | sha256sum'
run 'sha256sum <classifier/saved_model.pb'
nnreg cat 1 saved_model.pb | cmp - classifier/saved_model.pb || unexpected 'the stored saved_model.pb is another one'
for file in classifier/variables/*; do
    nnreg cat 1 "${file##*/}" | cmp - "$file" || unexpected "the stored ${file##*/} is another one"
done

title 'What the answer means: a specification, and a version that attaches the network to it'
cat >numbers.json <<'JSON'
{
  "name": "numbers",
  "outputs": [
    {"labels": {
      "labels": [{"id": 0, "name": "zero"}, {"id": 1, "name": "one"}, {"id": 2, "name": "two"}],
      "exclusive": true, "roi": "NONE"}}
  ]
}
JSON
cat >outputs.json <<'JSON'
{
  "post_processings": [
    {"classification": {"output_tensor": "probabilities", "thresholds": [0.5, 0.5, 0.25]}}
  ]
}
JSON
run 'cat numbers.json outputs.json'
run 'nnreg spec add numbers.json'
refused "sed 's/0.25/25/' outputs.json | nnreg version add - --spec 1 --network 1"
run 'nnreg version add outputs.json --spec 1 --network 1'
run 'nnreg spec show 1'
run 'nnreg task set 1 --status success'

title 'Published: found by a name, and neither changed nor deleted by mistake'
run 'nnreg publish 1 digits-v1'
run 'nnreg ls'
run 'nnreg ls --public'
run 'nnreg version ls --network digits-v1'
refused 'nnreg rm digits-v1'
run 'nnreg unpublish digits-v1'

title 'Deleted with all that belongs to it, after a look at what would go'
run 'nnreg rm 1 --dry-run'
run 'nnreg rm 1'
run 'nnreg ls'
missing 'nnreg show 1'
run 'nnreg spec show 1'

title 'Every change is in the history, and the history proves itself'
run 'nnreg log'
run 'nnreg log --verify'
left=$(find "$NNREG_DIR/blobs" -type f | wc -l)
[ "$left" = 0 ] || unexpected "$left files of the deleted network are still there"

printf '\nThat was nnreg. Next: nnreg help, README.md, include/nnreg.h\n'
