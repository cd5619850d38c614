#!/usr/bin/env bash
# The digest of a network is that of OpenSSF's model signing for the folder that a checkout makes: computed here from that folder
# alone, with the paths in the order that Python's pathlib has them in, as model signing has.
. "$(dirname "$0")/lib.sh"

need python3
cat >root_digest.py <<'P'
import hashlib, pathlib, sys
top = pathlib.Path(sys.argv[1])
paths = sorted(pathlib.PurePosixPath(path.relative_to(top)) for path in top.rglob("*") if path.is_file())
root = hashlib.sha256()
for path in paths:
    root.update(hashlib.sha256((top / path).read_bytes()).digest())
print(root.hexdigest())
P

# Names for which the orders by bytes, by parts and of the record are three: '-' and '.' are less than '/', and "variables/" is
# dropped in the record.
make_model model
mkdir -p model/assets model/assets.extra/deep model/assets/deep
echo a >model/assets/own
echo b >model/assets.extra/own
echo c >model/assets.extra/deep/own
echo d >model/assets/deep/own
echo e >model/assets/deep-own
make_model plain --seed 7
description digits >network.json
ok -r reg init
ok -r reg add network.json model
ok -r reg add network.json plain
ok -r reg add network.json plain

for id in 1 2; do
    ok -r reg checkout "$id" "served-$id"
    ask root_digest.py "served-$id" || wrong "$complaint"
    digest=$said
    ok -r reg show "$id"
    [ "$(sed -n 's/^digest *//p' .out)" = "$digest" ] || wrong "the digest of $id is not $digest: $(cat .out)"
    run --json -r reg show "$id"
    expect_json 'd["digest"]' "$digest"
done

# By hand for one without folders in folders: four names, in the order of sha256sum's lines.
if command -v sha256sum >/dev/null 2>&1 && command -v xxd >/dev/null 2>&1; then
    sum=$(cd served-2 && sha256sum saved_model.pb variables/variables.data-* variables/variables.index | cut -c 1-64 |
        xxd -r -p | sha256sum | cut -c 1-64)
    [ "$sum" = "$digest" ] || wrong "sha256sum has $sum"
fi

ok -r reg ls --digest "$digest"
[ "$(sed 1d .out | awk '{ printf "%s ", $1 }')" = '2 3 ' ] || wrong "found: $(cat .out)"
ok -r reg ls --digest "sha256:$digest" --limit 1
expect_err <<'T'
nnreg: 1 of 2 networks; the next: --offset 1
T
# As sha256sum writes it, not as some other tools do: that is said.
run -r reg ls --digest "${digest^^}"
expect_status 2
holds .err 'is no digest: 64 hexadecimal digits, in lower case' || wrong "said: $(cat .err)"
run -r reg ls --digest 12
expect_status 2
expect_no_out

finish
