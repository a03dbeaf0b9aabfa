# Writes the files of FRAMEWORKS_DIR into the C++ source OUTPUT, so that the one binary carries the shipped frameworks.
# cmake -DFRAMEWORKS_DIR=… -DOUTPUT=… -P embed_frameworks.cmake
file(GLOB_RECURSE files RELATIVE "${FRAMEWORKS_DIR}" "${FRAMEWORKS_DIR}/*.yaml")
list(SORT files)
set(entries "")
foreach(name IN LISTS files)
  file(READ "${FRAMEWORKS_DIR}/${name}" text)
  if(text MATCHES "\\)yaml~\"")
    message(FATAL_ERROR "${name} contains the mark that ends a raw string")
  endif()
  string(APPEND entries "      {R\"yaml~(${name})yaml~\", R\"yaml~(${text})yaml~\"},\n")
endforeach()
file(WRITE "${OUTPUT}.new" "// Made from frameworks/ by cmake/embed_frameworks.cmake.
#include \"domain/framework/loader.hpp\"

namespace plumbline::domain {

const FrameworkFiles& shipped_framework_files() {
  static const FrameworkFiles files{
${entries}  };
  return files;
}

}  // namespace plumbline::domain
")
file(RENAME "${OUTPUT}.new" "${OUTPUT}")
