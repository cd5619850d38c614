/*
 * The names of scopes, as a tree of their parts: see scopes.h. A name costs its own length, however long the names are that
 * stand in front of it, since a body's nodes go on where the name of their call ends.
 */
#include <string.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/bytes.h"
#include "base/hash.h"
#include "tensorflow/scopes_parts.h"

enum {
    FIRST_SLOTS = 256,                         /* a power of two */
    LONGEST_BLOCK = NNREG_STRING_POOL_LONG - 2 /* of the part in front of "_*" */
};

static uint32_t add_name(struct nnreg_scopes_names *names, uint32_t parent, uint32_t part)
{
    struct nnreg_scopes_name *grown =
        nnreg_array_room(names->list, &names->room, names->count + 1, sizeof *grown);

    if (grown == NULL)
        return NNREG_SCOPES_NONE;
    names->list = grown;
    grown[names->count] =
        (struct nnreg_scopes_name){.parent = parent, .part = part, .box = NNREG_SCOPES_NONE};
    if (parent != NNREG_SCOPES_NONE)
        grown[parent].members++;
    return (uint32_t)names->count++;
}

static uint32_t *name_slot(const struct nnreg_scopes_names *names, uint32_t *slots, size_t count,
                           uint32_t parent, uint32_t part)
{
    uint64_t at = nnreg_hash_mix((uint64_t)parent << 32 | part, names->parts.seed[0] | 1);

    for (;; at++) {
        uint32_t *slot = &slots[at & (count - 1)];

        if (*slot == 0 || (names->list[*slot - 1].parent == parent && names->list[*slot - 1].part == part))
            return slot;
    }
}

static bool grow_names(struct nnreg_scopes_names *names)
{
    size_t count = names->slot_count == 0 ? FIRST_SLOTS : names->slot_count * 2, i;
    uint32_t *grown = nnreg_alloc_zero(count, sizeof *grown);

    if (grown == NULL)
        return false;
    for (i = 0; i < names->count; i++)
        if (names->list[i].parent != NNREG_SCOPES_NONE)
            *name_slot(names, grown, count, names->list[i].parent, names->list[i].part) = (uint32_t)i + 1;
    nnreg_free(names->slots);
    names->slots = grown;
    names->slot_count = count;
    return true;
}

static uint32_t name_below(struct nnreg_scopes_names *names, uint32_t parent, const char *text, size_t size)
{
    uint32_t part, *slot, name;

    if (nnreg_string_pool_put(&part, &names->parts, text, size) != NNREG_STRING_POOL_OK ||
        (names->count >= names->slot_count / 2 && !grow_names(names)))
        return NNREG_SCOPES_NONE;
    slot = name_slot(names, names->slots, names->slot_count, parent, part);
    if (*slot != 0)
        return *slot - 1;
    name = add_name(names, parent, part);
    *slot = name + 1; /* 0 again on no memory */
    return name;
}

/* A name at the level that it has now: blocks are counted without one. */
static uint32_t level_below(struct nnreg_scopes_names *names, uint32_t parent, const char *text, size_t size,
                            uint32_t levels)
{
    uint32_t name = name_below(names, parent, text, size);

    if (name != NNREG_SCOPES_NONE)
        names->list[name].level = names->list[parent].level + levels;
    return name;
}

/* "conv2_*"; NNREG_SCOPES_NONE on no memory. */
static uint32_t block_below(struct nnreg_scopes_names *names, uint32_t parent, const char *prefix,
                            size_t size)
{
    struct nnreg_bytes text = NNREG_BYTES_INIT;
    uint32_t block = NNREG_SCOPES_NONE;

    nnreg_bytes_put(&text, prefix, size);
    nnreg_bytes_text(&text, "_*");
    if (!text.failed)
        block = level_below(names, parent, text.content, text.size, 0);
    if (block != NNREG_SCOPES_NONE)
        names->list[block].is_block = true;
    nnreg_bytes_free(&text);
    return block;
}

/*
 * The block that a part of a name is in, which may be in another. One that a single name is in takes no level; nor does one that was
 * opened, where it would be the last that is told apart. A part too long for a name of a block has none.
 */
static uint32_t blocks_below(struct nnreg_scopes_names *names, uint32_t base, uint32_t depth,
                             const char *part, size_t size)
{
    size_t end = nnreg_scopes_block_end(part, size, 0);

    while (end > 0 && end <= LONGEST_BLOCK && names->list[base].level < depth) {
        struct nnreg_scopes_name *block;

        base = block_below(names, base, part, end);
        if (base == NNREG_SCOPES_NONE)
            break;
        block = &names->list[base];
        block->level += names->blocks == NNREG_SCOPES_TAKE_BLOCKS && block->members > 1 &&
                        !(block->is_opened && block->level + 1 == depth);
        end = nnreg_scopes_block_end(part, size, end);
    }
    return base;
}

uint32_t nnreg_scopes_name_of(struct nnreg_scopes_names *names, uint32_t base, uint32_t depth,
                              const char *name, size_t size)
{
    size_t begin = 0;

    while (base != NNREG_SCOPES_NONE && names->list[base].level < depth && begin <= size) {
        const char *slash = memchr(name + begin, '/', size - begin);
        size_t end = slash != NULL ? (size_t)(slash - name) : size;

        if (names->blocks != NNREG_SCOPES_NO_BLOCKS)
            base = blocks_below(names, base, depth, name + begin, end - begin);
        if (base == NNREG_SCOPES_NONE || names->list[base].level == depth)
            break;
        base = level_below(names, base, name + begin, end - begin, 1);
        begin = end + 1;
    }
    return base;
}

uint32_t nnreg_scopes_name_root(struct nnreg_scopes_names *names)
{
    return add_name(names, NNREG_SCOPES_NONE, 0);
}

struct nnreg_scopes_names *nnreg_scopes_names_make(void)
{
    struct nnreg_scopes_names *names = nnreg_alloc_zero(1, sizeof *names);

    if (names != NULL && (nnreg_string_pool_init(&names->parts) != NNREG_STRING_POOL_OK ||
                          nnreg_scopes_name_root(names) == NNREG_SCOPES_NONE)) {
        nnreg_scopes_names_free(names);
        return NULL;
    }
    return names;
}

void nnreg_scopes_names_free(struct nnreg_scopes_names *names)
{
    if (names == NULL)
        return;
    nnreg_string_pool_free(&names->parts);
    nnreg_free(names->list);
    nnreg_free(names->slots);
    nnreg_free(names);
}

uint32_t nnreg_scopes_name_parts(struct nnreg_scopes_part parts[NNREG_LIMIT_SCOPE_DEPTH],
                                 const struct nnreg_scopes_names *names, uint32_t scope)
{
    const struct nnreg_scopes_name *first = &names->list[scope], *name;
    uint32_t count = 0, at;

    for (name = first; name->parent != NNREG_SCOPES_NONE; name = &names->list[name->parent])
        count += !name->is_block || name == first;
    at = count;
    for (name = first; name->parent != NNREG_SCOPES_NONE; name = &names->list[name->parent]) {
        if (name->is_block && name != first)
            continue;
        at--;
        parts[at].text = nnreg_string_pool_at(&names->parts, name->part);
        parts[at].size = nnreg_string_pool_size(&names->parts, name->part);
    }
    return count;
}

uint32_t nnreg_scopes_parts(struct nnreg_scopes_part parts[NNREG_LIMIT_SCOPE_DEPTH],
                            const struct nnreg_scopes *scopes, uint32_t scope)
{
    return nnreg_scopes_name_parts(parts, scopes->names, scope);
}
