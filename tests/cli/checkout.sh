#!/usr/bin/env bash
# checkout: the folder that TensorFlow Serving loads, whole or not at all, and what is there already stays unless replaced.
. "$(dirname "$0")/lib.sh"

make_model model
mkdir -p model/assets.extra/deep
echo warm >model/assets.extra/deep/warmup
make_model other --seed 7
description digits >network.json
ok -r reg init
ok -r reg add network.json model
ok -r reg add network.json other
ok -r reg publish 2 digits-v2

same_folder() {
    diff -r "$1" "$2" >.diff 2>&1 || wrong "$2 is not $1: $(cat .diff)"
}

ok -r reg checkout 1 served
expect_silence
same_folder model served
ok -r reg checkout digits-v2 versions --version 1
expect_silence
same_folder other versions/1
ok -r reg checkout 1 versions/ --version=2
same_folder model versions/2
[ "$(ls -A versions)" = "1
2" ] || wrong "more than the versions: $(ls -A versions)"
run --json -r reg checkout 1 versions --version 3
expect_status 0
expect_out <<'T'
{"id":1,"dir":"versions/3"}
T

# The same description and the folder that came out make the same network again.
ok -r reg add network.json served
ok -r reg files 1
mv .out files-1
ok -r reg files 3
expect_same files-1 .out 'the files are others'

# What is there.
run -r reg checkout 2 served
expect_status 1
expect_no_out
expect_err <<'T'
nnreg: "served" is there already (--update replaces it)
T
same_folder model served
ok -r reg checkout 2 served --update
expect_silence
same_folder other served
run -r reg checkout 2 versions --update
expect_status 1
expect_err <<'T'
nnreg: "versions" is not replaced: it holds "1", which is no part of a model
T
same_folder other versions/1
echo text >file
run -r reg checkout 2 file --update
expect_status 1
expect_err <<'T'
nnreg: "file" is no folder, and only a folder is replaced
T
run --json -r reg checkout 2 served
expect_status 1
expect_out <<'T'
{"error":{"status":"already exists","message":"\"served\" is there already (--update replaces it)"}}
T

# Links.
ok -r reg checkout 1 linked --link
same_folder model linked
[ -w linked/saved_model.pb ] && [ "$(id -u)" != 0 ] && wrong 'a linked file can be written to'
for file in saved_model.pb variables/variables.index; do
    [ "$(stat -c %h "linked/$file")" -ge 2 ] || wrong "linked/$file is no hard link"
    [ "$(stat -c %h "served/$file")" = 1 ] || wrong "served/$file is a hard link"
done

# Not there, or no place for it.
run -r reg checkout 9 new
expect_status 3
expect_err <<'T'
nnreg: there is no network 9 in "reg" (see: nnreg ls)
T
run -r reg checkout nonesuch new
expect_status 3
expect_err <<'T'
nnreg: no network in "reg" is public as "nonesuch" (see: nnreg ls --public)
T
run -r reg checkout 1 none/such/place
expect_status 3
expect_err <<'T'
nnreg: cannot open the folder "none/such": there is no such file or folder
T
run -r reg checkout 1 reg/model
expect_status 1
expect_err <<'T'
nnreg: "reg/model" would be in the folder of the registry itself
T
for number in 0 -1 x 9223372036854775808 ''; do
    run -r reg checkout 1 new "--version=$number"
    expect_status 2
    head -n 1 .err >.part && mv .part .err
    expect_err <<T
nnreg: checkout: "$number" is no number of a version: it is a whole number from 1
T
done
run -r reg checkout 1
expect_status 2
run -r reg checkout 1 ''
expect_status 2
[ ! -e new ] || wrong 'a folder was made'
run checkout --version
expect_status 2
head -n 1 .err >.part && mv .part .err
expect_err <<'T'
nnreg: checkout: option "--version" needs N
T

# A damaged file: nothing is handed out, and the exit status is 4.
sum=$(sha256sum <served/variables/variables.index | cut -c 1-64)
stored=blobs/$(echo "$sum" | cut -c 1-2)/$(echo "$sum" | cut -c 3-)
chmod u+w "reg/$stored"
printf x | dd of="reg/$stored" bs=1 seek=100 conv=notrunc 2>/dev/null
chmod u-w "reg/$stored"
found=$(sha256sum <"reg/$stored" | cut -c 1-64)
for way in '' --link '--version 9'; do
    # shellcheck disable=SC2086
    run -r reg checkout 2 damaged $way
    expect_status 4
    expect_no_out
    expect_err <<T
nnreg: registry "$work/reg": "variables.index" of network 2 is damaged: "$stored" has the SHA-256 $found instead of $sum; add a good copy again: it takes its place
T
    [ ! -e damaged ] || wrong 'something was handed out'
done
[ -z "$(find . -name '.nnreg-*')" ] || wrong "left behind: $(find . -name '.nnreg-*')"

finish
