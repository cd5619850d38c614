/*
 * A mean file of any format: see mean_file.h (doc/FORMATS.md, "Mean files").
 *
 * The name says which format it should be, the first bytes say whether it plainly is something else, and the reader of the
 * format (npy.c here, mean_blob.c, mean_tensor.c) does three things in this order: find the shape, hold the
 * number of values against it, and only then take the values, one by one, into mean_values. So nothing is allocated by a
 * shape whose values are not there.
 */
#include "formats/mean_file.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "formats/mean_parts.h"
#include "formats/npy.h"

#define LOOK 64 /* bytes looked at to guess what a file is */

static const char *const extensions[NNREG_MEAN_KIND_COUNT] = {
    [NNREG_MEAN_NPY] = ".npy", [NNREG_MEAN_BLOB] = ".binaryproto", [NNREG_MEAN_TENSOR] = ".proto.bin"};

bool nnreg_mean_kind_of(enum nnreg_mean_kind *kind, const char *name)
{
    size_t length = strlen(name), i;

    for (i = 0; i < NNREG_MEAN_KIND_COUNT; i++) {
        size_t own = strlen(extensions[i]);

        if (length > own && memcmp(name + length - own, extensions[i], own) == 0) {
            *kind = (enum nnreg_mean_kind)i;
            return true;
        }
    }
    return false;
}

const char *nnreg_mean_extension(enum nnreg_mean_kind kind)
{
    return extensions[kind];
}

struct mean_look {
    const char *magic;
    size_t size;
    enum nnreg_mean_kind kind;
    const char *what;
};

#define LOOKS(magic, what)                                    \
    {                                                         \
        magic, sizeof(magic) - 1, NNREG_MEAN_KIND_COUNT, what \
    }
#define IS(magic, its_kind, what)                \
    {                                            \
        magic, sizeof(magic) - 1, its_kind, what \
    }

/*
 * What the first bytes tell. The protobuf messages have no magic number; they are known by their first fields as writers put
 * them: BlobProto num (8) of 1, channels (10 hex) of 1 or 3, height (18 hex); TensorProto dtype (8) of 1 or 2, shape (12 hex).
 * A file that begins otherwise may still be one. A Git LFS pointer or a web page in its place is told before it is read.
 */
static const struct mean_look looks[] = {
    IS("\x93NUMPY", NNREG_MEAN_NPY, "a NumPy array (.npy)"),
    IS("\x08\x01\x10\x01\x18", NNREG_MEAN_BLOB, "a Caffe BlobProto (.binaryproto)"),
    IS("\x08\x01\x10\x03\x18", NNREG_MEAN_BLOB, "a Caffe BlobProto (.binaryproto)"),
    IS("\x08\x01\x12", NNREG_MEAN_TENSOR, "a TensorFlow TensorProto (.proto.bin)"),
    IS("\x08\x02\x12", NNREG_MEAN_TENSOR, "a TensorFlow TensorProto (.proto.bin)"),
    LOOKS("PK\x03\x04", "a zip archive, perhaps an .npz of several arrays"),
    LOOKS("PK\x05\x06", "an empty zip archive"),
    LOOKS("\x80\x02", "a Python pickle"),
    LOOKS("\x80\x03", "a Python pickle"),
    LOOKS("\x80\x04", "a Python pickle"),
    LOOKS("\x80\x05", "a Python pickle"),
    LOOKS("cnumpy", "a Python pickle"),
    LOOKS("\x89PNG", "a PNG image"),
    LOOKS("\xff\xd8\xff", "a JPEG image"),
    LOOKS("\x89HDF", "an HDF5 file"),
    LOOKS("\x1f\x8b", "compressed by gzip"),
    LOOKS("MATLAB", "a MATLAB file"),
    LOOKS("dtype:", "a TensorProto in text form, where the binary one is read"),
    LOOKS("num:", "a BlobProto in text form, where the binary one is read"),
    LOOKS("shape {", "a BlobProto in text form, where the binary one is read"),
};

/*
 * What a file looks like by its first bytes ("a Python pickle"), NULL when they tell nothing. `*kind` is set when it
 * is one of the three, else NNREG_MEAN_KIND_COUNT.
 */
