#!/usr/bin/env bash
# ls and the lists of the other objects: tables whose columns line up by what the screen shows, conditions, pages.
. "$(dirname "$0")/lib.sh"

make_model model
ok -r reg init
combined=$(printf 'e\314\201te') # an accent that takes no column of its own
for name in digits 春の数字 "$combined" four five; do
    description "$name" >network.json
    ok -r reg -q add network.json model
done

# The sizes are the model's, the same in each row: only their column is looked at.
table() {
    local line text='' size=' +[0-9.]+ [KMG]?i?B' first=1
    while IFS= read -r line; do
        [ -z "$first" ] || [[ ! $line =~ ' '+SIZE ]] || line=${line/"${BASH_REMATCH[0]}"/ SIZE}
        [[ ! $line =~ $size ]] || line=${line/"${BASH_REMATCH[0]}"/ SIZE}
        text+=$line$'\n' first=
    done <.out
    printf %s "$text$line" >.out
}

ok -r reg ls
table
expect_out <<T
ID  NAME      FRAMEWORK       FILES SIZE  UPDATED
 1  digits    tensorflow-1.x      3 SIZE  DATE-IN-SECONDS-ZZZZ
 2  春の数字  tensorflow-1.x      3 SIZE  DATE-IN-SECONDS-ZZZZ
 3  $combined       tensorflow-1.x      3 SIZE  DATE-IN-SECONDS-ZZZZ
 4  four      tensorflow-1.x      3 SIZE  DATE-IN-SECONDS-ZZZZ
 5  five      tensorflow-1.x      3 SIZE  DATE-IN-SECONDS-ZZZZ
T
expect_err <<'T'
nnreg: 5 networks
T

ids() {
    local ids='' id _
    {
        read -r _
        while read -r id _; do ids+="$id "; done
    } <.out
    [ "$ids" = "$1" ] || wrong "ids ${ids}instead of $1"
}

ok -r reg ls --limit 2
ids '1 2 '
expect_err <<'T'
nnreg: 2 of 5 networks; the next: --offset 2
T
ok -r reg ls --limit=2 --offset=2
ids '3 4 '
expect_err <<'T'
nnreg: 2 of 5 networks; the next: --offset 4
T
ok -r reg ls -n2 --offset 4
ids '5 '
expect_err <<'T'
nnreg: 1 of 5 networks, the last of them
T
ok -r reg ls --order -id --limit 3
ids '5 4 3 '
ok -r reg ls --offset 5
expect_no_out
expect_err <<'T'
nnreg: none of the 5 networks is behind --offset 5
T
ok -r reg -q ls --limit 2
ids '1 2 '
[ ! -s .err ] || wrong "said: $(cat .err)"

# Deleted ones leave no gap in the pages.
ok -r reg rm 2 3
ok -r reg ls --limit 2
ids '1 4 '
expect_err <<'T'
nnreg: 2 of 3 networks; the next: --offset 2
T

if command -v python3 >/dev/null 2>&1; then
    run --json -r reg ls --limit 1 --offset 1
    expect_document
    expect_json '(d["count"], [n["id"] for n in d["results"]])' '(3, [4])'
    expect_json 'sorted(d["next"].lstrip("?").split("&")), sorted(d["previous"].lstrip("?").split("&"))' \
        "(['limit=1', 'offset=2'], ['limit=1', 'offset=0'])"
fi

# Conditions, orders and cursors; what is public is not shown, and that is said.
ok -r lists init
one() {
    description "$1" | sed "s/^{/{\"metadata\": $2,/" >network.json
    ok -r lists -q add network.json model
}
one alpha '{"stage": "live", "train": {"epochs": 20}}'
one beta '{"stage": "test", "train": {"epochs": 20.0}}'
one 'alpha two' '{"stage": "live", "train": {"epochs": 7}}'
one gamma '{"stage": "live"}'
ok -r lists publish 4 gamma-v1
list() {
    wanted=$1
    shift
    ok -r lists ls "$@"
    ids "$wanted"
}
list '1 2 3 '
expect_err <<'T'
nnreg: 3 networks
nnreg: 1 public network is not shown (--public, or --all)
T
list '4 ' --public
table
expect_out <<'T'
ID  NAME   FRAMEWORK       FILES SIZE  UPDATED               PUBLIC AS
 4  gamma  tensorflow-1.x      3 SIZE  DATE-IN-SECONDS-ZZZZ  gamma-v1
