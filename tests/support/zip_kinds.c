/* Hostile and damaged archives: see zip_kinds.h. Each maker says where its archive is wrong. */
#include "zip_kinds.h"

#include <string.h>

static const char model[] = "a model that is not looked at here";
static const char labels[] = "cat\ndog\n";

static const struct mw_zip_entry model_entry = {
    .name = "saved_model.pb", .content = model, .size = sizeof model - 1, .attributes = MW_ZIP_MODE(0100644)};
static const struct mw_zip_entry labels_entry = {.name = "assets/labels.txt",
                                                 .content = labels,
                                                 .size = sizeof labels - 1,
                                                 .method = 8,
                                                 .attributes = MW_ZIP_MODE(0100644)};

void mw_zip_add_usual(struct mw_zip *zip)
{
    static const struct mw_zip_entry folder = {.name = "assets/", .attributes = MW_ZIP_MODE(040755) | 0x10};

    mw_zip_add(zip, &model_entry);
    mw_zip_add(zip, &folder);
    mw_zip_add(zip, &labels_entry);
}

static void usual(struct mw_zip *zip)
{
    mw_zip_add_usual(zip);
    mw_zip_finish(zip, NULL);
}

static void usual_wide(struct mw_zip *zip)
{
    mw_zip_add_usual(zip);
    mw_zip_finish(zip, &(struct mw_zip_end){.wide = true});
}

/* ---------------------------------------------------------------------------------------- the end record -- */

static size_t nothing(struct mw_zip *zip, const char *argument)
{
    mw_buf_append(&zip->file, argument, strlen(argument));
    return zip->file.size;
}

/* Longer than where an end record is looked for. */
static size_t nothing_large(struct mw_zip *zip, const char *argument)
{
    while (zip->file.size < 70000)
        mw_buf_append(&zip->file, argument, strlen(argument));
    return zip->file.size;
}

/* A zip64 locator in front of an end record, with no room for what it leads to. */
static size_t locator_alone(struct mw_zip *zip, const char *argument)
{
    (void)argument;
    mw_buf_append(&zip->file, "PK\6\7\0\0\0\0\0\0\0\0\0\0\0\0\1\0\0\0", 20);
    mw_zip_finish(zip, NULL);
    return 0;
}

static size_t cut(struct mw_zip *zip, const char *argument)
{
    usual(zip);
    zip->file.size -= strcmp(argument, "half") == 0 ? zip->file.size / 2 : 1;
    return zip->file.size;
}

static size_t cut_comment(struct mw_zip *zip, const char *argument)
{
    mw_zip_add_usual(zip);
    mw_zip_finish(zip, &(struct mw_zip_end){.comment = argument, .comment_size = strlen(argument)});
    zip->file.size--;
    return zip->end;
}

static size_t trailing(struct mw_zip *zip, const char *argument)
{
    size_t end;

    usual(zip);
    end = zip->file.size;
    mw_buf_append(&zip->file, argument, strlen(argument));
    return end;
}

/* The offsets of the second do not count the first. */
static size_t one_behind_the_other(struct mw_zip *zip, const char *argument)
{
    struct mw_zip first = {.count = 0};

    (void)argument;
    usual(&first);
    usual(zip);
    mw_buf_insert(&zip->file, 0, first.file.data, first.file.size);
    mw_zip_free(&first);
    return 0;
}

static size_t prefix(struct mw_zip *zip, const char *argument)
{
    usual(zip);
    mw_buf_insert(&zip->file, 0, argument, strlen(argument));
    return 0;
}

static size_t counted_prefix(struct mw_zip *zip, const char *argument)
{
    mw_buf_append(&zip->file, argument, strlen(argument));
    usual(zip);
    return 0;
}

static size_t empty_prefix(struct mw_zip *zip, const char *argument)
{
    mw_buf_append(&zip->file, argument, strlen(argument));
    mw_zip_finish(zip, NULL);
    mw_zip_patch(zip, zip->end + 16, 4, strcmp(argument, "counted") == 0 ? zip->end : 0);
    return 0;
}

/* An archive without entries in the comment, whose own comment ends the file, too. */
static size_t end_in_comment(struct mw_zip *zip, const char *argument)
{
    static const char inner[] = "PK\5\6\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0";
    char comment[sizeof inner - 1 + 16];
    size_t more = strlen(argument);

    memcpy(comment, inner, sizeof inner - 1);
    memcpy(comment + sizeof inner - 1, argument, more);
    mw_zip_add_usual(zip);
    mw_zip_finish(zip, &(struct mw_zip_end){.comment = comment, .comment_size = sizeof inner - 1 + more});
    return more == 0 ? zip->end
                     : zip->end + 22; /* both fit; or the last one, where readers begin, does not */
}

static size_t of_end(struct mw_zip *zip, size_t at, unsigned width, uint64_t value)
{
    usual(zip);
    mw_zip_patch(zip, zip->end + at, width, value);
    return zip->end;
}

