// Letters from the outbox to a real mail server on loopback, and what becomes of them when it refuses, is away, or the
// sender dies.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>

#include "app/audit/letters.hpp"
#include "app/concern/concerns.hpp"
#include "app/mail/deliver.hpp"
#include "app/mail/reminders.hpp"
#include "app/ports/audit_ports.hpp"
#include "app/ports/cycle_ports.hpp"
#include "app/ports/record_ports.hpp"
#include "app/ports/register_ports.hpp"
#include "base/hash.hpp"
#include "base/text.hpp"
#include "mail/smtp.hpp"
#include "store/store.hpp"
#include "support/a_person.hpp"
#include "support/databases.hpp"
#include "support/smtp_server.hpp"

namespace plumbline::tests {
namespace {

using domain::PersonId;
using std::chrono::minutes;
using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using testing::UnorderedElementsAre;

// A council with one audit that is out with its auditor, due on Tuesday 22 December 2026.
class Mail : public testing::Test {
 protected:
  Mail() : store_(place_.open()), clock_(*base::parse_instant("2026-12-02T09:00:00Z")) {
    const app::AddCouncil council{"north", "", domain::shipped_framework_files(), "lancashire.yaml", ""};
    EXPECT_TRUE(app::add_council(council, app::command_line_actor("north"), clock_, *store_.begin("north")));
    fill("north");
  }

  // One audit that is out, with its auditor, worker and managers.
  void fill(const std::string& council) {
    const auto work = store_.begin(council);
    add(*work, "aud1", domain::JobRole::TeamManager);
    add(*work, "east-manager", domain::JobRole::TeamManager);
    add(*work, "worker", domain::JobRole::SocialWorker);
    add(*work, "hos", domain::JobRole::HeadOfService);
    work->people().put_team({"East 1", "East", "", PersonId{"east-manager"}});
    domain::Cycle cycle;
    cycle.id = domain::CycleId{"cycle"};
    cycle.programme = "tier2";
    cycle.period = *base::parse_period("2026-12");
    cycle.state = domain::CycleState::Sent;
    cycle.return_by = base::parse_day("2026-12-22");
    work->cycles().add(cycle);
    domain::Audit audit;
    audit.id = domain::AuditId{"audit-1"};
    audit.reference = "LAN-2026-12-001";
    audit.cycle = cycle.id;
    audit.programme = "tier2";
    audit.period = cycle.period;
    audit.child_id = domain::ChildId{"C1"};
    audit.locality = "East";
    audit.team = "East 1";
    audit.worker_id = PersonId{"worker"};
    audit.supervisor_id = PersonId{"east-manager"};
    audit.tool = "tier2-cin-cp";
    audit.auditor = PersonId{"aud1"};
    audit.state = domain::AuditState::Sent;
    audit.sent_at = clock_.now();
    audit.due_on = base::parse_day("2026-12-22");
    work->audits().add(audit);
    EXPECT_TRUE(work->commit());
  }

  static void add(app::UnitOfWork& work, const std::string& id, domain::JobRole role) {
    work.people().put(a_person(id, role, "north.example"));
  }

  void post(const std::string& to, const std::string& subject = "Audit LAN-2026-12-001 is ready for you",
            std::string calendar = {}, app::Urgency urgency = app::Urgency::Usual) {
    domain::Person person;
    person.email = to;
    const auto work = store_.begin("north");
    app::post(*work, clock_.now(), "audit-sent", person, subject, "It’s with you.", "/audits/1", std::move(calendar),
              urgency);
    EXPECT_TRUE(work->commit());
  }
  std::unique_ptr<app::MailSender> sender(const std::string& url) {
    auto opened = mail::open_smtp({url, "Plumbline <plumbline@north.example>", "", "", "", true});
    EXPECT_TRUE(opened);
    return std::move(*opened);
  }
  app::Delivered deliver(app::MailSender& sender) {
    return app::deliver("north", sender, settings_, clock_, frameworks_, store_);
  }
  app::Delivered deliver(const SmtpServer& server) { return deliver(*sender(server.url())); }
  std::vector<app::OutboxMessage> waiting() { return store_.read("north")->outbox().waiting(100); }
  std::vector<std::string> journal(const std::string& action) {
    std::vector<std::string> after;
    for (const auto& line : store_.read("north")->journal().list({}, {1, 500, "", false}).rows)
      if (line.action == action) after.push_back(line.after + line.reason);
    return after;
  }
  static std::vector<std::string> recipients(const SmtpServer& server) {
    std::vector<std::string> to;
    for (const auto& mail : server.received()) to.insert(to.end(), mail.to.begin(), mail.to.end());
    return to;
  }
  int remind(const char* on) {
    return app::write_reminders(app::command_line_actor("north"), *base::parse_day(on), clock_, frameworks_, store_);
  }

