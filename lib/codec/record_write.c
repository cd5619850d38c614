/* Records into msgpack: see record.h. The only place where msgpack-c is used. */
#include "codec/record.h"

#include <string.h>

#include <msgpack.h>

/* msgpack-c's sink; a failure stays in the bytes. */
static int sink(void *out, const char *content, size_t size)
{
    nnreg_bytes_put(out, content, size);
    return 0;
}

static bool is_absent(const struct nnreg_field *field, const void *record)
{
    if (field->number == 0)
        return true; /* not stored */
    if (field->kind == NNREG_KIND_STRING || field->kind == NNREG_KIND_JSON)
        return *(void *const *)nnreg_member(record, field) == NULL;
    return nnreg_is_absent(field, record);
}

static size_t count_present(const struct nnreg_table *table, const void *record)
{
    size_t i, count = 0;

    for (i = 0; i < table->count; i++) {
        const struct nnreg_field *field = &table->fields[i];

        if (field->kind == NNREG_KIND_ONE_OF)
            count += count_present(field->child, record);
        else
            count += !is_absent(field, record);
    }
    return count;
}

static void pack_text(msgpack_packer *packer, const char *text)
{
    size_t length = strlen(text);

    msgpack_pack_str(packer, length);
    msgpack_pack_str_body(packer, text, length);
}

static void pack_record(msgpack_packer *packer, const struct nnreg_table *table, const void *record);

static void pack_array(msgpack_packer *packer, const struct nnreg_field *field,
                       const struct nnreg_array *array)
{
    size_t i;

    msgpack_pack_array(packer, array->count);
    for (i = 0; i < array->count; i++) {
        if (field->kind == NNREG_KIND_STRINGS)
            pack_text(packer, ((char *const *)array->items)[i]);
        else if (field->kind == NNREG_KIND_NUMBERS)
            msgpack_pack_double(packer, ((const double *)array->items)[i]);
        else
            pack_record(packer, field->child, (const char *)array->items + i * field->child->size);
    }
}

static void pack_member(msgpack_packer *packer, const struct nnreg_field *field, const void *member)
{
    switch (field->kind) {
    case NNREG_KIND_ID:
    case NNREG_KIND_SIZE:
    case NNREG_KIND_REFERENCE:
        msgpack_pack_uint64(packer, *(const uint64_t *)member);
        break;
    case NNREG_KIND_INTEGER:
    case NNREG_KIND_TIME:
        msgpack_pack_int64(packer, *(const int64_t *)member);
        break;
    case NNREG_KIND_NUMBER:
        msgpack_pack_double(packer, *(const double *)member);
        break;
    case NNREG_KIND_BOOL:
        if (*(const bool *)member)
            msgpack_pack_true(packer);
        else
            msgpack_pack_false(packer);
        break;
    case NNREG_KIND_STRING:
    case NNREG_KIND_JSON:
    case NNREG_KIND_VALUE:
        pack_text(packer, *(char *const *)member);
        break;
    case NNREG_KIND_ENUM:
        pack_text(packer, nnreg_vocab_word(field->vocab, *(const int *)member));
        break;
    case NNREG_KIND_DIGEST:
        msgpack_pack_bin(packer, NNREG_SHA256_SIZE);
        msgpack_pack_bin_body(packer, member, NNREG_SHA256_SIZE);
        break;
    case NNREG_KIND_OBJECT:
        pack_record(packer, field->child, *(void *const *)member);
        break;
    case NNREG_KIND_ARRAY:
    case NNREG_KIND_STRINGS:
    case NNREG_KIND_NUMBERS:
        pack_array(packer, field, member);
        break;
    case NNREG_KIND_ONE_OF: /* pack_members goes into it */
        break;
    }
}

static void pack_members(msgpack_packer *packer, const struct nnreg_table *table, const void *record)
{
    size_t i;

    for (i = 0; i < table->count; i++) {
        const struct nnreg_field *field = &table->fields[i];
        const void *member = nnreg_member(record, field);

        if (field->kind == NNREG_KIND_ONE_OF) {
            pack_members(packer, field->child, record);
        } else if (!is_absent(field, record)) {
            msgpack_pack_uint64(packer, field->number);
            pack_member(packer, field, member);
        }
    }
}

static void pack_record(msgpack_packer *packer, const struct nnreg_table *table, const void *record)
{
    const struct nnreg_unknown *unknown = record;

    msgpack_pack_map(packer, count_present(table, record) + unknown->count);
    pack_members(packer, table, record);
    if (unknown->size > 0)
        nnreg_bytes_put(packer->data, unknown->content, unknown->size);
}

nnreg_status nnreg_record_encode(struct nnreg_bytes *out, const struct nnreg_table *table, const void *record,
                                 struct nnreg_error *error)
{
    msgpack_packer packer;

    msgpack_packer_init(&packer, out, sink);
    pack_record(&packer, table, record);
    return out->failed ? nnreg_fail_memory(error) : NNREG_OK;
}
