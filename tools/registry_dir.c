/* Which registry: see registry_dir.h. */
#include "registry_dir.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "output.h"
#include "report.h"
#include "text.h"

#define MESSAGE_ROOM 1024

static const char *setting(const char *name)
{
    const char *value = getenv(name);

    return value != NULL && value[0] != '\0' ? value : NULL;
}

int registry_dir_find(struct run *run, struct buffer *dir)
{
    const char *data_home = setting("XDG_DATA_HOME");
    const char *home = setting("HOME");
    const char *chosen = run->registry != NULL ? run->registry : setting("NNREG_DIR");

    if (chosen != NULL)
        buffer_put(dir, chosen);
    else if (data_home != NULL &&
             data_home[0] == '/') /* a relative one must be ignored, says the XDG specification */
        buffer_printf(dir, "%s/nnreg", data_home);
    else if (home != NULL)
        buffer_printf(dir, "%s/.local/share/nnreg", home);
    else
        return report_usage(run, "no registry named, and no HOME to look in: give -r DIR or set NNREG_DIR");
    if (dir->length == 0)
        return report_usage(run, "the registry's directory is named \"\"");
    return STATUS_DONE;
}

bool registry_dir_is_default(const struct run *run)
{
    return run->registry == NULL && setting("NNREG_DIR") == NULL;
}

static int say_why(struct run *run, nnreg_status status, const char *dir, const char *message)
{
    struct buffer word = {0};
    int result;

    text_add_shell_word(&word, dir);
    if (status == NNREG_NOT_FOUND)
        result = report_failure(run, status, "no registry in \"%s\" (make one with: nnreg -r %s init)", dir,
                                buffer_text(&word));
    else if (status == NNREG_EXISTS)
        result = report_failure(run, status, "there is already a registry in \"%s\"", dir);
    else
        result = report_failure(run, status, "%s", message);
    buffer_free(&word);
    return result;
}

/* Where a registry cannot be made because the folder above is missing: says so, with what makes it. */
static bool say_no_parent(struct run *run, const char *dir)
{
    struct buffer parent = {0}, word = {0};
    struct stat st;
    size_t length = strlen(dir);
    bool missing = false;

    while (length > 1 && dir[length - 1] == '/')
        length--;
    while (length > 0 && dir[length - 1] != '/')
        length--;
    while (length > 1 && dir[length - 1] == '/')
        length--;
    if (length > 0) {
        buffer_printf(&parent, "%.*s", (int)length, dir);
        missing = stat(buffer_text(&parent), &st) != 0;
    }
    if (missing) {
        text_add_shell_word(&word, buffer_text(&parent));
        (void)report_failure(
            run, NNREG_NOT_FOUND,
            "the folder \"%s\" for the registry \"%s\" is missing (make it with: mkdir -p %s)",
            buffer_text(&parent), dir, buffer_text(&word));
    }
    buffer_free(&parent);
    buffer_free(&word);
    return missing;
}

/* Why a registry could not be made. */
static int say_why_not_made(struct run *run, nnreg_status status, const char *dir, const char *message)
{
    if (status == NNREG_NOT_FOUND && say_no_parent(run, dir))
        return report_exit_status(status);
    if (status == NNREG_CONFLICT)
        return report_failure(run, status, "%s (if it is the right one, use --force)", message);
    if (status == NNREG_EXISTS)
        return say_why(run, status, dir, message);
    return report_failure(run, status, "%s", message);
}

/* `if_not`: flags to try again with where this user may not write. */
static int open_dir(struct run *run, nnreg **registry, const char *dir, unsigned flags, unsigned if_not)
{
    char message[MESSAGE_ROOM] = "";
    struct nnreg_options options = NNREG_OPTIONS_INIT;
    nnreg_status status;

    options.flags = flags | (run->check_store ? NNREG_OPEN_CHECK : 0);
    options.message = message;
    options.message_size = sizeof message;
    status = nnreg_open(registry, dir, &options);
    if (status == NNREG_READ_ONLY && if_not != 0) {
        options.flags |= if_not;
        status = nnreg_open(registry, dir, &options);
    }
    if (status == NNREG_OK)
        return STATUS_DONE;
    return ((flags & NNREG_OPEN_CREATE) != 0 ? say_why_not_made : say_why)(run, status, dir, message);
}

static int find_and_open(struct run *run, nnreg **registry, unsigned flags, unsigned if_not)
{
    struct buffer dir = {0};
    int result = registry_dir_find(run, &dir);

    *registry = NULL;
    if (result == STATUS_DONE)
        result = open_dir(run, registry, buffer_text(&dir), flags, if_not);
    buffer_free(&dir);
    return result;
}

int registry_dir_open(struct run *run, nnreg **registry, unsigned flags)
{
    return find_and_open(run, registry, flags, 0);
}

int registry_dir_open_as_may_be(struct run *run, nnreg **registry)
{
    return find_and_open(run, registry, 0, NNREG_OPEN_READ_ONLY);
}

int registry_dir_create(struct run *run, nnreg **registry, const char *dir, unsigned flags)
{
    return open_dir(run, registry, dir, flags | NNREG_OPEN_CREATE | NNREG_OPEN_EXCLUSIVE, 0);
}
