/* An archive while it is open: see zip.h. */
#include "formats/zip.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/alloc.h"
#include "formats/zip_parts.h"

bool nnreg_zip_fail(struct nnreg_problems *problems, enum nnreg_zip_problem_code code, uint64_t offset,
                    const char *format, ...)
{
    char text[NNREG_PROBLEM_TEXT];
    va_list arguments;

    va_start(arguments, format);
    (void)vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    nnreg_problems_add_at(problems, (int)code, offset, text);
    return false;
}

bool nnreg_zip_fail_entry(struct nnreg_problems *problems, struct nnreg_zip_entry *entry,
                          enum nnreg_zip_problem_code code, uint64_t offset, const char *format, ...)
{
    const struct nnreg_problem_location location = {
        .shard = NNREG_PROBLEM_IN_FILE, .offset = offset, .key = entry->name, .key_size = entry->name_size};
    char text[NNREG_PROBLEM_TEXT];
    va_list arguments;

    va_start(arguments, format);
    (void)vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    entry->faulty = true;
    nnreg_problems_add(problems, (int)code, &location, "%s", text);
    return false;
}

nnreg_status nnreg_zip_open(struct nnreg_zip **zip, const struct nnreg_source *source,
                            const struct nnreg_zip_limits *limits, struct nnreg_problems *problems,
                            struct nnreg_error *error)
{
    static const struct nnreg_zip_limits usual = {.entries = NNREG_LIMIT_ARCHIVE_ENTRIES,
                                                  .bytes = NNREG_LIMIT_ARCHIVE_BYTES,
                                                  .ratio = NNREG_LIMIT_ARCHIVE_RATIO,
                                                  .small = NNREG_LIMIT_ARCHIVE_SMALL};
    struct nnreg_error failure = NNREG_ERROR_INIT;
    struct nnreg_zip *made = nnreg_alloc_zero(1, sizeof *made);

    *zip = NULL;
    if (made == NULL)
        return nnreg_fail_memory(error);
    made->source = *source;
    made->limits = limits != NULL ? *limits : usual;
    if (nnreg_zip_read_layout(made, problems, &failure) && nnreg_zip_judge_entries(made, problems)) {
        *zip = made;
        made = NULL;
    }
    nnreg_zip_close(made);
    if (problems->failed)
        nnreg_fail_memory(&failure);
    if (failure.status != NNREG_OK) {
        nnreg_zip_close(*zip);
        *zip = NULL;
        if (error != NULL)
            *error = failure;
    }
    return failure.status;
}

void nnreg_zip_close(struct nnreg_zip *zip)
{
    size_t i;

    if (zip == NULL)
        return;
    nnreg_zip_release(zip);
    for (i = 0; i < zip->count; i++) {
        nnreg_free(zip->entries[i].name);
        nnreg_free(zip->entries[i].raw);
    }
    nnreg_free(zip->entries);
    nnreg_free(zip);
}

size_t nnreg_zip_count(const struct nnreg_zip *zip)
{
    return zip->count;
}

const struct nnreg_zip_entry *nnreg_zip_entry(const struct nnreg_zip *zip, size_t i)
{
    return &zip->entries[i];
}

const struct nnreg_source *nnreg_zip_source(const struct nnreg_zip *zip)
{
    return &zip->source;
}
