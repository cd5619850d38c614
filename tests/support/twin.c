/*
 * The twin writer: fields in, protobuf binary or text out.
 *
 * Binary. Messages below a stream are put together in one buffer; when one ends, its tag and length are inserted before it.
 * Content by rule (mw_put_fill) is a hole in that buffer: a position and a rule, counted in every length around
 * it, and written when the buffer is flushed, so a node with a gigabyte of constants costs a few bytes.
 * Text. Everything is printed as it comes; nothing needs a length.
 */
#include "twin.h"

#include <stdlib.h>
#include <string.h>

#include "tensor.h"
#include "twin_text.h"

#define FLUSH_AT    65536
#define FILL_CHUNK  16384
#define SPARSE_FROM 4096 /* zeros from this size on become a hole in the file */

struct mw_twin_hole {
    size_t at; /* in buf */
    struct mw_fill fill;
};

struct mw_twin_level {
    uint32_t number;
    bool stream;
    size_t start;          /* in buf, of a message put together there */
    size_t first_hole;     /* holes before its start */
    uint64_t holes_before; /* hole_bytes at its start */
    uint64_t stream_start; /* bytes written at the start of a stream's content */
    size_t stream_index;
};

/* --- Output --- */

static void emit(struct mw_twin *t, const void *bytes, size_t n)
{
    t->written += n;
    if (t->measuring)
        return;
    if (t->file)
        mw_file_write(t->file, bytes, n);
    else
        mw_buf_append(t->memory, bytes, n);
}

static void emit_fill(struct mw_twin *t, const struct mw_fill *fill)
{
    unsigned char chunk[FILL_CHUNK];
    if (t->measuring) {
        t->written += fill->size;
        return;
    }
    if (t->file && fill->kind == MW_FILL_ZEROS && fill->size >= SPARSE_FROM) {
        t->written += fill->size;
        mw_file_skip(t->file, fill->size);
        return;
    }
    for (uint64_t at = 0; at < fill->size; at += FILL_CHUNK) {
        size_t n = fill->size - at < FILL_CHUNK ? (size_t)(fill->size - at) : FILL_CHUNK;
        mw_fill_read(fill, at, chunk, n);
        emit(t, chunk, n);
    }
}

static void flush(struct mw_twin *t)
{
    size_t at = 0;
    for (size_t i = 0; i < t->holes; i++) {
        emit(t, t->buf.data + at, t->hole[i].at - at);
        emit_fill(t, &t->hole[i].fill);
        at = t->hole[i].at;
    }
    if (t->buf.size > at)
        emit(t, t->buf.data + at, t->buf.size - at);
    t->buf.size = 0;
    t->holes = 0;
    t->hole_bytes = 0;
}

static void flush_if_full(struct mw_twin *t)
{
    if (t->buf.size >= FLUSH_AT && (t->syntax != MW_BINARY || t->buffered_depth == 0))
        flush(t);
}

/* --- Text: what stands around a value --- */

static void text_name(struct mw_twin *t, const char *name)
{
    if (t->syntax == MW_TEXT_ONE_LINE) {
        mw_buf_printf(&t->buf, "%s", name);
        return;
    }
    for (size_t i = 0; i < t->depth; i++)
        mw_buf_append(&t->buf, "  ", 2);
    mw_buf_printf(&t->buf, "%s", name);
}

static void text_end_line(struct mw_twin *t)
{
    static const char *const ends[] = {
        [MW_TEXT] = "\n", [MW_TEXT_ONE_LINE] = " ", [MW_TEXT_UNUSUAL] = "; # a comment, not a \"string\"\n"};
    mw_buf_printf(&t->buf, "%s", ends[t->syntax]);
    flush_if_full(t);
}

static void text_number(struct mw_twin *t, const char *name, const char *value)
{
    text_name(t, name);
    mw_buf_printf(&t->buf, ": %s", value);
    text_end_line(t);
}

static void text_int(struct mw_twin *t, const char *name, int64_t v)
{
    char digits[32];
    bool hexadecimal = t->syntax == MW_TEXT_UNUSUAL && v > 9;
    snprintf(digits, sizeof digits, hexadecimal ? "0x%jx" : "%jd", (intmax_t)v);
    text_number(t, name, digits);
}

/* --- Single fields --- */

void mw_put_int(struct mw_twin *t, uint32_t number, const char *name, int64_t v)
{
    if (t->syntax == MW_BINARY)
        mw_pb_varint(&t->buf, number, (uint64_t)v);
    else
        text_int(t, name, v);
}

void mw_put_bool(struct mw_twin *t, uint32_t number, const char *name, bool v)
{
    if (t->syntax == MW_BINARY)
        mw_pb_varint(&t->buf, number, v);
    else
        text_number(t, name, t->syntax == MW_TEXT_UNUSUAL ? (v ? "t" : "0") : (v ? "true" : "false"));
}

