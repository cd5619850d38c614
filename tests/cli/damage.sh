#!/usr/bin/env bash
# Stored files that were damaged on the disk: told, not given out, and healed by a good copy, which the history tells.
. "$(dirname "$0")/lib.sh"

make_model model --labels 10
description digits >network.json
ok -r reg init
ok -r reg add network.json model
ok -r reg add network.json model
sum=$(sha256sum model/saved_model.pb | cut -d' ' -f1)
blob=blobs/$(printf %s "$sum" | cut -c1-2)/$(printf %s "$sum" | cut -c3-)
[ -f "reg/$blob" ] || wrong "there is no reg/$blob"
cp "reg/$blob" sound

# One byte, the size kept.
alter() {
    chmod u+w "reg/$blob"
    printf '\252' | dd of="reg/$blob" bs=1 seek=20 conv=notrunc 2>/dev/null
    chmod a-w "reg/$blob"
}
alter
damaged=$(sha256sum "reg/$blob" | cut -d' ' -f1)
[ "$damaged" != "$sum" ] || wrong 'the byte was that one already'
run -r reg cat 1 saved_model.pb
expect_status 4
expect_no_out
expect_err <<T
nnreg: registry "WORK/reg": "saved_model.pb" of network 1 is damaged: "$blob" has the SHA-256 $damaged instead of $sum; add a good copy again: it takes its place
T
ok -r reg cat 1 saved_model.pb --no-verify
cmp -s .out "reg/$blob" || wrong 'what is left is not what it gives out'
ok -r reg cat 1 variables/variables.index

# From then on it is known.
ok -r reg files 2
sed -E 's/  +/ /g; s/[0-9a-f]{64}/SHA256/' .out >marked
cat >wanted <<'T'
NAME SIZE SHA256 DAMAGED
saved_model.pb 9714 SHA256 other bytes
variables.data-00000-of-00001 1256 SHA256 -
variables.index 236 SHA256 -
T
expect_same wanted marked 'the mark of files'
ok -r reg --json files 2
grep -qF "\"sha256\":\"$sum\",\"damaged\":\"other bytes\"}" .out || wrong "said: $(cat .out)"
[ "$(grep -o '"damaged":null' .out | wc -l)" -eq 2 ] || wrong "said: $(cat .out)"
ok -r reg show 1
grep -q 'saved_model.pb (9.5 KiB), damaged: other bytes$' .out || wrong "said: $(cat .out)"
ok -r reg ls
grep -q '^nnreg: 1 damaged file, of networks 1, 2 (nnreg files ID tells which)$' .err || wrong "said: $(cat .err)"
ok -r reg stat
[ "$(head -n 1 .out)" = '1 stored file is damaged: nnreg ls names the networks; add a good copy again' ] || wrong "said: $(cat .out)"

# A good copy heals it, for all networks that have it.
ok -r reg add network.json model
expect_out <<'T'
3
T
for id in 1 2 3; do
    ok -r reg cat $id saved_model.pb
    cmp -s .out sound || wrong "network $id has not got the good copy"
done
ok -r reg log --since 4
expect_out <<T
     5  DATE-IN-SECONDS-ZZZZ  tester      damage     network 1  file saved_model.pb is damaged (other bytes in the place of sha256 $sum)
     6  DATE-IN-SECONDS-ZZZZ  tester      damage     network 2  file saved_model.pb is damaged (other bytes in the place of sha256 $sum)
     7  DATE-IN-SECONDS-ZZZZ  tester      create     network 3  name "digits"
     8  DATE-IN-SECONDS-ZZZZ  tester      create     task 3  network_id 3, status "pending"
     9  DATE-IN-SECONDS-ZZZZ  tester      heal       network 1  file saved_model.pb was damaged (other bytes in the place of sha256 $sum), replaced by the copy of network 3
    10  DATE-IN-SECONDS-ZZZZ  tester      heal       network 2  file saved_model.pb was damaged (other bytes in the place of sha256 $sum), replaced by the copy of network 3
T
ok -r reg log --verify
grep -q '^ok, 10 events' .out || wrong "said: $(cat .out)"

