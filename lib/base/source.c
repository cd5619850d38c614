/* A file's bytes, from a descriptor or memory: see source.h. */
#include "base/source.h"

#include "base/fsio.h"

struct nnreg_source nnreg_source_memory(const void *content, size_t size)
{
    static const unsigned char nothing[1];

    return (struct nnreg_source){.memory = size > 0 ? content : nothing, .fd = -1, .size = size};
}

struct nnreg_source nnreg_source_file(int fd, uint64_t size)
{
    return (struct nnreg_source){.memory = NULL, .fd = fd, .size = size};
}

struct nnreg_source nnreg_source_range(const struct nnreg_source *whole, uint64_t start, uint64_t size)
{
    if (whole->memory != NULL)
        return nnreg_source_memory(whole->memory + start, (size_t)size);
    return (struct nnreg_source){
        .memory = NULL, .fd = whole->fd, .start = whole->start + start, .size = size};
}

nnreg_status nnreg_source_cursor(struct nnreg_cursor *cursor, const struct nnreg_source *source,
                                 struct nnreg_error *error)
{
    nnreg_status status = NNREG_OK;

    if (source->memory != NULL)
        nnreg_cursor_memory(cursor, source->memory, (size_t)source->size);
    else
        status = nnreg_cursor_file(cursor, source->fd, source->size, error);
    cursor->start = source->start;
    return status;
}

/* A file may have become shorter since its size was asked for: fewer bytes are damage, which the caller tells in its own words. */
nnreg_status nnreg_source_read(const unsigned char **bytes, const struct nnreg_source *source,
                               uint64_t offset, void *buffer, size_t size, struct nnreg_error *error)
{
    size_t got;
    nnreg_status status;

    *bytes = buffer;
    if (source->memory != NULL) {
        *bytes = source->memory + offset;
        return NNREG_OK;
    }
    status = nnreg_fs_read(&got, source->fd, source->start + offset, buffer, size, error);
    if (status == NNREG_OK && got < size)
        status = NNREG_CORRUPT;
    return status;
}
