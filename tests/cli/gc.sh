#!/usr/bin/env bash
# gc: what nothing needs goes, with its reason; what is unclear stays, and then all of it.
. "$(dirname "$0")/lib.sh"

make_model model
description digits >network.json
ok -r reg init
ok -r reg add network.json model
ok -r reg gc
expect_out <<'T'
nothing to remove
T

garbage() {
    mkdir -p reg/staging/99999-0123456789abcdef reg/blobs/ba
    printf abcd >reg/staging/99999-0123456789abcdef/1
    printf abc >reg/blobs/$orphan
}
orphan=ba/7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad
garbage
printf mine >reg/blobs/notes
cp -r reg before
ok -r reg gc --dry-run
expect_out <<T
left blobs/notes (stray, 4 B): it is none of the registry's
would remove staging/99999-0123456789abcdef (session, 4 B): left by a process that ended before it was done
would remove blobs/$orphan (orphan, 3 B): no network uses it: a create ended before its commit, or data.mdb is of a backup older than it
would remove: 1 orphan, 1 session; 7 B; 1 stray
T
diff -r -x lock.mdb before reg >.diff 2>&1 || wrong "a dry run has changed it: $(cat .diff)"
ok -r reg gc
expect_out <<T
left blobs/notes (stray, 4 B): it is none of the registry's
removed staging/99999-0123456789abcdef (session, 4 B): left by a process that ended before it was done
removed blobs/$orphan (orphan, 3 B): no network uses it: a create ended before its commit, or data.mdb is of a backup older than it
removed: 1 orphan, 1 session; 7 B; 1 stray
T
[ ! -e reg/blobs/$orphan ] || wrong 'the orphan is still there'
garbage
rm reg/blobs/notes
ok -r reg --json gc
expect_document
expect_json '[d[k] for k in ("dry_run", "sessions", "trash", "orphans", "leftovers", "bytes", "stayed", "strays", "files")]' \
    '[False, 1, 0, 1, 0, 7, 0, 0, 4]'
expect_json '[(i["what"], i["bytes"], i["stays"]) for i in d["items"]]' "[('session', 4, False), ('orphan', 3, False)]"

# While a backup keeps the files (flock of blobs/, as doc/RECORDS.md says) a delete leaves them, and so does gc.
if command -v flock >/dev/null 2>&1; then
    title='rm behind a kept lock' status=0
    flock -s reg/blobs "$nnreg" -q -r reg rm 1 >.out 2>.err || status=$?
    expect_status 0
    expect_err <<T
nnreg: warning: 3 files that no network uses stay on the disk: registry "$work/reg": kept for a backup or an export that runs; the next rm, or gc, tries again
T
    title='gc behind a kept lock' status=0
    flock -s reg/blobs "$nnreg" -r reg gc >.out 2>.err || status=$?
    expect_status 0
    tail -n 1 .out >.part && mv .part .out
    expect_out <<'T'
nothing could be removed; 3 stay for now
T
    ok -r reg gc
    tail -n 1 .out | sed 's/; .* [KM]*i*B$/; SIZE/' >.part && mv .part .out
    expect_out <<'T'
removed: 3 files of deleted networks; SIZE
T
    printf abc >reg/blobs/$orphan
    title='gc of one behind a kept lock' status=0
    flock -s reg/blobs "$nnreg" -r reg gc >.out 2>.err || status=$?
    expect_status 0
    tail -n 1 .out >.part && mv .part .out
    expect_out <<'T'
nothing could be removed; 1 stays for now
T
    ok -r reg add network.json model
fi
ok -r reg gc
: >reg/staging/notes
: >reg/staging/more
ok -r reg gc
LC_ALL=C sort .out >.part && mv .part .out
expect_out <<'T'
left staging/more (stray): it is none of the registry's
left staging/notes (stray): it is none of the registry's
nothing to remove; 2 strays
T
rm reg/staging/notes reg/staging/more

# An error is no absence: nothing goes.
garbage
file=$(find reg/blobs -type f ! -name "${orphan#ba/}" | head -n 1)
mv "$file" away
run -r reg gc
expect_status 4
expect_no_out
expect_err <<T
nnreg: registry "$work/reg": "${file#reg/}" is missing, which networks use: nothing is removed from a registry that lost files
T
[ -e reg/blobs/$orphan ] && [ -e reg/staging/99999-0123456789abcdef/1 ] || wrong 'something was removed'
run -r reg --json gc
expect_status 4
expect_document
expect_json '(d["error"]["status"], d["orphans"])' "('the registry is damaged', 0)"
mv away "$file"
ok -r reg gc

run -r nowhere gc
expect_status 3

finish