static size_t more_counted(struct mw_zip *zip, const char *argument)
{
    (void)argument;
    usual(zip);
    mw_zip_patch(zip, zip->end + 8, 2, 4);
    mw_zip_patch(zip, zip->end + 10, 2, 4);
    return zip->end;
}

static size_t fewer_counted(struct mw_zip *zip, const char *argument)
{
    (void)argument;
    usual(zip);
    mw_zip_patch(zip, zip->end + 8, 2, 2);
    mw_zip_patch(zip, zip->end + 10, 2, 2);
    return zip->place[2].record;
}

static size_t several_disks(struct mw_zip *zip, const char *argument)
{
    (void)argument;
    return of_end(zip, 4, 2, 1);
}

static size_t large_directory(struct mw_zip *zip, const char *argument)
{
    (void)argument;
    return of_end(zip, 12, 4, 0x10000);
}

static size_t far_directory(struct mw_zip *zip, const char *argument)
{
    (void)argument;
    return of_end(zip, 16, 4, 0xfffffff0);
}

/* The directory begins one entry too early: in the bytes of the last file. */
static size_t wrapped_directory(struct mw_zip *zip, const char *argument)
{
    (void)argument;
    usual_wide(zip);
    mw_zip_patch(zip, zip->wide + 40, 8, UINT64_MAX - 15);
    mw_zip_patch(zip, zip->wide + 48, 8, zip->start + 16);
    return zip->wide;
}

static size_t wide_end_differs(struct mw_zip *zip, const char *argument)
{
    (void)argument;
    usual_wide(zip);
    mw_zip_patch(zip, zip->end + 16, 4, 7);
    return zip->wide;
}

static size_t wide_end_elsewhere(struct mw_zip *zip, const char *argument)
{
    (void)argument;
    usual_wide(zip);
    mw_zip_patch(zip, zip->end - 12, 8, UINT64_MAX);
    return zip->end - 20;
}

static size_t wide_end_apart(struct mw_zip *zip, const char *argument)
{
    (void)argument;
    usual_wide(zip);
    mw_buf_insert(&zip->file, zip->end - 20, "between", 7);
    return zip->end - 20 + 7;
}

static size_t wide_disks(struct mw_zip *zip, const char *argument)
{
    (void)argument;
    usual_wide(zip);
    mw_zip_patch(zip, zip->end - 4, 4, 2);
    return zip->end - 20;
}

static size_t too_many(struct mw_zip *zip, const char *argument)
{
    (void)argument;
    usual_wide(zip);
    mw_zip_patch(zip, zip->wide + 24, 8, UINT64_C(1) << 32);
    mw_zip_patch(zip, zip->wide + 32, 8, UINT64_C(1) << 32);
    mw_zip_patch(zip, zip->end + 8, 2, 0xffff);
    mw_zip_patch(zip, zip->end + 10, 2, 0xffff);
    return zip->wide;
}

/* --------------------------------------------------------------------------------------- how it is laid out -- */

static size_t gap(struct mw_zip *zip, const char *argument)
{
    size_t where;

    mw_zip_add(zip, &model_entry);
    where = zip->file.size;
    mw_buf_append(&zip->file, argument, strlen(argument));
    mw_zip_add(zip, &labels_entry);
    mw_zip_finish(zip, NULL);
    return where;
}

static size_t gap_before_directory(struct mw_zip *zip, const char *argument)
{
    size_t where;

    mw_zip_add_usual(zip);
    where = zip->file.size;
    mw_buf_append(&zip->file, argument, strlen(argument));
    mw_zip_finish(zip, NULL);
    return where;
}

static size_t gap_behind_directory(struct mw_zip *zip, const char *argument)
{
    usual(zip);
    mw_buf_insert(&zip->file, zip->end, argument, strlen(argument));
    return zip->end;
}

/* A directory of no bytes, which yet has an entry: what stands in front of the end is none of it. */
static size_t no_directory(struct mw_zip *zip, const char *argument)
{
    mw_buf_append(&zip->file, argument, strlen(argument));
    mw_zip_finish(zip, NULL);
    mw_zip_patch(zip, zip->end + 8, 2, 1);
    mw_zip_patch(zip, zip->end + 10, 2, 1);
    mw_zip_patch(zip, zip->end + 16, 4, 0);
    return 0;
}

/* Many entries of one file's bytes: a directory that leads to the same header again and again. */
static size_t same_header(struct mw_zip *zip, const char *argument)
{
    (void)argument;
    usual(zip);
    mw_zip_patch(zip, zip->place[2].record + 42, 4, 0);
    return 0;
}

/* The bytes of the first entry go on over the second one's header, and say so in both places. */
static size_t over_the_next(struct mw_zip *zip, const char *argument)
{
    size_t more = zip->place[1].header;

    (void)argument;
    usual(zip);
    more = zip->place[1].data - zip->place[0].data;
    mw_zip_patch(zip, zip->place[0].header + 18, 4, more);
    mw_zip_patch(zip, zip->place[0].header + 22, 4, more);
    mw_zip_patch(zip, zip->place[0].record + 20, 4, more);
    mw_zip_patch(zip, zip->place[0].record + 24, 4, more);
    return 0;
}

