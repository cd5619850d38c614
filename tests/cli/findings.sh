#!/usr/bin/env bash
# A finding reads like a compiler's: place, what is wrong, rule; the line; the caret; the hint. And nothing is stored.
. "$(dirname "$0")/lib.sh"

make_model model
ok -r reg init

# The exact text of one, at its place, from check and from add.
description digits | sed 's/32x32/32*32/' >bad.json
cat >expected.err <<'T'
bad.json:11:36: error: target_size "32*32" is not WxH or N [target-size]
   11 |                     "target_size": "32*32",
      |                                    ^
      = hint: write width x height in pixels, like "224x224"
1 error
T
run check bad.json
expect_status 1
expect_no_out
expect_err <expected.err
run -r reg add bad.json model
expect_status 1
expect_no_out
expect_err <expected.err
ok -r reg -q ls
expect_silence

# From standard input.
run_with bad.json check -
expect_status 1
sed 's/^bad.json/<stdin>/' expected.err >expected.stdin
expect_err <expected.stdin

# All at once, in the order of the document.
description digits | sed -e 's/32x32/32*32/' -e 's/"RGB"/"RBG"/' -e 's/"NHWC"/7/' >three.json
run check three.json
expect_status 1
grep -o '^three.json:[0-9]*:[0-9]*: error: .*\[.*\]$' .err | sed 's/ error: .*\[/ [/' >.out
expect_out <<'T'
three.json:9:40: [type]
three.json:11:36: [target-size]
three.json:12:39: [enum]
T
tail -n 1 .err >.out
expect_out <<'T'
3 errors
T

# The caret stands right under tabs, characters of two columns, combining ones, and bytes that are no text.
# caret RULE DOCUMENT: leaves the line and the caret line of that finding in .out.
caret() {
    printf '%s' "$2" >caret.json
    run check caret.json
    expect_status 1
    grep -A 2 " \[$1\]\$" .err | sed 1d >.out
}
tab=$(printf '\t')
caret read-only "$tab{${tab}\"id\": 1}"
expect_out <<'T'
    1 |     {    "id": 1}
      |          ^
T
caret read-only '{"description": "漢字", "id": 1}'
expect_out <<'T'
    1 | {"description": "漢字", "id": 1}
      |                         ^
T
caret read-only "$(printf '{"description": "e\314\201", "id": 1}')"
[ "$(sed -n 2p .out)" = '      |                      ^' ] || wrong "the caret after a combining accent: $(cat .out)"
caret json.encoding "$(printf '{"description": "\377", "id": 1}')"
sed 's/^ *//' .out >.trimmed && mv .trimmed .out
expect_out <<'T'
1 | {"description": "\xff", "id": 1}
|                  ^
T

# An escape sequence in a file never reaches the terminal.
caret unknown-field "$(printf '{"\\u001b[31m": 1}')"
if LC_ALL=C grep -q "$(printf '\033')" .err; then
    wrong 'a raw escape character is on standard error'
fi

# A long line is cut around the caret.
long=$(awk 'BEGIN { for (i = 0; i < 300; i++) printf "x" }')
caret read-only "{\"description\": \"$long\", \"id\": 1, \"name\": \"$long\"}"
expect_out <<'T'
    1 | …xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "id": 1, "name": "xxxxxxxxxxxxxxxxxx…
      |                                                              ^
T

# Line ends of Windows do not show.
description digits | sed -e 's/32x32/32*32/' -e 's/$/\r/' >bad.json
run check bad.json
expect_err <expected.err

# On files: the name, and the rule.
description digits >good.json
rm model/variables/variables.index
run check good.json model
expect_status 1
grep -q '^[^ ]*: error: .* \[bundle\.index-missing\]$' .err || wrong "no finding on the missing index: $(cat .err)"
run -r reg add good.json model
expect_status 1
expect_no_out

# Warnings alone do not refuse, and are told.
description digits | sed 's/"inputs"/"batched_output": false, "inputs"/' >warned.json
ok check warned.json
expect_out <<'T'
warned.json: ok, description only
T
grep -q '^warned.json:[0-9:]* warning: .*\[deprecated\]$' .err || wrong "no warning: $(cat .err)"
tail -n 1 .err >.out
expect_out <<'T'
1 warning
T

# Updates: the option stands for the document that nobody wrote; a file keeps its lines.
rm -rf model
make_model model
ok -r reg add good.json model
expect_out <<'T'
1
T
run -r reg set 1 --name ''
expect_status 1
expect_no_out
head -n 1 .err | grep -q '^--name: error: .*\]$' || wrong "said: $(cat .err)"
run -r reg set 1 --description 'other words'
expect_status 1
head -n 1 .err | grep -q '^--description: error: .* \[immutable\]$' || wrong "said: $(cat .err)"
printf '{\n  "a": 1,\n  "a": 2\n}\n' >meta.json
run -r reg set 1 --metadata @meta.json
expect_status 1
sed -n '1s/ error: .*\[/ [/p;2,3p' .err >.out
expect_out <<'T'
meta.json:3:3: [json.duplicate-key]
    3 |   "a": 2
      |   ^
T
run -r reg set 1 --metadata '[1]'
expect_status 1
sed -n '1s/ error: .*\[/ [/p;2,3p' .err >.out
expect_out <<'T'
--metadata:1:1: [type]
    1 | [1]
      | ^
T
# No text given as metadata can close the object around it.
run -r reg set 1 --metadata '{}, "name": "smuggled"'
expect_status 1
head -n 1 .err | grep -q '^--metadata:1:3: error: .*\[json\.syntax\]$' || wrong "said: $(cat .err)"
ok -r reg show 1
grep -q '^name  *digits$' .out || wrong 'the name has changed'

# The finding that the manual shows is one that is printed, its hint included.
title='the finding in nnreg-check(1)'
description digits | sed 's/32x32/224*224/' >network.json
run check network.json
for words in 'error: target_size' '= hint:'; do
    shown=$(grep -o "$words.*" "${NNREG_SOURCE_DIR:-$(dirname "$0")/../..}/doc/nnreg-check.1" | head -n 1)
    [ -n "$shown" ] && grep -qF -- "$shown" .out .err || wrong "the manual shows \"$shown\", which is not printed"
done

finish
