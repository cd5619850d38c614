/* Where requests come in: a socket of the server's own, or the one that systemd opened (sd_listen_fds(3)); and what is told to systemd. */
#ifndef HTTP_LISTEN_H
#define HTTP_LISTEN_H

#include "server.h"

/*
 * A listening socket, or -1, after a message was printed. `address` of `size` bytes gets what it is bound to, as ADDRESS:PORT. One that
 * other machines reach is refused without keys and --open-to-all.
 */
int listen_open(const struct http_server *server, char *address, size_t size);

/* A line for systemd ("READY=1"), where it listens (sd_notify(3)). */
void listen_notify(const char *state);

#endif
