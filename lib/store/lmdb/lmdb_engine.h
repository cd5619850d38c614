/*
 * The default engine: LMDB, one data file that is mapped into memory. A reader never waits, in this process or in another; one
 * writer is at work at a time, over all processes; a commit is on the device when it returns. What it cannot give:
 *
 *   map          LMDB sees its file through a mapping of fixed size. That has to grow before the file can, and can only while
 *                this process has no transaction open; so a snapshot that is held for long makes a write that needs room wait
 *                (map.c). One mapping, and so one environment, serves all handles of the process to one folder.
 *   damage       LMDB follows page numbers unchecked: a page behind the end of the file is a SIGBUS, which ends the host, and
 *                LMDB's own assertions would abort() it. So pages are looked at before LMDB follows them (page_checks.c), an
 *                assertion is made a failure (calls.c); and nobody may truncate data.mdb while it is open.
 *   fork         Neither the locks nor the readers' slots of a process are its child's. A handle is of the process that opened
 *                it (environments.c).
 *   slots        A snapshot takes a slot in lock.mdb, of which there are 4096, or as many as who opened the store first has
 *                asked for; where all are taken it is NNREG_BUSY. A process that can have none (its id is in use in another PID namespace, or it may not write lock.mdb) reads all the same, and a writer waits for it while it
 *                reads a state that is not one of the last two (snapshots.c).
 *   old states   Room that a snapshot needs is not used again while it is open, so one that never ends lets the file grow.
 *   keys         1 to 511 bytes.
 *   other hosts  The locks that protect the store are those of one kernel. A remote file system is refused, unless allowed.
 *
 * The rights of kv.h: every write has the only right to write there is, from its begin until its commit is on the device (lock
 * WRITING, locks.c). So each of them is given with it, and to claim one does nothing more; but to be alone takes the lock of those
 * who open the store, too.
 */
#ifndef NNREG_STORE_LMDB_LMDB_ENGINE_H
#define NNREG_STORE_LMDB_LMDB_ENGINE_H

#include "store/kv_engine.h"

extern const struct nnreg_kv_engine nnreg_lmdb_engine;

/* For nnreg_kv_options.engine_options. */
struct nnreg_lmdb_options {
    uint64_t map_size; /* bytes of address space to begin with; 0: a default. Grows by itself. For tests */
};

#endif
