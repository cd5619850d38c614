/* Ctrl-C: see interrupt.h. */
#include "interrupt.h"

#include <signal.h>
#include <stddef.h>

static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
static volatile sig_atomic_t signal_that_came;

static void note_signal(int number)
{
    signal_that_came = number;
}

void interrupt_catch(void)
{
    size_t i;

    for (i = 0; i < sizeof signals / sizeof signals[0]; i++) {
        struct sigaction action = {.sa_handler = note_signal, .sa_flags = SA_RESTART};
        struct sigaction before;

        sigemptyset(&action.sa_mask);
        if (sigaction(signals[i], NULL, &before) == 0 && before.sa_handler != SIG_IGN)
            sigaction(signals[i], &action, NULL);
    }
}

void interrupt_release(void)
{
    size_t i;

    for (i = 0; i < sizeof signals / sizeof signals[0]; i++) {
        struct sigaction before;

        if (sigaction(signals[i], NULL, &before) == 0 && before.sa_handler == note_signal)
            signal(signals[i], SIG_DFL);
    }
}

bool interrupt_came(void)
{
    return signal_that_came != 0;
}

int interrupt_exit_status(void)
{
    return 128 + (signal_that_came != 0 ? signal_that_came : SIGINT);
}
