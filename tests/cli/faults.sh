#!/usr/bin/env bash
# Every command with the n-th allocation failing, the n-th call on a file failing or interrupted, and Ctrl-C: it tells what
# is wrong, and leaves all as it was or done (tests/faults/command.c). What is in the table is a command line that has a way of its own.
#
# usage: faults.sh [--complete | --sample] [--only TEXT]
if [ -z "${TMPDIR-}" ] && [ -w /dev/shm ]; then
    export TMPDIR=/dev/shm # thousands of runs that wait for no disk
fi
. "$(dirname "$0")/lib.sh"
absolute "${NNREG_BUILD_DIR:?}/tests/faults/command"
driver=$path
[ -n "${NNREG_FAULTFS-unset}" ] || skip 'a sanitizer has the calls that are to fail'
need python3
[ -x "$driver" ] || skip "there is no $driver"

mkdir site && cd site || exit 1
make_model model
make_model other --seed 2
make_model slices --shards 2
"$mkmodel" --kind tf2 tf2 >../.mkmodel && "$mkmodel" --kind detector detector >../.mkmodel &&
    "$mkmodel" --kind asset asset >../.mkmodel || exit 1
mkdir folder sub
cp -R model/. folder
description digits >net.json
description digits >folder/network.json
description other | sed 's/"metadata"/&/; s/^{/{"metadata": {"a": {"b": [1, 2]}}, "description": "two\\nlines",/' >net2.json
description digits | sed -e 's/"name"/"Name"/' -e 's/"tensor_name"/"tensorName"/' -e 's/"NHWC"/"nhwc"/' \
    -e 's/"inputs"/"batched_output": false, "inputs"/' >bad.json
cp bad.json sub/bad.json
printf '{"severities": {"deprecated": {"severity": "off", "reason": "known"}, "url": {"severity": "error", "reason": "x"}}}\n' \
    >sub/.nnreg.json
specification fruit >spec.json
post_processings >version.json
printf '{"a": 1}' >metadata.json
cp -R model several
cp net.json several/a.json
cp net.json several/b.json
printf '1 2\n' >ids
mkdir -p above/repository/.git # what is configured above is of no concern
cp sub/.nnreg.json above
cp bad.json above/repository
: >model/train.log
ok -r reg init
ok -r reg -q add net.json model
ok -r reg -q add net2.json other
ok -r reg -q add net.json slices
ok -r reg spec add spec.json
ok -r reg spec add spec.json
ok -r reg version add version.json --spec 1 --network 1
ok -r reg --json version show 1
cp .out version-1.json
ok -r reg publish 2 second
ok -r reg task set 1 --status pending
ok -r reg export --all -o all.zip
python3 -c 'import shutil; shutil.make_archive("packed", "zip", "model")' && mv packed.zip packed || exit 1
ok -r reg backup copy
run check --write-baseline known.json bad.json
ok -r reg checkout 1 served
cp -R "$NNREG_SOURCE_DIR/tests/data/registry-1/registry" old
chmod -R u+w old
cd "$work" || exit 1

