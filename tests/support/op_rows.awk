# Makes lib/tensorflow/op_rows.h, the table behind lib/tensorflow/op_table.h, of a history of operations:
#
#     LC_ALL=C awk -f tests/support/op_rows.awk HISTORY > lib/tensorflow/op_rows.h
#
# The history is text, a line for each operation, sorted by name as bytes, with seven columns between tabs; a line that
# begins with # is none:
#
#     name        of the operation
#     histories   "v1", "v2" or "v1+v2": those of TensorFlow's histories that have it
#     stateful    the word, or nothing
#     deprecated  the word, or nothing
#     inputs      arguments, each NAME:TYPE, between spaces
#     outputs     likewise
#     attributes  each NAME:KIND, between spaces; a ? behind it says that there is a default value
#
# The TYPE of an argument is that of an element (DT_FLOAT), "=T" for the type attribute T, or "*T" for one tensor of each
# entry of the list(type) attribute T; "[N]" behind it says that there are as many as the attribute N says, and "ref~" before
# it that it is a reference. A KIND is one of TensorFlow's words (int, float, bool, string, type, shape, tensor, func) or
# list(KIND).
#
# The facts of the committed table are those of tensorflow/core/ops/compat/ops_history_v1 and _v2, the histories in which
# TensorFlow (Apache-2.0) notes each operation of its core that it has released. What ends up here is facts only: names,
# types, numbers.

function fail(what) {
    print FILENAME ":" FNR ": " what > "/dev/stderr"
    failed = 1
    exit 1
}

# Where a word is in op_text.
function word(text) {
    if (!(text in offset)) {
        offset[text] = text_size
        text_size += length(text) + 1
        words[word_count++] = text
    }
    return offset[text]
}

function argument(text,    at, name, type, attr, number, flags) {
    at = index(text, ":")
    if (at < 2)
        fail("no argument: " text)
    name = substr(text, 1, at - 1)
    type = substr(text, at + 1)
    flags = attr = number = ""
    if (sub(/^ref~/, "", type))
        flags = "R"
    if (match(type, /\[[A-Za-z0-9_]+\]$/)) {
        number = substr(type, RSTART + 1, RLENGTH - 2)
        type = substr(type, 1, RSTART - 1)
    }
    if (type ~ /^[=*][A-Za-z0-9_]+$/) {
        attr = substr(type, 2)
        if (substr(type, 1, 1) == "*")
            flags = flags "L"
        type = "INVALID"
    } else if (!sub(/^DT_/, "", type))
        fail("no type: " text)
    return "A(" word(name) ", " type ", " word(attr) ", " word(number) ", " (flags == "" ? 0 : flags) ")"
}

function attribute(text,    at, kind, flags) {
    at = index(text, ":")
    if (at < 2)
        fail("no attribute: " text)
    kind = substr(text, at + 1)
    flags = sub(/\?$/, "", kind) ? "D" : ""
    if (match(kind, /^list\(.*\)$/)) {
        kind = substr(kind, 6, length(kind) - 6)
        flags = flags "L"
    }
    if (index(" int float bool string type shape tensor func ", " " kind " ") == 0)
        fail("no kind of attribute: " text)
    return "K(" word(substr(text, 1, at - 1)) ", " toupper(kind) ", " (flags == "" ? 0 : flags) ")"
}

# Where a run of arguments or attributes is in its array: many operations have the same, which stand there once.
function run(kind, text,    i, count, part) {
    run_length = count = split(text, part, " ")
    if (count > 255)
        fail("too many")
    if (count == 0)
        return 0
    if (!((kind, text) in run_at)) {
        run_at[kind, text] = kind == "A" ? arg_count : attr_count
        for (i = 1; i <= count; i++)
            if (kind == "A")
                args[arg_count++] = argument(part[i])
            else
                attrs[attr_count++] = attribute(part[i])
    }
    return run_at[kind, text]
}

# Items as lines of at most 110 columns.
function put_lines(list, count, indent, before, between, after,    i, line) {
    line = indent before
    for (i = 0; i < count; i++) {
        if (length(line) + length(list[i] between after) > 110) {
            print line after
            line = indent before
        }
        line = line (line == indent before ? "" : substr(between, 1, before == "" ? length(between) : 0)) list[i] \
               (before == "" ? "," : between)
    }
    print line after
}

BEGIN {
    FS = "\t"
    text_size = word_count = arg_count = attr_count = row_count = 0
    word("")
}

