#!/bin/sh
# backup: a copy of one moment that is a registry, made again where it is, and what it refuses.
. "$(dirname "$0")/lib.sh"

make_model model
description digits >network.json
ok -r reg init
ok -r reg add network.json model

sizes() {
    sed -E 's/[0-9.]+ ([KM]i)?B/SIZE/g' .out >.part && mv .part .out
}
ok -r reg backup copy
sizes
expect_out <<'T'
event 2: 1 network, 3 files, SIZE; copied 3 files, SIZE
T
ok -r reg backup copy
sizes
expect_out <<'T'
event 2: 1 network, 3 files, SIZE; copied 0 files, SIZE
T
ok backup --verify copy
expect_out <<'X'
ok, event 2: 1 network, 3 files
X
ok -r reg show 1 --json
cp .out original
ok -r copy show 1 --json
expect_same original .out 'the network in the copy is another one'
ok -r copy cat 1 saved_model.pb
expect_same model/saved_model.pb .out 'the file in the copy is another one'

ok -r reg rm 1
ok -r reg --json backup copy --bwlimit 10M
expect_document
expect_json '[d[k] for k in ("dir", "event", "networks", "files", "copied", "removed", "damaged")]' \
    "['copy', 4, 0, 0, 0, 3, []]"

# What is refused.
ok -r other init
run -r reg backup other
expect_status 1
expect_no_out
expect_err <<'T'
nnreg: "other" is another registry, not a backup of this one
T
run -r reg backup reg/copy
expect_status 1
run -r reg backup model
expect_status 1
expect_err <<'T'
nnreg: "model" holds other files: a backup needs a folder of its own
T
run -r reg backup copy --bwlimit fast
expect_status 2
run -r reg backup
expect_status 2

# A damaged file is named.
ok -r reg add network.json model
file=$(find reg/blobs -type f | LC_ALL=C sort | head -n 1)
chmod u+w "$file"
printf x | dd of="$file" bs=1 seek=2 conv=notrunc 2>/dev/null
run -r reg backup copy
expect_status 4
expect_out <<T
not saved: "${file#reg/}" is damaged: its bytes are others (of network 2)
T
expect_err <<T
nnreg: registry "$work/reg": "${file#reg/}" is damaged: its bytes are others
T

# The copy is verified: what it lacks now, and what was altered in it.
run backup --verify copy
expect_status 4
grep -q 'is missing' .out || wrong "said: $(cat .out)"
chmod u+w "$file"
printf PK | dd of="$file" bs=1 conv=notrunc 2>/dev/null
mkdir -p "copy/$(dirname "${file#reg/}")"
cp "$file" "copy/${file#reg/}"
run --json backup --verify copy
expect_status 4
expect_document
expect_json '(d["ok"], d["networks"], len(d["damaged"]))' '(False, 1, 1)'
run backup --verify nowhere
expect_status 3

finish
