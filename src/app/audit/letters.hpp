// Whom a framework means, and the letters they get. Letters name the audit by its reference and never a child; they
// carry one link, written with {public_url} in front, which whoever sends them fills in.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/ports/unit_of_work.hpp"
#include "base/day.hpp"
#include "domain/audit/audit.hpp"
#include "domain/framework/framework.hpp"
#include "domain/register/person.hpp"

namespace plumbline::app {

struct Addressee {
  domain::Person person;
  std::string why;  // the relation or role that the framework names: `case-worker`, `head-of-service`
};

// The people meant, each once, in the order of the recipients. The auditor of a pair is both of them, but who is away.
// Of a job role those whose locality and service area are blank or the case's. Where somebody meant is away on `today`,
// their manager is meant as well.
std::vector<Addressee> addressees(const std::vector<domain::Recipient>& recipients, const domain::Audit& audit,
                                  UnitOfWork& work, base::Day today);
std::vector<Addressee> addressees(const std::vector<domain::Recipient>& recipients, const domain::Audit& audit,
                                  PersonReads& people, base::Day today);

// Puts a letter into the outbox; a person without an address gets none. `path` begins with `/`. What is to go at once
// goes before all else, and in quiet hours.
enum class Urgency { Usual, AtOnce };
void post(UnitOfWork& work, base::Instant now, std::string_view kind, const domain::Person& to, std::string subject,
          std::string body, const std::string& path, std::string calendar = {}, Urgency urgency = Urgency::Usual);
std::string audit_path(const domain::Audit& audit);  // `/audits/<id>`

// A meeting for calendars (RFC 5545, METHOD:REQUEST), of the given minutes.
struct Invitation {
  std::string uid;
  std::string summary;
  std::string place;
  base::Instant at{};
  int minutes = 60;
  domain::Person organiser;
  std::vector<domain::Person> guests;
  int sequence = 0;  // counts up when the meeting is moved
};
std::string as_calendar(const Invitation& invitation, base::Instant now);

}  // namespace plumbline::app
