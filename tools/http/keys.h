/*
 * Who may do what: a file of keys, one a line, as
 *
 *     KEY NAME [read-only]
 *
 * with '#' lines and empty ones passed over. NAME is who acts, for logs and for the application. A key comes as X-API-KEY, or as the password of
 * HTTP's Basic scheme (RFC 7617), which is what browsers ask for.
 */
#ifndef HTTP_KEYS_H
#define HTTP_KEYS_H

#include <stdbool.h>
#include <stddef.h>

#define KEY_LEAST 16u /* characters: fewer can be guessed */
#define KEY_LONG  256u
#define KEYS_MOST 1024u

struct key {
    const char *secret, *name;
    bool read_only;
};

struct keys {
    struct keys
        *before; /* those that were read before, which are theirs: requests that run may hold names of them */
    size_t count;
    struct key key[KEYS_MOST];
    char text[]; /* of the file, in which the words of the keys stand */
};

/*
 * Reads the file, which has to be its user's alone (mode 600), with one key at least; names have up to `longest` bytes. NULL: a message of what is wrong with it is
 * in `message`, of `size` bytes. keys_free takes NULL, and frees those before, too.
 */
struct keys *keys_read(const char *path, size_t longest, char *message, size_t size);
void keys_free(struct keys *keys);

/*
 * The key that is `secret`, NULL if none is. All are compared, each over its whole length, so that the time tells nothing of how
 * much of one was right.
 */
const struct key *keys_find(const struct keys *keys, const char *secret);

#endif
