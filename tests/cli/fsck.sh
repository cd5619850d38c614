#!/usr/bin/env bash
# Looking a registry over and mending it, on the command line: what is said, in which form, and the exit status.
. "$(dirname "$0")/lib.sh"

make_model model --labels 10
description digits >network.json
ok -r reg init
ok -r reg add network.json model
ok -r reg fsck
expect_out <<'T'
ok: 2 records, 9 entries, 2 events, 3 files of 11206 bytes
T
[ ! -s .err ] || wrong "said: $(cat .err)"
ok -r reg fsck --quick
expect_out <<'T'
ok: 2 records, 9 entries, 2 events, 3 files (not read)
T
ok -r reg fsck --bwlimit 1G
ok -r reg --json fsck
expect_out <<'T'
{"ok":true,"records":2,"entries":9,"files":3,"bytes":11206,"events":2,"errors":0,"repaired":0,"findings":[]}
T
# What was let through is told by the catalogue's rules, and not to who has turned the rule down here, too.
ok -r loose init
sed 's/"name": "digits"/"name": ""/' network.json >nameless.json
ok -r loose add --severity empty=off nameless.json model
run -r loose fsck
expect_status 4
expect_err <<'T'
data.mdb: error: network 1: /name: name is empty [fsck.rule]
      = hint: it is left as it is: compare it with a backup, or delete it
1 error
T
ok -r loose fsck --severity empty=off
ok -r loose fsck --severity fsck.rule=warning
run -r loose fsck --severity empty
expect_status 2
# What has no meaning is shown as such, and the registry assigns what it assigns.
sed 's/"32x32"/"wide"/; s/^{/{"id": 7, "slug": "mine", "files": [{"name": "a", "size": 1}],/' network.json >wide.json
ok -r loose add --severity target-size=off --severity read-only=off wide.json model
ok -r loose show 2
grep -q '^input 1 *not known here: --json gives it as it is$' .out || wrong "said: $(cat .out)"
grep -q '^slug' .out && wrong "said: $(cat .out)"
ok -r loose fsck --severity empty=off --severity target-size=off
# A backup is made of it nevertheless, and verified like it.
ok -r loose backup copy
run backup --verify copy
expect_status 4
ok backup --verify copy --severity empty=off --severity target-size=off
run -r loose backup copy --severity empty=off
expect_status 2
run backup --verify copy --severity empty
expect_status 2
run -r loose add --severity bundle.duplicate-file=off network.json model
expect_status 2
for rate in 0 x 1T 1KK 17179869185G 18014398509481984K; do
    run -r reg fsck --bwlimit $rate
    expect_status 2
done
run -r nowhere fsck
expect_status 3

# A byte of a stored file.
sum=$(sha256sum model/saved_model.pb | cut -d' ' -f1)
blob=blobs/$(printf %s "$sum" | cut -c1-2)/$(printf %s "$sum" | cut -c3-)
chmod u+w "reg/$blob"
printf '\252' | dd of="reg/$blob" bs=1 seek=20 conv=notrunc 2>/dev/null
damaged=$(sha256sum "reg/$blob" | cut -d' ' -f1)
run -r reg fsck
expect_status 4
expect_err <<T
$blob: error: the file of network 1 has the SHA-256 $damaged [fsck.file-content]
      = hint: add the same content again, or restore the file from a backup
1 error
T
run -r reg --json fsck
expect_status 4
grep -q '"ok":false' .out || wrong "said: $(cat .out)"
ok -r reg fsck --repair
expect_err <<T
$blob: warning: the file of network 1 has the SHA-256 $damaged; mended: it is moved to quarantine/$sum.other-bytes [fsck.file-content]
1 warning
T
[ "$(sha256sum "reg/quarantine/$sum.other-bytes" | cut -d' ' -f1)" = "$damaged" ] || wrong 'it is not what was damaged'
ok -r reg fsck
expect_err <<T
$blob: warning: the file of network 1 is not there, as a repair has found [fsck.file-lost]
      = hint: add the same content again, or restore the file from a backup
1 warning
T

# Adding it again ends that, and what lies about is put away.
ok -r reg add network.json model
: >reg/blobs/notes
ok -r reg fsck --repair
expect_err <<'T'
blobs/notes: warning: blobs/notes is no stored file, nor a folder of them; mended: it is moved to quarantine/stray-blobs-notes [fsck.file-stray]
1 warning
T
ok -r reg fsck
[ ! -s .err ] || wrong "said: $(cat .err)"
ok -r reg log --verify

# A store that cannot be read at all.
cp -r reg broken
rm -f broken/closed
dd if=/dev/zero of=broken/data.mdb bs=4096 seek=0 count=2 conv=notrunc 2>/dev/null
run -r broken fsck
expect_status 4
expect_no_out
finish
