/*
 * The bytes of an archive's entries. Stored ones are ranges of the archive and are read as such; libzip unpacks the
 * others, and reads the archive through a source of ours, never by a path. By then the archive is known to be laid
 * out as it should be; so that libzip, which looks for the end record in its own way, does not see another one, what
 * it has found is held against the entry that is opened.
 *
 * What comes out is counted and its checksum taken here, whoever unpacked it: a stream that goes on behind the
 * declared size is asked for one byte too many and no more. A handle of libzip, with all files that are open in it,
 * is for one thread at a time.
 */
#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include <zip.h>

#include "base/alloc.h"
#include "base/digest.h"
#include "formats/zip_parts.h"

/* ------------------------------------------------------------------------------------ libzip's way to it -- */

/*
 * Up to `size` bytes from where libzip is. What fails is kept, since libzip knows errno at most, and for good: libzip
 * may read ahead in one call and say so in a later one.
 */
static zip_int64_t give_bytes(struct nnreg_zip *zip, void *out, zip_uint64_t size)
{
    uint64_t left = zip->source.size - zip->position;
    size_t wanted = (size_t)(size < left ? size : left);
    const unsigned char *bytes;
    nnreg_status status = nnreg_source_read(&bytes, &zip->source, zip->position, out, wanted, &zip->failure);

    if (status != NNREG_OK) {
        zip->failure.status = status; /* one that became shorter comes without a text */
        return -1;
    }
    if (bytes != out)
        memcpy(out, bytes, wanted);
    zip->position += wanted;
    return (zip_int64_t)wanted;
}

static zip_int64_t give_stat(const struct nnreg_zip *zip, void *out, zip_uint64_t size)
{
    zip_stat_t *stat = out;

    if (size < sizeof *stat)
        return -1;
    zip_stat_init(stat);
    stat->valid = ZIP_STAT_SIZE;
    stat->size = zip->source.size;
    return sizeof *stat;
}

static zip_int64_t move_position(struct nnreg_zip *zip, void *arguments, zip_uint64_t size)
{
    zip_error_t ignored;
    zip_int64_t position;

    zip_error_init(&ignored);
    position = zip_source_seek_compute_offset(zip->position, zip->source.size, arguments, size, &ignored);
    zip_error_fini(&ignored);
    if (position < 0)
        return -1;
    zip->position = (uint64_t)position;
    return 0;
}

static zip_int64_t answer_libzip(void *context, void *argument, zip_uint64_t size, zip_source_cmd_t command)
{
    struct nnreg_zip *zip = context;
    const int no_system_error[2] = {ZIP_ER_READ, 0};

    switch (command) {
    case ZIP_SOURCE_OPEN:
        zip->position = 0;
        return 0;
    case ZIP_SOURCE_READ:
        return give_bytes(zip, argument, size);
    case ZIP_SOURCE_STAT:
        return give_stat(zip, argument, size);
    case ZIP_SOURCE_SEEK:
        return move_position(zip, argument, size);
    case ZIP_SOURCE_TELL:
        return (zip_int64_t)zip->position;
    case ZIP_SOURCE_ERROR:
        if (size < sizeof no_system_error)
            return -1;
        memcpy(argument, no_system_error, sizeof no_system_error);
        return sizeof no_system_error;
    case ZIP_SOURCE_SUPPORTS:
        return zip_source_make_command_bitmap(ZIP_SOURCE_OPEN, ZIP_SOURCE_READ, ZIP_SOURCE_CLOSE,
                                              ZIP_SOURCE_STAT, ZIP_SOURCE_ERROR, ZIP_SOURCE_FREE,
                                              ZIP_SOURCE_SEEK, ZIP_SOURCE_TELL, ZIP_SOURCE_SUPPORTS, -1);
    default:
        return 0;
    }
}

/* -------------------------------------------------------------------------------------- what libzip says -- */

static nnreg_status zip_damage(const struct nnreg_zip_stream *stream, enum nnreg_zip_problem_code code,
                               const char *text)
{
    const struct nnreg_zip_entry *entry = stream->entry;
    const struct nnreg_problem_location location = {.shard = NNREG_PROBLEM_IN_FILE,
                                                    .offset = entry->header,
                                                    .key = entry->name,
                                                    .key_size = entry->name_size};

    nnreg_problems_add(stream->problems, (int)code, &location, "%s", text);
    return NNREG_CORRUPT;
}

