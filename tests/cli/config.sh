#!/usr/bin/env bash
# config: what a registry allows, changed while it is in use, and told in the history. What it was refused for names it.
. "$(dirname "$0")/lib.sh"

make_model model
description digits >network.json
ok -r reg init
ok -r reg add network.json model
ok -r reg config
expect_out <<'T'
mutable-description  off
T
ok -r reg --json config
expect_out <<'T'
{"mutable_description":false}
T

# Refused, with the way out; after that it works.
run -r reg set 1 --description later
expect_status 1
expect_err <<'T'
--description: error: description cannot be changed after the network was registered [immutable]
      = hint: let the registry allow it (nnreg config mutable-description on), or register a new network with it
1 error
T
ok -r reg config mutable-description on
expect_no_out
[ ! -s .err ] || wrong "said: $(cat .err)"
ok -r reg set 1 --description later
ok -r reg config mutable-description
expect_out <<'T'
on
T
ok -r reg config mutable-description on # so it is: no event
ok -r reg --json config mutable-description off
expect_out <<'T'
{"mutable_description":false}
T
run -r reg set 1 --description 'too late'
expect_status 1
ok -r reg log --since 2
expect_out <<'T'
     3  DATE-IN-SECONDS-ZZZZ  tester      update     registry  mutable_description false -> true
     4  DATE-IN-SECONDS-ZZZZ  tester      update     network 1  description "" -> "later"
     5  DATE-IN-SECONDS-ZZZZ  tester      update     registry  mutable_description true -> false
T

run -r reg config colour
expect_status 2
expect_err <<'T'
nnreg: config: there is no setting "colour", only mutable-description
usage: nnreg config [mutable-description [on|off]]
try: nnreg help config
T
run -r reg config mutable-description yes
expect_status 2
expect_err <<'T'
nnreg: config: mutable-description is "on" or "off", not "yes"
usage: nnreg config [mutable-description [on|off]]
try: nnreg help config
T
run -r nowhere config
expect_status 3
finish
