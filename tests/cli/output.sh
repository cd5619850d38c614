#!/usr/bin/env bash
# Standard output: write errors are noticed, a closed pipe is quiet, colours come only where they are wanted.
. "$(dirname "$0")/lib.sh"

make_model model
description digits >good.json
description digits | sed 's/32x32/32*32/' >bad.json
ok -r reg init
ok -r reg -q add good.json model

escape=$(printf '\033')
coloured() {
    grep -q "$escape\\[" "$1"
}

# Colours: not in a file, unless asked for; never a different text.
run check bad.json
coloured .err && wrong 'colours in a file'
cp .err plain
run --color=always check bad.json
coloured .err || wrong 'no colours with --color=always'
sed "s/$escape\\[[0-9;]*m//g" .err >stripped
expect_same plain stripped 'the text with colours is another one'
run check bad.json --color always
coloured .err || wrong 'no colours with --color always behind the command'
NO_COLOR=1
export NO_COLOR
run --color=always check bad.json
coloured .err || wrong '--color=always must count for more than NO_COLOR'
unset NO_COLOR

# On a terminal, which script(1) makes: by default, and not with NO_COLOR, TERM=dumb, or --color=never.
if command -v script >/dev/null 2>&1 && script -qec true /dev/null </dev/null >/dev/null 2>&1; then
    on_terminal() {
        title="on a terminal: $*"
        script -qec "$*" /dev/null </dev/null >terminal 2>&1
    }
    on_terminal "'$nnreg' check bad.json"
    coloured terminal || wrong 'no colours'
    on_terminal "NO_COLOR=1 '$nnreg' check bad.json"
    coloured terminal && wrong 'colours in spite of NO_COLOR'
    on_terminal "NO_COLOR= '$nnreg' check bad.json"
    coloured terminal || wrong 'an empty NO_COLOR is none'
    on_terminal "TERM=dumb '$nnreg' check bad.json"
    coloured terminal && wrong 'colours on a dumb terminal'
    on_terminal "'$nnreg' --color=never check bad.json"
    coloured terminal && wrong 'colours in spite of --color=never'
    on_terminal "'$nnreg' -r reg cat 1 saved_model.pb"
    grep -q '"saved_model.pb" is no text: send it to a file, or use --force' terminal || wrong "said: $(cat terminal)"
fi

# Errors of writing.
if [ -c /dev/full ]; then
    for arguments in schema rules help --version '-r reg ls' '-r reg show 1' '-r reg files 1' \
        '-r reg cat 1 saved_model.pb' '-r reg --json ls' 'check good.json'; do
        title="nnreg $arguments >/dev/full"
        status=0
        # shellcheck disable=SC2086
        "$nnreg" $arguments >/dev/full 2>.err || status=$?
        expect_status 4
        expect_err <<'T'
nnreg: cannot write to standard output: No space left on device
T
    done
    # What was registered is told even where its number could not be.
    title='nnreg add >/dev/full'
    status=0
    "$nnreg" -r reg add good.json model >/dev/full 2>.err || status=$?
    expect_status 4
    expect_err <<'T'
nnreg: the network is registered as 2
nnreg: cannot write to standard output: No space left on device
T
fi

title='nnreg schema with standard output closed'
status=0
"$nnreg" schema >&- 2>.err || status=$?
expect_status 4
expect_err <<'T'
nnreg: cannot write to standard output: Bad file descriptor
T
title='nnreg add with standard output closed'
status=0
"$nnreg" -r reg -q add good.json model >&- 2>.err || status=$?
expect_status 4
ok -r reg --json ls
ok -r reg cat 3 saved_model.pb
expect_same model/saved_model.pb .out 'standard output went into the registry'

# A reader that has seen enough is no error message.
title='nnreg rules into a closed pipe'
{
    "$nnreg" rules 2>.err
    echo "$?" >.status
} | true
case $(cat .status) in
0 | 4) ;;
*) wrong "exit status $(cat .status)" ;;
esac
[ ! -s .err ] || wrong "said: $(cat .err)"

# A pipe that is full and does not block is waited for.
if command -v python3 >/dev/null 2>&1; then
    title='nnreg schema into a full pipe that does not block'
    ok schema
    mv .out schema
    ask -c 'import os, subprocess, sys, time
r, w = os.pipe()
os.set_blocking(w, False)
filled = 0
try:
    while True:
        filled += os.write(w, b" " * 4096)
except BlockingIOError:
    pass
child = subprocess.Popen([sys.argv[1], "schema"], stdout=w)
os.close(w)
# It sleeps when it waits for the pipe, or has ended.
while open("/proc/%d/stat" % child.pid).read().rsplit(")", 1)[1].split()[0] not in "SZ":
    time.sleep(0)
text = b""
while piece := os.read(r, 65536):
    text += piece
print(child.wait(), text[filled:] == open("schema", "rb").read())' "$nnreg" || wrong "$complaint"
    [ "$said" = '0 True' ] || wrong "it is: $said$complaint"
fi

# -q leaves results, and takes the rest; of a check the status is the result.
run -q -r quiet init
expect_status 0
expect_silence
run -q -r quiet ls
expect_status 0
expect_silence
run -q check bad.json
expect_status 1
expect_silence

finish
