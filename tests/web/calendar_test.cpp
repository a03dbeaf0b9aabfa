// The calendar as people see it and as their calendar programs read it: parsed back by the rules of RFC 5545, read
// without signing in by its secret alone, and telling nothing of a child (CAL-7). Then how a month is drawn and cases
// are named in the browser (SAMPLE-3, SAMPLE-7).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <regex>
#include <set>

#include "app/ports/record_ports.hpp"
#include "app/ports/register_ports.hpp"
#include "base/text.hpp"
#include "support/demo_site.hpp"
#include "support/demo_subjects.hpp"
#include "support/html.hpp"

namespace plumbline {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Key;
using testing::Not;
using tests::DemoSite;

std::string body(const web::Response& response) { return std::string(response.body()); }

// RFC 5545, read as a program would: lines end in CRLF and are at most 75 bytes, a blank at the start continues the
// line before, a name ends at `;` or `:`, texts lose their escapes.
struct Event {
  std::map<std::string, std::string> lines;  // by name without parameters
};
std::vector<Event> parse_calendar(const std::string& text, std::map<std::string, std::string>& head) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = text.find("\r\n", at);
    if (end == std::string::npos) throw std::runtime_error("a line without its end");
    const auto line = text.substr(at, end - at);
    at = end + 2;
    EXPECT_LE(line.size(), 75u) << line;
    EXPECT_EQ(line.find('\n'), std::string::npos) << line;
    EXPECT_TRUE(base::is_valid_utf8(line)) << "folded inside a letter: " << line;
    if (line.starts_with(" "))
      lines.back() += line.substr(1);
    else
      lines.push_back(line);
  }
  std::vector<Event> events;
  bool inside = false;
  for (const auto& line : lines) {
    const auto colon = line.find(':');
    if (colon == std::string::npos) throw std::runtime_error("no colon: " + line);
    const auto name = line.substr(0, std::min(colon, line.find(';')));
    std::string value;
    for (std::size_t i = colon + 1; i < line.size(); ++i) {
      if (line[i] == '\\' && i + 1 < line.size()) ++i;
      value += line[i];
    }
    if (line == "BEGIN:VEVENT") {
      events.emplace_back();
      inside = true;
    } else if (line == "END:VEVENT") {
      inside = false;
    } else if (inside) {
      EXPECT_TRUE(events.back().lines.emplace(name, value).second) << "twice: " << line;
    } else {
      head.emplace(name, value);
    }
  }
  EXPECT_EQ(lines.front(), "BEGIN:VCALENDAR");
  EXPECT_EQ(lines.back(), "END:VCALENDAR");
  return events;
}

class Calendar : public testing::Test {
 protected:
  ~Calendar() override { EXPECT_THAT(site.broken(), IsEmpty()); }
  // The path of a new secret address of that person.
  std::string address(const std::string& role) {
    const auto page = body(site.post(role, "/calendar/address", {}));
    std::smatch found;
    if (!std::regex_search(page, found, std::regex("https?://[^<]*?(/calendar/[^<]+\\.ics)"))) return {};
    return found[1];
  }
  std::vector<Event> feed(const std::string& path) {
    const auto response = site.get_signed_out(path);
    EXPECT_EQ(response.status(), 200);
    EXPECT_EQ(*response.find("Content-Type"), "text/calendar; charset=utf-8");
    head.clear();
    return parse_calendar(body(response), head);
  }
  std::map<std::string, std::string> head;
  DemoSite site;
};

TEST_F(Calendar, IsReadByItsSecretAloneAndParsesBack) {
  const auto path = address("QA administrator");
  ASSERT_FALSE(path.empty());
  const auto events = feed(path);
  ASSERT_GT(events.size(), 40u);
  EXPECT_EQ(head.at("VERSION"), "2.0");
  EXPECT_EQ(head.at("METHOD"), "PUBLISH");
  std::set<std::string> uids;
  bool returned = false;
  for (const auto& event : events) {
    EXPECT_THAT(event.lines, AllOf(Contains(Key("UID")), Contains(Key("DTSTAMP")), Contains(Key("DTSTART")),
                                   Contains(Key("DTEND")), Contains(Key("SUMMARY"))));
    EXPECT_TRUE(uids.insert(event.lines.at("UID")).second) << "one UID, one event";
    returned = returned || (event.lines.at("DTSTART") == "20261222" &&
                            event.lines.at("SUMMARY").starts_with("Audits are returned"));
  }
  EXPECT_TRUE(returned) << "December's audits come back on the 22nd";
}

TEST_F(Calendar, KeepsItsUidsFromReadingToReading) {
  const auto path = address("QA administrator");
  std::set<std::string> before, after;
  for (const auto& event : feed(path)) before.insert(event.lines.at("UID"));
  site.clock().advance(std::chrono::hours(30));
  for (const auto& event : feed(path)) after.insert(event.lines.at("UID"));
  EXPECT_EQ(before, after);
}

