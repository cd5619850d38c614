/*
 * The CRC32C of a file's first bytes at marks that stand at equal distances, taken in one pass while the bytes go by. That of
 * what lies between two marks follows from theirs, without the bytes: a CRC is linear (nnreg_crc32c_combine).
 *
 *     marks = nnreg_crc_marks_new(size);
 *     while there are bytes:
 *         nnreg_crc_marks_add(marks, bytes, size);
 *     if (nnreg_crc_marks_between(&from, &to, marks, begin, end))
 *         crc = nnreg_crc_marks_crc(marks, from, to);        of the bytes [from, to); the ends are for the caller to read
 *
 * One thread's at a time while they are taken; any number may ask afterwards.
 */
#ifndef NNREG_BASE_CRC_MARKS_H
#define NNREG_BASE_CRC_MARKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define NNREG_CRC_STEP  ((uint64_t)64 << 10) /* bytes from one mark to the next, at least: as far as 1 GiB */
#define NNREG_CRC_MARKS ((size_t)1 << 14) /* of a file, at most: of a larger one they stand farther apart */

struct nnreg_crc_marks {
    uint64_t step;
    uint64_t passed; /* bytes so far */
    uint32_t crc;    /* of these */
    size_t count;    /* marks there will be once all bytes went by */
    uint32_t mark[]; /* mark[i]: CRC of the first (i + 1) * step bytes */
};

/* How many marks there are of a file of this size. */
size_t nnreg_crc_marks_count(uint64_t size);
/* NULL: no memory. */
struct nnreg_crc_marks *nnreg_crc_marks_new(uint64_t size);
void nnreg_crc_marks_free(struct nnreg_crc_marks *marks);

/* The next bytes of the file. */
void nnreg_crc_marks_add(struct nnreg_crc_marks *marks, const void *content, size_t size);

/* The first and the last mark (or the file's beginning) within [begin, end). false: there are no two. */
bool nnreg_crc_marks_between(uint64_t *from, uint64_t *to, const struct nnreg_crc_marks *marks,
                             uint64_t begin, uint64_t end);
/* The CRC32C of the bytes between two marks. */
uint32_t nnreg_crc_marks_crc(const struct nnreg_crc_marks *marks, uint64_t from, uint64_t to);

#endif
