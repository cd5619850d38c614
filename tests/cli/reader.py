# What python3 a scenario needs, in one process: a start takes longer than most of what is asked (lib.sh: ask).
# A question on standard input is fields, each ended by NUL: how many follow, the folder to be in, and the arguments of a python3,
# which are `-c TEXT` or a file, with what goes to it. The answer on standard output is the exit status, what was printed, and what
# was said on standard error, each ended by NUL, as `$(...)` has it. It ends with the scenario, whose end is that of its questions.
import os
import signal
import sys
import traceback


def fields(descriptor):
    rest = b""
    for piece in iter(lambda: os.read(descriptor, 65536), b""):
        *whole, rest = (rest + piece).split(b"\0")
        yield from whole


known = {}


def run(arguments):
    """The exit status of a python3 with these arguments."""
    try:
        if arguments[0] == "-c":
            name, text, sys.argv = "<string>", os.fsencode(arguments[1]), ["-c"] + arguments[2:]
        else:
            name, sys.argv = arguments[0], arguments
            with open(name, "rb") as file:
                text = file.read()
        if (name, text) not in known:
            known[name, text] = compile(text, name, "exec")
        exec(known[name, text], {"__name__": "__main__", "__file__": name})
    except SystemExit as end:
        if end.code is None or isinstance(end.code, int):
            return (end.code or 0) & 255
        print(end.code, file=sys.stderr)
        return 1
    except BaseException as error:
        # Without the line above that runs it.
        traceback.print_exception(type(error), error, error.__traceback__.tb_next)
        return 1
    return 0


def printed(file):
    file.seek(0)
    text = file.read()
    file.seek(0)
    file.truncate()
    return text.replace(b"\0", b"").rstrip(b"\n")


def main():
    # The shell has what it starts beside itself ignore these.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.signal(signal.SIGQUIT, signal.SIG_DFL)
    questions, answers = os.dup(0), os.fdopen(os.dup(1), "wb")
    # What is asked has neither of the two, but files for what it prints, and those no name.
    files = [open(".reader-%d" % number, "w+b", buffering=0) for number in (1, 2)]
    for number, file in enumerate(files, 1):
        os.unlink(file.name)
        os.dup2(file.fileno(), number)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    # Modules are looked for where python3 -c does.
    sys.path[0] = ""

    received = fields(questions)
    for count in received:
        folder, *arguments = (os.fsdecode(next(received)) for _ in range(int(count)))
        os.chdir(folder)
        status = run(arguments)
        sys.stdout.flush()
        sys.stderr.flush()
        answers.write(b"\0".join([b"%d" % status] + [printed(file) for file in files]) + b"\0")
        answers.flush()


main()
