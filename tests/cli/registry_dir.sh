#!/usr/bin/env bash
# Which registry: -r, else NNREG_DIR, else XDG_DATA_HOME, else the home folder.
. "$(dirname "$0")/lib.sh"

ok init
expect_err <<T
nnreg: made an empty registry in "$work/home/.local/share/nnreg"
T
[ -f home/.local/share/nnreg/data.mdb ] || wrong 'it is not there'

XDG_DATA_HOME=$work/xdg
export XDG_DATA_HOME
run ls
expect_status 3
expect_err <<T
nnreg: no registry in "$work/xdg/nnreg" (make one with: nnreg -r $work/xdg/nnreg init)
T
ok init
[ -f xdg/nnreg/data.mdb ] || wrong 'it is not there'

# A relative one must be ignored, says the specification.
XDG_DATA_HOME=xdg
run init
expect_status 1
expect_err <<T
nnreg: there is already a registry in "$work/home/.local/share/nnreg"
T

NNREG_DIR=$work/by-env
export NNREG_DIR
ok init
[ -f by-env/data.mdb ] || wrong 'it is not there'
ok -r by-option init
[ -f by-option/data.mdb ] || wrong 'it is not there'
ok init by-operand
[ -f by-operand/data.mdb ] || wrong 'it is not there'
ok --registry=by-option ls
ok ls -r by-option
ok ls -rby-option
ok -qr by-option ls
expect_silence

# An empty one is none.
NNREG_DIR='' XDG_DATA_HOME=''
run init
expect_status 1
expect_err <<T
nnreg: there is already a registry in "$work/home/.local/share/nnreg"
T

# The folder above a place that was typed must exist: a missing one is a typing error.
for place in no/such/place no/such/place// "$work/no/such/place"; do
    run -r "$place" init
    expect_status 3
    parent=${place%/place*}
    expect_err <<T
nnreg: the folder "$parent" for the registry "$place" is missing (make it with: mkdir -p $parent)
T
    [ ! -e no ] || wrong 'the folders above were made'
done
run -r "it's/not there" init
expect_err <<'T'
nnreg: the folder "it's" for the registry "it's/not there" is missing (make it with: mkdir -p 'it'\''s')
T
ln -s nowhere dangling
run -r dangling init
[ "$status" != 0 ] || wrong 'made at the end of a link to nothing'
grep -q 'init)\|mkdir' .err && wrong "said: $(cat .err)"

# A folder with other files in it was most likely not the one that was meant.
mkdir used empty mounted mounted/lost+found
printf 'x\n' >used/passwd
run init used
expect_status 1
expect_err <<'T'
nnreg: "used" holds other files ("passwd"): a registry needs a folder of its own (if it is the right one, use --force)
T
[ "$(ls used)" = passwd ] || wrong "something was made: $(ls used)"
run --json init used
expect_status 1
expect_json 'd["error"]["status"].split(":")[0]' conflict
ok init empty
ok init mounted
ok init used --force
ok -r used ls
run init used --force
expect_status 1
expect_err <<'T'
nnreg: there is already a registry in "used"
T
run init used
expect_err <<'T'
nnreg: there is already a registry in "used"
T

# What an init leaves that was killed, or had no more room, when it had made the data file: an empty registry.
ok init killed
rmdir killed/blobs killed/staging
ok -q -r killed ls
expect_no_out
ok -r killed log --verify
make_model model
description late >late.json
ok -r killed add late.json model
ok -r killed ls
rm -r killed/blobs
run -r killed ls
expect_status 4
expect_err <<'T'
nnreg: registry "WORK/killed": the registry has no folder "blobs": put it back from a backup
T

unset HOME
run ls
expect_status 2
head -n 1 .err >.out
expect_out <<'T'
nnreg: ls: no registry named, and no HOME to look in: give -r DIR or set NNREG_DIR
T
# A model of a registry is asked for by the same way.
run inspect 5
expect_status 2
head -n 1 .err >.part
one_line .part
holds .part 'nnreg: inspect: no registry named, and no HOME' && ! holds .err 'nnreg: ok' || wrong "said: $(cat .err)"
run --json -r '' inspect 5
expect_status 2
expect_document
expect_json 'd["error"]["message"]' "inspect: the registry's directory is named \"\""
run -r '' init
expect_status 2
holds .err 'is named ""' || wrong "said: $(cat .err)"

# Nothing above it can be told of where the working directory is gone.
mkdir gone
(cd gone && rmdir ../gone && "$nnreg" -r x init >"$work/.out" 2>"$work/.err") && wrong 'made nowhere'
holds .err 'nnreg: ' && ! holds .err mkdir || wrong "said: $(cat .err)"

finish
