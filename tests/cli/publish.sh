#!/usr/bin/env bash
# publish, unpublish: a slug names a network wherever an id does, and what is public neither changes nor goes.
. "$(dirname "$0")/lib.sh"

make_model model
description digits >network.json
ok -r reg init
ok -r reg add network.json model
ok -r reg add network.json model

ok -r reg publish 1 digits-v1
expect_silence
ok -r reg show digits-v1
sed -n 1,3p .out >.part && mv .part .out
expect_out <<'T'
id              1
name            digits
public as       digits-v1
T
if command -v python3 >/dev/null 2>&1; then
    ok -r reg show --json digits-v1
    expect_json 'd["slug"]' digits-v1
    ok -r reg ls --all --json
    expect_json '[n["slug"] for n in d["results"]]' "['digits-v1', None]"
fi
ok -r reg files digits-v1
cp .out by-slug
ok -r reg files 1
expect_same by-slug .out 'the files by slug are others'
ok -r reg cat digits-v1 saved_model.pb
expect_same model/saved_model.pb .out 'the file by slug is another one'
ok -r reg publish digits-v1 digits-v1
expect_silence

# It refuses, unless it is made private in the same step.
unpublish_first() {
    expect_status 1
    expect_no_out
    expect_err <<T
nnreg: network 1 is public as "digits-v1": unpublish it first (nnreg unpublish 1${1-, or give --unpublish})
T
}
run -r reg set digits-v1 --name other
unpublish_first
run -r reg set 1 --merge-metadata '{"a": 1}'
unpublish_first
run -r reg rm digits-v1
unpublish_first
run -r reg rm 2 1
unpublish_first
run -r reg rm 1 --dry-run
unpublish_first
ok -r reg show 2
run -r reg publish 1 another
unpublish_first ''
run -r reg publish 2 digits-v1
expect_status 1
expect_err <<'T'
nnreg: network 1 is public as "digits-v1" already (nnreg publish 2 digits-v1 --move takes it)
T

# It moves, and the history tells of both.
ok -r reg publish 2 digits-v1 --move
expect_silence
ok -r reg show digits-v1
sed -n 1p .out >.part && mv .part .out
expect_out <<'T'
id              2
T
ok -r reg log --tail 2
expect_out <<'T'
     6  DATE-IN-SECONDS-ZZZZ  tester      unpublish  network 1  slug "digits-v1" -> ""
     7  DATE-IN-SECONDS-ZZZZ  tester      publish    network 2  slug "" -> "digits-v1"
T
ok -r reg publish 1 --move digits-v1
ok -r reg fsck
run -r reg unpublish 1 --move
expect_status 2

# No slugs.
for slug in Digits 12 -x .x 'a b' "$(printf '%64s' '' | tr ' ' a)"; do
    run -r reg publish 2 -- "$slug"
    expect_status 1
    grep -q '^nnreg: ".*" is no slug: ' .err || wrong "said: $(cat .err)"
done
run -r reg publish 2 ''
expect_status 2
run -r reg publish 3 three
expect_status 3
expect_err <<'T'
nnreg: there is no network 3 in "reg" (see: nnreg ls)
T
for arguments in 'show nonesuch' 'files nonesuch' 'cat nonesuch x' 'set nonesuch --name x' 'rm nonesuch' 'unpublish nonesuch'; do
    # shellcheck disable=SC2086
    run -r reg $arguments
    expect_status 3
    expect_err <<'T'
nnreg: no network in "reg" is public as "nonesuch" (see: nnreg ls --public)
T
done

