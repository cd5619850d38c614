#!/usr/bin/env bash
# A field's key is spelt out in its row (lib/records/*.c) and nowhere else: who needs it in lib asks by the member
# (NNREG_FIELD, NNREG_KEY), so that a misspelt one does not compile, and the command has one file of constants
# (tools/field_keys.h), which are held against the rows here. Words that are keys by chance are listed below, with the
# reason; a line of the list that excuses nothing fails, too.
set -u

source_dir=${NNREG_SOURCE_DIR:?}
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
failed=0

cd "$source_dir" || exit 99

# Which files may say which words, in lines with what, and why (extended regular expressions, each of the whole but for
# the line's, which is found anywhere in it; . is any line).
cat >"$work/exceptions" <<'TABLE'
lib/(codec/json_schema(_values)?|check/finding_json)\.c   description|object|format  nnreg_schema_pair           keywords and types of JSON Schema
lib/codec/json_mistake\.c                 object                     nnreg_json_cut_short        a word of a message
lib/base/findings\.c                      error                      NNREG_SEVERITY_ERROR        a severity
lib/tensorflow/judge_tensors\.c           inputs|outputs             outputs[ ]?\?               words of a message
lib/tensorflow/judge_keras\.c             name                       nnreg_json_member            a member of the JSON of Keras
lib/[a-z]+/savedmodel_fields\.c           name|description|size|inputs|outputs|versions   (TEXT|SKIP|TAKE|MESSAGE)\(   fields of protobuf messages
lib/(judge/inspection|tensorflow/inspect_[a-z]+)\.c   files|name|size|tensors|inputs|outputs   put_           members of the report of nnreg_inspect
tools/inspect_[a-z]+\.c                   name|size|tensors|inputs|outputs   .                    members of the report of nnreg_inspect
tools/[a-z_]+\.[ch]                       [a-z_]+                    ^[^"]*\{?"[a-z-]+",[ ](0|'.'),   a row of a table of options
tools/[a-z_]+\.[ch]                       [a-z_]+                    run_(text|given)\(run,       an option
tools/diff(_facts)?\.c                    files|name|tensors|inputs|outputs   .                members of the report of nnreg_inspect, and sections
tools/cmd_tensors\.c                      tensors                    (json_out_|\.name[ ]=)        a command, and what it lists
tools/commands\.c                         tensors                    layers                       a command
tools/list_query\.c                       since                      read_time\(                   an option
tools/change\.c                           name|description|status|error   "--[a-z]+",[ ]KEY_      an option
tools/cmd_files\.c                        files                      \.name[ ]=                  a command
tools/cmd_help\.c                         name                       (row|command)->name         of an option or a command
tools/(cmd_rules|format_sarif)\.c         id                         (rule->id|setting->rule)    of a rule
tools/(log_verify|format_json|report)\.c  error|status               json_out_                   a failure in the command's output
tools/format_json\.c                      outputs                    json_out_                   what a check tells of outputs
tools/findings_text\.c                    error                      add_count                   a severity
tools/(format_json|check_severities)\.c  description             operands                    the operand of nnreg check
tools/format_github\.c                    error                      .                            a workflow command
tools/format_gitlab\.c                    description                json_out_                   of Code Quality
tools/format_junit\.c                     name|error                 add_(attribute|element)     XML of JUnit
tools/format_sarif\.c                     name|error|id|status|description  (json_out_|add_text\()  of SARIF
tools/cmd_stat\.c                         files|networks|specs|versions   add_(plural|name)\(    a word of the text
tools/completion\.c                       networks|specs|versions|format   [{]"(ID|NAME|FORMAT)[^"]*",   what is completed
tools/(cmd_backup|backup_verify)\.c       networks                   json_out_                   of what a backup has
tools/removal\.c                          files|networks|specs|versions   total->                how many went
lib/bundle/file_signature\.c              versions                   .                           a field of a protobuf message
lib/store/keys\.h                         networks|specs|versions    X\(                         tables of the store
lib/registry/settings\.h                  format_version|features    NNREG_SETTING_              keys of settings
tools/cmd_schema\.c                       object                     "-object"                    an option
tools/cmd_init\.c                         format_version             json_out_                   of the registry
tools/kind\.c                             networks|specs|versions    [.]plural                   the word of a kind
tools/httpd/(routes|kinds)\.c             specs|versions             [{]"|/public"                 paths
tools/httpd/page(_lists)?\.c              networks|specs|name        listed|order|/specs   paths, words and parameters of pages
tools/httpd/events\.c                     since|format               strcmp|refuse\(|uri_value   parameters of a path
tools/httpd/answer\.c                     error                      nnreg_document_key           a member of answers
tools/httpd/(openapi|service)\.c           slug|name|since|format|error|description|id|status|version|networks   .  words of OpenAPI, of paths and of JSON that is the server's own
tools/http/multipart\.c                   name                       .                            a parameter of RFC 7578
tools/http/log\.c                         status                     microseconds|target           a member of a line of the log
TABLE

sed -nE 's/.*\.key = "([a-z0-9_]+)".*/\1/p' lib/records/*.c | LC_ALL=C sort -u >"$work/keys"
[ "$(wc -l <"$work/keys")" -ge 60 ] || { echo "FAIL: the rows of lib/records have too few keys" && failed=1; }

# String literals as lines of "FILE:LINE<tab>LITERAL<tab>the line", without those in comments and of #include.
find lib tools -name '*.[ch]' ! -path 'lib/records/*' | LC_ALL=C sort >"$work/files"
xargs awk '
    FNR == 1 { comment = 0 }
    /^ *# *include/ { next }
    {
        line = $0
        for (i = 1; i <= length(line); i++) {
            c = substr(line, i, 1)
            if (comment) {
                if (substr(line, i, 2) == "*/") { comment = 0; i++ }
            } else if (substr(line, i, 2) == "/*") {
                comment = 1
                i++
            } else if (c == "\047") {
                i += substr(line, i + 1, 1) == "\\" ? 3 : 2
            } else if (c == "\"") {
                start = ++i
                while (i <= length(line) && substr(line, i, 1) != "\"")
                    i += substr(line, i, 1) == "\\" ? 2 : 1
                print FILENAME ":" FNR "\t" substr(line, start, i - start) "\t" line
            }
        }
    }' <"$work/files" >"$work/literals"
[ "$(wc -l <"$work/literals")" -ge 2000 ] || { echo "FAIL: too few literals were found" && failed=1; }

awk -F '\t' -v keys="$work/keys" -v exceptions="$work/exceptions" '
    BEGIN {
        while ((getline row < keys) > 0)
            key[row] = 1
        while ((getline row < exceptions) > 0) {
            split(row, column, /  +/)
            file[++rows] = "^(" column[1] ")$"
            word[rows] = "^(" column[2] ")$"
            seen_in[rows] = column[3]
            text[rows] = row
        }
    }
    {
        name = $1
        sub(/:[0-9]*$/, "", name)
        # A JSON Pointer is spelt out in the same way: each step of one is a key. So is a member that is written by hand.
        count = 2
        step[2] = $2
        if ($2 ~ /^\//)
            count = split($2, step, "/")
        else if (match($2, /\\"[a-z0-9_]+\\": ?%/))
            step[2] = substr($2, RSTART + 2, index(substr($2, RSTART + 2), "\\") - 1)
        for (s = 2; s <= count; s++) {
            if (!(step[s] in key))
                continue
            if (name == "tools/field_keys.h") {
                constants++
                continue
            }
            excused = 0
            for (i = 1; i <= rows; i++)
                if (name ~ file[i] && step[s] ~ word[i] && $3 ~ seen_in[i]) {
                    used[i] = excused = 1
                    break
                }
            if (!excused) {
                print "FAIL: " $1 ": \"" $2 "\" spells out the key of a field"
                failures++
            }
        }
    }
    END {
        for (i = 1; i <= rows; i++)
            if (!used[i]) {
                print "FAIL: nothing is excused by: " text[i]
                failures++
            }
        print constants + 0 " constants of the command, " rows " exceptions"
        exit failures > 0 || constants == 0 || rows == 0
    }' "$work/literals" || failed=1

# Each constant of the command is a key, is called by it, and is used.
sed -nE 's/^#define KEY_([A-Z0-9_]+) +"(.*)"$/\1 \2/p' tools/field_keys.h >"$work/constants"
[ "$(wc -l <"$work/constants")" -eq "$(grep -c 'define KEY_' tools/field_keys.h)" ] ||
    { echo "FAIL: tools/field_keys.h has a constant in another form" && failed=1; }
while read -r name value; do
    grep -qxF "$value" "$work/keys" || { echo "FAIL: KEY_$name is \"$value\", which is no key" && failed=1; }
    [ "${name,,}" = "$value" ] || { echo "FAIL: KEY_$name is called otherwise than its key \"$value\"" && failed=1; }
    grep -qwE "KEY_$name" tools/*.c tools/update_text.h || { echo "FAIL: KEY_$name is not used" && failed=1; }
done <"$work/constants"

exit $failed
