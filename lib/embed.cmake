# SPDX-License-Identifier: ISC
# embed(OUT HEADER FILES FILE...): a C file with a string for each FILE, as HEADER
# declares them: page.css is page_css.
# embed(OUT HEADER LIST NAME COUNT FILES FILE...): one array NAME, in order of
# their names, and how many they are.
#
# As a script (-DOUT= -DHEADER= -DLIST= -DFILES= -P): write it.  Bytes go in as
# numbers, so nothing needs quoting and no line is too long for the C standard.
if(CMAKE_SCRIPT_MODE_FILE)
  set(text "/* Made by lib/embed.cmake. */\n#include \"${HEADER}\"\n\n")
  set(names "")
  list(LENGTH FILES n)
  foreach(f IN LISTS FILES)
    get_filename_component(name ${f} NAME)
    string(MAKE_C_IDENTIFIER ${name} name)
    file(READ ${f} hex HEX)
    string(REGEX REPLACE "(..)" "0x\\1," bytes "${hex}")
    string(APPEND text
      "static const unsigned char ${name}_bytes[] = {${bytes}0};\n")
    string(APPEND names "(const char *)${name}_bytes, ")
    if(NOT LIST)
      string(APPEND text
        "const char *const ${name} = (const char *)${name}_bytes;\n")
    endif()
  endforeach()
  if(LIST)
    list(GET LIST 0 array)
    list(GET LIST 1 count)
    # A NULL behind the last: C has no empty array.
    string(APPEND text
      "const char *const ${array}[] = {${names}NULL};\n"
      "const size_t ${count} = ${n};\n")
  endif()
  file(WRITE ${OUT} "${text}")
  return()
endif()

set(embed_script ${CMAKE_CURRENT_LIST_FILE})

function(embed OUT HEADER)
  cmake_parse_arguments(PARSE_ARGV 2 arg "" "" "LIST;FILES")
  list(SORT arg_FILES)
  add_custom_command(OUTPUT ${OUT}
    COMMAND ${CMAKE_COMMAND} -DOUT=${OUT} -DHEADER=${HEADER}
            "-DLIST=${arg_LIST}" "-DFILES=${arg_FILES}" -P ${embed_script}
    DEPENDS ${arg_FILES} ${embed_script}
    COMMENT "Embedding for ${HEADER}" VERBATIM)
endfunction()
