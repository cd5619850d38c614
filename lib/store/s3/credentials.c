/* See credentials.h. */
#include "store/s3/credentials.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/fsio.h"

#define MOST_CREDENTIALS ((size_t)64 << 10) /* bytes of a file of them */

/* Printable ASCII without spaces, so that it can stand in a header. */
static bool copy_secret(char *out, size_t room, const char *from, size_t length)
{
    size_t i;

    if (length == 0 || length >= room)
        return false;
    for (i = 0; i < length; i++)
        if (from[i] <= ' ' || from[i] > '~')
            return false;
    memcpy(out, from, length);
    out[length] = '\0';
    return true;
}

static nnreg_status take_from_environment(struct nnreg_s3_credentials *credentials, const char *id,
                                          nnreg_s3_environment *environment, struct nnreg_error *error)
{
    const char *secret = environment("AWS_SECRET_ACCESS_KEY"), *token = environment("AWS_SESSION_TOKEN");

    if (!copy_secret(credentials->id, sizeof credentials->id, id, strlen(id)))
        return nnreg_fail(error, NNREG_INVALID_ARGUMENT, "AWS_ACCESS_KEY_ID is no id of a key");
    if (secret == NULL ||
        !copy_secret(credentials->secret, sizeof credentials->secret, secret, strlen(secret)))
        return nnreg_fail(error, NNREG_INVALID_ARGUMENT,
                          "AWS_ACCESS_KEY_ID is set, and AWS_SECRET_ACCESS_KEY is not, or is no key");
    if (token != NULL && token[0] != '\0' &&
        !copy_secret(credentials->token, sizeof credentials->token, token, strlen(token)))
        return nnreg_fail(error, NNREG_INVALID_ARGUMENT, "AWS_SESSION_TOKEN is no session token");
    return NNREG_OK;
}

static void trim_setting(const char **from, const char **end)
{
    while (*from < *end && (**from == ' ' || **from == '\t'))
        (*from)++;
    while (*end > *from && ((*end)[-1] == ' ' || (*end)[-1] == '\t' || (*end)[-1] == '\r'))
        (*end)--;
}

/* NAME = VALUE; false: the value of one that is known is wrong. */
static bool take_setting(struct nnreg_s3_credentials *credentials, const char *from, const char *end)
{
    const struct {
        const char *name;
        char *out;
        size_t room;
    } settings[] = {{"aws_access_key_id", credentials->id, sizeof credentials->id},
                    {"aws_secret_access_key", credentials->secret, sizeof credentials->secret},
                    {"aws_session_token", credentials->token, sizeof credentials->token}};
    const char *equals = memchr(from, '=', (size_t)(end - from)), *name_end = equals, *value;
    size_t i;

    if (equals == NULL)
        return true;
    value = equals + 1;
    trim_setting(&from, &name_end);
    trim_setting(&value, &end);
    for (i = 0; i < 3; i++)
        if (strlen(settings[i].name) == (size_t)(name_end - from) &&
            memcmp(settings[i].name, from, (size_t)(name_end - from)) == 0)
            return copy_secret(settings[i].out, settings[i].room, value, (size_t)(end - value));
    return true;
}

static bool take_profile(struct nnreg_s3_credentials *credentials, const char *text, size_t size,
                         const char *profile)
{
    const char *end = text + size;
    bool inside = false, right = true;

    while (text < end && right) {
        const char *next = memchr(text, '\n', (size_t)(end - text)), *from = text,
                   *line_end = next != NULL ? next : end;

        trim_setting(&from, &line_end);
        if (from < line_end && *from == '[') {
            from++;
            line_end -= line_end[-1] == ']';
            trim_setting(&from, &line_end);
            inside = strlen(profile) == (size_t)(line_end - from) &&
                     memcmp(profile, from, (size_t)(line_end - from)) == 0;
        } else if (inside && from < line_end && *from != '#' && *from != ';')
            right = take_setting(credentials, from, line_end);
        text = next != NULL ? next + 1 : end;
    }
    return right && credentials->id[0] != '\0' && credentials->secret[0] != '\0';
}

static nnreg_status take_from_file(struct nnreg_s3_credentials *credentials, const char *path,
                                   const char *profile, struct nnreg_error *error)
{
    char *text = nnreg_alloc(MOST_CREDENTIALS);
    struct nnreg_file_stat stat;
    size_t size = 0;
    int fd = -1;
    nnreg_status status =
        text != NULL ? nnreg_fs_open(&fd, &stat, AT_FDCWD, path, error) : nnreg_fail_memory(error);

    if (status == NNREG_OK)
        status = nnreg_fs_read(&size, fd, 0, text, MOST_CREDENTIALS, error);
    if (status == NNREG_OK && !take_profile(credentials, text, size, profile))
        status =
            nnreg_fail(error, NNREG_INVALID_ARGUMENT,
                       "\"%.300s\" has no aws_access_key_id and aws_secret_access_key in [%s], or wrong ones",
                       path, profile);
    else if (status == NNREG_NOT_FOUND)
        status = nnreg_fail(
            error, NNREG_INVALID_ARGUMENT,
            "there are no credentials: neither AWS_ACCESS_KEY_ID is set nor is there \"%.300s\"", path);
    nnreg_fs_close(fd);
    if (text != NULL)
        nnreg_s3_wipe(text, size);
    nnreg_free(text);
    return status;
}

nnreg_status nnreg_s3_find_credentials(struct nnreg_s3_credentials *credentials,
                                       const struct nnreg_s3_location *location,
                                       nnreg_s3_environment *environment, struct nnreg_error *error)
{
    const char *id = environment("AWS_ACCESS_KEY_ID"), *profile = location->profile;
    const char *file = environment("AWS_SHARED_CREDENTIALS_FILE"), *home = environment("HOME");
    char path[1024];

    memset(credentials, 0, sizeof *credentials);
    if (profile[0] == '\0' && id != NULL && id[0] != '\0')
        return take_from_environment(credentials, id, environment, error);
    if (profile[0] == '\0')
        profile = environment("AWS_PROFILE");
    if (profile == NULL || profile[0] == '\0')
        profile = "default";
    if ((file == NULL || file[0] == '\0') && (home == NULL || home[0] == '\0'))
        return nnreg_fail(error, NNREG_INVALID_ARGUMENT,
                          "there are no credentials: neither AWS_ACCESS_KEY_ID is set nor HOME");
    if (file != NULL && file[0] != '\0')
        (void)snprintf(path, sizeof path, "%s", file);
    else
        (void)snprintf(path, sizeof path, "%s/.aws/credentials", home);
    return take_from_file(credentials, path, profile, error);
}
