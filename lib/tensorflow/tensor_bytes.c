/*
 * A variable's bytes: see tensor_bytes.h.
 *
 * `here` and `ready` are the bytes in hand, `left` what the variable has behind them. Memory is handed out where it lies, in
 * pieces, so that there is a moment between two to look whether the caller wants no more. A file is read into a window, which
 * is not bounded by the variable: models have thousands of variables of a few bytes, one behind the other, and one read
 * serves them all.
 */
#include "tensorflow/tensor_bytes.h"

#include <string.h>

#include "base/alloc.h"
#include "base/digest.h"
#include "tensorflow/tensor_crc.h"

#define VARINT_BYTES 10

void nnreg_tensor_bytes_begin(struct nnreg_tensor_bytes *bytes, const struct nnreg_source *source,
                              uint64_t offset, uint64_t size)
{
    bytes->source = source;
    bytes->ready = 0;
    bytes->left = size;
    bytes->next = offset;
    bytes->cut = false;
}

/* Bytes from `next` on. Where there are marks of CRC32C, what is behind the first that is not in front of the end is not likely read. */
static uint64_t useful_rest(const struct nnreg_tensor_bytes *bytes)
{
    const struct nnreg_crc_marks *marks = bytes->source->marks;
    uint64_t rest = bytes->source->size - bytes->next, over;

    if (marks == NULL)
        return rest;
    over = (bytes->next + bytes->left) % marks->step;
    over = over > 0 ? marks->step - over : 0;
    return over < rest - bytes->left ? bytes->left + over : rest;
}

/* Reads on from `next`, also what is behind the variable: the one after it is likely read next. */
static bool fill_window(struct nnreg_tensor_bytes *bytes)
{
    uint64_t rest = useful_rest(bytes);
    size_t size = rest < NNREG_TENSOR_PIECE ? (size_t)rest : NNREG_TENSOR_PIECE;
    const unsigned char *content;

    bytes->window_source = NULL;
    if (bytes->window == NULL)
        bytes->window = nnreg_alloc(NNREG_TENSOR_PIECE);
    if (bytes->window == NULL) {
        bytes->status = nnreg_fail_memory(bytes->error);
        return false;
    }
    bytes->status =
        nnreg_source_read(&content, bytes->source, bytes->next, bytes->window, size, bytes->error);
    if (bytes->status != NNREG_OK)
        return false;
    bytes->window_source = bytes->source;
    bytes->window_offset = bytes->next;
    bytes->window_size = size;
    return true;
}

/* Both fit size_t, the smaller one of them does. */
static size_t least(uint64_t a, size_t b)
{
    return a < b ? (size_t)a : b;
}

void nnreg_tensor_bytes_free(struct nnreg_tensor_bytes *bytes)
{
    nnreg_free(bytes->window);
    bytes->window = NULL;
}

bool nnreg_tensor_bytes_more(struct nnreg_tensor_bytes *bytes)
{
    uint64_t within;

    if (bytes->ready > 0)
        return true;
    if (bytes->left == 0 || bytes->status != NNREG_OK)
        return false;
    if (bytes->source->memory != NULL) {
        bytes->here = bytes->source->memory + bytes->next;
        bytes->ready = least(bytes->left, NNREG_TENSOR_PIECE);
    } else {
        /* The window serves if it holds the next byte of this shard; one in front of it is very far behind, modulo 2^64. */
        within = bytes->next - bytes->window_offset;
        if (bytes->window_source != bytes->source || within >= bytes->window_size) {
            if (!fill_window(bytes))
                return false;
            within = 0;
        }
        bytes->here = bytes->window + within;
        bytes->ready = least(bytes->left, bytes->window_size - (size_t)within);
    }
    bytes->next += bytes->ready;
    bytes->left -= bytes->ready;
    bytes->read += bytes->ready;
    return true;
}

bool nnreg_tensor_bytes_copy(struct nnreg_tensor_bytes *bytes, void *out, size_t size)
{
    unsigned char *to = out;

    while (size > 0) {
        size_t part;

        if (!nnreg_tensor_bytes_more(bytes)) {
            memset(to, 0, size);
            bytes->cut = true;
            return false;
        }
        part = least(size, bytes->ready);
        memcpy(to, bytes->here, part);
        bytes->here += part;
        bytes->ready -= part;
        to += part;
        size -= part;
    }
    return true;
}

bool nnreg_tensor_bytes_varint(struct nnreg_tensor_bytes *bytes, uint64_t *number)
{
    unsigned i;

    *number = 0;
    for (i = 0; i < VARINT_BYTES; i++) {
        unsigned char byte;

        if (!nnreg_tensor_bytes_more(bytes))
            break;
        byte = *bytes->here++;
        bytes->ready--;
        if (i == VARINT_BYTES - 1 && byte > 1)
            break;
        *number |= (uint64_t)(byte & 127) << 7 * i;
        if (byte < 128)
            return true;
    }
    bytes->cut = true;
    return false;
}

bool nnreg_tensor_bytes_crc(struct nnreg_tensor_bytes *bytes, uint32_t *crc, uint64_t size)
{
    while (size > 0) {
        size_t part;

        if (!nnreg_tensor_bytes_more(bytes)) {
            bytes->cut = true;
            return false;
        }
        part = least(size, bytes->ready);
        *crc = nnreg_crc32c(*crc, bytes->here, part);
        bytes->here += part;
        bytes->ready -= part;
        size -= part;
    }
    return true;
}
