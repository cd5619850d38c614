#!/usr/bin/env bash
# task: the deployment status of a network, moved from anywhere to anywhere, with a text where it failed.
. "$(dirname "$0")/lib.sh"

make_model model
description digits >network.json
ok -r reg init
ok -r reg add network.json model

ok -r reg task show 1
expect_out <<'T'
id              1
network         1
status          pending
created         DATE-WITH-MICROSECONDS-ZZZ
updated         DATE-WITH-MICROSECONDS-ZZZ
T
ok -r reg task set 1 --status success
expect_silence
ok -r reg show 1
grep -qx 'task            1, success' .out || wrong "said: $(cat .out)"
ok -r reg task set 1 --status error --error 'no space
on the device'
ok -r reg task show 1
sed -n 3,5p .out >.part && mv .part .out
expect_out <<'T'
status          error
error           no space
                on the device
T
ok -r reg task set 1 --status pending
ok -r reg task show 1
grep -q '^error ' .out && wrong 'the text of the error is still there'

# A public network's task moves on.
ok -r reg publish 1 digits
ok -r reg task set 1 --status success

run -r reg task set 1 --status error
expect_status 1
expect_err <<'T'
--status: error: status "error" comes without a text in error [task.error]
      = hint: say why the deployment failed: {"status": "error", "error": "…"}
1 error
T
run -r reg task set 1 --status success --error 'all is well'
expect_status 1
expect_err <<'T'
--error: error: error has a text, but status is "success" [task.error]
      = hint: leave it out
1 error
T
run -r reg task set 1 --status sucess
expect_status 1
grep -q '^--status: error: .*sucess.* \[enum\]$' .err || wrong "said: $(cat .err)"
run -r reg task set 1
expect_status 2
head -n 1 .err >.out
expect_out <<'T'
nnreg: task set: nothing to change: give at least one of --status, --error
T
run -r reg task set digits --status success
expect_status 2
head -n 1 .err >.out
expect_out <<'T'
nnreg: task set: "digits" is no id: ids are whole numbers from 1
T
run -r reg task set 1 --status success --if-update-date 2018-02-16T13:45:36.078955Z
expect_status 1
expect_err <<'T'
nnreg: task 1 was changed at DATE-WITH-MICROSECONDS-ZZZ: look at it again, and try again with that date (see: nnreg task show 1)
T
run -r reg task show 2
expect_status 3
expect_err <<'T'
nnreg: there is no task 2 in "reg" (see: nnreg task ls)
T

if command -v python3 >/dev/null 2>&1; then
    run -r reg --json task set 1 --status pending
    expect_out <<'T'
{"id":1,"findings":[]}
T
    run -r reg --json task show 1
    expect_document
    expect_json '(d["id"], d["network_id"], d["status"], d["error"])' "(1, 1, 'pending', '')"
fi

# Several at once, of one moment, in the order in which they are named; or none.
ok -r reg add network.json model
ok -r reg add network.json model
ok -r reg task show 3 1
grep '^id ' .out >.part && mv .part .out
expect_out <<'T'
id              3
id              1
T
run -r reg task show 1 9 2
expect_status 3
expect_no_out
expect_err <<'T'
nnreg: there is no task 9 in "reg" (see: nnreg task ls)
T
run -r reg task show 1 x
expect_status 2
ok -r reg task ls --ids 3,1,9,3
sed '1d' .out | awk '{ print $1 }' >.part && mv .part .out
expect_out <<'T'
1
3
T
ok -q -r reg task ls --ids 3,1 --order -id --limit 1
sed '1d' .out | awk '{ print $1 }' >.part && mv .part .out
expect_out <<'T'
3
T
for list in '' '1,,2' '1,x' ',1' '1,'; do
    run -r reg task ls --ids "$list"
    expect_status 2
done
run -r reg task ls --ids "$(seq -s, 1 1001)"
expect_status 2
head -n 1 .err >.out
expect_out <<'T'
nnreg: task ls: --ids has more than 1000 ids: give them in parts
T
if command -v python3 >/dev/null 2>&1; then
    run --json -r reg task show 2 1
    expect_document
    expect_json '(d["count"], [t["id"] for t in d["results"]])' '(2, [1, 2])'
    run --json -r reg task show 2
    expect_json 'd["id"]' 2
    run --json -r reg task ls --ids 1,2,3 --limit 2 --offset 0
    expect_json 'd["next"]' '?limit=2&offset=2&ids=1%2C2%2C3'
fi

# shellcheck disable=SC2046
run -r reg task show $(seq 1001)
expect_status 2
holds .err 'more than 1000 ids' || wrong "said: $(cat .err)"

finish
