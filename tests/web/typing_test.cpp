// What people type: shown as typed and never as anything else, refused where it is too long, kept where two windows
// meet, and taken once however often it is sent.
#include <fmt/core.h>

#include <nlohmann/json.hpp>
#include <set>

#include "base/hash.hpp"
#include "support/pages.hpp"

namespace plumbline {
namespace {

constexpr const char* kAuditor = "Advanced practitioner";

class Typing : public SiteTest {
 protected:
  Typing() {
    app::AuditFilter mine;
    mine.auditor = tests::person_of(site, kAuditor);
    mine.returned = false;
    audit = tests::audits(site, mine).front();
    path = "/audits/" + audit.id.text();
    for (const auto& tag : tests::tags_of(body(site.get(kAuditor, path))))
      if (section.empty() && tag.get("href").starts_with(path + "/sections/")) section = tag.get("href");
    app::User moderator;
    moderator.grants = {{app::Role::Moderator, app::ScopeKind::Council, ""}};
    site.let_in("A moderator", moderator);
  }
  // As somebody of people.csv with that role over what is theirs.
  std::string as(const domain::PersonId& person, app::Role role) {
    const auto name = fmt::format("{} {}", app::to_string(role), person.text());
    if (!let_in.insert(name).second) return name;
    app::User user;
    user.person = person;
    user.grants = {{role, app::ScopeKind::Own, ""}};
    site.let_in(name, user);
    return name;
  }
  web::Response post(const std::string& role, const std::string& target, const Form& form) {
    return site.post(role, target, form);
  }
  std::string version_of_section() {
    const auto key = section.substr(section.rfind('/') + 1);
    for (const auto& saved : read()->audits().sections(audit.id))
      if (saved.section == key) return std::to_string(saved.version);
    return "0";
  }
  std::string version_of_conversation() {
    for (const auto& saved : read()->audits().conversations(audit.id))
      if (saved.kind == domain::ConversationKind::Worker) return std::to_string(saved.version);
    return "0";
  }
  std::string version_of(const domain::AuditId& id) { return std::to_string(tests::audit_now(site, id).version); }
  std::string version_of(const domain::ActionId& id) { return std::to_string(read()->actions().find(id)->version); }
  Form documents(const std::string& note) {
    Form form;
    for (const auto& tag : tests::tags_of(body(site.get(kAuditor, path + "/documents"))))
      if (tag.name == "textarea" && tag.get("name").starts_with("note-")) {
        form.emplace_back(tag.get("name").substr(5), "found");
        form.emplace_back(tag.get("name"), note);
      }
    return form;
  }
  Form action(const std::string& text, const std::string& measure) {
    return {{"section", section.substr(section.rfind('/') + 1)},
            {"text", text},
            {"measure", measure},
            {"owner", audit.worker_id->text()},
            {"due", "17"},
            {"due-month", "12"},
            {"due-year", "2026"},
            {"priority", "high"}};
  }

