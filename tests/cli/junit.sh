#!/usr/bin/env bash
# JUnit reports as build servers read them: a case for each check, counts that are right, and always well-formed XML.
. "$(dirname "$0")/lib.sh"
need python3

# junit STATUS ARGUMENT...: makes a report that another program can read, with counts that agree with its cases.
junit() {
    wanted=$1
    shift
    run check --format junit "$@"
    expect_status "$wanted"
    expect_junit '[s.tag for s in (root, suite)]' "['testsuites', 'testsuite']"
}

# What the xUnit plugin of Jenkins accepts (its junit-10.xsd) of the elements that can occur: attributes, "!" those that
# must be there; elements; whether there may be text.
cat >facts.py <<'P'
import re

FACTS = {
    "testsuites": ("name time tests failures errors", "testsuite", False),
    "testsuite": ("!name !tests !failures !errors group time skipped timestamp hostname id package file log url",
                  "testsuite properties testcase system-out system-err", False),
    "testcase": ("!name time classname group", "skipped error failure system-out system-err", False),
    "failure": ("type message", "", True),
    "error": ("type message", "", True),
    "system-out": ("", "", True),
}
TIME = re.compile(r"(([0-9]{0,3},)*[0-9]{3}|[0-9]{0,3})*(\.[0-9]*)?")


def hold(element):
    attributes, children, text = FACTS[element.tag]
    known = {word.lstrip("!") for word in attributes.split()}
    assert set(element.keys()) <= known, (element.tag, element.keys())
    assert all(word[1:] in element.keys() for word in attributes.split() if word[0] == "!"), element.tag
    assert element.tag == "testcase" or TIME.fullmatch(element.get("time", "")), element.get("time")
    assert text or not ((element.text or "") + "".join(child.tail or "" for child in element)).strip(), element.tag
    for child in element:
        assert child.tag in children.split(), (element.tag, child.tag)
        hold(child)
P

# expect_junit EXPRESSION VALUE: `root`, the one `suite` in it, and its `cases`. What holds of all is asserted each time.
expect_junit() {
    ask -c 'import sys, xml.etree.ElementTree as tree
sys.path.insert(0, ".")
from facts import hold
root = tree.parse(".out").getroot()
hold(root)
(suite,) = root
cases = suite.findall("testcase")
assert len(cases) == len(suite) and len({(c.get("classname"), c.get("name")) for c in cases}) == len(cases)
assert all(float(c.get("time")) >= 0 for c in cases)
for element in root, suite:
    assert element.get("tests") == str(len(cases)), "tests"
    assert element.get("failures") == str(len(list(element.iter("failure")))), "failures"
    assert element.get("errors") == str(len(list(element.iter("error")))), "errors"
print(eval(sys.argv[1]))' "$1"
    [ "$said$complaint" = "$2" ] || wrong "JUnit: $1 is $said$complaint instead of $2"
}

make_model model
cp -r model broken
printf x | dd of=broken/variables/variables.data-00000-of-00001 bs=1 conv=notrunc 2>/dev/null
description digits >good.json
description digits | sed -e 's/32x32/32*32/' -e 's/"RGB"/"RBG"/' >bad.json
description digits | sed 's/"inputs"/"batched_output": false, "inputs"/' >warned.json

junit 0 good.json model
head -n 1 .out >.first
[ "$(cat .first)" = '<?xml version="1.0" encoding="UTF-8"?>' ] || wrong "begins with $(cat .first)"
expect_junit '[(c.get("classname"), c.get("name"), len(c)) for c in cases]' \
    "[('nnreg.check', 'good.json model', 0)]"

# All findings are in the one failure that readers show; its first error is the headline.
junit 1 bad.json model
expect_junit '[(f.get("type"), f.get("message")) for f in suite.iter("failure")]' \
    "[('target-size', 'target_size \"32*32\" is not WxH or N (and 1 more)')]"
"$nnreg" check bad.json model 2>.wanted
expect_junit 'suite.find(".//failure").text == open(".wanted").read()' True

# Warnings do not fail, and are told.
junit 0 warned.json model
expect_junit '[("warning: " in o.text, "[deprecated]" in o.text) for o in suite.iter("system-out")]' '[(True, True)]'
junit 1 --warnings-as-errors warned.json model
expect_junit '[(f.get("type"), "error: " in f.text) for f in suite.iter("failure")]' "[('deprecated', True)]"

# What was not looked at.
junit 0 --no-weights good.json model -- good.json
expect_junit '[c.find("system-out").text for c in cases]' \
    "['weights not read (--no-weights)\\n', 'description only\\n']"
junit 1 --no-weights bad.json model
expect_junit '(len(suite.findall(".//failure")), cases[0].find("system-out").text)' \
    "(1, 'weights not read (--no-weights)\\n')"

# Several: each is a case; one that could not be made is an error and no failure.
junit 3 good.json model -- good.json broken -- nowhere.json model -- good.json nowhere
expect_junit '[[e.tag for e in c] for c in cases]' "[[], ['failure'], ['error'], ['error']]"
expect_junit '[(e.get("type"), e.get("message"), e.text) for e in suite.iter("error")][0]' \
    "('not found', 'cannot read \"nowhere.json\": No such file or directory', 'cannot read \"nowhere.json\": No such file or directory')"
expect_junit 'suite.find(".//failure").text.split(": ")[0]' 'broken/variables/variables.data-00000-of-00001:0x0'

# What XML has no way to hold: control characters, U+FFFF, bytes that are no UTF-8, in names and in texts; and what it
# has its own use for.
odd=$(printf 'a<b>&"\001\033\303\244\357\277\277\377\tc\n\rd]]>.json')
printf '{"\357\277\277<&>]]>\\u0001": 1}\n' >"$odd"
junit 1 "$odd"
expect_junit '(cases[0].get("classname"), cases[0].get("name"))' \
    "('nnreg.check', 'a<b>&\"��ä��\\tc\\n\\rd]]>.json')"
expect_junit '"\"\ufffd<&>]]>\\x01\" is no field" in suite.find(".//failure").text' True
expect_junit '"\\x1b" in suite.find(".//failure").text' True

finish
