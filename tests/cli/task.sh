#!/bin/sh
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

finish
