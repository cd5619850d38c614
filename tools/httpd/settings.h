/* The command line. */
#ifndef NNREG_HTTPD_SETTINGS_H
#define NNREG_HTTPD_SETTINGS_H

#include "server.h"

/* -1: go on. Else the exit status, after the help, the version or what is wrong was printed. */
int settings_read(struct settings *settings, int argc, char **argv);

#endif
