/* See parts.h. */
#include "parts.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

int __real_main(int argc, char **argv);

struct json_part parts_json(const char *json)
{
    return (struct json_part){json, strlen(json)};
}

void parts_is(struct buffer *buffer, const char *wanted)
{
    ck_assert_str_eq(buffer_text(buffer), wanted);
    buffer_free(buffer);
}

void parts_has(struct buffer *buffer, const char *wanted)
{
    ck_assert_msg(strstr(buffer_text(buffer), wanted) != NULL, "there is no \"%s\" in: %s", wanted,
                  buffer_text(buffer));
}

void parts_lacks(const struct buffer *buffer, const char *unwanted)
{
    ck_assert_msg(strstr(buffer_text(buffer), unwanted) == NULL, "there is \"%s\" in: %s", unwanted,
                  buffer_text(buffer));
}

static _Noreturn void be_command(const char *line, int fd)
{
    char words[512], *argv[32], *word, *rest = NULL;
    int count = 0;

    snprintf(words, sizeof words, "nnreg %s", line);
    for (word = strtok_r(words, " ", &rest); word != NULL && count < 31; word = strtok_r(NULL, " ", &rest))
        argv[count++] = word;
    argv[count] = NULL;
    (void)dup2(fd, STDOUT_FILENO);
    (void)dup2(fd, STDERR_FILENO);
    exit(__real_main(count, argv));
}

int parts_run(struct buffer *out, const char *line)
{
    char piece[4096];
    int ends[2], status = -1;
    ssize_t got;
    pid_t pid;

    ck_assert_int_eq(pipe(ends), 0);
    fflush(NULL);
    pid = fork();
    ck_assert_int_ge(pid, 0);
    if (pid == 0)
        be_command(line, ends[1]);
    close(ends[1]);
    while ((got = read(ends[0], piece, sizeof piece)) > 0)
        buffer_add(out, piece, (size_t)got);
    close(ends[0]);
    ck_assert_int_eq(waitpid(pid, &status, 0), pid);
    ck_assert(WIFEXITED(status));
    return WEXITSTATUS(status);
}
