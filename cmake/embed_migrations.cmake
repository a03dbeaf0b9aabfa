# Writes a C++ source that holds the files of db/migrations: cmake -DFILES=a;b -DOUT=out.cpp -P embed_migrations.cmake
# NNNN_what.sql is shared; NNNN_what.sqlite.sql and NNNN_what.postgres.sql add what only one back end needs.
set(keys)
foreach(file IN LISTS FILES)
  get_filename_component(name ${file} NAME)
  if(NOT name MATCHES "^([0-9][0-9][0-9][0-9])_([a-z0-9_]+)(\\.(sqlite|postgres))?\\.sql$")
    message(FATAL_ERROR "db/migrations/${name}: the name is not like 0001_what.sql")
  endif()
  set(key "${CMAKE_MATCH_1}_${CMAKE_MATCH_2}")
  set(kind "${CMAKE_MATCH_4}")
  if(kind STREQUAL "")
    set(kind shared)
  endif()
  list(APPEND keys ${key})
  set(${key}_${kind} ${file})
endforeach()
list(REMOVE_DUPLICATES keys)
list(SORT keys)
set(body "")
set(expected 1)
foreach(key IN LISTS keys)
  string(REGEX MATCH "^0*([0-9]+)_" ignored ${key})
  if(NOT CMAKE_MATCH_1 EQUAL expected)
    message(FATAL_ERROR "db/migrations/${key}: expected number ${expected}; numbers run from 1 without gaps")
  endif()
  math(EXPR expected "${expected} + 1")
  string(APPEND body "      {${CMAKE_MATCH_1}, \"${key}\"")
  foreach(kind shared sqlite postgres)
    if(DEFINED ${key}_${kind})
      file(READ ${${key}_${kind}} text)
      string(APPEND body ",\n       R\"__sql__(${text})__sql__\"")
    else()
      string(APPEND body ", \"\"")
    endif()
  endforeach()
  string(APPEND body "},\n")
endforeach()
file(WRITE ${OUT} "// Made from db/migrations by cmake/embed_migrations.cmake.
#include \"store/migrations.hpp\"

namespace plumbline::store {

const std::vector<Migration>& migrations() {
  static const std::vector<Migration> steps{
${body}  };
  return steps;
}

}  // namespace plumbline::store
")
