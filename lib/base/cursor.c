/*
 * The bounded reader: see cursor.h. What always holds, and what keeps the subtractions from going below 0:
 *
 *     the window    the source's bytes [base_offset, base_offset + filled), in memory from `base` on
 *     here, stop    base <= here <= stop <= base + filled: what may be read without looking further
 *     end           offset of here <= end <= size: a bound begins where the cursor is, and lies within the one around it
 *
 * so base_offset <= end, and `stop` is the nearer of the window's end and the bound (nnreg_cursor_clip).
 */
#include "base/cursor.h"

#include <assert.h>

#include "base/alloc.h"
#include "base/fsio.h"

#define LONG_SKIP (NNREG_PIECE / 2) /* beyond the window; what is read there is likely little */
#define SMALL_PIECE \
    ((size_t)4 << 10) /* read behind a long skip; each piece after it is four times as large */

void nnreg_cursor_memory(struct nnreg_cursor *cursor, const void *content, size_t size)
{
    static const unsigned char nothing[1];

    /* Not the error, whose text is 1 KiB: a cursor is made for each record and each entry of an index, and few fail. */
    memset(cursor, 0, offsetof(struct nnreg_cursor, error));
    cursor->base = cursor->here = size > 0 ? content : nothing;
    cursor->stop = cursor->base + size;
    cursor->filled = size;
    cursor->end = cursor->size = size;
    cursor->fd = -1;
}

nnreg_status nnreg_cursor_file(struct nnreg_cursor *cursor, int fd, uint64_t size, struct nnreg_error *error)
{
    memset(cursor, 0, offsetof(struct nnreg_cursor, error));
    cursor->fd = fd;
    cursor->piece = NNREG_PIECE;
    cursor->end = cursor->size = size;
    cursor->window = nnreg_alloc(NNREG_PIECE);
    if (cursor->window == NULL)
        return nnreg_fail_memory(error);
    cursor->base = cursor->here = cursor->stop = cursor->window;
    return NNREG_OK;
}

void nnreg_cursor_free(struct nnreg_cursor *cursor)
{
    nnreg_free(cursor->window);
    cursor->window = NULL;
    cursor->base = cursor->here = cursor->stop = NULL;
}

/*
 * Moves both bounds to where the cursor is. So the readers need not look at the status: to them a failed source is one that has
 * ended, and nnreg_cursor_leave does not give a failed one its outer bound back.
 */
static void fail_with(struct nnreg_cursor *cursor, nnreg_status status, uint64_t offset, const char *failure)
{
    if (cursor->status != NNREG_OK)
        return;
    cursor->status = status;
    cursor->failure = failure;
    cursor->failure_offset = offset;
    cursor->end = nnreg_cursor_offset(cursor);
    cursor->stop = cursor->here;
}

void nnreg_cursor_fail(struct nnreg_cursor *cursor, uint64_t offset, const char *failure)
{
    fail_with(cursor, NNREG_CORRUPT, offset, failure);
}

bool nnreg_cursor_refill(struct nnreg_cursor *cursor)
{
    uint64_t offset = nnreg_cursor_offset(cursor);
    size_t wanted, got;
    nnreg_status status;

    if (cursor->status != NNREG_OK || offset >= cursor->end)
        return false;
    assert(cursor->fd >= 0); /* of a source in memory all is in the window */
    /* Up to the end of the source, not of the bound: what follows the bounded part is likely read next. */
    wanted = cursor->size - offset < cursor->piece ? (size_t)(cursor->size - offset) : cursor->piece;
    cursor->piece = cursor->piece < NNREG_PIECE / 4 ? cursor->piece * 4 : NNREG_PIECE;
    cursor->base_offset = offset;
    cursor->here = cursor->stop = cursor->base;
    cursor->filled = 0;
    status = nnreg_fs_read(&got, cursor->fd, cursor->start + offset, cursor->window, wanted, &cursor->error);
    if (status != NNREG_OK) {
        fail_with(cursor, status, offset, "cannot be read");
        return false;
    }
    if (got < wanted) { /* somebody made the file shorter since it was opened */
        fail_with(cursor, NNREG_CORRUPT, offset + got, "became shorter while it was read");
        return false;
    }
    cursor->filled = got;
    nnreg_cursor_clip(cursor);
    return true;
}

