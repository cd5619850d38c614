/*
 * One message, two syntaxes: what is put in comes out as protobuf's binary or text form.
 *
 * A model is described by one function that puts its fields; run with either syntax it makes twins, equal in
 * content. Nothing is held in memory but the message that is being put together, so a graph of any size can be
 * written, if its large parts are put as "stream" messages.
 *
 * The binary form needs the length of a message before its content. Small messages are put together in memory; a
 * stream message is measured: mw_twin_run() calls the describing function twice, and the first run only counts.
 */
#ifndef MW_TWIN_H
#define MW_TWIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "fill.h"
#include "folder.h"
#include "protoenc.h"

enum mw_syntax {
    MW_BINARY,
    MW_TEXT,          /* as protobuf prints it */
    MW_TEXT_ONE_LINE, /* no line breaks; lists as [a, b] */
    MW_TEXT_UNUSUAL, /* < >, single quotes, strings in pieces, hexadecimal escapes, enums by number, comments, `;` */
};

#define MW_TWIN_MAX_DEPTH   64
#define MW_TWIN_MAX_STREAMS 64

struct mw_twin {
    enum mw_syntax syntax;
    struct mw_file *file; /* where it goes: a file, or memory */
    struct mw_buf *memory;
    struct mw_buf buf; /* not yet flushed */
    bool unpacked;     /* repeated numbers one by one, each with a tag (may be set by the describer) */
    bool measuring;    /* the first of two runs */
    uint64_t written;  /* bytes flushed or counted */
    struct mw_twin_hole *hole; /* content by rule inside buf */
    size_t holes;
    uint64_t hole_bytes;
    struct mw_twin_level *level; /* the open messages */
    size_t depth, buffered_depth;
    uint64_t stream_size[MW_TWIN_MAX_STREAMS];
    size_t streams;
};

/* Describes the whole message to a file (memory NULL) or appends it to memory (file NULL). */
void mw_twin_run(enum mw_syntax syntax, struct mw_file *file, struct mw_buf *memory,
                 void (*describe)(struct mw_twin *t, const void *context), const void *context);

/* The size of the binary form. */
uint64_t mw_twin_measure(void (*describe)(struct mw_twin *t, const void *context), const void *context);

/* Fields: number and name come from a row of schema.h. All are written as given, default values included. */
void mw_put_int(struct mw_twin *t, uint32_t number, const char *name, int64_t v);
void mw_put_bool(struct mw_twin *t, uint32_t number, const char *name, bool v);
void mw_put_float(struct mw_twin *t, uint32_t number, const char *name, float v);
void mw_put_string(struct mw_twin *t, uint32_t number, const char *name, const char *v);
void mw_put_bytes(struct mw_twin *t, uint32_t number, const char *name, const void *v, size_t n);
void mw_put_fill(struct mw_twin *t, uint32_t number, const char *name, const struct mw_fill *fill);
void mw_put_enum(struct mw_twin *t, uint32_t number, const char *name, int64_t v, const char *text);
void mw_put_dtype(struct mw_twin *t, uint32_t number, const char *name, int dtype);

/* Repeated numbers. */
void mw_put_ints(struct mw_twin *t, uint32_t number, const char *name, const int64_t *v, size_t n);
void mw_put_floats(struct mw_twin *t, uint32_t number, const char *name, const float *v, size_t n);
void mw_put_dtypes(struct mw_twin *t, uint32_t number, const char *name, const int64_t *v, size_t n);

/* A nested message around what is put in between; streams may hold messages, not the reverse. */
void mw_put_begin(struct mw_twin *t, uint32_t number, const char *name);
void mw_put_end(struct mw_twin *t);
void mw_put_stream_begin(struct mw_twin *t, uint32_t number, const char *name);
void mw_put_stream_end(struct mw_twin *t);

#endif
