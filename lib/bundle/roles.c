/* The roles of files: see roles.h. */
#include "bundle/roles.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "formats/mean_file.h"

const char nnreg_mean_extensions[] = ".binaryproto, .proto.bin or .npy";

/* Whether the row's folder is the first part of the name, or the name itself. */
static bool role_is_within(const struct nnreg_role_row *row, const char *name, bool itself)
{
    size_t length = strlen(row->name);

    return row->below && strncmp(name, row->name, length) == 0 &&
           (name[length] == '/' || (itself && name[length] == '\0'));
}

static bool role_fits(const struct nnreg_role_row *row, const char *name)
{
    if (row->is != NULL)
        return row->is(name);
    return row->below ? role_is_within(row, name, false) : strcmp(row->name, name) == 0;
}

static const struct nnreg_role_row *fitting_row(const struct nnreg_roles *roles, const char *name)
{
    size_t i;

    for (i = 0; i < roles->count; i++)
        if (role_fits(&roles->rows[i], name))
            return &roles->rows[i];
    return NULL;
}

/* The framework's own names come first; a mean file is one at the top of the bundle only. */
int nnreg_role_of(const struct nnreg_roles *roles, const char *name)
{
    const struct nnreg_role_row *row = fitting_row(roles, name);

    if (row != NULL)
        return row->role;
    return strchr(name, '/') == NULL && nnreg_is_mean_name(name) ? NNREG_ROLE_MEAN : NNREG_ROLE_UNKNOWN;
}

const struct nnreg_role_row *nnreg_role_row(const struct nnreg_roles *roles, int role)
{
    size_t i;

    for (i = 0; i < roles->count; i++)
        if (roles->rows[i].role == role)
            return &roles->rows[i];
    return NULL;
}

unsigned nnreg_role_traits(const struct nnreg_roles *roles, int role)
{
    const struct nnreg_role_row *row = nnreg_role_row(roles, role);

    return row != NULL ? row->traits : role == NNREG_ROLE_MEAN ? NNREG_ROLE_NEEDS_CONTENT : 0;
}

const char *nnreg_role_word(const struct nnreg_roles *roles, int role)
{
    const struct nnreg_role_row *row = nnreg_role_row(roles, role);

    return row != NULL ? row->word : role == NNREG_ROLE_MEAN ? "mean" : "unknown";
}

bool nnreg_role_folder(const struct nnreg_roles *roles, const char *name)
{
    size_t i;

    for (i = 0; roles->folders != NULL && roles->folders[i] != NULL; i++)
        if (strcmp(roles->folders[i], name) == 0)
            return true;
    for (i = 0; i < roles->count; i++)
        if (roles->rows[i].name != NULL && role_is_within(&roles->rows[i], name, true))
            return true;
    return false;
}

const char *nnreg_stray_hint(const struct nnreg_roles *roles, const char *met)
{
    return roles->stray_hint != NULL ? roles->stray_hint(met) : NULL;
}

const char *nnreg_kept_name(const struct nnreg_roles *roles, const char *met)
{
    return roles->kept_name != NULL ? roles->kept_name(met) : met;
}

const char *nnreg_loaded_below(const struct nnreg_roles *roles, const char *kept)
{
    const struct nnreg_role_row *row = fitting_row(roles, kept);

    return row != NULL ? row->loaded_below : NULL;
}

void nnreg_loaded_name(char out[NNREG_LOADED_NAME], const struct nnreg_roles *roles, const char *kept)
{
    const char *below = nnreg_loaded_below(roles, kept);

    if (below != NULL)
        (void)snprintf(out, NNREG_LOADED_NAME, "%s/%s", below, kept);
    else
        (void)snprintf(out, NNREG_LOADED_NAME, "%s", kept);
}

bool nnreg_is_mean_name(const char *name)
{
    enum nnreg_mean_kind kind;

    return nnreg_mean_kind_of(&kind, name);
}

static const char *name_part_fault(const char *part, size_t length)
{
    if (length == 0)
        return "has an empty part";
    if (length == 2 && part[0] == '.' && part[1] == '.')
        return "has .. in it";
    return part[0] == '.' ? "has a part that begins with a dot" : NULL;
}

const char *nnreg_name_fault(const char *name)
{
    size_t length = strlen(name), i = 0;
    const char *fault;

    if (length == 0)
        return "is empty";
    if (length > NNREG_LIMIT_FILE_NAME)
        return "is longer than 255 bytes";
    if (name[0] == '/')
        return "is absolute";
    while (i < length) {
        uint32_t c = 0;
        size_t width = nnreg_utf8_next(&c, name + i, length - i);

        if (width == 0)
            return "is not UTF-8";
        if (nnreg_utf8_is_control(c))
            return "has a control character";
        if (c == '\\')
            return "has a backslash";
        i += width;
    }
    while ((fault = name_part_fault(name, strcspn(name, "/"))) == NULL && strchr(name, '/') != NULL)
        name = strchr(name, '/') + 1;
    return fault;
}
