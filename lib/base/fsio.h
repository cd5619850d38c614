/*
 * The only POSIX file code; what it asks of the system is told in the files, by concept. Everything is relative to an open
 * folder, close-on-exec, retried when a signal interrupts it, and follows no symbolic link in its last part. Each system
 * call first passes `nnreg_fs_step`, the seam by which tests make the n-th one fail or kill the process in front of it.
 */
#ifndef NNREG_BASE_FSIO_H
#define NNREG_BASE_FSIO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

#define NNREG_PIECE ((size_t)128 << 10) /* bytes read or copied at once */

enum nnreg_file_kind { NNREG_FILE_REGULAR, NNREG_FILE_DIRECTORY, NNREG_FILE_LINK, NNREG_FILE_OTHER };

struct nnreg_file_stat {
    enum nnreg_file_kind kind;
    uint64_t size;
    uint64_t device;
    uint64_t inode;
    bool read_only;  /* nobody may write to it, by its mode */
    int64_t changed; /* its bytes, mode, owner or links (ctime, not to be set): nanoseconds since 1970 */
};

/*
 * The seam. The hook sees the name of each system call before it is made; what it returns, if not 0, is the errno the
 * call fails with, unmade. NULL: none. The store passes its commits through here, too ("commit", "committed").
 */
typedef int nnreg_fs_hook(const char *call);
void nnreg_fs_use_hook(nnreg_fs_hook *hook);
int nnreg_fs_step(const char *call);

#define NNREG_FS_PATH 400 /* bytes of a path in a message; of a longer one it is the end */

/*
 * The whole path of `path` below `folder`, or with NULL of what the descriptor `folder` has open, for a message. False:
 * there is none to be had.
 */
bool nnreg_fs_path(char out[NNREG_FS_PATH], int folder, const char *path);

/* As nnreg_fail_errno, with the text `cannot WHAT "PATH": …`; `path` as for nnreg_fs_path. */
nnreg_status nnreg_fs_fail(struct nnreg_error *error, int number, const char *what, int folder,
                           const char *path);

/* What is at `path` below `folder` (AT_FDCWD is allowed everywhere), without following a link. */
nnreg_status nnreg_fs_stat(struct nnreg_file_stat *stat, int folder, const char *path,
                           struct nnreg_error *error);
nnreg_status nnreg_fs_stat_fd(struct nnreg_file_stat *stat, int fd, struct nnreg_error *error);
/* Whether two looks met the same file or folder, whatever it was called. It holds as long as somebody has it open. */
bool nnreg_fs_is_same(const struct nnreg_file_stat *a, const struct nnreg_file_stat *b);

/*
 * Opens a regular file for reading; never blocks. NNREG_INVALID_ARGUMENT, with stat->kind telling what it is, for
 * anything else.
 */
nnreg_status nnreg_fs_open(int *fd, struct nnreg_file_stat *stat, int folder, const char *path,
                           struct nnreg_error *error);

/*
 * The same for a file that is locked or written in place as well: for reading and writing where that is allowed, else for
 * reading alone (`*writable` tells; NULL: then it fails). It makes no file.
 */
nnreg_status nnreg_fs_open_for_update(int *fd, bool *writable, struct nnreg_file_stat *stat, int folder,
                                      const char *path, struct nnreg_error *error);

/* Opens a folder. `follow`: `path` may be a symbolic link to one. */
nnreg_status nnreg_fs_open_folder(int *fd, int folder, const char *path, bool follow,
                                  struct nnreg_error *error);

/* Makes a folder; one that is there already is as good, and anything else of that name not told from one. */
nnreg_status nnreg_fs_make_folder(int folder, const char *path, struct nnreg_error *error);

/* Creates a file for reading and writing that must not exist yet. */
nnreg_status nnreg_fs_create(int *fd, int folder, const char *path, struct nnreg_error *error);

/* Files without a name, for reading and writing, which go with their descriptor: in memory, or in this folder. */
nnreg_status nnreg_fs_create_in_memory(int *fd, struct nnreg_error *error);
nnreg_status nnreg_fs_create_unnamed(int *fd, const char *folder, struct nnreg_error *error);
/*
 * One on the file system of an open folder that may get a name later (nnreg_fs_link); it is read-only for whoever opens it by
 * that. NNREG_UNSUPPORTED: the file system has none.
 */
nnreg_status nnreg_fs_create_to_link(int *fd, int folder, struct nnreg_error *error);

/* Reads up to `size` bytes at `offset`; `*got` is less only at the end of the file. */
nnreg_status nnreg_fs_read(size_t *got, int fd, uint64_t offset, void *content, size_t size,
                           struct nnreg_error *error);
nnreg_status nnreg_fs_write(int fd, uint64_t offset, const void *content, size_t size,
                            struct nnreg_error *error);
/* Writes where the descriptor stands: to what may be a pipe or a socket, for whose reader it waits. */
nnreg_status nnreg_fs_append(int fd, const void *content, size_t size, struct nnreg_error *error);
/* A hint: what was written there, of a file that is written from its beginning on, will be waited for soon. */
void nnreg_fs_begin_sync(int fd, uint64_t offset, uint64_t size);
nnreg_status nnreg_fs_truncate(int fd, uint64_t size, struct nnreg_error *error);

/*
 * Gives the first `size` bytes of the file their blocks, and the file that length at least, where the file system can do
 * that: a hole in a mapped file is a SIGBUS when the device is full. See fsio_room.c.
 */
nnreg_status nnreg_fs_reserve(int fd, uint64_t size, struct nnreg_error *error);
/* Why the file could not become longer now: ENOSPC, EDQUOT, EFBIG (a limit of the process); 0 when it could. */
int nnreg_fs_lacks_room(int fd);

