/* Kinds of descriptions: see description.h. */
#include "description.h"

#include <string.h>
#include <sys/stat.h>

#include <nnreg.h>

#include "field_keys.h"
#include "json_pick.h"

const char *description_word(enum description kind)
{
    static const char *const words[DESCRIPTION_COUNT] = {
        [DESCRIPTION_NETWORK] = "network", [DESCRIPTION_SPEC] = "spec", [DESCRIPTION_VERSION] = "version"};

    return words[kind];
}

enum description description_detect(const struct buffer *text)
{
    size_t blank = strspn(buffer_text(text), " \t\r\n");
    struct json_part object = {buffer_text(text) + blank, text->length - blank}, value;

    if (json_pick_member(&value, object, KEY_FRAMEWORK) ||
        json_pick_member(&value, object, KEY_PREPROCESSING))
        return DESCRIPTION_NETWORK;
    if (json_pick_member(&value, object, KEY_SPEC_ID) ||
        json_pick_member(&value, object, KEY_POST_PROCESSINGS))
        return DESCRIPTION_VERSION;
    return json_pick_member(&value, object, KEY_OUTPUTS) ? DESCRIPTION_SPEC : DESCRIPTION_NETWORK;
}

#define MEMBERS_MOST 64u /* of a network, with room for those to come */

/* The members that a network has: asked of the schema, which has them all. Returns how many. */
static size_t list_members(struct json_part members[MEMBERS_MOST], const char *schema)
{
    struct json_part properties, item, value;
    size_t at = 0, count = 0;

    if (json_pick_member(&properties, (struct json_part){schema, strlen(schema)}, "properties"))
        while (count < MEMBERS_MOST && json_pick_next(&item, properties, &at))
            count += json_pick_pair(&members[count], &value, item);
    return count;
}

static bool is_among(const struct json_part *members, size_t count, struct json_part key)
{
    size_t i = 0;

    while (i < count &&
           (members[i].length != key.length || memcmp(members[i].text, key.text, key.length) != 0))
        i++;
    return i < count;
}

/* Other programs have a "framework", too, beside members of their own. */
static bool has_mostly_networks(struct json_part object)
{
    struct json_part members[MEMBERS_MOST], item, key, value;
    size_t at = 0, count, known = 0, others = 0;
    char *schema;

    if (nnreg_schema(&schema, "network") != NNREG_OK)
        return false;
    count = list_members(members, schema);
    while (json_pick_next(&item, object, &at))
        if (json_pick_pair(&key, &value, item) && is_among(members, count, key))
            known++;
        else
            others++;
    nnreg_free(schema);
    return known >= others;
}

bool description_is_networks(const struct buffer *text)
{
    size_t blank = strspn(buffer_text(text), " \t\r\n");
    struct json_part object = {buffer_text(text) + blank, text->length - blank}, value;
    bool framework, preprocessing;

    if (text->length > NNREG_LIMIT_JSON || object.length == 0 || object.text[0] != '{')
        return false;
    framework = json_pick_member(&value, object, KEY_FRAMEWORK);
    preprocessing = json_pick_member(&value, object, KEY_PREPROCESSING);
    return (framework && preprocessing) || ((framework || preprocessing) && has_mostly_networks(object));
}

bool description_has_ending(const char *name)
{
    static const char ending[] = ".json";
    size_t length = strlen(name);

    return length >= strlen(ending) && strcmp(name + length - strlen(ending), ending) == 0;
}

bool description_is_named(const char *operand)
{
    struct stat about;

    if (strcmp(operand, "-") == 0)
        return true;
    return description_has_ending(operand) && !(stat(operand, &about) == 0 && S_ISDIR(about.st_mode));
}
