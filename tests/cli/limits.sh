#!/usr/bin/env bash
# A limit of the system, or damage to the registry, is never blamed on the model: exit status 4, with the cause in words.
. "$(dirname "$0")/lib.sh"
build_dir=$(cd "${NNREG_BUILD_DIR:?}" && pwd) || exit 1

make_model model
description net >net.json
ok -r reg init
ok -q -r reg add net.json model

# ---------------------------------------------------------------- out of descriptors

# The program itself: before it is installed its name is a script's, which a shell must be able to read.
program=$nnreg
if [ "$(head -c 2 "$nnreg")" = '#!' ]; then
    program=$build_dir/.libs/nnreg
    LD_LIBRARY_PATH=$build_dir/.libs
    export LD_LIBRARY_PATH
    [ -x "$program" ] || program=$build_dir/nnreg
    [ -x "$program" ] || {
        echo "there is no program $program"
        exit 1
    }
fi

# limited N ARGUMENT...: with so many descriptors at most. Below 4 the system cannot load the program.
limited() {
    title="with $1 descriptors: nnreg"
    limit=$1
    shift
    title="$title $*"
    status=0
    (ulimit -n "$limit" && exec "$program" "$@") >.out 2>.err || status=$?
}

quoted='"[^"'$'\n'']*"'
# From too few to enough: each either works, or says that there are too few.
sweep() {
    enough=0
    failed=0
    n=4
    while [ "$n" -le 24 ]; do
        limited "$n" "$@"
        case $status in
        0) enough=$((enough + 1)) ;;
        4)
            failed=$((failed + 1))
            [ "$enough" = 0 ] || wrong 'it had worked with fewer'
            holds .err 'too many files open' || holds .err 'Too many open files' || wrong "said: $(cat .err)"
            IFS= read -r -d '' text <.err
            [[ $text =~ $quoted ]] || wrong "names no file: $(cat .err)"
            ! grep -q 'bundle\.' .err .out || wrong "blames the model: $(cat .err .out)"
            ;;
        *) wrong "exit status $status: $(cat .err)" ;;
        esac
        n=$((n + 1))
    done
    [ "$enough" -gt 0 ] || wrong 'never worked'
    [ "$failed" -gt 0 ] || wrong 'never failed: nothing was tested'
}

sweep check net.json model
sweep check --json net.json model
sweep inspect model
sweep draft model
sweep -q -r reg add net.json model
sweep -r reg cat 1 saved_model.pb
sweep -r reg files 1
sweep -r reg ls
sweep -r reg log
sweep -r reg rm -n 1

# ---------------------------------------------------------------- a file that may not grow

mkdir model/assets.extra
head -c 4194304 /dev/zero | tr '\0' x >model/assets.extra/large
title='with a limit of 1 MiB: nnreg add'
said=$( (ulimit -f 1024 && exec "$program" -r reg add net.json model) 2>&1)
status=$?
expect_status 4
case $said in
*"$work/reg/staging/"*'larger than a file may be (ulimit -f'*) ;;
*) wrong "said: $said" ;;
esac
rm -r model/assets.extra
ok -r reg ls

# ---------------------------------------------------------------- a file that cannot be removed

description other >other.json
cp -r model unlike
mkdir unlike/assets
printf 'one of its own' >unlike/assets/own
ok -q -r reg add other.json unlike
run -r reg --json ls
value '[n["id"] for n in d["results"] if n["name"] == "other"][0]' || wrong "$said"
id=$said
run -r reg --json files "$id"
value '[f["sha256"] for f in d["files"] if f["name"] == "assets/own"][0]' || wrong "$said"
own=reg/blobs/${said:0:2}/${said:2}
rm -f "$own"
mkdir "$own"
run -q -r reg rm "$id"
expect_status 0
expect_no_out
expect_err <<T
nnreg: warning: 1 file that no network uses stays on the disk: cannot remove "$work/$own": it is a folder; the next rm, or gc, tries again
T
rmdir "$own"

# ---------------------------------------------------------------- a text of more than 16 MiB

head -c 16777217 /dev/zero | tr '\0' ' ' >large.json
run check large.json
expect_status 1
holds .err '[json.too-large]' || wrong "said: $(cat .err)"
cp -r model beside
cp net.json large.json beside
ok check beside # it is no description, and a stranger like any
expect_out <<'T'
beside/net.json: ok
T
run_with large.json -r reg rm -
expect_status 1
expect_err <<'T'
nnreg: standard input has more than 10000 ids: give them in parts
T
rm -r large.json beside

# ---------------------------------------------------------------- a stored file that is none

blob=$(find reg/blobs -type f | head -n 1)
sum=$(basename "$(dirname "$blob")")$(basename "$blob")
run -r reg --json files 1
value "[f['name'] for f in d['files'] if f['sha256'] == '$sum'][0]" || wrong "$said"
name=$said
cp "$blob" kept

damaged() {
    run -r reg cat 1 "$name"
    expect_status 4
    expect_no_out
    grep -q "^nnreg: .*$work/reg" .err || wrong "names no registry: $(cat .err)"
    rm -rf "$blob"
}

rm "$blob"
ln -s "$work/kept" "$blob"
damaged
mkdir "$blob"
damaged
mkfifo "$blob"
damaged
run -r reg cat 1 "$name"
expect_status 4 # missing
mv reg/blobs reg/moved
: >reg/blobs
run -r reg ls
expect_status 4
run -r reg add net.json model
expect_status 4

finish
