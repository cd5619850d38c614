/* See seal.h. */
#include "codec/seal.h"

#include "base/digest.h"

#define MARK 0xc1

static void put_seal(unsigned char seal[NNREG_SEAL_SIZE], const void *content, size_t size)
{
    uint32_t crc = nnreg_crc32c(0, content, size);

    seal[0] = MARK;
    seal[1] = (unsigned char)(crc >> 24);
    seal[2] = (unsigned char)(crc >> 16);
    seal[3] = (unsigned char)(crc >> 8);
    seal[4] = (unsigned char)crc;
}

void nnreg_seal_begin(struct nnreg_bytes *out)
{
    static const unsigned char room[NNREG_SEAL_SIZE];

    nnreg_bytes_put(out, room, sizeof room);
}

void nnreg_seal_end(struct nnreg_bytes *out, size_t begin)
{
    unsigned char *seal;

    if (out->failed)
        return;
    seal = (unsigned char *)out->content + begin;
    put_seal(seal, seal + NNREG_SEAL_SIZE, out->size - begin - NNREG_SEAL_SIZE);
}

bool nnreg_is_sealed(const void *content, size_t size)
{
    return size > 0 && *(const unsigned char *)content == MARK;
}

bool nnreg_unseal(const void **content, size_t *size)
{
    const unsigned char *seal = *content;
    uint32_t crc;

    if (!nnreg_is_sealed(seal, *size))
        return true;
    if (*size < NNREG_SEAL_SIZE)
        return false;
    crc = (uint32_t)seal[1] << 24 | (uint32_t)seal[2] << 16 | (uint32_t)seal[3] << 8 | seal[4];
    *content = seal + NNREG_SEAL_SIZE;
    *size -= NNREG_SEAL_SIZE;
    return nnreg_crc32c(0, *content, *size) == crc;
}
