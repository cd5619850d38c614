/* Marks of a file's CRC32C: see crc_marks.h. */
#include "base/crc_marks.h"

#include "base/alloc.h"
#include "base/digest.h"

static uint64_t step_of(uint64_t size)
{
    uint64_t step = NNREG_CRC_STEP;

    while (size / step > NNREG_CRC_MARKS)
        step *= 2;
    return step;
}

size_t nnreg_crc_marks_count(uint64_t size)
{
    return (size_t)(size / step_of(size));
}

struct nnreg_crc_marks *nnreg_crc_marks_new(uint64_t size)
{
    size_t count = nnreg_crc_marks_count(size);
    struct nnreg_crc_marks *marks = nnreg_alloc(sizeof *marks + count * sizeof marks->mark[0]);

    if (marks != NULL)
        *marks = (struct nnreg_crc_marks){.step = step_of(size), .count = count};
    return marks;
}

void nnreg_crc_marks_free(struct nnreg_crc_marks *marks)
{
    nnreg_free(marks);
}

/* Step by step: `passed` is at a mark whenever one is set. */
void nnreg_crc_marks_add(struct nnreg_crc_marks *marks, const void *content, size_t size)
{
    const unsigned char *at = content;

    while (size > 0 && marks->passed / marks->step < marks->count) {
        uint64_t left = marks->step - marks->passed % marks->step;
        size_t part = left < size ? (size_t)left : size;

        marks->crc = nnreg_crc32c(marks->crc, at, part);
        marks->passed += part;
        if (part == left)
            marks->mark[marks->passed / marks->step - 1] = marks->crc;
        at += part;
        size -= part;
    }
}

bool nnreg_crc_marks_between(uint64_t *from, uint64_t *to, const struct nnreg_crc_marks *marks,
                             uint64_t begin, uint64_t end)
{
    uint64_t first = begin / marks->step + (begin % marks->step > 0), last = end / marks->step;

    *from = first * marks->step;
    *to = last * marks->step;
    return first < last;
}

static uint32_t mark_at(const struct nnreg_crc_marks *marks, uint64_t at)
{
    return at > 0 ? marks->mark[at / marks->step - 1] : 0;
}

/* Of A and B together there is the CRC, and of A: carried over the length of B it is what B's CRC differs by. */
uint32_t nnreg_crc_marks_crc(const struct nnreg_crc_marks *marks, uint64_t from, uint64_t to)
{
    return nnreg_crc32c_combine(mark_at(marks, from), mark_at(marks, to), to - from);
}
