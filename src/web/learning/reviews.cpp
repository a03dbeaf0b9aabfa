// GET /reviews and /reviews/{id}: the year's thematic reviews, and each from its notice to what became of it (MEET-3).
#include "app/learning/reviews.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "app/policies/audit_policies.hpp"
#include "app/policies/cycle_policies.hpp"
#include "app/policies/learning_policies.hpp"
#include "app/ports/register_ports.hpp"
#include "base/text.hpp"
#include "domain/register/job_words.hpp"
#include "web/audit/open_audit.hpp"
#include "web/components.hpp"
#include "web/http/forms.hpp"
#include "web/learning/layout.hpp"
#include "web/learning/review_page.hpp"
#include "web/learning/routes.hpp"
#include "web/reasons.hpp"

namespace plumbline::web {

FramedPage review_page(Services& services, const Request& request, const app::OpenReview& open,
                       const std::string& title) {
  FramedPage page(services, request, title, NavItem::None);
  page.crumb("Home", "/").crumb("Learning", "/learning").crumb("Thematic reviews", "/reviews");
  page.crumb(open.review.theme, app::review_path(open.review.id));
  return page;
}

base::Result<app::OpenReview> review_of(const Request& request, Services& services, app::Reader& reader) {
  return app::open_review(domain::ReviewId{std::string(request.param("id"))}, who(request).actor, services.clock,
                          services.frameworks, reader);
}

std::string days_of(const domain::Review& review) {
  return review.days == 1 ? base::say_with_weekday(review.starts_on)
                          : base::say(review.starts_on) + " to " + base::say(review.ends_on());
}

namespace {

std::string month_of(const domain::Review& review, std::string_view rest = {}) {
  return "/cycles/" + url_encode(review.programme) + "/" + base::iso(review.period) + std::string(rest);
}

Response list_reviews(const Request& request, Services& services) {
  const auto& signed_in = who(request);
  if (const auto may = app::may_view_programme(signed_in.actor); !may)
    return refused_page(services, request, may.error());
  const auto reader = services.store.read(signed_in.actor.council);
  FramedPage page(services, request, "Thematic reviews", NavItem::None);
  page.crumb("Home", "/").crumb("Learning", "/learning");
  const bool held =
      std::ranges::any_of(signed_in.framework->programmes, [](const auto& programme) { return programme.review.held; });
  if (held && app::may_run_reviews(signed_in.actor)) page.action("Plan a review", "/reviews/new");
  View body = page.body("learning/page.html");
  const auto today = services.clock.today();
  Table table{"Thematic reviews",
              {{"Theme"}, {"Quarter"}, {"Days"}, {"Venue"}, {"Who leads"}, {"Where it stands"}},
              {},
              true,
              true};
  for (const auto& review : reader->reviews().list()) {
    const auto* programme = signed_in.framework->find_programme(review.programme);
    if (programme == nullptr || !programme->review.held) continue;
    Row row;
    row.cells = {Cell{review.theme, app::review_path(review.id)},
                 Cell{base::say(review.period)},
                 Cell{days_of(review)},
                 Cell{review.venue.empty() ? "–" : review.venue},
                 Cell{review.lead ? reader->people().name_of(*review.lead) : "–"},
                 Cell{std::string(domain::say(domain::stage_of(review, programme->review, today)))}};
    table.rows.push_back(std::move(row));
  }
  if (table.rows.empty()) {
    add_empty(body, "EMPTY", held ? "No reviews are planned yet" : "This council holds no thematic reviews",
              held ? "A review has a theme, a venue and days; its cases are drawn as any others."
                   : "Its framework has no programme with a review.",
              Link{"Learning", "/learning"});
    return page.respond();
  }
  View block = add_block(body, "");
  add_table(block, "PART", table);
  return page.respond();
}

NextStep next_of(const app::OpenReview& open, bool runs, base::Day today) {
  const auto& review = open.review;
  const auto path = app::review_path(review.id);
  NextStep next{std::string(domain::say(open.stage)), "", std::nullopt, NextStep::Look::Quiet};
  if (!runs) return next;
  switch (open.stage) {
    case domain::ReviewStage::Planned: {
      next.look = NextStep::Look::Main;
      if (open.cases == 0 && !open.agreement && !open.programme->agreed_by.empty()) {
        next.title = "Have the draw agreed";
        next.when = "Its cases are drawn once somebody whom the framework names has said yes.";
        next.button = Link{"Record the agreement", month_of(review, "/agreement")};
        break;
      }
      if (open.cases == 0) {
        next.title = "Draw the cases";
        next.when = fmt::format("At least {} are asked for.", std::max(open.programme->draw.minimum, 1));
        next.button = Link{"Draw the cases", month_of(review, "/draw")};
        break;
      }
      const auto by = domain::notice_by(review, open.rule());
      next.title = "Give the case holders notice";
      next.when =
          (today > by ? "It was to reach them by " : "It is to reach them by ") + base::say_with_weekday(by) + ".";
      if (today > by) next.look = NextStep::Look::Urgent;
      next.button = Link{"Look at who gets it", path + "#notice"};
      break;
    }
    case domain::ReviewStage::Noticed:
      next.when = "The review is on " + days_of(review) + ".";
      break;
    case domain::ReviewStage::Held:
      next.title = "Write the report";
      next.look = NextStep::Look::Main;
      next.button = Link{"Write the report", path + "/report"};
      break;
    case domain::ReviewStage::Reported:
      next.when = "Next: " + domain::next_approval(review, open.rule())->title + ".";
      break;
    case domain::ReviewStage::Approved:
      next.title = "Share what was learned";
      next.look = NextStep::Look::Main;
      next.button = Link{"Tick off what is done", path + "#shared"};
      break;
    case domain::ReviewStage::Shared:
      break;
  }
  return next;
}

void add_facts(View& body, const app::OpenReview& open, const app::Actor& actor, app::Reader& reader, bool runs) {
  const auto& review = open.review;
  View block = add_block(body, "");
  Facts facts;
  facts.add("Days", days_of(review)).add("Venue", review.venue);
  facts.add("Who leads", review.lead ? reader.people().name_of(*review.lead) : "");
  for (const auto& cohort : open.programme->draw.cohorts)
    if (cohort.key == review.cohort) facts.add("Cases from", cohort.title);
  if (open.agreement)
    facts.add("Agreed",
              fmt::format("{} ({}), {}: {}, from {}", reader.people().name_of(open.agreement->agreed_by),
                          domain::job_in_words(open.agreement->agreed_as), base::say(open.agreement->agreed_on),
                          open.agreement->theme, open.agreement->source));
  else if (!open.programme->agreed_by.empty())
    facts.add("Agreed", "Not yet. The cases can’t be drawn before.", runs ? month_of(review, "/agreement") : "");
  facts.add("Cases",
            open.cases == 0 ? "Not drawn yet"
                            : base::count_of(static_cast<long long>(open.cases), "case is drawn", "cases are drawn"),
            open.cases > 0 && app::may_view_cycle(actor) ? month_of(review) : "");
  add_summary_list(block, "PART", facts.rows());
  if (open.too_few())
    add_warning(block, "PART",
                fmt::format("A review looks at {} cases or more. With fewer the findings say little.",
                            open.programme->draw.minimum));
}

void add_notice(View& body, const app::OpenReview& open, const Services& services, app::Reader& reader, bool runs) {
  if (open.cases == 0) return;
  const auto& review = open.review;
  View block = add_block(body, "Notice to the case holders", "notice");
  const auto holders = base::count_of(static_cast<long long>(open.case_holders.size()), "person holds", "people hold");
  add_sentence(block,
               review.notice_sent_at
                   ? "Notice went out " + when_in_words(*review.notice_sent_at, services.clock.now()) + "."
                   : fmt::format("{} these cases. Notice is to reach them by {}, {} before the review.", holders,
                                 base::say_with_weekday(domain::notice_by(review, open.rule())),
                                 base::count_of(open.rule().notice_working_days, "working day", "working days")));
  if (runs && !open.case_holders.empty()) {
    std::vector<std::string> names;
    for (const auto& holder : open.case_holders) names.push_back(reader.people().name_of(holder));
    std::ranges::sort(names);
    add_sentence(block, (review.notice_sent_at ? "To " : "It goes to ") + base::join(names, ", ") + ".");
  }
  if (open.without_holder > 0)
    add_sentence(block, base::count_of(static_cast<long long>(open.without_holder), "case has", "cases have") +
                            " no worker that the register knows, so nobody gets notice of it.");
  if (runs && review.starts_on > services.clock.today())
    add_small_form(
        block, {app::review_path(review.id) + "/notice", review.version,
                review.notice_sent_at ? "Give notice again" : "Give notice", "", review.notice_sent_at.has_value()});
}

std::string asked_of(const app::AskedSoFar& so_far) {
  return so_far.of == 0 ? std::string("–") : fmt::format("{} of {} asked", so_far.asked, so_far.of);
}

std::string asked_note(const app::AskedSoFar& so_far) {
  std::vector<std::string> parts;
  if (so_far.booked > 0) parts.push_back(fmt::format("{} booked", so_far.booked));
  if (so_far.not_held > 0) parts.push_back(fmt::format("{} could not be held", so_far.not_held));
  if (so_far.replied > 0) parts.push_back(fmt::format("{} told in writing what came of it", so_far.replied));
  return base::join(parts, ", ");
}

// Who reads which cases with whom, and how far they are. Nobody is led to a case that is not for them.
void add_pairs(View& body, const app::OpenReview& open, const app::Actor& actor, app::Reader& reader, bool runs) {
  if (open.pairs.empty()) return;
  const bool in_pairs = open.programme->auditors.pairs;
  View block = add_block(body, in_pairs ? "Pairs" : "Who reads the cases", "pairs");
  if (open.pairs.front().people.empty()) {
    add_sentence(block, "The cases are not with anybody yet.");
    if (runs) add_links(block, {{"Give them to auditors", month_of(open.review, "/allocation")}});
    return;
  }
  Table table{
      in_pairs ? "Pairs with their cases" : "Auditors with their cases",
      {{in_pairs ? "Pair" : "Auditor"}, {"Cases"}, {"Returned"}, {"Worker’s questions"}, {"Family’s questions"}},
      {},
      true,
      true};
  for (const auto& pair : open.pairs) {
    std::vector<std::string> names;
    for (const auto& person : pair.people) names.push_back(reader.people().name_of(person));
    Cell cases{base::count_of(pair.cases, "case", "cases")};
    std::vector<std::string> references;
    for (const auto& audit : pair.audits)
      if (app::may_view(actor, audit)) references.push_back(audit.reference);
    cases.note = base::join(references, ",\n");
    cases.keep_together = true;
    Cell worker{asked_of(pair.worker)}, family{asked_of(pair.family)};
    worker.note = asked_note(pair.worker);
    family.note = asked_note(pair.family);
    Row row;
    row.cells = {Cell{names.empty() ? "Nobody yet" : base::join(names, " and ")}, cases,
                 Cell{fmt::format("{} of {}", pair.returned, pair.cases)}, worker, family};
    table.rows.push_back(std::move(row));
  }
  add_table(block, "PART", table);
  if (app::visibility_of(actor).everything)
    add_links(block, {{"Open these audits",
                       fmt::format("/audits?programme={}&from={}&to={}", url_encode(open.review.programme),
                                   base::iso(open.review.period), base::iso(open.review.period))}});
}

// The agreed questions, and in how many cases they were asked.
void add_questions(View& body, const app::OpenReview& open) {
  app::AskedSoFar worker, family;
  for (const auto& pair : open.pairs) {
    worker += pair.worker;
    family += pair.family;
  }
  const auto add = [&](const char* heading, const std::vector<std::string>& questions, const app::AskedSoFar& so_far) {
    if (questions.empty()) return;
    View block = add_block(body, heading);
    if (so_far.of > 0) {
      const auto more = asked_note(so_far);
      add_sentence(block, fmt::format("Asked in {} of {}{}.", so_far.asked, base::count_of(so_far.of, "case", "cases"),
                                      more.empty() ? "" : "; " + more));
    }
    View points = block.add("POINTS");
    for (const auto& question : questions) points.add("POINT").set("TEXT", question);
  };
  add("Agreed questions for the worker", open.programme->conversation.questions, worker);
  add("Agreed questions for the child and family", open.programme->family.questions, family);
}

void add_feedback(View& body, const app::OpenReview& open, base::Day today, bool runs) {
  if (!open.rule().feedback_session) return;
  const auto& review = open.review;
  View block = add_block(body, "Feedback session", "feedback");
  if (review.feedback_on) {
    SummaryRow row;
    row.key = base::say(*review.feedback_on);
    row.value = review.feedback;
    row.look = SummaryRow::Look::Typed;
    add_summary_list(block, "PART", {row});
  } else {
    add_sentence(block, "The feedback session is not recorded yet.");
  }
  if (runs && review.starts_on <= today)
    add_links(block, {{review.feedback_on ? "Change the record" : "Record the feedback session",
                       app::review_path(review.id) + "/feedback"}});
}

void add_report(View& body, const app::OpenReview& open, base::Day today, bool runs) {
  const auto path = app::review_path(open.review.id);
  View block = add_block(body, "Report", "report");
  if (open.review.report.empty()) {
    add_sentence(block, "The report is not written yet.");
  } else {
    SummaryRow row;
    row.key = "What was found";
    row.value = open.review.report;
    row.look = SummaryRow::Look::Typed;
    add_summary_list(block, "PART", {row});
  }
  if (!open.review.recommendations.empty()) {
    Table table{"Recommendations", {{"Recommendation"}, {"Rolling action plan"}}, {}, false, true};
    std::size_t number = 0;
    for (const auto& one : open.review.recommendations) {
      ++number;
      Cell theme{"Not a theme yet"};
      if (one.theme) {
        theme.text = "Its theme";
        theme.url = "/themes/" + one.theme->text();
      } else if (runs) {
        theme.text = "Make it a theme";
        theme.url = QueryLink("/themes/new", {})
                        .with("review", open.review.id.text())
                        .with("recommendation", one.id.text())
                        .url();
      }
      if (!theme.url.empty()) theme.what = "of recommendation " + std::to_string(number);
      Row row;
      row.cells = {Cell{one.text}, theme};
      table.rows.push_back(std::move(row));
    }
    add_table(block, "PART", table);
  }
  if (runs && open.review.approved.empty() && open.review.starts_on <= today)
    add_links(block, {{open.review.report.empty() ? "Write the report" : "Change the report", path + "/report"}});
}

const domain::StepTaken* taken(const std::vector<domain::StepTaken>& steps, const std::string& step) {
  const auto found = std::ranges::find(steps, step, &domain::StepTaken::step);
  return found == steps.end() ? nullptr : &*found;
}

// When, who and note of a step that was taken; dashes before.
void add_taken(Row& row, const domain::StepTaken* done, const std::string& meant, app::Reader& reader) {
  row.cells.push_back(Cell{done != nullptr ? reader.people().name_of(done->by) : meant});
  row.cells.push_back(Cell{done != nullptr ? base::say(done->at) : "Not yet"});
  row.cells.push_back(Cell{done == nullptr || done->note.empty() ? "–" : done->note});
}

void add_approval(View& body, const app::OpenReview& open, const Request& request, app::Reader& reader, bool runs,
                  const FormErrors& errors) {
  if (open.rule().approval.empty()) return;
  const auto& actor = who(request).actor;
  const auto& review = open.review;
  const auto path = app::review_path(review.id);
  std::optional<domain::Person> self;
  if (actor.person) self = reader.people().find(*actor.person);
  View block = add_block(body, "Approval", "approval");
  Table table{"Approval route", {{"Step"}, {"By whom"}, {"When"}, {"Note"}}, {}, true, true};
  for (const auto& step : open.rule().approval) {
    std::vector<std::string> roles;
    for (const auto role : step.by) roles.emplace_back(domain::say(role));
    Row row;
    row.cells = {Cell{step.title}};
    add_taken(row, taken(review.approved, step.key), base::join(roles, " or "), reader);
    table.rows.push_back(std::move(row));
  }
  add_table(block, "PART", table);
  if (const auto why = reason_rows(review.id.text(), reader); !why.empty()) add_summary_list(block, "PART", why);
  const auto* next = domain::next_approval(review, open.rule());
  if (next != nullptr && !review.report.empty() && app::may_approve(actor, review, *next, self ? &*self : nullptr)) {
    View form = add_small_form(block, {path + "/approve", review.version, "Approve: " + next->title, "", false});
    form.add("HIDDEN").set("NAME", "step").set("VALUE", next->key);
    add_text_input(form, "INPUT", {"note", "Note (optional)", std::string(request.form.get("note"))}, errors);
  }
  if (runs && !review.approved.empty()) {
    View form = add_small_form(block, {path + "/take-back", review.version, "Take the approval back", "", true});
    add_text_input(form, "INPUT", {"take-back", "Why is it taken back?", std::string(request.form.get("take-back"))},
                   errors);
  }
}

void add_sharing(View& body, const app::OpenReview& open, const Request& request, app::Reader& reader, bool runs,
                 const FormErrors& errors) {
  if (open.rule().dissemination.empty()) return;
  const auto& review = open.review;
  View block = add_block(body, "Sharing what was learned", "shared");
  Table table{"Ways of sharing", {{"Way"}, {"Who"}, {"When"}, {"Note"}}, {}, true, true};
  Choice left{"step", "What has been done?", {}, "", false, true, false};
  for (const auto& way : open.rule().dissemination) {
    const auto* done = taken(review.shared, way);
    Row row;
    row.cells = {Cell{way}};
    add_taken(row, done, "–", reader);
    table.rows.push_back(std::move(row));
    if (done == nullptr) left.options.push_back({way, way, "", request.form.get("step") == way, false});
  }
  add_table(block, "PART", table);
  const bool approved = !review.report.empty() && domain::next_approval(review, open.rule()) == nullptr;
  if (!runs || !approved || left.options.empty()) return;
  View form = add_small_form(block, {app::review_path(review.id) + "/share", review.version, "Tick it off", "", true});
  add_radios(form, "INPUT", left, errors);
  add_text_input(form, "INPUT",
                 {"share-note", "How and for whom? (optional)", std::string(request.form.get("share-note"))}, errors);
}

Response review_shown(const Request& request, Services& services, const app::OpenReview& open, app::Reader& reader,
                      const FormErrors& errors) {
  const auto& actor = who(request).actor;
  const auto today = services.clock.today();
  const bool runs = app::may_run_reviews(actor).has_value();
  FramedPage page(services, request, open.review.theme, NavItem::None);
  page.crumb("Home", "/").crumb("Learning", "/learning").crumb("Thematic reviews", "/reviews");
  page.caption(open.programme->title + ", " + base::say(open.review.period)).errors(errors);
  if (runs) page.action("Change the plan", app::review_path(open.review.id) + "/edit", ButtonLook::Quiet);
  View body = page.body("learning/page.html");
  add_next(body, "NEXT", next_of(open, runs, today));
  add_facts(body, open, actor, reader, runs);
  add_notice(body, open, services, reader, runs);
  add_pairs(body, open, actor, reader, runs);
  add_questions(body, open);
  add_feedback(body, open, today, runs);
  add_report(body, open, today, runs);
  add_approval(body, open, request, reader, runs, errors);
  add_sharing(body, open, request, reader, runs, errors);
  return page.respond(status_with(errors));
}

Response show_review(const Request& request, Services& services) {
  const auto reader = services.store.read(who(request).actor.council);
  const auto open = review_of(request, services, *reader);
  if (!open) return refused_page(services, request, open.error());
  services.views.saw(who(request).actor, "review", open->review.id.text());
  return review_shown(request, services, *open, *reader, {});
}

// A form on the review's own page: done and back, or the page again with what is wrong. `act` says what was done;
// `is_done` whether the review, one version later than the form knew it, is as the form would have made it: then it was
// pressed twice, and the first press has done it.
template <class Act, class IsDone>
Response act_on(const Request& request, Services& services, const Act& act, const IsDone& is_done) {
  const auto& actor = who(request).actor;
  const domain::ReviewId id{std::string(request.param("id"))};
  const app::ChangeReview change{id, number_in(request, "version")};
  const base::Result<std::string> outcome = act(change, actor);
  const auto path = app::review_path(id);
  if (outcome) {
    if (services.mail_waits) services.mail_waits();
    return flashed(Response::see_other(path), {*outcome, std::nullopt});
  }
  if (is_of_the_page(outcome.error())) return refused_page(services, request, outcome.error());
  const auto reader = services.store.read(actor.council);
  const auto open = review_of(request, services, *reader);
  if (!open) return refused_page(services, request, open.error());
  if (outcome.error().code == base::ErrorCode::Stale && change.version + 1 == open->review.version &&
      is_done(open->review, actor))
    return Response::see_other(path);
  return review_shown(request, services, *open, *reader, FormErrors({outcome.error()}));
}

// Whether that step was taken last, by this person and with that note.
bool is_taken(const std::vector<domain::StepTaken>& steps, const Request& request, const app::Actor& actor,
              std::string_view note) {
  return !steps.empty() && steps.back().step == Form(request).text("step") && steps.back().by == actor.acting() &&
         steps.back().note == typed(request, note);
}

base::Result<std::string> said(base::Result<void> outcome, const char* words) {
  CHECK(outcome);
  return std::string(words);
}

Response notice(const Request& request, Services& services) {
  return act_on(
      request, services,
      [&](const app::ChangeReview& change, const app::Actor& actor) -> base::Result<std::string> {
        const auto work = services.store.begin(actor.council);
        TRY(const int letters, app::give_notice(change, actor, services.clock, services.frameworks, *work));
        return base::count_of(letters, "letter is", "letters are") + " on the way.";
      },
      [&](const domain::Review& review, const app::Actor&) {
        return review.notice_sent_at && services.clock.now() - *review.notice_sent_at < std::chrono::minutes(1);
      });
}

Response approve(const Request& request, Services& services) {
  return act_on(
      request, services,
      [&](const app::ChangeReview& change, const app::Actor& actor) {
        const auto work = services.store.begin(actor.council);
        return said(app::approve_review({change, Form(request).text("step"), typed(request, "note")}, actor,
                                        services.clock, services.frameworks, *work),
                    "The step is approved.");
      },
      [&](const domain::Review& review, const app::Actor& actor) {
        return is_taken(review.approved, request, actor, "note");
      });
}

Response take_back(const Request& request, Services& services) {
  return act_on(
      request, services,
      [&](const app::ChangeReview& change, const app::Actor& actor) {
        const auto work = services.store.begin(actor.council);
        auto outcome = app::take_back_approval({change, "", typed(request, "take-back")}, actor, services.clock,
                                               services.frameworks, *work);
        if (!outcome && outcome.error().field == "note") outcome.error().field = "take-back";
        return said(std::move(outcome), "The approval is taken back. The report can be changed.");
      },
      [](const domain::Review& review, const app::Actor&) { return review.approved.empty(); });
}

Response share(const Request& request, Services& services) {
  return act_on(
      request, services,
      [&](const app::ChangeReview& change, const app::Actor& actor) {
        const auto work = services.store.begin(actor.council);
        auto outcome = app::share_review({change, Form(request).text("step"), typed(request, "share-note")}, actor,
                                         services.clock, services.frameworks, *work);
        if (!outcome) {
          auto& field = outcome.error().field;
          if (field.empty() && outcome.error().code != base::ErrorCode::Stale) field = "step";
          if (field == "note") field = "share-note";
        }
        return said(std::move(outcome), "Ticked off.");
      },
      [&](const domain::Review& review, const app::Actor& actor) {
        return is_taken(review.shared, request, actor, "share-note");
      });
}

}  // namespace

void add_review_routes(Router& router, Services& services) {
  router.get("/reviews", [&](const Request& request) { return list_reviews(request, services); });
  router.get("/reviews/{id:uuid}", [&](const Request& request) { return show_review(request, services); });
  router.post("/reviews/{id:uuid}/notice", [&](const Request& request) { return notice(request, services); });
  router.post("/reviews/{id:uuid}/approve", [&](const Request& request) { return approve(request, services); });
  router.post("/reviews/{id:uuid}/take-back", [&](const Request& request) { return take_back(request, services); });
  router.post("/reviews/{id:uuid}/share", [&](const Request& request) { return share(request, services); });
  add_review_form_routes(router, services);
}

}  // namespace plumbline::web