# What is no file at all there.
for what in 'rm' 'rm mkdir' 'rm mkfifo' 'rm link'; do
    for step in $what; do
        case $step in
        rm) rm -f "reg/$blob" ;;
        mkdir) mkdir "reg/$blob" ;;
        mkfifo) mkfifo "reg/$blob" ;;
        link) ln -s "$work/sound" "reg/$blob" ;;
        esac
    done
    for how in '' --no-verify; do
        run -r reg cat 1 saved_model.pb $how
        expect_status 4
        expect_no_out
        grep -q "^nnreg: registry \"$work/reg\": \"saved_model.pb\" of network 1 is damaged: \"$blob\" is .*: it takes its place\$" .err ||
            wrong "$what: said: $(cat .err)"
    done
    ok -r reg add network.json model
    ok -r reg cat 1 saved_model.pb
    cmp -s .out sound || wrong "$what: it is not healed"
done
run -r reg cat 1 no-such-file
expect_status 3

# A damaged record of the task is no reason to leave its status out; nor is a name believed that nobody has given.
cp -r reg altered
for damage in 'pending qending task' 'digits digitz network'; do
    # shellcheck disable=SC2086 # words
    set -- $damage
    LC_ALL=C sed "s/$1/$2/g" <reg/data.mdb >altered/data.mdb
    run -r altered show 1
    expect_status 4
    expect_no_out
    expect_err <<T
nnreg: registry "WORK/altered": $3 1 cannot be read: a stored record has changed: its checksum differs
T
    run -r altered fsck
    expect_status 4
    grep -q "$3 1 cannot be read: a stored record has changed: its checksum differs" .out .err || wrong "said: $(cat .out .err)"
done

# Nobody gave the path of the data file: what is in its place is no wrong argument.
for what in ln mkfifo; do
    rm -f altered/data.mdb
    case $what in
    ln) ln -s ../reg/data.mdb altered/data.mdb ;;
    mkfifo) mkfifo altered/data.mdb ;;
    esac
    for command in ls init; do
        run -r altered $command
        expect_status 4
        grep -q "^nnreg: .*\"$work/altered/data.mdb\" is .*, not a regular file\$" .err || wrong "$what: said: $(cat .err)"
    done
done

# A damaged file goes with its last network like any other.
alter
ok -r reg rm 1 2 3 4 5 6 7
[ ! -e "reg/$blob" ] || wrong 'the damaged file is still there'

# The pages of data.mdb: looked at when they were touched since the last close, and when it is asked for.
ok -r pages init
ok -r pages --check-store ls
[ -f pages/closed ] || wrong 'there is no mark of a good end'
dd if=/dev/zero of=pages/data.mdb bs=4096 seek=3 count=1 conv=notrunc 2>/dev/null
for command in ls 'ls --check-store' 'log --verify' 'show 1' 'init'; do
    run -r pages $command
    expect_status 4
    expect_no_out
    grep -q "^nnreg: registry \"$work/pages\": data.mdb is damaged: page 3 (at byte 12288), of the table " .err ||
        wrong "$command: said: $(cat .err)"
done

# What to do about a store that nothing can mend stands behind it.
ok -r lost init
cp lost/data.mdb whole.mdb
for damage in 'truncate -s 8192' 'truncate -s 0' 'cp network.json' rm; do
    cp whole.mdb lost/data.mdb
    $damage lost/data.mdb
    for command in '-r lost ls' '-r lost add network.json model' '-r lost fsck --repair' 'backup --verify lost'; do
        run $command
        expect_status 4
        grep -q '; put data.mdb back from a backup$' .err ||
            wrong "$damage: $command: said: $(cat .err)"
    done
done

# What is missing is not made anew.
ok -r parts init
ok -r parts add network.json model
for part in data.mdb blobs; do
    mv "parts/$part" kept
    [ "$part" = data.mdb ] && init=init || init= # beside data.mdb, init says that there is one
    for command in ls $init 'add network.json model'; do
        run -r parts $command
        expect_status 4
        grep -q "^nnreg: registry \"$work/parts\": " .err || wrong "$command without $part: said: $(cat .err)"
        [ ! -e "parts/$part" ] || wrong "$command made $part anew"
    done
    mv kept "parts/$part"
done
ok -r parts show 1

# One network is told as one.
chmod u+w "parts/$blob"
printf '\252' | dd of="parts/$blob" bs=1 seek=20 conv=notrunc 2>/dev/null
run -r parts cat 1 saved_model.pb
expect_status 4
ok -r parts ls
grep -q '^nnreg: 1 damaged file, of network 1 (nnreg files ID tells which)$' .err || wrong "said: $(cat .err)"

finish
