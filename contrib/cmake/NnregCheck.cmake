# nnreg_add_check: a network is checked when a project is built, and by ctest. find_package(nnreg) brings this file along where
# nnreg is installed; a copy of it does as well.
#
#   nnreg_add_check(<target>
#       DESCRIPTION <file>
#       [BUNDLE <folder, zip archive or file>...]
#       [STRICT]                     what has a warning is refused
#       [NO_WEIGHTS]                 the weights are not read to compare their checksums
#       [SEVERITY <RULE=LEVEL>...]   takes rules as error, warning, note or off
#       [BASELINE <file>]            findings that are known, of nnreg check --write-baseline
#       [DEPENDS <target or file>...]  what makes the bundle, where the project does
#       [ALL]                        is part of all
#       [NO_TEST])                   no test of ctest is registered
#
# The target runs `nnreg check` when the description, a file of the bundle or the baseline is newer than the last time that it was
# accepted; a stamp in the build folder remembers that. The test of the same name always runs it. Relative paths begin at
# the calling CMakeLists.txt. The cache variable NNREG_EXECUTABLE names the command.
# SPDX-License-Identifier: Apache-2.0

# nnregConfig.cmake says where the command was installed beside it.
find_program(NNREG_EXECUTABLE nnreg HINTS ${NNREG_CHECK_HINTS} DOC "the command nnreg")

# _nnreg_absolute(<variable> <path>...): the paths as seen from the calling project.
function(_nnreg_absolute variable)
    set(paths)
    foreach(path IN LISTS ARGN)
        get_filename_component(path "${path}" ABSOLUTE BASE_DIR "${CMAKE_CURRENT_SOURCE_DIR}")
        list(APPEND paths "${path}")
    endforeach()
    set(${variable} "${paths}" PARENT_SCOPE)
endfunction()

# _nnreg_files(<variable> <path>...): the files that they are or have in them. Which files a folder has is looked up again
# whenever the project is built.
function(_nnreg_files variable)
    set(files)
    foreach(path IN LISTS ARGN)
        if(IS_DIRECTORY "${path}")
            # Brackets and stars of a name are no pattern.
            string(REGEX REPLACE "([][*?])" "[\\1]" pattern "${path}")
            file(GLOB_RECURSE inside LIST_DIRECTORIES false CONFIGURE_DEPENDS "${pattern}/*")
            list(APPEND files ${inside})
        else()
            list(APPEND files "${path}")
        endif()
    endforeach()
    set(${variable} "${files}" PARENT_SCOPE)
endfunction()

function(nnreg_add_check target)
    cmake_parse_arguments(PARSE_ARGV 1 given "STRICT;NO_WEIGHTS;ALL;NO_TEST" "DESCRIPTION;BASELINE" "BUNDLE;SEVERITY;DEPENDS")
    if(given_UNPARSED_ARGUMENTS)
        message(FATAL_ERROR "nnreg_add_check(${target}): unknown arguments: ${given_UNPARSED_ARGUMENTS}")
    endif()
    if(given_KEYWORDS_MISSING_VALUES)
        message(FATAL_ERROR "nnreg_add_check(${target}): nothing behind ${given_KEYWORDS_MISSING_VALUES}")
    endif()
    if(NOT given_DESCRIPTION)
        message(FATAL_ERROR "nnreg_add_check(${target}): a DESCRIPTION is missing")
    endif()
    if(NOT NNREG_EXECUTABLE)
        message(FATAL_ERROR "nnreg_add_check(${target}): there is no nnreg in PATH: set NNREG_EXECUTABLE")
    endif()

    _nnreg_absolute(description "${given_DESCRIPTION}")
    _nnreg_absolute(bundle ${given_BUNDLE})
    _nnreg_files(files ${bundle})
    set(command "${NNREG_EXECUTABLE}" check)
    if(given_STRICT)
        list(APPEND command --warnings-as-errors)
    endif()
    if(given_NO_WEIGHTS)
        list(APPEND command --no-weights)
    endif()
    foreach(severity IN LISTS given_SEVERITY)
        list(APPEND command "--severity=${severity}")
    endforeach()
    if(given_BASELINE)
        _nnreg_absolute(baseline "${given_BASELINE}")
        # Its paths are those of a run at the top of the project.
        list(APPEND command "--baseline=${baseline}")
    endif()
    # Findings and baselines have the paths that are given: from the top of the project on.
    foreach(path IN LISTS description bundle)
        file(RELATIVE_PATH path "${PROJECT_SOURCE_DIR}" "${path}")
        if(path STREQUAL "")
            set(path .)
        endif()
        # One that begins with a dash is no option.
        list(APPEND command "./${path}")
    endforeach()

    set(stamp "${CMAKE_CURRENT_BINARY_DIR}/${target}.nnreg-checked")
    # The stamp is of the time before the check: what changes meanwhile is newer.
    add_custom_command(OUTPUT "${stamp}"
        COMMAND "${CMAKE_COMMAND}" -E touch "${stamp}.new"
        COMMAND ${command}
        COMMAND "${CMAKE_COMMAND}" -E rename "${stamp}.new" "${stamp}"
        DEPENDS "${description}" ${files} ${baseline} ${given_DEPENDS}
        WORKING_DIRECTORY "${PROJECT_SOURCE_DIR}"
        COMMENT "nnreg check ${given_DESCRIPTION}"
        VERBATIM)
    if(given_ALL)
        add_custom_target(${target} ALL DEPENDS "${stamp}")
    else()
        add_custom_target(${target} DEPENDS "${stamp}")
    endif()
    if(NOT given_NO_TEST)
        add_test(NAME ${target} COMMAND ${command} WORKING_DIRECTORY "${PROJECT_SOURCE_DIR}")
    endif()
endfunction()
