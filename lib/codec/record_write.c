/*
 * Records into msgpack: see record.h. The only place where msgpack-c is used.
 *
 * A map begins with the number of its pairs, so a record is walked twice, to count and to write; both walks leave out the same
 * rows (is_left_out). The pairs are in the order of the table, which reading makes use of, and behind them those that an
 * earlier decode did not know. Numbers are in the shortest form that holds them, which is why reading a signed one takes
 * unsigned forms, too.
 */
#include "codec/kinds.h"
#include "codec/record.h"

#include <string.h>

#include <msgpack.h>

/* msgpack-c's sink; a failure stays in the bytes. */
static int sink(void *out, const char *content, size_t size)
{
    nnreg_bytes_put(out, content, size);
    return 0;
}

/* What the kinds' functions write to; they know it by name only. */
struct nnreg_record_packer {
    msgpack_packer msgpack;
    struct nnreg_bytes *out;
};

/* Whether a member is left out of the record: it is not stored at all, or has no value. */
static bool is_left_out(const struct nnreg_field *field, const void *record)
{
    return field->number == 0 || nnreg_is_absent(field, record);
}

static size_t count_present(const struct nnreg_table *table, const void *record)
{
    size_t i, count = 0;

    for (i = 0; i < table->count; i++) {
        const struct nnreg_field *field = &table->fields[i];

        if (field->kind == NNREG_KIND_ONE_OF)
            count += count_present(field->child, record);
        else
            count += !is_left_out(field, record);
    }
    return count;
}

static void pack_chars(struct nnreg_record_packer *packer, const char *text)
{
    size_t length = strlen(text);

    msgpack_pack_str(&packer->msgpack, length);
    msgpack_pack_str_body(&packer->msgpack, text, length);
}

void nnreg_pack_uint(struct nnreg_record_packer *packer, const struct nnreg_field *field, const void *member)
{
    (void)field;
    msgpack_pack_uint64(&packer->msgpack, *(const uint64_t *)member);
}

void nnreg_pack_integer(struct nnreg_record_packer *packer, const struct nnreg_field *field,
                        const void *member)
{
    (void)field;
    msgpack_pack_int64(&packer->msgpack, *(const int64_t *)member);
}

void nnreg_pack_number(struct nnreg_record_packer *packer, const struct nnreg_field *field,
                       const void *member)
{
    (void)field;
    msgpack_pack_double(&packer->msgpack, *(const double *)member);
}

void nnreg_pack_bool(struct nnreg_record_packer *packer, const struct nnreg_field *field, const void *member)
{
    (void)field;
    if (*(const bool *)member)
        msgpack_pack_true(&packer->msgpack);
    else
        msgpack_pack_false(&packer->msgpack);
}

void nnreg_pack_text(struct nnreg_record_packer *packer, const struct nnreg_field *field, const void *member)
{
    (void)field;
    pack_chars(packer, *(char *const *)member);
}

void nnreg_pack_enum(struct nnreg_record_packer *packer, const struct nnreg_field *field, const void *member)
{
    pack_chars(packer, nnreg_vocab_word(field->vocab, *(const int *)member));
}

void nnreg_pack_digest(struct nnreg_record_packer *packer, const struct nnreg_field *field,
                       const void *member)
{
    (void)field;
    msgpack_pack_bin(&packer->msgpack, NNREG_SHA256_SIZE);
    msgpack_pack_bin_body(&packer->msgpack, member, NNREG_SHA256_SIZE);
}

static void pack_record(struct nnreg_record_packer *packer, const struct nnreg_table *table,
                        const void *record);

void nnreg_pack_object(struct nnreg_record_packer *packer, const struct nnreg_field *field,
                       const void *member)
{
    pack_record(packer, field->child, nnreg_member_object(member));
}

void nnreg_pack_array(struct nnreg_record_packer *packer, const struct nnreg_field *field, const void *member)
{
    const struct nnreg_array *array = member;
    size_t i;

    msgpack_pack_array(&packer->msgpack, array->count);
    for (i = 0; i < array->count; i++)
        pack_record(packer, field->child, (const char *)array->items + i * field->child->size);
}

void nnreg_pack_strings(struct nnreg_record_packer *packer, const struct nnreg_field *field,
                        const void *member)
{
    const struct nnreg_array *array = member;
    size_t i;

    (void)field;
    msgpack_pack_array(&packer->msgpack, array->count);
    for (i = 0; i < array->count; i++)
        pack_chars(packer, ((char *const *)array->items)[i]);
}

void nnreg_pack_numbers(struct nnreg_record_packer *packer, const struct nnreg_field *field,
                        const void *member)
{
    const struct nnreg_array *array = member;
    size_t i;

    (void)field;
    msgpack_pack_array(&packer->msgpack, array->count);
    for (i = 0; i < array->count; i++)
        msgpack_pack_double(&packer->msgpack, ((const double *)array->items)[i]);
}

static void pack_members(struct nnreg_record_packer *packer, const struct nnreg_table *table,
                         const void *record)
{
    size_t i;

    for (i = 0; i < table->count; i++) {
        const struct nnreg_field *field = &table->fields[i];

        if (field->kind == NNREG_KIND_ONE_OF) {
            pack_members(packer, field->child, record);
        } else if (!is_left_out(field, record)) {
            msgpack_pack_uint64(&packer->msgpack, field->number);
            nnreg_kind_codecs[field->kind].pack(packer, field, nnreg_member(record, field));
        }
    }
}

static void pack_record(struct nnreg_record_packer *packer, const struct nnreg_table *table,
                        const void *record)
{
    const struct nnreg_unknown *unknown = record;

    msgpack_pack_map(&packer->msgpack, count_present(table, record) + unknown->count);
    pack_members(packer, table, record);
    if (unknown->size > 0)
        nnreg_bytes_put(packer->out, unknown->content, unknown->size);
}

nnreg_status nnreg_record_encode(struct nnreg_bytes *out, const struct nnreg_table *table, const void *record,
                                 struct nnreg_error *error)
{
    struct nnreg_record_packer packer = {.out = out};

    msgpack_packer_init(&packer.msgpack, out, sink);
    pack_record(&packer, table, record);
    return out->failed ? nnreg_fail_memory(error) : NNREG_OK;
}
