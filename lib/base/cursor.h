/*
 * A bounded reader over a source of bytes. Its first failure is permanent, keeps the offset where it happened, and
 * makes every later read return zeros, so that a parser can read a few fields and look once. Nothing un-fails it.
 *
 * The source is memory, or a file read in pieces of up to 128 KiB (a file that somebody else truncates must not become
 * a SIGBUS, so a caller's file is not mapped). Offsets count from the start of the source, 64 bits wide.
 */
#ifndef NNREG_BASE_CURSOR_H
#define NNREG_BASE_CURSOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/status.h"

struct nnreg_cursor {
    const unsigned char *here; /* the next byte in the window */
    const unsigned char
        *stop; /* behind the last byte of the window that may be read: its end, or the bound */
    const unsigned char *base; /* the window's first byte */
    uint64_t base_offset;      /* the source's offset of `base` */
    size_t filled;             /* bytes in the window */
    uint64_t end;              /* the source's offset behind which nothing is read: the innermost bound */
    uint64_t size;             /* of the source */
    int fd;                    /* -1 for memory */
    uint64_t start;            /* where the source begins in the file: a source may be a range of it */
    size_t piece; /* bytes to read next: few behind a long skip, which is likely followed by another */
    unsigned char *window; /* what `base` points to when the source is a file; NULL for memory */
    const char *failure;   /* NULL, or what was wrong, for a finding ("is cut short") */
    uint64_t failure_offset;
    nnreg_status status;      /* NNREG_OK; NNREG_CORRUPT when the bytes are wrong; else the system's fault */
    struct nnreg_error error; /* for the latter */
};

void nnreg_cursor_memory(struct nnreg_cursor *cursor, const void *content, size_t size);
/* `fd` stays the caller's. NNREG_NO_MEMORY. */
nnreg_status nnreg_cursor_file(struct nnreg_cursor *cursor, int fd, uint64_t size, struct nnreg_error *error);
void nnreg_cursor_free(struct nnreg_cursor *cursor);

static inline uint64_t nnreg_cursor_offset(const struct nnreg_cursor *cursor)
{
    return cursor->base_offset + (uint64_t)(cursor->here - cursor->base);
}

static inline uint64_t nnreg_cursor_left(const struct nnreg_cursor *cursor)
{
    return cursor->end - nnreg_cursor_offset(cursor);
}

static inline bool nnreg_cursor_ok(const struct nnreg_cursor *cursor)
{
    return cursor->status == NNREG_OK;
}

/* Marks the bytes as wrong at `offset`, unless something was wrong already. `failure` is static. */
void nnreg_cursor_fail(struct nnreg_cursor *cursor, uint64_t offset, const char *failure);

/* Brings the next bytes into the window: false at the bound or on failure. Needed by the inline readers only. */
bool nnreg_cursor_refill(struct nnreg_cursor *cursor);

/* The next byte; 0 and failed ("is cut short") at the end. */
static inline unsigned nnreg_cursor_byte(struct nnreg_cursor *cursor)
{
    if (cursor->here == cursor->stop && !nnreg_cursor_refill(cursor)) {
        nnreg_cursor_fail(cursor, nnreg_cursor_offset(cursor), "is cut short");
        return 0;
    }
    return *cursor->here++;
}

/* Copies the next `size` bytes; zeros and failed when there are fewer. */
void nnreg_cursor_copy(struct nnreg_cursor *cursor, void *out, size_t size);
void nnreg_cursor_skip(struct nnreg_cursor *cursor, uint64_t size);
/* Goes to `offset`, which must be within the bound. Backwards is allowed. */
void nnreg_cursor_seek(struct nnreg_cursor *cursor, uint64_t offset);

/* Unsigned numbers of `width` (1 to 8) bytes. */
uint64_t nnreg_cursor_big(struct nnreg_cursor *cursor, size_t width);
uint64_t nnreg_cursor_little(struct nnreg_cursor *cursor, size_t width);

/* Sets `stop` by the window and the bound, so that the inline readers look at one pointer only. */
static inline void nnreg_cursor_clip(struct nnreg_cursor *cursor)
{
    uint64_t allowed = cursor->end - cursor->base_offset;

    cursor->stop = cursor->base + (allowed < cursor->filled ? (size_t)allowed : cursor->filled);
}

/* The general cases of the two below. */
uint64_t nnreg_cursor_enter_far(struct nnreg_cursor *cursor, uint64_t size);
void nnreg_cursor_leave_unread(struct nnreg_cursor *cursor, uint64_t outer);

/*
 * Bounds reading to the next `size` bytes and returns the bound before, which nnreg_cursor_leave restores, at the end
 * of the bounded part whatever was read of it. Fails when there are fewer bytes.
 */
static inline uint64_t nnreg_cursor_enter(struct nnreg_cursor *cursor, uint64_t size)
{
    uint64_t outer = cursor->end;

    if (size > (uint64_t)(cursor->stop - cursor->here))
        return nnreg_cursor_enter_far(cursor, size);
    cursor->stop = cursor->here + size;
    cursor->end = nnreg_cursor_offset(cursor) + size;
    return outer;
}

static inline void nnreg_cursor_leave(struct nnreg_cursor *cursor, uint64_t outer)
{
    if (nnreg_cursor_left(cursor) > 0 || !nnreg_cursor_ok(cursor)) {
        nnreg_cursor_leave_unread(cursor, outer);
        return;
    }
    cursor->end = outer;
    nnreg_cursor_clip(cursor);
}

#endif
