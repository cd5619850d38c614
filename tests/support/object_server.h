/*
 * A store for objects that speaks Amazon S3's protocol, for tests: threads of the test's own program, on a port of this machine's own.
 * Objects are in memory; each request's signature, and the hash of what it brings, are computed here once more, and what differs is
 * refused by 403. What goes wrong is told beforehand (object_server_fault).
 */
#ifndef NNREG_TESTS_OBJECT_SERVER_H
#define NNREG_TESTS_OBJECT_SERVER_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum object_fault {
    OBJECT_FAULT_NONE,
    OBJECT_STATUS,       /* answers this status, with `code` in an error's text; nothing is done */
    OBJECT_DONE_STATUS,  /* the same, but it was done */
    OBJECT_SILENT,       /* does it, and says nothing until the other side gives up */
    OBJECT_DONE_CUT,     /* does it, and closes */
    OBJECT_CUT,          /* closes as soon as it has the headers; nothing is done */
    OBJECT_CUT_BODY,     /* closes in the middle of what it sends */
    OBJECT_ERROR_IN_200, /* 200, with an error as its text (`code`); nothing is done */
    OBJECT_HALF_IN_200, /* does it, and answers 200 with a text that ends too early, but as long as was said */
    OBJECT_ENDLESS_HEADERS, /* sends headers for ever */
    OBJECT_ENDLESS_BODY,    /* sends a body for ever */
    OBJECT_REDIRECT,        /* 307 to `code` */
    OBJECT_OTHER_RANGE      /* the bytes from 0 on, whatever was asked for */
};

struct object_server {
    char endpoint[64]; /* http://127.0.0.1:PORT */
    const char *token; /* that requests must have; NULL: none */
    bool forgets;      /* the bytes of objects are looked at and not kept */
    unsigned page;     /* objects in one page of a listing */
    bool same_token;   /* each page of a listing has the same one */

    /* Its own. */
    int listener;
    pthread_t thread;
    pthread_mutex_t mutex;
    pthread_t connections[512];
    unsigned connection_count;
    struct served_object *objects;
    struct object_plan {
        const char *method, *query; /* `query`: what the request's begins with */
        enum object_fault fault;
        int status;
        const char *code;
        unsigned skip, times;
    } plans[16];
    unsigned plan_count;
    char log
        [8192]; /* "PUT GET " … : the methods of all requests, and behind '?' the first word of their query */
};

#define OBJECT_KEY_ID "AKIAIOSFODNN7EXAMPLE"
#define OBJECT_SECRET "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
#define OBJECT_BUCKET "examplebucket"

void object_server_start(struct object_server *server);
void object_server_stop(struct object_server *server);

/* Behind `skip` of them, so many requests of this method and query fail. */
void object_server_fault(struct object_server *server, const char *method, const char *query,
                         enum object_fault fault, int status, const char *code, unsigned skip,
                         unsigned times);
/* An object's size, or -1; its key has the prefix. */
int64_t object_server_size(struct object_server *server, const char *key);
bool object_server_is(struct object_server *server, const char *key, const void *content, size_t size);
/* Puts one without a request; content NULL: zeros. */
void object_server_add(struct object_server *server, const char *key, const void *content, size_t size);
/* Uploads in parts that are begun and neither complete nor aborted. */
unsigned object_server_uploads(struct object_server *server);
/* Requests of this method. */
unsigned object_server_count(struct object_server *server, const char *method);

#endif