  domain::Audit audit;
  std::string path;
  std::string section;
  std::set<std::string> let_in;
};

TEST_F(Typing, IsShownAsTypedOnEveryPageThatShowsIt) {
  const std::string hostile =
      "Zq7<script>alert(1)</script>\"'&<img src=x onerror=alert(2)>javascript:alert(3)\u202Etxt " +
      std::string(300, 'w');
  const auto send = [&](const std::string& role, const std::string& target, const Form& form) {
    const auto response = post(role, target, form);
    EXPECT_EQ(response.status(), 303) << target << "\n" << tests::text_in(tests::tags_of(response.body()), "main");
    for (const auto& [name, value] : response.headers())
      EXPECT_THAT(value, Not(HasSubstr("Zq7"))) << name << " of " << target;
    const auto* to = response.find("Location");
    return to == nullptr ? std::string() : *to;
  };
  send(kAuditor, section,
       {{"version", version_of_section()}, {"judgement", "good"}, {"evidence", hostile}, {"impact", hostile}});
  send(kAuditor, path + "/overall", {{"version", version_of(audit.id)}, {"overall", "good"}, {"reason", hostile}});
  send(kAuditor, path + "/documents", documents(hostile));
  send(kAuditor, path + "/conversations/worker/book",
       {{"version", version_of_conversation()},
        {"day", "20"},
        {"day-month", "11"},
        {"day-year", "2026"},
        {"time", "10:30am"},
        {"place", hostile}});
  send(kAuditor, path + "/conversations/worker",
       {{"version", version_of_conversation()},
        {"held", "yes"},
        {"held-on", "13"},
        {"held-on-month", "11"},
        {"held-on-year", "2026"},
        {"summary", hostile},
        {"agreed", hostile}});
  send(kAuditor, path + "/actions/new", action(hostile, hostile));
  const auto concern =
      send(kAuditor, path + "/concern", {{"kind", "immediate"}, {"what", hostile}, {"doing", hostile}});
  const auto told = read()->concerns().of(audit.id).back().told.front().person;
  const auto who_is_told = as(told, app::Role::PrincipalSocialWorker);
  send(who_is_told, concern + "/acknowledge", {{"response", hostile}});
  const auto waiting = tests::audit_in(site, domain::AuditState::Submitted);
  send("A moderator", "/audits/" + waiting.id.text() + "/moderate",
       {{"version", version_of(waiting.id)},
        {"narrative-supports", "yes"},
        {"helps-learning", "no"},
        {"next-is-clear", "yes"},
        {"outcome", "returned"},
        {"reason", hostile}});
  const auto open = tests::action_in(site, domain::ActionState::Open);
  const auto action_path = "/actions/" + open.id.text();
  auto revised = action(hostile, hostile);
  for (auto& [field, text] : revised)
    if (field == "section")
      text = open.section;
    else if (field == "owner")
      text = open.owner->text();
  revised.emplace_back("version", version_of(open.id));
  revised.emplace_back("revision", hostile);
  send("QA lead", action_path + "/edit", revised);
  send(as(*open.owner, app::Role::SocialWorker), action_path + "/done",
       {{"version", version_of(open.id)}, {"evidence", hostile}});
  send(as(*open.sign_off_by, app::Role::TeamManager), action_path + "/sign-off",
       {{"version", version_of(open.id)}, {"agreed", "no"}, {"note", hostile}});

  const auto encoded = web::url_encode(hostile);
  int shown = 0;
  const auto look = [&](const std::string& role, const std::string& target) {
    const auto response = site.get(role, target);
    const auto html = body(response);
    EXPECT_LT(response.status(), 500) << target;
    if (response.status() == 303) return;
    for (const auto& flaw : tests::flaws_of(html)) ADD_FAILURE() << target << " for the " << role << " " << flaw;
    if (html.find("Zq7") == std::string::npos) return;
    ++shown;
    EXPECT_THAT(html, Not(HasSubstr("<script>alert"))) << target;
    EXPECT_THAT(tests::decode_html(html), HasSubstr("Zq7<script>alert(1)</script>\"'&<img src=x onerror=alert(2)>"))
        << target;
  };
  const auto own_action = read()->actions().of(audit.id).back().id.text();
  for (const auto& role : {std::string(kAuditor), std::string("QA lead"), std::string("A moderator")}) {
    for (const auto* part : {"", "/overall", "/documents", "/conversations/worker", "/check"}) look(role, path + part);
    look(role, section);
    look(role, "/actions/" + own_action);
    look(role, "/actions/" + own_action + "/edit");
    look(role, action_path);
    look(role, "/audits/" + waiting.id.text());
    for (const auto* list : {"/", "/audits", "/actions", "/actions?state=all", "/concerns", "/moderation"})
      look(role, list);
    for (const auto* query :
         {"/audits?text=", "/audits?grade=", "/actions?locality=", "/register?text=", "/reports/monthly?programme="})
      look(role, query + encoded);
  }
  look(who_is_told, concern);
  EXPECT_GE(shown, 25);
  const auto sign_in = post("", "/sign-in", {{"email", hostile}, {"password", "x"}, {"next", "javascript:alert(1)"}});
  EXPECT_THAT(tests::flaws_of(sign_in.body()), testing::IsEmpty());
  EXPECT_THAT(body(sign_in), Not(HasSubstr("<script>alert")));
  const auto csv = body(site.get("QA lead", "/actions.csv?state=all"));
  EXPECT_THAT(csv, HasSubstr("\"Zq7<script>alert(1)</script>\"\"'&"));
}

TEST_F(Typing, IsRefusedWhereItIsTooLongAndTheFieldIsNamed) {
  const std::string longer(200'000, 'x');
  const auto waiting = tests::audit_in(site, domain::AuditState::Submitted);
  const auto open = tests::action_in(site, domain::ActionState::Open);
  const auto owner = as(*open.owner, app::Role::SocialWorker);
  const auto month = fmt::format("/cycles/{}/{}", audit.programme, base::iso(audit.period));
  const auto next_month = fmt::format("/cycles/{}/{}", audit.programme, base::iso(audit.period.plus_months(1)));
  auto due = action("Visit", "It is on the file");
  const auto with = [](Form form, const std::string& name, const std::string& value) {
    for (auto& [field, text] : form)
      if (field == name) text = value;
    return form;
  };
  struct Case {
    std::string role, target;
    Form form;
    std::string field;
  };
  const Form talk{{"version", version_of_conversation()},
                  {"held", "yes"},
                  {"held-on", "13"},
                  {"held-on-month", "11"},
                  {"held-on-year", "2026"},
                  {"summary", "Said"},
                  {"agreed", "Agreed"}};
  const std::vector<Case> cases{
      {kAuditor, section, {{"version", version_of_section()}, {"judgement", "good"}, {"evidence", longer}}, "evidence"},
      {kAuditor, section, {{"version", version_of_section()}, {"judgement", "good"}, {"impact", longer}}, "impact"},
      {kAuditor,
       path + "/overall",
       {{"version", version_of(audit.id)}, {"overall", "good"}, {"reason", longer}},
       "reason"},
      {kAuditor, path + "/documents", documents(longer), documents("")[1].first},
      {kAuditor, path + "/conversations/worker", with(talk, "summary", longer), "summary"},
      {kAuditor, path + "/conversations/worker", with(talk, "agreed", longer), "agreed"},
      {kAuditor,
       path + "/conversations/worker/book",
       {{"version", version_of_conversation()},
        {"day", "20"},
        {"day-month", "11"},
        {"day-year", "2026"},
        {"time", "10:30am"},
        {"place", longer}},
       "place"},
      {kAuditor, path + "/actions/new", with(due, "text", longer), "text"},
      {kAuditor, path + "/actions/new", with(due, "measure", longer), "measure"},
      {kAuditor, path + "/concern", {{"what", longer}}, "what"},
      {kAuditor, path + "/concern", {{"what", "Seen"}, {"doing", longer}}, "doing"},
      {kAuditor,
       path + "/hand-back",
       {{"version", version_of(audit.id)}, {"reason", "other"}, {"note", longer}},
       "note"},
      {"QA administrator",
       path + "/reallocate",
       {{"version", version_of(audit.id)}, {"to", tests::person_of(site, "Senior manager").text()}, {"reason", longer}},
       "reason"},
      {"A moderator",
       "/audits/" + waiting.id.text() + "/moderate",
       {{"version", version_of(waiting.id)},
        {"narrative-supports", "yes"},
        {"helps-learning", "no"},
        {"next-is-clear", "yes"},
        {"outcome", "returned"},
        {"reason", longer}},
       "reason"},
      {owner,
       "/actions/" + open.id.text() + "/done",
       {{"version", version_of(open.id)}, {"evidence", longer}},
       "evidence"},
      {"QA administrator", next_month + "/draw", {{"size", "10"}, {"seed", longer}}, "seed"},
      {"QA administrator", month + "/exempt/" + audit.child_id.text(), {{"reason", longer}}, "reason"}};
  const auto before = tests::journal_lines(site);
  for (const auto& each : cases) {
    SCOPED_TRACE(each.target + " " + each.field);
    const auto response = post(each.role, each.target, each.form);
    EXPECT_EQ(response.status(), 422);
    EXPECT_THAT(body(response).substr(0, 20'000), HasSubstr("href=\"#" + each.field + "\""));
    EXPECT_THAT(tests::flaws_of(response.body()), testing::Each(testing::EndsWith("bytes long")));
  }
  EXPECT_EQ(tests::journal_lines(site), before) << "nothing of it was kept";
}

TEST_F(Typing, LosesNothingWhenTwoWindowsSaveOneSection) {
  const auto version = version_of_section();
  EXPECT_EQ(post(kAuditor, section, {{"version", version}, {"judgement", "good"}, {"evidence", "Of the first window"}})
                .status(),
            303);
  const auto second =
      post(kAuditor, section, {{"version", version}, {"judgement", "good"}, {"evidence", "Of the second window"}});
  EXPECT_EQ(second.status(), 409);
  EXPECT_THAT(body(second), testing::AllOf(HasSubstr("Of the first window"), HasSubstr("Of the second window")));
  EXPECT_THAT(tests::flaws_of(second.body()), testing::IsEmpty());
  const auto draft = post(kAuditor, section + "/draft",
                          {{"version", version}, {"judgement", "good"}, {"evidence", "Of a third window"}});
  EXPECT_EQ(draft.status(), 409);
  EXPECT_EQ(nlohmann::json::parse(draft.body())["url"], section);
  EXPECT_THAT(body(site.get(kAuditor, section)),
              testing::AllOf(HasSubstr("Of the first window"), Not(HasSubstr("Of a third"))));
  // The page of the conflict saves what its reader then decides.
  const auto now = version_of_section();
  EXPECT_THAT(body(second), HasSubstr("name=\"version\" value=\"" + now + "\""));
  EXPECT_EQ(
      post(kAuditor, section, {{"version", now}, {"judgement", "good"}, {"evidence", "Of both windows"}}).status(),
      303);
}

// Found while reading: the second window's documents were written over the first's, and a conversation that met another
// could never be saved.
TEST_F(Typing, LosesNothingWhenTwoWindowsSaveDocumentsOrAConversation) {
  const auto value_of = [&](const std::string& html, const std::string& field) {
    for (const auto& tag : tests::tags_of(html))
      if (tag.name == "input" && tag.get("name") == field) return tag.get("value");
    return std::string();
  };
  auto first = documents("Of the first window");
  first.emplace_back("began-from", value_of(body(site.get(kAuditor, path + "/documents")), "began-from"));
  auto second = documents("Of the second window");
  second.emplace_back("began-from", first.back().second);
  EXPECT_EQ(post(kAuditor, path + "/documents", first).status(), 303);
  const auto met = post(kAuditor, path + "/documents", second);
  EXPECT_EQ(met.status(), 409);
  EXPECT_THAT(body(met), testing::AllOf(HasSubstr("Of the first window"), HasSubstr("Of the second window")));
  EXPECT_THAT(tests::flaws_of(met.body()), testing::IsEmpty());
  second.back().second = value_of(body(met), "began-from");
  EXPECT_EQ(post(kAuditor, path + "/documents", second).status(), 303);

  const auto talk = [&](const std::string& version, const std::string& summary) {
    return post(kAuditor, path + "/conversations/worker",
                {{"version", version},
                 {"held", "yes"},
                 {"held-on", "13"},
                 {"held-on-month", "11"},
                 {"held-on-year", "2026"},
                 {"summary", summary}});
  };
  const auto version = version_of_conversation();
  EXPECT_EQ(talk(version, "Of the first window").status(), 303);
  const auto other = talk(version, "Of the second window");
  EXPECT_EQ(other.status(), 409);
  EXPECT_THAT(body(other), testing::AllOf(HasSubstr("Of the first window"), HasSubstr("Of the second window")));
  EXPECT_THAT(tests::flaws_of(other.body()), testing::IsEmpty());
  EXPECT_THAT(body(other), HasSubstr("name=\"version\" value=\"" + version_of_conversation() + "\""));
  EXPECT_EQ(talk(version_of_conversation(), "Of both windows").status(), 303);
}

TEST_F(Typing, KeepsANoteUntilItsDocumentIsAnswered) {
  auto form = documents("Seen on paper only");
  const auto document = form.front().first;
  form.erase(form.begin());
  const auto refused = post(kAuditor, path + "/documents", form);
  EXPECT_EQ(refused.status(), 422);
  EXPECT_THAT(body(refused), testing::AllOf(HasSubstr("href=\"#" + document + "\""), HasSubstr("Seen on paper only")));
  EXPECT_THAT(read()->audits().documents(audit.id),
              Not(testing::Contains(testing::Field(&domain::KeyDocumentFinding::note, "Seen on paper only"))));
}

TEST_F(Typing, InvitesOnceHoweverOftenABookingIsSent) {
  const Form form{{"version", version_of_conversation()},
                  {"day", "20"},
                  {"day-month", "11"},
                  {"day-year", "2026"},
                  {"time", "10:30am"},
                  {"place", "Room 2"}};
  const auto waiting = [&] { return read()->outbox().waiting(1000).size(); };
  EXPECT_EQ(post(kAuditor, path + "/conversations/worker/book", form).status(), 303);
  const auto invited = waiting();
  EXPECT_EQ(post(kAuditor, path + "/conversations/worker/book", form).status(), 303);
  EXPECT_EQ(waiting(), invited);
  // The same for a calendar at once, from the page: mail may wait for the morning.
  const auto booked = site.get(kAuditor, path + "/conversations/worker");
  EXPECT_THAT(body(booked), HasSubstr(path + "/conversations/worker/invitation.ics"));
  const auto file = site.get(kAuditor, path + "/conversations/worker/invitation.ics");
  EXPECT_EQ(file.status(), 200);
  EXPECT_THAT(*file.find("Content-Type"), testing::StartsWith("text/calendar"));
  EXPECT_THAT(body(file), testing::AllOf(HasSubstr("METHOD:REQUEST"), HasSubstr("DTSTART:20261120T103000Z"),
                                         HasSubstr("LOCATION:Room 2")));
}

// The family hears what was done with their words once the audit is in; there was no page to record it on.
TEST_F(Typing, RecordsWhatTheFamilyWasTold) {
  app::AuditFilter final_ones;
  final_ones.states = {domain::AuditState::Final};
  std::optional<domain::Conversation> talk;
  std::string to;
  for (const auto& one : tests::audits(site, final_ones))
    for (const auto& saved : read()->audits().conversations(one.id))
      if (!talk && saved.kind == domain::ConversationKind::Family && saved.held == true)
        talk = saved, to = "/audits/" + one.id.text() + "/conversations/family";
  ASSERT_TRUE(talk);
  EXPECT_THAT(body(site.get("QA lead", to)), HasSubstr("name=\"written-reply\""));
  const auto reply = [&](const std::string& day) {
    return post("QA lead", to + "/reply",
                {{"version", std::to_string(talk->version)},
                 {"written-reply", "We changed how visits are planned."},
                 {"replied-on", day},
                 {"replied-on-month", "11"},
                 {"replied-on-year", "2026"}});
  };
  const auto refused = reply("31");
  EXPECT_EQ(refused.status(), 422);
  EXPECT_THAT(body(refused), testing::AllOf(HasSubstr("href=\"#replied-on\""), HasSubstr("We changed how visits")));
  EXPECT_EQ(reply("13").status(), 303);
  EXPECT_THAT(body(site.get("QA lead", to)), HasSubstr("We changed how visits are planned."));
}

TEST_F(Typing, RaisesOneConcernHoweverOftenItIsSent) {
  const auto id = base::new_uuid(site.clock().now());
  const Form form{{"kind", "immediate"}, {"what", "Not seen for ten weeks"}, {"concern", id}};
  const auto had = read()->concerns().of(audit.id).size();
  const auto first = post(kAuditor, path + "/concern", form);
  const auto again = post(kAuditor, path + "/concern", form);
  EXPECT_EQ(first.status(), 303);
  EXPECT_EQ(again.status(), 303);
  EXPECT_EQ(*first.find("Location"), *again.find("Location"));
  EXPECT_EQ(read()->concerns().of(audit.id).size(), had + 1);
  EXPECT_EQ(tests::journal_lines(site, "concern", id), 1);
}

// A concern must reach somebody, and be there to read, whatever became of the form on its way.
TEST_F(Typing, RaisesAConcernWhateverItsHiddenFieldHolds) {
  const auto other = tests::concern_of(site);
  const auto elsewhere = "/audits/" + tests::audit_in(site, domain::AuditState::Submitted).id.text() + "/concern";
  const auto had = read()->concerns().of(audit.id).size();
  for (const std::string& id : {std::string(), std::string("x"), std::string("../../etc"), std::string(50'000, 'a')}) {
    const auto response = post(kAuditor, path + "/concern", {{"what", "Seen"}, {"concern", id}});
    ASSERT_EQ(response.status(), 303);
    EXPECT_EQ(site.get(kAuditor, *response.find("Location")).status(), 200);
  }
  EXPECT_EQ(read()->concerns().of(audit.id).size(), had + 4);
  const auto taken = post("A moderator", elsewhere, {{"what", "Seen"}, {"concern", other.id.text()}});
  ASSERT_EQ(taken.status(), 303);
  EXPECT_NE(*taken.find("Location"), "/concerns/" + other.id.text());
}

TEST_F(Typing, ModeratesAndReturnsOnceHoweverOftenItIsSent) {
  const auto waiting = tests::audit_in(site, domain::AuditState::Submitted);
  const auto target = "/audits/" + waiting.id.text();
  const auto twice = [&](const std::string& role, const std::string& to, const Form& form) {
    EXPECT_EQ(post(role, to, form).status(), 303) << to;
    const auto lines = tests::journal_lines(site, "audit", waiting.id.text());
    const auto state = tests::audit_now(site, waiting.id).state;
    EXPECT_LT(post(role, to, form).status(), 500) << to;
    EXPECT_EQ(tests::journal_lines(site, "audit", waiting.id.text()), lines) << to;
    EXPECT_EQ(tests::audit_now(site, waiting.id).state, state) << to;
  };
  twice("A moderator", target + "/moderate",
        {{"version", version_of(waiting.id)},
         {"narrative-supports", "yes"},
         {"helps-learning", "no"},
         {"next-is-clear", "yes"},
         {"outcome", "returned"},
         {"reason", "Say what it meant for the child"}});
  EXPECT_EQ(tests::audit_now(site, waiting.id).state, domain::AuditState::Returned);
  twice(as(*waiting.auditor, app::Role::Auditor), target + "/return", {{"version", version_of(waiting.id)}});
  EXPECT_EQ(read()->moderations().of(waiting.id).size(), 1U);
}

TEST_F(Typing, SignsAnActionOffOnceHoweverOftenItIsSent) {
  const auto open = tests::action_in(site, domain::ActionState::Open);
  const auto target = "/actions/" + open.id.text();
  const auto owner = as(*open.owner, app::Role::SocialWorker);
  const auto manager = as(*open.sign_off_by, app::Role::TeamManager);
  const Form done{{"version", version_of(open.id)}, {"evidence", "It is in the plan of 12 November"}};
  EXPECT_EQ(post(owner, target + "/done", done).status(), 303);
  EXPECT_LT(post(owner, target + "/done", done).status(), 500);
  const Form agreed{{"version", version_of(open.id)}, {"agreed", "yes"}};
  EXPECT_EQ(post(manager, target + "/sign-off", agreed).status(), 303);
  const auto lines = tests::journal_lines(site, "action", open.id.text());
  EXPECT_LT(post(manager, target + "/sign-off", agreed).status(), 500);
  EXPECT_EQ(tests::journal_lines(site, "action", open.id.text()), lines);
  EXPECT_EQ(read()->actions().find(open.id)->state, domain::ActionState::SignedOff);
}

}  // namespace
}  // namespace plumbline
