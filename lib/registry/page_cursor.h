/*
 * Cursors: a place in a list, and the direction in which the page lies from there, as a text that a page hands out and a
 * query brings back. A cursor points between objects, not at one: what it was made of may be gone.
 *
 * In base64url (RFC 4648, section 5) without padding:
 *
 *     1 byte    version in the low seven bits, direction in the highest: 1 is backwards
 *     8 bytes   the beginning of a SHA-256 of what makes the list: object, conditions, order, and the registry's identity
 *     …         the place: a key of the order (index_key.h)
 *     4 bytes   CRC32C of all that, little-endian
 *
 * Nothing in it is secret, and whoever makes one up can get the checksum right; so the place is held against the form that
 * keys of the order have. The worst that a made up one can do is to begin at a place where no object is.
 */
#ifndef NNREG_REGISTRY_PAGE_CURSOR_H
#define NNREG_REGISTRY_PAGE_CURSOR_H

#include "registry/index_key.h"
#include "registry/query.h"

struct nnreg_page_cursor {
    struct nnreg_index_key place; /* of size 0: the beginning of the list */
    bool backwards;               /* to the page before the place */
};

#define NNREG_CURSOR_LIST 8 /* bytes that tell a list from others */

/* Those of a list in the registry of this identity: what its cursors have in them. NNREG_NO_MEMORY. */
nnreg_status nnreg_page_cursor_list(unsigned char list[NNREG_CURSOR_LIST],
                                    const struct nnreg_list_selection *selection,
                                    const unsigned char identity[16], struct nnreg_error *error);

/* Freed with nnreg_free. */
nnreg_status nnreg_page_cursor_write(char **text, const struct nnreg_page_cursor *cursor,
                                     const unsigned char list[NNREG_CURSOR_LIST], struct nnreg_error *error);

/* NNREG_INVALID_ARGUMENT: damaged, or of another list, or its place is no key of the order. */
nnreg_status nnreg_page_cursor_read(struct nnreg_page_cursor *cursor, const char *text,
                                    enum nnreg_order order, const unsigned char list[NNREG_CURSOR_LIST],
                                    struct nnreg_error *error);

#endif
