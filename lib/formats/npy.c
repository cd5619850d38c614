/*
 * The header of a NumPy array file: see npy.h (doc/FORMATS.md, "Mean files").
 *
 * After magic number, version and length comes a Python dictionary as text. NumPy evaluates it as a Python literal; here it
 * is read by a grammar of just what NumPy writes, by recursive descent without recursion:
 *
 *     dictionary = "{" { member [","] } "}"          member = text ":" value
 *     value      = text | "True" | "False" | "(" { integer "," } ")"
 *
 * A function that reads returns false when it has told what is wrong, which is once: nothing follows a failure.
 */
#include "formats/npy.h"

#include <inttypes.h>
#include <string.h>

#include "base/alloc.h"
#include "base/utf8.h"

#define MAGIC_SIZE 6

/* The text while it is read. Its problems are given with offsets in the file. */
struct literal {
    struct nnreg_cursor in;
    uint64_t start; /* of the text in the file */
    struct nnreg_npy *npy;
    struct nnreg_problems *problems;
    bool has_descr, has_order, has_shape;
};

/* The failure is told at the character that is next. The header is in memory, the offset is the file's. */
static bool npy_fail(struct literal *literal, int code, const char *text)
{
    nnreg_problems_add_at(literal->problems, code, literal->start + nnreg_cursor_offset(&literal->in), text);
    return false;
}

static bool malformed(struct literal *literal, const char *text)
{
    return npy_fail(literal, NNREG_MEAN_HEADER, text);
}

/* The next character that is no white space, not taken; 0 at the end. */
static unsigned peek(struct literal *literal)
{
    struct nnreg_cursor *in = &literal->in;

    while (nnreg_cursor_left(in) > 0) {
        unsigned c = *in->here;

        if (c != ' ' && c != '\t' && c != '\n' && c != '\r' && c != '\f')
            return c;
        in->here++;
    }
    return 0;
}

/* Takes a character if it is next. */
static bool accept(struct literal *literal, char c)
{
    if (peek(literal) != (unsigned char)c)
        return false;
    literal->in.here++;
    return true;
}

/* A text in single or double quotes, without escapes, which no writer has use for; in the header's own bytes. */
static bool read_npy_text(struct literal *literal, const char **text, size_t *size)
{
    struct nnreg_cursor *in = &literal->in;
    unsigned quote = peek(literal);

    if (quote != '\'' && quote != '"')
        return malformed(literal, "has a header with something else than a text in quotes here");
    in->here++;
    *text = (const char *)in->here;
    while (nnreg_cursor_left(in) > 0 && *in->here != quote && *in->here != '\\' && *in->here != '\n')
        in->here++;
    *size = (size_t)((const char *)in->here - *text);
    if (nnreg_cursor_left(in) == 0 || *in->here != quote)
        return malformed(literal, "has a header with a text that does not end");
    in->here++;
    return true;
}

static bool read_npy_word(struct literal *literal, const char *word)
{
    size_t size = strlen(word);

    (void)peek(literal);
    if (nnreg_cursor_left(&literal->in) < size || memcmp(literal->in.here, word, size) != 0)
        return false;
    literal->in.here += size;
    return true;
}

/* 'fortran_order': whether the first dimension moves fastest in the file. */
static bool read_order(struct literal *literal)
{
    literal->has_order = true;
    literal->npy->fortran = read_npy_word(literal, "True");
    if (literal->npy->fortran || read_npy_word(literal, "False"))
        return true;
    return malformed(literal, "has a header whose 'fortran_order' is neither True nor False");
}

