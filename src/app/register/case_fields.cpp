#include "app/register/case_fields.hpp"

#include <sodium.h>

#include <array>
#include <cstring>
#include <string>

namespace plumbline::app {
namespace {

void add(std::string& out, std::string_view text) {
  out += text;
  out += '\x1f';
}
void add(std::string& out, const std::optional<base::Day>& day) {
  out += day ? std::to_string(std::chrono::sys_days{*day}.time_since_epoch().count()) : std::string();
  out += '\x1f';
}
void add(std::string& out, const std::optional<domain::PersonId>& person) {
  add(out, person ? std::string_view(person->text()) : std::string_view());
}

}  // namespace

CaseFields CaseFields::all() {
  return {CaseField::Locality,   CaseField::ServiceArea,   CaseField::Team,      CaseField::Worker,
          CaseField::Supervisor, CaseField::OpenedOn,      CaseField::MovedOn,   CaseField::Flags,
          CaseField::Restricted, CaseField::LastAuditedOn, CaseField::BirthYear, CaseField::Gender,
          CaseField::Ethnicity,  CaseField::Disability};
}

std::int64_t fingerprint(const domain::Case& row) {
  thread_local std::string said;
  said.clear();
  add(said, row.child_id.text());
  add(said, domain::to_string(row.category));
  add(said, row.locality);
  add(said, row.service_area);
  add(said, row.team);
  add(said, row.worker_id);
  add(said, row.supervisor_id);
  add(said, row.opened_on);
  add(said, row.closed_on);
  add(said, row.moved_on);
  for (const auto& flag : row.flags) add(said, flag);
  add(said, row.restricted ? "restricted" : "");
  add(said, row.last_audited_on);
  add(said, row.birth_year ? std::to_string(*row.birth_year) : std::string());
  add(said, row.gender);
  add(said, row.ethnicity);
  add(said, row.disability);
  // SipHash under a fixed key: quick, and stored, so never to be changed.
  static constexpr std::array<unsigned char, crypto_shorthash_KEYBYTES> kKey{'p', 'l', 'u', 'm', 'b', 'l', 'i', 'n',
                                                                             'e', ' ', 's', 'a', 'i', 'd', ' ', '1'};
  std::array<unsigned char, crypto_shorthash_BYTES> hash{};
  crypto_shorthash(hash.data(), reinterpret_cast<const unsigned char*>(said.data()), said.size(), kKey.data());
  std::int64_t out = 0;
  std::memcpy(&out, hash.data(), sizeof out);
  return out == 0 ? 1 : out;
}

}  // namespace plumbline::app