static size_t over_the_directory(struct mw_zip *zip, const char *argument)
{
    (void)argument;
    usual(zip);
    mw_zip_patch(zip, zip->place[2].record + 42, 4, zip->start + 4);
    return zip->start + 4;
}

/* One entry with zip64 fields; `record` and `header` are offsets in the field of each. */
static void wide_entry(struct mw_zip *zip)
{
    struct mw_zip_entry entry = model_entry;

    entry.wide = true;
    mw_zip_add(zip, &entry);
    mw_zip_finish(zip, NULL);
}

/* Sums of these wrap round to what would fit. */
static size_t wrapped_offset(struct mw_zip *zip, const char *argument)
{
    (void)argument;
    wide_entry(zip);
    mw_zip_patch(zip, zip->place[0].record + 46 + 14 + 20, 8, UINT64_MAX - 255);
    return (size_t)(UINT64_MAX - 255);
}

static size_t wrapped_size(struct mw_zip *zip, const char *argument)
{
    (void)argument;
    wide_entry(zip);
    mw_zip_patch(zip, zip->place[0].record + 46 + 14 + 12, 8, UINT64_MAX - 3);
    mw_zip_patch(zip, zip->place[0].header + 30 + 14 + 12, 8, UINT64_MAX - 3);
    return 0;
}

static size_t short_wide_field(struct mw_zip *zip, const char *argument)
{
    (void)argument;
    wide_entry(zip);
    mw_zip_patch(zip, zip->place[0].record + 46 + 14 + 2, 2, 16);
    mw_zip_patch(zip, zip->place[0].record + 46 + 14 + 20, 2, 0x6666);
    mw_zip_patch(zip, zip->place[0].record + 46 + 14 + 22, 2, 4);
    return zip->place[0].record;
}

/* The packed size is told right in the record, so that the field has one number more than is asked of it. */
static size_t long_wide_field(struct mw_zip *zip, const char *argument)
{
    (void)argument;
    wide_entry(zip);
    mw_zip_patch(zip, zip->place[0].record + 20, 4, sizeof model - 1);
    return zip->place[0].record;
}

static size_t disk_of_entry(struct mw_zip *zip, const char *argument)
{
    (void)argument;
    usual(zip);
    mw_zip_patch(zip, zip->place[1].record + 34, 2, 1);
    return zip->place[1].record;
}

static size_t no_record(struct mw_zip *zip, const char *argument)
{
    (void)argument;
    usual(zip);
    mw_zip_patch(zip, zip->place[1].record + 2, 1, 5);
    return zip->place[1].record;
}

static size_t no_header(struct mw_zip *zip, const char *argument)
{
    (void)argument;
    usual(zip);
    mw_zip_patch(zip, zip->place[2].header + 2, 1, 9);
    return zip->place[2].header;
}

static size_t long_record(struct mw_zip *zip, const char *argument)
{
    (void)argument;
    usual(zip);
    mw_zip_patch(zip, zip->place[2].record + 32, 2, 9); /* a comment that is not there */
    return zip->end;
}

/* ------------------------------------------------------------------------- local headers against the directory -- */

/* `argument`: the offset in the header, in decimal. One bit there is another one. */
static size_t local_differs(struct mw_zip *zip, const char *argument)
{
    size_t at = 0;

    for (; *argument != '\0'; argument++)
        at = at * 10 + (size_t)(*argument - '0');
    usual(zip);
    at += zip->place[2].header;
    zip->file.data[at] ^= 1;
    return zip->place[2].header;
}

static size_t local_utf8_flag(struct mw_zip *zip, const char *argument)
{
    (void)argument;
    usual(zip);
    zip->file.data[zip->place[2].header + 7] ^= 8;
    return zip->place[2].header;
}

static size_t local_name(struct mw_zip *zip, const char *argument)
{
    struct mw_zip_entry entry = labels_entry;

    entry.local_name = argument;
    mw_zip_add(zip, &entry);
    mw_zip_finish(zip, NULL);
    return 0;
}

/* The local header's zip64 field has room for one of the two numbers that are asked of it. */
static size_t short_local_field(struct mw_zip *zip, const char *argument)
{
    (void)argument;
    wide_entry(zip);
    mw_zip_patch(zip, zip->place[0].header + 30 + 14 + 2, 2, 8);
    mw_zip_patch(zip, zip->place[0].header + 30 + 14 + 12, 2, 0x6666);
    mw_zip_patch(zip, zip->place[0].header + 30 + 14 + 14, 2, 4);
    return 0;
}

