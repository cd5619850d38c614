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

/* ----------------------------------------------------------------------------------------------------- a registry -- */

static char place[64];

void parts_write_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "we");

    ck_assert_ptr_nonnull(file);
    ck_assert_int_ge(fputs(text, file), 0);
    ck_assert_int_eq(fclose(file), 0);
}

const char parts_network[] =
    "{\"name\": \"n\", \"framework\": \"tensorflow-1.x\", \"preprocessing\": {\"inputs\": [{\"tensor_name\": "
    "\"input:0\", "
    "\"image\": {\"dimension_order\": \"NHWC\", \"resize_type\": \"SQUASH\", \"target_size\": \"32x32\", "
    "\"color_channels\": \"RGB\"}}]}, \"postprocessings\": [{\"tensors_output\": {\"tensors\": "
    "[\"probabilities\"]}}]}";

void parts_must(const char *line)
{
    struct buffer out = {0};
    int status = parts_run(&out, line);

    ck_assert_msg(status == 0, "%s: %d: %s", line, status, buffer_text(&out));
    buffer_free(&out);
}

void parts_says(const char *line, int status, const char *text)
{
    struct buffer out = {0};
    int ended = parts_run(&out, line);

    ck_assert_msg(ended == status, "%s: %d: %s", line, ended, buffer_text(&out));
    parts_has(&out, text);
    buffer_free(&out);
}

void parts_make_world(void)
{
    const char *mkmodel = getenv("NNREG_MKMODEL");
    char line[512];
    int i;

    snprintf(place, sizeof place, "/tmp/nnreg-tools-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(place));
    ck_assert_int_eq(chdir(place), 0);
    snprintf(line, sizeof line, "%s --kind classifier --size 32x32 --labels 2 model >made 2>&1",
             mkmodel != NULL ? mkmodel : "nnreg-mkmodel");
    ck_assert_int_eq(system(line), 0);
    parts_write_file("net.json", parts_network);
    parts_write_file(
        "spec.json",
        "{\"name\": \"s\", \"outputs\": [{\"labels\": {\"labels\": [{\"id\": 1, \"name\": \"a\"}, {\"id\": "
        "2, \"name\": \"b\"}], \"exclusive\": true, \"roi\": \"NONE\"}}]}");
    parts_write_file(
        "version.json",
        "{\"post_processings\": [{\"classification\": {\"output_tensor\": \"probabilities\"}}]}");
    parts_must("-r reg init");
    for (i = 0; i < 3; i++)
        parts_must("-r reg add net.json model");
    parts_must("-r reg spec add spec.json");
    parts_must("-r reg version add version.json --spec 1 --network 1");
}

void parts_remove_world(void)
{
    char line[128];

    snprintf(line, sizeof line, "rm -rf %s", place);
    ck_assert_int_eq(chdir("/"), 0);
    ck_assert_int_eq(system(line), 0);
}
