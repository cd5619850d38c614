#!/usr/bin/env bash
# export, import and verify: the same bytes wherever they are made, and the mapping that is printed.
. "$(dirname "$0")/lib.sh"

make_model model
description digits >network.json
specification fruit >spec.json
post_processings >outputs.json
ok -r reg init
ok -r reg add network.json model
ok -r reg spec add spec.json
ok -r reg version add outputs.json --spec 1 --network 1
ok -r other init

# The file, and what is said of it.
ok -r reg export 1 -o one.zip
sum=$(sed -n 's/.*; manifest \([0-9a-f]\{64\}\)$/\1/p' .out)
grep -qx "exported 1 network, 1 spec, 1 version, 3 files ([0-9.]* KiB); manifest $sum" .out || wrong "said: $(cat .out)"
[ ! -s .err ] || wrong "said: $(cat .err)"
ok verify one.zip
grep -qx "whole: 1 network, 1 spec, 1 version, 3 files ([0-9.]* KiB); manifest $sum" .out || wrong "said: $(cat .out)"

# In, again, and out again.
ok -r other import one.zip
sed -E 's/\([0-9.]+ KiB\)/(SIZE)/' .out >.sizeless && mv .sizeless .out
expect_out <<'T'
network 1 -> 1 "digits"
spec 1 -> 1 "fruit"
version 1 -> 1
imported 1 network, 1 spec, 1 version, 3 files (SIZE)
T
ok -r other import one.zip
sed -E 's/\([0-9.]+ KiB\)/(SIZE)/' .out >.sizeless && mv .sizeless .out
expect_out <<'T'
network 1 -> 1 "digits" (was there)
spec 1 -> 1 "fruit" (was there)
version 1 -> 1 (was there)
imported 1 network, 1 spec, 1 version, 3 files (SIZE); all were there
T
ok -r other export --all -o again.zip
expect_same one.zip again.zip 'what was imported is not exported as the same bytes'
ok -r other --json import one.zip
expect_json 'd["manifest"]' "$sum"
expect_json '[(o["object"], o["number"], o["id"], o["made"]) for o in d["objects"]]' \
    "[('network', 1, 1, False), ('spec', 1, 1, False), ('version', 1, 1, False)]"
expect_json 'd["counts"]["made_networks"], d["findings"]' '(0, [])'
ok -r other --json log
grep -q "imported_from" .out || wrong 'the log does not tell the origin'

# On another umask, time zone, locale and user, at another time, from a stream.
(umask 077 && TZ=Asia/Kathmandu LC_ALL=tr_TR.UTF-8 USER=somebody LOGNAME=somebody NNREG_ACTOR=else \
    "$nnreg" -r reg export --spec 1 -o elsewhere.zip >.out 2>.err) || wrong "said: $(cat .err)"
expect_same one.zip elsewhere.zip 'umask, time zone, locale or user show in an export'
"$nnreg" -r reg export 1 -o - >stream.zip 2>.err || wrong "said: $(cat .err)"
expect_same one.zip stream.zip 'a stream is not the bytes of the file'
"$nnreg" -r reg export 1 -o - | cat >piped.zip
expect_same one.zip piped.zip 'a pipe is not the bytes of the file'

# Other programs read it.
if command -v unzip >/dev/null 2>&1; then
    unzip -tqq one.zip || wrong 'unzip refuses it'
    mkdir unpacked && unzip -qq one.zip -d unpacked
    (cd unpacked && sha256sum --quiet -c MANIFEST.sha256) || wrong 'the digest is not that of the manifest'
    (cd unpacked/files && for file in *; do echo "$file  $file"; done | sha256sum --quiet -c) || wrong 'a file is not its digest'
    ok -r reg check unpacked/networks/1.json model
    # Packed anew it is no export any more.
    if command -v zip >/dev/null 2>&1; then
        (cd unpacked && zip -qr ../anew.zip .)
        run verify anew.zip
        expect_status 1
    fi
fi
ask - <<'P' || wrong "Python refuses it: $complaint"
import zipfile
archive = zipfile.ZipFile("one.zip")
assert archive.testzip() is None
names = [entry.filename for entry in archive.infolist()]
assert names == sorted(names), names
for entry in archive.infolist():
    assert entry.date_time == (1980, 1, 1, 0, 0, 0) and entry.compress_type == 0 and not entry.extra
    assert entry.external_attr == 0o100644 << 16 and entry.flag_bits == 0
P

# Refused.
run -r reg export 1 -o one.zip
expect_status 1
expect_err <<'T'
nnreg: "WORK/one.zip" is there already (to replace it: --replace)
T
ok -r reg export 1 -o one.zip --replace
expect_same one.zip again.zip 'it was replaced by other bytes'
run -r reg export 9 -o nine.zip
expect_status 3
expect_err <<'T'
nnreg: there is no network 9
T
for arguments in '-o x.zip' '1' '1 --all -o x.zip' '--all -o - --json' 'UPPER -o x.zip' '--spec 0 -o x.zip'; do
    # shellcheck disable=SC2086
    run -r reg export $arguments
    expect_status 2
done
[ ! -e x.zip ] && [ ! -e nine.zip ] || wrong 'a file was made'
ask -c 'd = bytearray(open("one.zip", "rb").read()); d[d.index(b"digits") + 1] ^= 1; open("bad.zip", "wb").write(d)' ||
    wrong "$complaint"
run -r other import bad.zip
expect_status 1
expect_no_out
grep -q '^networks/1.json:0x[0-9a-f]*: error: the entry has the SHA-256 .* \[export.altered\]$' .err || wrong "said: $(cat .err)"
run -r other --json import bad.zip
expect_status 1
expect_json '[f["rule"] for f in d["findings"]], "objects" in d' "(['export.altered'], False)"
run --json verify bad.zip
expect_status 1
expect_json 'd["ok"], [f["rule"] for f in d["findings"]]' "(False, ['export.altered'])"
run verify nowhere.zip
expect_status 3
run verify network.json
expect_status 1
grep -q '\[export.manifest\]$' .err || wrong "said: $(cat .err)"

# Nothing is in an export of nothing, and what was there is counted.
ok -r empty init
ok -r empty export --all -o nothing.zip
ok -r other import nothing.zip
expect_out <<'T'
imported 0 networks, 0 specs, 0 versions, 0 files (0 B)
T
description another >another.json
ok -r reg add another.json model
ok -r reg export --all -o both.zip
ok -r other import both.zip
tail -n 1 .out >.part
holds .part '; 3 of these objects were there' || wrong "said: $(cat .out)"
ok -r third init
ok -r reg export 2 -o second.zip
ok -r third import second.zip
ok -r third import both.zip
tail -n 1 .out >.part
holds .part '; 1 of these objects was there' || wrong "said: $(cat .out)"

# Damage is not handed out.
chmod -R u+w reg/blobs
for blob in reg/blobs/*/*; do
    printf 'x' | dd of="$blob" bs=1 seek=1 conv=notrunc 2>/dev/null
    break
done
run -r reg export 1 -o damaged.zip
expect_status 4
grep -q 'of network 1 is damaged: "blobs/' .err || wrong "said: $(cat .err)"
"$nnreg" -r reg export 1 -o - >damaged.zip 2>.err && wrong 'a damaged file was streamed'
[ ! -s damaged.zip ] || wrong 'something was streamed before the damage was met'
[ -z "$(find . -name '*nnreg-part*')" ] || wrong 'a part is left'

finish
