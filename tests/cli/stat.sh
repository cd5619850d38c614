#!/usr/bin/env bash
# stat: what there is, and what is wrong first; as text, as JSON, and as metrics that a collector can read.
. "$(dirname "$0")/lib.sh"

# What depends on the page size and the machine, and the time.
plain() {
    sed -E 's/^(store +).*/\1STORE/; s/^(readers +).*/\1READERS/' .out
}

make_model model
description digits >network.json
ok -r reg init
ok -r reg stat
plain >empty
cat >wanted <<'T'
networks   0, 0 of them public
specs      0, 0 of them public
versions   0
tasks      0
files      0 files in 0 stored ones, 0 B; sharing saves 0 B
trash      0 files
staging    0 sessions
history    0 events
store      STORE
readers    READERS
settings   format version 4, mutable-description off
T
expect_same wanted empty 'an empty registry'

ok -r reg add network.json model
ok -r reg add network.json model
ok -r reg publish 2 digits
ok -r reg --json stat
for part in '"networks": 2,' '"public_networks": 1,' '"tasks": 2,' '"files": 6,' '"stored_files": 3,' '"damaged_files": 0,' \
    '"upgrade_due": false,' '"last_event": 5,' '"open_readers": ['; do
    grep -qF -- "$part" .out || wrong "$part is not in: $(cat .out)"
done
used=$(sed -E 's/.*"used_bytes": ([0-9]+).*/\1/' .out) stored=$(sed -E 's/.*"stored_bytes": ([0-9]+).*/\1/' .out)
[ "$used" = $((2 * stored)) ] || wrong "used $used, stored $stored"
[ "$stored" = "$(find reg/blobs -type f -exec cat {} + | wc -c | tr -d ' ')" ] || wrong "$stored bytes are stored"

# A file that is missing is told first.
sum=$(sha256sum model/saved_model.pb | cut -d' ' -f1)
blob=reg/blobs/$(printf %s "$sum" | cut -c1-2)/$(printf %s "$sum" | cut -c3-)
mv "$blob" away
ok -r reg stat
head -n 2 .out >first
cat >wanted <<'T'
1 stored file is missing: nnreg fsck names the networks; add a good copy again

T
expect_same wanted first 'what is told first'
mv away "$blob"

# A process that stays at an old state is told, with what it keeps and since when. (It is stopped by a pipe.)
actor=${NNREG_BUILD_DIR:-}/tests/faults/actor
if [ -x "$actor" ]; then
    mkfifo told answers
    "$actor" "$work" "$work/reg" open hold <told >answers &
    exec 8>told 9<answers
    read -r _ <&9
    read -r _ <&9
    i=0
    while [ $i -lt 100 ]; do
        ok -r reg set 1 --name "digits $i"
        i=$((i + 1))
    done
    ok -r reg stat
    head -n 1 .out | grep -Eq "^process $! reads a state that is 100 commits old: .* of the store cannot be used again until it is done, and the store grows instead; begun after .* and before .*" ||
        wrong "the old reader is not told first: $(cat .out)"
    grep -Eq "^ +process $!: commit [0-9]+, 100 commits behind, keeps .*, begun after .* and before " .out ||
        wrong "the old reader is not listed: $(cat .out)"
    ok -r reg stat --metrics
    grep -Eq '^nnreg_reader_pinned_bytes [1-9][0-9]+$' .out || wrong "nothing is kept: $(cat .out)"
    exec 8>&- 9<&-
    wait $!
    ok -r reg stat
    grep -q 'behind' .out && wrong "it has gone: $(cat .out)"
fi

# Every metric has its help and its type before it, once, and a number.
ok -r reg stat --metrics
awk '/^# HELP / { help = $3; next }
    /^# TYPE / { if ($3 != help || seen[$3]++ || ($4 != "gauge" && $4 != "counter")) bad = 1; type = $3; next }
    NF != 2 || $1 != type || $1 !~ /^nnreg_[a-z_]+$/ || $2 !~ /^[0-9]+(\.[0-9]+)?$/ { bad = 1 }
    END { exit bad || NR < 60 }' .out || wrong "no metrics: $(cat .out)"
grep -q '^nnreg_networks 2$' .out || wrong "there are two networks: $(cat .out)"
run -r reg --json stat --metrics
expect_status 2
run -r nowhere stat
expect_status 3
finish