/*
 * A failure of libzip's that is none of the archive's: of a read below it, or of memory. For refused memory libzip has other codes
 * besides ZIP_ER_MEMORY, those of damage among them, and zlib's is lost in its own; malloc tells in errno (malloc(3)), which is 0 before
 * each call of libzip.
 */
static nnreg_status failure_below(const struct nnreg_zip_stream *stream, zip_error_t *failed,
                                  struct nnreg_error *error)
{
    const struct nnreg_error *below = &stream->zip->failure;

    if (below->status == NNREG_CORRUPT)
        return zip_damage(stream, NNREG_ZIP_CUT, "became shorter while it was read");
    if (below->status != NNREG_OK) {
        if (error != NULL)
            *error = *below;
        return below->status;
    }
    if (zip_error_code_zip(failed) == ZIP_ER_MEMORY || errno == ENOMEM)
        return nnreg_fail_memory(error);
    return NNREG_OK;
}

/* A failure of libzip's with an entry: one of those, or of the bytes that it was to unpack. */
static nnreg_status zip_failure(const struct nnreg_zip_stream *stream, zip_error_t *failed,
                                struct nnreg_error *error)
{
    nnreg_status status = failure_below(stream, failed, error);

    if (status != NNREG_OK)
        return status;
    if (zip_error_code_zip(failed) != ZIP_ER_CRC)
        return zip_damage(stream, NNREG_ZIP_PACKED, "has packed bytes that cannot be unpacked");
    if (stream->done < stream->entry->size) /* the checksum is of what came until the packed bytes ended */
        return zip_damage(stream, NNREG_ZIP_SIZE, "is shorter than is declared");
    return zip_damage(stream, NNREG_ZIP_CRC, "has other bytes than its checksum is of");
}

bool nnreg_zip_knows(unsigned method)
{
    return method == NNREG_ZIP_STORED || method == NNREG_ZIP_DEFLATED ||
           (method == NNREG_ZIP_BZIP2 && zip_compression_method_supported(ZIP_CM_BZIP2, 0) != 0);
}

/*
 * libzip wants more of a directory than is asked of it here: that comments which are said to be UTF-8 are, that entries of AES have their
 * field. That is no entry's fault but the archive's, and is told once: each further look would cost the whole directory again.
 */
static nnreg_status refuse_archive(const struct nnreg_zip_stream *stream, zip_error_t *failed)
{
    struct nnreg_zip *zip = stream->zip;

    zip->refused = true;
    (void)nnreg_zip_fail(stream->problems, NNREG_ZIP_REFUSED, zip->directory,
                         "has a directory that libzip does not take (%s), so that nothing can be unpacked",
                         zip_error_strerror(failed));
    return NNREG_CORRUPT;
}

static nnreg_status open_handle(const struct nnreg_zip_stream *stream, struct nnreg_error *error)
{
    struct nnreg_zip *zip = stream->zip;
    zip_source_t *source;
    zip_error_t failed;
    nnreg_status status = NNREG_OK;

    if (zip->handle != NULL)
        return NNREG_OK;
    if (zip->refused)
        return NNREG_CORRUPT;
    zip_error_init(&failed);
    errno = 0;
    source = zip_source_function_create(answer_libzip, zip, &failed);
    if (source != NULL)
        zip->handle = zip_open_from_source(source, ZIP_RDONLY, &failed);
    if (zip->handle == NULL) {
        status = failure_below(stream, &failed, error);
        if (status == NNREG_OK)
            status = refuse_archive(stream, &failed);
        zip_source_free(source);
    }
    zip_error_fini(&failed);
    return status;
}

void nnreg_zip_tell_anew(struct nnreg_zip *zip)
{
    zip->refused = false;
}

void nnreg_zip_release(struct nnreg_zip *zip)
{
    if (zip->handle != NULL)
        zip_discard(zip->handle);
    zip->handle = NULL;
}

/* Whether libzip's idea of the entry is that of the directory that was read here. */
static bool sees_the_same(const struct nnreg_zip *zip, size_t i)
{
    const zip_uint64_t wanted = ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_CRC | ZIP_STAT_COMP_METHOD;
    const struct nnreg_zip_entry *entry = &zip->entries[i];
    const char *name = zip_get_name(zip->handle, i, ZIP_FL_ENC_RAW);
    zip_stat_t stat;

    zip_stat_init(&stat);
    return zip_get_num_entries(zip->handle, 0) == (zip_int64_t)zip->count && name != NULL &&
           strcmp(name, entry->raw) == 0 && zip_stat_index(zip->handle, i, 0, &stat) == 0 &&
           (stat.valid & wanted) == wanted && stat.size == entry->size &&
           stat.comp_size == entry->packed_size && stat.crc == entry->crc &&
           stat.comp_method == entry->method;
}

