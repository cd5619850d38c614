# The command, on the public interface only: it links libnnreg and includes nothing of lib/.

bin_PROGRAMS += nnreg
nnreg_CPPFLAGS = -include $(top_builddir)/config.h -I$(top_srcdir)/include
nnreg_LDADD = libnnreg.la
nnreg_SOURCES = \
	tools/actor.c tools/actor.h \
	tools/buffer.c tools/buffer.h \
	tools/bundle_path.c tools/bundle_path.h \
	tools/change.c tools/change.h \
	tools/checks.c tools/checks.h \
	tools/cmd_add.c \
	tools/cmd_cat.c \
	tools/cmd_check.c \
	tools/cmd_draft.c \
	tools/cmd_export.c \
	tools/cmd_files.c \
	tools/cmd_help.c \
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
	tools/cmd_task.c \
	tools/cmd_verify.c \
	tools/cmd_version.c \
	tools/commands.c tools/commands.h \
	tools/creation.c tools/creation.h \
	tools/excerpt.c tools/excerpt.h \
	tools/field_keys.h \
	tools/fields_text.c tools/fields_text.h \
	tools/findings_json.c tools/findings_json.h \
	tools/findings_text.c tools/findings_text.h \
	tools/format_json.c tools/format_json.h \
	tools/format_junit.c tools/format_junit.h \
	tools/format_sarif.c tools/format_sarif.h \
	tools/freed.c tools/freed.h \
	tools/gate.c tools/gate.h \
	tools/input.c tools/input.h \
	tools/inspect_dot.c \
	tools/inspect_text.c \
	tools/inspect_view.c tools/inspect_view.h \
	tools/interrupt.c tools/interrupt.h \
	tools/json_out.c tools/json_out.h \
	tools/json_pick.c tools/json_pick.h \
	tools/kind.c tools/kind.h \
	tools/list.c tools/list.h \
	tools/list_query.c tools/list_query.h \
	tools/log_text.c tools/log_text.h \
	tools/main.c \
	tools/operand.c tools/operand.h \
	tools/options.c tools/options.h \
	tools/output.c tools/output.h \
	tools/progress.c tools/progress.h \
	tools/registry_dir.c tools/registry_dir.h \
	tools/removal.c tools/removal.h \
	tools/report.c tools/report.h \
	tools/run.c tools/run.h \
	tools/severity.c tools/severity.h \
	tools/table.c tools/table.h \
	tools/text.c tools/text.h \
	tools/transfer_text.c tools/transfer_text.h \
	tools/update_text.c tools/update_text.h
