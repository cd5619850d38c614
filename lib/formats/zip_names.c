/*
 * The names of an archive's entries, and what else is wrong with single entries, each of which is told. Names are
 * UTF-8, whether the flag for it is set or not: in Unix's archives it often is not. Where the field 0x7075 (APPNOTE
 * 4.6.9) gives a name in UTF-8 for the one in the header, with that one's checksum, it is the name.
 *
 * A name is taken as it is or not at all: nothing is made right, since the next program would make something else of
 * it.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/bytes.h"
#include "base/digest.h"
#include "base/name_fold.h"
#include "base/order.h"
#include "base/utf8.h"
#include "formats/zip_parts.h"

enum { EXTRA_NAME_HEAD = 5, FLAG_ENCRYPTED = 0x2041 };

/* ---------------------------------------------------------------------------------------------- one name -- */

static bool set_zip_name(struct nnreg_zip_entry *entry, const void *name, size_t size,
                         struct nnreg_error *error)
{
    if (size > 0 && ((const char *)name)[size - 1] == '/')
        size--;
    entry->name = nnreg_strndup(name, size);
    entry->name_size = size;
    if (entry->name == NULL)
        nnreg_fail_memory(error);
    return entry->name != NULL;
}

/* Whether the field is of the name in the header, and of the same kind: a folder's name ends with a slash. */
static bool belongs(const struct nnreg_zip_entry *entry, const unsigned char *field, size_t size)
{
    bool folder = entry->raw_size > 0 && entry->raw[entry->raw_size - 1] == '/';

    return size >= EXTRA_NAME_HEAD &&
           nnreg_zip_u32(field + 1) == nnreg_crc32(0, entry->raw, entry->raw_size) &&
           folder == (size > EXTRA_NAME_HEAD && field[size - 1] == '/');
}

/* A NUL ends a C string but not a name: it is copied, and refused where names are judged. */
bool nnreg_zip_name(struct nnreg_zip_entry *entry, const unsigned char *extra, size_t size,
                    struct nnreg_problems *problems, struct nnreg_error *error)
{
    size_t field_size = 0;
    const unsigned char *field = nnreg_zip_extra(extra, size, NNREG_ZIP_EXTRA_NAME, &field_size);

    if (!set_zip_name(entry, entry->raw, entry->raw_size, error))
        return false;
    if (field == NULL || (field_size > 0 && field[0] != 1)) /* another version says something else */
        return true;
    if (!belongs(entry, field, field_size)) {
        nnreg_zip_fail_entry(problems, entry, NNREG_ZIP_DIFFER, entry->record,
                             "has a name in UTF-8 that belongs to another name");
        nnreg_free(entry->name);
        entry->name = NULL;
        return false;
    }
    nnreg_free(entry->name);
    return set_zip_name(entry, field + EXTRA_NAME_HEAD, field_size - EXTRA_NAME_HEAD, error);
}

/* One part between two slashes. */
static const char *zip_part_fault(const char *part, size_t size)
{
    if (size == 0)
        return "has an empty part";
    if (size <= 2 && memcmp(part, "..", size) == 0)
        return size == 1 ? "has a part \".\"" : "leads out of the archive by \"..\"";
    return NULL;
}

static const char *zip_character_fault(const char *name, size_t size)
{
    size_t i = 0;

    while (i < size) {
        uint32_t c = 0;
        size_t width = nnreg_utf8_next(&c, name + i, size - i);

        if (width == 0)
            return "is not UTF-8";
        if (c == 0)
            return "has a NUL in it";
        if (nnreg_utf8_is_control(c))
            return "has a control character";
        if (c == '\\')
            return "has a backslash";
        i += width;
    }
    return NULL;
}

