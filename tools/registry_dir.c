/* Which registry: see registry_dir.h. */
#include "registry_dir.h"

#include <stdlib.h>
#include <string.h>

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

static int open_dir(struct run *run, nnreg **registry, const char *dir, unsigned flags)
{
    char message[MESSAGE_ROOM] = "";
    struct nnreg_options options = NNREG_OPTIONS_INIT;
    nnreg_status status;

    options.flags = flags;
    options.message = message;
    options.message_size = sizeof message;
    status = nnreg_open(registry, dir, &options);
    return status == NNREG_OK ? STATUS_DONE : say_why(run, status, dir, message);
}

int registry_dir_open(struct run *run, nnreg **registry, unsigned flags)
{
    struct buffer dir = {0};
    int result = registry_dir_find(run, &dir);

    *registry = NULL;
    if (result == STATUS_DONE)
        result = open_dir(run, registry, buffer_text(&dir), flags);
    buffer_free(&dir);
    return result;
}

int registry_dir_create(struct run *run, nnreg **registry, const char *dir, unsigned flags)
{
    return open_dir(run, registry, dir, flags | NNREG_OPEN_CREATE | NNREG_OPEN_EXCLUSIVE);
}
