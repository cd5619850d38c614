#!/bin/sh
# The example programs, built as their head comments say but against the library of this build: what the first registers,
# the second gives out byte for byte, and the third hears of.
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

# NNREG_CC, the link flags and `library` are lists of words.
for program in register serve follow; do
    # shellcheck disable=SC2086
    if ! $cc -std=c99 -pedantic -Wall -Wextra -Werror -I"$source_dir/include" \
        "$source_dir/doc/examples/$program.c" -o "$program" $library ${NNREG_LINK_FLAGS-} >.build 2>&1; then
        cat .build >&2
        echo "doc/examples/$program.c does not build" >&2
        exit 1
    fi
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
    [ -s state ] && [ ! -e state.new ] || wrong 'the state is not what it should be'
fi
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

finish