void nnreg_cursor_copy(struct nnreg_cursor *cursor, void *out, size_t size)
{
    unsigned char *to = out;

    if (size <= (size_t)(cursor->stop - cursor->here)) { /* as nearly always */
        memcpy(to, cursor->here, size);
        cursor->here += size;
        return;
    }
    if (size > nnreg_cursor_left(cursor)) {
        nnreg_cursor_fail(cursor, cursor->end, "is cut short");
        memset(out, 0, size); /* all of it, so that no caller goes on with the half of a number */
        return;
    }
    while (size > 0) {
        size_t ready = (size_t)(cursor->stop - cursor->here);

        if (ready == 0) {
            if (!nnreg_cursor_refill(cursor)) {
                memset(to, 0, size);
                return;
            }
            continue;
        }
        if (ready > size)
            ready = size;
        memcpy(to, cursor->here, ready);
        cursor->here += ready;
        to += ready;
        size -= ready;
    }
}

/* Goes to an offset within the bound: inside the window by moving a pointer, else with an empty window there. */
static void move_to(struct nnreg_cursor *cursor, uint64_t offset)
{
    if (offset >= cursor->base_offset && offset - cursor->base_offset <= cursor->filled) {
        cursor->here = cursor->base + (offset - cursor->base_offset);
    } else {
        if (offset > cursor->base_offset + cursor->filled + LONG_SKIP)
            cursor->piece = SMALL_PIECE;
        cursor->base_offset = offset;
        cursor->filled = 0;
        cursor->here = cursor->base;
    }
    nnreg_cursor_clip(cursor);
}

void nnreg_cursor_skip(struct nnreg_cursor *cursor, uint64_t size)
{
    if (size > nnreg_cursor_left(cursor))
        nnreg_cursor_fail(cursor, cursor->end, "is cut short");
    else
        move_to(cursor, nnreg_cursor_offset(cursor) + size);
}

void nnreg_cursor_seek(struct nnreg_cursor *cursor, uint64_t offset)
{
    if (offset > cursor->end)
        nnreg_cursor_fail(cursor, offset, "points behind its end");
    else if (cursor->status == NNREG_OK)
        move_to(cursor, offset);
}

uint64_t nnreg_cursor_big(struct nnreg_cursor *cursor, size_t width)
{
    unsigned char raw[8];
    const unsigned char *bytes = raw;
    uint64_t value = 0;
    size_t i;

    if (width <= (size_t)(cursor->stop - cursor->here)) {
        bytes = cursor->here;
        cursor->here += width;
    } else {
        nnreg_cursor_copy(cursor, raw, width);
    }
    for (i = 0; i < width; i++)
        value = value << 8 | bytes[i];
    return value;
}

uint64_t nnreg_cursor_little(struct nnreg_cursor *cursor, size_t width)
{
    unsigned char raw[8];
    uint64_t value = 0;
    size_t i;

    nnreg_cursor_copy(cursor, raw, width);
    for (i = width; i > 0; i--)
        value = value << 8 | raw[i - 1];
    return value;
}

uint64_t nnreg_cursor_enter_far(struct nnreg_cursor *cursor, uint64_t size)
{
    uint64_t outer = cursor->end;

    if (size > nnreg_cursor_left(cursor)) {
        nnreg_cursor_fail(cursor, cursor->end, "is cut short");
        return outer;
    }
    cursor->end = nnreg_cursor_offset(cursor) + size;
    nnreg_cursor_clip(cursor);
    return outer;
}

void nnreg_cursor_leave_unread(struct nnreg_cursor *cursor, uint64_t outer)
{
    uint64_t inner = cursor->end;

    if (cursor->status != NNREG_OK)
        return;
    cursor->end = outer;
    move_to(cursor, inner);
}