static const char *mean_looks_like(enum nnreg_mean_kind *kind, const void *bytes, size_t size)
{
    size_t i;

    *kind = NNREG_MEAN_KIND_COUNT;
    for (i = 0; i < sizeof looks / sizeof looks[0]; i++) {
        if (size >= looks[i].size && memcmp(bytes, looks[i].magic, looks[i].size) == 0) {
            *kind = looks[i].kind;
            return looks[i].what;
        }
    }
    return NULL;
}

void nnreg_mean_complain(struct nnreg_mean_reading *reading, int code, uint64_t offset, const char *format,
                         ...)
{
    const struct nnreg_problem_location location = {.shard = NNREG_PROBLEM_IN_FILE, .offset = offset};
    char text[NNREG_PROBLEM_TEXT];
    va_list arguments;

    va_start(arguments, format);
    (void)vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    nnreg_problems_add(reading->problems, code, &location, "%s", text);
}

/* The number of elements of the shape: counted with room, and 0 where a dimension is 0, whatever the others are. */
bool nnreg_mean_measure(struct nnreg_mean_reading *reading)
{
    struct nnreg_mean *mean = reading->mean;
    int64_t count = 1;
    bool overflow = false, empty = false;
    uint32_t i;

    for (i = 0; i < mean->rank; i++) {
        if (mean->dims[i] < 0) {
            nnreg_mean_complain(reading, NNREG_MEAN_SHAPE, 0, "has the dimension %" PRId64, mean->dims[i]);
            return false;
        }
        empty |= mean->dims[i] == 0;
        overflow |= __builtin_mul_overflow(count, mean->dims[i], &count);
    }
    /* Room for the largest element, so that bytes can be counted, too. */
    if (!empty && (overflow || count > INT64_MAX / NNREG_ELEMENT_BYTES)) {
        nnreg_mean_complain(reading, NNREG_MEAN_SHAPE, 0, "has more elements than can be counted");
        return false;
    }
    mean->count = empty ? 0 : (uint64_t)count;
    mean->has_shape = true;
    return true;
}

bool nnreg_mean_begin_values(struct nnreg_mean_reading *reading)
{
    struct nnreg_mean *mean = reading->mean;

    reading->status = nnreg_mean_values_begin(&mean->values, mean->dims, mean->rank, mean->fortran,
                                              reading->visit, reading->context, reading->error);
    return reading->status == NNREG_OK;
}

/* The bytes behind the last element. */
static void check_mean_end(struct nnreg_mean_reading *reading)
{
    uint64_t offset = nnreg_cursor_offset(&reading->file), left = nnreg_cursor_left(&reading->file);

    if (left == 1 && nnreg_cursor_byte(&reading->file) == '\n')
        nnreg_mean_complain(reading, NNREG_MEAN_NEWLINE, offset,
                            "ends with a newline that does not belong to it");
    else if (left > 0)
        nnreg_mean_complain(reading, NNREG_MEAN_TRAILING, offset,
                            "has %" PRIu64 " bytes behind its last element", left);
}

/* The file's length is held against the number of elements before the first is read: a division, so that nothing overflows. */
static void read_npy_values(struct nnreg_mean_reading *reading, const struct nnreg_npy *npy)
{
    struct nnreg_cursor *file = &reading->file;
    unsigned char bytes[NNREG_ELEMENT_BYTES];
    size_t width = nnreg_element_rows[npy->element].bytes;
    uint64_t i;

    if (nnreg_cursor_left(file) / width < npy->count) {
        nnreg_mean_complain(reading, NNREG_MEAN_SHORT, reading->file.size,
                            "ends after %" PRIu64 " of its %" PRIu64 " elements",
                            nnreg_cursor_left(file) / width, npy->count);
        return;
    }
    if (!nnreg_mean_begin_values(reading))
        return;
    for (i = 0; i < npy->count && nnreg_cursor_ok(file); i++) {
        uint64_t offset = nnreg_cursor_offset(file);

        nnreg_cursor_copy(file, bytes, width);
        if (nnreg_cursor_ok(file))
            nnreg_mean_values_put(&reading->mean->values,
                                  nnreg_element_value(npy->element, bytes, npy->big_endian), 1, offset);
    }
    if (nnreg_cursor_ok(file))
        check_mean_end(reading);
}

