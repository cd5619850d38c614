#!/usr/bin/env bash
# log: every change on a line, who made it, followed as it happens, and the proof that nobody has touched it.
. "$(dirname "$0")/lib.sh"

make_model model
description digits >network.json
specification fruit >spec.json
post_processings >outputs.json
ok -r reg init
ok -r reg log
expect_no_out
expect_err <<'T'
nnreg: nothing has happened yet
T
ok -r reg log --verify
expect_out <<'T'
ok, 0 events
T

ok -r reg add network.json model
ok -r reg --actor alice spec add spec.json
ok -r reg version add outputs.json --spec 1 --network 1 --actor 'Björn of the night shift'
ok -r reg --actor= publish 1 digits-v1
NNREG_ACTOR=bob ok -r reg task set 1 --status error --error 'a text that is too long for a line that a person reads'
NNREG_ACTOR=bob ok -r reg --actor carol unpublish 1
ok -r reg set 1 --name 'digits, spring' --metadata '{"a": 1}'
ok -r reg rm 1
ok -r reg log
expect_out <<'T'
     1  DATE-IN-SECONDS-ZZZZ  tester      create     network 1  name "digits"
     2  DATE-IN-SECONDS-ZZZZ  tester      create     task 1  network_id 1, status "pending"
     3  DATE-IN-SECONDS-ZZZZ  alice       create     spec 1  name "fruit"
     4  DATE-IN-SECONDS-ZZZZ  Björn of the night shift  create     version 1  spec_id 1, network_id 1
     5  DATE-IN-SECONDS-ZZZZ  Björn of the night shift  update     spec 1  current_version_id null -> 1
     6  DATE-IN-SECONDS-ZZZZ  -           publish    network 1  slug "" -> "digits-v1"
     7  DATE-IN-SECONDS-ZZZZ  bob         update     task 1  status "pending" -> "error", error "" -> "a text that is too long for a line t...
     8  DATE-IN-SECONDS-ZZZZ  carol       unpublish  network 1  slug "digits-v1" -> ""
     9  DATE-IN-SECONDS-ZZZZ  tester      update     network 1  name "digits" -> "digits, spring", metadata {} -> {"a":1}
    10  DATE-IN-SECONDS-ZZZZ  tester      delete     version 1  spec_id 1, network_id 1
    11  DATE-IN-SECONDS-ZZZZ  tester      update     spec 1  current_version_id 1 -> null
    12  DATE-IN-SECONDS-ZZZZ  tester      delete     task 1  network_id 1, status "error", error "a text that is too long for a line t...
    13  DATE-IN-SECONDS-ZZZZ  tester      delete     network 1  name "digits, spring", metadata {"a":1}
T
[ ! -s .err ] || wrong "said: $(cat .err)"
cp .out whole

# By time, as the lists take it: the number of the event that a list would begin with, and from there on.
ok --json -r reg log
value '"\n".join(e["time"] for e in d["events"])' || wrong "$said"
mapfile -t times <<<"$said"
mapfile lines <whole
[ "${#lines[@]}" = 13 ] || wrong "events: ${#lines[@]}"
for number in 1 2 7 8 13; do
    time=${times[number - 1]-}
    first=0
    until [ "${times[first]-}" = "$time" ]; do first=$((first + 1)); done
    ok -r reg log --since "$time"
    printf %s "${lines[@]:first}" >part
    expect_same part .out 'not what was since then'
    ok -q -r reg log --before "$time"
    printf %s "${lines[@]:0:first}" >part
    expect_same part .out 'not what was before'
done
ok -r reg log --since 1999-12-31 --before 2999-01-01T00:00:00Z
expect_same whole .out 'not the whole history'
ok -r reg log --since 2999-01-01
expect_no_out
expect_err <<'T'
nnreg: nothing has happened since
T
ok -r reg log --since "${times[2]-}" --limit 1
sed -n 13p whole >part
expect_same part .out 'not the newest event'

# The newest of what is left; behind a number the first, so that a feed can be read in pieces.
part_of() { # part_of SED-SCRIPT ARGUMENT...
    sed -n "$1" whole >part
    shift
    ok -r reg log "$@"
    expect_same part .out 'not these events'
}
part_of '12,13p' -n 2
part_of '12,13p' --tail 2
part_of '1,13p' --tail 99
part_of '4,5p' --since 3 -n 2
part_of '12,13p' --since 3 --tail 2
part_of '1!G;h;$p' --order newest
sed -n '12,13p' whole | tac >part
ok -r reg log -n 2 --order newest
expect_same part .out 'not the newest first'
part_of '/ alice /p' --actor alice
part_of '/ alice /p' --actor alice -n 99
part_of '/ task 1 /p' --object task
part_of '/ network 1 /p' --object network:1
sed -n '/ network 1 /p' whole | tail -n 2 >part
ok -r reg log --object network -n 2
expect_same part .out 'not the newest two of networks'
part_of '/carol .* network 1 /p' --object network --actor carol
part_of '/carol .* network 1 /p' --object network --actor carol -n 5 --order newest
for arguments in '--object network:2' '--object registry' '--actor nobody' '--object spec --tail 3 --actor nobody'; do
    # shellcheck disable=SC2086
    ok -r reg log $arguments
    expect_no_out
    expect_err <<'T'
