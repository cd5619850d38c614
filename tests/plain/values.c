/* See values.h. */
#include "plain/values.h"

#include <stdio.h>
#include <string.h>

/* The last two agree in their first 480 bytes, by which lists order, and not as a whole. */
static const char *const names[PLAIN_NAME_COUNT - 2] = {
    "a",          "A",          "ab",      "b",        "a b", "\xc3\xa9t\xc3\xa9", "\xe6\x98\xa5",
    "say \"hi\"", "50% & more", "fruit 1", "fruit 10", "z"};
#define LONG_LETTERS 250u

const char *plain_name(unsigned number)
{
    static char text[2][2 * LONG_LETTERS + 2];
    unsigned i, k;

    number %= PLAIN_NAME_COUNT;
    if (number < PLAIN_COUNT(names))
        return names[number];
    for (i = 0; i < 2 && text[i][0] == '\0'; i++) {
        for (k = 0; k < LONG_LETTERS; k++)
            memcpy(text[i] + (size_t)2 * k, "\xc3\xa9", 2);
        text[i][sizeof text[i] - 2] = i == 0 ? 'z' : 'a';
    }
    return text[number - PLAIN_COUNT(names)];
}

const char *const plain_descriptions[3] = {"", "what it is for", "two\\n lines"};
const char *const plain_slugs[8] = {"fruit", "fruit.2", "0a-b_c", "z", "", "12", "-fruit", "Fruit"};
const char *const plain_statuses[3] = {"pending", "success", "error"};
const char *const plain_errors[3] = {"", "no such device", "out of memory"};
const char *const plain_actors[3] = {"", "ann", "b\xc3\xb6rge"};

/* ------------------------------------------------------------------------------------------------- metadata -- */

const char *const plain_metadata_keys[2] = {"k", "t"};
const char *const plain_metadata_values[9] = {
    "1", "1.0", "\"1\"", "true", "\"true\"", "null", "12345678901234567890", "{\"e\": 1}", "[2, \"x\"]"};

#define EMPTY_OBJECT 7u

const struct plain_where plain_wheres[8] = {
    {"k", "1", 0, 1u << 0 | 1u << 1 | 1u << 2},
    {"k", "1.00", 0, 1u << 0 | 1u << 1},
    {"k", "true", 0, 1u << 3 | 1u << 4},
    {"k", "null", 0, 1u << PLAIN_NULL},
    {"k", "12345678901234567890", 0, 1u << 6},
    {"t.e", "1", 1, 1u << EMPTY_OBJECT},
    {"t.1", "x", 1, 1u << 8},
    {"t.e.1", "x", 1, 0},
};

static void add_member(struct plain_metadata *metadata, unsigned key, unsigned value)
{
    metadata->member[metadata->count++] = (struct plain_member){key, value};
}

struct plain_metadata plain_metadata(unsigned number)
{
    struct plain_metadata metadata = {0};
    unsigned k, t;
    bool swapped;

    number %= PLAIN_METADATA_COUNT;
    k = number % 10;
    t = number / 10 % 3;
    swapped = number / 30 % 2 != 0;
    metadata.spaced = number / 60 != 0;
    if (t > 0 && swapped)
        add_member(&metadata, 1, EMPTY_OBJECT + t - 1);
    if (k > 0)
        add_member(&metadata, 0, k - 1);
    if (t > 0 && !swapped)
        add_member(&metadata, 1, EMPTY_OBJECT + t - 1);
    return metadata;
}

const char *plain_metadata_text(const struct plain_metadata *metadata)
{
    static char texts[4][120];
    static unsigned turn;
    char *text = texts[turn++ % 4];
    size_t used = 0;
    unsigned i;

    used += (size_t)snprintf(text, sizeof texts[0], metadata->spaced ? "{ " : "{");
    for (i = 0; i < metadata->count; i++)
        used += (size_t)snprintf(text + used, sizeof texts[0] - used,
                                 metadata->spaced ? "%s\"%s\" :  %s" : "%s\"%s\": %s", i > 0 ? ", " : "",
                                 plain_metadata_keys[metadata->member[i].key],
                                 plain_metadata_values[metadata->member[i].value]);
    (void)snprintf(text + used, sizeof texts[0] - used, metadata->spaced ? " }" : "}");
    return text;
}

