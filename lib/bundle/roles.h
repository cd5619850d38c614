/*
 * What a file of a bundle is for, by its name alone: which names a framework gives to its files is a table of it
 * (bundle/framework.h). Files with a mean, which images of any framework can have, are known here.
 */
#ifndef NNREG_BUNDLE_ROLES_H
#define NNREG_BUNDLE_ROLES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "nnreg.h"

/* A role is a number: these two, and from NNREG_ROLE_OWN on those of the framework. */
enum { NNREG_ROLE_UNKNOWN, NNREG_ROLE_MEAN /* *.binaryproto, *.proto.bin, *.npy */, NNREG_ROLE_OWN };

/* What judging needs to know of a role. */
enum {
    NNREG_ROLE_IS_MODEL = 1,      /* a bundle with such a file is one of this framework */
    NNREG_ROLE_NEEDS_CONTENT = 2, /* the file cannot be empty */
    NNREG_ROLE_COMPANION = 4,     /* what is inside is nobody's affair but the user's: it may be a web page */
    NNREG_ROLE_HAS_CRCS = 8 /* of its parts, CRC32C: marks (base/crc_marks.h) spare judging most of it */
};

struct nnreg_role_row {
    int role;
    unsigned traits;
    const char *word; /* for nnreg_inspect */
    const char *name; /* of the file; or, where `below`, of a folder, and everything below it is meant */
    bool below;
    bool (*is)(const char *name); /* instead of a name: whether it is one of these */
    const char *loaded_below; /* the folder in which servers look for the file; NULL: where its name says */
};

/* The names of a framework's files. */
struct nnreg_roles {
    const struct nnreg_role_row *rows; /* the first that fits counts */
    size_t count;
    const char *const *folders; /* ended by NULL: further folders whose files are those of a model */
    /* The name that a file is kept under, within the one it was met under ("variables/" dropped); NULL: the same. */
    const char *(*kept_name)(const char *met);
    const char *twice_note; /* to a file that is there twice: how two names can be one; may be NULL */
    /* What to do with a file that is no part of a model, by the name it was met under; static, or NULL. NULL: nothing is said. */
    const char *(*stray_hint)(const char *met);
};

/* `name` as it is kept. */
int nnreg_role_of(const struct nnreg_roles *roles, const char *name);
/* The first row of a role; NULL for one that is not the framework's own. */
const struct nnreg_role_row *nnreg_role_row(const struct nnreg_roles *roles, int role);
unsigned nnreg_role_traits(const struct nnreg_roles *roles, int role);
const char *nnreg_role_word(const struct nnreg_roles *roles, int role);

/* Whether a folder of the bundle with this name, relative to its top, holds files of a model. */
bool nnreg_role_folder(const struct nnreg_roles *roles, const char *name);

/* What to do with a file of this name that is no part of a model; static. NULL: there is nothing to be said. */
const char *nnreg_stray_hint(const struct nnreg_roles *roles, const char *met);

/* Borrowed from `met`. */
const char *nnreg_kept_name(const struct nnreg_roles *roles, const char *met);

/*
 * The path, in the folder that a server loads, of a file that is kept under `kept`: what nnreg_kept_name was made of, so that
 * a bundle of that folder keeps the same names.
 */
#define NNREG_LOADED_NAME ((size_t)NNREG_LIMIT_FILE_NAME + 64) /* bytes, with its NUL */
void nnreg_loaded_name(char out[NNREG_LOADED_NAME], const struct nnreg_roles *roles, const char *kept);

/* The folder of that path that is not in the kept name, static; NULL: there is none. */
const char *nnreg_loaded_below(const struct nnreg_roles *roles, const char *kept);

/* Whether the name ends like a mean file; `nnreg_mean_extensions` is the list for messages. */
bool nnreg_is_mean_name(const char *name);
extern const char nnreg_mean_extensions[];

/*
 * Why a name cannot be stored, NULL when it can: 1 to 255 bytes of UTF-8, relative, no "..", no part that is empty or
 * begins with a dot, no backslash, no control character. Static.
 */
const char *nnreg_name_fault(const char *name);

#endif
