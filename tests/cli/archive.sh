#!/usr/bin/env bash
# A zip archive where a bundle is taken: told by what is in it, named in findings, and what it holds is kept.
. "$(dirname "$0")/lib.sh"
need python3

make_model model
ok draft model
cp .out network.json

# As a server's folder of versions, deflated and stored; and under a name that says nothing.
cat >pack.py <<'T'
import os, sys, zipfile
how = zipfile.ZIP_STORED if sys.argv[2] == "stored" else zipfile.ZIP_DEFLATED
with zipfile.ZipFile(sys.argv[1], "w", how) as out:
    for folder, _, files in sorted(os.walk("model")):
        for name in sorted(files):
            path = os.path.join(folder, name)
            out.write(path, path.replace("model", "model/1", 1))
    for name in sys.argv[3:]:
        out.writestr(name, b"x")
T
ask pack.py model.zip deflated || wrong "$complaint"
ask pack.py stored stored || wrong "$complaint"
ok check network.json model.zip
expect_out <<'T'
network.json: ok
T
ok check network.json stored
ok draft model.zip
cmp -s .out network.json || wrong 'a draft of the archive is another one than of the folder'

run -r reg init
ok -r reg add network.json model.zip
ok -r reg add network.json stored
ok -r reg add network.json model
for id in 1 2 3; do
    ok -r reg cat "$id" variables.index
    cmp -s .out model/variables/variables.index || wrong "network $id has another index than the folder"
done
[ "$(find reg/blobs -type f | wc -l)" -eq 3 ] || wrong 'the same files are stored more than once'

# What a model lacks is told as of a folder.
ask - <<'T' || wrong "$complaint"
import zipfile
with zipfile.ZipFile("part.zip", "w") as out:
    out.write("model/saved_model.pb", "saved_model.pb")
T
run check network.json part.zip
expect_status 1
expect_err <<'T'
variables.index: error: the graph restores 4 variables, and the bundle has no variable files [bundle.variables-missing]
      = hint: copy the whole folder again, with variables/
1 error
T

run check network.json part.zip part.zip
expect_status 1
holds .err '[bundle.duplicate-file]' || wrong "said: $(cat .err)"

# What packers add is left out.
ask pack.py macos.zip deflated __MACOSX/model/._1 model/.DS_Store || wrong "$complaint"
ok check network.json macos.zip
expect_err <<'T'
.DS_Store: warning: this file is no part of a model; it is not stored [bundle.unknown-file]
      = hint: files of your own go into assets.extra/
__MACOSX: warning: this folder is no part of a model; it is not stored [bundle.unknown-file]
      = hint: files of your own go into assets.extra/
2 warnings
T

# What is wrong with an archive is told of the archive, and all of it at once.
ask - <<'T' || wrong "$complaint"
import zipfile
with zipfile.ZipFile("bad.zip", "w") as out:
    for name in ("../canary", "/canary", "assets/a", "assets/A", "assets/\u001b[2J"):
        out.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), b"x")
T
run check network.json bad.zip
expect_status 1
expect_err <<'T'
bad.zip:0xc6: error: the entry "../canary" has a name that leads out of the archive by ".." [archive.bad-name]
      = hint: unpack it, look at what is there, and pack the folder anew
bad.zip:0xfd: error: the entry "/canary" has a name that is absolute [archive.bad-name]
      = hint: unpack it, look at what is there, and pack the folder anew
bad.zip:0x19e: error: the entry "assets/\x1b[2J" has a name that has a control character [archive.bad-name]
      = hint: unpack it, look at what is there, and pack the folder anew
bad.zip:0x168: error: the entry "assets/A" would be the same file as "assets/a" where case or accents do not count [archive.name-clash]
      = hint: unpack it, look at what is there, and pack the folder anew
4 errors; weights not read
T
[ ! -e canary ] && [ ! -e ../canary ] || wrong 'an archive was unpacked to a path'
run -r reg add network.json bad.zip
expect_status 1
cp model.zip cut.zip
truncate -s -1 cut.zip
run check network.json cut.zip
expect_status 1
grep -q '^cut.zip:0x.* is cut short: .* \[archive.corrupt\]$' .err || wrong 'it is not told that the archive was cut'
cp model.zip more.zip
printf x >>more.zip
run check network.json more.zip
expect_status 1
grep -q '^more.zip:0x.* has 1 bytes behind its end \[archive.trailing-bytes\]$' .err || wrong 'no byte behind the end is told'
# What libzip does not take was made so: another copy of it would be no better.
cp model.zip latin.zip
ask -c 'import zipfile
more = zipfile.ZipInfo("model/1/assets.extra/\u00e4.txt")
more.comment = b"\xe4"
more.compress_type = zipfile.ZIP_DEFLATED
zipfile.ZipFile("latin.zip", "a").writestr(more, "text")' || wrong "$complaint"
for command in 'check network.json' '-r reg add network.json'; do
    # shellcheck disable=SC2086
    run $command latin.zip
    expect_status 1
    grep -A 1 'has a directory that libzip does not take (.*), so that nothing can be unpacked \[archive.corrupt\]$' .err |
        grep -q '= hint: unpack it, look at what is there, and pack the folder anew$' || wrong "$command: said: $(cat .err)"
done
ask -c 'open("empty.zip", "wb").write(b"PK\5\6" + bytes(18))' || wrong "$complaint"
run check network.json empty.zip
expect_status 1
expect_err <<'T'
network.json: error: there is no saved_model.pb and no saved_model.pbtxt in the bundle [bundle.model-missing]
      = hint: give the folder that tf.saved_model.save wrote, or its files
1 error
T

# A name alone is enough to be told what it is not.
echo text >text.zip
run inspect text.zip
expect_status 1
expect_err <<'T'
text.zip:0x5: error: the archive has no end record, so that it is no zip archive, or the front of one [archive.corrupt]
      = hint: copy the archive again from where it was made
1 error
T

# What is no zip archive at all is told what it is: is_told_as FILE HINT.
is_told_as() {
    run inspect "$1"
    expect_status 1
    holds .err "$2" || wrong "said: $(cat .err)"
}
printf 'version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 99\n' >pointer.zip
printf '<!DOCTYPE html>\n<html></html>\n' >page.zip
gzip -c text.zip >gzip.zip
printf '{"a": 1}' >json.zip
is_told_as pointer.zip 'run `git lfs pull` in the repository it came from'
is_told_as page.zip 'it is an HTML page: download the raw file'
is_told_as gzip.zip 'it is a gzip archive (.tar.gz): unpack it, and give the folder'
is_told_as json.zip 'the file looks like JSON text'

finish
