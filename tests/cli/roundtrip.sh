#!/usr/bin/env bash
# A network goes in, is listed and shown, changes what may change, comes out byte for byte, and is deleted.
. "$(dirname "$0")/lib.sh"

make_model model
description digits >network.json
pb=model/saved_model.pb
index=model/variables/variables.index
shard=model/variables/variables.data-00000-of-00001

sha() {
    sha256sum "$1" | cut -d' ' -f1
}

bytes() {
    wc -c <"$1" | tr -d ' '
}

need sha256sum

ok -r reg init
expect_no_out
expect_err <<'T'
nnreg: made an empty registry in "reg"
T

ok -r reg ls
expect_no_out
expect_err <<'T'
nnreg: there are no networks
T

ok -r reg add network.json model
expect_out <<'T'
1
T

ok add -r reg network.json model
expect_out <<'T'
2
T

ok -r reg files 1
width=$(printf '%s\n%s\n%s\n' "$(bytes "$pb")" "$(bytes "$shard")" "$(bytes "$index")" | awk 'length > n { n = length } END { print n < 4 ? 4 : n }')
{
    printf "%-29s  %${width}s  %s\n" NAME SIZE SHA256
    printf "%-29s  %${width}s  %s\n" saved_model.pb "$(bytes "$pb")" "$(sha "$pb")"
    printf "%-29s  %${width}s  %s\n" variables.data-00000-of-00001 "$(bytes "$shard")" "$(sha "$shard")"
    printf "%-29s  %${width}s  %s\n" variables.index "$(bytes "$index")" "$(sha "$index")"
} >files.expected
expect_out <files.expected

for pair in "saved_model.pb $pb" "variables.index $index" "variables/variables.index $index" \
    "variables.data-00000-of-00001 $shard"; do
    ok -r reg cat 1 "${pair%% *}"
    expect_same "${pair#* }" .out "the bytes of ${pair%% *} are not those that were put in"
done

ok -r reg show 1
sed -E 's/\([0-9.]+ [KMG]?i?B\)/(SIZE)/; s/^(digest +)[0-9a-f]{64}$/\1SHA256/' .out >.sizeless && mv .sizeless .out
expect_out <<'T'
id              1
name            digits
metadata        {}
framework       tensorflow-1.x
input 1         input:0: 32x32 SQUASH, RGB, NHWC, FLOAT32, scaled to 255
output 1        tensors_output {"tensors":["probabilities"]}
files           saved_model.pb (SIZE)
                variables.data-00000-of-00001 (SIZE)
                variables.index (SIZE)
digest          SHA256
task            1, pending
created         DATE-WITH-MICROSECONDS-ZZZ
updated         DATE-WITH-MICROSECONDS-ZZZ
T

# What may change: the name and the metadata, which comes back as it was written.
ok -r reg set 1 --name 'spring "digits" \ 春'
expect_silence
printf '{"run": 12345678901234567890, "b": 0.10, "a": [1e2,\n "é\\u00e9"]}' >meta.json
ok -r reg set 1 --metadata @meta.json
expect_silence
ok -r reg --json show 1
if command -v python3 >/dev/null 2>&1; then
    expect_document
    expect_json 'd["name"]' 'spring "digits" \ 春'
    expect_json 'd["metadata"]["run"]' 12345678901234567890
fi
grep -q '0\.10' .out || wrong 'the number 0.10 did not keep its digits'
run_with meta.json -r reg set 1 --metadata @-
expect_status 0

printf '{"owner": "vision", "keep": 1}' >old.json
ok -r reg set 2 --metadata @old.json
ok -r reg set 2 --merge-metadata '{"owner": null, "stage": "live"}'
ok -r reg show 2
grep -q '^metadata  *{"keep": *1, *"stage": *"live"}$' .out || wrong "merged to: $(grep ^metadata .out)"

# Deleting: the files of the second are those of the first, so nothing is freed; then everything.
ok -r reg rm 2 --dry-run
expect_out <<'T'
task 2
network 2 "digits"
file "saved_model.pb"
file "variables.data-00000-of-00001"
file "variables.index"
would remove network 2 "digits": 1 task, 3 files (3 shared with other networks); frees 0 B
T
ok -r reg rm 2
expect_out <<'T'
removed network 2 "digits": 1 task, 3 files (3 shared with other networks); frees 0 B
T
ok -r reg cat 1 saved_model.pb
expect_same "$pb" .out 'deleting the other network took the shared file'

run -r reg rm 1 2
expect_status 3
expect_no_out
expect_err <<'T'
nnreg: there is no network 2 in "reg" (see: nnreg ls)
T
ok -r reg show 1

ok -r reg rm 1 1
grep -q '^removed network 1 "spring' .out || wrong "said: $(cat .out)"
[ "$(wc -l <.out)" = 1 ] || wrong 'one id given twice was told twice'
ok -r reg ls
expect_no_out
left=$(find reg/blobs -type f | wc -l)
[ "$left" -eq 0 ] || wrong "$left files are still in the registry"

# Ids are never used again.
ok -r reg add network.json model
expect_out <<'T'
3
T

# A rehearsal over several networks says what the deletes then do: what only they share goes with the last of them.
make_model alike
description alike >alike.json
ok -r shared init
for _ in 1 2 3; do
    ok -r shared add alike.json alike
done
for ids in '1 2' '1 2 3'; do
    # shellcheck disable=SC2086
    ok -r shared rm $ids --dry-run
    grep '^would remove' .out | sed 's/^would remove/removed/' >said
    # shellcheck disable=SC2086
    ok --json -r shared rm $ids --dry-run
    cp .out said.json
    [ "$ids" = '1 2' ] || break
    expect_json 'd["counts"]["files"], d["counts"]["blobs"], d["counts"]["bytes"]' '(6, 0, 0)'
    [ "$(grep -c 'frees 0 B$' said)" = 2 ] || wrong "$ids: said: $(cat said)"
done
expect_json 'd["counts"]["files"], d["counts"]["blobs"]' '(9, 3)'
bytes=$(find shared/blobs -type f -exec cat {} + | wc -c)
expect_json 'd["counts"]["bytes"]' "$bytes"
ok -r shared rm 1 2 3
cmp -s said .out || wrong "rehearsed: $(cat said), done: $(cat .out)"

finish
