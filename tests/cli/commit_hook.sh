#!/usr/bin/env bash
# The hook of contrib/pre-commit in a repository of its own: real commits, refused and taken, as a hook of git and, where it is
# there, by pre-commit. What counts is what would be committed.
. "$(dirname "$0")/lib.sh"
need git
need python3
hook=${NNREG_SOURCE_DIR:?}/contrib/pre-commit/nnreg-pre-commit
export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1 GIT_AUTHOR_NAME=n GIT_AUTHOR_EMAIL=n@example.org \
    GIT_COMMITTER_NAME=n GIT_COMMITTER_EMAIL=n@example.org
unset GIT_DIR GIT_INDEX_FILE GIT_WORK_TREE
scratch=$work/scratch
export TMPDIR=$scratch
mkdir "$scratch" "$work/bin"
cat >"$work/bin/nnreg" <<T
#!/bin/sh
exec "$nnreg" "\$@"
T
chmod +x "$work/bin/nnreg"
PATH=$work/bin:$PATH

make_model "$work/model"
description digits >"$work/good"
sed 's/32x32/32*32/' "$work/good" >"$work/bad"
sed 's/"inputs"/"batched_output": false, "inputs"/' "$work/good" >"$work/warned"

# repository NAME: a new one, empty, entered.
repository() {
    git init -q -b main "$work/$1" && cd "$work/$1" || exit 1
}

# commit STATUS [ARGUMENT...]: 0 when it is to be taken, 1 when not; leaves what was said in .out of $work
commit() {
    wanted=$1
    shift
    title=$(git diff --cached --name-only)
    title="git commit $* in ${PWD##*/} with ${title//$'\n'/ } "
    status=0
    git commit -q -m message "$@" >"$work/.out" 2>&1 || status=$?
    [ "$status" = "$wanted" ] || wrong "exit status $status instead of $wanted: $(cat "$work/.out")"
    [ -z "$(ls -A "$scratch")" ] || wrong "left in TMPDIR: $(ls "$scratch")"
}

