/*
 * Clients that hold on to a connection. Each has so many seconds for the header of a request, from when it came or was last answered, however
 * its bytes drip in. While it owes a body, or the reading of an answer, WATCH_LEAST bytes have to move in
 * each WATCH_IDLES times --idle-seconds; what the server takes its time for counts against nobody. Whoever is late loses the connection. The daemon's own limit is on seconds without any byte.
 */
#ifndef HTTP_WATCH_H
#define HTTP_WATCH_H

#include <microhttpd.h>
#include <pthread.h>

#define WATCH_IDLES 2           /* times the seconds without any byte */
#define WATCH_LEAST (64u << 10) /* bytes that move in them at least */

struct http_server;
struct watched; /* a connection */

/* All connections. The lock is of the list, and so of the sockets in it: none is closed while it is looked at. */
struct watch {
    pthread_mutex_t lock;
    struct watched *first;
};

/* What is waited for: the client's bytes, the server's work, or that the client takes an answer. */
enum watch_state { WATCH_HEADER, WATCH_BODY, WATCH_WORK, WATCH_ANSWER };

/* Cuts those who are late; to be called each second or more often. A server that stops lets nobody wait. */
void watch_look(struct http_server *server);

/* A connection begins; NULL: there is no memory, and nobody looks at it. */
struct watched *watch_enter(struct http_server *server, struct MHD_Connection *connection);
/* It ends; `watched` may be NULL. Returns the request that it still has. */
void *watch_leave(struct http_server *server, struct watched *watched);

/*
 * In the thread of a connection: what is waited for from now on, where that is another thing than before, and the request that it has; NULL:
 * none. MHD 0.9.75 does not tell the end of one whose parameters or cookies go beyond its memory.
 */
void watch_set(struct MHD_Connection *connection, enum watch_state state, void *request);

#endif
