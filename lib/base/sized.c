/* Structs that begin with their size: see sized.h. */
#include "base/sized.h"

#include <string.h>

/* Not through a pointer to size_t: `given` is of another type. */
static size_t said_size(const void *given)
{
    size_t size;

    memcpy(&size, given, sizeof size);
    return size;
}

/* All but the size, which is its owner's. */
static void copy_common(const struct nnreg_sized *sized, void *to, const void *from, size_t size)
{
    size_t common = size < sized->now ? size : sized->now;

    memcpy((char *)to + sizeof size, (const char *)from + sizeof size, common - sizeof size);
}

nnreg_status nnreg_sized_check(const struct nnreg_sized *sized, const void *given, struct nnreg_error *error)
{
    if (given == NULL)
        return nnreg_fail(error, NNREG_INVALID_ARGUMENT, "an argument is NULL: a %s", sized->type);
    if (said_size(given) < sizeof(size_t))
        return nnreg_fail(error, NNREG_INVALID_ARGUMENT, "the size of %s is not set", sized->type);
    if (said_size(given) < sized->first)
        return nnreg_fail(error, NNREG_INVALID_ARGUMENT, "the size of %s is %zu, which no version of it has",
                          sized->type, said_size(given));
    return NNREG_OK;
}

nnreg_status nnreg_sized_take(const struct nnreg_sized *sized, void *taken, const void *given,
                              struct nnreg_error *error)
{
    nnreg_status status = given != NULL ? nnreg_sized_check(sized, given, error) : NNREG_OK;

    if (status == NNREG_OK && given != NULL)
        copy_common(sized, taken, given, said_size(given));
    return status;
}

nnreg_status nnreg_sized_begin(bool *usable, const struct nnreg_sized *sized, void *taken, const void *given,
                               nnreg_status status, struct nnreg_error *error)
{
    nnreg_status own = nnreg_sized_take(sized, taken, given, status == NNREG_OK ? error : NULL);

    *usable = own == NNREG_OK && given != NULL;
    return status == NNREG_OK ? own : status;
}

void nnreg_sized_give(const struct nnreg_sized *sized, void *given, const void *told)
{
    if (given != NULL)
        copy_common(sized, given, told, said_size(given));
}

nnreg_status nnreg_sized_check_items(const struct nnreg_sized *sized, const void *items, size_t count,
                                     struct nnreg_error *error)
{
    nnreg_status status = count > 0 ? nnreg_sized_check(sized, items, error) : NNREG_OK;
    size_t size, i;

    if (status != NNREG_OK || count == 0)
        return status;
    size = said_size(items);
    if (size % sizeof(size_t) != 0)
        return nnreg_fail(error, NNREG_INVALID_ARGUMENT, "the size of %s is %zu, which no version of it has",
                          sized->type, size);
    for (i = 1; i < count; i++)
        if (said_size((const char *)items + i * size) != size)
            return nnreg_fail(error, NNREG_INVALID_ARGUMENT,
                              "the elements of an array of %s are not all of one size", sized->type);
    return NNREG_OK;
}

void nnreg_sized_take_item(const struct nnreg_sized *sized, void *taken, const void *items, size_t i)
{
    size_t size = said_size(items);

    copy_common(sized, taken, (const char *)items + i * size, size);
}