# In one step.
make_model withdrawn
description withdrawn >withdrawn.json
ok -r withdrawn-reg init
ok -r withdrawn-reg add withdrawn.json withdrawn
ok -r withdrawn-reg publish 1 seen
ok -r withdrawn-reg rm seen --unpublish --dry-run
ok -r withdrawn-reg set seen --name other --unpublish
expect_silence
run -r withdrawn-reg show seen
expect_status 3
ok -r withdrawn-reg publish 1 again
ok -r withdrawn-reg rm --unpublish again
ok -r withdrawn-reg log --order oldest --tail 6
sed 's/  */ /g' .out | cut -d ' ' -f 5- >.part && mv .part .out
expect_out <<'T'
unpublish network 1 slug "seen" -> ""
update network 1 name "withdrawn" -> "other"
publish network 1 slug "" -> "again"
unpublish network 1 slug "again" -> ""
delete task 1 network_id 1, status "pending"
delete network 1 name "other"
T
run -r reg set 2 --unpublish
expect_status 2

# Private again: the slug is free.
ok -r reg unpublish digits-v1
expect_silence
run -r reg show digits-v1
expect_status 3
ok -r reg unpublish 1
expect_silence
ok -r reg publish 2 digits-v1
ok -r reg set 1 --name other
ok -r reg rm 1
run --json -r reg unpublish digits-v1
expect_status 0
expect_out <<'T'
{"id":2,"slug":null}
T
run --json -r reg publish 2 second
expect_status 0
expect_out <<'T'
{"id":2,"slug":"second"}
T

# Only in the state that was seen.
make_model dated
description dated >dated.json
ok -r dated-reg init
ok -r dated-reg add dated.json dated
for command in 'publish 1 seen' 'rm 1' 'rm 1 --dry-run'; do
    # shellcheck disable=SC2086
    run -r dated-reg $command --if-update-date 2018-02-16T13:45:36.078955Z
    expect_status 1
    expect_no_out
    expect_err <<'T'
nnreg: network 1 was changed at DATE-WITH-MICROSECONDS-ZZZ: look at it again, and try again with that date (see: nnreg show 1)
T
done
ok --json -r dated-reg show 1
seen=$(sed -n 's/.*"update_date": *"\([^"]*\)".*/\1/p' .out)
ok -r dated-reg publish 1 seen --if-update-date "$seen"
run -r dated-reg unpublish seen --if-update-date 2018-02-16T13:45:36.078955Z
expect_status 1
ok -r dated-reg unpublish seen --if-update-date "$seen"
run -r dated-reg rm 1 2 --if-update-date "$seen"
expect_status 2
grep -q '^nnreg: rm: --if-update-date is of one network, and 2 are named$' .err || wrong "said: $(cat .err)"
for command in 'set 1 --name x' 'publish 1 x' 'unpublish 1' 'rm 1' 'version rm 1' 'spec rm 1' 'task set 1 --status success'; do
    # shellcheck disable=SC2086
    run -r dated-reg $command --if-update-date yesterday
    expect_status 2
    grep -q ': --if-update-date "yesterday" is no time like 2018-02-16T13:45:36.078955Z$' .err || wrong "said: $(cat .err)"
done
ok -r dated-reg rm 1 --if-update-date "$seen"

# Ids of standard input: on one line or several, beside others; none is none.
ok -r piped init
for name in one two three four five; do
    description "$name" >network.json
    ok -q -r piped add network.json model
done
printf '2 3\n\t4\r\n' >ids
run_with ids -r piped rm - 1 --dry-run
expect_status 0
grep -c '^would remove network' .out >.count
[ "$(cat .count)" = 4 ] || wrong "said: $(cat .out)"
: >none
run_with none -r piped rm -
expect_status 0
expect_silence
for text in 'X y' '1 -' '0' '1\0002'; do
    printf "$text" >bad
    run_with bad -r piped rm -
    expect_status 2
    expect_no_out
done
printf '1\n99\n' >bad
run_with bad -r piped rm -
expect_status 3
seq 1 10001 >bad
run_with bad -r piped rm -
expect_status 1
expect_err <<'T'
nnreg: standard input has more than 10000 ids: give them in parts
T
printf '1\n2\n3\n' | "$nnreg" -q -r piped rm - || wrong 'cannot remove'
ok -q -r piped ls --order id
[ "$(sed 1d .out | awk '{ print $1 }' | tr '\n' ' ')" = '4 5 ' ] || wrong "left: $(cat .out)"

finish
