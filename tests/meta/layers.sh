#!/usr/bin/env bash
# The architecture, as doc/ARCHITECTURE.md draws it: a file includes its own floor and those that its floor may see; files of
# a floor do not include each other in a circle, unless they are the parts of one thing, whose first word they share; and
# each thing that one file is there to keep to itself (malloc, system calls, LMDB, msgpack, libzip, …) stays in it.
set -u

source_dir=${NNREG_SOURCE_DIR:?}
build_dir=${NNREG_BUILD_DIR:?}
read -ra nm <<<"${NNREG_NM:-nm}"
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
failed=0

cd "$source_dir/lib" || exit 99

# The floors, and what each may include besides itself.
cat >"$work/floors" <<'TABLE'
base        -
records     base
codec       base records
formats     base
check       base records codec
bundle      base records codec formats check
tensorflow  base records codec formats check bundle
judge       base records codec formats check bundle
store       base
registry    base records codec formats check bundle judge store
TABLE

# Folders within a floor, and who may include what is in them: the folder itself, and the file that chooses it.
cat >"$work/inner" <<'TABLE'
store/lmdb/    store/lmdb/.*|store/defaults\.c
store/files/   store/files/.*|store/defaults\.c
store/shared/  store/shared/.*
store/s3/      store/s3/.*
store/postgresql/  store/postgresql/.*
TABLE

# System and library headers that belong to some files only: a pattern of headers, one of files. (Who opens folders by
# name needs AT_FDCWD of fcntl.h and nothing else of it, as the symbols below show.)
cat >"$work/headers" <<'TABLE'
lmdb\.h                                              store/lmdb/[a-z_]*\.[ch]
msgpack[a-z_/]*\.h                                   codec/record[a-z_]*\.[ch]
zip\.h                                               formats/zip_read\.c
curl/.*\.h                                           store/s3/s3_[a-z_]*\.c
libpq-fe\.h                                          store/postgresql/[a-z_]*\.[ch]
openssl/(crypto|evp)\.h                               base/digest\.c|store/s3/sign\.c
(openssl/sha|openssl/hmac|isa-l.*|crc|isa-l/.*)\.h    base/digest\.c
fcntl\.h                                             base/fsio[a-z_]*\.c|store/lmdb/locks\.c|bundle/bundle[a-z_]*\.c|store/s3/credentials\.c|registry/(registry|checkout_place|backup_target|import|export_verify|export_target)\.c
(dirent|sys/(file|ioctl|mman|stat|statfs|vfs|statvfs)|linux/.*)\.h   base/fsio[a-z_]*\.c|base/news\.c|base/process\.c|store/lmdb/map\.c
(sys/)?time\.h                                       base/clock\.c
strings\.h                                           nothing
TABLE

# The same by what the object files ask for, which no macro and no header of a header can hide.
cat >"$work/symbols" <<'TABLE'
malloc|calloc|realloc|reallocarray|free|strdup|strndup|asprintf|vasprintf|aligned_alloc|posix_memalign   base/alloc
getline|getdelim|open_memstream|scandir                                                              nothing
open|openat|creat|close|read|pread|write|pwrite|readv|writev|copy_file_range|sendfile|ioctl|flock       base/fsio[a-z_]*
rename|renameat|renameat2|link|linkat|unlink|unlinkat|remove|mkdir|mkdirat|rmdir|fsync|fdatasync|ftruncate|truncate  base/fsio[a-z_]*
stat|fstat|lstat|fstatat|statfs|fstatfs|statvfs|opendir|fdopendir|readdir|closedir                      base/fsio[a-z_]*
readlink|readlinkat|fopen|fdopen|fread|fwrite|fclose                                                                     base/fsio[a-z_]*
mmap|munmap|mprotect|madvise                                        base/fsio[a-z_]*|base/process|store/lmdb/map
mdb_.*                                                              store/lmdb/[a-z_]*
msgpack_.*                                                          codec/record[a-z_]*
zip_.*                                                              formats/zip_read
curl_.*                                                             store/s3/s3_[a-z]*
PQ[a-z].*                                                           store/postgresql/[a-z_]*
EVP_Q_mac|HMAC.*|OPENSSL_.*                                         store/s3/sign
EVP_MD.*|EVP_Digest.*|SHA256.*|crc32_.*                             base/digest
pthread_create                                                      base/thread
time|gettimeofday|clock_gettime|gmtime|gmtime_r|localtime|localtime_r   base/clock
printf|puts|putchar|fprintf|vfprintf|vprintf|fputs|fputc|perror|err|errx|warn|warnx|syslog   nothing
exit|_exit|_Exit|quick_exit|abort|atexit|signal|sigaction|system|popen|fork                  nothing
secure_getenv                                                        store/s3/location
getenv|setenv|setlocale|strtok|rand|srand|random|strerror                      nothing
TABLE

