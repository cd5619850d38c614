/* Element types: see dtype.h. */
#include "formats/dtype.h"

#include <string.h>

struct row {
    const char *name;
    const char *reference;
    size_t bytes;
};

static const struct row rows[] = {
#define ROW(NAME, number, bytes) [number] = {"DT_" #NAME, "DT_" #NAME "_REF", bytes},
    NNREG_DTYPES(ROW)
#undef ROW
};

#define ROWS (sizeof(rows) / sizeof(rows[0]))

const char *nnreg_dtype_name(uint32_t dtype)
{
    if (dtype < ROWS)
        return rows[dtype].name;
    /* There is no reference to the invalid type. */
    if (dtype > NNREG_DTYPE_REF && dtype - NNREG_DTYPE_REF < ROWS)
        return rows[dtype - NNREG_DTYPE_REF].reference;
    return NULL;
}

bool nnreg_dtype_by_name(uint32_t *dtype, const char *name, size_t length)
{
    uint32_t i;

    for (i = 0; i < ROWS; i++) {
        if (strlen(rows[i].name) == length && memcmp(rows[i].name, name, length) == 0) {
            *dtype = i;
            return true;
        }
        if (i > 0 && strlen(rows[i].reference) == length && memcmp(rows[i].reference, name, length) == 0) {
            *dtype = i + NNREG_DTYPE_REF;
            return true;
        }
    }
    return false;
}

size_t nnreg_dtype_size(uint32_t dtype)
{
    return dtype < ROWS ? rows[dtype].bytes : 0;
}