static void read_npy(struct nnreg_mean_reading *reading)
{
    struct nnreg_mean *mean = reading->mean;
    struct nnreg_npy npy;

    if (!nnreg_npy_read(&npy, &reading->file, reading->problems))
        return;
    memcpy(mean->type, npy.type, sizeof npy.type);
    mean->element = npy.element;
    mean->fortran = npy.fortran;
    mean->rank = npy.rank;
    memcpy(mean->dims, npy.dims, sizeof npy.dims);
    mean->count = npy.count;
    mean->has_shape = true;
    mean->data_offset = npy.data_offset;
    read_npy_values(reading, &npy);
}

/* False when the file is plainly something else: nothing further is said of it then. */
static bool looks_right(struct nnreg_mean_reading *reading, const struct nnreg_source *source)
{
    unsigned char buffer[LOOK];
    const unsigned char *bytes;
    size_t size = source->size < LOOK ? (size_t)source->size : LOOK;
    enum nnreg_mean_kind kind;
    const char *what;

    if (size == 0) {
        nnreg_mean_complain(reading, NNREG_MEAN_EMPTY, 0, "has no bytes");
        return false;
    }
    reading->status = nnreg_source_read(&bytes, source, 0, buffer, size, reading->error);
    if (reading->status == NNREG_CORRUPT) { /* it became shorter */
        reading->status = NNREG_OK;
        return true;
    }
    if (reading->status != NNREG_OK)
        return false;
    what = mean_looks_like(&kind, bytes, size);
    if (what == NULL || kind == reading->mean->kind)
        return true;
    reading->mean->other = kind;
    nnreg_mean_complain(reading, NNREG_MEAN_WRONG_FILE, 0, "is %s, not a %s file", what,
                        extensions[reading->mean->kind]);
    return false;
}

/* What can only be said when all values were seen. */
static void finish_mean(struct nnreg_mean_reading *reading)
{
    struct nnreg_mean *mean = reading->mean;
    struct nnreg_mean_values *values = &mean->values;

    nnreg_mean_values_end(values);
    if (!mean->has_shape)
        mean->rank = 0; /* what was counted of it before the reading failed */
    mean->complete = mean->has_shape && mean->count > 0 && values->seen == mean->count;
    if (mean->has_shape && mean->count == 0)
        nnreg_mean_complain(reading, NNREG_MEAN_NO_ELEMENTS, mean->data_offset,
                            "has a shape without any element");
    if (values->not_finite > 0)
        nnreg_mean_complain(reading, NNREG_MEAN_NOT_FINITE, values->bad_offset,
                            "has %" PRIu64
                            " values that are no number or infinite, the first at element %" PRIu64,
                            values->not_finite, values->bad_index);
}

/* What the cursor met: the system's fault goes up, a file that became shorter is a problem. */
static void read_mean_cursor(struct nnreg_mean_reading *reading)
{
    const struct nnreg_cursor *file = &reading->file;

    if (nnreg_cursor_ok(file))
        return;
    if (file->status == NNREG_CORRUPT) {
        if (reading->problems->count == 0)
            nnreg_mean_complain(reading, NNREG_MEAN_SHORT, file->failure_offset, "%s", file->failure);
        return;
    }
    reading->status = file->status;
    if (reading->error != NULL)
        *reading->error = file->error;
}

nnreg_status nnreg_mean_read(struct nnreg_mean *mean, enum nnreg_mean_kind kind,
                             const struct nnreg_source *source, nnreg_mean_visit *visit, void *context,
                             struct nnreg_problems *problems, struct nnreg_error *error)
{
    struct nnreg_mean_reading reading = {
        .mean = mean, .visit = visit, .context = context, .problems = problems, .error = error};

    *mean = (struct nnreg_mean){.kind = kind, .other = NNREG_MEAN_KIND_COUNT};
    if (!looks_right(&reading, source))
        return problems->failed ? nnreg_fail_memory(error) : reading.status;
    reading.status = nnreg_source_cursor(&reading.file, source, error);
    if (reading.status != NNREG_OK)
        return reading.status;
    if (kind == NNREG_MEAN_NPY)
        read_npy(&reading);
    else if (kind == NNREG_MEAN_BLOB)
        nnreg_mean_read_blob(&reading);
    else
        nnreg_mean_read_tensor(&reading);
    read_mean_cursor(&reading);
    finish_mean(&reading);
    nnreg_cursor_free(&reading.file);
    if (reading.status == NNREG_OK && problems->failed)
        reading.status = nnreg_fail_memory(error);
    return reading.status;
}

void nnreg_mean_free(struct nnreg_mean *mean)
{
    nnreg_mean_values_free(&mean->values);
}
