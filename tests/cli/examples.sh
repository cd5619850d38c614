#!/usr/bin/env bash
# The example programs, built as their head comments say but against the library of this build: what the first registers,
# the second gives out byte for byte, the third hears of, the fourth serves, and the last one, in C++, lists. No compiler
# that is here has anything to say of them.
source_dir=$(cd "${NNREG_SOURCE_DIR:?}" && pwd) || exit 1
build_dir=$(cd "${NNREG_BUILD_DIR:?}" && pwd) || exit 1
. "$(dirname "$0")/lib.sh"

cc=${NNREG_CC:-cc}
need "${cc%% *}"
if [ -e "$build_dir/.libs/libnnreg.so" ]; then
    library="-L$build_dir/.libs -lnnreg"
    LD_LIBRARY_PATH=$build_dir/.libs
    export LD_LIBRARY_PATH
elif [ -e "$build_dir/.libs/libnnreg.a" ]; then
    library="$build_dir/.libs/libnnreg.a $(sed -n "s/^dependency_libs='\(.*\)'/\1/p" "$build_dir/libnnreg.la") -lpthread -lm"
else
    skip "there is no library in $build_dir/.libs"
fi

# built PROGRAM SOURCE LIBRARIES COMPILER...: it has to be without a warning.
built() {
    output=$1
    source=$source_dir/doc/examples/$2
    libraries=$3
    shift 3
    # shellcheck disable=SC2086
    if ! "$@" -Wall -Wextra -Wpedantic -Werror -I"$source_dir/include" "$source" -o "$output" $libraries >.build 2>&1; then
        cat .build >&2
        echo "$source does not build with $*" >&2
        exit 1
    fi
}

# NNREG_CC, the link flags and `library` are lists of words.
for program in register serve follow mirror; do
    # shellcheck disable=SC2086
    built "$program" "$program.c" "$library ${NNREG_LINK_FLAGS-}" $cc -std=c99
    for compiler in gcc clang; do
        ! command -v "$compiler" >/dev/null || built .object "$program.c" '' "$compiler" -std=c99 -c
    done
done
cxx=
for compiler in clang++ g++; do
    command -v "$compiler" >/dev/null || continue
    cxx=$compiler
    built .object catalogue.cc '' "$cxx" -std=c++17 -c
done

# run_program PROGRAM ARGUMENT...: as run does with nnreg.
run_program() {
    title=$*
    program=$1
    shift
    status=0
    "./$program" "$@" >.out 2>.err || status=$?
}

make_model model
description digits >network.json

run_program register reg network.json model
expect_status 0
expect_out <<'T'
1
T
expect_err </dev/null

for name in saved_model.pb variables/variables.index variables/variables.data-00000-of-00001; do
    run_program serve reg 1 "$name"
    expect_status 0
    expect_same "model/$name" .out "the bytes of $name are not those that were put in"
done

sed 's/32x32/32*32/' network.json >bad.json
run_program register reg bad.json model
expect_status 1
expect_no_out
expect_err <<'T'
bad.json:11:36: error: target_size "32*32" is not WxH or N [target-size]
    hint: write width x height in pixels, like "224x224"
register: refused: the findings say what is wrong
T

run_program register reg network.json nowhere
expect_status 2
expect_no_out
run_program register reg nowhere.json model
expect_status 2
expect_err <<'T'
register: cannot read nowhere.json
T

run_program serve reg 2 saved_model.pb
expect_status 1
expect_no_out
expect_err <<'T'
serve: there is no network 2
T
run_program serve nowhere 1 saved_model.pb
expect_status 2
expect_err <<'T'
serve: there is no registry in "nowhere"
T

# The command finds in the registry what the program has put there.
ok -r reg ls
grep -q digits .out || wrong "nnreg does not list the network: $(cat .out)"

