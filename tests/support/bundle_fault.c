/*
 * Damaging a bundle while it is written: the files of its shards, the entries of its tensors, the finished table.
 *
 * Everything but the one fault stays right: checksums are made after the damage where the fault is not one of checksums,
 * so that a reader has to find the fault itself.
 */
#include <errno.h>
#include <string.h>

#include "bundle_parts.h"

bool mw_bundle_strikes(const struct mw_bundle *b, enum mw_fault_kind kind, const struct mw_piece *p)
{
    if (b->fault->kind != kind || p->slice)
        return false;
    return b->fault->key ? strcmp(b->fault->key, p->tensor->key) == 0 : p == &b->piece[b->pieces - 1];
}

static bool has_target(const struct mw_bundle *b)
{
    const struct mw_fault *fault = b->fault;
    if (fault->kind == MW_FAULT_DROP_SLICE)
        return b->pieces && b->piece[0].slice;
    if (mw_fault_rows[fault->kind].at == MW_AT_NUMBER && fault->kind != MW_FAULT_SHARD_COUNT &&
        fault->kind != MW_FAULT_TRUNCATE_INDEX)
        return fault->number >= 0 && fault->number < b->shards;
    if (mw_fault_rows[fault->kind].at != MW_AT_KEY)
        return true;
    for (size_t i = 0; i < b->pieces; i++) {
        const struct mw_piece *p = &b->piece[i], *first = NULL;
        if (!mw_bundle_strikes(b, fault->kind, p))
            continue;
        for (size_t j = 0; j < i && !first; j++)
            first = b->piece[j].stored && b->piece[j].shard == p->shard ? &b->piece[j] : NULL;
        return fault->kind != MW_FAULT_OVERLAP || (first && p->dtype != MW_STRING);
    }
    return false;
}

void mw_bundle_check_fault(const struct mw_bundle *b)
{
    if (!has_target(b))
        mw_folder_fail(b->folder, EINVAL, "a bundle with this fault, which strikes nothing");
}

void mw_bundle_damage_shard(const struct mw_bundle *b, int shard, const char *name, uint64_t size)
{
    if (b->fault->number != shard)
        return;
    if (b->fault->kind == MW_FAULT_OMIT_SHARD)
        mw_folder_remove(b->folder, name);
    else if (b->fault->kind == MW_FAULT_EMPTY_SHARD)
        mw_folder_truncate(b->folder, name, 0);
    else if (b->fault->kind == MW_FAULT_TRUNCATE_SHARD)
        mw_folder_truncate(b->folder, name, size ? size - 1 : 0);
}

/* --- Entries --- */

static void wrong_shape(struct mw_shape *s)
{
    if (s->rank >= 2 && s->dim[0] != s->dim[1]) {
        int64_t first = s->dim[0];
        s->dim[0] = s->dim[1];
        s->dim[1] = first;
    } else if (s->rank < MW_MAX_RANK) {
        s->dim[s->rank++] = 1;
    }
}

static void damage_shape(struct mw_shape *s, enum mw_fault_kind kind)
{
    if (kind == MW_FAULT_WRONG_SHAPE)
        wrong_shape(s);
    else if (kind == MW_FAULT_HUGE_SHAPE)
        *s = MW_SHAPE(INT64_C(1) << 31, INT64_C(1) << 31, INT64_C(1) << 31);
    else if (s->rank == 0)
        *s = kind == MW_FAULT_NEGATIVE_DIM ? MW_SHAPE(-1) : MW_SHAPE(2);
    else
        s->dim[s->rank - 1] = kind == MW_FAULT_NEGATIVE_DIM ? -1 : s->dim[s->rank - 1] + 1;
}

static void rename_piece(struct mw_bundle *b, struct mw_piece *p)
{
    char *key = mw_arena_alloc(&b->arena, p->key.size + 1);
    memcpy(key, p->key.data, p->key.size);
    key[p->key.size] = '_';
    p->key = (struct mw_bytes){key, p->key.size + 1};
}

static uint64_t shard_size(const struct mw_bundle *b, int shard)
{
    uint64_t end = 0;
    for (size_t i = 0; i < b->pieces; i++)
        if (b->piece[i].stored && b->piece[i].shard == shard && b->piece[i].offset + b->piece[i].size > end)
            end = b->piece[i].offset + b->piece[i].size;
    return end;
}

static void damage_entry(struct mw_bundle *b, struct mw_piece *p)
{
    switch (b->fault->kind) {
    case MW_FAULT_DROP_ENTRY:
        p->dropped = true;
        break;
    case MW_FAULT_GARBAGE_ENTRY:
        p->garbage = true;
        break;
    case MW_FAULT_RENAME_ENTRY:
        rename_piece(b, p);
        break;
    case MW_FAULT_WRONG_DTYPE:
        p->dtype = p->dtype == MW_INT32 ? MW_FLOAT : MW_INT32;
        break;
    case MW_FAULT_REF_DTYPE:
        p->dtype += MW_REF;
        break;
    case MW_FAULT_RESOURCE_DTYPE:
        p->dtype = MW_RESOURCE;
        break;
    case MW_FAULT_WRONG_SHAPE:
    case MW_FAULT_WRONG_COUNT:
    case MW_FAULT_HUGE_SHAPE:
    case MW_FAULT_NEGATIVE_DIM:
        damage_shape(&p->shape, b->fault->kind);
        break;
    case MW_FAULT_WRONG_SIZE:
        p->size++;
        break;
    case MW_FAULT_BAD_CRC:
        p->crc ^= 0x10;
        break;
    case MW_FAULT_PAST_END:
        p->offset = shard_size(b, p->shard) + 1;
        break;
    case MW_FAULT_NEGATIVE_OFFSET:
        p->offset = UINT64_MAX;
        break;
    case MW_FAULT_SHARD_ID:
        p->shard = b->shards;
        break;
    case MW_FAULT_NEGATIVE_SHARD_ID:
        p->shard = -1;
        break;
    default:
        break;
    }
}

void mw_bundle_damage_entries(struct mw_bundle *b)
{
    bool slice_dropped = false;
    for (size_t i = 0; i < b->pieces; i++) {
        struct mw_piece *p = &b->piece[i];
        if (mw_bundle_strikes(b, b->fault->kind, p))
            damage_entry(b, p);
        if (b->fault->kind == MW_FAULT_DROP_SLICE && p->slice && !slice_dropped &&
            (!b->fault->key || strcmp(b->fault->key, p->tensor->key) == 0))
            p->dropped = slice_dropped = true;
    }
}

/* --- The table --- */

void mw_bundle_damage_table(const struct mw_bundle *b, struct mw_sstable *t)
{
    if (b->fault->kind == MW_FAULT_BAD_MAGIC)
        t->file.data[t->file.size - 1] ^= 0x10;
    else if (b->fault->kind == MW_FAULT_DATA_BLOCK_CRC)
        t->file.data[3] ^= 0x10;
    else if (b->fault->kind == MW_FAULT_INDEX_BLOCK_CRC)
        t->file.data[t->index_offset + 1] ^= 0x10;
    else if (b->fault->kind == MW_FAULT_EMPTY_INDEX)
        t->file.size = 0;
    else if (b->fault->kind == MW_FAULT_TRUNCATE_INDEX && b->fault->number >= 0)
        t->file.size -= (uint64_t)b->fault->number < t->file.size ? (size_t)b->fault->number : t->file.size;
}
