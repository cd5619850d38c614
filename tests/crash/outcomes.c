/* See outcomes.h: open addressing, with the keys hashed already. Two keys may share one verdict. */
#include "outcomes.h"

#include <stdlib.h>

struct outcomes {
    size_t room, used;
    bool owns;
    struct outcome {
        uint64_t key; /* 0: free */
        struct verdict **verdict;
    } * outcome;
};

struct outcomes *outcomes_new(bool owns)
{
    struct outcomes *outcomes = calloc(1, sizeof *outcomes);

    if (outcomes == NULL)
        site_give_up("no memory");
    outcomes->owns = owns;
    return outcomes;
}

static struct outcome *find(const struct outcomes *outcomes, uint64_t key)
{
    size_t i = (size_t)key & (outcomes->room - 1);

    while (outcomes->outcome[i].key != 0 && outcomes->outcome[i].key != key)
        i = (i + 1) & (outcomes->room - 1);
    return &outcomes->outcome[i];
}

static void grow(struct outcomes *outcomes)
{
    struct outcomes old = *outcomes;
    size_t i;

    outcomes->room = old.room * 2 + 1024 - (old.room == 0 ? 0 : 1024);
    outcomes->outcome = calloc(outcomes->room, sizeof *outcomes->outcome);
    if (outcomes->outcome == NULL)
        site_give_up("no memory");
    for (i = 0; i < old.room; i++)
        if (old.outcome[i].key != 0)
            *find(outcomes, old.outcome[i].key) = old.outcome[i];
    free(old.outcome);
}

struct verdict **outcome_at(struct outcomes *outcomes, uint64_t key, bool *known)
{
    struct outcome *outcome;

    key += key == 0;
    if (outcomes->used * 2 >= outcomes->room)
        grow(outcomes);
    outcome = find(outcomes, key);
    *known = outcome->key != 0;
    if (!*known) {
        outcome->key = key;
        outcome->verdict = calloc(1, sizeof *outcome->verdict);
        if (outcome->verdict == NULL)
            site_give_up("no memory");
        outcomes->used++;
    }
    return outcome->verdict;
}

void outcomes_free(struct outcomes *outcomes)
{
    size_t i;

    for (i = 0; i < outcomes->room; i++) {
        if (outcomes->owns && outcomes->outcome[i].key != 0)
            free(*outcomes->outcome[i].verdict);
        free(outcomes->outcome[i].verdict);
    }
    free(outcomes->outcome);
    free(outcomes);
}
