/*
 * Fuzz target for zip archives: whatever the bytes are, problems lie within them, entries that are taken lie one behind the other
 * in them, and a stream gives what is declared or says what is wrong.
 */
#include <stdlib.h>
#include <string.h>

#include "base/digest.h"
#include "formats/zip.h"

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size);

static void must(bool kept)
{
    if (!kept)
        abort();
}

/* Kept and not kept. */
static size_t all_met(const struct nnreg_problems *problems)
{
    size_t met = 0, i;

    for (i = 0; i < NNREG_PROBLEM_CODES; i++)
        met += (size_t)problems->met[i];
    return met;
}

/* Reads an entry to its end: its size and checksum are as declared, or there is one more problem. */
static void read_entry(struct nnreg_zip *zip, size_t i, struct nnreg_problems *problems)
{
    const struct nnreg_zip_entry *entry = nnreg_zip_entry(zip, i);
    struct nnreg_zip_stream stream;
    static unsigned char piece[64 << 10];
    size_t before = all_met(problems), got = sizeof piece;
    uint64_t total = 0;
    uint32_t crc = 0;
    nnreg_status status = nnreg_zip_stream_open(&stream, zip, i, problems, NULL);

    while (status == NNREG_OK && got == sizeof piece) {
        status = nnreg_zip_stream_read(&got, &stream, piece, sizeof piece, NULL);
        crc = status == NNREG_OK ? nnreg_crc32(crc, piece, got) : crc;
        total += got;
        must(total <= entry->size);
    }
    nnreg_zip_stream_close(&stream);
    must(status == NNREG_OK || status == NNREG_CORRUPT || status == NNREG_NO_MEMORY);
    must(status != NNREG_CORRUPT || all_met(problems) == before + 1);
    must(status != NNREG_OK || (total == entry->size && crc == entry->crc && all_met(problems) == before));
}

static void check_entries(struct nnreg_zip *zip, size_t size, struct nnreg_problems *problems)
{
    uint64_t taken = 0;
    size_t i;

    for (i = 0; i < nnreg_zip_count(zip); i++) {
        const struct nnreg_zip_entry *entry = nnreg_zip_entry(zip, i);

        must(entry->header < entry->data && entry->data <= size);
        must(entry->packed_size <= size - entry->data);
        taken += entry->data - entry->header + entry->packed_size;
        must(entry->faulty || (entry->name_size > 0 && strlen(entry->name) == entry->name_size));
        must(entry->faulty || (entry->name[0] != '/' && strchr(entry->name, '\\') == NULL &&
                               strncmp(entry->name, "../", 3) != 0 && strstr(entry->name, "/../") == NULL));
        if (!entry->faulty)
            read_entry(zip, i, problems);
    }
    must(taken <= size); /* no byte is of two entries */
}

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size)
{
    static const struct nnreg_zip_limits limits = {1000, 1 << 20, 100, 64 << 10};
    struct nnreg_problems problems = NNREG_PROBLEMS_INIT;
    struct nnreg_source source = nnreg_source_memory(input, size);
    struct nnreg_zip *zip;
    size_t i;

    must(nnreg_zip_open(&zip, &source, &limits, &problems, NULL) == NNREG_OK);
    must(zip != NULL || problems.count == 1);
    for (i = 0; i < problems.count; i++)
        must(*problems.list[i].text != '\0');
    if (zip != NULL && problems.met[NNREG_ZIP_TOO_LARGE] == 0 && problems.met[NNREG_ZIP_RATIO] == 0)
        check_entries(zip, size, &problems);
    nnreg_zip_close(zip);
    nnreg_problems_free(&problems);
    return 0;
}
