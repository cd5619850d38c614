/* See tensor_glob.h. */
#include "tensor_glob.h"

#include <fnmatch.h>
#include <string.h>

#include "buffer.h"

bool tensor_glob_matches(const char *name, const char *glob)
{
    const char *colon = strrchr(name, ':');
    struct buffer node = {0};
    bool match = fnmatch(glob, name, 0) == 0;

    if (!match && colon != NULL) {
        buffer_add(&node, name, (size_t)(colon - name));
        match = fnmatch(glob, buffer_text(&node), 0) == 0;
    }
    buffer_free(&node);
    return match;
}

bool tensor_glob_is_name(const char *glob)
{
    return strpbrk(glob, "*?[\\") == NULL;
}
