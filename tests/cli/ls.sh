#!/bin/sh
# ls: a table whose columns line up by what the screen shows, and its pages.
. "$(dirname "$0")/lib.sh"

make_model model
ok -r reg init
combined=$(printf 'e\314\201te') # an accent that takes no column of its own
for name in digits 春の数字 "$combined" four five; do
    description "$name" >network.json
    ok -r reg -q add network.json model
done

# The sizes are the model's, the same in each row: only their column is looked at.
table() {
    sed -E -e '1s/ +SIZE/ SIZE/' -e 's/ +[0-9.]+ [KMG]?i?B/ SIZE/' .out >.sizeless && mv .sizeless .out
}

ok -r reg ls
table
expect_out <<T
ID  NAME      FRAMEWORK       FILES SIZE  UPDATED
 1  digits    tensorflow-1.x      3 SIZE  DATE-IN-SECONDS-ZZZZ
 2  春の数字  tensorflow-1.x      3 SIZE  DATE-IN-SECONDS-ZZZZ
 3  $combined       tensorflow-1.x      3 SIZE  DATE-IN-SECONDS-ZZZZ
 4  four      tensorflow-1.x      3 SIZE  DATE-IN-SECONDS-ZZZZ
 5  five      tensorflow-1.x      3 SIZE  DATE-IN-SECONDS-ZZZZ
T
expect_err <<'T'
nnreg: 5 networks
T

ids() {
    sed 1d .out | awk '{ printf "%s ", $1 }' >.ids
    [ "$(cat .ids)" = "$1" ] || wrong "ids $(cat .ids)instead of $1"
}

ok -r reg ls --limit 2
ids '1 2 '
expect_err <<'T'
nnreg: 2 of 5 networks; the next: --offset 2
T
ok -r reg ls --limit=2 --offset=2
ids '3 4 '
expect_err <<'T'
nnreg: 2 of 5 networks; the next: --offset 4
T
ok -r reg ls -n2 --offset 4
ids '5 '
expect_err <<'T'
nnreg: 1 of 5 networks, the last of them
T
ok -r reg ls --order -id --limit 3
ids '5 4 3 '
ok -r reg ls --offset 5
expect_no_out
expect_err <<'T'
nnreg: none of the 5 networks is behind --offset 5
T
ok -r reg -q ls --limit 2
ids '1 2 '
[ ! -s .err ] || wrong "said: $(cat .err)"

# Deleted ones leave no gap in the pages.
ok -r reg rm 2 3
ok -r reg ls --limit 2
ids '1 4 '
expect_err <<'T'
nnreg: 2 of 3 networks; the next: --offset 2
T

if command -v python3 >/dev/null 2>&1; then
    run --json -r reg ls --limit 1 --offset 1
    expect_document
    expect_json '(d["count"], [n["id"] for n in d["results"]])' '(3, [4])'
    expect_json 'sorted(d["next"].lstrip("?").split("&")), sorted(d["previous"].lstrip("?").split("&"))' \
        "(['limit=1', 'offset=2'], ['limit=1', 'offset=0'])"
fi

finish
