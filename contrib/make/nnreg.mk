# For GNU make: networks are checked that changed since they were last accepted. Include this file, and say
#
#   include nnreg.mk
#   $(eval $(call nnreg_check,models/fruit.json,models/fruit))
#   $(eval $(call nnreg_check,models/a face.json,models/a face.zip,--warnings-as-errors))
#   $(call nnreg_check_all,others)
#   all: nnreg-check
#
# of each network: the description, its bundle (a folder or a zip archive; left out, the description alone is checked) and options
# of nnreg check. nnreg_check_all does so for each NAME.json of a folder, with NAME or NAME.zip beside it as the bundle. `make
# nnreg-check` then checks what is due; with -j side by side, with -k all of it whatever is refused.
#
# The command, its options for all, and where the stamps go:
NNREG ?= nnreg
NNREG_FLAGS ?=
NNREG_STAMPS ?= .nnreg-checked
#
# Each check has a stamp of its own, which is touched only when it was accepted, so that any number of them can run at once. A
# stamp depends on the description and on all that is in the bundle; which files these are is looked up when make starts. A
# bundle that make itself makes is a target of the name that is given here. Other options are no reason to check again: make -B.
#
# Paths that are given to nnreg_check may have spaces and quotes in them, but none of $ % # : ; = | ( ) \ and no comma or
# line break (make takes them for its own), and none of * ? [ ~ (it would look for files that match). A file in a bundle whose
# name has one of them is checked like any other, but a change of its content alone is not noticed. nnreg_check_all passes over names
# with spaces.
# SPDX-License-Identifier: Apache-2.0

_nnreg_nothing :=
_nnreg_space := $(_nnreg_nothing) $(_nnreg_nothing)
_nnreg_odd := *[]$$%\#:;=|*?[~\\]*

# As one word of the shell; as one name in a rule.
_nnreg_quoted = '$(subst ','\'',$(1))'
_nnreg_name = $(subst $(_nnreg_space),\$(_nnreg_space),$(1))

# Below another folder no path may lead out of it.
_nnreg_stamp = $(NNREG_STAMPS)/$(subst ../,_/,$(1)).checked

# What is in a bundle, folders too: their dates tell what went away.
_nnreg_files = $(if $(1),$(shell find $(_nnreg_quoted) -mindepth 1 -name '$(_nnreg_odd)' -prune -o -print 2>/dev/null | sed 's/ /\\ /g'))

# The goal of a plain `make` stays what it would be without this file.
_nnreg_goal := $(.DEFAULT_GOAL)
.PHONY: nnreg-check
nnreg-check:
.DEFAULT_GOAL := $(_nnreg_goal)

# nnreg_check DESCRIPTION, BUNDLE, OPTIONS. The stamp is of the time before the check: what changes meanwhile is newer.
define nnreg_check
_nnreg_goal := $$(.DEFAULT_GOAL)
nnreg-check: $(call _nnreg_name,$(call _nnreg_stamp,$(1)))
$(call _nnreg_name,$(call _nnreg_stamp,$(1))): $(call _nnreg_name,$(1)) $(call _nnreg_name,$(2)) $(call _nnreg_files,$(2))
	@stamp=$(call _nnreg_quoted,$(call _nnreg_stamp,$(1))) && mkdir -p "$$$${stamp%/*}" && touch "$$$$stamp.new" && \
	$$(NNREG) check $$(NNREG_FLAGS) $(3) $(call _nnreg_quoted,$(1)) $(if $(2),$(call _nnreg_quoted,$(2))) && \
	mv "$$$$stamp.new" "$$$$stamp"
.DEFAULT_GOAL := $$(_nnreg_goal)
endef

# nnreg_check_all FOLDER, OPTIONS
nnreg_check_all = $(foreach _nnreg_json,$(wildcard $(1)/*.json),$(eval $(call nnreg_check,$(_nnreg_json),$(firstword $(wildcard $(_nnreg_json:.json=) $(_nnreg_json:.json=.zip))),$(2))))
