#!/usr/bin/env bash
# Ctrl-C while a big model is being stored: exit status 130, and the registry is as it was.
#
# The signal is sent when the staging folder has something in it; the model is 16 GiB of holes, so that there are still
# seconds of hashing to go then, and no sleep is needed.
. "$(dirname "$0")/lib.sh"
need truncate
env --default-signal=INT true 2>/dev/null || skip 'env has no --default-signal'

make_model model
truncate -s 16G model/variables/variables.data-00000-of-00001 2>/dev/null || skip 'no sparse files here'
description digits >network.json
ok -r reg init
ok -r reg ls

# A shell starts what runs in the background with SIGINT ignored, and what is ignored the command leaves so.
env --default-signal=INT "$nnreg" -r reg add network.json model >.out 2>.err &
child=$!
title='nnreg add, interrupted'
while [ -z "$(find reg/staging -type f -print -quit 2>/dev/null)" ] && kill -0 "$child" 2>/dev/null; do
    :
done
kill -INT "$child"
status=0
wait "$child" || status=$?
expect_status 130
expect_no_out
expect_err <<'T'
nnreg: interrupted
T
[ -z "$(find reg/staging reg/blobs -type f)" ] || wrong 'files are left'
ok -r reg -q ls
expect_silence

# What nobody reads ends by a signal, too, once its bytes are being written.
make_model large --labels 20000
ok -r cats init
ok -r cats add network.json large
mkfifo slow
env --default-signal=INT,TERM "$nnreg" -r cats cat 1 variables.data-00000-of-00001 >slow 2>.err &
child=$!
exec 8<slow
title='nnreg cat, whose reader stops'
head -c 1 <&8 >.out
kill -TERM "$child"
status=0
wait "$child" || status=$?
exec 8<&-
expect_status 143

# No id was used up.
rm -rf model
make_model model
ok -r reg add network.json model
expect_out <<'T'
1
T

finish