# Includes: lines of "FILE:LINE:#include …".
grep -nE '^ *# *include *["<]' -r . --include='*.[ch]' | sed 's|^\./||' >"$work/includes"
awk -v table="$work/headers" -v floors="$work/floors" -v inner="$work/inner" '
    BEGIN {
        while ((getline row < floors) > 0) {
            count = split(row, column, / +/)
            floor[column[1]] = 1
            for (i = 2; i <= count; i++)
                sees[column[1], column[i]] = 1
        }
        while ((getline row < inner) > 0) {
            split(row, column, / +/)
            inside[column[1]] = "^(" column[2] ")$"
        }
        while ((getline row < table) > 0) {
            split(row, column, / +/)
            headers[++rows] = "^(" column[1] ")$"
            files[rows] = column[2]
        }
    }
    function fail(text) { print "FAIL: " place ": " text; failures++ }
    {
        split($0, part, ":")
        file = part[1]
        place = "lib/" file ":" part[2]
        own = substr(file, 1, index(file, "/") - 1)
        match($0, /["<][^">]*/)
        included = substr($0, RSTART + 1, RLENGTH - 1)
        if (!(own in floor))
            fail("is in no folder that is a floor")
        else if (substr($0, RSTART, 1) == "<") {
            for (i = 1; i <= rows; i++)
                if (included ~ headers[i] && file !~ "^(" files[i] ")$")
                    fail("includes <" included ">, which only " files[i] " may")
        } else if (included != "nnreg.h") {
            between++
            theirs = substr(included, 1, index(included, "/") - 1)
            if (!(theirs in floor))
                fail("includes \"" included "\", which is on no floor (write FLOOR/FILE.h)")
            else if (theirs != own && !((own, theirs) in sees))
                fail("includes \"" included "\" of a floor that " own " does not see")
            for (folder in inside)
                if (index(included, folder) == 1 && file !~ inside[folder])
                    fail("includes \"" included "\", which only " inside[folder] " may")
        }
    }
    END {
        print between + 0 " includes between the floors"
        exit failures > 0 || between == 0
    }' "$work/includes" || failed=1

