#!/bin/sh
# The example programs, built as their head comments say but against the library of this build: what the one registers,
# the other gives out byte for byte.
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
for program in register serve; do
    # shellcheck disable=SC2086
    if ! $cc -std=c11 -D_GNU_SOURCE -Wall -Wextra -Werror -I"$source_dir/include" \
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

finish