# Follows from the beginning, hears of what others do meanwhile, and goes on from there the next time.
if env --default-signal=TERM true 2>/dev/null; then
    # heard EXPECTED: the next line.
    heard() {
        IFS= read -r line <&3
        [ "$line" = "$1" ] || wrong "told \"$line\", not \"$1\""
    }
    # stop: by a signal, as a service is.
    stop() {
        kill -TERM "$child"
        status=0
        wait "$child" || status=$?
        exec 3<&-
        expect_status 0
        [ ! -s .err ] || wrong "said: $(cat .err)"
    }
    mkfifo pipe

    title='follow, from the beginning'
    env --default-signal=TERM ./follow reg state >pipe 2>.err &
    child=$!
    exec 3<pipe
    heard 'deploy 1 "digits"'
    "$nnreg" -q -r reg add network.json model >/dev/null || wrong 'cannot add a second network'
    heard 'deploy 2 "digits"'
    "$nnreg" -q -r reg rm 1 || wrong 'cannot remove the first network'
    heard 'drop 1'
    stop
    ok -r reg task show 2 --json
    expect_json 'd["status"]' success

    title='follow, from where it was'
    "$nnreg" -q -r reg rm 2
    env --default-signal=TERM ./follow reg state >pipe 2>.err &
    child=$!
    exec 3<pipe
    heard 'drop 2'
    stop

    # The reason is a text with quotation marks, and comes into the task as it is.
    title='follow, to a model that is damaged'
    "$nnreg" -q -r reg add network.json model >/dev/null || wrong 'cannot add a third network'
    sum=$(sha256sum model/saved_model.pb | cut -c1-64)
    blob=reg/blobs/$(printf %s "$sum" | cut -c1-2)/$(printf %s "$sum" | cut -c3-)
    chmod u+w "$blob"
    printf x | dd of="$blob" bs=1 seek=10 conv=notrunc 2>/dev/null
    chmod a-w "$blob"
    env --default-signal=TERM ./follow reg state >pipe 2>.err &
    child=$!
    exec 3<pipe
    IFS= read -r line <&3
    case $line in 'deploy 3 "digits": registry "'*'"saved_model.pb" of network 3 is damaged'*) ;; *) wrong "told \"$line\"" ;; esac
    stop
    ok -r reg task show 3 --json
    expect_json 'd["status"]' error
    expect_json 'd["error"]' "${line#deploy 3 \"digits\": }"
    [ -s state ] && [ ! -e state.new ] || wrong 'the state is not what it should be'
fi

# What is there is loaded, then what comes, changes and goes; whatever is changed twice is told as it is at last.
if env --default-signal=TERM true 2>/dev/null; then
    title='mirror'
    "$nnreg" -q init other
    for name in a b; do
        description $name >$name.json
        "$nnreg" -q -r other add $name.json model >/dev/null || wrong "cannot add $name"
    done
    "$nnreg" -q -r other publish 2 b-v1
    env --default-signal=TERM ./mirror other >pipe 2>.err &
    child=$!
    exec 3<pipe
    heard 'load 1 "a"'
    heard 'load 2 "b"'
    heard 'ready 2'
    "$nnreg" -q -r other set 1 --name 'a, once more'
    heard 'change 1 "a, once more"'
    "$nnreg" -q -r other add a.json model >/dev/null || wrong 'cannot add a third network'
    heard 'load 3 "a"'
    "$nnreg" -q -r other rm 1
    heard 'drop 1'
    stop
fi
run_program mirror nowhere
expect_status 2
expect_err <<'T'
mirror: there is no registry in "nowhere"
T

echo nonsense >state
run_program follow reg state
expect_status 2
expect_err <<'T'
follow: cannot read a number from state
T
run_program follow nowhere state.none
expect_status 2
expect_err <<'T'
follow: there is no registry in "nowhere"
T

# With the library as it was built: a program of C++ is linked by its own compiler, without what this build links with.
case ${NNREG_LINK_FLAGS-} in *-fsanitize* | *--coverage*) cxx= ;; esac
[ -e "$build_dir/.libs/libnnreg.so" ] || cxx=
if [ -n "$cxx" ]; then
    built catalogue catalogue.cc "$library" "$cxx" -std=c++17
    bytes=$(cat model/saved_model.pb model/variables/* | wc -c)
    run_program catalogue fresh network.json model
    expect_status 0
    expect_out <<T
1 "digits": input:0 32x32 RGB, $bytes bytes
T
    expect_err </dev/null
    ok -r fresh show 1 --json
    expect_json 'd["metadata"]["folder"]' model
    ok -r fresh publish 1 digits-v1
    run_program catalogue fresh
    expect_status 0
    expect_out <<T
1 "digits": input:0 32x32 RGB, $bytes bytes, public as digits-v1
T
    run_program catalogue fresh bad.json model
    expect_status 1
    expect_no_out
    expect_err <<'T'
bad.json:11:36: error: target_size "32*32" is not WxH or N [target-size]
catalogue: refused: the findings say what is wrong
T
    run_program catalogue nowhere
    expect_status 2
    expect_err <<'T'
catalogue: there is no registry in "nowhere"
T
    run_program catalogue fresh nowhere.json model
    expect_status 2
    expect_err <<'T'
catalogue: cannot read nowhere.json
T
else
    echo 'not tried: catalogue.cc was not linked, for want of a C++ compiler or a plain shared library'
fi

finish
