#!/bin/sh
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
run -r no/such/place init
[ "$status" != 0 ] || wrong 'made in a folder that is not there'
[ ! -e no ] || wrong 'the folders above were made'

unset HOME
run ls
expect_status 2
head -n 1 .err >.out
expect_out <<'T'
nnreg: ls: no registry named, and no HOME to look in: give -r DIR or set NNREG_DIR
T

finish
