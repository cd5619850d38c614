#!/usr/bin/env bash
# NnregCheck.cmake of contrib/: a target with a stamp, made when something is newer, and a test of ctest. tests/meta/cmake.sh has the
# one that find_package brings along.
. "$(dirname "$0")/lib.sh"
need cmake
need ctest
unset MAKEFLAGS MAKELEVEL MFLAGS

mkdir "my project" && cd "my project" || exit 1
mkdir -p models
make_model 'models/a [face]'
make_model models/fruit
description digits >models/fruit.json
description digits | sed 's/"inputs"/"batched_output": false, "inputs"/' >'models/a $face.json'
mkdir models/-dash && cp -r models/fruit/. models/-dash && cp models/fruit.json models/-dash.json
mkdir below && cp -r models/fruit below/one && cp models/fruit.json below/one.json
printf 'nnreg_add_check(below DESCRIPTION one.json BUNDLE one ALL)\n' >below/CMakeLists.txt
"$nnreg" check --write-baseline known.json 'models/a $face.json' 'models/a [face]' >../.out 2>&1 || wrong "no baseline: $(cat ../.out)"
cat >CMakeLists.txt <<T
cmake_minimum_required(VERSION 3.13)
project(consumer NONE)
include("$NNREG_SOURCE_DIR/contrib/cmake/NnregCheck.cmake")
enable_testing()
nnreg_add_check(fruit DESCRIPTION models/fruit.json BUNDLE models/fruit STRICT ALL)
nnreg_add_check(face DESCRIPTION "models/a \$face.json" BUNDLE "models/a [face]" SEVERITY deprecated=note pixel-range=off STRICT)
nnreg_add_check(strict DESCRIPTION "models/a \$face.json" BUNDLE "models/a [face]" STRICT)
nnreg_add_check(known DESCRIPTION "models/a \$face.json" BUNDLE "models/a [face]" STRICT BASELINE known.json)
nnreg_add_check(parts DESCRIPTION models/fruit.json BUNDLE models/fruit/saved_model.pb models/fruit/variables NO_WEIGHTS NO_TEST)
nnreg_add_check(dash DESCRIPTION models/-dash.json BUNDLE models/-dash)
add_subdirectory(below)
T

# configured STATUS [ARGUMENT...]
configured() {
    wanted=$1
    shift
    title="cmake $*"
    status=0
    cmake -S . -B ../build -DNNREG_EXECUTABLE="$nnreg" "$@" >../.out 2>&1 || status=$?
    [ "$status" = "$wanted" ] || wrong "exit status $status instead of $wanted: $(cat ../.out)"
}

# built WANTED [TARGET]: with the checks that it makes
built() {
    wanted=$1
    title="cmake --build --target ${2-all}"
    status=0
    cmake --build ../build --target "${2-all}" --parallel 3 >../.out 2>&1 || status=$?
    [ "$((status != 0))" = "$wanted" ] || wrong "exit status $status: $(cat ../.out)"
}

checked() { # checked [TEXT...]: these lines and no other
    for text; do
        grep -qxF -- "$text" ../.out || wrong "not said: \"$text\", but: $(cat ../.out)"
    done
    [ "$(grep -c ': ok\|: error: ' ../.out)" = $# ] || wrong "other checks: $(cat ../.out)"
}

configured 0
built 0
checked './models/fruit.json: ok' './below/one.json: ok'
built 0
checked
for target in face known parts dash; do
    built 0 "$target"
    [ "$(grep -c ': ok' ../.out)" = 1 ] || wrong "not checked: $(cat ../.out)"
done
grep -q 'weights' ../.out && wrong "the last one has its weights"
built 1 strict
grep -q 'error: .*\[deprecated, --warnings-as-errors\]' ../.out || wrong "said: $(cat ../.out)"

# What is newer, what comes, what goes.
past() {
    find . -exec touch -d '2 hours ago' {} +
    find ../build -exec touch -d '1 hour ago' {} +
}
past
touch models/fruit/variables/variables.index
built 0
checked './models/fruit.json: ok'
past
touch 'models/a [face]/saved_model.pb'
built 0 face
[ "$(grep -c ': ok' ../.out)" = 1 ] || wrong "not checked: $(cat ../.out)"
: >models/fruit/notes.txt
built 1
grep -q 'notes.txt: error: .*bundle.unknown-file' ../.out || wrong "said: $(cat ../.out)"
rm models/fruit/notes.txt
built 0
description digits | sed 's/32x32/32*32/' >models/fruit.json
built 1
grep -q 'models/fruit.json:11:36: error' ../.out || wrong "said: $(cat ../.out)"
built 1
description digits >models/fruit.json
built 0
checked './models/fruit.json: ok'

echo '{"severities": {}}' >below/.nnreg.json
built 0
checked './below/one.json: ok'
echo '{"severities": {}}' >.nnreg.json
built 0
checked './models/fruit.json: ok' './below/one.json: ok'
rm .nnreg.json below/.nnreg.json

title=ctest
status=0
(cd ../build && ctest) >../.out 2>&1 || status=$?
[ "$status" = 8 ] || wrong "exit status $status: $(cat ../.out)"
grep -q '1 tests failed out of 6' ../.out || wrong "said: $(cat ../.out)"
grep -q '(strict)\|strict (Failed)' ../.out || wrong "said: $(cat ../.out)"

# What is asked for wrongly is told when the project is configured.
cp CMakeLists.txt whole
refused() { # refused TEXT ARGUMENTS
    cp whole CMakeLists.txt
    printf 'nnreg_add_check(%s)\n' "$2" >>CMakeLists.txt
    configured 1
    tr -s '\n ' ' ' <../.out | grep -qF -- "$1" || wrong "not said: \"$1\", but: $(cat ../.out)"
}
refused 'nnreg_add_check(other): a DESCRIPTION is missing' 'other BUNDLE models/fruit'
refused 'nnreg_add_check(other): unknown arguments: STRICKT' 'other DESCRIPTION models/fruit.json STRICKT'
refused 'nnreg_add_check(other): nothing behind DESCRIPTION' 'other DESCRIPTION BUNDLE models/fruit'
cp whole CMakeLists.txt
rm -r ../build
PATH=$(dirname "$(command -v cmake)"):/usr/bin:/bin
if ! command -v nnreg >/dev/null; then
    configured 1 -DNNREG_EXECUTABLE=NNREG_EXECUTABLE-NOTFOUND
    tr -s '\n ' ' ' <../.out | grep -qF 'there is no nnreg in PATH: set NNREG_EXECUTABLE' || wrong "said: $(cat ../.out)"
fi
cd .. || exit 1
finish
