#!/usr/bin/env bash
# nnreg.mk of contrib/: a check has a stamp, is made when something is newer, beside others, and for names that make can have.
. "$(dirname "$0")/lib.sh"
need make
make --version 2>/dev/null | grep -q 'GNU Make' || skip 'make is not GNU make'
# The make that runs this test keeps its job slots to itself.
unset MAKEFLAGS MAKELEVEL MFLAGS

mkdir -p models others "models/it's  a face"
make_model models/fruit
cp -r models/fruit/. "models/it's  a face"
cp -r models/fruit others/one
description digits >models/fruit.json
description digits | sed 's/"inputs"/"batched_output": false, "inputs"/' >"models/it's  a face.json"
cp models/fruit.json others/one.json
cp models/fruit.json others/alone.json
: >'models/fruit/odd #$%:name'
cat >Makefile <<T
include $NNREG_SOURCE_DIR/contrib/make/nnreg.mk
\$(eval \$(call nnreg_check,models/fruit.json,models/fruit,--severity=bundle.unknown-file=off))
\$(eval \$(call nnreg_check,models/it's  a face.json,models/it's  a face))
\$(call nnreg_check_all,others)

first:
	@echo first
T

# made STATUS [ARGUMENT...]: runs make; the checks that were made are in .out, sorted.
made() {
    wanted=$1
    shift
    title="make $*"
    status=0
    make --no-print-directory NNREG="$nnreg" "$@" >.said 2>.err || status=$?
    sort .said >.out
    [ "$status" = "$wanted" ] || wrong "exit status $status instead of $wanted: $(cat .said .err)"
}

all() {
    expect_out <<'T'
models/fruit.json: ok
models/it's  a face.json: ok
others/alone.json: ok, description only
others/one.json: ok
T
}

nothing() {
    made 0 nnreg-check
    grep -q ': ok' .out && wrong "checked again: $(cat .out)"
}

made 0 -j 8 nnreg-check
all
nothing
made 0 # the goal of the including file is its own
expect_out <<'T'
first
T
made 0 -B nnreg-check
all

# One file, one check: the description, a file of the bundle, one with a space in its path, one that goes away.
sooner() { # sooner: as if the stamps and all else were older than what comes next
    find . -exec touch -d '1 hour ago' {} +
    find .nnreg-checked -name '*.checked' -exec touch -d '1 minute ago' {} +
}
sooner
touch models/fruit.json
made 0 nnreg-check
expect_out <<'T'
models/fruit.json: ok
T
nothing
sooner
touch "models/it's  a face/variables/variables.index"
made 0 -j 2 nnreg-check
expect_out <<'T'
models/it's  a face.json: ok
T
sooner
rm 'models/fruit/odd #$%:name'
made 0 nnreg-check
expect_out <<'T'
models/fruit.json: ok
T
nothing

# A configuration beside the description, or above.
echo '{"severities": {}}' >others/.nnreg.json
made 0 nnreg-check
expect_out <<'T'
others/alone.json: ok, description only
others/one.json: ok
T
nothing
echo '{"severities": {}}' >.nnreg.json
made 0 nnreg-check
all
nothing
rm .nnreg.json others/.nnreg.json

# What is refused has no new stamp; with -k the others have.
sooner
description digits | sed 's/32x32/32*32/' >models/fruit.json
touch others/one/saved_model.pb
made 2 -k -j 4 nnreg-check
expect_out <<'T'
others/one.json: ok
T
grep -q 'models/fruit.json:11:36: error' .err || wrong "said: $(cat .err)"
made 2 nnreg-check
description digits >models/fruit.json
made 0 nnreg-check
expect_out <<'T'
models/fruit.json: ok
T
sooner
touch "models/it's  a face.json"
made 2 NNREG_FLAGS=--warnings-as-errors nnreg-check
made 0 NNREG_STAMPS='other  stamps' -j 3 nnreg-check
all
sooner
mv others/one "others/is gone"
made 0 nnreg-check # with nnreg_check_all it has none now
mv models/fruit gone
made 2 nnreg-check
grep -q "No rule to make target 'models/fruit'" .err || wrong "said: $(cat .err)"

# A bundle that make makes.
rm -rf .nnreg-checked
cat >Makefile <<T
include $NNREG_SOURCE_DIR/contrib/make/nnreg.mk
\$(eval \$(call nnreg_check,models/fruit.json,models/fruit))
models/fruit:
	cp -r gone models/fruit
T
made 0 -j 4 nnreg-check
grep -q '^models/fruit.json: ok$' .out || wrong "said: $(cat .out)"
[ -z "$(find . -name '*.checked.new')" ] || wrong 'a stamp is left half made'
made 0 -s
grep -q fruit .out && wrong "the goal of the including file is not its own: $(cat .out)"

finish
