/* Who may do what: see keys.h. */
#include "keys.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define BLANKS " \t\r\n"

void keys_free(struct keys *keys)
{
    while (keys != NULL) {
        struct keys *before = keys->before;

        free(keys);
        keys = before;
    }
}

/* What is wrong with a line of a key, or NULL. */
static const char *add_key(struct keys *keys, char *line, size_t longest)
{
    char *rest, *secret = strtok_r(line, BLANKS, &rest), *name = strtok_r(NULL, BLANKS, &rest);
    char *mode = strtok_r(NULL, BLANKS, &rest);

    if (name == NULL)
        return "a key needs a name behind it";
    if (strlen(secret) < KEY_LEAST || strlen(secret) > KEY_LONG)
        return "a key has from 16 to 256 characters";
    if (strlen(name) > longest)
        return "the name is too long";
    if (mode != NULL && (strcmp(mode, "read-only") != 0 || strtok_r(NULL, BLANKS, &rest) != NULL))
        return "behind the name there can be \"read-only\", and nothing else";
    if (keys_find(keys, secret) != NULL)
        return "the key stands there twice";
    if (keys->count == KEYS_MOST)
        return "that is one key too many";
    keys->key[keys->count++] = (struct key){secret, name, mode != NULL};
    return NULL;
}

/* What is wrong with one of the lines, whose number is left there, or NULL. A line is read up to a NUL in it. */
static const char *add_lines(struct keys *keys, char *end, size_t longest, unsigned *number)
{
    char *line, *next;
    const char *wrong = NULL;

    for (line = keys->text; wrong == NULL && line < end; line = next + 1, ++*number) {
        next = memchr(line, '\n', (size_t)(end - line));
        if (next == NULL)
            next = end;
        *next = '\0';
        line += strspn(line, BLANKS);
        if (*line != '\0' && *line != '#')
            wrong = add_key(keys, line, longest);
    }
    return wrong;
}

static struct keys *read_file(int fd, size_t length, const char *path, size_t longest, char *message,
                              size_t size)
{
    struct keys *keys = calloc(1, sizeof *keys + length + 1);
    ssize_t got = keys != NULL ? read(fd, keys->text, length) : -1;
    unsigned number = 0;
    const char *wrong = got > 0 ? add_lines(keys, keys->text + got, longest, &number) : NULL;

    if (got < 0)
        snprintf(message, size, "%s cannot be read: %s", path, strerror(errno));
    else if (wrong != NULL)
        snprintf(message, size, "%s:%u: %s", path, number, wrong);
    else if (keys->count == 0)
        snprintf(message, size, "%s has no key in it", path);
    else
        return keys;
    keys_free(keys);
    return NULL;
}

struct keys *keys_read(const char *path, size_t longest, char *message, size_t size)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    struct keys *keys = NULL;
    struct stat seen;

    if (fd < 0 || fstat(fd, &seen) != 0)
        snprintf(message, size, "%s cannot be read: %s", path, strerror(errno));
    else if (!S_ISREG(seen.st_mode))
        snprintf(message, size, "%s is no file", path);
    else if ((seen.st_mode & 077) != 0)
        snprintf(message, size, "%s can be read by others: chmod 600 %s", path, path);
    else
        keys = read_file(fd, (size_t)seen.st_size, path, longest, message, size);
    if (fd >= 0)
        close(fd);
    return keys;
}

const struct key *keys_find(const struct keys *keys, const char *secret)
{
    size_t given = strlen(secret), i, k;
    const struct key *found = NULL;

    for (i = 0; i < keys->count; i++) {
        const char *kept = keys->key[i].secret;
        size_t length = strlen(kept);
        volatile unsigned char differs = given != length;

        for (k = 0; k < length; k++)
            differs |= (unsigned char)(kept[k] ^ secret[given > 0 ? k % given : 0]);
        if (!differs)
            found = &keys->key[i];
    }
    return found;
}
