/* Who may do what: see keys.h. */
#include "keys.h"

#include <errno.h>
#include <fcntl.h>
#include <nnreg.h>
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
        size_t i;

        for (i = 0; i < keys->count; i++) {
            free(keys->key[i].secret);
            free(keys->key[i].name);
        }
        free(keys->key);
        free(keys);
        keys = before;
    }
}

/* What is wrong with a line of a key, or NULL. */
static const char *add_key(struct keys *keys, char *line)
{
    char *rest, *secret = strtok_r(line, BLANKS, &rest), *name = strtok_r(NULL, BLANKS, &rest);
    char *mode = strtok_r(NULL, BLANKS, &rest);
    struct key *grown;

    if (name == NULL)
        return "a key needs a name behind it";
    if (strlen(secret) < KEY_LEAST || strlen(secret) > KEY_LONG)
        return "a key has from 16 to 256 characters";
    if (strlen(name) > NNREG_LIMIT_ACTOR)
        return "the name is too long";
    if (mode != NULL && (strcmp(mode, "read-only") != 0 || strtok_r(NULL, BLANKS, &rest) != NULL))
        return "behind the name there can be \"read-only\", and nothing else";
    if (keys_find(keys, secret) != NULL)
        return "the key stands there twice";
    if (keys->count == KEYS_MOST)
        return "that is one key too many";
    grown = realloc(keys->key, (keys->count + 1) * sizeof *grown);
    if (grown == NULL)
        return "out of memory";
    keys->key = grown;
    grown[keys->count] = (struct key){strdup(secret), strdup(name), mode != NULL};
    keys->count++;
    return grown[keys->count - 1].secret == NULL || grown[keys->count - 1].name == NULL ? "out of memory"
                                                                                        : NULL;
}

static bool read_lines(struct keys *keys, FILE *file, const char *path, char *message, size_t size)
{
    char *line = NULL;
    size_t room = 0;
    unsigned number = 0;
    const char *wrong = NULL;

    while (wrong == NULL && getline(&line, &room, file) >= 0) {
        const char *first = line + strspn(line, BLANKS);

        number++;
        if (*first != '\0' && *first != '#')
            wrong = add_key(keys, line);
    }
    if (line != NULL)
        explicit_bzero(line, room);
    free(line);
    if (wrong != NULL)
        snprintf(message, size, "%s:%u: %s", path, number, wrong);
    else if (ferror(file))
        snprintf(message, size, "%s cannot be read: %s", path, strerror(errno));
    else if (keys->count == 0)
        snprintf(message, size, "%s has no key in it", path);
    else
        return true;
    return false;
}

struct keys *keys_read(const char *path, char *message, size_t size)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    FILE *file = fd >= 0 ? fdopen(fd, "r") : NULL;
    struct keys *keys = calloc(1, sizeof *keys);
    struct stat seen;
    bool read = false;

    if (keys == NULL || file == NULL || fstat(fd, &seen) != 0)
        snprintf(message, size, "%s cannot be read: %s", path, strerror(errno));
    else if (!S_ISREG(seen.st_mode))
        snprintf(message, size, "%s is no file", path);
    else if ((seen.st_mode & 077) != 0)
        snprintf(message, size, "%s can be read by others: chmod 600 %s", path, path);
    else
        read = read_lines(keys, file, path, message, size);
    if (file != NULL)
        fclose(file);
    else if (fd >= 0)
        close(fd);
    if (read)
        return keys;
    keys_free(keys);
    return NULL;
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