/* A file of the name `raw` and, by Info-ZIP's field, of `name`; a zero behind the field aligns the next header. */
static size_t in_utf8(struct mw_zip *zip, const char *raw, const char *name)
{
    struct mw_zip_entry entry = labels_entry;
    struct mw_buf extra = {0};

    mw_buf_append(&extra, "up", 2);
    mw_buf_u16(&extra, (uint16_t)(5 + strlen(name)));
    mw_buf_byte(&extra, 1);
    mw_buf_u32(&extra, mw_zip_crc(raw, strlen(raw)));
    mw_buf_append(&extra, name, strlen(name) + 1);
    entry.name = raw;
    entry.extra = extra.data;
    entry.extra_size = extra.size;
    mw_zip_add(zip, &entry);
    mw_zip_finish(zip, NULL);
    mw_buf_free(&extra);
    return zip->place[0].record;
}

/* By the first letter of `argument` the local header's field has another checksum, one more byte or another last one. */
static size_t local_in_utf8(struct mw_zip *zip, const char *argument)
{
    static const char raw[] = "assets/caf\202", name[] = "assets/caf\303\251";
    size_t field;

    (void)in_utf8(zip, raw, name);
    field = zip->place[0].header + 30 + strlen(raw);
    if (argument[0] == 'c')
        zip->file.data[field + 5] ^= 1;
    else if (argument[0] == 'm')
        zip->file.data[field + 2]++;
    else
        zip->file.data[field + 9 + strlen(name) - 1] ^= 1;
    return zip->place[0].header;
}

static size_t file_in_utf8(struct mw_zip *zip, const char *argument)
{
    return in_utf8(zip, "assets/a", argument);
}

static size_t folder_in_utf8(struct mw_zip *zip, const char *argument)
{
    return in_utf8(zip, "assets/", argument);
}

static void described(struct mw_zip *zip, unsigned size)
{
    struct mw_zip_entry entry = labels_entry;

    entry.descriptor = size;
    mw_zip_add(zip, &entry);
    mw_zip_finish(zip, NULL);
}

static size_t descriptor_differs(struct mw_zip *zip, const char *argument)
{
    described(zip, argument[0] == '2' ? 24 : 12);
    zip->file.data[zip->place[0].behind + (argument[0] == 'c' ? 0 : 8)] ^= 1;
    return zip->place[0].behind;
}

static size_t no_descriptor(struct mw_zip *zip, const char *argument)
{
    (void)argument;
    described(zip, 1);
    return zip->place[0].behind;
}

static size_t other_descriptor(struct mw_zip *zip, const char *argument)
{
    (void)argument;
    described(zip, 16);
    zip->file.data[zip->place[0].behind] ^= 1;
    return zip->place[0].behind;
}

/* Numbers that come later are 0 in the header, or those that come. */
static size_t crc_before_descriptor(struct mw_zip *zip, const char *argument)
{
    (void)argument;
    described(zip, 16);
    mw_zip_patch(zip, zip->place[0].header + 14, 4, 1);
    return zip->place[0].header;
}

/* A descriptor has 12, 16, 20 or 24 bytes. */
static size_t gap_behind_descriptor(struct mw_zip *zip, const char *argument)
{
    struct mw_zip_entry entry = labels_entry;

    entry.descriptor = 12;
    mw_zip_add(zip, &entry);
    mw_buf_append(&zip->file, argument, strlen(argument));
    mw_zip_finish(zip, NULL);
    return zip->place[0].behind;
}

/* ------------------------------------------------------------------------------------------------ entries -- */

static size_t named(struct mw_zip *zip, const char *argument)
{
    struct mw_zip_entry entry = labels_entry;

    entry.name = argument;
    mw_zip_add(zip, &model_entry);
    mw_zip_add(zip, &entry);
    mw_zip_finish(zip, NULL);
    return zip->place[1].record;
}

static size_t named_with_nul(struct mw_zip *zip, const char *argument)
{
    struct mw_zip_entry entry = labels_entry;

    (void)argument;
    entry.name = "assets/a\0.txt";
    entry.name_size = 13;
    mw_zip_add(zip, &entry);
    mw_zip_finish(zip, NULL);
    return zip->place[0].record;
}

static size_t wrong_extra(struct mw_zip *zip, const char *argument)
{
    struct mw_zip_entry entry = labels_entry;

    entry.extra = argument;
    entry.extra_size = 12;
    mw_zip_add(zip, &entry);
    mw_zip_finish(zip, NULL);
    return zip->place[0].record;
}

static size_t no_name_but_in_utf8(struct mw_zip *zip, const char *argument)
{
    struct mw_zip_entry entry = labels_entry;

    entry.name = "";
    entry.extra = argument;
    entry.extra_size = 12;
    mw_zip_add(zip, &entry);
    mw_zip_finish(zip, NULL);
    return zip->place[0].record;
}

static size_t two_extras(struct mw_zip *zip, const char *argument)
{
    struct mw_zip_entry entry = labels_entry;

    (void)argument;
    entry.extra = "\1\0\0\0\1\0\0\0";
    entry.extra_size = 8;
    mw_zip_add(zip, &entry);
    mw_zip_finish(zip, NULL);
    return zip->place[0].record;
}

