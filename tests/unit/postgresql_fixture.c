/* See postgresql_fixture.h. */
#include "postgresql_fixture.h"

#ifdef HAVE_POSTGRESQL

#include <fcntl.h>
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "pg_server.h"
#include "store/postgresql/postgresql_engine.h"

/* A folder that is removed leaves its number to another, which is made later. */
static void name_schema(char *name, size_t size, int folder)
{
    struct statx st;

    if (statx(folder, "", AT_EMPTY_PATH, STATX_INO | STATX_BTIME, &st) != 0)
        abort();
    snprintf(name, size, "s_%x_%x_%llx_%llx_%x", st.stx_dev_major, st.stx_dev_minor,
             (unsigned long long)st.stx_ino, (unsigned long long)st.stx_btime.tv_sec, st.stx_btime.tv_nsec);
}

void postgresql_conninfo(char *text, size_t size, int folder)
{
    char name[128];

    name_schema(name, sizeof name, folder);
    snprintf(text, size, "host=%s user=nnreg dbname=postgres options='-c search_path=%s'", pg_server_folder(),
             name);
}

/* The folder of a test, in which that of the store may be anywhere. */
static void test_folder(char *path, size_t size, int folder)
{
    char link[64];
    ssize_t got;
    char *at;

    snprintf(link, sizeof link, "/proc/self/fd/%d", folder);
    got = readlink(link, path, size - 1);
    path[got > 0 ? got : 0] = '\0';
    at = strstr(path, "/nnreg-test-");
    if (at != NULL)
        at[1 + strcspn(at + 1, "/")] = '\0';
}

static void run_quietly(PGconn *pq, const char *text, const char *first, const char *second)
{
    const char *const values[] = {first, second};

    PQclear(PQexecParams(pq, text, second != NULL ? 2 : first != NULL ? 1 : 0, NULL, values, NULL, NULL, 0));
}

/* Drops the schemas of folders that are gone, where nobody is at work in them. */
static void drop_removed(PGconn *pq)
{
    PGresult *all = PQexec(pq, "SELECT name, path FROM public.nnreg_stores");
    int row;

    for (row = 0; row < PQntuples(all); row++)
        if (access(PQgetvalue(all, row, 1), F_OK) != 0) {
            char text[256];

            snprintf(text, sizeof text, "DROP SCHEMA IF EXISTS %s CASCADE", PQgetvalue(all, row, 0));
            run_quietly(pq, text, NULL, NULL);
            run_quietly(pq, "DELETE FROM public.nnreg_stores WHERE name = $1", PQgetvalue(all, row, 0), NULL);
        }
    PQclear(all);
}

static void ignore_notice(void *context, const PGresult *notice)
{
    (void)context;
    (void)notice;
}

void postgresql_make_schema(int folder)
{
    static char last[128];
    char name[128], text[256], path[4096];
    PGconn *pq;

    name_schema(name, sizeof name, folder);
    if (strcmp(name, last) == 0)
        return;
    snprintf(text, sizeof text, "host=%s user=nnreg dbname=postgres", pg_server_folder());
    pq = PQconnectdb(text);
    (void)PQsetNoticeReceiver(pq, ignore_notice, NULL);
    run_quietly(pq, "SET lock_timeout = '50ms'", NULL, NULL);
    run_quietly(pq, "CREATE TABLE IF NOT EXISTS public.nnreg_stores (name text PRIMARY KEY, path text)", NULL,
                NULL);
    drop_removed(pq);
    test_folder(path, sizeof path, folder);
    snprintf(text, sizeof text, "CREATE SCHEMA IF NOT EXISTS %s", name);
    run_quietly(pq, text, NULL, NULL);
    run_quietly(pq, "INSERT INTO public.nnreg_stores VALUES ($1, $2) ON CONFLICT DO NOTHING", name, path);
    PQfinish(pq);
    strcpy(last, name);
}

static nnreg_status open_in_schema(struct nnreg_kv_store **store, int folder,
                                   const struct nnreg_kv_options *options, struct nnreg_error *error)
{
    char conninfo[1024];
    const struct nnreg_postgresql_options own = {.conninfo = conninfo};
    struct nnreg_kv_options here = *options;

    postgresql_make_schema(folder);
    postgresql_conninfo(conninfo, sizeof conninfo, folder);
    if (here.engine_options == NULL)
        here.engine_options = &own;
    return nnreg_postgresql_engine.open(store, folder, &here, error);
}

const struct nnreg_kv_engine *postgresql_test_engine(void)
{
    static struct nnreg_kv_engine engine;

    engine = nnreg_postgresql_engine;
    engine.open = open_in_schema;
    return &engine;
}

#else

const struct nnreg_kv_engine *postgresql_test_engine(void)
{
    return NULL;
}

#endif
