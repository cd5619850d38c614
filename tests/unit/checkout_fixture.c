/* See checkout_fixture.h. */
#include "checkout_fixture.h"

#include <check.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fsio.h"
#include "registry_fixture.h"

struct registry_fixture fixture;
char target[700];

void checkout_begin(void)
{
    scratch_use_memory(true);
    fixture_begin(&fixture, 0);
    ck_assert_int_eq(mkdir(fixture_path(&fixture, "out"), 0777), 0);
    snprintf(target, sizeof target, "%s", fixture_path(&fixture, "out/model"));
}

void checkout_end(void)
{
    const char *fault = registry_fault(fixture.registry, fixture.dir, false);

    ck_assert_msg(fault == NULL, "%s", fault);
    fixture_end(&fixture);
    scratch_use_memory(false);
}

nnreg_status check_out(uint64_t id, const char *dir, unsigned flags)
{
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;

    call.flags = flags;
    return nnreg_network_checkout(fixture.registry, id, dir, &call);
}

void checked_out(uint64_t id, const char *dir, unsigned flags)
{
    nnreg_status status = check_out(id, dir, flags);

    ck_assert_msg(status == NNREG_OK, "%s", nnreg_message(fixture.registry));
}

/* That a call says it, and what it says; "SCRATCH" in `message` stands for the scratch folder. */
void checkout_refused(nnreg_status status, nnreg_status expected, const char *message)
{
    char told[1024];
    const char *at = strstr(message, "SCRATCH");

    if (at != NULL)
        snprintf(told, sizeof told, "%.*s%s%s", (int)(at - message), message, fixture.scratch.path,
                 at + strlen("SCRATCH"));
    else
        snprintf(told, sizeof told, "%s", message);
    ck_assert_str_eq(nnreg_message(fixture.registry), told);
    ck_assert_int_eq(status, expected);
}

const char *checkout_listed(const char *folder)
{
    return scratch_list(&fixture.scratch, folder);
}

/* Where a server looks for a stored file: written down here once more, from TensorFlow's constants. */
void checkout_path(char path[PATH_ROOM], const char *dir, const char *name)
{
    snprintf(path, PATH_ROOM, "%s/%s%s", dir, strncmp(name, "variables.", 10) == 0 ? "variables/" : "", name);
}

/* The file's content, malloc'd; NULL with errno when it cannot be had. */
char *checkout_read(int folder, const char *path, size_t *size)
{
    int fd = openat(folder, path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    struct stat st;
    char *content;

    if (fd < 0)
        return NULL;
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
        close(fd);
        errno = EINVAL;
        return NULL;
    }
    content = malloc((size_t)st.st_size + 1);
    *size = (size_t)st.st_size;
    if (content == NULL || pread(fd, content, *size + 1, 0) != st.st_size)
        abort();
    close(fd);
    return content;
}

unsigned checkout_count(const char *dir)
{
    DIR *stream = opendir(dir);
    struct dirent *entry;
    unsigned count = 0;

    ck_assert_ptr_nonnull(stream);
    while ((entry = readdir(stream)) != NULL) {
        char path[PATH_ROOM];
        struct stat st;

        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        snprintf(path, sizeof path, "%s/%s", dir, entry->d_name);
        ck_assert_int_eq(lstat(path, &st), 0);
        count += S_ISDIR(st.st_mode) ? checkout_count(path) : 1;
    }
    closedir(stream);
    return count;
}

/* The folder has each file of the network, byte for byte, and nothing else. */
void checkout_same(const char *dir, uint64_t id)
{
    nnreg_network *network;
    struct nnreg_file_info file = NNREG_FILE_INFO_INIT;
    char path[PATH_ROOM];
    size_t i, size, stored_size;

    ck_assert_int_eq(nnreg_network_get(fixture.registry, &network, id), NNREG_OK);
    for (i = 0; nnreg_network_file(network, i, &file) == NNREG_OK; i++) {
        char *content, *stored = fixture_read(fixture.registry, id, file.name, &stored_size);

        checkout_path(path, dir, file.name);
        content = checkout_read(AT_FDCWD, path, &size);
        ck_assert_msg(content != NULL, "%s: %s", path, strerror(errno));
        ck_assert_uint_eq(size, stored_size);
        ck_assert_int_eq(memcmp(content, stored, size), 0);
        free(content);
        free(stored);
    }
    nnreg_network_free(network);
    ck_assert_uint_eq(checkout_count(dir), i);
}