nnreg: no event matches
T
done
ok -r reg log --follow --actor alice --limit 1
sed -n '/ alice /p' whole >part
expect_same part .out 'not what alice did'
for arguments in '--object networks' '--object network:' '--object network:0' '--object :1' '--tail 0' '--tail 1 --limit 1' '--order x' \
    '--order newest --follow' '--order newest --since 3' '--verify --actor x' '--verify --object spec' '--verify --order newest'; do
    # shellcheck disable=SC2086
    run -r reg log $arguments
    expect_status 2
    expect_no_out
done

# Windows of the walk from the end: more events than one has.
ok -q -r many init
ok -q -r many spec add spec.json
for name in {1..120}; do
    "$nnreg" -q -r many --actor "a$((name % 2))" spec set 1 --name "n$name" || echo failed
done >.failed
[ ! -s .failed ] || wrong 'cannot change a specification'
ok -q -r many log
cp .out many.whole
ok -q -r many log --order newest
tac many.whole >part
expect_same part .out 'not the whole history the other way'
ok -q -r many log --actor a1 -n 55
grep ' a1 ' many.whole | tail -n 55 >part
expect_same part .out 'not the newest 55 of a1'
ok -q -r many log --actor a1 -n 60 --order newest
grep ' a1 ' many.whole | tac >part
expect_same part .out 'not all of a1, the newest first'

# On a terminal the newest come first.
if command -v python3 >/dev/null 2>&1; then
    title='log, on a terminal'
    terminal='import os, pty, sys
pid, fd = pty.fork()
if pid == 0:
    try:
        os.execv(sys.argv[1], sys.argv[1:])
    finally:
        os._exit(127)
with open(".out", "wb") as out:
    try:
        while piece := os.read(fd, 65536):
            out.write(piece.replace(b"\r", b""))
    except OSError:
        pass
os.close(fd)
os.waitpid(pid, 0)'
    ask -c "$terminal" "$nnreg" --color=never -q -r reg log || wrong "$complaint"
    tac whole >part
    expect_same part .out 'not the newest first'
    ask -c "$terminal" "$nnreg" --color=never -q -r reg log --since 3 || wrong "$complaint"
    sed -n '4,$p' whole >part
    expect_same part .out 'not the oldest first after a number'
fi
for arguments in '--since 2026-11-26T10' '--since tomorrow' '--since 2026-11-26T10:30:00.1234567Z' '--since 2026-1-2' \
    '--before 7' '--before x' '--verify --before 2026-11-26'; do
    # shellcheck disable=SC2086
    run -r reg log $arguments
    expect_status 2
done

# Without a name in the environment it is who is logged in, or whose process this is.
(unset NNREG_ACTOR && ok -r reg spec set 1 --name pears)
ok -r reg log --since 13
user=$(logname 2>/dev/null || id -un)
grep -q "  $user  *update     spec 1  name \"fruit\" -> \"pears\"\$" .out || wrong "said: $(cat .out)"

# What changes nothing is no event; neither is a refusal, nor a dry run.
ok -r reg spec rm 1 --dry-run
run -r reg spec set 1 --name ''
expect_status 1
run -r reg --actor "$(printf '%257s' '' | tr ' ' a)" spec rm 1
expect_status 1
expect_err <<'T'
nnreg: the actor is no UTF-8, or longer than 256 bytes
T
ok -r reg log --since 14
expect_no_out
expect_err <<'T'
nnreg: nothing has happened since
T
ok -r reg -q log --since 14
expect_silence

# Parts of it.
ok -r reg log --since 3 --limit 2
sed 's/  [0-9][^ ]*Z  .*//' .out >.numbers && mv .numbers .out
expect_out <<'T'
     4
     5
T
"$nnreg" -r reg log --since 0 --limit 13 >.out
normal whole >.whole
normal .out >.part
expect_same .whole .part '--limit gives other lines'

ok -r reg log --since 2999-01-01 -n 2
expect_no_out
expect_err <<'T'
nnreg: nothing has happened since
T
ok -q -r many log -n 5 --order newest
tail -n 5 many.whole | tac >part
expect_same part .out 'not the newest five'
if [ -c /dev/full ]; then
    title='nnreg log --order newest >/dev/full'
    status=0
    "$nnreg" -r many log --order newest >/dev/full 2>.err || status=$?
    expect_status 4
fi

# Long values that begin alike are told from where they differ, in UTF-8; others from their beginning.
describe() {
    ok -q -r alike spec set 1 "$@"
}
ok -q -r alike init
ok -q -r alike spec add spec.json
describe --description 'Fruit from the market of Zürich, in the light of a late afternoon: apples'
describe --description 'Fruit from the market of Zürich, in the light of a late afternoon: pears, and of many more kinds'
describe --description 'Vegetables'
ok -q -r alike log --since 2
sed 's/.*  spec 1  //' .out >.told && mv .told .out
expect_out <<'T'
description ...ernoon: apples" -> ...ernoon: pears, and of many more kinds"
description "Fruit from the market of Zürich, in ... -> "Vegetables"
T

