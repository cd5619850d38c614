#!/usr/bin/env bash
# upgrade: a registry that an older nnreg has made works as it is, and becomes one of the present format when it is told to.
. "$(dirname "$0")/lib.sh"

old=${NNREG_SOURCE_DIR:-$(cd "$(dirname "$0")/../.." && pwd)}/tests/data/registry-1/registry
[ "$(printf '\001\000' | od -An -tu2 | tr -d ' ')" = 1 ] || skip 'the old registry is of another byte order'
cp -R "$old" reg
chmod -R u+w reg

ok -r reg ls --all
ok -r reg set 2 --name changed
run -r reg config mutable-description on
expect_status 4
expect_err <<'T'
nnreg: registry "WORK/reg": settings of a registry of format version 1 cannot be changed: run `nnreg upgrade`
T
ok -r reg upgrade --dry-run
expect_out <<'T'
would be upgraded from format version 1 to 4
T
ok -r reg --json upgrade -n
expect_out <<'T'
{"from":1,"to":4,"dry_run":true}
T
ok -r reg upgrade
expect_out <<'T'
upgraded from format version 1 to 4
T
[ ! -s .err ] || wrong "said: $(cat .err)"
ok -r reg upgrade
expect_out <<'T'
format version 4: there is nothing to upgrade
T
ok -r reg --json upgrade
expect_out <<'T'
{"from":4,"to":4,"dry_run":false}
T
ok -r reg config mutable-description on
ok -r reg log --since 31
expect_out <<'T'
    32  DATE-IN-SECONDS-ZZZZ  tester      upgrade    registry  format_version 1 -> 2
    33  DATE-IN-SECONDS-ZZZZ  tester      upgrade    registry  format_version 2 -> 3
    34  DATE-IN-SECONDS-ZZZZ  tester      upgrade    registry  format_version 3 -> 4
    35  DATE-IN-SECONDS-ZZZZ  tester      update     registry  mutable_description false -> true
T
ok -r reg log --verify
for file in mean.npy saved_model.pb variables.index variables.data-00000-of-00001; do
    ok -r reg cat 1 $file
done
run -r reg upgrade now
expect_status 2
finish
