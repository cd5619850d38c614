/*
 * Clients that hold on to a connection. Each has so many seconds for the header of a request, from when it came or was last answered, however
 * its bytes drip in. While it owes a body, or the reading of an answer, WATCH_LEAST bytes have to move in
 * each WATCH_IDLES times --idle-seconds; what the server takes its time for counts against nobody. Whoever is late loses the connection. The daemon's own limit is on seconds without any byte.
 */
#ifndef NNREG_HTTPD_WATCH_H
#define NNREG_HTTPD_WATCH_H

#include <microhttpd.h>

#include "server.h"

#define WATCH_IDLES 2           /* times the seconds without any byte */
#define WATCH_LEAST (64u << 10) /* bytes that move in them at least */

struct watch;

/* What is waited for: the client's bytes, the server's work, or that the client takes an answer. */
enum watch_state { WATCH_HEADER, WATCH_BODY, WATCH_WORK, WATCH_ANSWER };

/* With a thread. NULL: there is none, or no memory. `abandon` is called for a request that its connection has when it ends. */
struct watch *watch_start(const struct server *server, void (*abandon)(void *request));
void watch_stop(struct watch *watch);
void watch_free(struct watch *watch);

/* MHD_NotifyConnectionCallback; the context is the watch. */
void watch_connection(void *watch, struct MHD_Connection *connection, void **state,
                      enum MHD_ConnectionNotificationCode code);

/* In the thread of a connection. */
void watch_set(struct MHD_Connection *connection, enum watch_state state);
/* The request that the connection has; NULL: none. MHD 0.9.75 does not tell the end of one whose parameters or cookies go beyond its memory. */
void watch_keep(struct MHD_Connection *connection, void *request);

#endif
