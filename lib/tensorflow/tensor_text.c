/*
 * Variables of strings and variants: see tensor_text.h (doc/FORMATS.md, "entries").
 *
 * The lengths are varints in the file, and numbers of fixed width in the checksum. They are gathered in `words` and put into
 * it by the kilobyte, since a checksum over few bytes at a time costs a call for each few.
 */
#include "tensorflow/tensor_text.h"

#include "base/digest.h"

#define WORDS 1024 /* bytes of lengths that are put into the checksum at once */

/* Lengths on their way into a checksum. */
struct words {
    unsigned char bytes[WORDS];
    size_t size;
    uint32_t crc;
};

static void flush(struct words *words)
{
    words->crc = nnreg_crc32c(words->crc, words->bytes, words->size);
    words->size = 0;
}

static void put_length_number(struct words *words, uint64_t number, size_t width, bool big_endian)
{
    size_t i;

    if (words->size + width > WORDS)
        flush(words);
    for (i = 0; i < width; i++)
        words->bytes[words->size++] = (unsigned char)(number >> 8 * (big_endian ? width - 1 - i : i));
}

static void tensor_text_fail(struct nnreg_tensor_text *found, const struct nnreg_tensor_bytes *bytes,
                             uint64_t size, int problem)
{
    found->problem = problem;
    found->at = size - nnreg_tensor_bytes_left(bytes);
}

/* The sum of all lengths; their CRC in found->crc. */
static bool read_lengths(struct nnreg_tensor_text *found, struct nnreg_tensor_bytes *bytes, uint64_t elements,
                         bool big_endian, uint64_t *sum)
{
    struct words words = {.size = 0, .crc = 0};
    uint64_t length;

    *sum = 0;
    for (; elements > 0; elements--) {
        if (!nnreg_tensor_bytes_varint(bytes, &length) || __builtin_add_overflow(*sum, length, sum))
            return false;
        put_length_number(&words, length, length > UINT32_MAX ? 8 : 4, big_endian);
    }
    flush(&words);
    found->crc = words.crc;
    return true;
}

/* A stored checksum: four bytes in the order of the machine that wrote the bundle. */
static uint32_t number_of(const unsigned char stored[4], bool big_endian)
{
    uint32_t little = (uint32_t)stored[0] | (uint32_t)stored[1] << 8 | (uint32_t)stored[2] << 16 |
                      (uint32_t)stored[3] << 24;

    return big_endian ? __builtin_bswap32(little) : little;
}

/*
 * Three steps: the lengths, whose sum must be there in bytes; the checksum over them, as a number; the strings' bytes, at once, for
 * where one ends is of no interest to a checksum. The entry's CRC goes over the three in this order.
 */
void nnreg_tensor_texts(struct nnreg_tensor_text *found, struct nnreg_tensor_bytes *bytes, uint64_t elements,
                        bool big_endian)
{
    uint64_t size = nnreg_tensor_bytes_left(bytes), sum;
    unsigned char stored[4];

    *found = (struct nnreg_tensor_text){.problem = NNREG_VARIABLES_PROBLEM_COUNT};
    if (size == 0) /* no element, and not even a checksum of no length */
        return;
    if (!read_lengths(found, bytes, elements, big_endian, &sum) ||
        !nnreg_tensor_bytes_copy(bytes, stored, 4) || sum > nnreg_tensor_bytes_left(bytes)) {
        tensor_text_fail(found, bytes, size, NNREG_VARIABLES_STRING_LENGTHS);
        return;
    }
    if (number_of(stored, big_endian) != nnreg_crc32c_mask(found->crc)) {
        tensor_text_fail(found, bytes, size, NNREG_VARIABLES_STRING_LENGTH_CRC);
        return;
    }
    found->crc = nnreg_crc32c(found->crc, stored, 4);
    (void)nnreg_tensor_bytes_crc(bytes, &found->crc, sum);
    found->trailing = nnreg_tensor_bytes_left(bytes);
}

/*
 * One element. Its checksum is the running one over all elements before it and itself, the length as 8 bytes; then it goes into
 * the running one, too, as it is stored.
 */
static bool read_variant(struct nnreg_tensor_text *found, struct nnreg_tensor_bytes *bytes, uint64_t size)
{
    struct words words = {.size = 0, .crc = found->crc};
    unsigned char stored[4];
    uint64_t length;

    if (!nnreg_tensor_bytes_varint(bytes, &length) || length > nnreg_tensor_bytes_left(bytes)) {
        tensor_text_fail(found, bytes, size, NNREG_VARIABLES_VARIANT_CORRUPT);
        return false;
    }
    put_length_number(&words, length, 8, false);
    flush(&words);
    found->crc = words.crc;
    if (!nnreg_tensor_bytes_crc(bytes, &found->crc, length) || !nnreg_tensor_bytes_copy(bytes, stored, 4)) {
        tensor_text_fail(found, bytes, size, NNREG_VARIABLES_VARIANT_CORRUPT);
        return false;
    }
    if (number_of(stored, false) != nnreg_crc32c_mask(found->crc)) {
        tensor_text_fail(found, bytes, size, NNREG_VARIABLES_VARIANT_CRC);
        return false;
    }
    found->crc = nnreg_crc32c(found->crc, stored, 4);
    return true;
}

void nnreg_tensor_variants(struct nnreg_tensor_text *found, struct nnreg_tensor_bytes *bytes,
                           uint64_t elements)
{
    uint64_t size = nnreg_tensor_bytes_left(bytes);

    *found = (struct nnreg_tensor_text){.problem = NNREG_VARIABLES_PROBLEM_COUNT};
    for (; elements > 0; elements--)
        if (!read_variant(found, bytes, size))
            return;
    found->trailing = nnreg_tensor_bytes_left(bytes);
}
