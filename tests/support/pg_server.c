/*
 * See pg_server.h. A process between the two waits at a pipe, whose other end all those have that the tests start, and that nothing
 * else has: its end is theirs. PostgreSQL refuses to be run by root; then it is run as who the package has made for it, or as nobody.
 */
#include "pg_server.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define PROGRAMS "/usr/lib/postgresql"

static char folder[512];  /* of the socket; below it are the data */
static char programs[64]; /* initdb and postgres */
static int keeper = -1;   /* the end of the pipe */

static void find_programs(void)
{
    DIR *versions = opendir(PROGRAMS);
    const struct dirent *entry;
    int newest = 0;

    programs[0] = '\0';
    while (versions != NULL && (entry = readdir(versions)) != NULL) {
        char path[300];

        snprintf(path, sizeof path, PROGRAMS "/%s/bin/postgres", entry->d_name);
        if (atoi(entry->d_name) > newest && access(path, X_OK) == 0) {
            newest = atoi(entry->d_name);
            snprintf(programs, sizeof programs, PROGRAMS "/%d/bin", newest);
        }
    }
    if (versions != NULL)
        closedir(versions);
}

/* Who is root becomes somebody else, whose the folder is. */
static bool become_nobody(void)
{
    const struct passwd *user;

    if (geteuid() != 0)
        return true;
    user = getpwnam("postgres");
    user = user != NULL ? user : getpwnam("nobody");
    return user != NULL && chown(folder, user->pw_uid, user->pw_gid) == 0 && setgroups(0, NULL) == 0 &&
           setgid(user->pw_gid) == 0 && setuid(user->pw_uid) == 0;
}

static pid_t run_program(char *const *words)
{
    pid_t child = fork();

    if (child == 0) {
        int log = open("log", O_WRONLY | O_CREAT | O_APPEND, 0600);

        (void)dup2(log, STDOUT_FILENO);
        (void)dup2(log, STDERR_FILENO);
        execv(words[0], words);
        _exit(127);
    }
    return child;
}

static bool make_data(void)
{
    char initdb[128];
    char *const words[] = {initdb,  "-D", "data", "-U",          "nnreg",     "-A",
                           "trust", "-E", "UTF8", "--no-locale", "--no-sync", NULL};
    int status = -1;

    snprintf(initdb, sizeof initdb, "%s/initdb", programs);
    return waitpid(run_program(words), &status, 0) > 0 && status == 0;
}

static pid_t run_server(void)
{
    char postgres[128], sockets[sizeof folder + 64];
    char *const words[] = {postgres,
                           "-D",
                           "data",
                           "-c",
                           sockets,
                           "-c",
                           "listen_addresses=",
                           "-c",
                           "shared_buffers=16MB",
                           "-c",
                           "max_connections=200",
                           "-c",
                           "max_wal_size=64MB",
                           "-c",
                           "min_wal_size=32MB",
                           "-c",
                           "lc_messages=C",
                           NULL};

    snprintf(postgres, sizeof postgres, "%s/postgres", programs);
    snprintf(sockets, sizeof sockets, "unix_socket_directories=%s", folder);
    return run_program(words);
}

static void stop_server(pid_t server)
{
    int status;

    (void)kill(server, SIGQUIT);
    while (waitpid(server, &status, 0) < 0 && errno == EINTR)
        continue;
}

static void remove_folder(void)
{
    char *const words[] = {"/bin/rm", "-rf", folder, NULL};
    int status;

    if (chdir("/") == 0)
        (void)waitpid(run_program(words), &status, 0);
}

/* The process between: tells by a byte when there are data, then serves, a byte being a restart, until the pipe is at its end. */
static _Noreturn void keep_server(int from, int told)
{
    pid_t server;
    char byte;

    (void)setsid();
    (void)signal(SIGINT, SIG_IGN);
    (void)signal(SIGTERM, SIG_IGN);
    if (!become_nobody() || chdir(folder) != 0 || !make_data())
        _exit(1);
    server = run_server();
    (void)!write(told, "", 1);
    close(told);
    while (read(from, &byte, 1) == 1) {
        stop_server(server);
        server = run_server();
    }
    stop_server(server);
    remove_folder();
    _exit(0);
}

/* As soon as its socket takes connections. The file of its process's state says so on its last line. */
static bool await_server(void)
{
    char path[sizeof folder + 32], text[512];
    int tries;

    snprintf(path, sizeof path, "%s/data/postmaster.pid", folder);
    for (tries = 0; tries < 6000; tries++) {
        FILE *file = fopen(path, "r");
        size_t size = file != NULL ? fread(text, 1, sizeof text - 1, file) : 0;

        if (file != NULL)
            fclose(file);
        text[size] = '\0';
        if (strstr(text, "ready") != NULL)
            return true;
        usleep(10000);
    }
    return false;
}

/* A child of a child, so that nobody has to wait for it. */
static bool start_keeper(void)
{
    int pipes[2], told[2];
    char byte;
    pid_t child;
    bool made;

    if (pipe2(pipes, O_CLOEXEC) != 0 || pipe2(told, O_CLOEXEC) != 0)
        return false;
    child = fork();
    if (child == 0) {
        close(pipes[1]);
        close(told[0]);
        if (fork() == 0)
            keep_server(pipes[0], told[1]);
        _exit(0);
    }
    close(pipes[0]);
    close(told[1]);
    (void)waitpid(child, NULL, 0);
    made = read(told[0], &byte, 1) == 1;
    close(told[0]);
    keeper = pipes[1];
    return made;
}

bool pg_server_start(const char **why)
{
    const char *base = getenv("TMPDIR");

    if (folder[0] != '\0')
        return true;
    find_programs();
    *why = "PostgreSQL is not installed (Debian: postgresql)";
    if (programs[0] == '\0')
        return false;
    *why = "PostgreSQL cannot be started";
    snprintf(folder, sizeof folder, "%s/nnreg-pg-XXXXXX", base != NULL ? base : "/tmp");
    if (mkdtemp(folder) != NULL && start_keeper() && await_server())
        return true;
    folder[0] = '\0';
    return false;
}

const char *pg_server_folder(void)
{
    return folder[0] != '\0' ? folder : NULL;
}

void pg_server_restart(void)
{
    (void)!write(keeper, "", 1);
}
