#!/usr/bin/env bash
# Known findings: written once, not counted again, known on another line, and told when they are gone.
. "$(dirname "$0")/lib.sh"
need python3

make_model model
description digits >good.json
description digits | sed 's/32x32/32*32/' >bad.json
cp -r model littered
: >littered/checkpoint.txt
: >littered/notes.txt

run check --write-baseline known.json ./bad.json littered -- good.json model
expect_status 0
cat known.json >.out
expect_out <<'T'
{"nnreg_baseline": 1, "findings": [
{"path":"bad.json","rule":"bundle.unknown-file","file":"checkpoint.txt","count":1},
{"path":"bad.json","rule":"bundle.unknown-file","file":"notes.txt","count":1},
{"path":"bad.json","rule":"target-size","pointer":"/preprocessing/inputs/0/image/target_size","count":1}
]}
T

# Known in every form, also where the line has moved; what is new is not.
sed '1s/^/\n\n/' bad.json >later && mv later bad.json
ok check --baseline known.json bad.json littered
[ ! -s .err ] || wrong "said: $(cat .err)"
expect_out <<'T'
bad.json: ok, 3 known findings
T
for format in json sarif junit github gitlab; do
    ok check --format "$format" --warnings-as-errors --baseline known.json bad.json littered
    if grep -q 'target-size.*32\*32\|notes\.txt' .out; then
        wrong "--format $format tells what is known"
    fi
done
: >littered/more.txt
run check --baseline known.json --warnings-as-errors bad.json littered
expect_status 1
grep -q '^more.txt: error: .* \[bundle.unknown-file, --warnings-as-errors\]$' .err || wrong "said: $(cat .err)"
tail -n 1 .err >.out
expect_out <<'T'
1 error
T
: >littered/other.txt
run check --baseline known.json --warnings-as-errors bad.json littered
expect_status 1
tail -n 1 .err >.out
expect_out <<'T'
2 errors
T
rm littered/other.txt
run check --baseline known.json bad.json -- bad.json
expect_status 1 # as many as there were, and no more

# What is gone is told, unless it was not looked for.
cp good.json bad.json
rm littered/more.txt
ok check --baseline known.json bad.json littered
expect_err <<'T'
nnreg: stale in the baseline, 1 time: bad.json: target-size: /preprocessing/inputs/0/image/target_size
T
ok check --baseline known.json good.json model
expect_err </dev/null

# What was not looked at has nothing that is gone.
description digits | sed 's/32x32/32*32/' >bad.json
run check --baseline known.json bad.json nowhere
expect_status 3
if grep -q stale .err; then wrong "said: $(cat .err)"; fi

# Of two descriptions the findings stand by their names, and one may be on no file at all.
cp bad.json worse.json
ok check --write-baseline two.json worse.json -- bad.json
cat two.json >.out
expect_out <<'T'
{"nnreg_baseline": 1, "findings": [
{"path":"bad.json","rule":"target-size","pointer":"/preprocessing/inputs/0/image/target_size","count":1},
{"path":"worse.json","rule":"target-size","pointer":"/preprocessing/inputs/0/image/target_size","count":1}
]}
T
mkdir nothing
ok check --write-baseline none.json good.json nothing
holds none.json '"rule":"bundle.model-missing","pointer":""' || wrong "it has: $(cat none.json)"
ok check --baseline none.json good.json nothing

# A rule that is fixed is never known: nothing else was judged.
printf '{' >broken.json
run check --write-baseline other.json broken.json
expect_status 1
run check --baseline other.json broken.json
expect_status 1
run check --baseline known.json broken.json
expect_status 1
holds .err '[json.syntax]' || wrong "said: $(cat .err)"
run check --write-baseline other.json nowhere.json
expect_status 3

# refused TEXT: no baseline is taken for another thing.
refused() {
    printf '%s' "$1" >wrong.json
    run check --baseline wrong.json good.json
    expect_status 2
    expect_no_out
}
refused ''
refused '[]'
refused '{"nnreg_baseline": 2, "findings": []}'
refused '{"nnreg_baseline": 1, "findings": {}}'
refused '{"nnreg_baseline": 1, "findings": [{}]}'
refused '{"nnreg_baseline": 1, "findings": [1, "a"]}'
refused '{"nnreg_baseline": 1, "findings": [{"path": "a", "rule": "b", "count": 1}]}'
refused '{"nnreg_baseline": 1, "findings": [{"path": "a", "rule": "b", "pointer": 1, "count": 1}]}'
refused '{"nnreg_baseline": 1, "findings": [{"path": "a", "rule": "b", "pointer": "", "count": 0}]}'
refused '{"nnreg_baseline": 1, "findings": [{"path": "a", "rule": "b", "pointer": "", "count": 1, "x": 1}]}'
refused '{"nnreg_baseline": 1, "findings": [}'
head -n 1 .err | grep -q '^nnreg: check: wrong.json:1:[0-9]*: ' || wrong "said: $(cat .err)"
run check --baseline nowhere.json good.json
expect_status 3
run check --baseline known.json --write-baseline known.json good.json
expect_status 2
run check --write-baseline nowhere/known.json good.json
expect_status 4

# A pipe takes it, and stays one; a link leads to the file that is replaced, or made.
mkfifo pipe
cat pipe >piped.json &
ok check --write-baseline pipe worse.json -- bad.json
[ -p pipe ] || {
    wrong 'the pipe is none any more'
    kill "$!"
}
wait "$!"
expect_same piped.json two.json 'the pipe has another baseline'
mkdir elsewhere
for was in no 'an old'; do
    ln -sf elsewhere/known.json link.json
    ok check --write-baseline link.json worse.json -- bad.json
    [ -L link.json ] || wrong "the link to $was file is none any more"
    expect_same elsewhere/known.json two.json "the link to $was file has another baseline"
    printf 'old' >elsewhere/known.json
done
run check --write-baseline elsewhere good.json
expect_status 4

finish
