# What brings nnreg into other tools: see contrib/README.md. All of it is installed as it lies here, so that a copy of the folder is
# what the page tells; the CMake module goes where find_package looks (Makefile.am).

contribdir = $(datadir)/nnreg/contrib
dist_contrib_DATA = contrib/README.md
contribactiondir = $(contribdir)/github-action
dist_contribaction_DATA = contrib/github-action/action.yml contrib/github-action/example-workflow.yml
dist_contribaction_SCRIPTS = contrib/github-action/check.sh
contribgitlabdir = $(contribdir)/gitlab
dist_contribgitlab_DATA = contrib/gitlab/example.gitlab-ci.yml contrib/gitlab/nnreg.gitlab-ci.yml
contribmakedir = $(contribdir)/make
dist_contribmake_DATA = contrib/make/nnreg.mk
contribprecommitdir = $(contribdir)/pre-commit
dist_contribprecommit_SCRIPTS = contrib/pre-commit/nnreg-pre-commit
contribhttpddir = $(contribdir)/httpd
dist_contribhttpd_DATA = contrib/httpd/Dockerfile contrib/httpd/compose.yaml contrib/httpd/nnreg-httpd.service \
	contrib/httpd/nnreg-httpd.socket
dist_contribhttpd_SCRIPTS = contrib/httpd/entrypoint.sh
