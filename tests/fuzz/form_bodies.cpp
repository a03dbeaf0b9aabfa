// Feeds hostile bytes to the parsers of forms. Not part of the build; needs clang:
//   clang++ -std=c++20 -g -O1 -fsanitize=fuzzer,address,undefined -Isrc tests/fuzz/form_bodies.cpp
//   src/web/http/body.cpp
//     src/web/http/head.cpp src/web/http/request.cpp src/web/http/temp_file.cpp src/base/text.cpp -o form_bodies
//   ./form_bodies -max_len=20000 -max_total_time=60
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/text.hpp"
#include "web/http/body.hpp"
#include "web/http/head.hpp"

namespace {

using namespace plumbline;

void demand(bool holds) {
  if (!holds) std::abort();
}

struct Outcome {
  bool taken;
  std::string values;
};

// However the bytes are cut, the reader must come to the same end.
Outcome read_form(std::string_view body, std::size_t step) {
  web::MultipartReader reader("B", {.fields = 50, .field_bytes = 1000, .text_bytes = 4000, .memory_bytes = 2000},
                              "/tmp");
  bool taken = true;
  for (std::size_t at = 0; taken && at < body.size(); at += step) taken = reader.push(body.substr(at, step));
  taken = taken && reader.finish();
  Outcome outcome{taken, ""};
  if (!taken) return outcome;
  for (const auto& [name, value] : reader.fields()) {
    demand(!name.empty() && value.size() <= 1000);
    outcome.values += name + "=" + value + ";";
  }
  for (const auto& upload : reader.uploads()) {
    demand(upload.filename().find_first_of("/\\\r\n") == std::string::npos && upload.filename() != "..");
    outcome.values += upload.filename() + ":" + upload.text(1'000'000) + ";";
  }
  return outcome;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  switch (data[0] % 4) {
    case 0: {
      const Outcome whole = read_form(bytes, bytes.size() + 1);
      const Outcome cut = read_form(bytes, 1 + data[0] / 4);
      demand(whole.taken == cut.taken && whole.values == cut.values);
      break;
    }
    case 1: {
      web::Fields fields;
      if (web::parse_urlencoded(bytes, {}, fields))
        for (const auto& [name, value] : fields)
          demand(!name.empty() && base::is_valid_utf8(name) && base::is_valid_utf8(value));
      break;
    }
    case 2:
      web::multipart_boundary(bytes);
      web::head_problem(bytes, {});
      web::partial_head_problem(bytes, {});
      break;
    case 3: {
      web::Fields cookies;
      web::parse_cookies(bytes, cookies);
      std::string path;
      if (web::decode_path(bytes, path)) demand(path.find('\0') == std::string::npos);
      break;
    }
  }
  return 0;
}
