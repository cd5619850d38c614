#!/usr/bin/env bash
# spec: what goes in comes out, what may change changes, and what is deleted takes its versions along.
. "$(dirname "$0")/lib.sh"

make_model model
description digits >network.json
specification fruit >spec.json
post_processings >outputs.json
ok -r reg init
ok -r reg add network.json model

ok -r reg spec add spec.json
expect_out <<'T'
1
T
[ ! -s .err ] || wrong "said: $(cat .err)"
run_with spec.json -r reg spec add -
expect_status 0
expect_out <<'T'
2
T
ok -r reg spec show 1
expect_out <<'T'
id              1
name            fruit
metadata        {}
output 1        NONE, 2 labels, exclusive
                     1  apple
                     2  pear
current version none
created         DATE-WITH-MICROSECONDS-ZZZ
updated         DATE-WITH-MICROSECONDS-ZZZ
T

# Findings have their places in the file, and use no id up.
sed 's/"NONE"/"NOWHERE"/' spec.json >bad.json
run -r reg spec add bad.json
expect_status 1
expect_no_out
head -n 1 .err >.first
grep -q '^bad.json:1:[0-9]*: error: .*NOWHERE.* \[enum\]$' .first || wrong "said: $(cat .err)"
run -r reg spec add nowhere.json
expect_status 3
expect_err <<'T'
nnreg: cannot read "nowhere.json": No such file or directory
T

# What may change.
ok -r reg version add outputs.json --spec 1 --network 1
ok -r reg version add outputs.json --spec 1 --network 1
ok -r reg spec show 1
grep -qx 'current version 1' .out || wrong "said: $(cat .out)"
printf 'Apples and pears,\nnothing else.' >text
ok -r reg spec set 1 --name 'fruit, second' --description @text --metadata '{"a": 1.10}' --current-version 2
expect_silence
ok -r reg spec set 1 --merge-metadata '{"b": null, "c": [true]}'
expect_silence
ok -r reg spec show 1
expect_out <<'T'
id              1
name            fruit, second
description     Apples and pears,
                nothing else.
metadata        {"a": 1.10, "c": [true]}
output 1        NONE, 2 labels, exclusive
                     1  apple
                     2  pear
current version 2
created         DATE-WITH-MICROSECONDS-ZZZ
updated         DATE-WITH-MICROSECONDS-ZZZ
T
run_with text -r reg spec set 2 --description @-
expect_status 0
expect_silence
ok -r reg spec set 1 --current-version none
ok -r reg spec show 1
grep -qx 'current version none' .out || wrong "said: $(cat .out)"
ok -r reg spec set 1 --current-version 1

# What may not.
run -r reg spec set 1 --current-version 7
expect_status 1
expect_err <<'T'
--current-version: error: current_version_id 7 is no version [reference]
      = hint: give null, or the id of a version of this spec
1 error
T
run -r reg spec set 1 --current-version last
expect_status 2
head -n 1 .err >.out
expect_out <<'T'
nnreg: spec set: --current-version "last" is neither the id of a version nor none
T
run -r reg spec set 1 --name ''
expect_status 1
expect_err <<'T'
--name: error: name is empty [empty]
1 error
T
run -r reg spec set 1
expect_status 2
head -n 1 .err >.out
expect_out <<'T'
nnreg: spec set: nothing to change: give at least one of --name, --description, --metadata, --merge-metadata, --current-version
T
run -r reg spec set 1 --name x --if-update-date 2018-02-16T13:45:36.078955Z
expect_status 1
expect_err <<'T'
nnreg: spec 1 was changed at DATE-WITH-MICROSECONDS-ZZZ: look at it again, and try again with that date (see: nnreg spec show 1)
T
printf 'a\0b' >zero
run -r reg spec set 1 --description @zero
expect_status 1
expect_err <<'T'
nnreg: zero holds a NUL byte, and is no text
T
run -r reg spec set 1 --name "$(printf 'a\377')"
expect_status 1
expect_err <<'T'
nnreg: --name is no UTF-8
T
run -r reg spec show 3
expect_status 3
expect_err <<'T'
nnreg: there is no spec 3 in "reg" (see: nnreg spec ls)
T

# Deleting, after a look at what would go.
ok -r reg spec rm 1 --dry-run
expect_out <<'T'
version 1, of network "digits"
version 2, of network "digits"
spec 1 "fruit, second"
would remove spec 1 "fruit, second": 2 versions
T
run -r reg spec rm 1 3
expect_status 3
expect_no_out
ok -r reg spec show 1
ok -r reg spec rm 1 2
expect_out <<'T'
removed spec 1 "fruit, second": 2 versions
removed spec 2 "fruit"
T
run -r reg version show 1
expect_status 3
ok -r reg show 1
ok -r reg spec add spec.json
expect_out <<'T'
3
T

# More labels than a screen has.
python3 - >many.json 2>/dev/null <<'T' || finish
import json
labels = [{"id": i, "name": "label %d" % i} for i in range(25)]
print(json.dumps({"name": "many", "outputs": [{"labels": {"labels": labels, "exclusive": False, "roi": "BBOX"}}]}))
T
ok -r reg spec add many.json
ok -r reg spec show 4
sed -n '4p;24,25p' .out >.part && mv .part .out
expect_out <<'T'
output 1        BBOX, 25 labels
                    19  label 19
                and 5 more: nnreg --json spec show 4
T
run -r reg --json spec show 4
expect_json 'len(d["outputs"][0]["labels"]["labels"])' 25
run -r reg --json spec add bad.json
expect_status 1
expect_document
expect_json '[(f["rule"], f["pointer"], f["line"]) for f in d["findings"]]' "[('enum', '/outputs/0/labels/roi', 1)]"
run -r reg --json spec set 4 --current-version 9
expect_json '[(f["rule"], f["pointer"], "line" in f) for f in d["findings"]]' "[('reference', '/current_version_id', False)]"

finish