static size_t flagged(struct mw_zip *zip, const char *argument)
{
    struct mw_zip_entry entry = labels_entry;

    entry.flags = argument[0] == 's' ? 0x41 : MW_ZIP_ENCRYPTED;
    mw_zip_add(zip, &entry);
    mw_zip_finish(zip, NULL);
    return 0;
}

static size_t packed_by(struct mw_zip *zip, const char *argument)
{
    struct mw_zip_entry entry = labels_entry;

    entry.method = (unsigned char)argument[0];
    mw_zip_add(zip, &entry);
    mw_zip_finish(zip, NULL);
    return 0;
}

static size_t of_mode(struct mw_zip *zip, const char *argument)
{
    struct mw_zip_entry entry = labels_entry;

    entry.attributes = argument[0] == 'l'   ? MW_ZIP_MODE(0120777)
                       : argument[0] == 'd' ? MW_ZIP_MODE(020666)
                       : argument[0] == 'f' ? MW_ZIP_MODE(040755)
                                            : 0x400;
    mw_zip_add(zip, &entry);
    mw_zip_finish(zip, NULL);
    return zip->place[0].record;
}

static size_t folder_with_bytes(struct mw_zip *zip, const char *argument)
{
    struct mw_zip_entry entry = labels_entry;

    entry.name = argument;
    entry.attributes = MW_ZIP_MODE(040755);
    mw_zip_add(zip, &entry);
    mw_zip_finish(zip, NULL);
    return 0;
}

/* The second of two names that `argument` separates by a bar. */
static size_t two_names(struct mw_zip *zip, const char *argument)
{
    struct mw_zip_entry entry = labels_entry;
    const char *bar = strchr(argument, '|');

    entry.name = argument;
    entry.name_size = (size_t)(bar - argument);
    mw_zip_add(zip, &entry);
    entry.name = bar + 1;
    entry.name_size = 0;
    mw_zip_add(zip, &entry);
    mw_zip_finish(zip, NULL);
    return zip->place[1].record;
}

/* -------------------------------------------------------------------------------------------- sizes and bytes -- */

static size_t claiming(struct mw_zip *zip, unsigned method, uint64_t claimed)
{
    struct mw_zip_entry entry = labels_entry;

    entry.method = method;
    entry.claimed = &claimed;
    entry.wide = claimed > 0xffffffff;
    mw_zip_add(zip, &entry);
    mw_zip_finish(zip, NULL);
    return 0;
}

static size_t larger(struct mw_zip *zip, const char *argument)
{
    (void)argument;
    return claiming(zip, 8, sizeof labels - 2);
}

static size_t smaller(struct mw_zip *zip, const char *argument)
{
    (void)argument;
    return claiming(zip, 8, sizeof labels);
}

static size_t stored_otherwise(struct mw_zip *zip, const char *argument)
{
    (void)argument;
    return claiming(zip, 0, sizeof labels);
}

static size_t too_large(struct mw_zip *zip, const char *argument)
{
    (void)argument;
    (void)claiming(zip, 8, (UINT64_C(1) << 40) + 1);
    return zip->start;
}

static size_t wrapped_sum(struct mw_zip *zip, const char *argument)
{
    struct mw_zip_entry entry = labels_entry;
    uint64_t claimed = UINT64_MAX - 2;

    (void)argument;
    mw_zip_add(zip, &model_entry);
    entry.claimed = &claimed;
    entry.wide = true;
    mw_zip_add(zip, &entry);
    mw_zip_finish(zip, NULL);
    return zip->start;
}

static size_t bomb(struct mw_zip *zip, const char *argument)
{
    (void)argument;
    mw_zip_add(zip, &(struct mw_zip_entry){.name = "assets/zeros", .method = 8, .zeros = (64u << 20) + 1});
    mw_zip_finish(zip, NULL);
    return zip->start;
}

/* In Latin-1, of an entry whose texts are said to be UTF-8: libzip takes no such directory. */
static size_t comment_in_latin_1(struct mw_zip *zip, const char *argument)
{
    struct mw_zip_entry entry = labels_entry;

    entry.name = "assets/more.txt";
    entry.flags = 0x800;
    mw_zip_add_usual(zip);
    mw_zip_add(zip, &entry);
    zip->directory.data[zip->place[zip->count - 1].record + 32] = (unsigned char)strlen(argument);
    mw_buf_append(&zip->directory, argument, strlen(argument));
    mw_zip_finish(zip, NULL);
    return zip->start;
}

static size_t wrong_crc(struct mw_zip *zip, const char *argument)
{
    unsigned last = argument[0] == 's' ? 0 : 2;

    usual(zip);
    zip->file.data[zip->place[last].header + 14] ^= 1;
    zip->file.data[zip->place[last].record + 16] ^= 1;
    return zip->place[last].header;
}