/* One integer of the tuple. Its value is bounded by 63 bits while it is read, whatever its digits. */
static bool read_dimension(struct literal *literal)
{
    struct nnreg_cursor *in = &literal->in;
    const unsigned char *start;
    int64_t value = 0;

    if (peek(literal) == '-')
        return npy_fail(literal, NNREG_MEAN_SHAPE, "has a negative dimension");
    start = in->here;
    while (nnreg_cursor_left(in) > 0 && *in->here >= '0' && *in->here <= '9') {
        if (__builtin_mul_overflow(value, 10, &value) ||
            __builtin_add_overflow(value, *in->here - '0', &value))
            return npy_fail(literal, NNREG_MEAN_SHAPE, "has a dimension of more than 63 bits");
        in->here++;
    }
    if (in->here == start)
        return malformed(literal, "has a header whose 'shape' is no tuple of integers");
    if (nnreg_cursor_left(in) > 0 && *in->here == 'L') /* a long of Python 2 */
        in->here++;
    if (literal->npy->rank == NNREG_MEAN_RANK)
        return npy_fail(literal, NNREG_MEAN_SHAPE, "has more than 32 dimensions");
    literal->npy->dims[literal->npy->rank++] = value;
    return true;
}

/* A Python tuple: (), (3,) with a comma that makes it one, (224, 224, 3) with or without one at the end. */
static bool read_npy_shape(struct literal *literal)
{
    bool comma = false;

    literal->has_shape = true;
    literal->npy->rank = 0;
    if (!accept(literal, '('))
        return malformed(literal, "has a header whose 'shape' is no tuple of integers");
    while (!accept(literal, ')')) {
        if (literal->npy->rank > 0 && !comma)
            return malformed(literal, "has a header whose 'shape' is no tuple of integers");
        if (!read_dimension(literal))
            return false;
        comma = accept(literal, ',');
    }
    if (literal->npy->rank == 1 && !comma)
        return malformed(literal, "has a header whose 'shape' is a number in brackets, and no tuple");
    return true;
}

/* The type is named as it stands in the file, quoted, at the place where it stands. */
static void refuse_type(struct literal *literal, uint64_t position)
{
    const struct nnreg_problem_location location = {.shard = NNREG_PROBLEM_IN_FILE,
                                                    .offset = literal->start + position};

    nnreg_problems_add(literal->problems, NNREG_MEAN_TYPE, &location,
                       "has elements of the type '%s', of which no mean is made", literal->npy->type);
}

/* Byte order, kind and size: "<f4"; without the first it is that of the reader's machine, here the least first. */
static bool read_descr(struct literal *literal)
{
    struct nnreg_npy *npy = literal->npy;
    const char *text;
    uint64_t start;
    size_t size, i;

    literal->has_descr = true;
    if (peek(literal) == '[')
        return npy_fail(literal, NNREG_MEAN_TYPE,
                        "has elements with fields of their own, of which no mean is made");
    start = nnreg_cursor_offset(&literal->in);
    if (!read_npy_text(literal, &text, &size))
        return false;
    (void)nnreg_utf8_quote(npy->type, sizeof npy->type, text, size);
    npy->big_endian = size > 0 && text[0] == '>';
    if (size > 0 && strchr("<>|=", text[0]) != NULL) {
        text++;
        size--;
    }
    if (size > 0 && text[0] == 'O')
        return npy_fail(literal, NNREG_MEAN_OBJECTS,
                        "holds Python objects, which would have to be unpickled");
    for (i = 0; size > 0 && i < NNREG_ELEMENT_COUNT; i++) {
        if (strlen(nnreg_element_rows[i].npy) == size && memcmp(nnreg_element_rows[i].npy, text, size) == 0) {
            npy->element = (enum nnreg_element)i;
            return true;
        }
    }
    refuse_type(literal, start);
    return false;
}

/* The three keys in any order; one that is given twice counts the last time, as in Python. */
static bool read_npy_member(struct literal *literal)
{
    const char *key;
    size_t size;

    if (!read_npy_text(literal, &key, &size))
        return false;
    if (!accept(literal, ':'))
        return malformed(literal, "has a header with a key without a value");
    if (size == 5 && memcmp(key, "descr", size) == 0)
        return read_descr(literal);
    if (size == 13 && memcmp(key, "fortran_order", size) == 0)
        return read_order(literal);
    if (size == 5 && memcmp(key, "shape", size) == 0)
        return read_npy_shape(literal);
    return malformed(literal, "has a header with a key other than 'descr', 'fortran_order' and 'shape'");
}

