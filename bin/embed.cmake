# SPDX-License-Identifier: ISC
# embed_page(OUT HEADER FILE...): a C file with a string STEM_EXTENSION for
# each FILE, as HEADER declares them: page.css is page_css.
#
# As a script (-DOUT= -DHEADER= -DFILES= -P): write it, bytes as numbers.
if(CMAKE_SCRIPT_MODE_FILE)
  set(text "/* Made by bin/embed.cmake. */\n#include \"${HEADER}\"\n\n")
  foreach(f IN LISTS FILES)
    get_filename_component(name ${f} NAME)
    string(MAKE_C_IDENTIFIER ${name} name)
    file(READ ${f} hex HEX)
    string(REGEX REPLACE "(..)" "0x\\1," bytes "${hex}")
    string(APPEND text
      "static const unsigned char ${name}_bytes[] = {${bytes}0};\n"
      "const char *const ${name} = (const char *)${name}_bytes;\n")
  endforeach()
  file(WRITE ${OUT} "${text}")
  return()
endif()

function(embed_page OUT HEADER)
  add_custom_command(OUTPUT ${OUT}
    COMMAND ${CMAKE_COMMAND} -DOUT=${OUT} -DHEADER=${HEADER}
            "-DFILES=${ARGN}" -P ${CMAKE_CURRENT_FUNCTION_LIST_FILE}
    DEPENDS ${ARGN} ${CMAKE_CURRENT_FUNCTION_LIST_FILE}
    COMMENT "Embedding the page" VERBATIM)
endfunction()
