#!/usr/bin/env bash
# Reports for code hosts: annotations of GitHub Actions and Code Quality of GitLab.
. "$(dirname "$0")/lib.sh"
need python3

make_model model
cp -r model broken
printf x | dd of=broken/variables/variables.data-00000-of-00001 bs=1 conv=notrunc 2>/dev/null
description digits >good.json
description digits | sed 's/32x32/32*32/' >bad.json
description digits | sed 's/"inputs"/"batched_output": false, "inputs"/' >warned.json

# A command as the runner reads it: its name, its properties, its data.
cat >commands.py <<'P'
import sys


def plain(text):
    for code, character in (("%3A", ":"), ("%2C", ","), ("%0D", "\r"), ("%0A", "\n"), ("%25", "%")):
        text = text.replace(code, character)
    return text


commands = []
for line in open(".out", encoding="utf-8", newline="\n"):
    empty, head, data = line.rstrip("\n").split("::", 2)
    name, properties = head.split(" ", 1)
    assert empty == "" and name in ("error", "warning", "notice"), line
    properties = dict(one.split("=", 1) for one in properties.split(","))
    assert set(properties) <= {"file", "line", "endLine", "col", "endColumn", "title"}, line
    commands.append((name, {key: plain(value) for key, value in properties.items()}, plain(data)))
print(eval(sys.argv[1]))
P

# github STATUS EXPRESSION VALUE ARGUMENT...
github() {
    wanted=$1 expression=$2 value=$3
    shift 3
    run check --format github "$@"
    expect_status "$wanted"
    ask commands.py "$expression"
    [ "$said$complaint" = "$value" ] || wrong "commands: $expression is $said$complaint instead of $value"
}

github 0 commands '[]' good.json model
github 1 '[c[:2] for c in commands]' \
    "[('error', {'file': 'bad.json', 'line': '11', 'col': '36', 'endLine': '11', 'endColumn': '42', 'title': 'target-size'})]" \
    ./bad.json model
github 1 'commands[0][2]' 'target_size "32*32" is not WxH or N
Hint: write width x height in pixels, like "224x224"' bad.json model
github 1 '[(c[0], c[1], "(at byte 0)" in c[2]) for c in commands]' \
    "[('error', {'file': 'broken/variables/variables.data-00000-of-00001', 'title': 'variables.crc'}, True)]" \
    good.json broken
github 0 '[(c[0], c[1]["title"]) for c in commands]' "[('warning', 'deprecated')]" warned.json model
github 0 '[(c[0], c[1]["title"]) for c in commands]' "[('notice', 'deprecated')]" \
    --severity deprecated=note warned.json model
github 1 '[(c[0], c[1]["title"]) for c in commands]' "[('error', 'deprecated')]" \
    --warnings-as-errors warned.json model
github 3 commands "[('error', {'file': 'nowhere.json', 'title': 'not checked'}, 'cannot read \"nowhere.json\": No such file or directory'), ('notice', {'file': 'good.json', 'title': 'not checked'}, 'description only')]" \
    nowhere.json -- good.json

# A folder is named as it was, and a model in text form has lines.
mkdir empty
status=0
(cd empty && "$nnreg" check --format github ./) >.out 2>.err || status=$?
expect_status 3
ask commands.py '[(c[0], c[1]) for c in commands]'
[ "$said" = "[('error', {'file': './', 'title': 'not checked'})]" ] || wrong "commands: $said$complaint"
make_model text --text
sed '7s/^/}/' text/saved_model.pbtxt >text/changed && mv text/changed text/saved_model.pbtxt
github 1 '[(c[1]["file"], c[1]["title"], "line" in c[1], "(at byte" in c[2]) for c in commands if c[0] == "error"]' \
    "[('text/saved_model.pbtxt', 'model.corrupt', True, False)]" good.json text

# No name and no text of a description ends a command, or begins one.
odd=$(printf 'a:b,c%%\n::error::x.json')
printf '{"\\n::error file=x::%%0A,:": 1}\n' >"$odd"
github 1 '{c[1]["file"].replace("\\x0a", "\n") for c in commands} == {"a:b,c%\n::error::x.json"}' True "$odd"

# quality STATUS EXPRESSION VALUE ARGUMENT...
quality() {
    wanted=$1 expression=$2 value=$3
    shift 3
    run check --format gitlab "$@"
    expect_status "$wanted"
    one_line .out
    ask -c 'import json, sys
issues = json.load(open(".out", encoding="utf-8"))
for issue in issues:
    assert sorted(issue) == ["check_name", "description", "fingerprint", "location", "severity"], issue
    assert issue["severity"] in ("info", "minor", "major", "critical", "blocker"), issue
    assert sorted(issue["location"]) == ["lines", "path"] and issue["location"]["lines"]["begin"] >= 1, issue
    assert not issue["location"]["path"].startswith("./"), issue
assert len({issue["fingerprint"] for issue in issues}) == len(issues), "a fingerprint twice"
places = [(i["check_name"], i["severity"], i["location"]["path"], i["location"]["lines"]["begin"]) for i in issues]
print(eval(sys.argv[1]))' "$expression"
    [ "$said$complaint" = "$value" ] || wrong "issues: $expression is $said$complaint instead of $value"
}