/^#/ || /^$/ { next }

{
    if ($1 <= last && row_count > 0)
        fail("not sorted: " $1)
    last = $1
    names[row_count] = $1
    word($1)
    flags = ""
    if ($2 ~ /v1/)
        flags = flags " | V1"
    if ($2 ~ /v2/)
        flags = flags " | V2"
    if ($3 != "")
        flags = flags " | STATEFUL"
    if ($4 != "")
        flags = flags " | DEPRECATED"
    if (flags == "")
        fail("in no history: " $1)
    line[row_count, "inputs"] = $5
    line[row_count, "outputs"] = $6
    line[row_count, "attrs"] = $7
    line[row_count++, "flags"] = substr(flags, 4)
}

END {
    if (failed)
        exit 1
    for (i = 0; i < row_count; i++) {
        inputs_at = run("A", line[i, "inputs"])
        inputs = run_length
        outputs_at = run("A", line[i, "outputs"])
        outputs = run_length
        attrs_at = run("K", line[i, "attrs"])
        rows[i] = sprintf("    {%d, %d, %d, %d, %d, %d, %d, %s}, /* %s */", word(names[i]), inputs_at, outputs_at,
                          attrs_at, inputs, outputs, run_length, line[i, "flags"], names[i])
    }
    if (text_size > 65536 || arg_count > 65536 || attr_count > 65536)
        fail("more than 16 bits can count")
    print "/*"
    print " * The operations of TensorFlow: the rows behind op_table.h. Made by tests/support/op_rows.awk; not to be edited by hand."
    print " *"
    print " * Facts (names, types, numbers) of tensorflow/core/ops/compat/ops_history_v1 and _v2, the histories in which TensorFlow"
    print " * (Apache-2.0) notes each operation of its core that it has released; the second up to March 2026."
    print " */"
    print "#ifndef NNREG_TENSORFLOW_OP_ROWS_H"
    print "#define NNREG_TENSORFLOW_OP_ROWS_H"
    print ""
    print "#include \"tensorflow/op_table.h\""
    print ""
    print "/* clang-format off */"
    print "#define NNREG_OP_ROWS " row_count
    print ""
    print "/* What the numbers in the tables below stand for: each text once, ended by a NUL; 0 is the empty one. */"
    print "static const char op_text[] ="
    for (i = 0; i < word_count; i++)
        literals[i] = words[i] "\\0"
    put_lines(literals, word_count, "    ", "\"", "", "\"")
    print "    ;"
    print ""
    print "#define R NNREG_OP_ARG_REF"
    print "#define L NNREG_OP_ARG_LIST"
    print "#define RL (NNREG_OP_ARG_REF | NNREG_OP_ARG_LIST)"
    print "#define A(name, dtype, attr, number, flags) {name, attr, number, NNREG_DT_##dtype, flags}"
    print "static const struct nnreg_op_arg op_args[] = {"
    put_lines(args, arg_count, "    ", "", " ", "")
    print "};"
    print "#undef R"
    print "#undef L"
    print "#undef RL"
    print "#undef A"
    print ""
    print "#define D NNREG_OP_ATTR_DEFAULT"
    print "#define L NNREG_OP_ATTR_LIST"
    print "#define DL (NNREG_OP_ATTR_DEFAULT | NNREG_OP_ATTR_LIST)"
    print "#define K(name, kind, flags) {name, NNREG_OP_ATTR_##kind, flags}"
    print "static const struct nnreg_op_attr op_attrs[] = {"
    put_lines(attrs, attr_count, "    ", "", " ", "")
    print "};"
    print "#undef D"
    print "#undef L"
    print "#undef DL"
    print "#undef K"
    print ""
    print "/* name; where inputs, outputs and attributes begin; how many there are of each; flags. Sorted by name, as bytes. */"
    print "#define V1 NNREG_OP_V1"
    print "#define V2 NNREG_OP_V2"
    print "#define STATEFUL NNREG_OP_STATEFUL"
    print "#define DEPRECATED NNREG_OP_DEPRECATED"
    print "static const struct nnreg_op_row op_rows[NNREG_OP_ROWS] = {"
    for (i = 0; i < row_count; i++)
        print rows[i]
    print "};"
    print "#undef V1"
    print "#undef V2"
    print "#undef STATEFUL"
    print "#undef DEPRECATED"
    print "/* clang-format on */"
    print ""
    print "#endif"
}
