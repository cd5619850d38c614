/*
 * How soon the command is there: `nnreg check` of a description and a small model, from its start to its end, against a program
 * that says hello and the same check as a call in this process. The floor is the program that says hello linked with the library:
 * what the system's loader takes for it and the libraries behind it.
 */
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "models.h"
#include "nnreg.h"
#include "store.h"

extern char **environ;

/* A program in the build folder, as the linker has left it. */
struct program {
    struct bench *bench;
    char path[BENCH_PATH];
    const char *arguments[5];
    unsigned times;
};

struct work {
    struct program *program; /* whose arguments are the description and the model */
    struct sample sample;
};

/* The build folder: this program is tests/bench/bench in it. */
static void find_build(struct bench *bench, char out[BENCH_PATH])
{
    ssize_t size = readlink("/proc/self/exe", out, BENCH_PATH - 1);
    int i;

    out[size < 0 ? 0 : size] = '\0';
    for (i = 0; i < 3; i++)
        if (strrchr(out, '/') != NULL)
            *strrchr(out, '/') = '\0';
    if (size < 0 || out[0] == '\0')
        bench_die(bench, "cannot tell where this program is");
}

/* Behind libtool's script there is the program itself, which finds its library by the environment. */
static bool find_program(struct program *program, struct bench *bench, const char *build, const char *folder,
                         const char *name)
{
    program->bench = bench;
    program->arguments[0] = name;
    (void)snprintf(program->path, sizeof program->path, "%s%s/.libs/%s", build, folder, name);
    if (access(program->path, X_OK) != 0)
        (void)snprintf(program->path, sizeof program->path, "%s%s/%s", build, folder, name);
    program->times = bench->quick ? 1 : 20;
    return access(program->path, X_OK) == 0;
}

static void run_program(void *context)
{
    struct program *program = context;
    posix_spawn_file_actions_t actions;
    pid_t child;
    int status;
    unsigned i;

    (void)posix_spawn_file_actions_init(&actions);
    (void)posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    for (i = 0; i < program->times; i++)
        if (posix_spawn(&child, program->path, &actions, NULL, (char **)(uintptr_t)program->arguments,
                        environ) != 0 ||
            waitpid(child, &status, 0) != child || status != 0)
            bench_die(program->bench, "%s fails", program->path);
    (void)posix_spawn_file_actions_destroy(&actions);
}

static void check_here(void *context)
{
    struct work *work = context;
    nnreg_findings *findings;
    nnreg_bundle *bundle;
    unsigned i;

    for (i = 0; i < work->program->times; i++) {
        if (nnreg_findings_new(&findings, NULL, 0) != NNREG_OK || nnreg_bundle_new(&bundle) != NNREG_OK ||
            nnreg_bundle_add_directory(bundle, work->program->arguments[3]) != NNREG_OK ||
            nnreg_check(findings, work->sample.json, work->sample.json_size, bundle, NULL) != NNREG_OK)
            bench_die(work->program->bench, "the check fails");
        nnreg_bundle_free(bundle);
        nnreg_findings_free(findings);
    }
}

/* The description and the model as files. */
static void write_files(struct bench *bench, struct work *work)
{
    struct mw_recipe recipe;
    FILE *file;

    sample_make(bench, &work->sample);
    mw_recipe_init(&recipe);
    recipe.kind = MW_KIND_FROZEN;
    bench_model(bench, &recipe, "model");
    file = fopen(work->program->arguments[2], "we");
    if (file == NULL ||
        fwrite(work->sample.json, 1, work->sample.json_size, file) != work->sample.json_size ||
        fclose(file) != 0)
        bench_die(bench, "cannot write %s: %s", work->program->arguments[2], strerror(errno));
}

static void race(struct bench *bench, struct program *command, struct program *hello, struct program *linked)
{
    struct work work = {.program = command};
    struct bench_job jobs[] = {
        {run_program, command, 0}, {run_program, hello, 0}, {run_program, linked, 0}, {check_here, &work, 0}};
    double times = command->times, theirs;

    write_files(bench, &work);
    bench_race(jobs, 4, bench->quick ? 1 : 31, BENCH_WALL);
    theirs = jobs[1].time + jobs[3].time;
    bench_figure(bench, BENCH_START, jobs[0].time / times, theirs / times);
    bench_floor(bench, BENCH_START, "hello, linked, and the work", (jobs[2].time + jobs[3].time) / times,
                theirs / times);
    bench_time(bench, "the same", "hello world", jobs[0].time / times, jobs[1].time / times);
    bench_time(bench, "the same", "the work alone", jobs[0].time / times, jobs[3].time / times);
    free(work.sample.model);
}

static void run(struct bench *bench)
{
    struct program command = {.arguments = {NULL, "check"}}, hello = {0}, linked = {0};
    char build[BENCH_PATH], libraries[BENCH_PATH + 8], description[BENCH_PATH], model[BENCH_PATH];

    find_build(bench, build);
    (void)snprintf(libraries, sizeof libraries, "%s/.libs", build);
    if (!find_program(&command, bench, build, "", "nnreg") ||
        !find_program(&hello, bench, build, "/tests/bench", "hello") ||
        !find_program(&linked, bench, build, "/tests/bench", "hello-linked")) {
        bench_no_figure(bench, BENCH_START, "the command is not beside this program");
        return;
    }
    (void)snprintf(description, sizeof description, "%s", bench_path(bench, "network.json"));
    (void)snprintf(model, sizeof model, "%s", bench_path(bench, "model"));
    command.arguments[2] = description;
    command.arguments[3] = model;
    (void)setenv("LD_LIBRARY_PATH", libraries, 1);
    race(bench, &command, &hello, &linked);
    (void)unsetenv("LD_LIBRARY_PATH");
}

const struct bench_topic bench_start = {"start", "the start of nnreg check", run};