static bool read_dictionary(struct literal *literal)
{
    bool comma = true;

    if (!accept(literal, '{'))
        return malformed(literal, "has a header that is no Python dictionary");
    while (!accept(literal, '}')) {
        if (!comma)
            return malformed(literal, "has a header without a comma between two keys");
        if (!read_npy_member(literal))
            return false;
        comma = accept(literal, ',');
    }
    if (peek(literal) != 0 || nnreg_cursor_left(&literal->in) > 0)
        return malformed(literal, "has a header with something behind the dictionary");
    if (!literal->has_descr || !literal->has_order || !literal->has_shape)
        return malformed(literal, "has a header without 'descr', 'fortran_order' or 'shape'");
    return true;
}

/*
 * The number of elements, and that their bytes can be counted. A dimension of 0 makes it 0 whatever the others are, so that
 * is looked for before anything is multiplied.
 */
static bool count_elements(struct literal *literal)
{
    struct nnreg_npy *npy = literal->npy;
    int64_t bytes = (int64_t)nnreg_element_rows[npy->element].bytes;
    uint32_t i;

    npy->count = 1;
    for (i = 0; i < npy->rank; i++)
        if (npy->dims[i] == 0)
            npy->count = 0;
    for (i = 0; i < npy->rank && npy->count > 0; i++)
        if (__builtin_mul_overflow(bytes, npy->dims[i], &bytes))
            return npy_fail(literal, NNREG_MEAN_SHAPE, "has more bytes of elements than 63 bits can count");
    if (npy->count > 0)
        npy->count = (uint64_t)bytes / nnreg_element_rows[npy->element].bytes;
    return true;
}

/* Magic number, version and the text's length: false when there is no such text. */
static bool read_prefix(struct nnreg_npy *npy, struct nnreg_cursor *file, uint64_t *length,
                        struct nnreg_problems *problems)
{
    unsigned char magic[MAGIC_SIZE];

    nnreg_cursor_copy(file, magic, MAGIC_SIZE);
    npy->major = (uint8_t)nnreg_cursor_byte(file);
    npy->minor = (uint8_t)nnreg_cursor_byte(file);
    if (nnreg_cursor_ok(file) && memcmp(magic, "\x93NUMPY", MAGIC_SIZE) != 0) {
        nnreg_problems_add_at(problems, NNREG_MEAN_WRONG_FILE, 0, "does not begin as a NumPy array file");
        return false;
    }
    if (nnreg_cursor_ok(file) && (npy->major < 1 || npy->major > 3 || npy->minor != 0)) {
        nnreg_problems_add_at(problems, NNREG_MEAN_VERSION, MAGIC_SIZE,
                              "has a version of the format other than 1.0, 2.0 and 3.0");
        return false;
    }
    *length = nnreg_cursor_little(file, npy->major == 1 ? 2 : 4);
    if (nnreg_cursor_ok(file) && *length > NNREG_NPY_HEADER) {
        nnreg_problems_add_at(problems, NNREG_MEAN_HEADER_SIZE, MAGIC_SIZE + 2,
                              "has a header of more than 64 KiB");
        return false;
    }
    return nnreg_cursor_ok(file);
}

bool nnreg_npy_read(struct nnreg_npy *npy, struct nnreg_cursor *file, struct nnreg_problems *problems)
{
    struct literal literal = {.npy = npy, .problems = problems};
    unsigned char *text = NULL;
    uint64_t length;
    bool right = false;

    *npy = (struct nnreg_npy){0};
    if (read_prefix(npy, file, &length, problems)) {
        literal.start = nnreg_cursor_offset(file);
        text = nnreg_alloc((size_t)length);
        problems->failed |= text == NULL;
        if (text == NULL)
            return false;
        nnreg_cursor_copy(file, text, (size_t)length);
        nnreg_cursor_memory(&literal.in, text, (size_t)length);
        right = nnreg_cursor_ok(file) && read_dictionary(&literal) && count_elements(&literal);
        npy->data_offset = nnreg_cursor_offset(file);
        nnreg_free(text);
    }
    if (file->status == NNREG_CORRUPT)
        nnreg_problems_add_at(problems, NNREG_MEAN_HEADER, file->failure_offset,
                              "has a header that is cut short");
    return right;
}
