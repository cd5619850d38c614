/* What the files of zip have for each other. */
#ifndef NNREG_FORMATS_ZIP_PARTS_H
#define NNREG_FORMATS_ZIP_PARTS_H

#include "base/cursor.h"
#include "formats/zip.h"

struct nnreg_zip {
    struct nnreg_source source;
    struct nnreg_zip_limits limits;
    struct nnreg_zip_entry *entries;
    size_t count;
    uint64_t directory;         /* its offset, where the entries end */
    void *handle;               /* libzip's, made when it is first needed */
    bool refused;               /* libzip makes none, which was told */
    uint64_t position;          /* where libzip reads next */
    struct nnreg_error failure; /* of a read below libzip */
};

/* What a file of zip adds to the problems: of the archive at an offset; or of an entry, which is faulty then. */
bool nnreg_zip_fail(struct nnreg_problems *problems, enum nnreg_zip_problem_code code, uint64_t offset,
                    const char *format, ...) NNREG_PRINTF(4, 5);
bool nnreg_zip_fail_entry(struct nnreg_problems *problems, struct nnreg_zip_entry *entry,
                          enum nnreg_zip_problem_code code, uint64_t offset, const char *format, ...)
    NNREG_PRINTF(5, 6);

/* Reads end records, directory and local headers. False: `problems` has the reason, or `error`, whose status is set then. */
bool nnreg_zip_read_layout(struct nnreg_zip *zip, struct nnreg_problems *problems, struct nnreg_error *error);

/* The name of an entry by its raw one and its extra fields, which are `size` bytes. False as above. */
bool nnreg_zip_name(struct nnreg_zip_entry *entry, const unsigned char *extra, size_t size,
                    struct nnreg_problems *problems, struct nnreg_error *error);

enum { NNREG_ZIP_EXTRA_NAME = 0x7075 }; /* the field with a name in UTF-8 */

/* Whether the fields, with up to 3 zeros behind them, are all there is in the area. */
bool nnreg_zip_extra_is_whole(const unsigned char *extra, size_t size);

/* The wide forms of the numbers that are all ones; `exact`: the field has no more than these. False: it is too short, or not exact. */
bool nnreg_zip_widen(uint64_t *const numbers[], size_t count, const unsigned char *extra, size_t size,
                     bool exact);

/* The field with this id; NULL: there is none. The fields tile the area. */
const unsigned char *nnreg_zip_extra(const unsigned char *extra, size_t size, unsigned id,
                                     size_t *field_size);

/* What is wrong with single entries and with their names, all of it. False: no memory. */
bool nnreg_zip_judge_entries(struct nnreg_zip *zip, struct nnreg_problems *problems);

/* Whether entries that are packed this way can be read. */
bool nnreg_zip_knows(unsigned method);

/* Releases libzip's handle. */
void nnreg_zip_release(struct nnreg_zip *zip);

static inline unsigned nnreg_zip_u16(const unsigned char *at)
{
    return at[0] | (unsigned)at[1] << 8;
}

static inline uint32_t nnreg_zip_u32(const unsigned char *at)
{
    return nnreg_zip_u16(at) | (uint32_t)nnreg_zip_u16(at + 2) << 16;
}

static inline uint64_t nnreg_zip_u64(const unsigned char *at)
{
    return nnreg_zip_u32(at) | (uint64_t)nnreg_zip_u32(at + 4) << 32;
}

#endif
