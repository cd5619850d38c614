# Manuals.

dist_man_MANS = doc/nnreg.1
