#!/usr/bin/env bash
# Several checks in one run, how strictly rules are taken, what was not looked at, and where the report goes.
. "$(dirname "$0")/lib.sh"
need python3

make_model model
specification fruit >spec.json
cp -r model broken
printf x | dd of=broken/variables/variables.data-00000-of-00001 bs=1 conv=notrunc 2>/dev/null
description digits >good.json
description digits | sed 's/32x32/32*32/' >bad.json
description digits | sed 's/"inputs"/"batched_output": false, "inputs"/' >warned.json

# What was looked at is told, and what was not.
ok check good.json model
expect_out <<'T'
good.json: ok
T
ok check good.json
expect_out <<'T'
good.json: ok, description only
T
TMPDIR='' run check good.json model # which is no place for what is written meanwhile
expect_status 0
ok check --no-weights good.json model
expect_out <<'T'
good.json: ok, weights not read (--no-weights)
T
run check good.json broken
expect_status 1
expect_no_out
grep -q '^variables.data-00000-of-00001:0x0: error: .* \[variables.crc\]$' .err || wrong "said: $(cat .err)"
ok check --no-weights good.json broken
[ ! -s .err ] || wrong "said: $(cat .err)"
run check --no-weights bad.json model
expect_status 1
tail -n 1 .err >.out
expect_out <<'T'
1 error; weights not read (--no-weights)
T
ok --json check --no-weights good.json model
expect_json '[(c["ok"], c["weights_checked"]) for c in d["checks"]]' '[(True, False)]'
ok --json check good.json model
expect_json '[(c["ok"], c["weights_checked"]) for c in d["checks"]]' '[(True, True)]'

