// What people type after an audit, into every form that its grade, its worker or its actions bring: shown as typed,
// refused where it is too long with nothing lost, and done once however often it is sent.
#include <functional>

#include "app/ports/disagreement_ports.hpp"
#include "app/ports/follow_up_ports.hpp"
#include "app/ports/perspective_ports.hpp"
#include "support/pages.hpp"

namespace plumbline {
namespace {

// One form as somebody fills it in: `field` is the one with the words.
struct Filled {
  std::string role;
  std::string target;
  Form form;
  std::string field;
  std::string shown_on;  // where the words are read afterwards

  Form with(const std::string& words) const {
    Form out = form;
    out.emplace_back(field, words);
    return out;
  }
};

class TypingAfterwards : public SiteTest {
 protected:
  TypingAfterwards() : SiteTest(400, 2, "waltham-forest") {
    follow_up = tests::follow_up_of(site);
    disagreement = tests::disagreement_of(site);
    settled = tests::audit_now(site, follow_up.audit);
    disagreed = tests::audit_now(site, disagreement.audit);
    action = tests::action_in(site, domain::ActionState::Open);
    app::AuditFilter under_way;
    under_way.states = {domain::AuditState::Sent, domain::AuditState::InProgress};
    for (const auto& one : tests::audits(site, under_way))
      if (one.worker_id && one.auditor && !read()->perspectives().find(one.id)) audit = one;
    manager = as("Its manager", settled.supervisor_id, app::Role::TeamManager);
    worker = as("The worker", audit.worker_id, app::Role::SocialWorker);
    auditor = as("The auditor", audit.auditor, app::Role::Auditor);
    looks = as("Who looks", disagreement.decider, app::Role::HeadOfService);
  }
  std::size_t letters() { return read()->outbox().waiting(5000).size(); }
  static std::string path_of(const domain::Audit& of, const std::string& rest) {
    return "/audits/" + of.id.text() + rest;
  }
  std::string version() { return std::to_string(read()->follow_ups().find(follow_up.id)->version); }

  // Every form in an order in which each can be sent: a talk is recorded before a meeting checks it.
  std::vector<std::function<Filled()>> forms() {
    const auto talk = "/follow-ups/" + follow_up.id.text();
    const auto look = "/disagreements/" + disagreement.id.text();
    const auto due = [](Form form) {
      form.insert(form.end(), {{"due", "1"}, {"due-month", "12"}, {"due-year", "2026"}});
      return form;
    };
    return {
        [=, this] {
          return Filled{worker,
                        path_of(audit, "/perspective"),
                        {{"version", "0"}, {"then", "send"}},
                        "answer-1",
                        path_of(audit, "/perspective")};
        },
        [=, this] {
          return Filled{auditor,
                        path_of(audit, "/earlier-practice"),
                        {{"kind", "strength"}, {"team", settled.team}},
                        "text",
                        path_of(audit, "/earlier-practice")};
        },
        [=, this] {
          return Filled{auditor,
                        path_of(audit, "/concern"),
                        {{"kind", "review"}, {"concern", concern}},
                        "what",
                        "/concerns/" + concern};
        },
        [=, this] {
          return Filled{manager, talk + "/actions", due({{"measure", "Each visit is on the record"}}), "text", talk};
        },
        [=, this] {
          return Filled{
              manager,
              talk + "/talk",
              {{"version", version()}, {"talked-on", "16"}, {"talked-on-month", "11"}, {"talked-on-year", "2026"}},
              "agreed",
              talk};
        },
        [=, this] {
          return Filled{"QA lead", talk + "/check", {{"version", version()}, {"done", "no"}}, "note", talk};
        },
        [=, this] {
          return Filled{looks, look + "/decide", {{"version", "0"}, {"outcome", "stands"}}, "finding", look};
        },
        [=, this] {
          return Filled{"QA lead",
                        "/actions/" + action.id.text() + "/withdraw",
                        {{"version", std::to_string(action.version)}},
                        "withdrawal",
                        ""};
        },
    };
  }

