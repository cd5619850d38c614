#!/usr/bin/env bash
# The architecture, as doc/ARCHITECTURE.md draws it: a file includes its own floor and the floors below, and each
# thing that one file is there to keep to itself (malloc, system calls, LMDB, msgpack, libzip, …) stays in it.
set -u

source_dir=${NNREG_SOURCE_DIR:?}
build_dir=${NNREG_BUILD_DIR:?}
read -ra nm <<<"${NNREG_NM:-nm}"
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
failed=0

cd "$source_dir/lib" || exit 99

# System and library headers that belong to some files only: a pattern of headers, one of files. (Who opens folders by
# name needs AT_FDCWD of fcntl.h and nothing else of it, as the symbols below show.)
cat >"$work/headers" <<'TABLE'
lmdb\.h                                              store/kv[a-z_]*\.[ch]
msgpack[a-z_/]*\.h                                   codec/record[a-z_]*\.[ch]
zip\.h                                               store/archive[a-z_]*\.[ch]
(openssl/.*|isa-l.*|crc)\.h                          base/digest\.c
snappy.*\.h                                          inspect/sstable[a-z_]*\.c
fcntl\.h                                             base/fsio[a-z_]*\.c|store/kv[a-z_]*\.c|inspect/bundle[a-z_]*\.c|registry/registry\.c
(dirent|sys/(file|ioctl|mman|stat|statfs|vfs|statvfs)|linux/.*)\.h   base/fsio[a-z_]*\.c|store/kv[a-z_]*\.c
(sys/)?time\.h                                       base/clock\.c
TABLE

# The same by what the object files ask for, which no macro and no header of a header can hide.
cat >"$work/symbols" <<'TABLE'
malloc|calloc|realloc|reallocarray|free|strdup|strndup|asprintf|vasprintf|aligned_alloc|posix_memalign   base/alloc
getline|getdelim|open_memstream|scandir                                                              nothing
open|openat|creat|close|read|pread|write|pwrite|readv|writev|copy_file_range|sendfile|ioctl|flock       base/fsio[a-z_]*
rename|renameat|link|linkat|unlink|unlinkat|remove|mkdir|mkdirat|rmdir|fsync|fdatasync|ftruncate|truncate  base/fsio[a-z_]*
stat|fstat|lstat|fstatat|statfs|fstatfs|statvfs|opendir|fdopendir|readdir|closedir                      base/fsio[a-z_]*
readlink|readlinkat|fopen|fdopen|fread|fwrite|fclose                                                                     base/fsio[a-z_]*
mmap|munmap|mprotect|madvise                                        base/fsio[a-z_]*|store/kv_map
mdb_.*                                                              store/kv[a-z_]*
msgpack_.*                                                          codec/record[a-z_]*
zip_.*                                                              store/archive[a-z_]*
EVP_.*|SHA256.*|crc32_.*                                            base/digest
snappy_.*                                                           inspect/sstable[a-z_]*
time|gettimeofday|clock_gettime|gmtime|gmtime_r|localtime|localtime_r   base/clock
printf|puts|putchar|fprintf|vfprintf|vprintf|fputs|fputc|perror|err|errx|warn|warnx|syslog   nothing
exit|_exit|_Exit|quick_exit|abort|atexit|signal|sigaction|system|popen|fork                  nothing
getenv|secure_getenv|setenv|setlocale|strtok|rand|srand|random|strerror                      nothing
TABLE

# Includes: lines of "FILE:LINE:#include …".
grep -nE '^ *# *include *["<]' -r . --include='*.[ch]' | sed 's|^\./||' >"$work/includes"
awk -v table="$work/headers" '
    BEGIN {
        split("base model codec inspect check store registry", names, " ")
        for (i in names)
            floor[names[i]] = i
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
        own = floor[substr(file, 1, index(file, "/") - 1)]
        match($0, /["<][^">]*/)
        included = substr($0, RSTART + 1, RLENGTH - 1)
        if (own == "")
            fail("is in no folder that is a floor")
        else if (substr($0, RSTART, 1) == "<") {
            for (i = 1; i <= rows; i++)
                if (included ~ headers[i] && file !~ "^(" files[i] ")$")
                    fail("includes <" included ">, which only " files[i] " may")
        } else if (included != "nnreg.h") {
            between++
            theirs = floor[substr(included, 1, index(included, "/") - 1)]
            if (theirs == "")
                fail("includes \"" included "\", which is on no floor (write FLOOR/FILE.h)")
            else if (theirs + 0 > own + 0)
                fail("includes \"" included "\" of a floor above its own")
        }
    }
    END {
        print between + 0 " includes between the floors"
        exit failures > 0 || between == 0
    }' "$work/includes" || failed=1

# The command sees the public interface only.
if grep -nE '^ *# *include *"(base|model|codec|inspect|check|store|registry)/' -r ../tools; then
    echo "FAIL: tools/ includes a file of lib/"
    failed=1
fi

# Symbols: lines of "OBJECT: U NAME"; libtool keeps the shared library's objects in .libs/ beside the others.
# (Those of tests/linear are the library once more, under names of their own.)
find "$build_dir/lib" -name '*.o' ! -path '*/.libs/*' ! -name 'tests_linear_*' >"$work/objects"
[ -s "$work/objects" ] || find "$build_dir/lib" -name '*.o' ! -name 'tests_linear_*' >"$work/objects"
xargs "${nm[@]}" -u -A <"$work/objects" >"$work/undefined"
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