static bool is_letter(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* Why nothing can have this name, NULL when something can. */
static const char *zip_name_fault(const char *name, size_t size)
{
    const char *fault, *end = name + size;

    if (size == 0)
        return "is empty";
    fault = zip_character_fault(name, size);
    if (fault != NULL)
        return fault;
    if (name[0] == '/')
        return "is absolute";
    if (size >= 2 && name[1] == ':' && is_letter(name[0]))
        return "begins with the letter of a drive";
    for (;;) {
        const char *slash = memchr(name, '/', (size_t)(end - name));
        const char *stop = slash != NULL ? slash : end;

        fault = zip_part_fault(name, (size_t)(stop - name));
        if (fault != NULL || slash == NULL)
            return fault;
        name = slash + 1;
    }
}

/* --------------------------------------------------------------------------------------------- one entry -- */

static const char *zip_method_word(unsigned method)
{
    static const struct {
        unsigned method;
        const char *word;
    } words[] = {{1, "Shrink"}, {6, "Implode"},    {9, "Deflate64"}, {NNREG_ZIP_BZIP2, "bzip2"},
                 {14, "LZMA"},  {93, "Zstandard"}, {95, "XZ"},       {98, "PPMd"},
                 {99, "AES"}};
    size_t i;

    for (i = 0; i < sizeof words / sizeof words[0]; i++)
        if (words[i].method == method)
            return words[i].word;
    return "unknown";
}

static void judge_packing(struct nnreg_zip_entry *entry, struct nnreg_problems *problems)
{
    if ((entry->flags & FLAG_ENCRYPTED) != 0)
        nnreg_zip_fail_entry(problems, entry, NNREG_ZIP_ENCRYPTED, entry->header, "is encrypted");
    else if (!nnreg_zip_knows(entry->method))
        nnreg_zip_fail_entry(problems, entry, NNREG_ZIP_METHOD, entry->header,
                             "is packed by method %u (%s), which is not taken", entry->method,
                             zip_method_word(entry->method));
    else if (entry->method == NNREG_ZIP_STORED && entry->packed_size != entry->size)
        nnreg_zip_fail_entry(problems, entry, NNREG_ZIP_SIZE, entry->header,
                             "is stored in %" PRIu64 " bytes and declared with %" PRIu64, entry->packed_size,
                             entry->size);
    else if (entry->kind == NNREG_FILE_DIRECTORY && entry->size > 0)
        nnreg_zip_fail_entry(problems, entry, NNREG_ZIP_KIND, entry->header,
                             "is a folder with %" PRIu64 " bytes", entry->size);
}

static void judge_entry(struct nnreg_zip_entry *entry, struct nnreg_problems *problems)
{
    const char *fault = zip_name_fault(entry->name, entry->name_size);

    if (fault != NULL)
        nnreg_zip_fail_entry(problems, entry, NNREG_ZIP_NAME, entry->record, "has a name that %s", fault);
    if (entry->kind == NNREG_FILE_LINK)
        nnreg_zip_fail_entry(problems, entry, NNREG_ZIP_KIND, entry->record, "is a symbolic link");
    else if (entry->kind == NNREG_FILE_OTHER)
        nnreg_zip_fail_entry(problems, entry, NNREG_ZIP_KIND, entry->record,
                             "is neither a file nor a folder by its attributes");
    judge_packing(entry, problems);
}

/* --------------------------------------------------------------------------------------- names together -- */

/* The folded form of an entry's name. */
struct folded_name {
    size_t at, size; /* in the text of all of them */
    const char *text;
    struct nnreg_zip_entry *entry;
};

/* By bytes, but for the slash, which is before all others: what is in a folder follows the folder at once. */
static int compare_folded(const void *left, const void *right)
{
    const struct folded_name *a = left, *b = right;
    size_t common = a->size < b->size ? a->size : b->size, i = 0;

    while (i < common && a->text[i] == b->text[i])
        i++;
    if (i == common && a->size != b->size)
        return a->size < b->size ? -1 : 1;
    if (i == common)
        return a->entry->record < b->entry->record ? -1 : 1;
    if (a->text[i] == '/' || b->text[i] == '/')
        return a->text[i] == '/' ? -1 : 1;
    return (unsigned char)a->text[i] < (unsigned char)b->text[i] ? -1 : 1;
}

/* Whether `next` is, or is in, what `name` is, which comes before it. */
static void judge_neighbours(const struct folded_name *name, const struct folded_name *next,
                             struct nnreg_problems *problems)
{
    const struct nnreg_zip_entry *first = name->entry;
    struct nnreg_zip_entry *second = next->entry;
    char quoted[96];

    if (next->size < name->size || memcmp(name->text, next->text, name->size) != 0)
        return;
    (void)nnreg_utf8_quote(quoted, sizeof quoted, first->name, first->name_size);
    if (next->size == name->size &&
        nnreg_order_bytes(first->name, first->name_size, second->name, second->name_size) == 0)
        nnreg_zip_fail_entry(problems, second, NNREG_ZIP_DUPLICATE, second->record, "is there twice");
    else if (next->size == name->size)
        nnreg_zip_fail_entry(problems, second, NNREG_ZIP_CLASH, second->record,
                             "would be the same file as \"%s\" where case or accents do not count", quoted);
    else if (next->text[name->size] == '/' && first->kind != NNREG_FILE_DIRECTORY)
        nnreg_zip_fail_entry(problems, second, NNREG_ZIP_CLASH, second->record,
                             "lies in \"%s\", which is a file", quoted);
}

/* Names that are none are told already. */
static size_t fold_names(struct folded_name *names, struct nnreg_bytes *text, struct nnreg_zip *zip)
{
    size_t count = 0, i;

    for (i = 0; i < zip->count; i++) {
        struct nnreg_zip_entry *entry = &zip->entries[i];

        if (zip_name_fault(entry->name, entry->name_size) != NULL)
            continue;
        names[count] = (struct folded_name){.at = text->size, .entry = entry};
        nnreg_name_fold(text, entry->name, entry->name_size);
        names[count].size = text->size - names[count].at;
        count++;
    }
    for (i = 0; i < count && !text->failed; i++)
        names[i].text = text->content + names[i].at;
    return count;
}

static bool judge_names_together(struct nnreg_zip *zip, struct nnreg_problems *problems)
{
    struct folded_name *names = nnreg_alloc_zero(zip->count, sizeof *names);
    struct nnreg_bytes text = NNREG_BYTES_INIT;
    size_t count = 0, i;

    if (names != NULL)
        count = fold_names(names, &text, zip);
    problems->failed = problems->failed || names == NULL || text.failed;
    if (!problems->failed) {
        qsort(names, count, sizeof *names, compare_folded);
        for (i = 1; i < count; i++)
            judge_neighbours(&names[i - 1], &names[i], problems);
    }
    nnreg_free(names);
    nnreg_bytes_free(&text);
    return !problems->failed;
}

/* ------------------------------------------------------------------------------------------- all of them -- */

/* What comes out, against what came in: the sizes are only declared, but no stream gives more than that. */
static void judge_sum(const struct nnreg_zip *zip, struct nnreg_problems *problems)
{
    const struct nnreg_zip_limits *limits = &zip->limits;
    uint64_t sum = 0;
    size_t i;

    for (i = 0; i < zip->count; i++)
        if (__builtin_add_overflow(sum, zip->entries[i].size, &sum))
            sum = UINT64_MAX;
    if (sum > limits->bytes)
        nnreg_zip_fail(problems, NNREG_ZIP_TOO_LARGE, zip->directory,
                       "has %" PRIu64 " bytes in its entries, and %" PRIu64 " are the most", sum,
                       limits->bytes);
    else if (sum > limits->small && sum / limits->ratio > zip->source.size)
        nnreg_zip_fail(problems, NNREG_ZIP_RATIO, zip->directory,
                       "has %" PRIu64 " bytes in its entries, more than %" PRIu64 " for each of its own", sum,
                       limits->ratio);
}

bool nnreg_zip_judge_entries(struct nnreg_zip *zip, struct nnreg_problems *problems)
{
    size_t i;

    for (i = 0; i < zip->count; i++)
        judge_entry(&zip->entries[i], problems);
    judge_sum(zip, problems);
    return judge_names_together(zip, problems);
}
