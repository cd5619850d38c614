/*
 * serve: gives out a stored file of a network as a server would, without its bytes passing through the program.
 *
 *     serve REGISTRY ID NAME >FILE
 *
 * A server does the same with its socket in the place of standard output. The descriptor stays good until it is closed,
 * even if the network is deleted meanwhile. Exit status: 0 done, 1 there is no such file, 2 anything else.
 * Build: cc -std=c99 serve.c $(pkg-config --cflags --libs nnreg) -o serve
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#define _POSIX_C_SOURCE 200809L

#include <nnreg.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <unistd.h>

/* Sends `size` bytes from where the descriptor stands; 0, or -1 with errno set. */
static int send_file(int to, int from, uint64_t size)
{
    while (size > 0) {
        size_t piece = size < (1u << 30) ? (size_t)size : (size_t)1 << 30;
        ssize_t sent = sendfile(to, from, NULL, piece);

        if (sent < 0 && errno == EINTR)
            continue;
        if (sent <= 0) {
            errno = sent == 0 ? EIO : errno; /* a stored file does not become shorter */
            return -1;
        }
        size -= (uint64_t)sent;
    }
    return 0;
}

int main(int argc, char **argv)
{
    struct nnreg_options options = NNREG_OPTIONS_INIT;
    char message[512];
    nnreg *registry;
    nnreg_status status;
    uint64_t size;
    int fd, result = 0;

    if (argc != 4) {
        fprintf(stderr, "usage: serve REGISTRY ID NAME\n");
        return 2;
    }
    options.flags = NNREG_OPEN_READ_ONLY;
    options.message = message;
    options.message_size = sizeof message;
    status = nnreg_open(&registry, argv[1], &options);
    if (status != NNREG_OK) {
        fprintf(stderr, "serve: %s\n", message);
        return 2;
    }
    status = nnreg_network_open_file(registry, &fd, &size, strtoull(argv[2], NULL, 10), argv[3]);
    if (status != NNREG_OK)
        fprintf(stderr, "serve: %s\n", nnreg_message(registry));
    nnreg_close(registry); /* the descriptor is ours and outlives it */
    if (status != NNREG_OK)
        return status == NNREG_NOT_FOUND ? 1 : 2;
    if (send_file(STDOUT_FILENO, fd, size) != 0) {
        fprintf(stderr, "serve: cannot send %s: %s\n", argv[3], strerror(errno));
        result = 2;
    }
    close(fd);
    return result;
}
