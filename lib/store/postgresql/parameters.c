/* Parameters and columns in the binary form of the protocol: big-endian numbers, bytes as they are, arrays. */
#include "store/postgresql/internal.h"

#include <string.h>

void nnreg_pg_store_number(unsigned char *to, uint64_t number, size_t size)
{
    while (size-- > 0) {
        to[size] = (unsigned char)number;
        number >>= 8;
    }
}

uint64_t nnreg_pg_load_number(const void *from, size_t size)
{
    const unsigned char *bytes = from;
    uint64_t number = 0;
    size_t i;

    for (i = 0; i < size; i++)
        number = number << 8 | bytes[i];
    return number;
}

struct nnreg_slice nnreg_pg_column(const PGresult *answer, int row, int column)
{
    return (struct nnreg_slice){PQgetvalue(answer, row, column), (size_t)PQgetlength(answer, row, column)};
}

bool nnreg_pg_number(int64_t *number, const PGresult *answer, int row, int column, size_t size)
{
    unsigned shift = 64 - 8 * (unsigned)size;

    *number = 0;
    if (PQgetisnull(answer, row, column) || (size_t)PQgetlength(answer, row, column) != size)
        return false;
    /* The sign of a shorter one is where that of all is. */
    *number = (int64_t)(nnreg_pg_load_number(PQgetvalue(answer, row, column), size) << shift) >> shift;
    return true;
}

/* ------------------------------------------------------------------------------------------------------ arrays -- */

/*
 * Dimensions, whether there are NULLs, the type; then of the one dimension how many elements and the number of the first; then
 * each element's size and bytes.
 */
#define ARRAY_COUNT 12 /* where the number of elements stands */

static void put_number4(struct nnreg_bytes *array, uint64_t number)
{
    unsigned char bytes[4];

    nnreg_pg_store_number(bytes, number, sizeof bytes);
    nnreg_bytes_put(array, bytes, sizeof bytes);
}

void nnreg_pg_array_begin(struct nnreg_bytes *array, unsigned type)
{
    put_number4(array, 1);
    put_number4(array, 0);
    put_number4(array, type);
    put_number4(array, 0);
    put_number4(array, 1);
}

void nnreg_pg_array_add(struct nnreg_bytes *array, struct nnreg_slice element)
{
    put_number4(array, element.size);
    if (element.size > 0)
        nnreg_bytes_put(array, element.content, element.size);
}

void nnreg_pg_array_number(struct nnreg_bytes *array, int64_t number, size_t size)
{
    unsigned char bytes[8];

    nnreg_pg_store_number(bytes, (uint64_t)number, size);
    nnreg_pg_array_add(array, (struct nnreg_slice){bytes, size});
}

struct nnreg_slice nnreg_pg_array_end(struct nnreg_bytes *array, size_t count)
{
    if (!array->failed)
        nnreg_pg_store_number((unsigned char *)array->content + ARRAY_COUNT, count, 4);
    return (struct nnreg_slice){array->content, array->size};
}