quality 0 issues '[]' good.json model
quality 1 places "[('target-size', 'major', 'bad.json', 11)]" ./bad.json model
quality 1 'issues[0]["description"]' 'target_size "32*32" is not WxH or N
Hint: write width x height in pixels, like "224x224"' bad.json model
quality 1 places "[('variables.crc', 'major', 'broken/variables/variables.data-00000-of-00001', 1)]" good.json broken
quality 0 places "[('deprecated', 'minor', 'warned.json', 5)]" warned.json model
quality 0 places "[('deprecated', 'info', 'warned.json', 5)]" --severity deprecated=note warned.json model
quality 1 '[(p[0], p[2], p[3] > 1, "(at byte" in i["description"]) for p, i in zip(places, issues) if p[1] == "major"]' \
    "[('model.corrupt', 'text/saved_model.pbtxt', True, False)]" good.json text
quality 3 places "[('not-checked', 'blocker', 'nowhere.json', 1), ('not-checked', 'info', 'good.json', 1)]" \
    nowhere.json -- good.json
quality 1 'len(issues)' 4 bad.json -- bad.json

# Several reports of one run are what each would be by itself; what is printed stays what it is.
for format in text json sarif junit github gitlab; do
    run check --format "$format" --output "alone.$format" bad.json broken -- good.json model -- nowhere.json
    expect_status 3
done
run check --report text=of.text --report=json=of.json --report sarif=of.sarif --report junit=of.junit --report github=of.github \
    --report gitlab=of.gitlab bad.json broken -- good.json model -- nowhere.json
expect_status 3
grep -q '^good.json: ok$' .out || wrong "printed: $(cat .out)"
grep -q '^bad.json:11:36: error' .err || wrong "said: $(cat .err)"
for format in text json sarif junit github gitlab; do
    # Only how long it took differs.
    alike "alone.$format" "of.$format" || {
        for file in "alone.$format" "of.$format"; do
            sed -E 's/ time="[0-9.]*"//g; s/ timestamp="[^"]*"//g' "$file" >"$file.plain"
        done
        expect_same "alone.$format.plain" "of.$format.plain" "--report $format is another than --format $format: $(diff alone.$format.plain of.$format.plain)"
    }
    [ -s "of.$format" ] || wrong "--report $format is empty"
done
ok -q check --report gitlab=of.gitlab --format github --output of.github good.json model
expect_silence
[ "$(cat of.gitlab)" = '[]' ] || wrong "of.gitlab: $(cat of.gitlab)"
for wrong_one in gitlab gitlab= =file nothing=file gitlab=- gitlab=same; do
    run check --report gitlab=same --report "$wrong_one" good.json model
    expect_status 2
done
run check --output same --report gitlab=same good.json model
expect_status 2
# What is to be checked is no place for a report, by whatever name.
cp bad.json precious.json
ln precious.json other-name.json
ln -s precious.json link.json
for into in '--output other-name.json' '--output ./precious.json' '--output link.json' '--report junit=link.json' \
    '--report gitlab=fine --report sarif=precious.json' '--write-baseline ./other-name.json'; do
    # shellcheck disable=SC2086
    run check $into good.json -- precious.json model
    expect_status 2
    expect_same precious.json bad.json "$into: the description is another"
    holds .err 'would be written over, and is to be checked' || wrong "said: $(cat .err)"
done
[ ! -e fine ] || wrong 'a report was begun'
# Nor is one file a place for two of them, by whatever names; a device is.
ln -sf alias.report alias.link
for into in '--output alias.report --report gitlab=./alias.report' '--report junit=alias.report --report gitlab=alias.link'; do
    rm -f alias.report
    # shellcheck disable=SC2086
    run check $into good.json model
    expect_status 2
    holds .err 'two reports would be written to' || wrong "said: $(cat .err)"
done
ok check --output /dev/null --report gitlab=/dev/./null good.json model
ok check --output - --report gitlab=beside.report good.json model
ok check --output one.report --report gitlab=other.report good.json model
# A file of another file system is another one, whatever its number.
run check --output one.report --report gitlab=other.report /proc/version
[ "$status" != 2 ] || wrong "said: $(cat .err)"
run_with good.json check --output one.report -
expect_status 0
rm -f beside.report one.report other.report
run check --report nothing=file good.json model
head -n 1 .err | grep -qF '"nothing" is no format: it is text, json,' || wrong "said: $(cat .err)"
rm -f same
run check --report gitlab=nowhere/report good.json model
expect_status 4
grep -qF 'cannot write "nowhere/report"' .err || wrong "said: $(cat .err)"
if [ -w /dev/full ]; then
    run check --report gitlab=/dev/full good.json model
    expect_status 4
fi

# A fingerprint is the same as before when only the line is another.
run check --format gitlab bad.json model
cp .out before
sed '1s/^/\n\n/' bad.json >later && mv later bad.json
quality 1 '[i["fingerprint"] for i in issues] == [i["fingerprint"] for i in json.load(open("before"))]' True bad.json model
quality 1 places "[('target-size', 'major', 'bad.json', 13)]" bad.json model

finish
