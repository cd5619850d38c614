/*
 * A PostgreSQL of Debian's packages for the tests of a program: in a folder of its own, with a socket there and nowhere else. It
 * ends, and the folder with it, when the process that started it and all its children have ended, whatever ended them.
 */
#ifndef NNREG_TESTS_PG_SERVER_H
#define NNREG_TESTS_PG_SERVER_H

#include <stdbool.h>

/* Starts it, once in a program, before it makes children. False: there is none, and *why says so. */
bool pg_server_start(const char **why);
/* The folder of its socket; NULL: it was not started. In children, too. */
const char *pg_server_folder(void);
/* Stops it at once, as if it had crashed, and starts it again: as soon as it can be, which may be later than this returns. */
void pg_server_restart(void);

#endif
