/*
 * nnreg completion: what a shell is to read so that it completes nnreg's command line. The scripts know nothing of commands
 * and options; they ask `nnreg completion words` at each Tab (completion.h).
 */
#include <string.h>

#include "commands.h"
#include "completion.h"
#include "output.h"
#include "report.h"

/* COMP_WORDS are as they were typed: quotes and the tilde are still in them. */
static const char bash_script[] =
    "# bash completion for nnreg (nnreg completion bash)\n"
    "_nnreg() {\n"
    "    local current=${COMP_WORDS[COMP_CWORD]} word line\n"
    "    local -a words=()\n"
    "    for word in \"${COMP_WORDS[@]:1:COMP_CWORD}\"; do\n"
    "        word=${word/#\\~\\//$HOME/}\n"
    "        words+=(\"${word//[\\\\\\\"\\']/}\")\n"
    "    done\n"
    "    [[ $current == = ]] && current=\n"
    "    COMPREPLY=()\n"
    "    while IFS= read -r line; do\n"
    "        case $line in\n"
    "        $'\\tpaths')\n"
    "            compopt -o filenames 2>/dev/null\n"
    "            mapfile -t COMPREPLY < <(compgen -f -- \"$current\")\n"
    "            ;;\n"
    "        $'\\tfolders')\n"
    "            compopt -o filenames 2>/dev/null\n"
    "            mapfile -t COMPREPLY < <(compgen -d -- \"$current\")\n"
    "            ;;\n"
    "        *) COMPREPLY+=(\"${line%%$'\\t'*}\") ;;\n"
    "        esac\n"
    "    done < <(\"${COMP_WORDS[0]}\" completion words -- \"${words[@]}\" 2>/dev/null)\n"
    "}\n"
    "complete -F _nnreg nnreg\n";

static const char zsh_script[] =
    "#compdef nnreg\n"
    "# zsh completion for nnreg (nnreg completion zsh)\n"
    "_nnreg() {\n"
    "    local line word what\n"
    "    local -a given described\n"
    "    given=(\"${(@Q)words[2,CURRENT]}\")\n"
    "    given=(\"${(@)given/#\\~\\//$HOME/}\")\n"
    "    while IFS= read -r line; do\n"
    "        word=${line%%$'\\t'*} what=${line#*$'\\t'}\n"
    "        if [[ -n $word ]]; then\n"
    "            described+=(\"${word//:/\\\\:}${what:+:$what}\")\n"
    "        else\n"
    "            [[ $PREFIX == --*=* ]] && compset -P '*='\n"
    "            if [[ $what == folders ]]; then _files -/; else _files; fi\n"
    "        fi\n"
    "    done < <(\"${words[1]}\" completion words -- \"${given[@]}\" 2>/dev/null)\n"
    "    (( $#described )) && _describe -V nnreg described\n"
    "}\n"
    "if [[ $funcstack[1] == _nnreg ]]; then _nnreg \"$@\"; else compdef _nnreg nnreg; fi\n";

static const char fish_script[] =
    "# fish completion for nnreg (nnreg completion fish)\n"
    "function __nnreg_words\n"
    "    set -l words (commandline -opc)\n"
    "    set -l current (commandline -ct)\n"
    "    set -l lines ($words[1] completion words -- $words[2..-1] \"$current\" 2>/dev/null)\n"
    "    switch \"$lines[1]\"\n"
    "        case \\tpaths\n"
    "            __fish_complete_path \"$current\"\n"
    "        case \\tfolders\n"
    "            __fish_complete_directories \"$current\" ''\n"
    "        case '*'\n"
    "            printf '%s\\n' $lines\n"
    "    end\n"
    "end\n"
    "complete -c nnreg -f -a '(__nnreg_words)'\n";

static const struct {
    const char *word, *script;
} shells[] = {{"bash", bash_script}, {"zsh", zsh_script}, {"fish", fish_script}};

static int print_words(struct run *run)
{
    struct buffer text = {0};

    completion_add(&text, run->operands + 1);
    if (text.length > 0)
        output_write(run, &text);
    buffer_free(&text);
    return STATUS_DONE;
}

static int run_completion(struct run *run)
{
    size_t i;

    if (run->json)
        return report_usage(run, "what a shell reads is no JSON document: leave out --json");
    if (strcmp(run->operands[0], "words") == 0)
        return print_words(run);
    if (run->operand_count > 1)
        return report_usage(run, "unexpected operand \"%s\"", run->operands[1]);
    for (i = 0; i < sizeof shells / sizeof *shells; i++)
        if (strcmp(shells[i].word, run->operands[0]) == 0) {
            output_line(run, shells[i].script);
            return STATUS_DONE;
        }
    return report_usage(run, "\"%s\" is no shell that is known: they are bash, zsh and fish",
                        run->operands[0]);
}

const struct command command_completion = {
    .name = "completion",
    .group = GROUP_HELP,
    .usage = "completion bash|zsh|fish",
    .summary = "print what a shell reads to complete nnreg's words",
    .help = "Prints a script after which a shell completes commands, options, ids, slugs, rules and\n"
            "files of nnreg. It is installed with nnreg; by hand it is\n"
            "  source <(nnreg completion bash)\n"
            "  nnreg completion zsh > ~/.zfunc/_nnreg     # a folder of $fpath\n"
            "  nnreg completion fish > ~/.config/fish/completions/nnreg.fish\n"
            "The ids are those of the registry that the line names by -r, or the environment. The\n"
            "script asks `nnreg completion words -- WORD...`, which prints a line for each word that\n"
            "can stand in the place of the last.",
    .least = 1,
    .most = OPERANDS_ANY,
    .run = run_completion,
};
