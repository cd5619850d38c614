#!/usr/bin/env bash
# Every exit status, and that each failure says what failed, on what, why, and how to go on.
. "$(dirname "$0")/lib.sh"

make_model model
description digits >good.json
ok -r reg init
ok -r reg -q add good.json model

refused() {
    expect_status "$1"
    expect_no_out
}

# 1: refused.
run -r reg init
refused 1
expect_err <<'T'
nnreg: there is already a registry in "reg"
T
run -r reg set 1 --name other --if-update-date 2018-02-16T13:45:36.078955Z
refused 1
expect_err <<'T'
nnreg: network 1 was changed at DATE-WITH-MICROSECONDS-ZZZ: look at it again, and try again with that date (see: nnreg show 1)
T
: >model.zip
run check good.json model.zip
refused 1
expect_err <<'T'
model.zip:0x0: error: the archive has no end record, so that it is no zip archive, or the front of one [archive.corrupt]
      = hint: copy the archive again from where it was made
1 error; weights not read
T
run check model good.json
refused 2

run -r reg publish 1 'No slug'
refused 1
run -r reg task set 1 --status error
refused 1

# 2: usage.
run -r reg ls --before soon
refused 2
run spec
refused 2
expect_err <<'T'
nnreg: spec: a command of it is missing
usage: nnreg spec add|ls|show|set|rm|publish|unpublish [ARGUMENT...]
try: nnreg help spec
T
run version lst
refused 2
expect_err <<'T'
nnreg: version: unknown command "lst"; did you mean "ls"?
usage: nnreg version add|ls|show|rm [ARGUMENT...]
try: nnreg help version
T
run task set 1 --statu error
refused 2
head -n 1 .err >.out
expect_out <<'T'
nnreg: task set: unknown option "--statu"; did you mean "--status"?
T
run help spec nonesuch
refused 2
run help ls spec
refused 2
run schema version
expect_status 0
run schema versions
refused 2
for command in 'spec show' 'version show' 'task show' 'spec set' 'task set' 'spec rm' 'version rm'; do
    # shellcheck disable=SC2086
    run $command One --name x
    refused 2
done
run
refused 2
expect_err <<'T'
nnreg: no command given
usage: nnreg [-r DIR] [--json] [-q] [--actor=NAME] [--check-store] [--color=WHEN] COMMAND [ARGUMENT...]
try: nnreg help
T
run chekc good.json
refused 2
expect_err <<'T'
nnreg: unknown command "chekc"; did you mean "check"?
usage: nnreg [-r DIR] [--json] [-q] [--actor=NAME] [--check-store] [--color=WHEN] COMMAND [ARGUMENT...]
try: nnreg help
T
run add good.json model --acter me
refused 2
expect_err <<'T'
nnreg: add: unknown option "--acter"; did you mean "--actor"?
usage: nnreg add [--from-object] DESCRIPTION.json BUNDLE... | FOLDER [--severity RULE=LEVEL]...
try: nnreg help add
T
run add good.json
refused 2
expect_err <<'T'
nnreg: add: an operand is missing
usage: nnreg add [--from-object] DESCRIPTION.json BUNDLE... | FOLDER [--severity RULE=LEVEL]...
try: nnreg help add
T
run add modle
refused 3
expect_err <<'T'
nnreg: cannot read "modle": No such file or directory
T
run cat 1 a b
refused 2
expect_err <<'T'
nnreg: cat: unexpected operand "b"
usage: nnreg cat ID|SLUG NAME [--force] [--no-verify]
try: nnreg help cat
T
for id in 0 01 +1 ' 1' 1X 18446744073709551616 '' .x 'a b'; do
    run show "$id"
    refused 2
    expect_err <<T
nnreg: show: "$id" is neither an id (a whole number from 1) nor the slug of a public network
usage: nnreg show ID|SLUG...
try: nnreg help show
T
done
run set 1
refused 2
run set 1 --metadata '{}' --merge-metadata '{}'
refused 2
run ls --limit 1001
refused 2
run ls --limit
refused 2
run ls --public=yes
refused 2
run -x
refused 2
run --color=blue ls
refused 2
run help nonesuch
refused 2
run -r reg init other
refused 2
run -r '' ls
refused 2
run check good.json --colour=never
refused 2
head -n 1 .err >.out
expect_out <<'T'
nnreg: check: unknown option "--colour"; did you mean "--color"?
T

# 3: not found.
run -r "it's not there" ls
refused 3
expect_err <<'T'
nnreg: no registry in "it's not there" (make one with: nnreg -r 'it'\''s not there' init)
T
run -r reg show 2
refused 3
expect_err <<'T'
nnreg: there is no network 2 in "reg" (see: nnreg ls)
T
run -r reg show 18446744073709551615
refused 3
run -r reg set 2 --name other
refused 3
run -r reg files 2
refused 3
run -r reg rm 2
refused 3
run -r reg cat 2 saved_model.pb
refused 3
expect_err <<'T'
nnreg: there is no network 2 in "reg" (see: nnreg ls)
T
run -r reg cat 1 saved_modle.pb
refused 3
expect_err <<'T'
nnreg: network 1 has no file "saved_modle.pb"; did you mean "saved_model.pb"?
T
run -r reg cat 1 nonesuch
refused 3
expect_err <<'T'
nnreg: network 1 has no file "nonesuch" (see: nnreg files 1)
T
run check nowhere.json
refused 3
expect_err <<'T'
nnreg: cannot read "nowhere.json": No such file or directory
T
run check model
refused 3
expect_err <<'T'
nnreg: no description is in "model": no JSON file is at its top; name one: nnreg check DESCRIPTION.json model
T
run check good.json nowhere
refused 3
expect_err <<'T'
nnreg: cannot read "nowhere": No such file or directory
T
run rules target-sise
refused 3
expect_err <<'T'
nnreg: there is no rule "target-sise"; did you mean "target-size"?
T

for command in 'spec show' 'version show' 'task show' 'spec rm' 'version rm'; do
    # shellcheck disable=SC2086
    run -r reg $command 7
    refused 3
    grep -q "there is no ${command% *} 7 in \"reg\" (see: nnreg ${command% *} ls)" .err || wrong "said: $(cat .err)"
done
for command in show files unpublish rm; do
    run -r reg "$command" nonesuch
    refused 3
done

# 4: the registry or the system failed.
mkdir damaged
cp -r reg/. damaged
printf 'no database' >damaged/data.mdb
run -r damaged ls
refused 4
grep -q '^nnreg: .' .err || wrong "said: $(cat .err)"
[ "$(wc -l <.err)" = 1 ] || wrong 'more than one line'

finish
