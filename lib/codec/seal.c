/* See seal.h. */
#include "codec/seal.h"

#include "base/digest.h"

enum { MARK = 0xc1, HEAD = 5 /* the mark and the checksum */ };

void nnreg_seal(struct nnreg_bytes *out, const struct nnreg_sealed *what)
{
    unsigned char head[NNREG_SEAL_SIZE] = {MARK, 0, 0, 0, 0, (unsigned char)what->index_size};
    uint32_t crc = nnreg_crc32c(0, head + HEAD, 1);

    crc = nnreg_crc32c(crc, what->index, what->index_size);
    crc = nnreg_crc32c(crc, what->content, what->size);
    head[1] = (unsigned char)(crc >> 24);
    head[2] = (unsigned char)(crc >> 16);
    head[3] = (unsigned char)(crc >> 8);
    head[4] = (unsigned char)crc;
    nnreg_bytes_put(out, head, sizeof head);
    nnreg_bytes_put(out, what->index, what->index_size);
    nnreg_bytes_put(out, what->content, what->size);
}

bool nnreg_is_sealed(const void *content, size_t size)
{
    return size > 0 && *(const unsigned char *)content == MARK;
}

bool nnreg_seal_open(struct nnreg_sealed *what, const void *content, size_t size)
{
    const unsigned char *seal = content;

    *what = (struct nnreg_sealed){.content = content, .size = size};
    if (!nnreg_is_sealed(seal, size))
        return true;
    if (size < NNREG_SEAL_SIZE || size - NNREG_SEAL_SIZE < seal[HEAD])
        return false;
    what->index = seal + NNREG_SEAL_SIZE;
    what->index_size = seal[HEAD];
    what->content = seal + NNREG_SEAL_SIZE + what->index_size;
    what->size = size - NNREG_SEAL_SIZE - what->index_size;
    return true;
}

bool nnreg_seal_holds(const void *content, size_t size)
{
    const unsigned char *seal = content;

    return !nnreg_is_sealed(seal, size) ||
           nnreg_crc32c(0, seal + HEAD, size - HEAD) ==
               ((uint32_t)seal[1] << 24 | (uint32_t)seal[2] << 16 | (uint32_t)seal[3] << 8 | seal[4]);
}

bool nnreg_unseal(struct nnreg_sealed *what, const void *content, size_t size)
{
    return nnreg_seal_open(what, content, size) && nnreg_seal_holds(content, size);
}
