#!/usr/bin/env bash
# Commands that take several networks: by operands, or by ids on standard input in the place of "-"; all of them, or none.
. "$(dirname "$0")/lib.sh"
need python3

make_model model --labels 10
ok -r reg init
for name in one two three; do
    description "$name" >network.json
    ok -r reg add network.json model
done

# show: of one as ever; of several one behind the other.
ok -r reg show 1
cp .out first
ok -r reg show 3
cp .out third
ok -r reg show 3 1 3
{ cat third && echo && cat first; } >wanted
expect_same wanted .out 'show of several'
printf '3\n1\n' >ids
run_with ids -r reg show -
expect_same wanted .out 'show of ids on standard input'
printf '1' >one
run_with one -r reg show 3 - -
expect_same wanted .out 'show of both'
ok -r reg --json show 1
expect_json 'd["name"]' one
ok -r reg --json show 3 1
expect_document
expect_json '[n["name"] for n in d["results"]]' "['three', 'one']"
# The form is that of the command line, whatever is on standard input.
run_with one -r reg --json show -
expect_json '[n["name"] for n in d["results"]]' "['one']"
: >nothing
run_with nothing -r reg --json show -
expect_status 0
expect_out <<'T'
{"results":[]}
T
run_with nothing -r reg show -
expect_status 0
expect_silence

# files.
ok -r reg files 1
cp .out table
ok -r reg files 1 2
{ echo 'network 1 "one"' && cat table && echo && echo 'network 2 "two"' && cat table; } >wanted
expect_same wanted .out 'files of several'
run_with ids -r reg --json files -
expect_document
expect_json '[(n["id"], len(n["files"])) for n in d["results"]]' '[(3, 3), (1, 3)]'

# All or none.
for command in show files; do
    run -r reg $command 1 9 2
    expect_status 3
    expect_no_out
    expect_err <<'T'
nnreg: there is no network 9 in "reg" (see: nnreg ls)
T
    run -r reg --json $command 1 9
    expect_status 3
    expect_document
done
printf '1 x/y\n' >wrong
run_with wrong -r reg show -
expect_status 2
expect_no_out
printf '1\0002\0' >wrong
run_with wrong -r reg files -
expect_status 2

# unpublish.
ok -r reg publish 1 a
ok -r reg publish 2 b
run -r reg unpublish 1 9
expect_status 3
ok -r reg show a
run -r reg unpublish 1 2 --if-update-date 2026-11-26T10:30:00.000000Z
expect_status 2
printf 'a\n2\n' >ids
run_with ids -r reg unpublish -
expect_status 0
expect_silence
run -r reg show a
expect_status 3
run -r reg show b
expect_status 3
ok -r reg --json unpublish 1 2
expect_out <<'T'
{"results":[{"id":1,"slug":null},{"id":2,"slug":null}]}
T
ok -r reg --json unpublish 1
expect_out <<'T'
{"id":1,"slug":null}
T

# stat is of the registry, and leads to show.
run -r reg stat 1
expect_status 2
expect_err <<'T'
nnreg: stat: it is of the whole registry; of one network: nnreg show 1
usage: nnreg stat [--metrics]
try: nnreg help stat
T
run stat "$work/reg"
expect_status 2
expect_err <<'T'
nnreg: stat: it is of the whole registry, which -r names: nnreg -r WORK/reg stat
usage: nnreg stat [--metrics]
try: nnreg help stat
T

finish