  domain::FollowUp follow_up;
  domain::Disagreement disagreement;
  domain::Action action;
  domain::Audit audit;    // under way
  domain::Audit settled;  // whose grade set off the talk
  domain::Audit disagreed;
  std::string concern = "019b0000-0000-7000-8000-00000000c0de";
  std::string manager, worker, auditor, looks;
};

TEST_F(TypingAfterwards, IsShownAsTypedToWhoeverReadsIt) {
  const std::string hostile = "Zq7<script>alert(1)</script>\"'&<img src=x onerror=alert(2)>\u202Etxt";
  for (const auto& form : forms()) {
    const auto filled = form();
    SCOPED_TRACE(filled.target);
    const auto sent = site.post(filled.role, filled.target, filled.with(hostile));
    ASSERT_EQ(sent.status(), 303) << tests::text_in(tests::tags_of(sent.body()), "main");
    for (const auto& [name, value] : sent.headers()) EXPECT_THAT(value, Not(HasSubstr("Zq7"))) << name;
    if (filled.shown_on.empty()) continue;
    const auto page = body(site.get(filled.role, filled.shown_on));
    EXPECT_THAT(tests::flaws_of(page), IsEmpty());
    EXPECT_THAT(page, Not(HasSubstr("<script>alert")));
    EXPECT_THAT(tests::decode_html(page), HasSubstr("Zq7<script>alert(1)</script>\"'&<img src=x onerror=alert(2)>"));
  }
  for (const auto& line : read()->journal().list({}, {1, 0, "", false}).rows)
    EXPECT_THAT(line.before + line.after + line.reason, Not(HasSubstr("Zq7"))) << line.action;
  for (const auto& letter : read()->outbox().waiting(5000))
    EXPECT_THAT(letter.subject + letter.body, Not(HasSubstr("Zq7"))) << letter.kind;
}

// Ten megabytes are what somebody pastes by mistake: refused beside the field, with what they typed still there.
TEST_F(TypingAfterwards, IsRefusedWhereItIsTooLongAndNothingIsKept) {
  const std::string pasted(10'000'000, 'x');
  const auto all = forms();
  for (std::size_t at = 0; at < all.size(); ++at) {
    const auto filled = all[at]();
    SCOPED_TRACE(filled.target);
    const auto lines = tests::journal_lines(site);
    const auto refused =
        site.post(filled.role, filled.target, filled.with(at == 0 ? pasted : std::string(200'000, 'x')));
    EXPECT_EQ(refused.status(), 422);
    EXPECT_THAT(body(refused).substr(0, 20'000), HasSubstr("href=\"#" + filled.field + "\""));
    EXPECT_THAT(refused.body().size(), testing::Gt(200'000U)) << "what was typed is still in its field";
    EXPECT_EQ(tests::journal_lines(site), lines);
    ASSERT_EQ(site.post(filled.role, filled.target, filled.with("Short enough")).status(), 303);
  }
}

// A second press, the back button and a page sent again: the same answer, and nothing is done, told or written twice.
TEST_F(TypingAfterwards, IsDoneOnceHoweverOftenItIsSent) {
  for (const auto& form : forms()) {
    const auto filled = form();
    SCOPED_TRACE(filled.target);
    ASSERT_EQ(site.post(filled.role, filled.target, filled.with("Said once")).status(), 303);
    const auto lines = tests::journal_lines(site);
    const auto told = letters();
    const auto again = site.post(filled.role, filled.target, filled.with("Said once"));
    EXPECT_EQ(tests::journal_lines(site), lines);
    EXPECT_EQ(letters(), told);
    EXPECT_EQ(again.status(), 303) << tests::text_in(tests::tags_of(again.body()), "main");
  }
}

TEST_F(TypingAfterwards, TwoWindowsNeverDecideTwice) {
  const auto look = "/disagreements/" + disagreement.id.text() + "/decide";
  ASSERT_EQ(site.post(looks, look, {{"version", "0"}, {"outcome", "stands"}, {"finding", "It stands."}}).status(), 303);
  const auto other =
      site.post(looks, look, {{"version", "0"}, {"outcome", "changes"}, {"to", "good"}, {"finding", "No"}});
  EXPECT_EQ(other.status(), 422);
  EXPECT_EQ(read()->disagreements().of(disagreement.audit)->state, domain::DisagreementState::Upheld);
  EXPECT_EQ(tests::audit_now(site, disagreement.audit).grade(), disagreed.grade());
}

TEST_F(TypingAfterwards, AnActionIsWithdrawnByTheQaLeadWithAReason) {
  const auto path = "/actions/" + action.id.text();
  EXPECT_THAT(body(site.get("QA lead", path)), HasSubstr("Withdraw the action"));
  const auto owner = as("Owner", action.owner, app::Role::SocialWorker);
  EXPECT_THAT(body(site.get(owner, path)), Not(HasSubstr("Withdraw the action")));
  EXPECT_EQ(site.post(owner, path + "/withdraw", {{"version", "0"}, {"withdrawal", "I would rather not"}}).status(),
            403);
  EXPECT_THAT(body(site.post("QA lead", path + "/withdraw", {{"version", std::to_string(action.version)}})),
              HasSubstr("Enter why this action is withdrawn"));
  EXPECT_EQ(site.post("QA lead", path + "/withdraw",
                      {{"version", std::to_string(action.version)}, {"withdrawal", "The plan has moved on"}})
                .status(),
            303);
  EXPECT_EQ(read()->actions().find(action.id)->state, domain::ActionState::Withdrawn);
  EXPECT_THAT(body(site.get(owner, path)), HasSubstr("The plan has moved on"));
  EXPECT_THAT(body(site.get("QA lead", "/actions?state=withdrawn")), HasSubstr(path));
}

}  // namespace
}  // namespace plumbline