/* ----------------------------------------------------------------------------------------------- streams -- */

static nnreg_status open_packed(struct nnreg_zip_stream *stream, size_t i, struct nnreg_error *error)
{
    struct nnreg_zip *zip = stream->zip;
    nnreg_status status;

    status = open_handle(stream, error);
    if (status != NNREG_OK)
        return status;
    if (!sees_the_same(zip, i))
        return zip_damage(stream, NNREG_ZIP_SEVERAL_ENDS, "is another entry to libzip");
    errno = 0;
    stream->file = zip_fopen_index(zip->handle, i, 0);
    return stream->file != NULL ? NNREG_OK : zip_failure(stream, zip_get_error(zip->handle), error);
}

nnreg_status nnreg_zip_stream_open(struct nnreg_zip_stream *stream, struct nnreg_zip *zip, size_t i,
                                   struct nnreg_problems *problems, struct nnreg_error *error)
{
    *stream = (struct nnreg_zip_stream){.zip = zip, .entry = &zip->entries[i], .problems = problems};
    return stream->entry->method == NNREG_ZIP_STORED ? NNREG_OK : open_packed(stream, i, error);
}

static nnreg_status read_stored(size_t *got, const struct nnreg_zip_stream *stream, void *out, size_t size,
                                struct nnreg_error *error)
{
    const struct nnreg_zip_entry *entry = stream->entry;
    uint64_t left = entry->packed_size - stream->done;
    const unsigned char *bytes;
    nnreg_status status;

    if (size > left)
        size = (size_t)left;
    status = nnreg_source_read(&bytes, &stream->zip->source, entry->data + stream->done, out, size, error);
    if (status == NNREG_CORRUPT)
        return zip_damage(stream, NNREG_ZIP_CUT, "became shorter while it was read");
    if (status == NNREG_OK && bytes != out)
        memcpy(out, bytes, size);
    *got = size;
    return status;
}

static nnreg_status read_packed(size_t *got, const struct nnreg_zip_stream *stream, void *out, size_t size,
                                struct nnreg_error *error)
{
    zip_int64_t read;

    errno = 0;
    read = zip_fread(stream->file, out, size);
    if (read < 0)
        return zip_failure(stream, zip_file_get_error(stream->file), error);
    *got = (size_t)read;
    return NNREG_OK;
}

/* Behind the last byte: all of them, and the right ones. */
static nnreg_status end_stream(struct nnreg_zip_stream *stream)
{
    stream->ended = true;
    if (stream->done != stream->entry->size)
        return zip_damage(stream, NNREG_ZIP_SIZE, "is shorter than is declared");
    if (stream->crc != stream->entry->crc)
        return zip_damage(stream, NNREG_ZIP_CRC, "has other bytes than its checksum is of");
    return NNREG_OK;
}

/* Some bytes, of which there may be more; no more than one behind the declared size. */
static nnreg_status read_some(size_t *got, struct nnreg_zip_stream *stream, void *out, size_t size,
                              struct nnreg_error *error)
{
    uint64_t left = stream->entry->size - stream->done;
    nnreg_status status;

    *got = 0;
    if (size > left)
        size = (size_t)left + 1;
    status = stream->file != NULL ? read_packed(got, stream, out, size, error)
                                  : read_stored(got, stream, out, size, error);
    if (status != NNREG_OK)
        return status;
    if (*got == 0)
        return end_stream(stream);
    if (*got > left)
        return zip_damage(stream, NNREG_ZIP_SIZE, "is longer than is declared");
    stream->crc = nnreg_crc32(stream->crc, out, *got);
    stream->done += *got;
    return NNREG_OK;
}

nnreg_status nnreg_zip_stream_read(size_t *got, struct nnreg_zip_stream *stream, void *out, size_t size,
                                   struct nnreg_error *error)
{
    nnreg_status status = NNREG_OK;

    *got = 0;
    while (status == NNREG_OK && *got < size && !stream->ended) {
        size_t some = 0;

        status = read_some(&some, stream, (unsigned char *)out + *got, size - *got, error);
        if (status == NNREG_OK)
            *got += some;
    }
    return status;
}

void nnreg_zip_stream_close(struct nnreg_zip_stream *stream)
{
    if (stream->file != NULL)
        zip_fclose(stream->file);
    stream->file = NULL;
}