static unsigned find_member(const struct plain_metadata *metadata, unsigned key)
{
    unsigned i = 0;

    while (i < metadata->count && metadata->member[i].key != key)
        i++;
    return i;
}

/* Objects merge member by member, which for those that are alike, as they are here, is to stay. */
void plain_metadata_merge(struct plain_metadata *metadata, const struct plain_metadata *patch)
{
    unsigned i;

    for (i = 0; i < patch->count; i++) {
        struct plain_member member = patch->member[i];
        unsigned at = find_member(metadata, member.key);

        if (member.value != PLAIN_NULL && at < metadata->count) {
            metadata->member[at] = member;
        } else if (member.value != PLAIN_NULL) {
            add_member(metadata, member.key, member.value);
        } else if (at < metadata->count) {
            metadata->count--;
            if (at < metadata->count)
                metadata->member[at] = metadata->member[at + 1];
        }
    }
}

bool plain_metadata_same(const struct plain_metadata *a, const struct plain_metadata *b)
{
    return strcmp(plain_metadata_text(a), plain_metadata_text(b)) == 0;
}

bool plain_metadata_meets(const struct plain_metadata *metadata, const struct plain_where *where)
{
    unsigned at = find_member(metadata, where->key);

    return at < metadata->count && (where->values & 1u << metadata->member[at].value) != 0;
}

/* ------------------------------------------------------------------------------ outputs and postprocessings -- */

const struct plain_outputs plain_outputs[3] = {
    {1, {{2, false}}},
    {1, {{1, true}}},
    {2, {{1, false}, {2, true}}},
};

#define DETECTION_END "\"nms_threshold\":0.5,\"discard_threshold\":0.25,\"normalize_wrt_tensor\":\"\"}}"

const struct plain_entry plain_entry[6] = {
    {false, "classification", "/output_tensor", "{\"classification\":{\"output_tensor\":\"", "\"", "}}", 0},
    {false, "classification", "/output_tensor", "{\"classification\":{\"output_tensor\":\"", "\"", "}}", 1},
    {false, "classification", "/output_tensor", "{\"classification\":{\"output_tensor\":\"", "\"", "}}", 2},
    {true, "detection", "/yolo_output/output_tensor", "{\"detection\":{\"yolo_output\":{\"output_tensor\":\"",
     "\",\"anchors\":[1.5,2.0]}", "," DETECTION_END, 0},
    {true, "detection", "/direct_output/boxes_tensor",
     "{\"detection\":{\"direct_output\":{\"boxes_tensor\":\"",
     "\",\"scores_tensor\":\"probabilities\",\"classes_tensor\":\"probabilities:0\"}", "," DETECTION_END, 1},
    {true, "detection", "/anchored_output/anchors_tensor",
     "{\"detection\":{\"anchored_output\":{\"anchors_tensor\":\"",
     "\",\"offsets_tensor\":\"probabilities\",\"scores_tensor\":\"probabilities\"}", "," DETECTION_END, 2},
};

const struct plain_entries plain_entries[9] = {
    {1, {0, 0}}, {1, {2, 0}}, {1, {1, 0}}, {1, {3, 0}}, {1, {4, 0}},
    {1, {5, 0}}, {2, {0, 3}}, {2, {1, 5}}, {2, {1, 4}},
};

const char *const plain_tensors[PLAIN_TENSORS + 1] = {"probabilities",  "save/RestoreV2", "input",
                                                      "no/such/tensor", "scores",         "probabilities:0"};