  FreshPlace place_{store::Backend::Sqlite};
  store::SqlStore store_;
  base::FixedClock clock_;
  app::Frameworks frameworks_;
  app::DeliverySettings settings_{"https://plumbline.north.example", {}};
};

TEST_F(Mail, ReachesTheMailboxOnceAndIsWrittenDownWithoutItsText) {
  SmtpServer server;
  for (int i = 0; i < 12; ++i) post("p" + std::to_string(i) + "@north.example");
  EXPECT_EQ(deliver(server).sent, 12);
  EXPECT_EQ(deliver(server).sent, 0);
  ASSERT_THAT(server.received(), SizeIs(12));
  const auto mail = server.received().front();
  EXPECT_EQ(mail.from, "plumbline@north.example");
  EXPECT_EQ(mail.header("Subject"), "Audit LAN-2026-12-001 is ready for you");
  EXPECT_THAT(decoded_quoted_printable(mail.text.substr(mail.text.find("\r\n\r\n"))),
              AllOf(HasSubstr("It’s with you.\r\n\r\nhttps://plumbline.north.example/audits/1\r\n"),
                    Not(HasSubstr("{public_url}"))));
  EXPECT_THAT(waiting(), IsEmpty());
  EXPECT_THAT(journal("mail-sent"),
              AllOf(SizeIs(12), Contains(HasSubstr("p3@north.example")), Not(Contains(HasSubstr("with you")))));
}

TEST_F(Mail, RefusedForGoodIsMarkedAndDoesNotHoldUpTheRest) {
  SmtpServer server;
  server.answer = [](const std::string& line) {
    return line.find("gone@") != std::string::npos ? "550 5.1.1 No such person here" : "";
  };
  post("gone@north.example");
  post("here@north.example");
  const auto done = deliver(server);
  EXPECT_EQ(done.refused, 1);
  EXPECT_EQ(done.sent, 1);
  EXPECT_THAT(recipients(server), ElementsAre("here@north.example"));
  EXPECT_THAT(waiting(), IsEmpty());
  const auto refused = store_.read("north")->outbox().refused(10);
  ASSERT_THAT(refused, SizeIs(1));
  EXPECT_EQ(refused[0].to, "gone@north.example");
  EXPECT_EQ(refused[0].last_error, "550 5.1.1 No such person here");
  EXPECT_THAT(journal("mail-refused"), SizeIs(1));
  clock_.advance(std::chrono::hours(24));
  EXPECT_EQ(deliver(server).refused, 0) << "it is not tried again";
}

TEST_F(Mail, RefusedForNowIsTriedAgainLater) {
  SmtpServer server;
  int asked = 0;
  server.answer = [&](const std::string& line) {
    return line.starts_with("RCPT") && ++asked == 1 ? "451 Try later" : "";
  };
  post("aud1@north.example");
  EXPECT_EQ(deliver(server).kept, 1);
  EXPECT_EQ(waiting().at(0).last_error, "451 Try later");
  EXPECT_EQ(deliver(server).kept, 0) << "not due yet";
  clock_.advance(minutes(1));
  EXPECT_EQ(deliver(server).sent, 1);
  EXPECT_THAT(server.received(), SizeIs(1));
}

TEST_F(Mail, ASenderThatTheServerDoesNotTakeIsNoFaultOfTheLetter) {
  SmtpServer server;
  server.answer = [](const std::string& line) { return line.starts_with("MAIL") ? "550 Sign in first" : ""; };
  post("aud1@north.example");
  post("aud2@north.example");
  const auto done = deliver(server);
  EXPECT_TRUE(done.unreachable);
  EXPECT_EQ(done.said, "550 Sign in first");
  EXPECT_EQ(done.refused, 0);
  EXPECT_THAT(waiting(), SizeIs(2));
}

TEST_F(Mail, WaitsOutAServerThatIsDownForAnHourAndThenGoesOutOnce) {
  const auto port = SmtpServer().port();  // free again
  const auto url = "smtp://127.0.0.1:" + std::to_string(port);
  post("aud1@north.example");
  post("hos@north.example", "Immediate concern", {}, app::Urgency::AtOnce);
  auto smtp = sender(url);
  for (int minute = 0; minute < 60; ++minute) {
    EXPECT_EQ(deliver(*smtp).sent, 0);
    clock_.advance(minutes(1));
  }
  EXPECT_THAT(waiting(), SizeIs(2));
  const SmtpServer server(port);
  for (int minute = 0; minute < 5; ++minute) {
    deliver(*smtp);
    clock_.advance(minutes(1));
  }
  EXPECT_THAT(recipients(server), Contains("hos@north.example")) << "what is urgent is there within five minutes";
  for (int minute = 0; minute < 60; ++minute) {
    deliver(*smtp);
    clock_.advance(minutes(1));
  }
  EXPECT_THAT(recipients(server), UnorderedElementsAre("aud1@north.example", "hos@north.example"));
  EXPECT_THAT(waiting(), IsEmpty());
}

TEST_F(Mail, SentTwiceAfterACrashCarriesTheSameMessageId) {
  SmtpServer server;
  server.die_after_data = true;
  post("aud1@north.example");
  EXPECT_EQ(deliver(server).sent, 0) << "the server has it, the sender never learnt";
  server.die_after_data = false;
  clock_.advance(minutes(6));
  EXPECT_EQ(deliver(server).sent, 1);
  ASSERT_THAT(server.received(), SizeIs(2));
  const auto id = server.received()[0].header("Message-ID");
  EXPECT_THAT(id, AllOf(HasSubstr("@north.example>"), SizeIs(testing::Gt(30U))));
  EXPECT_EQ(server.received()[1].header("Message-ID"), id);
}

TEST_F(Mail, ClaimedByASenderThatDiedGoesOutAfterItsLease) {
  SmtpServer server;
  post("aud1@north.example");
  {
    const auto work = store_.begin("north");
    EXPECT_THAT(work->outbox().claim(5, clock_.now()), SizeIs(1));
    EXPECT_TRUE(work->commit());
  }
  EXPECT_EQ(deliver(server).sent, 0);
  clock_.advance(minutes(5));
  EXPECT_EQ(deliver(server).sent, 1);
}

TEST_F(Mail, AConcernReachesEverybodyTheFrameworkNamesEvenInQuietHours) {
  SmtpServer server;
  settings_.quiet = *app::parse_quiet_hours("20:00-07:00");
  clock_.set(*base::parse_instant("2026-12-02T22:30:00Z"));
  post("aud1@north.example");
  app::Actor auditor;
  auditor.council = "north";
  auditor.user = app::UserId{"u"};
  auditor.person = PersonId{"aud1"};
  auditor.grants = {{app::Role::Auditor, app::ScopeKind::Own, ""}};
  ASSERT_TRUE(app::raise_concern(
      {domain::ConcernId{}, domain::AuditId{"audit-1"}, domain::ConcernKind::Immediate, "Nobody has seen him", ""},
      auditor, clock_, frameworks_, *store_.begin("north")));
  EXPECT_EQ(deliver(server).sent, 2);
  EXPECT_THAT(recipients(server), UnorderedElementsAre("worker@north.example", "east-manager@north.example"));
  for (const auto& mail : server.received()) {
    EXPECT_EQ(mail.header("Subject"), "Immediate concern from audit LAN-2026-12-001");
    EXPECT_THAT(mail.text,
                AllOf(HasSubstr("/concerns/"), Not(HasSubstr("Nobody has seen him")), Not(HasSubstr("C1\r"))));
  }
  clock_.set(*base::parse_instant("2026-12-03T07:00:00Z"));
  EXPECT_EQ(deliver(server).sent, 1) << "the rest goes out in the morning";
}

TEST_F(Mail, AnInvitationArrivesAsOne) {
  SmtpServer server;
  app::Invitation invitation;
  invitation.uid = "talk-1@plumbline";
  invitation.summary = "Conversation on audit LAN-2026-12-001";
  invitation.at = *base::parse_instant("2026-12-10T14:00:00Z");
  const auto calendar = app::as_calendar(invitation, clock_.now());
  post("worker@north.example", "Conversation", calendar);
  EXPECT_EQ(deliver(server).sent, 1);
  const auto mail = server.received().at(0);
  EXPECT_THAT(mail.header("Content-Type"), HasSubstr("multipart/alternative"));
  const std::string type = "Content-Type: text/calendar; charset=UTF-8; method=REQUEST\r\n";
  ASSERT_THAT(mail.text, HasSubstr(type));
  auto part = mail.text.substr(mail.text.find(type));
  part = part.substr(part.find("\r\n\r\n") + 4);
  part = part.substr(0, part.find("\r\n\r\n--"));
  part = base::replace_all(part, "\r\n", "");
  EXPECT_EQ(part, base::base64(calendar));
}

TEST_F(Mail, HostileSubjectsAndAddressesCannotAddHeadersOrRecipients) {
  SmtpServer server;
  post("aud1@north.example", "Hello\r\nBcc: everybody@north.example\r\n\r\n.\r\nMAIL FROM:<x@y>");
  post("aud1@north.example>\r\nRCPT TO:<thief@example.org");
  post("Aud One <aud1@north.example>");
  const auto done = deliver(server);
  EXPECT_EQ(done.sent, 1);
  EXPECT_EQ(done.refused, 2);
  EXPECT_THAT(recipients(server), ElementsAre("aud1@north.example"));
  EXPECT_EQ(server.received()[0].header("Bcc"), "");
}

TEST_F(Mail, OfASyntheticCouncilGoesNowhere) {
  SmtpServer server;
  post("aud1@north.example");
  const auto work = store_.begin("north");
  auto council = *work->councils().find();
  council.demo_seed = "1";
  work->councils().put(council);
  ASSERT_TRUE(work->commit());
  EXPECT_EQ(deliver(server).sent, 0);
  EXPECT_THAT(server.received(), IsEmpty());
}

// Lancashire's rules: 5 and 1 working days before, 1 and 3 after, the last to the head of service, too.
TEST_F(Mail, RemindersFollowTheFrameworkAndAreMadeOnce) {
  EXPECT_EQ(remind("2026-12-14"), 0);
  EXPECT_EQ(remind("2026-12-15"), 1) << "five working days before";
  EXPECT_EQ(remind("2026-12-15"), 0) << "once";
  EXPECT_EQ(remind("2026-12-16"), 0);
  EXPECT_EQ(remind("2026-12-21"), 1);
  EXPECT_EQ(remind("2026-12-23"), 2) << "a day late: the auditor, and senior leadership of what did not come back";
  EXPECT_EQ(remind("2026-12-29"), 2) << "Christmas is no working day: the third is the 29th";
  const auto letters = waiting();
  EXPECT_THAT(letters, Contains(testing::Field(&app::OutboxMessage::subject,
                                               "Audit LAN-2026-12-001 is due back on Tuesday 22 December 2026")));
  const auto late = std::ranges::count_if(letters, [](const auto& letter) { return letter.to == "hos@north.example"; });
  EXPECT_EQ(late, 2) << "what did not come back at all, and the auditor's third reminder";
}

TEST_F(Mail, ADayOnWhichNothingRanIsCaughtUpButNotFarBack) {
  EXPECT_EQ(remind("2026-12-17"), 1) << "the rule of the 15th";
  EXPECT_EQ(remind("2026-12-17"), 0);
  EXPECT_EQ(remind("2027-02-01"), 0) << "long past";
}

TEST_F(Mail, NobodyIsRemindedOfAnAuditThatCameBack) {
  const auto work = store_.begin("north");
  auto audit = *work->audits().find(domain::AuditId{"audit-1"});
  audit.state = domain::AuditState::Submitted;
  ASSERT_TRUE(work->audits().save(audit));
  ASSERT_TRUE(work->commit());
  EXPECT_EQ(remind("2026-12-15"), 0);
}

// Lancashire: 1, 7 and 14 days overdue; after 14 the head of service hears of it.
TEST_F(Mail, OverdueActionsAreChasedAndThenGoUpTheLine) {
  const auto work = store_.begin("north");
  domain::Action action;
  action.id = domain::ActionId{"action-1"};
  action.audit = domain::AuditId{"audit-1"};
  action.text = "Ring the grandmother";
  action.owner = PersonId{"worker"};
  action.sign_off_by = PersonId{"east-manager"};
  action.due_on = base::parse_day("2027-01-04");
  action.state = domain::ActionState::Open;
  action.created_at = clock_.now();
  work->actions().add(action);
  auto audit = *work->audits().find(action.audit);
  audit.state = domain::AuditState::Final;
  ASSERT_TRUE(work->audits().save(audit));
  ASSERT_TRUE(work->commit());
  EXPECT_EQ(remind("2027-01-04"), 0) << "due today is not late";
  EXPECT_EQ(remind("2027-01-05"), 2) << "owner and signer";
  EXPECT_EQ(remind("2027-01-06"), 0);
  EXPECT_EQ(remind("2027-01-11"), 2);
  EXPECT_EQ(remind("2027-01-18"), 3) << "the head of service, too";
  EXPECT_EQ(remind("2027-01-19"), 0);
  for (const auto& letter : waiting()) EXPECT_THAT(letter.subject + letter.body, Not(HasSubstr("grandmother")));
}

TEST(MailSettings, AreRefusedWithWhatToDo) {
  const auto rule = [](const mail::SmtpSettings& settings) {
    const auto opened = mail::open_smtp(settings);
    return opened ? "" : opened.error().rule;
  };
  EXPECT_EQ(rule({"mail.example.org", "a@b"}), "mail.settings.server");
  EXPECT_EQ(rule({"http://mail.example.org", "a@b"}), "mail.settings.server");
  EXPECT_EQ(rule({"smtp://a@mail.example.org", "a@b"}), "mail.settings.server");
  EXPECT_EQ(rule({"smtp://mail.example.org:587", "nobody"}), "mail.settings.from");
  EXPECT_EQ(rule({"smtp://mail.example.org:25", "a@b", "", "", "", true}), "mail.settings.plain_elsewhere");
  EXPECT_EQ(rule({"smtp://127.evil.example:25", "a@b", "", "", "", true}), "mail.settings.plain_elsewhere");
  EXPECT_EQ(rule({"smtp://mail.example.org:587", "a@b"}), "");
}

TEST(MailSettings, WithoutPlainNothingGoesToAServerThatHasNoTls) {
  SmtpServer server;
  const auto opened = mail::open_smtp({server.url(), "plumbline@north.example"});
  ASSERT_TRUE(opened);
  EXPECT_EQ((*opened)->send({"1", "a@north.example", "S", "B", "", {}}).outcome, app::MailOutcome::Unreachable);
  EXPECT_THAT(server.received(), IsEmpty());
}

TEST(QuietHoursText, IsReadAndMayRunOverMidnight) {
  const auto quiet = app::parse_quiet_hours("20:00-07:00");
  ASSERT_TRUE(quiet);
  EXPECT_TRUE(quiet->contains(*base::parse_instant("2026-12-02T23:00:00Z")));
  EXPECT_TRUE(quiet->contains(*base::parse_instant("2026-07-02T19:30:00Z"))) << "summer time";
  EXPECT_FALSE(quiet->contains(*base::parse_instant("2026-12-02T07:00:00Z")));
  for (const char* bad : {"", "20-7", "25:00-07:00", "20:00", "x:00-07:00"}) EXPECT_FALSE(app::parse_quiet_hours(bad));
}

// A council that writes its own letters and wants no mail in the evening, beside one that does neither.
TEST_F(Mail, OfACouncilIsInItsOwnWordsAndOutsideItsQuietHours) {
  auto files = domain::shipped_framework_files();
  files.at("lancashire.yaml") +=
      "\nletters:\n  - key: reminder-before\n    subject: \"{reference} comes back on {due}\"\n"
      "    body: \"{person}, {programme} of {period}: the panel meets the week after.\"\n"
      "quiet_hours: {from: 19, to: 8}\n";
  ASSERT_TRUE(app::add_council({"south", "", files, "lancashire.yaml", ""}, app::command_line_actor("south"), clock_,
                               *store_.begin("south")));
  fill("south");
  clock_.set(*base::parse_instant("2026-12-15T18:30:00Z"));
  ASSERT_GT(app::write_reminders(app::command_line_actor("south"), *base::parse_day("2026-12-15"), clock_, frameworks_,
                                 store_),
            0);
  const auto letter = store_.read("south")->outbox().waiting(10).front();
  EXPECT_EQ(letter.subject, "LAN-2026-12-001 comes back on Tuesday 22 December 2026");
  EXPECT_THAT(letter.body,
              HasSubstr("Person aud1, Tier 2 case file audits of December 2026: the panel meets the week after."));
  EXPECT_THAT(letter.body, HasSubstr("{public_url}/audits/"));

  SmtpServer server;
  const auto deliver_south = [&] {
    return app::deliver("south", *sender(server.url()), settings_, clock_, frameworks_, store_);
  };
  clock_.set(*base::parse_instant("2026-12-15T19:30:00Z"));
  EXPECT_EQ(deliver_south().sent, 0) << "half past seven in the evening";
  clock_.set(*base::parse_instant("2026-12-16T07:59:00Z"));
  EXPECT_EQ(deliver_south().sent, 0);
  clock_.set(*base::parse_instant("2026-12-16T08:00:00Z"));
  EXPECT_GT(deliver_south().sent, 0);
  EXPECT_THAT(server.received().front().header("Subject"), HasSubstr("comes back on"));

  // The command line's hours take the place of the framework's.
  settings_.quiet = *app::parse_quiet_hours("09:00-10:00");
  {
    const auto work = store_.begin("south");
    domain::Person person;
    person.email = "late@south.example";
    app::post(*work, clock_.now(), "audit-sent", person, "Audit LAN-2026-12-001 is ready for you", "Yours.", "/");
    ASSERT_TRUE(work->commit());
  }
  clock_.set(*base::parse_instant("2026-12-16T20:00:00Z"));
  EXPECT_EQ(deliver_south().sent, 1);
}

// CAL-6: what did not come back goes to senior leadership once, by area, on the first working day after the return day.
TEST_F(Mail, TellsSeniorLeadershipOnceWhatDidNotComeBack) {
  const auto letters = [&] {
    std::vector<app::OutboxMessage> found;
    for (const auto& message : waiting())
      if (message.kind == "non-return") found.push_back(message);
    return found;
  };
  remind("2026-12-22");
  EXPECT_THAT(letters(), IsEmpty()) << "the return day itself";
  remind("2026-12-23");
  ASSERT_THAT(letters(), SizeIs(1));
  const auto letter = letters().front();
  EXPECT_EQ(letter.to, "hos@north.example");
  EXPECT_THAT(letter.subject, AllOf(HasSubstr("December 2026"), HasSubstr("1 audit not returned")));
  EXPECT_THAT(letter.body, AllOf(HasSubstr("East: 0 of 1 returned, 1 not"), HasSubstr("/reports/monthly?programme="),
                                 Not(HasSubstr("C1"))));
  remind("2026-12-23");
  remind("2026-12-24");
  EXPECT_THAT(letters(), SizeIs(1)) << "made once";
}

TEST_F(Mail, TellsNobodyWhereEverythingCameBack) {
  {
    const auto work = store_.begin("north");
    auto audit = work->audits().find(domain::AuditId{"audit-1"}).value();
    audit.state = domain::AuditState::Submitted;
    audit.submitted_at = clock_.now();
    ASSERT_TRUE(work->audits().save(audit));
    ASSERT_TRUE(work->commit());
  }
  remind("2026-12-23");
  for (const auto& message : waiting()) EXPECT_NE(message.kind, "non-return");
}

// AUDIT-6: the conversation is booked when the audit is given out; whoever has not is asked to, once.
TEST_F(Mail, AsksTheAuditorToBookTheConversationThreeWorkingDaysAfterSending) {
  EXPECT_EQ(remind("2026-12-04"), 0);
  EXPECT_EQ(remind("2026-12-07"), 1);
  EXPECT_EQ(remind("2026-12-08"), 0) << "once";
  const auto letter = waiting().front();
  EXPECT_EQ(letter.to, "aud1@north.example");
  EXPECT_EQ(letter.subject, "Book the conversation about audit LAN-2026-12-001");
}

TEST_F(Mail, AsksNobodyToBookWhatIsBooked) {
  {
    const auto work = store_.begin("north");
    domain::Conversation talk;
    talk.booked_for = *base::parse_instant("2026-12-10T10:00:00Z");
    ASSERT_TRUE(work->audits().save_conversation(domain::AuditId{"audit-1"}, talk));
    ASSERT_TRUE(work->commit());
  }
  EXPECT_EQ(remind("2026-12-07"), 0);
}

}  // namespace
}  // namespace plumbline::tests
