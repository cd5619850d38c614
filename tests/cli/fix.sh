#!/usr/bin/env bash
# What mends a description, as a diff that can be applied and in the file itself.
. "$(dirname "$0")/lib.sh"
need patch

make_model model
mkdir in
misspelt() {
    description digits | sed -e 's/"name"/"Name"/' -e 's/"tensor_name"/"tensorName"/' -e 's/"NHWC"/"nhwc"/' \
        -e 's/"inputs"/"batched_output": false, "inputs"/'
}
misspelt >in/net.json
description digits >in/right.json
cp in/net.json before.json

# The diff alone is on standard output, what is wrong beside it, and nothing is changed.
run check --fix in/net.json
expect_status 1
cp .out the.diff
grep -q '^--- a/in/net.json$' the.diff || wrong "no name: $(cat the.diff)"
grep -q '^+    "name": "digits",$' the.diff || wrong "no line: $(cat the.diff)"
grep -q 'unknown-field' .err || wrong "said: $(cat .err)"
grep -q 'git apply' .err || wrong "said: $(cat .err)"
expect_same in/net.json before.json 'it was changed'

# It can be applied, and then there is nothing left.
patch -s -p1 <the.diff || wrong 'patch does not take it'
ok check in/net.json
expect_same in/net.json in/right.json 'it is not what was meant'
ok check --fix in/net.json
expect_no_out
if command -v git >/dev/null 2>&1; then
    cp before.json in/net.json
    git apply --unsafe-paths the.diff || wrong 'git does not take it'
    expect_same in/net.json in/right.json 'git makes something else'
fi

