# SPDX-License-Identifier: ISC
# embed_sql(OUT FILE...): a C file with schema_steps[], one string per FILE.
#
# As a script (-DOUT= -DFILES= -P): write it.  Bytes go in as numbers, so SQL
# needs no quoting and no line is too long for the C standard.
if(CMAKE_SCRIPT_MODE_FILE)
  set(defs "")
  set(names "")
  set(i 0)
  foreach(f IN LISTS FILES)
    file(READ ${f} hex HEX)
    string(REGEX REPLACE "(..)" "0x\\1," bytes "${hex}")
    string(APPEND defs
      "static const unsigned char step_${i}[] = {${bytes}0};\n")
    string(APPEND names "(const char *)step_${i}, ")
    math(EXPR i "${i} + 1")
  endforeach()
  # A NULL behind the last: C has no empty array.
  file(WRITE ${OUT}
    "/* Made by lib/embed.cmake from lib/store/schema. */\n"
    "#include \"store/schema.h\"\n\n${defs}"
    "const char *const schema_steps[] = {${names}NULL};\n"
    "const size_t schema_count = ${i};\n")
  return()
endif()

function(embed_sql OUT)
  list(SORT ARGN)
  add_custom_command(OUTPUT ${OUT}
    COMMAND ${CMAKE_COMMAND} -DOUT=${OUT} "-DFILES=${ARGN}"
            -P ${CMAKE_CURRENT_FUNCTION_LIST_FILE}
    DEPENDS ${ARGN} ${CMAKE_CURRENT_FUNCTION_LIST_FILE}
    COMMENT "Embedding the schema" VERBATIM)
endfunction()
