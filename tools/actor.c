/* Who makes a change: see actor.h. */
#include "actor.h"

#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/*
 * Who has logged in, also behind sudo; else, where nobody has (a service), whose process this is. A container often runs under
 * a uid that its /etc/passwd does not know; the number tells two of them apart.
 */
static const char *login_name(void)
{
    static char name[256];
    const struct passwd *user;

    if (getlogin_r(name, sizeof name) == 0 && name[0] != '\0')
        return name;
    user = getpwuid(getuid());
    if (user != NULL)
        return user->pw_name;
    (void)snprintf(name, sizeof name, "uid %lu", (unsigned long)getuid());
    return name;
}

const char *actor_name(const struct run *run)
{
    const char *set = getenv("NNREG_ACTOR");

    if (run->actor != NULL)
        return run->actor;
    return set != NULL && set[0] != '\0' ? set : login_name();
}