/* Takes away everybody's permission to write; what the umask allowed for reading stays. */
nnreg_status nnreg_fs_protect(int fd, struct nnreg_error *error);

/*
 * Gives a new file the mode, the group and, where this process may, the owner of another: who may read and write that may do so
 * with this. NNREG_IO: the group cannot be given.
 */
nnreg_status nnreg_fs_keep_rights(int to, int from, struct nnreg_error *error);

/* Shares the blocks of `from` with the new file `to` where the file system can; `*shared` tells whether it did. */
nnreg_status nnreg_fs_reflink(bool *shared, int to, int from, struct nnreg_error *error);

/* Waits until the file, or the folder's entries, are on the device. */
nnreg_status nnreg_fs_sync(int fd, struct nnreg_error *error);
nnreg_status nnreg_fs_rename(int from_folder, const char *from, int to_folder, const char *to,
                             struct nnreg_error *error);
/* The same, but what is at `to` already stays: NNREG_EXISTS. */
nnreg_status nnreg_fs_rename_new(int from_folder, const char *from, int to_folder, const char *to,
                                 struct nnreg_error *error);
/*
 * Exchanges the two, in one step where the file system can. `aside`: a name in `from_folder` that is free, used where it
 * cannot, and under which what was at `to` may stay then (fsio_folder.c).
 */
nnreg_status nnreg_fs_exchange(int from_folder, const char *from, int to_folder, const char *to,
                               const char *aside, struct nnreg_error *error);
/* Gives the open file one more name: a hard link. The errno of a failure is in error->cause. */
nnreg_status nnreg_fs_link(int fd, int folder, const char *path, struct nnreg_error *error);
/* The same of a file by a name that it has in the folder already. */
nnreg_status nnreg_fs_link_name(int folder, const char *path, const char *second, struct nnreg_error *error);
/* Removes a file (or an empty folder); one that is not there is as good as removed. */
nnreg_status nnreg_fs_remove(int folder, const char *path, struct nnreg_error *error);
nnreg_status nnreg_fs_remove_folder(int folder, const char *path, struct nnreg_error *error);
/* Removes a folder with all that is in it; one that is not there is as good as removed. What cannot be removed stays. */
nnreg_status nnreg_fs_remove_tree(int folder, const char *path, struct nnreg_error *error);
/* Waits until the names in a folder, and in all folders below it, are on the device. */
nnreg_status nnreg_fs_sync_folders(int folder, const char *path, struct nnreg_error *error);
void nnreg_fs_close(int fd);

/*
 * A descriptor of no file, to be polled: readable from when it was rung on, until 8 bytes were read from it. Reading never blocks.
 * NNREG_UNSUPPORTED: the system has none. NNREG_BUSY, NNREG_NO_MEMORY.
 */
nnreg_status nnreg_fs_bell(int *fd, struct nnreg_error *error);
void nnreg_fs_ring(int fd);

/*
 * An exclusive lock of a file or a folder for as long as its descriptor is open (flock). `wait` false: NNREG_BUSY when another
 * descriptor has it.
 */
nnreg_status nnreg_fs_lock(int fd, bool wait, struct nnreg_error *error);
/* The same, shared with others that want no more; waits while somebody has it alone. */
nnreg_status nnreg_fs_lock_shared(int fd, struct nnreg_error *error);
/* The same alone, without waiting: *taken, and NNREG_OK, where somebody else has it. */
nnreg_status nnreg_fs_try_lock(bool *taken, int fd, struct nnreg_error *error);
/* Ends either, also where a forked child still has the descriptor open. */
void nnreg_fs_unlock(int fd);

/*
 * A lock of `count` bytes from `from` on (they need not exist), shared or exclusive, against every other open file of this
 * process or another; an exclusive one needs a descriptor that may write. The open file's own locks do not stand in its
 * way: the last call on a byte is what holds. `wait` false: NNREG_BUSY when another has it. See fsio_lock.c.
 */
nnreg_status nnreg_fs_lock_bytes(int fd, bool exclusive, uint64_t from, uint64_t count, bool wait,
                                 struct nnreg_error *error);
void nnreg_fs_unlock_bytes(int fd, uint64_t from, uint64_t count);
/* Whether another open file has a lock, of either kind, in the range. */
nnreg_status nnreg_fs_bytes_are_locked(bool *locked, int fd, uint64_t from, uint64_t count,
                                       struct nnreg_error *error);

/*
 * A lock that another open file has in the range; one of several is any of them. *count: its bytes in the range, 0 when there is
 * none.
 */
nnreg_status nnreg_fs_find_lock(uint64_t *at, uint64_t *count, bool *exclusive, int fd, uint64_t from,
                                uint64_t range, struct nnreg_error *error);

/*
 * When a process of this id was started, as the system tells it: microseconds since 1970, a clock tick early at most and what
 * passes between two readings of clocks; 0: it does not tell (there is none, or there is no /proc). Not behind the seam.
 */
int64_t nnreg_fs_process_start(long process);

/*
 * The entries of a folder but "." and "..", sorted by bytes; what each is tells nnreg_fs_stat. NNREG_LIMIT above
 * `most`. Freed with nnreg_fs_names_free.
 */
struct nnreg_fs_names {
    char **name;
    size_t count;
};
nnreg_status nnreg_fs_list(struct nnreg_fs_names *names, int folder, size_t most, struct nnreg_error *error);
void nnreg_fs_names_free(struct nnreg_fs_names *names);

/* The file system a folder is on, when it is a remote one ("NFS"), NULL when it is local. */
nnreg_status nnreg_fs_remote(const char **name, int folder, struct nnreg_error *error);

/* The seam for it: the f_type that statfs is to report, 0 for the true one. Tests only. */
void nnreg_fs_pretend_type(long type);

#endif
