/* Kinds of descriptions: see description.h. */
#include "description.h"

#include <string.h>
#include <sys/stat.h>

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

bool description_is_named(const char *operand)
{
    static const char ending[] = ".json";
    size_t length = strlen(operand);
    struct stat about;

    if (strcmp(operand, "-") == 0)
        return true;
    return length >= strlen(ending) && strcmp(operand + length - strlen(ending), ending) == 0 &&
           !(stat(operand, &about) == 0 && S_ISDIR(about.st_mode));
}
