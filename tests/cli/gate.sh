#!/usr/bin/env bash
# The gate: whatever somebody has put into a name, a text, a path or a model, no character that steers a terminal, turns
# the direction of a line or hides in it is printed raw, by any command, on a terminal or not.
. "$(dirname "$0")/lib.sh"
need python3

# One of each class, and honest text that must stay as it is.
evil=$(printf '\302\233\302\255\330\234\341\240\216\342\200\213\342\200\215\342\200\216\342\200\256\342\200\250\342\201\240\342\201\246\357\273\277\357\277\271\357\270\201\363\240\201\201\363\240\204\200')
# What a name may have of it: no C1.
hidden=${evil#??}
honest=$(printf '\303\244 \346\227\245 \342\235\244\357\270\217')

cat >scan.py <<'P'
import sys, unicodedata
# By the categories of Unicode, not by our table: Cc, Cf, Zl, Zp and what is ignorable by default.
ignorable = [(0x34f, 0x34f), (0x115f, 0x1160), (0x180b, 0x180f), (0x3164, 0x3164), (0xfe00, 0xfe0d), (0xe0000, 0xe0fff)]
terminal = len(sys.argv) > 2
data = open(sys.argv[1], 'rb').read()
try:
    text = data.decode('utf-8')
except UnicodeDecodeError as e:
    sys.exit('is no UTF-8: %s' % e)
for at, c in enumerate(text):
    n = ord(c)
    bad = unicodedata.category(c) in ('Cc', 'Cf', 'Zl', 'Zp') or any(a <= n <= b for a, b in ignorable)
    if bad and c not in '\n\t' and not (terminal and c in '\r\033'):
        sys.exit('U+%04X is raw: %r' % (n, text[max(0, at - 40):at + 40]))
P

printed=0
# clean STATUS ARGUMENT...
clean() {
    wanted=$1
    shift
    run "$@"
    expect_status "$wanted"
    for file in .out .err; do
        ask scan.py "$file" || wrong "$file: $said$complaint"
        [ ! -s "$file" ] || printed=$((printed + 1))
    done
}

both() {
    clean "$@"
    status_wanted=$1
    shift
    clean "$status_wanted" --json "$@"
    expect_document
}

make_model "model$hidden"
mkdir "model$hidden/assets.extra"
printf 'honest' >"model$hidden/assets.extra/note"
ask -c '
import json, os, sys
evil, hidden, honest = sys.argv[1:]
print(json.dumps({"name": "n" + hidden + honest, "description": "d" + evil + "\n\033[2J", "framework": "tensorflow-1.x",
    "metadata": {"k" + evil: evil + "\033]0;t\007"},
    "preprocessing": {"inputs": [{"tensor_name": "input:0", "image": {"dimension_order": "NHWC", "resize_type": "SQUASH",
        "target_size": "32x32", "color_channels": "RGB"}}]},
    "postprocessings": [{"tensors_output": {"tensors": ["probabilities"]}}]}, ensure_ascii=False))' "$evil" "$hidden" "$honest" || wrong "$complaint"
printf '%s\n' "$said" >net.json
sed "s/probabilities/probab$evil/; s/\"framework\"/\"extra$hidden\": 1, \"framework\"/" net.json >bad.json
cp net.json "net$hidden.json"
printf '{"name": "x", ]%s' "$evil" >broken.json

clean 0 -r "reg$hidden" init
clean 0 --json -r "other$hidden" init
both 1 -r "reg$hidden" init
both 0 -r "reg$hidden" add "net$hidden.json" "model$hidden"
export NNREG_ACTOR="me$hidden"
for wrong_one in bad.json broken.json; do
    both 1 check "$wrong_one" "model$hidden"
    both 1 -r "reg$hidden" add "$wrong_one" "model$hidden"
    clean 1 check --format sarif "$wrong_one" "model$hidden"
    clean 1 check --format junit "$wrong_one" "model$hidden"
    clean 1 check --format github "$wrong_one" "model$hidden"
    clean 1 check --format gitlab "$wrong_one" "model$hidden"
done
both 0 check "net$hidden.json" "model$hidden"
both 3 check "nothing$evil.json" "model$hidden"
both 3 check net.json "nothing$evil"
both 0 inspect "model$hidden"
both 3 inspect "nothing$evil"
clean 0 draft "model$hidden"
clean 0 --json draft "model$hidden"
clean 0 -r "reg$hidden" show 1
clean 0 -r "reg$hidden" --json show 1
expect_json 'd["description"].encode().hex()[:10], len(d["metadata"])' "('$(printf 'd%s' "$evil" | od -An -tx1 | tr -d ' \n' | cut -c 1-10)', 1)"
grep -q "$honest" .out || wrong 'honest text was changed'
both 0 -r "reg$hidden" ls
both 0 -r "reg$hidden" ls --name "n*"
both 0 -r "reg$hidden" files 1
both 0 -r "reg$hidden" set 1 --name "m$hidden"
both 0 -r "reg$hidden" log
both 0 -r "reg$hidden" log --verify
both 3 -r "none$hidden" ls
both 3 -r "reg$hidden" show "no-such-slug"
both 2 -r "reg$hidden" show "no$evil"
both 3 -r "reg$hidden" files 9
clean 3 -r "reg$hidden" cat 1 "no$evil"
both 2 "un$evil"
both 2 ls "--un$evil"
both 1 -r "reg$hidden" publish 1 "SL$evil"
specification "s$hidden" >spec.json
both 0 -r "reg$hidden" spec add spec.json
both 0 -r "reg$hidden" spec show 1
both 0 -r "reg$hidden" spec ls
both 0 -r "reg$hidden" task set 1 --status error --error "e$evil"
both 0 -r "reg$hidden" task show 1
both 0 -r "reg$hidden" task ls
both 0 -r "reg$hidden" rm -n 1
both 0 rules
both 0 schema

# ---------------------------------------------------------------- on a terminal

cat >terminal.py <<'P'
import os, pty, sys
pid, fd = pty.fork()
if pid == 0:
    try:
        os.execv(sys.argv[1], sys.argv[1:])
    finally:
        os._exit(127)
with open('.pty', 'wb') as out:
    try:
        while piece := os.read(fd, 65536):
            out.write(piece)
    except OSError:
        pass
os.close(fd)
_, status = os.waitpid(pid, 0)
sys.exit(os.waitstatus_to_exitcode(status))
P
on_terminal() {
    title="on a terminal: nnreg $*"
    ask terminal.py "$nnreg" "$@"
    status=$?
    ask scan.py .pty terminal || wrong "$said$complaint"
    [ -s .pty ] || wrong 'nothing was printed'
}
on_terminal -r "reg$hidden" show 1
on_terminal -r "reg$hidden" ls
on_terminal -r "reg$hidden" log
on_terminal check bad.json "model$hidden"

# What --fix prints is bytes as well, to be applied and kept, and no terminal is either.
sed 's/"NHWC"/"nhwc"/' net.json >lower.json
on_terminal check --fix lower.json
cp lower.json "$(printf 'lower\033[8m\177.json')"
on_terminal check --fix "$(printf 'lower\033[8m\177.json')"
holds .pty $'\033[8m' && wrong 'the name conceals'
title='on a terminal: nnreg check --fix=write -'
ask terminal.py "$BASH" -c '"$1" check --fix=write - <lower.json' bash "$nnreg"
ask scan.py .pty terminal || wrong "$said$complaint"
holds .pty '"NHWC"' || wrong "nothing was mended: $(cat .pty)"
run_with lower.json check --fix=write -
expect_same .out net.json 'what is mended has other bytes'

# ---------------------------------------------------------------- cat: bytes, and a guard

text_of() {
    printf "$1" >"model$hidden/assets.extra/note"
    "$nnreg" -q -r "reg$hidden" add net.json "model$hidden" >.id 2>/dev/null || wrong 'cannot add'
    IFS= read -r id <.id
}
guarded() {
    text_of "$1"
    on_terminal -r "reg$hidden" cat "$id" assets.extra/note
    [ "$status" = 1 ] || wrong "cat prints it: exit status $status"
    run -r "reg$hidden" cat "$id" assets.extra/note
    cmp -s .out "model$hidden/assets.extra/note" || wrong 'cat into a file changes bytes'
}
guarded 'a\302\2332J'
guarded 'a\033[2J'
guarded 'a\342\200\256b'
guarded 'a\363\240\201\201'
guarded 'a\2332J'
text_of '\357\273\277caf\303\251\n'
title='cat of an honest text'
ask terminal.py "$nnreg" -r "reg$hidden" cat "$id" assets.extra/note
grep -q 'caf' .pty || wrong "refused: $(cat .pty)"
# A character that two pieces of 64 KiB share.
printf '%65535s\303\251yyyyyyyyyy' '' | tr ' ' x >"model$hidden/assets.extra/note"
"$nnreg" -q -r "reg$hidden" add net.json "model$hidden" >.id 2>/dev/null
IFS= read -r id <.id
title='cat of a text of two pieces'
ask terminal.py "$nnreg" -r "reg$hidden" cat "$id" assets.extra/note || wrong 'refused'

[ "$printed" -gt 60 ] || wrong "only $printed outputs were looked at"
finish
