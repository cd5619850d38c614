#!/usr/bin/env bash
# The store rewritten smaller: what is said of it, and that the registry is the same.
. "$(dirname "$0")/lib.sh"

make_model model
ok -r reg init
i=0
while [ $i -lt 12 ]; do
    description "digits $i" >network.json
    ok -r reg add network.json model
    i=$((i + 1))
done
ok -r reg rm 2 3 4 5 6 7 8 9 10 11
ok -r reg --json ls
cp .out before
bytes=$(wc -c <reg/data.mdb)
ok -r reg compact
after=$(wc -c <reg/data.mdb)
expect_out <<T
$bytes bytes before, $after bytes after
T
[ "$after" -lt "$bytes" ] || wrong "it has $after bytes, and had $bytes"
[ ! -e reg/data.mdb.new ] || wrong 'data.mdb.new is there'
ok -r reg --json ls
expect_same before .out 'the list is another one'
ok -r reg compact
expect_out <<T
nothing to gain: $after bytes
T
ok -r reg --json compact
expect_json 'd["before"], d["after"]' "($after, $after)"
description more >network.json
ok -r reg add network.json model
ok -r reg log --verify

run -r nowhere compact
expect_status 3
run -r reg compact 1
expect_status 2

finish