T
expect_err <<'T'
nnreg: 1 network
T
list '1 2 3 4 ' --all
expect_err <<'T'
nnreg: 4 networks
T
list '' --name gamma
expect_err <<'T'
nnreg: 1 public network is not shown (--public, or --all)
T
list '1 ' --name alpha
expect_err <<'T'
nnreg: 1 network
T
list '1 3 ' --name-prefix alpha
list '1 2 3 ' --name-glob '*a*'
list '3 ' --name-glob 'a* t?o'
list '1 2 3 ' --framework tensorflow-1.x
list '1 3 ' --where stage=live
list '1 2 ' --where train.epochs=20
list '1 ' --where train.epochs=20 --where stage=live
list '1 3 4 ' --where stage=live --all
list '' --where 'sta\=ge=live'
list '1 2 3 ' --since 2018-02-16
list '1 2 3 ' --since 0657-01-01
list '1 2 3 ' --since '500000 days ago'
list '1 2 3 ' --since 2018-02-16T13:45:36Z
list '' --before 2018-02-16T13:45:36.078955Z
expect_err <<'T'
nnreg: no network matches
T
list '3 2 1 ' --order -id
list '1 3 2 ' --order name
list '2 3 1 ' --order -name
ok -r lists set 1 --merge-metadata '{"stage": "old"}'
list '2 3 1 ' --order update_date
list '1 3 2 ' --order=-update_date

# From page to page by cursor.
list '1 3 ' --order name -n 2 --cursor ''
cursor=$(sed -n 's/^nnreg: 2 of 3 networks; the next: --cursor //p' .err)
[ -n "$cursor" ] || wrong "said: $(cat .err)"
list '2 ' --order name -n 2 --cursor "$cursor"
head -n 1 .err >.out
expect_out <<'T'
nnreg: 1 of 3 networks, the last of them
T
cp -r lists fewer
ok -r fewer rm 2
ok -r fewer ls --order name -n 2 --cursor "$cursor"
head -n 1 .err >.out
expect_out <<'T'
nnreg: 0 of 2 networks, the last of them
T
# Values that make no sense are told by their options, as a wrong command line.
refused() { # refused MESSAGE ARGUMENT...
    message=$1
    shift
    run -r lists "$@"
    expect_status 2
    expect_no_out
    [ "$(head -n 1 .err)" = "nnreg: $message" ] || wrong "said: $(cat .err)"
}
forms='write it like 2026-11-26, 2026-11-26T10:30, today, yesterday, 2 days ago'
refused "ls: --since \"soon\" is no time: $forms" ls --since soon
refused "ls: --since \"2026-13-45\" is no time: $forms" ls --since 2026-13-45
refused "spec ls: --before \"2 fortnights ago\" is no time: $forms" spec ls --before '2 fortnights ago'
refused 'task ls: --status "bad" is none of pending|success|error' task ls --status bad
refused 'ls: --framework: there is no framework "caffe"' ls --framework caffe
# shellcheck disable=SC2046
refused 'ls: --where can be given 16 times' ls $(printf -- '--where k%s=1 ' 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17)
refused 'ls: --cursor: the cursor is damaged: it is none that a page gave' ls --cursor nonsense
for arguments in '--public --all' '--cursor x --offset 1' '--order size' '--where stage' '--where =live' '--order'; do
    # shellcheck disable=SC2086
    run -r lists ls $arguments
    expect_status 2
    expect_no_out
done
list '2 3 1 ' --order update_date --since yesterday
list '2 3 1 ' --order update_date --since '1 hour ago'
list '' --before yesterday
list '1 2 3 ' --before now

# The zone is that of the person, and is told; --utc is of what is given, too.
title='ls, in a zone'
TZ=EST5 "$nnreg" -q -r lists ls >.out
[ "$(grep -c 'T[0-9:]*-05:00$' .out)" = 3 ] || wrong "times without their zone: $(cat .out)"
TZ=EST5 "$nnreg" -q -r lists ls --utc >.out
[ "$(grep -c 'T[0-9:]*Z$' .out)" = 3 ] || wrong "times not in UTC: $(cat .out)"
title='log, in a zone'
TZ=EST5 "$nnreg" -q -r lists log --limit 1 >.out
grep -q 'T[0-9:]*-05:00  ' .out || wrong "the time without its zone: $(cat .out)"
TZ=EST5 "$nnreg" -q -r lists log --limit 1 --utc >.out
grep -q 'T[0-9:]*Z  ' .out || wrong "the time not in UTC: $(cat .out)"

# The other lists.
specification fruit >spec.json
post_processings >outputs.json
ok -r lists spec ls
expect_no_out
expect_err <<'T'
nnreg: there are no specs
T
for name in fruit vegetables; do
    specification "$name" >spec.json
    ok -r lists spec add spec.json
done
# There are some, and none that was asked for.
ok -r lists spec ls --public
expect_no_out
expect_err <<'T'
nnreg: no spec is public
T
ok -r lists version add outputs.json --spec 1 --network 1
ok -r lists version add outputs.json --spec 1 --network gamma-v1
ok -r lists spec ls
expect_out <<'T'
ID  NAME        CURRENT  UPDATED
 1  fruit             1  DATE-IN-SECONDS-ZZZZ
 2  vegetables        -  DATE-IN-SECONDS-ZZZZ
