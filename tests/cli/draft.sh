#!/usr/bin/env bash
# A description written from a model: the check accepts it where the graph leaves no choice, and guesses are told.
. "$(dirname "$0")/lib.sh"
need python3

make_model model
ok draft model
cp .out network.json
expect_out <<'T'
{
  "name": "unnamed model",
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
          "pixel_scaling": 255.0,
          "data_type": "FLOAT32"
        }
      }
    ]
  },
  "postprocessings": [
    {
      "tensors_output": {
        "tensors": [
          "probabilities:0"
        ]
      }
    }
  ]
}
T
expect_err <<'T'
draft:2:11: note: the model does not tell its name [draft.guess]
    2 |   "name": "unnamed model",
      |           ^
      = hint: give it one
draft:10:26: note: SQUASH is a guess: no graph says how images are brought to size [draft.guess]
   10 |           "resize_type": "SQUASH",
      |                          ^
      = hint: CROP and FILL keep the aspect ratio
draft:12:29: note: RGB is a guess: the graph does not say whether it is RGB or BGR [draft.guess]
   12 |           "color_channels": "RGB",
      |                             ^
      = hint: look it up where the model was trained
draft:13:28: note: 255.0, and no mean, is a guess: the graph does not say how pixels are scaled [draft.guess]
   13 |           "pixel_scaling": 255.0,
      |                            ^
      = hint: write 1.0 for pixels from 0 to 1, and a mean_file if a mean is subtracted
4 notes
T
ok check network.json model

# Every kind of model, and what an image can be.
number=0
while read -r options; do
    number=$((number + 1))
    # shellcheck disable=SC2086
    "$mkmodel" $options "kind$number" >.mkmodel 2>&1 || wrong "mkmodel $options: $(cat .mkmodel)"
    ok draft "kind$number"
    cp .out "kind$number.json"
    ok check "kind$number.json" "kind$number"
done <<'T'
--kind frozen
--kind tf2
--kind tf2 --text=unusual
--kind detector
--kind asset
--kind unsafe
--nchw
--batch 4
--gray
--uint8
--size 64x48
--shards 3 --sliced --text
T
grep -q '"NCHW"' kind7.json || wrong 'channels before height and width are not seen'
grep -q '"L"' kind9.json || wrong 'a gray image is not seen'
grep -q '"UINT8"' kind10.json || wrong 'the type is not seen'
grep -q '"64x48"' kind11.json || wrong 'the size is not seen'

# As JSON, with the findings.
run --json draft model
expect_status 0
expect_document
[ ! -s .err ] || wrong "said: $(cat .err)"
expect_json '" ".join(d)' 'draft findings'
expect_json 'd["draft"] == __import__("json").load(open("network.json"))' True
expect_json '[f["pointer"].split("/")[-1] for f in d["findings"]]' \
    "['name', 'resize_type', 'color_channels', 'pixel_scaling']"

# What cannot be drafted.
mkdir nothing
run draft nothing
expect_status 1
expect_no_out
expect_err <<'T'
nothing: error: there is no saved_model.pb and no saved_model.pbtxt in the bundle [bundle.model-missing]
      = hint: give the folder that tf.saved_model.save wrote, or its files
1 error
T
run --json draft nothing
expect_status 1
expect_json '" ".join(d)' findings
head -c 700 kind1/saved_model.pb >nothing/saved_model.pb
run draft nothing
expect_status 1
expect_no_out
grep -q 'saved_model.pb:.* error: .*\[model.corrupt\]$' .err || wrong "said: $(cat .err)"
run draft nowhere
expect_status 3
run draft
expect_status 2

# No bundle comes from standard input, and the file that is not read is not told to be missing.
for command in draft inspect 'add network.json'; do
    # shellcheck disable=SC2086
    run_with network.json $command -
    expect_status 2
    holds .err 'a bundle is read from files, not from standard input' || wrong "said: $(cat .err)"
done

finish
