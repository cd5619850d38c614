/*
 * Clients that hold on to a connection without saying anything: each has so many seconds for the header of a request, from when it came or
 * was last answered, however its bytes drip in; the daemon's own limit is on seconds without a byte. Whoever is late loses the connection.
 */
#ifndef NNREG_HTTPD_WATCH_H
#define NNREG_HTTPD_WATCH_H

#include <microhttpd.h>

#include "server.h"

struct watch;

/* With a thread. NULL: there is none, or no memory. */
struct watch *watch_start(const struct server *server);
void watch_stop(struct watch *watch);
void watch_free(struct watch *watch);

/* MHD_NotifyConnectionCallback; the context is the watch. */
void watch_connection(void *watch, struct MHD_Connection *connection, void **state,
                      enum MHD_ConnectionNotificationCode code);

/* In the thread of a connection: its request's header has come, and it has been answered. */
void watch_request_begun(struct MHD_Connection *connection);
void watch_request_ended(struct MHD_Connection *connection);

#endif
