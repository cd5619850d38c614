/*
 * Which file systems are remote: see fsio.h. A store that is mapped, and locks of bytes, need one kernel that all processes
 * share; on these a host may see only its own locks, or its own copy of a page. FUSE is none of them: it says
 * nothing of what is behind it, mostly a local disk.
 */
#include <errno.h>
#include <stdatomic.h>
#include <sys/vfs.h>

#include "base/fsio_call.h"

static atomic_long pretended_type;

nnreg_status nnreg_fs_remote(const char **name, int folder, struct nnreg_error *error)
{
    /* The magic numbers of statfs(2) and linux/magic.h, of file systems whose locks another host may not see. */
    static const struct {
        unsigned long type;
        const char *name;
    } remote[] = {
        {0x6969, "NFS"},
        {0x517b, "SMB"},
        {0xfe534d42, "SMB2"},
        {0xff534d42, "CIFS"},
        {0x5346414f, "AFS"},
        {0x6b414653, "AFS"},
        {0x73757245, "Coda"},
        {0x00c36400, "Ceph"},
        {0x01021997, "9P"},
        {0x0bd00bd0, "Lustre"},
        {0x47504653, "GPFS"},
        {0x7461636f, "OCFS2"},
        {0x01161970, "GFS2"},
        {0x564c, "NCP"},
        {0x19830326, "BeeGFS"},
        {0x20030528, "OrangeFS"},
        {0x786f4256, "VirtualBox shared folder"},
    };
    struct statfs st;
    unsigned long type;
    size_t i;
    int result;

    *name = NULL;
    NNREG_FS_CALL(result, "fstatfs", fstatfs(folder, &st));
    if (result != 0)
        return nnreg_fs_fail(error, errno, "find out the file system of", folder, NULL);
    type = (unsigned long)st.f_type & 0xffffffffUL; /* f_type is signed, and by machine 32 bits wide or 64 */
    if (atomic_load(&pretended_type) != 0)
        type = (unsigned long)atomic_load(&pretended_type) & 0xffffffffUL;
    for (i = 0; i < sizeof remote / sizeof *remote; i++)
        if (remote[i].type == type)
            *name = remote[i].name;
    return NNREG_OK;
}

void nnreg_fs_pretend_type(long type)
{
    atomic_store(&pretended_type, type);
}