void mw_put_float(struct mw_twin *t, uint32_t number, const char *name, float v)
{
    if (t->syntax == MW_BINARY) {
        mw_pb_float(&t->buf, number, v);
        return;
    }
    text_name(t, name);
    mw_buf_append(&t->buf, ": ", 2);
    mw_text_float(&t->buf, v);
    text_end_line(t);
}

void mw_put_enum(struct mw_twin *t, uint32_t number, const char *name, int64_t v, const char *text)
{
    if (t->syntax == MW_BINARY)
        mw_pb_varint(&t->buf, number, (uint64_t)v);
    else if (t->syntax == MW_TEXT_UNUSUAL || !text)
        text_int(t, name, v);
    else
        text_number(t, name, text);
}

void mw_put_dtype(struct mw_twin *t, uint32_t number, const char *name, int dtype)
{
    mw_put_enum(t, number, name, dtype, mw_dtype_name(dtype));
}

void mw_put_bytes(struct mw_twin *t, uint32_t number, const char *name, const void *v, size_t n)
{
    if (t->syntax == MW_BINARY) {
        mw_pb_bytes(&t->buf, number, v, n);
        return;
    }
    text_name(t, name);
    mw_buf_append(&t->buf, ": ", 2);
    mw_text_quote(&t->buf, t->syntax, v, n);
    text_end_line(t);
}

void mw_put_string(struct mw_twin *t, uint32_t number, const char *name, const char *v)
{
    mw_put_bytes(t, number, name, v, strlen(v));
}

static void add_hole(struct mw_twin *t, const struct mw_fill *fill)
{
    t->hole = mw_xrealloc(t->hole, (t->holes + 1) * sizeof *t->hole);
    t->hole[t->holes++] = (struct mw_twin_hole){t->buf.size, *fill};
    t->hole_bytes += fill->size;
}

void mw_put_fill(struct mw_twin *t, uint32_t number, const char *name, const struct mw_fill *fill)
{
    unsigned char chunk[FILL_CHUNK];
    if (t->syntax == MW_BINARY) {
        mw_pb_tag(&t->buf, number, MW_WIRE_BYTES);
        mw_buf_varint(&t->buf, fill->size);
        add_hole(t, fill);
        return;
    }
    char quote = t->syntax == MW_TEXT_UNUSUAL ? '\'' : '"';
    text_name(t, name);
    mw_buf_printf(&t->buf, ": %c", quote);
    for (uint64_t at = 0; at < fill->size; at += FILL_CHUNK) {
        size_t n = fill->size - at < FILL_CHUNK ? (size_t)(fill->size - at) : FILL_CHUNK;
        mw_fill_read(fill, at, chunk, n);
        mw_text_escape(&t->buf, t->syntax, chunk, n);
        flush_if_full(t);
    }
    mw_buf_byte(&t->buf, (unsigned char)quote);
    text_end_line(t);
}

/* --- Repeated numbers: packed in binary unless asked otherwise, [a, b] in one-line text --- */

static bool packs(const struct mw_twin *t)
{
    return t->syntax == MW_BINARY && !t->unpacked;
}

void mw_put_ints(struct mw_twin *t, uint32_t number, const char *name, const int64_t *v, size_t n)
{
    size_t mark = mw_pb_begin(&t->buf);
    if (t->syntax == MW_TEXT_ONE_LINE && n) {
        text_name(t, name);
        mw_buf_append(&t->buf, ": ", 2);
        for (size_t i = 0; i < n; i++)
            mw_buf_printf(&t->buf, "%s%jd", i ? ", " : "[", (intmax_t)v[i]);
        mw_buf_byte(&t->buf, ']');
        text_end_line(t);
        return;
    }
    for (size_t i = 0; i < n; i++)
        if (packs(t))
            mw_buf_varint(&t->buf, (uint64_t)v[i]);
        else
            mw_put_int(t, number, name, v[i]);
    if (packs(t) && n)
        mw_pb_end(&t->buf, number, mark);
}

void mw_put_floats(struct mw_twin *t, uint32_t number, const char *name, const float *v, size_t n)
{
    size_t mark = mw_pb_begin(&t->buf);
    for (size_t i = 0; i < n; i++)
        if (packs(t))
            mw_buf_u32(&t->buf, mw_float_bits(v[i]));
        else
            mw_put_float(t, number, name, v[i]);
    if (packs(t) && n)
        mw_pb_end(&t->buf, number, mark);
}

