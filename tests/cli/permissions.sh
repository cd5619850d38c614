#!/usr/bin/env bash
# What doc/PERMISSIONS.md tells: two users of a group, one who makes mistakes with the umask, and one who may only read. As root
# the users are real ones, by number; else there is only who may read: the person who runs this, on a registry nobody can write to.
build_dir=$(cd "${NNREG_BUILD_DIR:?}" && pwd) || exit 1
. "$(dirname "$0")/lib.sh"

make_model model
make_model other-model --labels 7
make_model third-model --labels 9
make_model fourth-model --labels 11
description digits >network.json

# ---------------------------------------------------------------------------------------------- who may only read
if [ "$(id -u)" != 0 ]; then
    ok -r reg init
    ok -r reg add network.json model
    chmod -R a-w reg
    ok -r reg ls
    ok -r reg fsck
    ok -r reg checkout 1 "$work/served"
    run -r reg set 1 --name other
    expect_status 4
    expect_no_out
    expect_err <<T
nnreg: cannot open "$work/reg/data.mdb": permission denied; it may be read, and not written to
T
    ok -r reg backup saved
    ok -r saved show 1
    chmod -R u+w reg
    ok -r reg set 1 --name other
    echo 'not tried: several users, for which it takes root'
    finish
    exit
fi

# --------------------------------------------------------------------------------------------------- several users
need setpriv
ann=61501 bob=61502 eve=61503 group=61600

# The command as others can run it, who need not be able to enter the build's folder.
chmod 755 . && mkdir bin && cp "$build_dir/.libs/nnreg" bin/ 2>/dev/null || cp "$nnreg" bin/ || exit 1
! ls "$build_dir"/.libs/libnnreg.so.* >/dev/null 2>&1 || cp -P "$build_dir"/.libs/libnnreg.so.* bin/
chmod -R a+rX ./*model network.json bin
LD_LIBRARY_PATH=$work/bin
mkdir -m 777 counts # where these users can write what a build that counts has them write
export LD_LIBRARY_PATH

# as USER UMASK ARGUMENT...: runs nnreg as one of them. Only eve is not of the group.
as() {
    user=$1
    mask=$2
    shift 2
    groups=$group
    [ "$user" != $eve ] || groups=$eve
    title="as $user with umask $mask: nnreg $*"
    status=0
    (umask "$mask" && export GCOV_PREFIX="$work/counts/$user" && exec setpriv --reuid "$user" --regid "$user" --groups "$groups" "$work/bin/nnreg" "$@") \
        >.out 2>.err || status=$?
}

# denied STATUS TEXT: it failed so, and told where, and why.
denied() {
    expect_status "$1"
    expect_no_out
    grep -qF "$2" .err || wrong "it says: $(cat .err)"
}

# shared NAME MODE: a folder of the group's.
shared() {
    mkdir "$1" && chgrp $group "$1" && chmod "$2" "$1" || exit 1
}

as $eve 022 --version
[ "$status" = 0 ] || skip "another user cannot run the command in $work: $(cat .err)"

shared reg 2775
as $ann 002 -r reg init
expect_status 0
as $ann 002 -r reg add network.json model
expect_status 0
as $bob 002 -r reg add network.json other-model
expect_status 0
as $bob 002 -r reg rm 1
expect_status 0
[ ! -s .err ] || wrong "it says: $(cat .err)"
as $ann 002 -r reg rm 2
expect_status 0
[ -z "$(find reg/blobs -type f)" ] || wrong "files stay: $(find reg/blobs -type f)"
as $bob 002 -r reg compact
expect_status 0
[ "$(stat -c %g:%a reg/data.mdb)" = $group:664 ] || wrong "data.mdb is $(stat -c %g:%a reg/data.mdb)"
as $ann 002 -r reg add network.json model
expect_status 0

# Who may read needs no more.
for command in 'ls' 'show 3' 'files 3' 'log' 'stat' 'fsck'; do
    # shellcheck disable=SC2086
    as $eve 022 -r reg $command
    expect_status 0
done
shared served 777
as $eve 022 -r reg checkout 3 "$work/served/by-eve"
expect_status 0
cmp -s model/saved_model.pb served/by-eve/saved_model.pb || wrong 'the folder is not what was put in'
as $eve 022 -r reg set 3 --name other
denied 4 "cannot open \"$work/reg/data.mdb\": permission denied"
as $eve 022 -r reg gc
denied 4 "cannot open \"$work/reg/data.mdb\": permission denied"
as $eve 022 -r reg backup "$work/served/backup"
expect_status 0
as $eve 022 backup --verify "$work/served/backup"
expect_status 0

# Hard links are for who has stored the file, where the system is strict.
as $ann 002 -r reg checkout 3 "$work/served/by-ann" --link
expect_status 0
as $bob 002 -r reg checkout 3 "$work/served/by-bob" --link
if [ "$(cat /proc/sys/fs/protected_hardlinks 2>/dev/null)" = 1 ]; then
    denied 4 'the system does not permit it'
else
    expect_status 0
fi

# A umask of 022 later: what the others delete stays until the owner looks.
as $ann 022 -r reg add network.json fourth-model
expect_status 0
as $bob 002 -r reg rm 4
expect_status 0
grep -q 'warning: .* stay on the disk: cannot remove .*: permission denied' .err || wrong "it says: $(cat .err)"
as $bob 002 -r reg stat --json
expect_json 'd["trash_files"] > 0' True
as $bob 002 -r reg gc
expect_status 4
as $ann 002 -r reg gc
expect_status 0
as $bob 002 -r reg stat --json
expect_json 'd["trash_files"]' 0

# A umask of 077: the others cannot read these.
as $ann 077 -r reg add network.json third-model
expect_status 0
as $bob 002 -r reg cat 5 saved_model.pb
denied 4 ': permission denied'
grep -q "cannot open \"$work/reg/blobs/" .err || wrong "it says: $(cat .err)"
as $bob 002 -r reg fsck
expect_status 4

# What the page says mends it.
title='mending'
chgrp -R $group reg
find reg -type d -exec chmod g+rwxs {} +
find reg -type f ! -path '*/blobs/*' -exec chmod g+rw {} +
find reg/blobs -type f -exec chmod g+r {} +
as $bob 002 -r reg fsck
expect_status 0
as $bob 002 -r reg rm 5
expect_status 0
[ ! -s .err ] || wrong "it says: $(cat .err)"

# Made with a umask of 022, or without the setgid bit: readable, not writable.
shared masked 2775
as $ann 022 -r masked init
expect_status 0
shared plain 0775
chown $ann plain
as $ann 002 -r plain init
expect_status 0
for registry in masked plain; do
    as $bob 002 -r $registry ls
    expect_status 0
    as $bob 002 -r $registry add network.json model
    denied 4 "cannot open \"$work/$registry/data.mdb\": permission denied"
    as $bob 002 --json -r $registry add network.json model
    expect_json 'd["error"]["status"]' 'read-only'
done

# Closed: told from one that is not there.
shared closed 2770
as $ann 007 -r closed init
expect_status 0
as $bob 007 -r closed ls
expect_status 0
as $eve 022 -r closed ls
denied 4 'cannot open the folder "closed": permission denied'
as $eve 022 -r nowhere ls
denied 3 'no registry in "nowhere"'

finish