T
expect_err <<'T'
nnreg: 2 specs
T
ok -r lists spec ls --outputs --name vegetables
expect_out <<'T'
ID  NAME        CURRENT  UPDATED               OUTPUTS  LABELS
 2  vegetables        -  DATE-IN-SECONDS-ZZZZ        1       2
T
ok -r lists version ls
expect_out <<'T'
ID  SPEC  SPEC NAME  NETWORK  NETWORK NAME  CREATED
 1     1  fruit            1  alpha         DATE-IN-SECONDS-ZZZZ
 2     1  fruit            4  gamma         DATE-IN-SECONDS-ZZZZ
T
ok -r lists version ls --network gamma-v1
ids '2 '
ok -r lists version ls --spec 1 --network 1
ids '1 '
ok -r lists version ls --spec 2
expect_no_out
expect_err <<'T'
nnreg: no version matches
T
run -r lists version ls --network nonesuch
expect_status 3
ok -r lists task set 2 --status error --error 'the device
is full'
ok -r lists task ls
expect_out <<'T'
ID  NETWORK  STATUS   UPDATED               ERROR
 1        1  pending  DATE-IN-SECONDS-ZZZZ  -
 2        2  error    DATE-IN-SECONDS-ZZZZ  the device is full
 3        3  pending  DATE-IN-SECONDS-ZZZZ  -
 4        4  pending  DATE-IN-SECONDS-ZZZZ  -
T
ok -r lists task ls --status pending --order -id
ids '4 3 1 '
ok -r lists task ls --network gamma-v1
ids '4 '
if command -v python3 >/dev/null 2>&1; then
    run --json -r lists spec ls
    expect_document
    expect_json '(d["count"], [s["name"] for s in d["results"]], "outputs" in d["results"][0])' \
        "(2, ['fruit', 'vegetables'], False)"
    run --json -r lists spec ls --outputs
    expect_json '"outputs" in d["results"][0]' True
    run --json -r lists version ls --spec 1
    expect_json '[(v["id"], v["network_name"]) for v in d["results"]]' "[(1, 'alpha'), (2, 'gamma')]"
    run --json -r lists task ls --status error
    expect_json '[(t["id"], t["error"]) for t in d["results"]]' "[(2, 'the device\\nis full')]"
    run --json -r lists ls
    [ ! -s .err ] || wrong "said: $(cat .err)"
fi

# On a terminal a list fits it: long names are cut, by the columns that they take, numbers and times never; --wide cuts nothing.
if command -v python3 >/dev/null 2>&1; then
    cat >terminal.py <<'P'
import fcntl, os, pty, struct, sys, termios
pid, fd = pty.fork()
if pid == 0:
    try:
        fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack('HHHH', 24, int(sys.argv[1]), 0, 0))
        os.execv(sys.argv[2], sys.argv[2:])
    finally:
        os._exit(127)
data = b''
try:
    while piece := os.read(fd, 65536):
        data += piece
except OSError:
    pass
os.close(fd)
os.waitpid(pid, 0)
with open('.out', 'wb') as out:
    out.write(data.replace(b'\r\n', b'\n'))
P
    on_terminal() { # on_terminal COLUMNS ARGUMENT...
        title="on a terminal of $1 columns: nnreg $*"
        columns=$1
        shift
        ask terminal.py "$columns" "$nnreg" --color=never -q -r narrow "$@" || wrong "$complaint"
        table
    }
    ok -r narrow init
    for name in 'digits of the spring, and of all of the summer' 春の数字と夏の数字と秋の数字と冬の数字 short; do
        description "$name" >network.json
        ok -r narrow -q add network.json model
    done
    on_terminal 77 ls
    expect_out <<'T'
ID  NAME                FRAMEWORK       FILES SIZE  UPDATED
 1  digits of the spr…  tensorflow-1.x      3 SIZE  DATE-IN-SECONDS-ZZZZ
 2  春の数字と夏の数…   tensorflow-1.x      3 SIZE  DATE-IN-SECONDS-ZZZZ
 3  short               tensorflow-1.x      3 SIZE  DATE-IN-SECONDS-ZZZZ
T
    on_terminal 300 ls
    grep -q 'of the summer ' .out || wrong "cut: $(cat .out)"
    on_terminal 20 ls
    grep -q 'digits …  tensorfl…  .*Z$' .out || wrong "not as narrow as can be: $(cat .out)"
    for wide in --wide -w; do
        on_terminal 20 ls $wide
        grep -q '春の数字と夏の数字と秋の数字と冬の数字 ' .out || wrong "cut: $(cat .out)"
    done
    ok -q -r narrow task set 1 --status error --error 'a text that is longer than what is left of a line of eighty columns'
    on_terminal 80 task ls
    awk 'length($0) > 82 { exit 1 }' .out && grep -q '…$' .out || wrong "too wide: $(cat .out)"
    ok -q -r narrow task ls
    grep -q 'eighty columns$' .out || wrong "cut in a pipe: $(cat .out)"
fi

finish