TEST_F(Calendar, TellsAnAuditorTheOwnAuditsByReferenceAndNothingOfAnyChild) {
  app::AuditFilter mine;
  mine.auditor = tests::person_of(site, "Advanced practitioner");
  mine.returned = false;
  const auto audit = tests::audits(site, mine).front();
  const auto path = address("Advanced practitioner");
  const auto text = body(site.get_signed_out(path));
  EXPECT_THAT(text, HasSubstr("Return audit " + audit.reference));
  const auto unfolded = base::replace_all(text, "\r\n ", "");
  site.store().read(site.filled().council)->cases().for_each([&](const domain::Case& one) {
    ASSERT_EQ(unfolded.find(one.child_id.text()), std::string::npos) << one.child_id.text();
  });
  const auto others = body(site.get_signed_out(address("Social worker")));
  EXPECT_THAT(others, Not(HasSubstr(audit.reference)));
}

TEST_F(Calendar, AnswersNothingToAWrongOldOrWithdrawnSecret) {
  const auto first = address("Team manager");
  EXPECT_EQ(site.get_signed_out(first).status(), 200);
  auto wrong = first;
  wrong[wrong.size() - 6] = wrong[wrong.size() - 6] == 'A' ? 'B' : 'A';
  EXPECT_EQ(site.get_signed_out(wrong).status(), 404);
  EXPECT_EQ(site.get_signed_out("/calendar/elsewhere" + first.substr(first.rfind('/'))).status(), 404);
  const auto second = address("Team manager");
  EXPECT_EQ(site.get_signed_out(first).status(), 404) << "the new one takes its place";
  EXPECT_EQ(site.get_signed_out(second).status(), 200);
  EXPECT_EQ(site.post("Team manager", "/calendar/address/withdraw", {}).status(), 303);
  EXPECT_EQ(site.get_signed_out(second).status(), 404);
}

TEST_F(Calendar, KeepsNoSecretAndWritesDownThatOneWasMade) {
  const auto path = address("QA lead");
  const auto secret = path.substr(path.rfind('/') + 1, 43);
  app::PageRequest all;
  all.size = 0;
  bool made = false;
  for (const auto& line : site.store().read(site.filled().council)->journal().list({}, all).rows) {
    EXPECT_EQ(line.after.find(secret), std::string::npos);
    EXPECT_EQ(line.subject_id.find(secret), std::string::npos);
    made = made || line.action == "calendar-address-made";
  }
  EXPECT_TRUE(made);
}

TEST_F(Calendar, ShowsEachRoleItsMonthWithoutFlaws) {
  for (const auto& role : site.roles())
    for (const auto* target : {"/calendar", "/calendar?month=2026-12", "/calendar?month=1900-01"}) {
      const auto page = site.get(role, target);
      EXPECT_EQ(page.status(), 200) << role;
      EXPECT_THAT(tests::flaws_of(page.body()), IsEmpty()) << role << " " << target;
    }
  EXPECT_THAT(body(site.get("QA lead", "/calendar?month=2026-12")), HasSubstr("Tuesday 22 December 2026"));
}

TEST_F(Calendar, OffersADrawFromTheMonthBeforeToTwoMonthsAhead) {
  const auto offered = [&](const std::string& month) {
    return body(site.get("QA administrator", "/cycles/tier2/" + month)).find("/draw\"") != std::string::npos;
  };
  EXPECT_TRUE(offered("2027-01"));
  EXPECT_FALSE(offered("2027-02"));
  EXPECT_FALSE(offered("1900-01"));
  EXPECT_FALSE(offered("2199-12"));
  const auto page = site.get("QA administrator", "/cycles/tier2/2027-06/draw");
  EXPECT_EQ(page.status(), 422);
  EXPECT_THAT(body(page), HasSubstr("from the month before this one to two months ahead"));
  EXPECT_EQ(site.post("QA administrator", "/cycles/tier2/2027-06/draw", {{"size", "10"}}).status(), 422);
}

TEST_F(Calendar, ExplainsWhatHasToBeDrawnFirst) {
  for (const auto* rest : {"/allocation", "/place/C1", "/exempt/C1"}) {
    const auto page = site.get("QA administrator", std::string("/cycles/tier2/2027-01") + rest);
    EXPECT_EQ(page.status(), 422) << rest;
    EXPECT_THAT(body(page), HasSubstr("Nothing has been drawn for January 2027 yet")) << rest;
    EXPECT_THAT(tests::flaws_of(page.body()), IsEmpty()) << rest;
  }
}

}  // namespace
}  // namespace plumbline