# --follow ends after --limit, at Ctrl-C, and when nobody reads.
ok -r reg log --follow --limit 13
normal .out >.part
expect_same .whole .part '--follow gives other lines'
if env --default-signal=INT true 2>/dev/null; then
    title='nnreg log --follow, interrupted'
    mkfifo pipe
    env --default-signal=INT "$nnreg" -r reg log --follow --since 13 >pipe 2>.err &
    child=$!
    exec 3<pipe
    IFS= read -r line <&3
    case $line in
    *' spec 1 '*) ;;
    *) wrong "the event of before is not told: $line" ;;
    esac
    "$nnreg" -r reg spec set 1 --name plums
    IFS= read -r line <&3
    case $line in
    *'name "pears" -> "plums"') ;;
    *) wrong "the event of another process is not told: $line" ;;
    esac
    kill -INT "$child"
    status=0
    wait "$child" || status=$?
    exec 3<&-
    expect_status 130
    [ ! -s .err ] || wrong "said: $(cat .err)"
fi
title='nnreg log --follow into a pipe that is closed'
"$nnreg" -r reg log --follow 2>.err | head -n 1 >.out
[ "$(wc -l <.out)" = 1 ] || wrong "said: $(cat .out)"
[ ! -s .err ] || wrong "said: $(cat .err)"

# A reader that goes while nothing happens ends it, too.
title='nnreg log --follow, whose reader goes while it waits'
mkfifo closed
"$nnreg" -r reg log --follow --tail 1 >closed 2>.err &
child=$!
exec 3<closed
IFS= read -r line <&3
exec 3<&-
status=0
wait "$child" || status=$?
expect_status 0
[ ! -s .err ] || wrong "said: $(cat .err)"

# Usage.
for arguments in '--verify --follow' '--verify --since 1' '--since x' '--limit 0' '--since -1'; do
    # shellcheck disable=SC2086
    run -r reg log $arguments
    expect_status 2
    expect_no_out
done

# The proof.
ok -r reg log --verify
grep -Eqx 'ok, 1[45] events, the last [0-9a-f]{64}' .out || wrong "said: $(cat .out)"
mkdir edited
cp reg/data.mdb edited/
cp -r reg/blobs reg/staging edited/ 2>/dev/null
LC_ALL=C sed -i 's/alice/malic/' edited/data.mdb
run -r edited log --verify
expect_status 4
expect_no_out
expect_err <<'T'
nnreg: registry "WORK/edited": the history is broken at event 3: it is not what was written, or the event before it is not
T

if command -v python3 >/dev/null 2>&1; then
    run -r edited --json log --verify
    expect_status 4
    expect_document
    expect_json '(d["ok"], d["broken"], sorted(d["error"]))' "(False, 3, ['message', 'status'])"
    run -r reg --json log --verify
    expect_status 0
    expect_json '(d["ok"], d["events"] in (14, 15), len(d["hash"]))' '(True, True, 64)'
    run -r reg --json log --since 5 --limit 3
    expect_document
    expect_json '[(e["sequence"], e["action"], e["object"], e["object_id"], e["actor"]) for e in d["events"]], d["last"]' \
        "([(6, 'publish', 'network', 1, ''), (7, 'update', 'task', 1, 'bob'), (8, 'unpublish', 'network', 1, 'carol')], 8)"
    expect_json 'd["events"][0]["changes"]' "[{'field': 'slug', 'old': '', 'new': 'digits-v1'}]"
    run -r reg --json log --since 99
    expect_json 'd' "{'events': [], 'last': 99}"
    run -r reg --json log --follow --limit 4
    expect_status 0
    [ "$(wc -l <.out)" = 4 ] || wrong 'not an event a line'
    sed -n 4p .out >.line && mv .line .out
    expect_json '(d["sequence"], d["object"], sorted(d))' \
        "(4, 'version', ['action', 'actor', 'changes', 'hash', 'object', 'object_id', 'sequence', 'time'])"
fi

# A user whom the system has no name for is told by the number, unless a name is given.
if [ "$(id -u)" = 0 ] && setpriv --reuid=54321 true 2>/dev/null && ! id 54321 >/dev/null 2>&1; then
    chmod 755 "$work"
    mkdir -m 777 open
    setpriv --reuid=54321 env NNREG_ACTOR= "$nnreg" -q -r open/reg init
    setpriv --reuid=54321 env NNREG_ACTOR= "$nnreg" -q -r open/reg config mutable-description on </dev/null
    title='log, of a user without a name'
    "$nnreg" -r open/reg --json log >.out
    expect_json '[e["actor"] for e in d["events"]]' "['uid 54321']"
fi

finish