# Circles: a file of a floor and its header are one thing; tsort names what goes round.
sed -nE 's|^([a-z]+)/([a-z0-9_/]+)\.[ch]:[0-9]+: *# *include *"\1/([a-z0-9_/]+)\.h".*|\1/\2 \1/\3|p' "$work/includes" |
    awk 'function thing(path) { sub(/[^\/]*$/, "", path); return path }
         function word(path) { sub(/.*\//, "", path); sub(/_.*/, "", path); return path }
         $1 != $2 && (thing($1) != thing($2) || word($1) != word($2))' |
    sort -u >"$work/peers"
[ -s "$work/peers" ] || { echo 'FAIL: no peers were found' && failed=1; }
if ! tsort "$work/peers" >/dev/null 2>"$work/circles"; then
    sed 's|^tsort: |FAIL: files include each other: |' "$work/circles"
    failed=1
fi

# The command sees the public interface only.
if grep -nE "^ *# *include *\"($(awk '{ printf "%s%s", separator, $1; separator = "|" }' "$work/floors"))/" -r ../tools; then
    echo "FAIL: tools/ includes a file of lib/"
    failed=1
fi

# The floor of HTTP knows no registry: it includes system headers but not the library's, its own files, and of the command those that
# know none either. What embeds the library sees libmicrohttpd through that floor alone: its constants, and no function.
cat >"$work/http" <<'TABLE'
tools/http/[a-z_]+\.[ch]:[0-9]+: *# *include <[a-z0-9_/]+\.h>
tools/http/[a-z_]+\.[ch]:[0-9]+: *# *include "(\.\./(buffer|number)|[a-z_]+)\.h"
tools/(buffer|number)\.[ch]:[0-9]+: *# *include (<[a-z0-9_/]+\.h>|"(buffer|number)\.h")
TABLE
(cd .. && grep -nE '^ *# *include' tools/http/*.[ch] tools/buffer.[ch] tools/number.[ch]) >"$work/http_includes"
if [ "$(wc -l <"$work/http_includes")" -lt 100 ]; then
    echo "FAIL: too few includes were found in tools/http/"
    failed=1
fi
if grep -vxEf "$work/http" "$work/http_includes" || grep -E '[<"/]nnreg\.h' "$work/http_includes"; then
    echo "FAIL: tools/http/ includes what is on no floor below it"
    failed=1
fi
if grep -nE 'microhttpd\.h|MHD_[a-z]' ../tools/httpd/*.[ch]; then
    echo "FAIL: tools/httpd/ calls libmicrohttpd, which only tools/http/ may"
    failed=1
fi

# With --enable-unity no object is of one file; the tarball's tests are of a build without it.
if grep -q '^lib_alone = lib/' "$build_dir/Makefile"; then
    echo 'not tried: what the object files ask for, as this build has one for each folder (--enable-unity)'
    exit $failed
fi

# Symbols: lines of "OBJECT: U NAME"; libtool keeps the shared library's objects in .libs/ beside the others.
# (Those of tests/linear are the library once more, under names of their own.)
find "$build_dir/lib" -name '*.o' ! -path '*/.libs/*' ! -name 'tests_linear_*' >"$work/objects"
[ -s "$work/objects" ] || find "$build_dir/lib" -name '*.o' ! -name 'tests_linear_*' >"$work/objects"
# Objects of sources that were moved since the folder was built say nothing.
while read -r object; do
    source=${object#"$build_dir/lib/"}
    source=${source/.libs\//}
    [ ! -f "${source%.o}.c" ] || echo "$object"
done <"$work/objects" >"$work/present"
xargs "${nm[@]}" -u -A <"$work/present" >"$work/undefined"
awk -v table="$work/symbols" -v prefix="$build_dir/lib/" '
    BEGIN {
        while ((getline row < table) > 0) {
            split(row, column, / +/)
            symbols[++rows] = "^(" column[1] ")$"
            files[rows] = column[2]
        }
    }
    {
        colon = index($0, ".o:")
        file = substr($0, length(prefix) + 1, colon - length(prefix) - 1)
        sub(/\.libs\//, "", file)
        # Without the prefixes and suffixes that fortified and 64-bit libcs add.
        symbol = $NF
        sub(/@.*/, "", symbol)
        if (symbol ~ /^__.*_chk$/) {
            sub(/^__/, "", symbol)
            sub(/_chk$/, "", symbol)
        }
        sub(/^__isoc99_/, "", symbol)
        sub(/64$/, "", symbol)
        objects[file] = 1
        for (i = 1; i <= rows; i++)
            if (symbol ~ symbols[i] && file !~ "^(" files[i] ")$") {
                print "FAIL: lib/" file ".c calls " symbol ", which only " files[i] " may"
                failures++
            }
    }
    END {
        for (object in objects)
            count++
        print NR " uses of symbols in " count + 0 " object files"
        exit failures > 0 || NR == 0
    }' "$work/undefined" || failed=1

exit $failed