# Several: each is checked, whatever has become of the others; a file is named by its path.
run check good.json model -- bad.json -- good.json broken -- warned.json model
expect_status 1
expect_out <<'T'
good.json: ok
warned.json: ok
T
sed -e 's/error: .*\[/error: [/' -e 's/warning: .*\[/warning: [/' .err | grep -v '^ ' >.out
expect_out <<'T'
bad.json:11:36: error: [target-size]
bad.json: 1 error
broken/variables/variables.data-00000-of-00001:0x0: error: [variables.crc]
good.json: 1 error
warned.json:5:9: warning: [deprecated]
warned.json: 1 warning
T
ok check good.json model -- good.json model/saved_model.pb model/variables/*
expect_out <<'T'
good.json: ok
good.json: ok
T

# A model in text form has lines.
make_model text --text
sed '7s/^/}/' text/saved_model.pbtxt >text/changed && mv text/changed text/saved_model.pbtxt
run check good.json text
expect_status 1
grep -q '^saved_model.pbtxt:[0-9]*:[0-9]*: error: .* \[model.corrupt\]$' .err || wrong "said: $(cat .err)"
if grep -q '^ *[0-9]* |' .err; then
    wrong "a line of the description is shown for one of the model: $(cat .err)"
fi

# What cannot be read fails its own check only; the worst of all is the exit status.
run check good.json nowhere -- nowhere.json model -- bad.json -- good.json model
expect_status 3
expect_out <<'T'
good.json: ok
T
grep '^nnreg:' .err >.out
expect_out <<'T'
nnreg: cannot read "nowhere": No such file or directory
nnreg: cannot read "nowhere.json": No such file or directory
T
run --json check good.json nowhere -- bad.json -- good.json model
expect_status 3
expect_document
expect_json '[(c["description"], c["bundle"], c["ok"], len(c["findings"]), c.get("error", {}).get("status")) for c in d["checks"]]' \
    "[('good.json', 'nowhere', False, 0, 'not found'), ('bad.json', None, False, 1, None), ('good.json', 'model', True, 0, None)]"
expect_json '(d["error"]["status"], d["error"]["message"])' \
    "('not found', 'cannot read \"nowhere\": No such file or directory')"
run check good.json model -- bad.json
expect_status 1

# What was read of a model's weights is told, also where that is nothing of them.
cp -r model hollow
: >hollow/variables/variables.index
run check good.json hollow
expect_status 1
tail -n 1 .err >.part
holds .part '; weights not read' || wrong "said: $(cat .err)"

# Of failures it is the worst that is told for all of them.
run --json check spec.json model -- nowhere.json -- elsewhere.json
expect_status 3
expect_json 'd["error"]["status"]' 'not found'
expect_json '[c["error"]["status"] for c in d["checks"]]' "['invalid argument', 'not found', 'not found']"

# What a description is called is no matter; a folder may have the name of one.
cp good.json d
ok check d
expect_out <<'T'
d: ok, description only
T
cp -r model model.json
ok check good.json model.json
expect_out <<'T'
good.json: ok
T

# Descriptions alone are each by itself: no second one is a bundle, and - is standard input wherever it stands.
run check bad.json good.json
expect_status 1
expect_out <<'T'
good.json: ok, description only
T
run_with good.json check warned.json -
expect_status 0
expect_out <<'T'
warned.json: ok, description only
<stdin>: ok, description only
T
run check good.json model -
expect_status 2
head -n 1 .err >.out
expect_out <<'T'
nnreg: check: "-" is a description and no part of a bundle: put -- before it
T

# What is no network is told by its fields, and judged as what it is.
post_processings | sed '1s/{/{"spec_id": 1, "network_id": 2,/' >version.json
ok check spec.json version.json good.json
expect_out <<'T'
spec.json: ok
version.json: ok, spec and network not looked at
good.json: ok, description only
T
sed 's/"NONE"/"NON"/' spec.json >wrong_spec.json
sed 's/"network_id": 2,//' version.json >wrong_version.json
run check wrong_spec.json wrong_version.json
expect_status 1
grep -q '^wrong_spec.json:[0-9]*:[0-9]*: error: .* \[enum\]$' .err || wrong "said: $(cat .err)"
grep -q '^wrong_version.json:1:1: error: .*"network_id".* \[missing-field\]$' .err || wrong "said: $(cat .err)"
run check --kind network spec.json
expect_status 1
grep -q '"outputs" is no field of the network' .err || wrong "said: $(cat .err)"
run check --kind=spec good.json
expect_status 1
run check spec.json model
expect_status 1
expect_err <<'T'
nnreg: "spec.json" describes a spec, which has no bundle
T
run check --kind net good.json
expect_status 2

# Quiet is the exit status alone; a report that was asked for is written.
run -q check good.json model
expect_status 0
expect_silence
run -q check bad.json -- warned.json
expect_status 1
expect_silence
run -q check nowhere.json
expect_status 3
expect_silence
run -q --json check bad.json
expect_status 1
expect_document

run -q check -o report good.json model
expect_status 0
expect_silence
[ "$(cat report)" = 'good.json: ok' ] || wrong "the report is: $(cat report)"

# Options may stand behind a separator; a "--" before every operand ends the options.
ok check good.json model -- good.json --no-weights
expect_out <<'T'
good.json: ok, weights not read (--no-weights)
good.json: ok, description only
T
cp good.json ./-odd.json
run check -- -odd.json -- good.json
expect_status 0
expect_out <<'T'
-odd.json: ok, description only
good.json: ok, description only
T
run check good.json --
expect_status 2
head -n 1 .err >.out
expect_out <<'T'
nnreg: check: a description is missing after a "--"
T
run check good.json -- -- good.json
expect_status 2
run_with good.json check - -- good.json
expect_status 0
expect_out <<'T'
<stdin>: ok, description only
good.json: ok, description only
T
run_with good.json check - -- -
expect_status 2
head -n 1 .err >.out
expect_out <<'T'
nnreg: check: standard input can be named once: "-" and "-" both are it
T
# By another name it is the same where it can be read once: a pipe, and no file, which each opening reads from its beginning.
named_twice() {
    local first=$1 second=$2
    shift 2
    status=0
    print <good.json | "$nnreg" check "$@" >.out 2>.err || status=$?
    expect_status 2
    head -n 1 .err >.out
    expect_out <<T
nnreg: check: standard input can be named once: "$first" and "$second" both are it
T
}
named_twice - /dev/stdin - -- /dev/stdin good.json
named_twice - /dev/stdin - -- /dev/stdin good.json -- good.json
named_twice /dev/stdin - /dev/stdin good.json -- -
named_twice - /dev/stdin --config /dev/stdin -
named_twice - /dev/stdin - --baseline /dev/stdin
if [ -e /dev/fd/0 ]; then # another pipe is another input
    print <good.json | "$nnreg" check - --baseline <(printf '') >.out 2>.err || true
    ! grep -q 'named once' .err || wrong "said: $(cat .err)"
fi
run_with good.json check - --config /dev/stdin
! grep -q 'named once' .err || wrong "said: $(cat .err)"
status=0
print <good.json | "$nnreg" check good.json -- /dev/stdin good.json >.out 2>.err || status=$?
! grep -q 'named once' .err || wrong "said: $(cat .err)"

# Where nobody says a folder for what is unpacked, there is one.
(unset TMPDIR && "$nnreg" check good.json model >/dev/null) || wrong 'without TMPDIR'

# How strictly rules are taken.
ok check --severity deprecated=off warned.json
[ ! -s .err ] || wrong "said: $(cat .err)"
run check --severity deprecated=error warned.json
expect_status 1
grep -q '^warned.json:5:9: error: .* \[deprecated\]$' .err || wrong "said: $(cat .err)"
ok check --severity target-size=warning --severity=deprecated=note bad.json -- warned.json
grep -q '^bad.json:11:36: warning: .* \[target-size\]$' .err || wrong "said: $(cat .err)"
grep -q '^warned.json:5:9: note: .* \[deprecated\]$' .err || wrong "said: $(cat .err)"
ok check --severity deprecated=error --severity deprecated=note warned.json # the last counts
run check --warnings-as-errors warned.json model
expect_status 1
expect_no_out
grep -q '^warned.json:5:9: error: .* \[deprecated, --warnings-as-errors\]$' .err || wrong "said: $(cat .err)"
tail -n 1 .err >.out
expect_out <<'T'
1 error
T
run --json check --warnings-as-errors warned.json
expect_status 1
expect_document
expect_json '[(c["ok"], [(f["rule"], f["severity"], f["line"]) for f in c["findings"]]) for c in d["checks"]]' \
    "[(False, [('deprecated', 'error', 5)])]"
ok check --warnings-as-errors --severity deprecated=note warned.json
grep -q '^warned.json:5:9: note: .* \[deprecated\]$' .err || wrong "said: $(cat .err)"
# A rule that is no warning by itself but reports one here: a file nobody knows, met in a folder.
cp -r model littered
: >littered/checkpoint.txt
ok check good.json littered
grep -q 'warning: .* \[bundle.unknown-file\]$' .err || wrong "said: $(cat .err)"
run check --warnings-as-errors good.json littered
expect_status 1
grep -q 'error: .* \[bundle.unknown-file, --warnings-as-errors\]$' .err || wrong "said: $(cat .err)"

# usage MESSAGE ARGUMENT...: refused before anything is read.
usage() {
    message=$1
    shift
    run check "$@" nowhere.json
    expect_status 2
    expect_no_out
    [ "$(head -n 1 .err)" = "nnreg: check: $message" ] || wrong "said: $(cat .err)"
}
usage 'there is no rule "deprecaed"; did you mean "deprecated"?' --severity deprecaed=off
usage 'there is no rule "xyzzy" (see: nnreg rules)' --severity xyzzy=off
usage 'the severity of rule "json.syntax" cannot be set' --severity json.syntax=off
usage '"of" is no severity: it is error, warning, note or off' --severity deprecated=of
usage '"deprecated" is not RULE=LEVEL, like deprecated=error' --severity deprecated
usage '"xml" is no format: it is text, json, sarif, junit, github or gitlab' --format xml
run --json check good.json --format sarif
expect_status 2
expect_document
expect_json 'd["error"]["message"]' 'check: --json and --format sarif contradict each other'
run --json check good.json --format json
expect_status 0
expect_document
run check --format=json --severity x=off good.json
expect_status 2
expect_document
expect_json 'd["error"]["status"]' usage

# A report in a file is what the streams would have had, without colour, and nothing else remains in it.
printf '%5000s' x >report
run --color=always check --output report bad.json -- warned.json -- nowhere.json
expect_status 3
expect_no_out
grep -q 'cannot read "nowhere.json": No such file or directory$' .err || wrong "said: $(cat .err)"
[ "$(wc -l <.err)" = 1 ] || wrong "said: $(cat .err)"
grep -v '^ ' report | sed -e 's/error: .*\[/error: [/' -e 's/warning: .*\[/warning: [/' >.out
expect_out <<'T'
bad.json:11:36: error: [target-size]
bad.json: 1 error
warned.json:5:9: warning: [deprecated]
warned.json: 1 warning
warned.json: ok, description only
nowhere.json: cannot read "nowhere.json": No such file or directory
T
for format in json sarif junit github gitlab; do
    ok check --format "$format" --output report good.json model
    expect_silence
    ok check --format "$format" --output - good.json model
    sed 's/time="[0-9.]*"/time=""/g' report >report.normal
    sed 's/time="[0-9.]*"/time=""/g' .out >.normal
    expect_same report.normal .normal "--format $format differs in a file"
done
run check --output nowhere/report good.json
expect_status 4
expect_err <<'T'
nnreg: cannot write "nowhere/report": No such file or directory
T
if [ -c /dev/full ]; then
    run check --format sarif --output /dev/full good.json
    expect_status 4
    expect_err <<'T'
nnreg: cannot write "/dev/full": No space left on device
T
fi

# The registry takes the same severities.
ok -r reg init
run -r reg add --severity deprecated=error warned.json model
expect_status 1
expect_no_out
run -r reg add --severity deprecaed=error warned.json model
expect_status 2
run -r reg add good.json broken
expect_status 1
grep -q ' \[variables.crc\]$' .err || wrong "said: $(cat .err)"
ok -r reg add --severity deprecated=off warned.json model
[ ! -s .err ] || wrong "said: $(cat .err)"
expect_out <<'T'
1
T

# Ctrl-C while the weights are read. The signal is sent when the shard is open, so that no sleep is needed; its tensors
# are 8 GiB of holes, so that there are still seconds of reading to go then.
if [ -d /proc/self/fd ] && env --default-signal=INT true 2>/dev/null &&
    "$mkmodel" --kind big-variables --bytes 8G --sparse big >/dev/null 2>&1; then
    printf 'an old report' >report
    env --default-signal=INT "$nnreg" check --format sarif --output report good.json big -- good.json >.out 2>.err &
    child=$!
    title='nnreg check, interrupted'
    while [ -z "$(find "/proc/$child/fd" -lname '*variables.data*' -print -quit 2>/dev/null)" ] &&
        kill -0 "$child" 2>/dev/null; do
        :
    done
    kill -INT "$child"
    status=0
    wait "$child" || status=$?
    expect_status 130
    expect_no_out
    expect_err <<'T'
nnreg: interrupted
T
    [ ! -s report ] || wrong "a report was written: $(cat report)"
fi

finish