[ $# -gt 0 ] || [ -n "${NNREG_FAULTS_EACH_WAY-}" ] || set -- --sample
"$driver" "$@" site <<'T' >.said || wrong "$(cat .said)"
| --version
| --json --version
| help
| help check
| help spec
| --help
| nosuch
| check net.json model
| check bad.json
| --json check bad.json model
| check -v sub/bad.json
| --json check -v sub/bad.json
?| lstat sub/.nnreg.json ENOENT
| check --print-config sub/bad.json net.json
| --json check --print-config sub/bad.json
| check --severity deprecated=off --warnings-as-errors bad.json
| check --format sarif bad.json model sub/bad.json
| check --format sarif -v sub/bad.json net.json
v| check --format junit bad.json model -- net.json
| check --format github bad.json model
| check --format gitlab bad.json model
| check --baseline known.json bad.json
| check --baseline known.json --format json net.json
=| check --write-baseline new.json nowhere.json net.json
c| check --write-baseline new.json bad.json net.json
c| check --write-baseline known.json net.json
ck| check --format json -o report bad.json
s| check --report sarif=r1 --report junit=r2 bad.json
| check --fix bad.json
s| check --fix=write bad.json
s| check --fix=write bad.json sub/bad.json
| check --fix=write - <bad.json
| check - model <net.json
| check folder
| check folder net.json
?| open several/a.json ENOENT
?| open several/a.json EACCES
| check several
?| lstat /.git ENOENT
| --json check above/repository/bad.json
| check net.json packed
?| open packed ENOENT
?| open packed EACCES
| check packed
| check spec.json --kind spec
| check version.json
| check net.json all.zip
| check net.json model/saved_model.pb model/variables/variables.index model/variables/variables.data-00000-of-00001
| check nowhere.json
| check net.json nowhere
| inspect model
| inspect detector
| --json inspect tf2
| inspect asset --no-weights
| inspect slices --tensors
| inspect model --tensors d*
| inspect model --cost
| inspect tf2 --cost --depth 2
| --json inspect model --cost
| inspect model --dot
| inspect tf2 --dot --depth 2
| inspect model --svg
| inspect model/variables
| -r reg inspect 1
| -r reg inspect second --tensors
| draft model
| draft folder
| rules
| rules deprecated
| --json rules
| schema
| schema spec --page
| completion bash
| completion zsh
| completion fish
+| /reg/blobs/ (unreadable
+| /reg/blobs/ (nothing
c| -r reg add net.json model
+| /reg/blobs/ (unreadable
+| /reg/blobs/ (nothing
c| -r reg add folder
+| /reg/blobs/ (unreadable
+| /reg/blobs/ (nothing
c| -r reg --json add net2.json other
| -r reg add bad.json model
| -r reg --json add bad.json model
| -r reg ls
| -r reg ls --all --order -name --limit 1
| -r reg --json ls --all --where a.b=[1,2]
| -r reg ls --name-glob d* --since yesterday --utc --wide
| -r reg show 1
| -r reg show second 1
| -r reg --json show 1
| -r reg show - <ids
| -r reg files 1
| -r reg --json files 1 2
| -r reg tensors 1
| -r reg --json tensors 1 *
| -r reg diff 1 2
| -r reg --json diff 1 second
| -r reg diff 1 3
| -r reg cat 1 saved_model.pb
| -r reg log
| -r reg log --order newest --limit 3
| -r reg --json log -n 2
| -r reg --json log --object network:1 --since 1
| -r reg log --since yesterday --before today --actor tester
| -r reg log --verify
| -r reg --json log --verify
c| -r reg set 1 --name new --merge-metadata @metadata.json
c| -r reg --json set 1 --metadata {"x":1}
| -r reg set 1 --metadata {"x":
| -r reg rm 1 --dry-run
>| -r reg gc
s| -r reg rm 1
>| -r reg gc
s| -r reg rm - <ids
>| -r reg gc
~| "stayed"
s| -r reg --json rm 3 1
c| -r reg publish 1 first
c| -r reg publish 1 second --move
c| -r reg unpublish second
| -r reg spec ls --all --outputs
| -r reg --json spec ls
| -r reg spec show 1
| -r reg --json spec show 1 2
c| -r reg spec add spec.json
c| -r reg spec set 1 --name x --description y
c| -r reg spec rm 2
c| -r reg spec publish 1 fruit
| -r reg version ls --spec 1
| -r reg --json version ls
| -r reg version show 1
| -r reg --json version show 1
c| -r reg version add version.json --spec 2 --network 1
c| -r reg version add --from-object version-1.json --spec 2 --network 1
c| -r reg version rm 1
| -r reg task ls
| -r reg task show 1
| -r reg --json task show 1 3
c| -r reg task set 1 --status success
>| -r reg checkout 1 next
k| -r reg checkout 1 new
>| -r reg checkout 1 next
k| -r reg checkout 2 served --update
>| -r reg checkout 1 next
k| -r reg --json checkout 1 new --link
>| -r reg export 1 --spec 1 -o new.zip
c| -r reg export 1 --spec 1 -o new.zip
>| -r reg --json export --all -o all.zip --replace
c| -r reg --json export --all -o all.zip --replace
| -r reg export 1 -o -
+| /reg/blobs/ (unreadable
+| /reg/blobs/ (nothing
s| -r reg import all.zip
+| /reg/blobs/ (unreadable
+| /reg/blobs/ (nothing
s| -r reg --json import all.zip
| verify all.zip
| --json verify all.zip
# What has its store is a registry, whose folders are made by the first who writes.
>| -r fresh init
>| -r fresh gc
k| -r fresh init
>| -r fresh init --mutable-description
>| -r fresh gc
k| -r fresh init --mutable-description
v| -r reg stat
v| -r reg --json stat
v| -r reg stat --metrics
?| openat * ENOENT
| -r reg fsck
| -r reg --json fsck --quick
?| openat * ENOENT
| -r reg fsck --repair
c| -r reg gc
| -r reg gc --dry-run
| -r reg --json gc
k| -r reg backup new
~| "copied" "copied_bytes" /copy/blobs/
k| -r reg --json backup copy
?| openat * ENOENT
k| backup --verify copy
kv| -r reg compact
kv| -r reg --json compact
| -r reg config
c| -r reg config mutable-description on
s| -r old upgrade
sv| -r old upgrade --dry-run
s| -r old ls --all
| -r nowhere ls
| --check-store -r reg show 1
T
# A mended description that cannot be judged is told of, and shown as no diff.
[ "${1-}" != --sample ] || "$driver" --only 'check --fix bad.json' site <<'T' >>.said || wrong "$(cat .said)"
| check --fix bad.json
T
[ "${1-}" != --complete ] || cat .said
finish
