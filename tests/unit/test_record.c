/*
 * Records on disk: what is written is read, also by msgpack-c; what msgpack-c writes is read in all its forms; what is
 * damaged is refused without harm; what is not known stays.
 */
#include <check.h>
#include <msgpack.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "codec/json.h"
#include "codec/json_records.h"
#include "codec/record.h"
#include "codec/record_view.h"
#include "codec/seal.h"
#include "records/event.h"
#include "records/network.h"
#include "records/recognition.h"
#include "records/task.h"

/* Every table that is a record of its own. */
static const struct {
    const struct nnreg_table *table;
} kinds[] = {
    {&nnreg_network_table}, {&nnreg_spec_table},         {&nnreg_version_table},
    {&nnreg_task_table},    {&nnreg_event_record_table},
};
enum { KINDS = sizeof kinds / sizeof *kinds };

/* Room for the record of any kind. */
union any_record {
    struct nnreg_unknown unknown;
    struct nnreg_network network;
    struct nnreg_spec spec;
    struct nnreg_version version;
    struct nnreg_task task;
    struct nnreg_event_record event;
};

static uint64_t seed;

/* SplitMix64. */
static uint64_t next_random(void)
{
    uint64_t z = seed += UINT64_C(0x9e3779b97f4a7c15);

    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

static uint64_t below(uint64_t bound)
{
    return next_random() % bound;
}

/* Numbers of every width that msgpack has a form for. */
static uint64_t random_number(void)
{
    return next_random() >> below(64);
}

static char *random_text(void)
{
    static const char *const pieces[] = {
        "a", "Z", " ", "\n", "\xc3\xa9", "\xe6\xbc\xa2", "\xf0\x9f\x98\x80", "\x7f"};
    static const size_t lengths[] = {0, 1, 5, 31, 32, 255, 256, 70000};
    size_t wanted = lengths[below(below(8) == 0 ? 8 : 5)];
    char *text = nnreg_alloc(wanted + 8);

    ck_assert_ptr_nonnull(text);
    text[0] = '\0';
    for (size_t length = 0; length < wanted;) {
        const char *piece = pieces[below(8)];

        memcpy(text + length, piece, strlen(piece) + 1);
        length += strlen(piece);
    }
    return text;
}

static void fill(const struct nnreg_table *table, void *record);

static void fill_array(const struct nnreg_field *field, struct nnreg_array *array)
{
    size_t item = field->kind == NNREG_KIND_STRINGS   ? sizeof(char *)
                  : field->kind == NNREG_KIND_NUMBERS ? sizeof(double)
                                                      : field->child->size,
           i;

    array->count = below(10) == 0 ? 20 : below(4); /* 16 and more have another header */
    array->items = nnreg_alloc_zero(array->count, item);
    for (i = 0; i < array->count; i++) {
        void *at = (char *)array->items + i * item;

        if (field->kind == NNREG_KIND_STRINGS)
            *(char **)at = random_text();
        else if (field->kind == NNREG_KIND_NUMBERS)
            *(double *)at = (double)(int64_t)next_random() / 3;
        else
            fill(field->child, at);
    }
}

static void fill_member(const struct nnreg_field *field, void *member)
{
    size_t i;

    if (field->kind != NNREG_KIND_VALUE && nnreg_may_be_absent(field) && below(4) == 0)
        return; /* left out */
    switch (field->kind) {
    case NNREG_KIND_ID:
    case NNREG_KIND_REFERENCE:
    case NNREG_KIND_SIZE:
        *(uint64_t *)member = random_number();
        break;
    case NNREG_KIND_INTEGER:
    case NNREG_KIND_TIME:
        *(int64_t *)member = (int64_t)(below(2) ? random_number() : ~random_number());
        break;
    case NNREG_KIND_NUMBER:
        *(double *)member = (double)(int64_t)next_random() / (double)(1 + below(1000));
        break;
    case NNREG_KIND_BOOL:
        *(bool *)member = below(2) == 1;
        break;
    case NNREG_KIND_STRING:
    case NNREG_KIND_JSON:
        *(char **)member = random_text();
        break;
    case NNREG_KIND_ENUM:
        *(int *)member = (int)below(field->vocab->count);
        break;
    case NNREG_KIND_DIGEST:
        for (i = 0; i < NNREG_SHA256_SIZE; i++)
            ((unsigned char *)member)[i] = (unsigned char)next_random();
        break;
    case NNREG_KIND_OBJECT:
        *(void **)member = nnreg_alloc_zero(1, field->child->size);
        fill(field->child, *(void **)member);
        break;
    case NNREG_KIND_ARRAY:
    case NNREG_KIND_STRINGS:
    case NNREG_KIND_NUMBERS:
        fill_array(field, member);
        break;
    case NNREG_KIND_VALUE:
        *(char **)member = below(3) == 0 ? NULL : random_text();
        break;
    case NNREG_KIND_ONE_OF:
    case NNREG_KIND_COUNT:
        break;
    }
}

static void fill(const struct nnreg_table *table, void *record)
{
    size_t i;

    for (i = 0; i < table->count; i++) {
        const struct nnreg_field *field = &table->fields[i];

        if (field->kind == NNREG_KIND_ONE_OF)
            field = &field->child->fields[below(field->child->count)];
        if (field->number == 0)
            continue; /* filled in when it is read */
        fill_member(field, nnreg_member(record, field));
    }
}

static void random_record(union any_record *record, const struct nnreg_table *table, uint64_t number)
{
    seed = number;
    memset(record, 0, sizeof *record);
    fill(table, record);
}

static struct nnreg_bytes encode(const struct nnreg_table *table, const void *record)
{
    struct nnreg_bytes out = NNREG_BYTES_INIT;

    ck_assert_int_eq(nnreg_record_encode(&out, table, record, NULL), NNREG_OK);
    return out;
}

/* The record as JSON, to compare by. */
static char *as_json(const struct nnreg_table *table, const void *record)
{
    struct nnreg_bytes out = NNREG_BYTES_INIT;
    struct nnreg_json_writer writer;
    char *text;

    nnreg_json_writer_init(&writer, &out, 0);
    nnreg_json_put_record(&writer, table, record);
    ck_assert_int_eq(nnreg_bytes_take(&text, &out), NNREG_OK);
    return text;
}

/* A record behind a seal, with the index that it has, if it can have one. */
static struct nnreg_bytes sealed_record(const struct nnreg_table *table, const void *content, size_t size)
{
    struct nnreg_bytes sealed = NNREG_BYTES_INIT, index = NNREG_BYTES_INIT;
    bool indexed = nnreg_record_view_index(&index, table, content, size);

    nnreg_seal(&sealed, &(struct nnreg_sealed){content, size, index.content, indexed ? index.size : 0});
    nnreg_bytes_free(&index);
    return sealed;
}

/* Takes a record where it lies, from memory of its own size, and lays it out in as much as was asked for, so that a byte too far is
 * seen. Its JSON; NULL: it is not taken. */
static char *seen_json(const struct nnreg_table *table, const void *content, size_t size)
{
    union any_record seen = {{NULL, 0, 0}};
    struct nnreg_record_view view;
    void *exact = malloc(size > 0 ? size : 1), *memory;
    char *json;

    ck_assert_ptr_nonnull(exact);
    memcpy(exact, content, size);
    if (!nnreg_record_view_look(&view, table, &seen, exact, size, NULL)) {
        free(exact);
        return NULL;
    }
    memory = malloc(nnreg_record_view_room(&view));
    ck_assert_ptr_nonnull(memory);
    nnreg_record_view_copy(&view, table, &seen, memory);
    free(exact);
    nnreg_record_view_lay_out(&view, table, &seen, memory);
    json = as_json(table, &seen);
    free(memory);
    return json;
}

/* Whether a record is taken where it lies: then it is one that can be decoded, and it is the same, also by its index. */
static bool is_seen(const struct nnreg_table *table, const void *content, size_t size)
{
    struct nnreg_bytes sealed = sealed_record(table, content, size);
    union any_record decoded = {{NULL, 0, 0}};
    char *plain = seen_json(table, content, size), *indexed = seen_json(table, sealed.content, sealed.size);
    char *expected;
    bool taken = plain != NULL;

    if (taken) {
        ck_assert_ptr_nonnull(indexed);
        ck_assert_int_eq(nnreg_record_decode(table, &decoded, content, size, NULL), NNREG_OK);
        expected = as_json(table, &decoded);
        ck_assert_str_eq(plain, expected);
        ck_assert_str_eq(indexed, expected);
        nnreg_free(expected);
        nnreg_record_clear(table, &decoded);
    }
    nnreg_free(plain);
    nnreg_free(indexed);
    nnreg_bytes_free(&sealed);
    return taken;
}

START_TEST(what_is_written_is_read_and_written_again_as_it_was)
{
    const struct nnreg_table *table = kinds[_i % KINDS].table;
    union any_record record, back = {{NULL, 0, 0}};
    struct nnreg_bytes first, second;
    struct nnreg_error error;
    char *a, *b;

    random_record(&record, table, (uint64_t)_i);
    first = encode(table, &record);
    ck_assert_msg(nnreg_record_decode(table, &back, first.content, first.size, &error) == NNREG_OK, "%s",
                  error.text);
    second = encode(table, &back);
    ck_assert_uint_eq(first.size, second.size);
    ck_assert_mem_eq(first.content, second.content, first.size);
    ck_assert(is_seen(table, first.content, first.size));
    a = as_json(table, &record);
    b = as_json(table, &back);
    ck_assert_str_eq(a, b);
    nnreg_free(a);
    nnreg_free(b);
    nnreg_bytes_free(&first);
    nnreg_bytes_free(&second);
    nnreg_record_clear(table, &record);
    nnreg_record_clear(table, &back);
}
END_TEST

/* How many of the fields are stored and there: a pair each. (None of these tables has a row with keys of its own.) */
static uint32_t count_pairs(const struct nnreg_table *table, const void *record)
{
    uint32_t count = 0;
    size_t i;

    for (i = 0; i < table->count; i++) {
        ck_assert_int_ne(table->fields[i].kind, NNREG_KIND_ONE_OF);
        count += table->fields[i].number > 0 && !nnreg_is_absent(&table->fields[i], record);
    }
    return count;
}

START_TEST(what_is_written_is_read_by_msgpack_c_and_packs_back_to_the_same_bytes)
{
    const struct nnreg_table *table = kinds[_i % KINDS].table;
    union any_record record;
    struct nnreg_bytes written;
    msgpack_unpacked unpacked;
    msgpack_sbuffer packed;
    msgpack_packer packer;
    size_t offset = 0;

    random_record(&record, table, 1000 + (uint64_t)_i);
    written = encode(table, &record);
    msgpack_unpacked_init(&unpacked);
    ck_assert_int_eq(msgpack_unpack_next(&unpacked, written.content, written.size, &offset),
                     MSGPACK_UNPACK_SUCCESS);
    ck_assert_uint_eq(offset, written.size);
    ck_assert_int_eq(unpacked.data.type, MSGPACK_OBJECT_MAP);
    ck_assert_uint_eq(unpacked.data.via.map.size, count_pairs(table, &record));
    msgpack_sbuffer_init(&packed);
    msgpack_packer_init(&packer, &packed, msgpack_sbuffer_write);
    ck_assert_int_eq(msgpack_pack_object(&packer, unpacked.data), 0);
    ck_assert_uint_eq(packed.size, written.size);
    ck_assert_mem_eq(packed.data, written.content, written.size);
    msgpack_sbuffer_destroy(&packed);
    msgpack_unpacked_destroy(&unpacked);
    nnreg_bytes_free(&written);
    nnreg_record_clear(table, &record);
}
END_TEST

/* A task in the widest or narrowest forms: bits of `wide` choose for the map, the numbers, the texts. */
static void pack_task(msgpack_sbuffer *out, unsigned wide)
{
    msgpack_packer packer;
    char head[5] = {(char)0xdf, 0, 0, 0, 6};

    msgpack_sbuffer_init(out);
    msgpack_packer_init(&packer, out, msgpack_sbuffer_write);
    if (wide & 1)
        msgpack_sbuffer_write(out, head, 5);
    else
        msgpack_pack_map(&packer, 6);
    msgpack_pack_fix_uint64(&packer, 1);
    if (wide & 2)
        msgpack_pack_fix_uint64(&packer, 7);
    else
        msgpack_pack_fix_uint16(&packer, 7);
    msgpack_pack_fix_uint8(&packer, 2);
    msgpack_pack_fix_int32(&packer, 8); /* a signed form of a positive number */
    msgpack_pack_fix_uint32(&packer, 3);
    if (wide & 4)
        msgpack_sbuffer_write(out, "\xdb\0\0\0\7success", 12);
    else
        msgpack_sbuffer_write(out, "\xd9\7success", 9);
    msgpack_pack_fix_int8(&packer, 4);
    msgpack_sbuffer_write(out, "\xda\0\2ok", 5);
    msgpack_pack_fix_int64(&packer, 5);
    msgpack_pack_fix_int8(&packer, -5);
    msgpack_pack_fix_int16(&packer, 6);
    if (wide & 2)
        msgpack_pack_fix_int64(&packer, INT64_MIN);
    else
        msgpack_pack_fix_int16(&packer, -300);
}

START_TEST(a_number_or_text_is_read_in_whatever_form_msgpack_has_for_it)
{
    struct nnreg_task task = {.id = 0};
    msgpack_sbuffer packed;
    struct nnreg_error error;

    pack_task(&packed, (unsigned)_i);
    ck_assert_msg(nnreg_record_decode(&nnreg_task_table, &task, packed.data, packed.size, &error) == NNREG_OK,
                  "%s", error.text);
    ck_assert_uint_eq(task.id, 7);
    ck_assert_uint_eq(task.network_id, 8);
    ck_assert_int_eq(task.status, NNREG_TASK_SUCCESS);
    ck_assert_str_eq(task.error, "ok");
    ck_assert_int_eq(task.create_date, -5);
    ck_assert_int_eq(task.update_date, (_i & 2) != 0 ? INT64_MIN : -300);
    msgpack_sbuffer_destroy(&packed);
    nnreg_record_clear(&nnreg_task_table, &task);
}
END_TEST

/* One value of each kind that a newer library may write under a number of its own. */
static void pack_unknown(msgpack_packer *packer, unsigned turn)
{
    switch (turn % 8) {
    case 0:
        msgpack_pack_nil(packer);
        break;
    case 1:
        msgpack_pack_double(packer, 0.5);
        break;
    case 2:
        msgpack_pack_array(packer, 2);
        msgpack_pack_map(packer, 1);
        msgpack_pack_int(packer, -1);
        msgpack_pack_true(packer);
        msgpack_pack_int(packer, 1000);
        break;
    case 3:
        msgpack_pack_bin(packer, 300);
        for (int i = 0; i < 300; i++)
            msgpack_pack_bin_body(packer, "x", 1);
        break;
    case 4:
        msgpack_pack_ext(packer, 16, 5);
        msgpack_pack_ext_body(packer, "0123456789abcdef", 16);
        break;
    case 5:
        msgpack_pack_ext(packer, 3, 5);
        msgpack_pack_ext_body(packer, "abc", 3);
        break;
    case 6:
        msgpack_pack_str(packer, 40);
        for (int i = 0; i < 40; i++)
            msgpack_pack_str_body(packer, "y", 1);
        break;
    default:
        msgpack_pack_float(packer, 1.5f);
        break;
    }
}

/* Copies an object and puts two unknown pairs at the end of every map whose keys are numbers. */
static void add_unknown(msgpack_packer *packer, const msgpack_object *object, unsigned *turn)
{
    uint32_t i;

    if (object->type == MSGPACK_OBJECT_ARRAY) {
        msgpack_pack_array(packer, object->via.array.size);
        for (i = 0; i < object->via.array.size; i++)
            add_unknown(packer, &object->via.array.ptr[i], turn);
        return;
    }
    if (object->type != MSGPACK_OBJECT_MAP) {
        msgpack_pack_object(packer, *object);
        return;
    }
    msgpack_pack_map(packer, object->via.map.size + 2);
    for (i = 0; i < object->via.map.size; i++) {
        msgpack_pack_object(packer, object->via.map.ptr[i].key);
        add_unknown(packer, &object->via.map.ptr[i].val, turn);
    }
    msgpack_pack_uint64(packer, 63);
    pack_unknown(packer, (*turn)++);
    msgpack_pack_uint64(packer, 1000);
    pack_unknown(packer, (*turn)++);
}

START_TEST(what_a_newer_library_wrote_is_kept_at_every_level)
{
    const struct nnreg_table *table = kinds[_i % KINDS].table;
    union any_record record, back = {{NULL, 0, 0}};
    struct nnreg_bytes written, again;
    msgpack_unpacked unpacked;
    msgpack_sbuffer newer;
    msgpack_packer packer;
    struct nnreg_error error;
    size_t offset = 0;
    unsigned turn = (unsigned)_i;

    random_record(&record, table, 2000 + (uint64_t)_i);
    written = encode(table, &record);
    msgpack_unpacked_init(&unpacked);
    ck_assert_int_eq(msgpack_unpack_next(&unpacked, written.content, written.size, &offset),
                     MSGPACK_UNPACK_SUCCESS);
    msgpack_sbuffer_init(&newer);
    msgpack_packer_init(&packer, &newer, msgpack_sbuffer_write);
    add_unknown(&packer, &unpacked.data, &turn);
    ck_assert_msg(nnreg_record_decode(table, &back, newer.data, newer.size, &error) == NNREG_OK, "%s",
                  error.text);
    ck_assert(is_seen(table, newer.data, newer.size));
    again = encode(table, &back);
    ck_assert_uint_eq(again.size, newer.size);
    ck_assert_mem_eq(again.content, newer.data, newer.size);
    msgpack_sbuffer_destroy(&newer);
    msgpack_unpacked_destroy(&unpacked);
    nnreg_bytes_free(&written);
    nnreg_bytes_free(&again);
    nnreg_record_clear(table, &record);
    nnreg_record_clear(table, &back);
}
END_TEST

/* A small record of each kind, with one of everything. */
static const char *const samples[KINDS] = {
    "{\"id\": 300, \"name\": \"digits\", \"description\": \"d\", \"metadata\": {\"a\": 1}, \"framework\": "
    "\"tensorflow-1.x\", \"preprocessing\": {\"inputs\": [{\"tensor_name\": \"x\", \"image\": "
    "{\"dimension_order\": "
    "\"NHWC\", \"resize_type\": \"CROP\", \"target_size\": \"8x9\", \"color_channels\": \"L\"}}]}, "
    "\"postprocessings\": [{\"tensors_output\": {\"tensors\": [\"p\", \"q\"]}}, {\"standard_output\": "
    "{\"boxes_tensor\": \"b\", \"scores_tensor\": \"s\"}}], \"files\": [{\"name\": \"saved_model.pb\", "
    "\"size\": 70000, "
    "\"sha256\": \"00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff\"}], \"task_id\": 5, "
    "\"create_date\": \"2018-02-16T13:45:36.078955Z\", \"update_date\": \"2018-02-16T13:45:36.078956Z\"}",
    "{\"id\": 7, \"name\": \"cats\", \"metadata\": {}, \"outputs\": [{\"labels\": {\"labels\": [{\"id\": -1, "
    "\"name\": \"cat\"}, {\"id\": 70000, \"name\": \"dog\"}], \"exclusive\": true, \"roi\": \"BBOX\"}}], "
    "\"current_version_id\": 9, \"create_date\": \"2018-02-16T13:45:36.078955Z\", \"update_date\": "
    "\"2018-02-16T13:45:36.078956Z\"}",
    "{\"id\": 9, \"spec_id\": 7, \"network_id\": 300, \"post_processings\": [{\"classification\": "
    "{\"output_tensor\": "
    "\"p\", \"thresholds\": [0.25, 1]}}, {\"detection\": {\"yolo_output\": {\"output_tensor\": \"q\", "
    "\"anchors\": "
    "[1, 2.5]}, \"nms_threshold\": 0.5, \"discard_threshold\": 0}}, {\"detection\": {\"direct_output\": "
    "{\"boxes_tensor\": \"b\", \"scores_tensor\": \"s\", \"classes_tensor\": \"c\"}, \"thresholds\": [], "
    "\"nms_threshold\": 1, \"discard_threshold\": 0.125, \"normalize_wrt_tensor\": \"n\"}}, {\"detection\": "
    "{\"anchored_output\": {\"anchors_tensor\": \"a\", \"offsets_tensor\": \"o\", \"scores_tensor\": \"s\"}, "
    "\"nms_threshold\": 1, \"discard_threshold\": 1}}], \"create_date\": \"2018-02-16T13:45:36.078955Z\", "
    "\"update_date\": \"2018-02-16T13:45:36.078956Z\"}",
    "{\"id\": 5, \"network_id\": 300, \"status\": \"error\", \"error\": \"no memory\", \"create_date\": "
    "\"2018-02-16T13:45:36.078955Z\", \"update_date\": \"2018-02-16T13:45:36.078956Z\"}",
    "{\"sequence\": 70000, \"time\": \"2018-02-16T13:45:36.078955Z\", \"actor\": \"me\", \"action\": "
    "\"publish\", "
    "\"object\": \"network\", \"object_id\": 300, \"changes\": [{\"field\": \"slug\", \"old\": null, "
    "\"new\": "
    "\"digits\"}]}",
};

static struct nnreg_bytes encoded_sample(size_t kind)
{
    const struct nnreg_table *table = kinds[kind].table;
    union any_record record = {{NULL, 0, 0}};
    struct nnreg_json json;
    struct nnreg_bytes out;

    ck_assert_int_eq(nnreg_json_read(&json, samples[kind], strlen(samples[kind]), NULL, NULL, NULL),
                     NNREG_OK);
    ck_assert_int_eq(nnreg_json_to_record(table, &record, &json, json.values, NNREG_JSON_FILLED, NULL),
                     NNREG_OK);
    out = encode(table, &record);
    nnreg_json_free(&json);
    nnreg_record_clear(table, &record);
    return out;
}

static bool is_zero(const union any_record *record)
{
    static const union any_record zero;

    return memcmp(record, &zero, sizeof zero) == 0;
}

START_TEST(a_sample_comes_back_from_its_record_as_it_was_given)
{
    const struct nnreg_table *table = kinds[_i].table;
    struct nnreg_bytes stored = encoded_sample((size_t)_i);
    union any_record record = {{NULL, 0, 0}};
    struct nnreg_json given, back;
    const struct nnreg_json_value *value;
    char *text;

    ck_assert_int_eq(nnreg_record_decode(table, &record, stored.content, stored.size, NULL), NNREG_OK);
    text = as_json(table, &record);
    ck_assert_int_eq(nnreg_json_read(&given, samples[_i], strlen(samples[_i]), NULL, NULL, NULL), NNREG_OK);
    ck_assert_int_eq(nnreg_json_read(&back, text, strlen(text), NULL, NULL, NULL), NNREG_OK);
    for (value = nnreg_json_first(&given, given.values); value != NULL;
         value = nnreg_json_next(&given, value)) {
        char *key;

        ck_assert_int_eq(nnreg_json_key(&key, NULL, &given, value), NNREG_OK);
        ck_assert_msg(nnreg_json_member(&back, back.values, key) != NULL, "%s.%s is lost: %s", table->name,
                      key, text);
        nnreg_free(key);
    }
    nnreg_json_free(&given);
    nnreg_json_free(&back);
    nnreg_free(text);
    nnreg_bytes_free(&stored);
    nnreg_record_clear(table, &record);
}
END_TEST

/* Left out is not empty: a version without thresholds says nothing, one with [] says that there are none. */
START_TEST(numbers_left_out_stay_left_out_and_empty_ones_empty)
{
    struct nnreg_bytes stored = encoded_sample(2);
    struct nnreg_version version = {.id = 0};
    const struct nnreg_output_processing *processing;

    ck_assert_int_eq(nnreg_record_decode(&nnreg_version_table, &version, stored.content, stored.size, NULL),
                     NNREG_OK);
    ck_assert_uint_eq(version.post_processings.count, 4);
    processing = version.post_processings.items;
    ck_assert_uint_eq(processing[0].classification->thresholds.count, 2);
    ck_assert_double_eq(((double *)processing[0].classification->thresholds.items)[0], 0.25);
    ck_assert_ptr_null(processing[1].detection->thresholds.items);
    ck_assert_ptr_nonnull(processing[2].detection->thresholds.items);
    ck_assert_uint_eq(processing[2].detection->thresholds.count, 0);
    ck_assert_str_eq(processing[1].detection->normalize_wrt_tensor, "");
    ck_assert_ptr_null(version.spec_name); /* filled in by who reads it from a registry */
    nnreg_record_clear(&nnreg_version_table, &version);
    nnreg_bytes_free(&stored);
}
END_TEST

START_TEST(a_record_cut_anywhere_is_corrupt)
{
    struct nnreg_bytes stored = encoded_sample((size_t)_i);
    size_t size;

    for (size = 0; size < stored.size; size++) {
        union any_record record = {{NULL, 0, 0}};
        struct nnreg_error error = NNREG_ERROR_INIT;
        unsigned char *exact = malloc(size > 0 ? size : 1); /* so that a byte too far is seen */

        memcpy(exact, stored.content, size);
        ck_assert_int_eq(nnreg_record_decode(kinds[_i].table, &record, exact, size, &error), NNREG_CORRUPT);
        ck_assert(!is_seen(kinds[_i].table, exact, size));
        ck_assert_str_ne(error.text, "");
        ck_assert(is_zero(&record));
        free(exact);
    }
    nnreg_bytes_free(&stored);
}
END_TEST

START_TEST(a_record_with_any_bit_flipped_is_read_or_refused_without_harm)
{
    const struct nnreg_table *table = kinds[_i].table;
    struct nnreg_bytes stored = encoded_sample((size_t)_i);
    size_t bit, refused = 0;

    for (bit = 0; bit < stored.size * 8; bit++) {
        union any_record record = {{NULL, 0, 0}};
        nnreg_status status;

        stored.content[bit / 8] = (char)(stored.content[bit / 8] ^ 1 << bit % 8);
        status = nnreg_record_decode(table, &record, stored.content, stored.size, NULL);
        ck_assert_msg(status == NNREG_OK || status == NNREG_CORRUPT || status == NNREG_UNSUPPORTED,
                      "%d at bit %zu", status, bit);
        if (status == NNREG_OK) {
            struct nnreg_bytes again = encode(table, &record);

            nnreg_bytes_free(&again);
            nnreg_free(as_json(table, &record));
            nnreg_record_clear(table, &record);
            (void)is_seen(table, stored.content, stored.size);
        } else {
            ck_assert(!is_seen(table, stored.content, stored.size));
            refused++;
            ck_assert(is_zero(&record));
        }
        stored.content[bit / 8] = (char)(stored.content[bit / 8] ^ 1 << bit % 8);
    }
    ck_assert_uint_gt(refused, stored.size);
    nnreg_bytes_free(&stored);
}
END_TEST

static const struct {
    const char *bytes;
    size_t size;
    nnreg_status status;
    const char *says;
} hostile[] = {
#define HOSTILE(bytes, status, says)          \
    {                                         \
        bytes, sizeof bytes - 1, status, says \
    }
    HOSTILE("", NNREG_CORRUPT, ""),
    HOSTILE("\xc0", NNREG_CORRUPT, "wrong type"),
    HOSTILE("\x90", NNREG_CORRUPT, "wrong type"),
    HOSTILE("\xc1", NNREG_CORRUPT, "its checksum differs"),
    HOSTILE("\x81\x01\xc1", NNREG_CORRUPT, "begins no msgpack value"),
    HOSTILE("\xdf\xff\xff\xff\xff", NNREG_CORRUPT, "more entries than it has bytes"),
    HOSTILE("\x81\x08\xdd\xff\xff\xff\xff", NNREG_CORRUPT, "more entries than it has bytes"),
    HOSTILE("\x81\x02\xdb\xff\xff\xff\xff", NNREG_CORRUPT, "cut short"),
    HOSTILE("\x81\x3f\xc6\xff\xff\xff\xff", NNREG_CORRUPT, ""),
    HOSTILE("\x81\x3f\xc9\xff\xff\xff\xff\x01", NNREG_CORRUPT, ""),
    HOSTILE("\x82\x01\x05\x01\x05", NNREG_CORRUPT, "twice"),
    HOSTILE("\x81\xff\x05", NNREG_CORRUPT, "does not fit"),
    HOSTILE("\x81\xa1x\x05", NNREG_CORRUPT, "does not fit"),
    HOSTILE("\x81\x01\xff", NNREG_CORRUPT, "does not fit"),
    HOSTILE("\x81\x0a\xcf\xff\xff\xff\xff\xff\xff\xff\xff", NNREG_CORRUPT, "does not fit"),
    HOSTILE("\x81\x02\xa2\xff\xfe", NNREG_CORRUPT, "UTF-8"),
    HOSTILE("\x81\x02\xa1\x00", NNREG_CORRUPT, "UTF-8"),
    HOSTILE("\x81\x02\xb0"
            "01234567\xff"
            "1234567",
            NNREG_CORRUPT, "UTF-8"),
    HOSTILE("\x81\x02\xb1"
            "0123456789012345\x80",
            NNREG_CORRUPT, "UTF-8"),
    HOSTILE("\x81\x05\xa7pytorch", NNREG_UNSUPPORTED, "unknown framework \"pytorch\""),
    HOSTILE("\x81\x05\xd9\x46"
            "tensorflow-1.x-tensorflow-1.x-tensorflow-1.x-tensorflow-1.x-tensorflow",
            NNREG_UNSUPPORTED, "unknown framework \"tensorflow-1.x-"),
    HOSTILE("\x81\x05\xaftensorflow-1.x\0", NNREG_UNSUPPORTED, "unknown framework \"tensorflow-1.x"),
    HOSTILE("\x81\x05\xd9\xfftensorflow-1.x", NNREG_CORRUPT, "cut short"),
    HOSTILE("\x80", NNREG_CORRUPT, "lacks a value"),
    HOSTILE("\x81\x06\x81\x01\x91\x81\x02\x81\x05\xcb\x7f\xf0\0\0\0\0\0\0", NNREG_CORRUPT, "not finite"),
    HOSTILE("\x81\x06\x81\x01\x91\x81\x02\x81\x05\xca\x43\x7f\0\0", NNREG_CORRUPT, "wrong type"),
#undef HOSTILE
};

START_TEST(a_hostile_record_is_refused_by_what_is_wrong_and_costs_no_memory)
{
    union any_record record = {{NULL, 0, 0}};
    struct nnreg_error error = NNREG_ERROR_INIT;

    nnreg_alloc_fail_from(0);
    ck_assert_int_eq(
        nnreg_record_decode(&nnreg_network_table, &record, hostile[_i].bytes, hostile[_i].size, &error),
        hostile[_i].status);
    ck_assert_msg(strstr(error.text, hostile[_i].says) != NULL, "says \"%s\"", error.text);
    ck_assert_uint_le(nnreg_alloc_count(), 5);
    ck_assert(is_zero(&record));
}
END_TEST

START_TEST(a_value_nested_a_million_deep_costs_no_stack)
{
    enum { DEPTH = 1000000 };
    char *deep = malloc(DEPTH + 3);
    union any_record record = {{NULL, 0, 0}};
    struct nnreg_error error = NNREG_ERROR_INIT;

    memcpy(deep, "\x81\x3f", 2); /* an unknown number */
    memset(deep + 2, '\x91', DEPTH);
    deep[DEPTH + 2] = '\xc0';
    ck_assert_int_eq(nnreg_record_decode(&nnreg_network_table, &record, deep, DEPTH + 3, &error),
                     NNREG_CORRUPT);
    ck_assert_ptr_nonnull(strstr(error.text, "lacks a value"));
    free(deep);
}
END_TEST

/* Whether a member of a zeroed record is as it was. */
static bool is_untouched(const struct nnreg_field *field, const void *record)
{
    static const unsigned char zero[NNREG_SHA256_SIZE];
    size_t size = field->kind == NNREG_KIND_BOOL     ? sizeof(bool)
                  : field->kind == NNREG_KIND_ENUM   ? sizeof(int)
                  : field->kind == NNREG_KIND_DIGEST ? NNREG_SHA256_SIZE
                  : field->kind == NNREG_KIND_ARRAY || field->kind == NNREG_KIND_STRINGS ||
                          field->kind == NNREG_KIND_NUMBERS
                      ? sizeof(struct nnreg_array)
                      : 8;

    return memcmp(nnreg_member(record, field), zero, size) == 0;
}

static char *member_text(const struct nnreg_field *field, const void *record)
{
    struct nnreg_bytes out = NNREG_BYTES_INIT;
    struct nnreg_json_writer writer;
    char *text;

    nnreg_json_writer_init(&writer, &out, 0);
    nnreg_json_put_member(&writer, field, record);
    ck_assert_int_eq(nnreg_bytes_take(&text, &out), NNREG_OK);
    return text;
}

START_TEST(only_the_fields_that_are_wanted_are_read)
{
    const struct nnreg_table *table = kinds[_i].table;
    struct nnreg_bytes stored = encoded_sample((size_t)_i);
    union any_record whole = {{NULL, 0, 0}}, part = {{NULL, 0, 0}};
    size_t i, k, read = 0;

    ck_assert_int_eq(nnreg_record_decode(table, &whole, stored.content, stored.size, NULL), NNREG_OK);
    for (i = 0; i < table->count; i++) {
        const struct nnreg_field *field = &table->fields[i];
        char *text, *expected;

        if (field->number == 0 || field->kind == NNREG_KIND_ONE_OF)
            continue;
        ck_assert_int_eq(nnreg_record_decode_only(table, &part, UINT64_C(1) << field->number, stored.content,
                                                  stored.size, NULL),
                         NNREG_OK);
        text = member_text(field, &part);
        expected = member_text(field, &whole);
        ck_assert_str_eq(text, expected);
        for (k = 0; k < table->count; k++)
            ck_assert_msg(k == i || table->fields[k].kind == NNREG_KIND_ONE_OF ||
                              is_untouched(&table->fields[k], &part),
                          "%s came along with %s", table->fields[k].key, field->key);
        nnreg_free(text);
        nnreg_free(expected);
        nnreg_record_clear(table, &part);
        read++;
    }
    ck_assert_uint_gt(read, 3);
    nnreg_record_clear(table, &whole);
    nnreg_bytes_free(&stored);
}
END_TEST

/* What is not wanted is passed over, not believed; what is wanted must be there. */
START_TEST(a_record_that_is_read_in_part_is_checked_where_it_is_passed_over)
{
    static const struct {
        const char *bytes;
        size_t size;
        nnreg_status status;
    } cases[] = {
#define CASE(bytes, status) {bytes, sizeof bytes - 1, status}
        CASE("\x82\x01\x07\x03\xa1x", NNREG_OK),        /* an id, and the beginning of a description */
        CASE("\x82\x01\x07\x03\xa2x", NNREG_CORRUPT),   /* which is cut short */
        CASE("\x82\x01\x07\x03\xc1", NNREG_CORRUPT),    /* which is nothing */
        CASE("\x81\x03\xa1x", NNREG_CORRUPT),           /* no id */
        CASE("\x82\x01\x07\x3f\x91\x91\xc0", NNREG_OK), /* a number of a newer library */
        CASE("\x82\x01\x07\xcd\x01\x00\x91\x91\xc0", NNREG_OK), /* one that no bit stands for */
        CASE("\x82\x01\x07\x03\xa1x\xc0", NNREG_CORRUPT),       /* it goes on behind its end */
#undef CASE
    };
    struct nnreg_network network = {.id = 0};

    ck_assert_int_eq(nnreg_record_decode_only(&nnreg_network_table, &network, UINT64_C(1) << 1,
                                              cases[_i].bytes, cases[_i].size, NULL),
                     cases[_i].status);
    ck_assert_uint_eq(network.id, cases[_i].status == NNREG_OK ? 7 : 0);
    ck_assert_ptr_null(network.description);
    ck_assert_ptr_null(network.unknown.content);
}
END_TEST

START_TEST(bytes_behind_the_end_are_corrupt)
{
    struct nnreg_bytes record = encoded_sample(0);
    struct nnreg_network network = {.id = 0};
    struct nnreg_error error = NNREG_ERROR_INIT;

    nnreg_bytes_char(&record, '\xc0');
    ck_assert_int_eq(nnreg_record_decode(&nnreg_network_table, &network, record.content, record.size, &error),
                     NNREG_CORRUPT);
    ck_assert_ptr_nonnull(strstr(error.text, "goes on behind its end"));
    nnreg_bytes_free(&record);
}
END_TEST

START_TEST(an_optional_field_that_is_not_there_takes_its_initial_value)
{
    static const char record[] = "\x85\x01\x07\x02\x08\x03\xa7pending\x05\x01\x06\x02";
    struct nnreg_task task = {.id = 0};

    ck_assert_int_eq(nnreg_record_decode(&nnreg_task_table, &task, record, sizeof record - 1, NULL),
                     NNREG_OK);
    ck_assert_str_eq(task.error, "");
    ck_assert(!is_seen(&nnreg_task_table, record, sizeof record - 1)); /* it has to be written again */
    nnreg_record_clear(&nnreg_task_table, &task);
}
END_TEST

/* Whether it begins like a word is not asked behind the word's end. */
START_TEST(a_word_with_a_nul_inside_is_none)
{
    static const char record[] = "\x86\x01\x07\x02\x08\x03\xa9"
                                 "pending\0x"
                                 "\x04\xa0\x05\x01\x06\x02";
    static const char short_text[] = "\x86\x01\x07\x02\x08\x03\xa7"
                                     "pending\x04\xa3"
                                     "a\0b"
                                     "\x05\x01\x06\x02";

    ck_assert(!is_seen(&nnreg_task_table, record, sizeof record - 1));
    ck_assert(!is_seen(&nnreg_task_table, short_text, sizeof short_text - 1));
    ck_assert_int_lt(nnreg_vocab_find_chars(&nnreg_vocab_task_status, "pending\0xyz", 11), 0);
}
END_TEST

START_TEST(a_time_in_a_signed_form_is_seen_unless_it_is_cut)
{
    static const char record[] = "\x86\x01\x07\x02\x08\x03\xa7"
                                 "pending\x04\xa0\x05\xd1\0\x05\x06\x02";
    static const char cut[] = "\x86\x01\x07\x02\x08\x03\xa7"
                              "pending\x04\xa0\x05\x01\x06\xd1\0";

    ck_assert(is_seen(&nnreg_task_table, record, sizeof record - 1));
    ck_assert(!is_seen(&nnreg_task_table, cut, sizeof cut - 1));
}
END_TEST

START_TEST(what_is_left_out_of_a_record_is_not_copied_and_what_is_around_it_is_the_same)
{
    struct nnreg_bytes stored = encoded_sample(1);
    struct nnreg_spec seen = {.id = 0}, decoded = {.id = 0};
    const struct nnreg_field *outputs = NNREG_FIELD(spec, outputs);
    struct nnreg_record_view view;
    char *a, *b;
    void *memory;

    ck_assert(nnreg_record_view_look(&view, &nnreg_spec_table, &seen, stored.content, stored.size, outputs));
    ck_assert_uint_lt(nnreg_record_view_room(&view), stored.size);
    memory = malloc(nnreg_record_view_room(&view));
    nnreg_record_view_copy(&view, &nnreg_spec_table, &seen, memory);
    nnreg_record_view_lay_out(&view, &nnreg_spec_table, &seen, memory);
    ck_assert_int_eq(nnreg_record_decode_only(&nnreg_spec_table, &decoded,
                                              ~UINT64_C(0) & ~nnreg_field_bit(outputs), stored.content,
                                              stored.size, NULL),
                     NNREG_OK);
    a = as_json(&nnreg_spec_table, &seen);
    b = as_json(&nnreg_spec_table, &decoded);
    ck_assert_str_eq(a, b);
    ck_assert_ptr_nonnull(strstr(a, "\"outputs\": []"));
    /* Cut inside of what is left out. */
    ck_assert(
        !nnreg_record_view_look(&view, &nnreg_spec_table, &seen, stored.content, view.gap + 3, outputs));
    nnreg_free(a);
    nnreg_free(b);
    free(memory);
    nnreg_record_clear(&nnreg_spec_table, &decoded);
    nnreg_bytes_free(&stored);
}
END_TEST

/* The same of a record with an index, which says how long the list is that is left out; where it lies nothing is seen. */
START_TEST(what_is_left_out_of_a_sealed_record_is_passed_over_by_its_index)
{
    const struct nnreg_table *table = &nnreg_spec_table;
    struct nnreg_bytes plain = encoded_sample(1), index = NNREG_BYTES_INIT, sealed = NNREG_BYTES_INIT;
    const struct nnreg_field *outputs = NNREG_FIELD(spec, outputs), *name = NNREG_FIELD(spec, name);
    struct nnreg_record_view of_plain, of_sealed;
    struct nnreg_spec seen = {.id = 0};

    ck_assert(nnreg_record_view_index(&index, table, plain.content, plain.size));
    nnreg_seal(&sealed, &(struct nnreg_sealed){plain.content, plain.size, index.content, index.size});
    ck_assert(nnreg_record_view_look(&of_plain, table, &seen, plain.content, plain.size, outputs));
    ck_assert(nnreg_record_view_look(&of_sealed, table, &seen, sealed.content, sealed.size, outputs));
    ck_assert_uint_eq(of_sealed.size, of_plain.size);
    ck_assert_uint_eq(of_sealed.gap_size, of_plain.gap_size);
    ck_assert(nnreg_record_view_look(&of_plain, table, &seen, plain.content, plain.size, name));
    ck_assert(nnreg_record_view_look(&of_sealed, table, &seen, sealed.content, sealed.size, name));
    ck_assert_uint_eq(of_sealed.gap_size, of_plain.gap_size);
    sealed.size = 0;
    nnreg_seal(&sealed, &(struct nnreg_sealed){plain.content, plain.size, "x", 1});
    ck_assert(!nnreg_record_view_look(&of_sealed, table, &seen, sealed.content, sealed.size, outputs));
    nnreg_bytes_free(&sealed);
    nnreg_bytes_free(&index);
    nnreg_bytes_free(&plain);
}
END_TEST

/* One that says less than there is, of anything, is none of this record; nor one that is cut. */
START_TEST(an_index_that_says_less_does_not_fit)
{
    const struct nnreg_table *table = kinds[_i].table;
    struct nnreg_bytes plain = encoded_sample((size_t)_i), index = NNREG_BYTES_INIT;
    struct nnreg_sealed sealed = {plain.content, plain.size, NULL, 0};
    size_t at;

    ck_assert(nnreg_record_view_fits(&sealed, table)); /* without an index there is nothing to fit */
    ck_assert(nnreg_record_view_index(&index, table, plain.content, plain.size));
    sealed.index = (const void *)index.content;
    sealed.index_size = index.size;
    ck_assert(nnreg_record_view_fits(&sealed, table));
    for (at = 0; at < index.size; at++) {
        if (index.content[at] == 0)
            continue;
        index.content[at]--;
        ck_assert_msg(!nnreg_record_view_fits(&sealed, table), "byte %zu", at);
        index.content[at]++;
        sealed.index_size = at;
        ck_assert_msg(at == 0 || !nnreg_record_view_fits(&sealed, table), "cut at %zu", at);
        sealed.index_size = index.size;
    }
    nnreg_bytes_free(&index);
    nnreg_bytes_free(&plain);
}
END_TEST

START_TEST(a_failed_allocation_while_reading_or_writing_is_told_and_leaves_nothing)
{
    const struct nnreg_table *table = kinds[_i].table;
    struct nnreg_bytes stored = encoded_sample((size_t)_i), out = NNREG_BYTES_INIT;
    union any_record record = {{NULL, 0, 0}};
    nnreg_status status = NNREG_NO_MEMORY;
    uint64_t n;

    for (n = 1; status == NNREG_NO_MEMORY; n++) {
        nnreg_alloc_fail_from(n);
        status = nnreg_record_decode(table, &record, stored.content, stored.size, NULL);
        nnreg_alloc_fail_from(0);
        ck_assert(status == NNREG_OK || is_zero(&record));
    }
    ck_assert_int_eq(status, NNREG_OK);
    ck_assert_uint_gt(n, 2);
    status = NNREG_NO_MEMORY;
    for (n = 1; status == NNREG_NO_MEMORY; n++) {
        nnreg_alloc_fail_from(n);
        status = nnreg_record_encode(&out, table, &record, NULL);
        nnreg_alloc_fail_from(0);
        if (status == NNREG_OK)
            ck_assert_mem_eq(out.content, stored.content, stored.size);
        nnreg_bytes_free(&out);
        out = (struct nnreg_bytes)NNREG_BYTES_INIT;
    }
    ck_assert_int_eq(status, NNREG_OK);
    ck_assert_uint_gt(n, 2);
    nnreg_record_clear(table, &record);
    nnreg_bytes_free(&stored);
}
END_TEST

START_TEST(a_failed_allocation_for_what_a_newer_library_wrote_is_told_and_leaves_nothing)
{
    const struct nnreg_table *table = kinds[_i].table;
    struct nnreg_bytes stored = encoded_sample((size_t)_i);
    union any_record record = {{NULL, 0, 0}};
    nnreg_status status = NNREG_NO_MEMORY;
    msgpack_unpacked unpacked;
    msgpack_sbuffer newer;
    msgpack_packer packer;
    size_t offset = 0;
    unsigned turn = 0;
    uint64_t n;

    msgpack_unpacked_init(&unpacked);
    ck_assert_int_eq(msgpack_unpack_next(&unpacked, stored.content, stored.size, &offset),
                     MSGPACK_UNPACK_SUCCESS);
    msgpack_sbuffer_init(&newer);
    msgpack_packer_init(&packer, &newer, msgpack_sbuffer_write);
    add_unknown(&packer, &unpacked.data, &turn);
    for (n = 1; status == NNREG_NO_MEMORY; n++) {
        nnreg_alloc_fail_from(n);
        status = nnreg_record_decode(table, &record, newer.data, newer.size, NULL);
        nnreg_alloc_fail_from(0);
        ck_assert(status == NNREG_OK || is_zero(&record));
    }
    ck_assert_int_eq(status, NNREG_OK);
    ck_assert_uint_gt(n, 3);
    nnreg_record_clear(table, &record);
    msgpack_sbuffer_destroy(&newer);
    msgpack_unpacked_destroy(&unpacked);
    nnreg_bytes_free(&stored);
}
END_TEST

/* ----------------------------------------------------------------------------------------------------- sealed -- */

static struct nnreg_bytes sealed_sample(size_t kind)
{
    struct nnreg_bytes plain = encoded_sample(kind);
    struct nnreg_bytes sealed = sealed_record(kinds[kind].table, plain.content, plain.size);

    ck_assert(!sealed.failed);
    nnreg_bytes_free(&plain);
    return sealed;
}

/* The CRC32C of "123456789" is 0xe3069283, as RFC 3720 and others give it; with a zero before, or with an index of two letters, they
 * were computed bit by bit, by the polynomial. */
START_TEST(the_seal_is_the_mark_the_checksum_with_its_highest_byte_first_and_the_index)
{
    static const struct {
        const char *index;
        unsigned char expected[8];
        size_t size;
    } cases[] = {{"", {0xc1, 0, 0, 0, 0, 0x00}, 6}, {"ab", {0xc1, 0, 0, 0, 0, 0x02, 'a', 'b'}, 8}};
    size_t i;

    for (i = 0; i < 2; i++) {
        struct nnreg_bytes out = NNREG_BYTES_INIT;
        struct nnreg_sealed opened;
        uint32_t crc, state = UINT32_MAX;
        size_t at, bit;

        nnreg_bytes_put(&out, "head", 4); /* what was written before stays */
        nnreg_seal(&out, &(struct nnreg_sealed){"123456789", 9, cases[i].index, strlen(cases[i].index)});
        ck_assert_uint_eq(out.size, 4 + cases[i].size + 9);
        for (at = 4 + 5; at < out.size; at++)
            for (state ^= (unsigned char)out.content[at], bit = 0; bit < 8; bit++)
                state = state >> 1 ^ ((state & 1) != 0 ? UINT32_C(0x82f63b78) : 0);
        crc = ~state;
        for (at = 0; at < 4; at++)
            ck_assert_uint_eq((unsigned char)out.content[5 + at], crc >> (24 - 8 * at) & 0xff);
        ck_assert_int_eq(memcmp(out.content, "head\xc1", 5), 0);
        ck_assert_mem_eq(out.content + 9, cases[i].expected + 5, cases[i].size - 5);
        ck_assert_mem_eq(out.content + 4 + cases[i].size, "123456789", 9);
        ck_assert(nnreg_unseal(&opened, out.content + 4, out.size - 4));
        ck_assert_mem_eq(opened.content, "123456789", opened.size);
        ck_assert_uint_eq(opened.size, 9);
        ck_assert_uint_eq(opened.index_size, strlen(cases[i].index));
        ck_assert_mem_eq(opened.index, cases[i].index, opened.index_size);
        nnreg_bytes_free(&out);
    }
}
END_TEST

START_TEST(a_sealed_record_is_the_record)
{
    const struct nnreg_table *table = kinds[_i].table;
    struct nnreg_bytes sealed = sealed_sample((size_t)_i), again = NNREG_BYTES_INIT;
    union any_record record = {{NULL, 0, 0}}, looked = {{NULL, 0, 0}};
    struct nnreg_record_view view;
    struct nnreg_sealed opened;

    ck_assert(nnreg_unseal(&opened, sealed.content, sealed.size));
    ck_assert_int_eq(nnreg_record_decode(table, &record, sealed.content, sealed.size, NULL), NNREG_OK);
    ck_assert_int_eq(nnreg_record_encode(&again, table, &record, NULL), NNREG_OK);
    ck_assert_uint_eq(again.size, opened.size);
    ck_assert_mem_eq(again.content, opened.content, again.size);
    ck_assert(nnreg_record_view_look(&view, table, &looked, sealed.content, sealed.size, NULL));
    ck_assert_uint_eq(view.size, again.size);
    nnreg_record_clear(table, &record);
    nnreg_bytes_free(&again);
    nnreg_bytes_free(&sealed);
}
END_TEST

/* What is passed over by its index is not looked at: no byte of it matters to the look, though the checksum is right. */
START_TEST(by_its_index_a_record_is_not_looked_through)
{
    const struct nnreg_table *table = &nnreg_network_table;
    struct nnreg_bytes plain = encoded_sample(0), index = NNREG_BYTES_INIT;
    union any_record record = {{NULL, 0, 0}};
    struct nnreg_record_view view;
    struct nnreg_bytes sealed_so = NNREG_BYTES_INIT;
    unsigned refused = 0;
    size_t place, list, i;

    ck_assert(nnreg_record_view_look(&view, table, &record, plain.content, plain.size, NULL));
    place = view.parts[NNREG_FIELD(network, preprocessing) - table->fields];
    list = view.parts[NNREG_FIELD(network, postprocessings) - table->fields];
    ck_assert_uint_gt(place, 0);
    ck_assert_uint_gt(list, 0);
    ck_assert(nnreg_record_view_index(&index, table, plain.content, plain.size));
    for (i = 0; i < 4; i++) {
        struct nnreg_bytes sealed = NNREG_BYTES_INIT;

        plain.content[place + i] ^= 0x40;
        memset(&record, 0, sizeof record);
        refused += !nnreg_record_view_look(&view, table, &record, plain.content, plain.size, NULL);
        nnreg_seal(&sealed, &(struct nnreg_sealed){plain.content, plain.size, index.content, index.size});
        memset(&record, 0, sizeof record);
        ck_assert(nnreg_record_view_look(&view, table, &record, sealed.content, sealed.size, NULL));
        plain.content[place + i] ^= 0x40;
        nnreg_bytes_free(&sealed);
    }
    ck_assert_uint_gt(refused, 0);
    /* But for its first: by that a list is a list. */
    plain.content[list] = '\xc0';
    nnreg_seal(&sealed_so, &(struct nnreg_sealed){plain.content, plain.size, index.content, index.size});
    ck_assert(!nnreg_record_view_look(&view, table, &record, sealed_so.content, sealed_so.size, NULL));
    nnreg_bytes_free(&sealed_so);
    nnreg_bytes_free(&plain);
    nnreg_bytes_free(&index);
}
END_TEST

/* With the right checksum, as only somebody makes it who means harm: it may say what it likes, nothing is written where it must not be. */
START_TEST(an_index_that_lies_is_refused_or_leaves_lists_empty)
{
    static const int values[] = {0, 1, 2, 3, 0x10, 0x7f, 0xcc, 0xce, 0xff};
    const struct nnreg_table *table = kinds[_i].table;
    struct nnreg_bytes plain = encoded_sample((size_t)_i), index = NNREG_BYTES_INIT;
    size_t at, i;

    ck_assert(nnreg_record_view_index(&index, table, plain.content, plain.size));
    for (at = 0; at < index.size; at++)
        for (i = 0; i < sizeof values / sizeof *values; i++) {
            struct nnreg_bytes sealed = NNREG_BYTES_INIT;
            char before = index.content[at];

            index.content[at] = (char)values[i];
            nnreg_seal(&sealed, &(struct nnreg_sealed){plain.content, plain.size, index.content, index.size});
            nnreg_free(seen_json(table, sealed.content, sealed.size));
            nnreg_bytes_free(&sealed);
            nnreg_seal(&sealed, &(struct nnreg_sealed){plain.content, plain.size, index.content, at});
            nnreg_free(seen_json(table, sealed.content, sealed.size));
            nnreg_bytes_free(&sealed);
            index.content[at] = before;
        }
    nnreg_bytes_free(&plain);
    nnreg_bytes_free(&index);
}
END_TEST

static size_t largest_struct(const struct nnreg_table *table, bool itself)
{
    size_t i, most = itself ? table->size : 0;

    for (i = 0; i < table->count; i++)
        if (table->fields[i].child != NULL) {
            size_t inner = largest_struct(table->fields[i].child, table->fields[i].kind != NNREG_KIND_ONE_OF);

            most = inner > most ? inner : most;
        }
    return most;
}

START_TEST(an_index_takes_a_struct_to_be_as_large_as_the_largest_in_its_table_and_an_entry_for_a_word)
{
    const struct nnreg_table *table = kinds[_i].table;
    size_t i;

    for (i = 0; i < table->count; i++)
        if (table->fields[i].child != NULL)
            ck_assert_uint_eq(largest_struct(table->fields[i].child, false), table->fields[i].child->inner);
    ck_assert_uint_gt(sizeof(struct nnreg_unknown), 8);
}
END_TEST

/* A mark that is none any more leaves five bytes in front of the record, which are none. */
START_TEST(a_sealed_record_with_any_bit_flipped_is_corrupt)
{
    const struct nnreg_table *table = kinds[_i].table;
    struct nnreg_bytes sealed = sealed_sample((size_t)_i);
    struct nnreg_record_view view;
    size_t bit;

    for (bit = 0; bit < 8 * sealed.size; bit++) {
        union any_record record = {{NULL, 0, 0}}, looked = {{NULL, 0, 0}};

        sealed.content[bit / 8] ^= (char)(1 << bit % 8);
        ck_assert_int_eq(nnreg_record_decode(table, &record, sealed.content, sealed.size, NULL),
                         NNREG_CORRUPT);
        ck_assert_int_eq(nnreg_record_decode_only(table, &record, 2, sealed.content, sealed.size, NULL),
                         NNREG_CORRUPT);
        ck_assert(!nnreg_record_view_look(&view, table, &looked, sealed.content, sealed.size, NULL));
        sealed.content[bit / 8] ^= (char)(1 << bit % 8);
    }
    for (; sealed.size > 0; sealed.size--) {
        union any_record record = {{NULL, 0, 0}};

        ck_assert_int_eq(nnreg_record_decode(table, &record, sealed.content, sealed.size - 1, NULL),
                         NNREG_CORRUPT);
    }
    nnreg_bytes_free(&sealed);
}
END_TEST

Suite *record_suite(void);
Suite *record_suite(void)
{
    Suite *suite = suite_create("record");
    TCase *sound = tcase_create("sound"), *damaged = tcase_create("damaged");

    tcase_add_loop_test(sound, what_is_written_is_read_and_written_again_as_it_was, 0, 40 * KINDS);
    tcase_add_loop_test(sound, what_is_written_is_read_by_msgpack_c_and_packs_back_to_the_same_bytes, 0,
                        20 * KINDS);
    tcase_add_loop_test(sound, a_number_or_text_is_read_in_whatever_form_msgpack_has_for_it, 0, 8);
    tcase_add_loop_test(sound, what_a_newer_library_wrote_is_kept_at_every_level, 0, 20 * KINDS);
    tcase_add_loop_test(sound, a_sample_comes_back_from_its_record_as_it_was_given, 0, KINDS);
    tcase_add_test(sound, numbers_left_out_stay_left_out_and_empty_ones_empty);
    tcase_add_test(sound, an_optional_field_that_is_not_there_takes_its_initial_value);
    tcase_add_test(sound, what_is_left_out_of_a_record_is_not_copied_and_what_is_around_it_is_the_same);
    tcase_add_test(sound, what_is_left_out_of_a_sealed_record_is_passed_over_by_its_index);
    tcase_add_loop_test(sound, an_index_that_says_less_does_not_fit, 0, KINDS);
    suite_add_tcase(suite, sound);
    tcase_add_test(sound, the_seal_is_the_mark_the_checksum_with_its_highest_byte_first_and_the_index);
    tcase_add_loop_test(sound, a_sealed_record_is_the_record, 0, KINDS);
    tcase_add_test(sound, by_its_index_a_record_is_not_looked_through);
    tcase_add_test(damaged, a_word_with_a_nul_inside_is_none);
    tcase_add_test(damaged, a_time_in_a_signed_form_is_seen_unless_it_is_cut);
    tcase_add_loop_test(
        sound, an_index_takes_a_struct_to_be_as_large_as_the_largest_in_its_table_and_an_entry_for_a_word, 0,
        KINDS);
    tcase_add_loop_test(damaged, an_index_that_lies_is_refused_or_leaves_lists_empty, 0, KINDS);
    tcase_add_loop_test(damaged, a_sealed_record_with_any_bit_flipped_is_corrupt, 0, KINDS);
    tcase_add_loop_test(damaged, a_record_cut_anywhere_is_corrupt, 0, KINDS);
    tcase_add_loop_test(damaged, a_record_with_any_bit_flipped_is_read_or_refused_without_harm, 0, KINDS);
    tcase_add_loop_test(damaged, a_hostile_record_is_refused_by_what_is_wrong_and_costs_no_memory, 0,
                        (int)(sizeof hostile / sizeof *hostile));
    tcase_add_test(damaged, a_value_nested_a_million_deep_costs_no_stack);
    tcase_add_loop_test(damaged, only_the_fields_that_are_wanted_are_read, 0, KINDS);
    tcase_add_loop_test(damaged, a_record_that_is_read_in_part_is_checked_where_it_is_passed_over, 0, 7);
    tcase_add_test(damaged, bytes_behind_the_end_are_corrupt);
    tcase_add_loop_test(damaged, a_failed_allocation_while_reading_or_writing_is_told_and_leaves_nothing, 0,
                        KINDS);
    tcase_add_loop_test(
        damaged, a_failed_allocation_for_what_a_newer_library_wrote_is_told_and_leaves_nothing, 0, KINDS);
    suite_add_tcase(suite, damaged);
    return suite;
}