static size_t wrong_byte(struct mw_zip *zip, const char *argument)
{
    unsigned last = argument[0] == 's' ? 0 : 2;

    usual(zip);
    zip->file.data[zip->place[last].behind - 1] ^= 1;
    return zip->place[last].header;
}

static size_t packed_as(struct mw_zip *zip, const char *argument)
{
    struct mw_zip_entry entry = labels_entry;

    entry.packed = argument;
    entry.packed_size = strlen(argument);
    mw_zip_add(zip, &entry);
    mw_zip_finish(zip, NULL);
    return 0;
}

/* A block that ends the stream before the file does. */
static size_t packed_short(struct mw_zip *zip, const char *argument)
{
    struct mw_zip_entry entry = labels_entry;

    (void)argument;
    entry.packed = "\1\2\0\375\377ca";
    entry.packed_size = 7;
    mw_zip_add(zip, &entry);
    mw_zip_finish(zip, NULL);
    return 0;
}

#define MODEL  "saved_model.pb"
#define LABELS "assets/labels.txt"

/* clang-format off */
const struct mw_zip_kind mw_zip_kinds[] = {
    {"an empty file", "NO_END", "archive.corrupt", NULL, false, nothing, ""},
    {"text", "NO_END", "archive.corrupt", NULL, false, nothing, "this is no archive at all"},
    {"a first byte alone", "NO_END", "archive.corrupt", NULL, false, nothing, "P"},
    {"much text", "NO_END", "archive.corrupt", NULL, false, nothing_large, "this is no archive at all, "},
    {"an end that leads to nothing", "RECORD", "archive.corrupt", NULL, false, locator_alone, NULL},
    {"without its last byte", "NO_END", "archive.corrupt", NULL, false, cut, "one"},
    {"half of it", "NO_END", "archive.corrupt", NULL, false, cut, "half"},
    {"half of a comment", "CUT", "archive.corrupt", NULL, false, cut_comment, "a comment"},
    {"bytes behind the end", "TRAILING", "archive.trailing-bytes", NULL, false, trailing, "more"},
    {"an archive in front", "PREFIX", "archive.trailing-bytes", NULL, false, one_behind_the_other, NULL},
    {"a program in front", "PREFIX", "archive.trailing-bytes", NULL, false, prefix, "#!/bin/sh\n"},
    {"a program in front that is counted", "PREFIX", "archive.trailing-bytes", NULL, false, counted_prefix, "#!/bin/sh\n"},
    {"no entry, and bytes in front", "PREFIX", "archive.trailing-bytes", NULL, false, empty_prefix, "front"},
    {"no entry, and bytes in front that are counted", "PREFIX", "archive.trailing-bytes", NULL, false, empty_prefix, "counted"},
    {"two ends that fit", "SEVERAL_ENDS", "archive.ambiguous", NULL, false, end_in_comment, ""},
    {"two ends, the last of which does not fit", "SEVERAL_ENDS", "archive.ambiguous", NULL, false, end_in_comment, "more"},
    {"more entries counted than there are", "RECORD", "archive.corrupt", NULL, false, more_counted, NULL},
    {"fewer entries counted than there are", "RECORD", "archive.corrupt", NULL, false, fewer_counted, NULL},
    {"the second of several disks", "DISKS", "archive.corrupt", NULL, false, several_disks, NULL},
    {"a directory larger than the file", "OVERLAP", "archive.overlap", NULL, false, large_directory, NULL},
    {"a directory behind the file", "OVERLAP", "archive.overlap", NULL, false, far_directory, NULL},
    {"a directory whose end wraps round", "TOO_MANY", "archive.too-large", NULL, false, wrapped_directory, NULL},
    {"a zip64 end that says other", "DIFFER", "archive.ambiguous", NULL, false, wide_end_differs, NULL},
    {"a zip64 end that is elsewhere", "RECORD", "archive.corrupt", NULL, false, wide_end_elsewhere, NULL},
    {"bytes behind a zip64 end", "RECORD", "archive.corrupt", NULL, false, wide_end_apart, NULL},
    {"two disks by the zip64 locator", "DISKS", "archive.corrupt", NULL, false, wide_disks, NULL},
    {"4 Gi entries", "TOO_MANY", "archive.too-large", NULL, false, too_many, NULL},
    {"bytes between two entries", "GAP", "archive.overlap", MODEL, false, gap, "hidden"},
    {"bytes before the directory", "GAP", "archive.overlap", LABELS, false, gap_before_directory, "hidden"},
    {"bytes behind the directory", "GAP", "archive.overlap", NULL, false, gap_behind_directory, "hidden"},
    {"bytes instead of the directory", "GAP", "archive.overlap", NULL, false, no_directory, "0123456789abcdef"},
    {"one header for two entries", "OVERLAP", "archive.overlap", MODEL, false, same_header, NULL},
    {"an entry over the next one", "OVERLAP", "archive.overlap", MODEL, false, over_the_next, NULL},
    {"a header in the directory", "OVERLAP", "archive.overlap", LABELS, false, over_the_directory, NULL},
    {"a place that wraps round", "OVERLAP", "archive.overlap", MODEL, false, wrapped_offset, NULL},
    {"a packed size that wraps round", "OVERLAP", "archive.overlap", MODEL, false, wrapped_size, NULL},
    {"a zip64 field that is too short", "RECORD", "archive.corrupt", MODEL, false, short_wide_field, NULL},
    {"a zip64 field that is too long", "RECORD", "archive.corrupt", MODEL, false, long_wide_field, NULL},
    {"an entry on another disk", "DISKS", "archive.corrupt", NULL, false, disk_of_entry, NULL},
    {"something else in the directory", "RECORD", "archive.corrupt", NULL, false, no_record, NULL},
    {"something else than a header", "RECORD", "archive.corrupt", LABELS, false, no_header, NULL},
    {"a comment that goes on over the end", "CUT", "archive.corrupt", NULL, false, long_record, NULL},
    {"another encryption in the header", "DIFFER", "archive.ambiguous", LABELS, false, local_differs, "6"},
    {"another character set in the header", "DIFFER", "archive.ambiguous", LABELS, false, local_utf8_flag, NULL},
    {"another method in the header", "DIFFER", "archive.ambiguous", LABELS, false, local_differs, "8"},
    {"another checksum in the header", "DIFFER", "archive.ambiguous", LABELS, false, local_differs, "14"},
    {"another packed size in the header", "DIFFER", "archive.ambiguous", LABELS, false, local_differs, "18"},
    {"another size in the header", "DIFFER", "archive.ambiguous", LABELS, false, local_differs, "22"},
    {"another name in the header", "DIFFER", "archive.ambiguous", LABELS, false, local_name, "assets/Labels.txt"},
    {"a path in the header", "DIFFER", "archive.ambiguous", LABELS, false, local_name, "../../labels.txt."},
    {"another size in the data descriptor", "DIFFER", "archive.ambiguous", LABELS, false, descriptor_differs, "12"},
    {"another size in a wide data descriptor", "DIFFER", "archive.ambiguous", LABELS, false, descriptor_differs, "24"},
    {"another checksum in the data descriptor", "DIFFER", "archive.ambiguous", LABELS, false, descriptor_differs, "crc"},
    {"a checksum in the header, and another in the data descriptor", "DIFFER", "archive.ambiguous", LABELS, false, crc_before_descriptor, NULL},
    {"a byte behind the data descriptor", "GAP", "archive.overlap", LABELS, false, gap_behind_descriptor, "x"},
    {"no data descriptor", "OVERLAP", "archive.overlap", LABELS, false, no_descriptor, NULL},
    {"something else than a data descriptor", "RECORD", "archive.corrupt", LABELS, false, other_descriptor, NULL},
    {"extra fields of more bytes than there are", "RECORD", "archive.corrupt", NULL, false, wrong_extra, "UT\11\0\0\0\0\0\0\0\0\0"},
    {"two zip64 fields", "RECORD", "archive.corrupt", NULL, false, two_extras, NULL},
    {"a name in UTF-8 for another name", "DIFFER", "archive.ambiguous", LABELS, false, wrong_extra, "up\10\0\1????abc"},
    {"no name, and one in UTF-8 for another name", "DIFFER", "archive.ambiguous", "", false, no_name_but_in_utf8, "up\10\0\1????abc"},
    {"two names in UTF-8", "RECORD", "archive.corrupt", NULL, false, wrong_extra, "up\0\0up\0\0UT\0\0"},
    {"a name in UTF-8 that is cut short", "DIFFER", "archive.ambiguous", LABELS, false, wrong_extra, "up\4\0\1???UT\0\0"},
    {"a name in UTF-8 without a version", "DIFFER", "archive.ambiguous", LABELS, false, wrong_extra, "up\0\0UT\4\0????"},
    {"a file that is a folder in UTF-8", "DIFFER", "archive.ambiguous", "assets/a", false, file_in_utf8, "assets/a/"},
    {"a folder that is a file in UTF-8", "DIFFER", "archive.ambiguous", "assets", false, folder_in_utf8, "assets/a"},
    {"a name that is empty in UTF-8", "NAME", "archive.bad-name", "", false, file_in_utf8, ""},
    {"another name in UTF-8 in the header", "DIFFER", "archive.ambiguous", "assets/caf\303\251", false, local_in_utf8, "other"},
    {"a longer name in UTF-8 in the header", "DIFFER", "archive.ambiguous", "assets/caf\303\251", false, local_in_utf8, "more"},
    {"a name in UTF-8 for another name in the header", "DIFFER", "archive.ambiguous", "assets/caf\202", false, local_in_utf8, "crc"},
    {"a zip64 field in the header that is too short", "RECORD", "archive.corrupt", MODEL, false, short_local_field, NULL},
    {"encrypted", "ENCRYPTED", "archive.encrypted", LABELS, false, flagged, "plain"},
    {"strongly encrypted", "ENCRYPTED", "archive.encrypted", LABELS, false, flagged, "strong"},
    {"packed by LZMA", "METHOD", "archive.method", LABELS, false, packed_by, "\16"},
    {"packed by no known method", "METHOD", "archive.method", LABELS, false, packed_by, "M"},
    {"a symbolic link", "KIND", "archive.not-regular", LABELS, false, of_mode, "link"},
    {"a device", "KIND", "archive.not-regular", LABELS, false, of_mode, "device"},
    {"a folder under a file's name", "KIND", "archive.not-regular", LABELS, false, of_mode, "folder"},
    {"a reparse point of Windows", "KIND", "archive.not-regular", LABELS, false, of_mode, "reparse"},
    {"a folder with bytes", "KIND", "archive.not-regular", "assets", false, folder_with_bytes, "assets/"},
    {"a name that leads out", "NAME", "archive.bad-name", "../canary", false, named, "../canary"},
    {"a name that leads out on a way", "NAME", "archive.bad-name", "assets/../../canary", false, named, "assets/../../canary"},
    {"a name that ends in dots", "NAME", "archive.bad-name", "assets/..", false, named, "assets/.."},
    {"an absolute name", "NAME", "archive.bad-name", "/tmp/canary", false, named, "/tmp/canary"},
    {"a name with a drive", "NAME", "archive.bad-name", "C:canary", false, named, "C:canary"},
    {"a name with a drive in lower case", "NAME", "archive.bad-name", "c:canary", false, named, "c:canary"},
    {"a name with a backslash", "NAME", "archive.bad-name", "..\\canary", false, named, "..\\canary"},
    {"a name that is no UTF-8", "NAME", "archive.bad-name", "assets/caf\351", false, named, "assets/caf\351"},
    {"a name with an overlong slash", "NAME", "archive.bad-name", "assets\300\257x", false, named, "assets\300\257x"},
    {"a name with an escape", "NAME", "archive.bad-name", "assets/\33[2J", false, named, "assets/\33[2J"},
    {"a name with two slashes", "NAME", "archive.bad-name", "assets//x", false, named, "assets//x"},
    {"a name with a dot", "NAME", "archive.bad-name", "./x", false, named, "./x"},
    {"no name", "NAME", "archive.bad-name", "", false, named, ""},
    {"a name with a NUL", "NAME", "archive.bad-name", "assets/a", false, named_with_nul, NULL},
    {"a name that is there twice", "DUPLICATE", "archive.duplicate-entry", LABELS, false, two_names, LABELS "|" LABELS},
    {"two names but for case", "CLASH", "archive.name-clash", "assets/Labels.txt", false, two_names, LABELS "|assets/Labels.txt"},
    {"two names but for the form of an accent", "CLASH", "archive.name-clash", "assets/cafe\314\201", false, two_names, "assets/caf\303\251|assets/cafe\314\201"},
    {"two names but for a sharp s", "CLASH", "archive.name-clash", "assets/STRASSE", false, two_names, "assets/stra\303\237e|assets/STRASSE"},
    {"a file that is a folder, too", "CLASH", "archive.name-clash", "assets/A/b", false, two_names, "assets/a|assets/A/b"},
    {"more bytes than declared", "SIZE", "archive.size", LABELS, true, larger, NULL},
    {"fewer bytes than declared", "SIZE", "archive.size", LABELS, true, smaller, NULL},
    {"stored, with two sizes", "SIZE", "archive.size", LABELS, false, stored_otherwise, NULL},
    {"more than the limit", "TOO_LARGE", "archive.too-large", NULL, false, too_large, NULL},
    {"sizes whose sum wraps round", "TOO_LARGE", "archive.too-large", NULL, false, wrapped_sum, NULL},
    {"zeros a thousand to one", "RATIO", "archive.ratio", NULL, false, bomb, NULL},
    {"a comment that is no UTF-8", "REFUSED", "archive.corrupt", NULL, true, comment_in_latin_1, "\xe4"},
    {"a wrong checksum", "CRC", "archive.crc", LABELS, true, wrong_crc, "deflated"},
    {"a wrong checksum of a stored file", "CRC", "archive.crc", MODEL, true, wrong_crc, "stored"},
    {"a wrong byte", "CRC", "archive.crc", LABELS, true, wrong_byte, "deflated"},
    {"a wrong byte of a stored file", "CRC", "archive.crc", MODEL, true, wrong_byte, "stored"},
    {"packed bytes that are none", "PACKED", "archive.corrupt", LABELS, true, packed_as, "\7\7\7\7\7\7\7"},
    {"packed bytes that end too early", "SIZE", "archive.size", LABELS, true, packed_as, "\1\10"},
    {"a stream that ends too early", "SIZE", "archive.size", LABELS, true, packed_short, NULL},
};
/* clang-format on */

const size_t mw_zip_kind_count = sizeof mw_zip_kinds / sizeof mw_zip_kinds[0];
