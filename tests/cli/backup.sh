#!/usr/bin/env bash
# backup: a copy of one moment that is a registry, made again where it is, and what it refuses.
. "$(dirname "$0")/lib.sh"

make_model model --labels 10
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
ok backup --verify copy --bwlimit 1G
expect_out <<'X'
ok: 2 records, 9 entries, 2 events, 3 files of 11206 bytes
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

# The registry knows of it from now on, and the copy lacks it.
ok -r reg log --json
grep -q '"action": "damage"' .out || wrong "said: $(cat .out)"
run backup --verify copy
expect_status 4
expect_out <<'T'
damaged: 2 records, 9 entries, 6 events, 3 files of 9950 bytes
T
grep -q "^${file#reg/}: error: the file of network 2 is missing \[fsck.file-missing\]" .err || wrong "said: $(cat .err)"

# What was altered in the copy is named; looking for it changes nothing there.
chmod u+w "$file"
printf PK | dd of="$file" bs=1 conv=notrunc 2>/dev/null
mkdir -p "copy/$(dirname "${file#reg/}")"
cp "$file" "copy/${file#reg/}"
(cd copy && find . -type f ! -name lock.mdb -exec sha256sum {} + | LC_ALL=C sort) >before
run --json backup --verify copy
expect_status 4
expect_document
expect_json '(d["ok"], d["errors"], [f["rule"] for f in d["findings"]])' "(False, 1, ['fsck.file-content'])"
(cd copy && find . -type f ! -name lock.mdb -exec sha256sum {} + | LC_ALL=C sort) >after
expect_same before after 'looking it over changed the backup'

run backup --verify nowhere
expect_status 3

# A registry that was restored from an older backup, or a backup that was used, takes nothing away.
ok -r older init
ok -r older add network.json model
cp -a older newer
ok -r newer add network.json model
run -r older backup newer
expect_status 1
expect_err <<'T'
nnreg: "newer" has changes that this registry has not (its event 4, of 4): it is newer, or was used by itself; back up into another folder
T
ok -r newer show 2
ok -r newer fsck
ok -r newer backup older

finish
