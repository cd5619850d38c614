/*
 * See operations.h: those that look after a registry. They leave its tables as they are; what there is for them to do is made anew
 * after each that was done.
 */
#include <check.h>

#include "operations.h"

/* ------------------------------------------------------------------------------------------------- compacting -- */

static nnreg_status compact_store(struct operated *operated)
{
    return nnreg_compact(operated->fixture->registry, NULL, NULL);
}

/* Room that a compaction gives back: what a network and its records have left. */
static void restore_room(struct operated *operated, bool was_done)
{
    nnreg *registry = operated->fixture->registry;

    if (was_done)
        ck_assert_int_eq(
            nnreg_network_delete(registry, fixture_add(operated->fixture, "room", 4), NULL, NULL), NNREG_OK);
}

/* -------------------------------------------------------------------------------------------------- looking over -- */

static nnreg_status look_over(struct operated *operated, unsigned flags)
{
    struct nnreg_call_options call = NNREG_CALL_OPTIONS_INIT;

    call.flags = flags;
    return nnreg_fsck(operated->fixture->registry, operated->fixture->findings, NULL, &call);
}

static nnreg_status look_at_all(struct operated *operated)
{
    return look_over(operated, 0);
}

static nnreg_status look_quickly(struct operated *operated)
{
    return look_over(operated, NNREG_QUICK);
}

/* Where there is nothing to mend; test_fsck_faults.c has what is. */
static nnreg_status repair_nothing(struct operated *operated)
{
    return look_over(operated, NNREG_REPAIR);
}

/* --------------------------------------------------------------------------------------------------- backing up -- */

/* To where the last one is, as far as it came. */
static nnreg_status back_up(struct operated *operated)
{
    return nnreg_backup(operated->fixture->registry, fixture_path(operated->fixture, "backup"), NULL, NULL);
}

/* It gets what the registry has not any more: there is a file to remove then. */
static void restore_difference(struct operated *operated, bool was_done)
{
    nnreg *registry = operated->fixture->registry;
    uint64_t id;

    if (!was_done)
        return;
    id = fixture_add(operated->fixture, "saved", 5);
    ck_assert_int_eq(back_up(operated), NNREG_OK);
    ck_assert_int_eq(nnreg_network_delete(registry, id, NULL, NULL), NNREG_OK);
}

const struct operation operation_upkeep[OPERATION_UPKEEP] = {
    {.name = "compact", .run = compact_store, .restore = restore_room},
    {.name = "fsck", .run = look_at_all, .finds = true},
    {.name = "quick fsck", .run = look_quickly, .finds = true},
    {.name = "repair", .run = repair_nothing, .finds = true},
    {.name = "back up", .run = back_up, .restore = restore_difference, .finds = true},
};