# The way to apply it that is told works wherever the description is.
cd in || exit
for path in ../in/net.json "$work/in/net.json"; do
    cp ../before.json net.json
    run check --fix "$path"
    expect_status 1
    case $path in
    /*) how='patch -p1 -d /' command=(patch -s -p1 -d /) ;;
    *) how='patch FILE' command=(patch -s net.json) ;;
    esac
    holds .err "apply the diff ($how), or" || wrong "said: $(cat .err)"
    "${command[@]}" <.out || wrong "$how does not take it"
    expect_same net.json right.json 'it is not what was meant'
done
run_with ../before.json check --fix -
holds .err 'apply the diff (patch FILE), or' || wrong "said: $(cat .err)"
rm -f .out .err
cd ..

# Written: every other byte stays, the mode and the link, too; twice is once.
printf '\t{"Name" : "x",\r\n "metadata" : {"a":1.50e0,"\\u0061b":[ ]}}' >crlf.json
chmod 640 crlf.json
ln -s ../crlf.json in/link.json
run check --fix=write in/link.json
expect_status 1
printf '\t{"name" : "x",\r\n "metadata" : {"a":1.50e0,"\\u0061b":[ ]}}' >wanted.json
expect_same crlf.json wanted.json 'other bytes were changed'
[ -L in/link.json ] || wrong 'the link is gone'
[ "$(stat -c %a crlf.json)" = 640 ] || wrong "mode $(stat -c %a crlf.json)"
grep -q 'Name' .err && wrong "what was mended is reported: $(cat .err)"
grep -qF 'in/link.json: mended in 1 place' .err || wrong "what was done is not told: $(cat .err)"
grep -q 'missing-field' .err || wrong "what is left is not reported: $(cat .err)"
[ -z "$(find . -maxdepth 1 -name 'crlf.json.*')" ] || wrong 'something is left beside'
inode=$(stat -c %i crlf.json)
run check --fix=write in/link.json
expect_status 1
[ "$(stat -c %i crlf.json)" = "$inode" ] || wrong 'nothing was to be mended, and it was written'

# The diff of a text without a last line end.
printf '{"Name": "x"}' >no-end.json
run check --fix no-end.json
cp .out the.diff
run check --fix=write no-end.json
cp no-end.json wanted.json
printf '{"Name": "x"}' >no-end.json
patch -s -p1 <the.diff || wrong 'patch does not take it'
expect_same no-end.json wanted.json 'the end of the last line is another'

# Changes far from each other are hunks of their own.
{
    printf '{"Name": "x",\n "metadata": [\n'
    i=0
    while [ $i -lt 300 ]; do
        printf '  1,\n'
        i=$((i + 1))
    done
    printf '  2],\n "Framework": "tensorflow-1.x"}\n'
} >long.json
run check --fix long.json
cp .out the.diff
[ "$(grep -c '^@@' the.diff)" = 2 ] || wrong "hunks: $(cat the.diff)"
patch -s -p1 <the.diff || wrong 'patch does not take it'
grep -q '^ "framework"' long.json || wrong 'the second hunk is missing'

# What is protected, or no file, or was changed meanwhile is left alone.
cp before.json locked.json
chmod 444 locked.json
run check --fix=write locked.json
expect_status 4
grep -q 'read-only' .err || wrong "said: $(cat .err)"
expect_same locked.json before.json 'it was written'

# All descriptions are read before the first is written: the second one is not there any more as it was read.
cp before.json in/net.json
run check --fix=write in/net.json in/net.json
expect_status 1
grep -q 'was changed while it was checked: nothing was written' .err || wrong "said: $(cat .err)"
expect_same in/net.json in/right.json 'the first writing'
[ -z "$(find in -maxdepth 1 -name 'net.json.*')" ] || wrong 'something is left beside'

sed 's/"name"/"Name"/' in/right.json >same.json # mended to as many bytes as there were
run check --fix=write same.json same.json
expect_status 1
grep -q 'was changed while it was checked: nothing was written' .err || wrong "said: $(cat .err)"
expect_same same.json in/right.json 'the first writing'
mkfifo pipe.json
cat before.json >pipe.json &
run check --fix=write pipe.json
expect_status 1
holds .err 'cannot write "pipe.json": it is no regular file' || wrong "said: $(cat .err)"
wait
long=$(printf '%245s' '' | tr ' ' a).json # there is no room for a longer name beside it
cp before.json "$long"
run check --fix=write "$long"
expect_status 4
holds .err 'cannot write ' || wrong "said: $(cat .err)"
expect_same "$long" before.json 'it was written'
run check --fix nowhere.json
expect_status 3
expect_no_out

# git takes no name that leads upwards, and patch none; one that begins with two dots alone is a name like others.
mkdir -p down
(cd down && "$nnreg" check --fix ../before.json 2>../.err >../.out)
holds .err 'patch FILE' || wrong "said: $(cat .err)"
cp before.json ..before.json
run check --fix ..before.json
holds .err 'git apply' || wrong "said: $(cat .err)"
mv ..before.json down/..before.json
run check --fix down/..before.json
holds .err 'git apply' || wrong "said: $(cat .err)"

# Of standard input the mended text comes out, whether there was anything to mend or not.
run_with before.json check --fix=write -
expect_status 0
expect_same .out in/right.json 'standard output'
grep -q 'ok' .err || wrong "said: $(cat .err)"
run_with in/right.json check --fix=write -
expect_same .out in/right.json 'standard output'
printf '{' >broken.json
run_with broken.json check --fix=write -
expect_status 1
expect_same .out broken.json 'standard output'

# The graph tells a type: the description is mended by its bundle.
cp in/right.json typed.json
sed -i 's/"RGB"/"RGB", "data_type": "UINT8"/' typed.json
ok check --fix=write typed.json model
expect_out <<'T'
typed.json: ok
T
grep -q '"data_type": "FLOAT32"' typed.json || wrong "it is $(cat typed.json)"

# With others, each is mended; a report can go elsewhere.
cp before.json one.json
cp before.json two.json
ok check --fix=write --format sarif -o report.sarif one.json in/right.json two.json
expect_same one.json in/right.json 'the first'
expect_same two.json in/right.json 'the last'
cp before.json one.json
run check --fix --format json -o report.json one.json
expect_status 1
grep -q '^+++ b/one.json$' .out || wrong 'no diff beside the report'
grep -q '"kind": *"rename"' report.json || wrong "the report is $(cat report.json)"

# What a configuration or --severity silences is left as it is.
sed 's/"inputs"/"batched_output": false, "inputs"/' in/right.json >kept.json
cp kept.json silent.json
printf '{"severities": {"deprecated": {"severity": "off", "reason": "later"}}}' >.nnreg.json
ok check --fix=write silent.json
expect_same silent.json kept.json 'it was mended'
rm .nnreg.json
ok check --fix=write --severity deprecated=off silent.json
expect_same silent.json kept.json 'it was mended'
ok check --fix=write silent.json
expect_same silent.json in/right.json 'it was not mended'

# What makes no sense.
for format in json sarif; do
    run check --fix --format $format one.json
    expect_status 2
done
run check --fix=all one.json
expect_status 2
run_with before.json check --fix=write --format sarif -
expect_status 2
finish