void mw_put_dtypes(struct mw_twin *t, uint32_t number, const char *name, const int64_t *v, size_t n)
{
    if (t->syntax == MW_BINARY) {
        mw_put_ints(t, number, name, v, n);
        return;
    }
    for (size_t i = 0; i < n; i++)
        mw_put_dtype(t, number, name, (int)v[i]);
}

/* --- Nesting --- */

static struct mw_twin_level *push(struct mw_twin *t, uint32_t number, bool stream)
{
    if (t->depth == MW_TWIN_MAX_DEPTH)
        abort();
    struct mw_twin_level *level = &t->level[t->depth++];
    *level = (struct mw_twin_level){.number = number, .stream = stream};
    return level;
}

static void text_begin(struct mw_twin *t, const char *name)
{
    text_name(t, name);
    mw_buf_printf(&t->buf, t->syntax == MW_TEXT_UNUSUAL ? ": <" : " {");
    mw_buf_byte(&t->buf, t->syntax == MW_TEXT_ONE_LINE ? ' ' : '\n');
}

static void text_end(struct mw_twin *t)
{
    text_name(t, t->syntax == MW_TEXT_UNUSUAL ? ">" : "}");
    mw_buf_byte(&t->buf, t->syntax == MW_TEXT_ONE_LINE ? ' ' : '\n');
    flush_if_full(t);
}

void mw_put_begin(struct mw_twin *t, uint32_t number, const char *name)
{
    if (t->syntax != MW_BINARY)
        text_begin(t, name);
    struct mw_twin_level *level = push(t, number, false);
    level->start = t->buf.size;
    level->first_hole = t->holes;
    level->holes_before = t->hole_bytes;
    t->buffered_depth++;
}

void mw_put_end(struct mw_twin *t)
{
    struct mw_twin_level *level = &t->level[--t->depth];
    t->buffered_depth--;
    if (t->syntax != MW_BINARY) {
        text_end(t);
        return;
    }
    struct mw_buf head = {0};
    mw_pb_tag(&head, level->number, MW_WIRE_BYTES);
    mw_buf_varint(&head, t->buf.size - level->start + (t->hole_bytes - level->holes_before));
    mw_buf_insert(&t->buf, level->start, head.data, head.size);
    for (size_t i = level->first_hole; i < t->holes; i++)
        t->hole[i].at += head.size;
    mw_buf_free(&head);
    flush_if_full(t);
}

void mw_put_stream_begin(struct mw_twin *t, uint32_t number, const char *name)
{
    if (t->syntax != MW_BINARY) {
        text_begin(t, name);
        push(t, number, true);
        return;
    }
    if (t->buffered_depth || t->streams == MW_TWIN_MAX_STREAMS)
        abort();
    struct mw_twin_level *level = push(t, number, true);
    level->stream_index = t->streams++;
    if (!t->measuring) {
        mw_pb_tag(&t->buf, number, MW_WIRE_BYTES);
        mw_buf_varint(&t->buf, t->stream_size[level->stream_index]);
    }
    flush(t);
    level->stream_start = t->written;
}

void mw_put_stream_end(struct mw_twin *t)
{
    struct mw_twin_level *level = &t->level[--t->depth];
    if (t->syntax != MW_BINARY) {
        text_end(t);
        return;
    }
    flush(t);
    uint64_t size = t->written - level->stream_start;
    if (t->measuring) {
        t->stream_size[level->stream_index] = size;
        t->written += mw_varint_size((uint64_t)level->number << 3) + mw_varint_size(size);
    } else if (size != t->stream_size[level->stream_index]) {
        abort(); /* the describing function said two different things */
    }
}

static void run_once(struct mw_twin *t, bool measuring, void (*describe)(struct mw_twin *, const void *),
                     const void *context)
{
    t->measuring = measuring;
    t->written = 0;
    t->streams = 0;
    describe(t, context);
    flush(t);
}

uint64_t mw_twin_measure(void (*describe)(struct mw_twin *t, const void *context), const void *context)
{
    struct mw_twin t = {.syntax = MW_BINARY};
    t.level = mw_xrealloc(NULL, MW_TWIN_MAX_DEPTH * sizeof *t.level);
    run_once(&t, true, describe, context);
    mw_buf_free(&t.buf);
    free(t.level);
    free(t.hole);
    return t.written;
}

void mw_twin_run(enum mw_syntax syntax, struct mw_file *file, struct mw_buf *memory,
                 void (*describe)(struct mw_twin *t, const void *context), const void *context)
{
    struct mw_twin t = {.syntax = syntax, .file = file, .memory = memory};
    t.level = mw_xrealloc(NULL, MW_TWIN_MAX_DEPTH * sizeof *t.level);
    if (syntax == MW_BINARY)
        run_once(&t, true, describe, context);
    run_once(&t, false, describe, context);
    mw_buf_free(&t.buf);
    free(t.level);
    free(t.hole);
}
