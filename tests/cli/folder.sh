#!/usr/bin/env bash
# A folder with its description inside: found by its members, left out of the bundle, and asked for where it is not clear.
. "$(dirname "$0")/lib.sh"
need python3

make_model export
description digits >export/network.json
printf '{"architectures": ["ViT"], "model_type": "vit", "framework": "pt"}\n' >config.json
printf '{"framework": "pytorch", "task": "x", "model": {}, "preprocessor": {}, "pipeline": {}}\n' >other.json

# Alone, or named: it is no stranger in either case.
for path in export export/ ./export; do
    ok check "$path"
    [ ! -s .err ] || wrong "said: $(cat .err)"
done
run check export
expect_out <<'T'
export/network.json: ok
T
ok --json check export
expect_json 'd["checks"][0]["description"]' export/network.json
expect_json 'd["checks"][0]["bundle"]' export
ok check export/network.json export
[ ! -s .err ] || wrong "said: $(cat .err)"
(cd export && "$nnreg" check .) >.out 2>.err || wrong 'refused in its own folder'
expect_out <<'T'
network.json: ok
T

# What is wrong has the place in it.
sed 's/32x32/32*32/' export/network.json >bad && cp -r export wrong && mv bad wrong/network.json
run check wrong
expect_status 1
grep -q '^wrong/network.json:11:36: error: .* \[target-size\]$' .err || wrong "said: $(cat .err)"

# JSON of other programs is none, and a stranger like any; nor is what lies deeper.
cp -r export more
cp config.json other.json more
mkdir more/assets.extra more/deeper
description deeper >more/assets.extra/network.json
description deeper >more/deeper/network.json
printf '{"a": 1}\n' >more/broken.json
run check more
expect_status 0
grep -c 'bundle.unknown-file' .err >.out
expect_out <<'T'
4
T
if grep -q 'network.json: w' .err; then wrong "said: $(cat .err)"; fi

# One that is not sound is told what is wrong with it, and not passed over.
cp -r export broken
sed 's/"name": "digits",/"name": "digits"/' export/network.json >broken/network.json
run check broken
expect_status 1
grep -q '^broken/network.json:3:5: error: .* \[json.syntax\]$' .err || wrong "said: $(cat .err)"
printf '{"name": "digits", "framework": "tensorflow-1.x"}\n' >broken/network.json
run check broken
expect_status 1
grep -q '\[missing-field\]' .err || wrong "said: $(cat .err)"

# None, or several: they are named, and what to write.
make_model none
run check none
expect_status 3
cp config.json other.json none
run check none
expect_status 3
expect_err <<'T'
nnreg: no description of a network is in "none": by its members config.json, other.json is none; name one: nnreg check DESCRIPTION.json none
T
cp -r export two
cp two/network.json two/again.json
cp config.json two
run check two
expect_status 1
expect_err <<'T'
nnreg: several descriptions are in "two": again.json, network.json; name one of them: nnreg check two/again.json two
T
run check two/again.json two
expect_status 0
grep -q '^network.json: warning: .*unknown-file' .err || wrong "said: $(cat .err)"

cp -r export many
i=0
while [ $i -lt 100 ]; do
    echo '{}' >many/$i.json
    i=$((i + 1))
done
run check many
expect_status 1
expect_err <<'T'
nnreg: more than 100 JSON files are in "many": name the description: nnreg check DESCRIPTION.json many
T
ok check many/network.json many

# Several folders are checked each by itself, whatever becomes of the others.
run check export none wrong
expect_status 3
expect_out <<'T'
export/network.json: ok
T
run check export config.json
expect_status 2
: >model.zip
run check model.zip
expect_status 1
grep -q 'is an archive, and no description' .err || wrong "said: $(cat .err)"

# In every form the description is that in the folder.
for format in json sarif junit github gitlab; do
    run check --format "$format" wrong
    expect_status 1
    grep -q 'wrong/network.json' .out || wrong "--format $format does not name it: $(cat .out)"
done

# add does the same; inspect and draft find no stranger.
ok -r reg init
ok -r reg add export
[ ! -s .err ] || wrong "said: $(cat .err)"
ok -r reg files 1
if grep -q network.json .out; then wrong 'the description was stored as a file'; fi
run -r reg add two
expect_status 1
grep -q 'name one of them: nnreg add two/again.json two' .err || wrong "said: $(cat .err)"
run -r reg add none
expect_status 3
run -r reg add export/network.json
expect_status 2
ok inspect export
[ ! -s .err ] || wrong "said: $(cat .err)"
run inspect more
if grep -q 'network.json' .err; then wrong "said: $(cat .err)"; fi
ok draft export
if grep -q 'unknown-file' .err; then wrong "said: $(cat .err)"; fi

# Neither a FIFO nor a folder that is called so is waited for or read.
cp -r export odd
mkfifo odd/pipe.json
mkdir odd/folder.json
ln -s nowhere odd/link.json
printf '{"framework": "x", 7, 8}' >odd/broken.json
: >odd/empty.json
echo '[1]' >odd/list.json
printf '{"framework": 1, \0, 7, 8}' >odd/nul.json
run check odd
expect_status 0
expect_out <<'T'
odd/network.json: ok
T

# No more names are told than help.
mkdir nine
for i in 1 2 3 4 5 6 7 8 9; do echo '{}' >nine/$i.json; done
run check nine
expect_status 3
holds .err ' 7.json, 8.json and 1 more is none' || wrong "said: $(cat .err)"

# One on another file system is not the one inside.
if [ -e /dev/stdin ]; then
    run_with export/network.json check /dev/stdin none
    expect_status 0
fi

finish