# said TEXT...: the lines that nnreg printed for its checks, and only these.
said() {
    for text; do
        holds "$work/.out" "$text" || wrong "not said: \"$text\", but: $(cat "$work/.out")"
    done
    [ "$(grep -cE ': ok(,|$)|: error: ' "$work/.out")" = $# ] || wrong "other checks: $(cat "$work/.out")"
}

# ---------------------------------------------------------------- as a hook of git

repository plain
ln -s "$hook" .git/hooks/pre-commit

# The first commit; NAME.json with NAME/ and with NAME.zip; network.json above, beside and in its bundle.
mkdir -p pairs above/export beside inside 'a  b'
cp -r "$work/model" pairs/fruit && cp "$work/good" pairs/fruit.json
(cd "$work/model" && python3 -m zipfile -c "$work/face.zip" saved_model.pb variables/) || wrong 'no archive'
cp "$work/face.zip" pairs/face.zip && cp "$work/good" pairs/face.json
cp -r "$work/model" above/export/1 && cp -r "$work/model" above/export/2 && cp "$work/good" above/network.json
cp -r "$work/model" beside/model && cp "$work/good" beside/digits.network.json
cp -r "$work/model/." inside && cp "$work/good" inside/network.json
cp -r "$work/model" "a  b/it's \$(touch stolen)" && cp "$work/good" "a  b/it's \$(touch stolen).json"
echo '{}' >package.json
git add .
commit 0
said 'pairs/fruit.json: ok' 'pairs/face.json: ok' 'above/network.json: ok' 'above/network.json: ok' \
    'beside/digits.network.json: ok' 'inside/network.json: ok' "a  b/it's \$(touch stolen).json: ok"
grep -q warning "$work/.out" && wrong "a warning: $(cat "$work/.out")"

# What has nothing to do with networks.
echo '{"a": 1}' >package.json && echo text >notes
git add . && commit 0
said

# A description that changed, and its bundle, and no other; its place is the one in the repository.
cp "$work/bad" pairs/fruit.json && git add . && commit 1
said 'pairs/fruit.json:11:36: error: '
cp "$work/good" pairs/fruit.json
# What is staged counts, not what lies there.
commit 1
said 'pairs/fruit.json:11:36: error: '
git add . && cp "$work/bad" pairs/fruit.json && git commit -q --allow-empty -m x >"$work/.out" 2>&1 || wrong 'refused for the working tree'
said
cp "$work/good" pairs/fruit.json

# A bundle that changed, by bytes, by what goes away, and by what was never added.
printf x | dd of=above/export/2/variables/variables.data-00000-of-00001 bs=1 conv=notrunc 2>/dev/null
git add . && commit 1
said 'variables.data-00000-of-00001:0x0: error: '
grep -qF 'checked: above/network.json with above/export/2' "$work/.out" || wrong "not said which: $(cat "$work/.out")"
git reset -q --hard
git rm -q beside/model/variables/variables.index && commit 1
said 'variables.index: error: there are data shards, but no variables.index'
git reset -q --hard
cp -r "$work/model" pairs/new && cp "$work/good" pairs/new.json
git add pairs/new.json pairs/new/saved_model.pb pairs/new/variables/variables.index && commit 1
said 'variables.index: error: there is an index, but no data shard'
git add pairs/new && commit 0
said 'pairs/new.json: ok'
git rm -rq inside/variables && commit 1
git reset -q --hard
git rm -rq pairs/new pairs/new.json && commit 0
said
git mv pairs/fruit.json pairs/other.json && commit 0 # a network without description, and a description of nothing by that name
git reset -q --hard HEAD~

# All of it, and named files, from below.
cd pairs || exit 1
run_hook() {
    wanted=$1
    shift
    title="nnreg-pre-commit $*"
    status=0
    "$hook" "$@" >"$work/.out" 2>&1 || status=$?
    [ "$status" = "$wanted" ] || wrong "exit status $status instead of $wanted: $(cat "$work/.out")"
}
run_hook 0 --all
[ "$(grep -c ': ok' "$work/.out")" = 7 ] || wrong "not seven checks: $(cat "$work/.out")"
run_hook 0 fruit/saved_model.pb
said 'pairs/fruit.json: ok'
run_hook 0
said
cd .. || exit 1

# Options, on the command line and in git's configuration.
cp "$work/warned" pairs/fruit.json && git add . && commit 0
cp "$work/warned" pairs/face.json && git add .
git config --add nnreg.hookOption --warnings-as-errors
commit 1
git config --add nnreg.hookOption --severity=deprecated=note
commit 0
git config --unset-all nnreg.hookOption
mkdir cards && cp "$work/bad" cards/one.json && git add . && run_hook 0
run_hook 1 '--description=cards/*.json'
said 'cards/one.json:11:36: error: '
"$nnreg" check --write-baseline known.json cards/one.json >/dev/null 2>&1
git config nnreg.hookOption '--description=cards/*.json' && commit 1
git config --add nnreg.hookOption --baseline=known.json && commit 0
git config --unset-all nnreg.hookOption
git config nnreg.command nowhere
cp "$work/bad" pairs/fruit.json && git add . && commit 1
grep -q 'there is no nowhere in PATH' "$work/.out" || wrong "said: $(cat "$work/.out")"
run_hook 2
git config --unset nnreg.command
commit 0 --no-verify

# As `git commit FILE` and `git commit -a` have it, with an index of their own.
cp "$work/good" pairs/fruit.json && commit 0 pairs/fruit.json
said 'pairs/fruit.json: ok'
cp "$work/bad" pairs/face.json && commit 1 -a
said 'pairs/face.json:11:36: error: '
[ ! -e stolen ] || wrong 'a name was run'

# The whole repository is the bundle.
repository whole
ln -s "$hook" .git/hooks/pre-commit
cp -r "$work/model/." . && cp "$work/good" network.json && echo '*.tmp' >.gitignore
git add . && git config nnreg.hookOption --warnings-as-errors && commit 0
said 'network.json: ok'
cp "$work/bad" network.json && git add . && commit 1

# The configuration that counts is that of the commit, beside or above, and no file of a bundle.
repository configured
printf '#!/bin/sh\nexec "%s" --warnings-as-errors\n' "$hook" >.git/hooks/pre-commit
chmod +x .git/hooks/pre-commit
mkdir -p models/fruit && cp -r "$work/model/." models/fruit && cp "$work/warned" models/fruit/network.json
git add . && commit 1
printf '{"severities": {"deprecated": {"severity": "off", "reason": "until next year"}}}\n' >.nnreg.json
commit 1 # it is not added
git add . && commit 0
said 'models/fruit/network.json: ok, 1 silenced by .nnreg.json'
git mv .nnreg.json models/fruit/.nnreg.json && echo >>models/fruit/network.json && git add . && commit 0
said 'models/fruit/network.json: ok, 1 silenced by models/fruit/.nnreg.json'
cd "$work" || exit 1

# ---------------------------------------------------------------- by pre-commit

if command -v pre-commit >/dev/null && python3 -c 'import sys; sys.exit(sys.version_info < (3, 7))'; then
    export PRE_COMMIT_HOME=$work/pre-commit-home
    repository hooks
    mkdir -p contrib/pre-commit
    cp "$NNREG_SOURCE_DIR/.pre-commit-hooks.yaml" . && cp "$hook" contrib/pre-commit
    git add . && git commit -q -m hooks
    revision=$(git rev-parse HEAD)
    repository guarded
    printf 'repos:\n- repo: %s\n  rev: %s\n  hooks:\n  - id: nnreg-check\n    args: [--warnings-as-errors]\n' \
        "$work/hooks" "$revision" >.pre-commit-config.yaml
    # It writes to TMPDIR what it does not take away.
    TMPDIR=$work pre-commit install >"$work/.out" 2>&1 || wrong "pre-commit install: $(cat "$work/.out")"
    mkdir models && cp -r "$work/model" models/fruit && cp "$work/good" models/fruit.json && echo '{}' >package.json
    git add . && TMPDIR=$work commit 0
    grep -q 'nnreg check\.*Passed' "$work/.out" || wrong "said: $(cat "$work/.out")"
    cp "$work/warned" models/fruit.json && git add . && TMPDIR=$work commit 1
    grep -q 'models/fruit.json:5:[0-9]*: error' "$work/.out" || wrong "said: $(cat "$work/.out")"
    git reset -q --hard && git rm -q models/fruit/variables/variables.index && TMPDIR=$work commit 1
    grep -q 'variables.index: error' "$work/.out" || wrong "said: $(cat "$work/.out")"
    git reset -q --hard && git rm -q models/fruit/variables/variables.index && echo '[]' >package.json && git add .
    TMPDIR=$work commit 1 # what is taken away is none of the files that it tells
    git reset -q --hard && mkdir models/fruit/assets
    for name in a b c d e f g h; do
        echo "$name" >"models/fruit/assets/$name"
    done
    git add . && TMPDIR=$work pre-commit run --all-files --verbose >"$work/.out" 2>&1 || wrong "refused: $(cat "$work/.out")"
    [ "$(grep -c 'models/fruit.json: ok' "$work/.out")" = 1 ] || wrong "not one check: $(cat "$work/.out")"
else
    echo 'not tried: the hook by pre-commit, which is not here (Debian: pre-commit)'
fi
cd "$work" || exit 1
finish
