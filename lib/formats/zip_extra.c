/*
 * Extra fields of the headers (APPNOTE 4.5): any number of | id, 2 | size, 2 | that many bytes |. One of them,
 * zip64's, has the numbers that a header has no room for.
 */
#include "formats/zip_parts.h"

enum { EXTRA_ZIP64 = 1 };

#define ONES UINT32_C(0xffffffff)

/*
 * Up to 3 zeros may follow the fields: what aligns files on Android pads with them. A field that says what a header
 * has to say is there once: of two, readers take one or the other.
 */
bool nnreg_zip_extra_is_whole(const unsigned char *extra, size_t size)
{
    bool wide = false, named = false;

    while (size >= 4) {
        size_t field = 4 + (size_t)nnreg_zip_u16(extra + 2);

        unsigned id = nnreg_zip_u16(extra);

        if (field > size || (id == EXTRA_ZIP64 && wide) || (id == NNREG_ZIP_EXTRA_NAME && named))
            return false;
        wide = wide || id == EXTRA_ZIP64;
        named = named || id == NNREG_ZIP_EXTRA_NAME;
        extra += field;
        size -= field;
    }
    for (; size > 0; size--)
        if (*extra++ != 0)
            return false;
    return true;
}

const unsigned char *nnreg_zip_extra(const unsigned char *extra, size_t size, unsigned id, size_t *field_size)
{
    while (size >= 4) {
        size_t field = 4 + (size_t)nnreg_zip_u16(extra + 2);

        if (nnreg_zip_u16(extra) == id) {
            *field_size = field - 4;
            return extra + 4;
        }
        extra += field;
        size -= field;
    }
    return NULL;
}

/*
 * The wide forms of the numbers that are all ones, in their order. The field has just these; a local header's has
 * both sizes in any case, and is looked at only where one of its numbers asks for it.
 */
bool nnreg_zip_widen(uint64_t *const numbers[], size_t count, const unsigned char *extra, size_t size,
                     bool exact)
{
    const unsigned char *field;
    size_t field_size = 0, wanted = 0, i;

    for (i = 0; i < count; i++)
        wanted += *numbers[i] == ONES ? 8 : 0;
    field = wanted > 0 ? nnreg_zip_extra(extra, size, EXTRA_ZIP64, &field_size) : NULL;
    if (field == NULL) /* a number may be just that large */
        return true;
    if (field_size < wanted || (exact && field_size != wanted))
        return false;
    for (i = 0; i < count; i++)
        if (*numbers[i] == ONES) {
            *numbers[i] = nnreg_zip_u64(field);
            field += 8;
        }
    return true;
}
