/*
 * Runs a fuzz target over files, where libFuzzer is not there to do it: `make check` links every target with this
 * main, and each then replays the corpus of its name, tests/fuzz/corpus/NAME for tests/fuzz/fuzz_NAME. Arguments,
 * files or folders, take the place of the corpus.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *content, size_t size);

/* A corpus is small files; one of more bytes than this was put there by mistake. */
#define MOST_BYTES ((size_t)64 << 20)

static int replay_file(const char *path, size_t size)
{
    /* The copy has exactly the file's size, so that a sanitizer sees a read past its end. */
    uint8_t *content = malloc(size > 0 ? size : 1);
    FILE *file = fopen(path, "rb");
    int done = 0;

    if (content != NULL && file != NULL && fread(content, 1, size, file) == size) {
        LLVMFuzzerTestOneInput(content, size);
        done = 1;
    }
    if (file != NULL)
        fclose(file);
    free(content);
    if (!done)
        fprintf(stderr, "%s: cannot be read\n", path);
    return done;
}

static int replay(const char *path, unsigned long *count);

static int replay_folder(const char *path, unsigned long *count)
{
    struct dirent **names;
    int n = scandir(path, &names, NULL, alphasort);
    int good = n >= 0;
    int i;

    for (i = 0; i < n; i++) {
        char child[4096];

        snprintf(child, sizeof(child), "%s/%s", path, names[i]->d_name);
        if (names[i]->d_name[0] != '.')
            good &= replay(child, count);
        free(names[i]);
    }
    if (n >= 0)
        free(names);
    return good;
}

static int replay(const char *path, unsigned long *count)
{
    struct stat st;

    if (stat(path, &st) != 0) {
        fprintf(stderr, "%s: is not there\n", path);
        return 0;
    }
    if (S_ISDIR(st.st_mode))
        return replay_folder(path, count);
    if (st.st_size < 0 || (size_t)st.st_size > MOST_BYTES) {
        fprintf(stderr, "%s: is too large for a corpus\n", path);
        return 0;
    }
    ++*count;
    return replay_file(path, (size_t)st.st_size);
}

static void own_corpus(char *path, size_t size, const char *program)
{
    const char *source = getenv("NNREG_SOURCE_DIR");
    const char *name = strrchr(program, '/');

    name = name == NULL ? program : name + 1;
    if (strncmp(name, "fuzz_", 5) == 0)
        name += 5;
    snprintf(path, size, "%s/tests/fuzz/corpus/%s", source == NULL ? "." : source, name);
}

int main(int argc, char **argv)
{
    unsigned long count = 0;
    int good = 1;
    int i;

    for (i = 1; i < argc; i++)
        good &= replay(argv[i], &count);
    if (argc == 1) {
        char corpus[4096];

        own_corpus(corpus, sizeof(corpus), argv[0]);
        good = replay(corpus, &count);
    }
    printf("%lu inputs replayed\n", count);
    return good && count > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
