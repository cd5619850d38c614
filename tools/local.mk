# The command, on the public interface only: it links libnnreg and includes nothing of lib/.

bin_PROGRAMS += nnreg
nnreg_CPPFLAGS = -include $(top_builddir)/config.h -I$(top_srcdir)/include
nnreg_LDADD = libnnreg.la
nnreg_SOURCES = \
	tools/actor.c tools/actor.h \
	tools/baseline.c tools/baseline.h \
	tools/buffer.c tools/buffer.h \
	tools/memory.c tools/memory.h \
	tools/bundle_path.c tools/bundle_path.h \
	tools/change.c tools/change.h \
	tools/check_severities.c tools/check_severities.h \
	tools/checks.c tools/checks.h \
	tools/check_judge.c tools/check_judge.h \
	tools/check_operands.c tools/check_operands.h \
	tools/check_report.c tools/check_report.h \
	tools/report_files.c tools/report_files.h \
	tools/cmd_add.c \
	tools/cmd_backup.c \
	tools/cmd_cat.c \
	tools/cmd_check.c \
	tools/cmd_checkout.c \
	tools/cmd_compact.c \
	tools/cmd_completion.c \
	tools/cmd_diff.c \
	tools/cmd_draft.c \
	tools/cmd_export.c \
	tools/cmd_files.c \
	tools/cmd_fsck.c \
	tools/cmd_gc.c \
	tools/cmd_help.c \
	tools/cmd_config.c \
	tools/cmd_import.c \
	tools/cmd_init.c \
	tools/cmd_inspect.c \
	tools/cmd_log.c \
	tools/cmd_ls.c \
	tools/cmd_publish.c \
	tools/cmd_rm.c \
	tools/cmd_rules.c \
	tools/cmd_schema.c \
	tools/cmd_set.c \
	tools/cmd_show.c \
	tools/cmd_spec.c \
	tools/cmd_stat.c \
	tools/cmd_task.c \
	tools/cmd_tensors.c \
	tools/cmd_upgrade.c \
	tools/cmd_verify.c \
	tools/cmd_version.c \
	tools/commands.c tools/commands.h \
	tools/completion.c tools/completion.h \
	tools/completion_objects.c tools/completion_objects.h \
	tools/creation.c tools/creation.h \
	tools/damage_mark.c tools/damage_mark.h \
	tools/description.c tools/description.h \
	tools/diff.c tools/diff.h \
	tools/diff_facts.c \
	tools/diff_text.c \
	tools/excerpt.c tools/excerpt.h \
	tools/field_keys.h \
	tools/fields_text.c tools/fields_text.h \
	tools/finding_place.c tools/finding_place.h \
	tools/fix.c tools/fix.h \
	tools/fix_write.c tools/fix_write.h \
	tools/findings_json.c tools/findings_json.h \
	tools/findings_text.c tools/findings_text.h \
	tools/fingerprint.c tools/fingerprint.h \
	tools/folder_description.c tools/folder_description.h \
	tools/format_github.c tools/format_github.h \
	tools/format_gitlab.c tools/format_gitlab.h \
	tools/format_json.c tools/format_json.h \
	tools/format_junit.c tools/format_junit.h \
	tools/format_sarif.c tools/format_sarif.h \
	tools/freed.c tools/freed.h \
	tools/gate.c tools/gate.h \
	tools/input.c tools/input.h \
	tools/inspect_cost.c \
	tools/inspect_dot.c \
	tools/inspect_text.c \
	tools/inspect_view.c tools/inspect_view.h \
	tools/interrupt.c tools/interrupt.h \
	tools/json_out.c tools/json_out.h \
	tools/json_pick.c tools/json_pick.h \
	tools/json_syntax.c tools/json_syntax.h \
	tools/kind.c tools/kind.h \
	tools/layout.c tools/layout.h \
	tools/layout_coordinates.c \
	tools/layout_order.c \
	tools/layout_parts.h \
	tools/layout_ranks.c \
	tools/list.c tools/list.h \
	tools/list_query.c tools/list_query.h \
	tools/log_text.c tools/log_text.h \
	tools/log_times.c tools/log_times.h \
	tools/log_verify.c tools/log_verify.h \
	tools/log_walk.c tools/log_walk.h \
	tools/look_over.c tools/look_over.h \
	tools/main.c \
	tools/number.c tools/number.h \
	tools/operand.c tools/operand.h \
	tools/operand_list.c tools/operand_list.h \
	tools/options.c tools/options.h \
	tools/output.c tools/output.h \
	tools/picture.c tools/picture.h \
	tools/picture_dot.c \
	tools/picture_fold.c \
	tools/picture_svg.c \
	tools/progress.c tools/progress.h \
	tools/publishing.c tools/publishing.h \
	tools/rate.c tools/rate.h \
	tools/registry_dir.c tools/registry_dir.h \
	tools/removal.c tools/removal.h \
	tools/report.c tools/report.h \
	tools/rule_link.c tools/rule_link.h \
	tools/run.c tools/run.h \
	tools/severity.c tools/severity.h \
	tools/severity_file.c tools/severity_file.h \
	tools/severity_search.c tools/severity_search.h \
	tools/stat_metrics.c tools/stat_metrics.h \
	tools/stored_bundle.c tools/stored_bundle.h \
	tools/table.c tools/table.h \
	tools/tensor_glob.c tools/tensor_glob.h \
	tools/text.c tools/text.h \
	tools/time_option.c tools/time_option.h \
	tools/times.c tools/times.h \
	tools/transfer_text.c tools/transfer_text.h \
	tools/unified_diff.c tools/unified_diff.h \
	tools/update_date.c tools/update_date.h \
	tools/update_text.c tools/update_text.h

# What shells read: as the command prints it (cmd_completion.c). The names are those by which each shell finds them.
completions = tools/completions/nnreg tools/completions/_nnreg tools/completions/nnreg.fish
CLEANFILES += $(completions)
bashcompletiondir = $(datadir)/bash-completion/completions
zshcompletiondir = $(datadir)/zsh/site-functions
fishcompletiondir = $(datadir)/fish/vendor_completions.d
nodist_bashcompletion_DATA = tools/completions/nnreg
nodist_zshcompletion_DATA = tools/completions/_nnreg
nodist_fishcompletion_DATA = tools/completions/nnreg.fish

tools/completions/nnreg: nnreg$(EXEEXT)
	$(AM_V_GEN)$(MKDIR_P) tools/completions && ./nnreg$(EXEEXT) completion bash >$@.new && mv $@.new $@
tools/completions/_nnreg: nnreg$(EXEEXT)
	$(AM_V_GEN)$(MKDIR_P) tools/completions && ./nnreg$(EXEEXT) completion zsh >$@.new && mv $@.new $@
tools/completions/nnreg.fish: nnreg$(EXEEXT)
	$(AM_V_GEN)$(MKDIR_P) tools/completions && ./nnreg$(EXEEXT) completion fish >$@.new && mv $@.new $@
