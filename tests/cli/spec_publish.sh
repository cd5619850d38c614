#!/usr/bin/env bash
# spec publish, spec unpublish: a slug names a specification wherever its id does, and what is public neither changes nor goes.
. "$(dirname "$0")/lib.sh"

make_model model
description digits >network.json
specification fruit >spec.json
post_processings >outputs.json
ok -r reg init
ok -r reg add network.json model
ok -r reg spec add spec.json
ok -r reg spec add spec.json

# A network has slugs of its own.
ok -r reg publish 1 fruit-v1
ok -r reg spec publish 1 fruit-v1
expect_silence
ok -r reg spec show fruit-v1
sed -n 1,3p .out >.part && mv .part .out
expect_out <<'T'
id              1
name            fruit
public as       fruit-v1
T
if command -v python3 >/dev/null 2>&1; then
    ok -r reg spec show --json fruit-v1
    expect_json 'd["slug"]' fruit-v1
    ok -r reg spec ls --all --json
    expect_json '[s["slug"] for s in d["results"]]' "['fruit-v1', None]"
    expect_json 'd["count"]' 2
fi
ok -r reg spec publish fruit-v1 fruit-v1
expect_silence

# Versions of it can come and go, and are found by it.
ok -r reg version add outputs.json --spec fruit-v1 --network fruit-v1
expect_out <<'T'
1
T
ok -r reg version ls --spec fruit-v1
sed 1d .out | awk '{ print $1, $2, $3 }' >.part && mv .part .out
expect_out <<'T'
1 1 fruit
T
ok -r reg export --spec fruit-v1 -o by-slug.zip
ok -r reg export --spec 1 -o by-id.zip
expect_same by-slug.zip by-id.zip 'the export by slug is another one'
ok -r reg version rm 1

# It refuses, unless it is made private in the same step.
unpublish_first() {
    expect_status 1
    expect_no_out
    case $1 in
    publish*) more= ;;
    *) more=', or give --unpublish' ;;
    esac
    expect_err <<T
nnreg: spec 1 is public as "fruit-v1": unpublish it first (nnreg spec unpublish 1$more)
T
}
for arguments in 'set fruit-v1 --name other' 'set 1 --current-version none' 'rm fruit-v1' 'rm 2 1' 'rm 1 --dry-run' 'publish 1 another'; do
    # shellcheck disable=SC2086
    run -r reg spec $arguments
    unpublish_first "$arguments"
done
ok -r reg spec show 2
run -r reg spec publish 2 fruit-v1
expect_status 1
expect_err <<'T'
nnreg: spec 1 is public as "fruit-v1" already (nnreg spec publish 2 fruit-v1 --move takes it)
T

# Lists tell what they hide.
ok -r reg spec ls
sed 1d .out | awk '{ print $1, $2 }' >.part && mv .part .out
expect_out <<'T'
2 fruit
T
expect_err <<'T'
nnreg: 1 spec
nnreg: 1 public spec is not shown (--public, or --all)
T
ok -r reg spec ls --public
sed -n '1s/  */ /gp; 2,$p' .out | awk '{ print $1, $2, $NF }' >.part && mv .part .out
expect_out <<'T'
ID NAME AS
1 fruit fruit-v1
T
ok -r reg spec ls --all --outputs
awk '{ print $1, $2, $NF }' .out >.part && mv .part .out
expect_out <<'T'
ID NAME AS
1 fruit fruit-v1
2 fruit -
T
run -r reg spec ls --all --public
expect_status 2

# It moves, and the history tells of both.
ok -r reg spec publish 2 fruit-v1 --move
expect_silence
ok -r reg log --tail 2
expect_out <<'T'
    11  DATE-IN-SECONDS-ZZZZ  tester      unpublish  spec 1  slug "fruit-v1" -> ""
    12  DATE-IN-SECONDS-ZZZZ  tester      publish    spec 2  slug "" -> "fruit-v1"
T
ok -r reg fsck
run -r reg spec unpublish 1 --move
expect_status 2

# Not there.
for arguments in 'spec show nonesuch' 'spec set nonesuch --name x' 'spec rm nonesuch' 'spec unpublish nonesuch' \
    'spec publish nonesuch x' 'version ls --spec nonesuch' 'version add outputs.json --spec nonesuch --network 1' \
    'export --spec nonesuch -o x.zip'; do
    # shellcheck disable=SC2086
    run -r reg $arguments
    expect_status 3
    expect_err <<'T'
nnreg: no spec in "reg" is public as "nonesuch" (see: nnreg spec ls --public)
T
done
run -r reg spec show 'a b'
expect_status 2
grep -q '^nnreg: spec show: "a b" is neither an id (a whole number from 1) nor the slug of a public spec$' .err ||
    wrong "said: $(cat .err)"
run -r reg spec publish 1 Fruit
expect_status 1
grep -q '^nnreg: registry ".*": "Fruit" is no slug: \|^nnreg: "Fruit" is no slug: ' .err || wrong "said: $(cat .err)"
run -r reg spec publish 1 ''
expect_status 2
run -r reg spec publish 3 three
expect_status 3
expect_err <<'T'
nnreg: there is no spec 3 in "reg" (see: nnreg spec ls)
T

# In one step.
ok -r withdrawn init
ok -r withdrawn spec add spec.json
ok -r withdrawn spec publish 1 seen
ok -r withdrawn spec set seen --name other --unpublish
expect_silence
ok -r withdrawn spec publish 1 seen
ok -r withdrawn spec rm seen --unpublish
expect_out <<'T'
removed spec 1 "other"
T
run -r withdrawn version rm 1 --unpublish
expect_status 2

# Private again: several, and none where one is unknown.
run -r reg spec unpublish fruit-v1 9
expect_status 3
ok -r reg spec show fruit-v1
ok -r reg spec publish 1 other
printf 'other\n2\n' >ids
run_with ids --json -r reg spec unpublish -
expect_status 0
expect_out <<'T'
{"results":[{"id":1,"slug":null},{"id":2,"slug":null}]}
T
run --json -r reg spec publish 2 second
expect_status 0
expect_out <<'T'
{"id":2,"slug":"second"}
T
ok -r reg spec set 1 --name other
ok -r reg spec rm 1
run -r reg spec rm second
expect_status 1

# A registry of an older format says so, until it is upgraded.
old=${NNREG_SOURCE_DIR:-$(cd "$(dirname "$0")/../.." && pwd)}/tests/data/registry-1/registry
[ "$(printf '\001\000' | od -An -tu2 | tr -d ' ')" = 1 ] || finish
cp -R "$old" old
chmod -R u+w old
run -r old spec publish 1 fruit
expect_status 4
expect_err <<'T'
nnreg: registry "WORK/old": specs of a registry of format version 1 cannot be public: run `nnreg upgrade`
T
ok -r old spec ls --all
ok -r old upgrade
ok -r old spec publish 1 fruit
ok -r old spec show fruit
finish
