// The QA lead's words beside the figures, and publishing both (REP-2).
#include <algorithm>
#include <nlohmann/json.hpp>

#include "app/messages/messages.hpp"
#include "app/publication/publications.hpp"
#include "base/text.hpp"
#include "report/publication/commentary.hpp"
#include "report/publication/difference.hpp"
#include "report/publication/frozen.hpp"
#include "web/components.hpp"
#include "web/http/forms.hpp"
#include "web/publication/routes.hpp"
#include "web/report/report_page.hpp"
#include "web/report/report_view.hpp"
#include "web/services.hpp"

namespace plumbline::web {
namespace {

constexpr std::string_view kWholeReport = "The whole report";

// A report as everybody who may read it will see it: figures, and no single case. A pack of single cases is for those
// alone who may see every one, and made as the QA lead of the whole council sees it.
app::Actor eyes_of_readers(const report::ReportKind& kind, const app::Actor& actor) {
  auto reader = actor;
  if (kind.readers == report::ReportReaders::Cases) return reader;
  reader.person.reset();
  reader.grants = {{app::Role::Leadership, app::ScopeKind::Council, ""}};
  return reader;
}

struct Writing {
  const report::ReportKind* kind = nullptr;
  report::MadeReport made;
  std::string ask;
  std::vector<app::Commentary> texts;
  std::vector<app::Publication> versions;

  std::string path(std::string_view rest) const {
    return "/reports/" + std::string(kind->name) + std::string(rest) + "?" + ask;
  }
  std::string text_path(std::string_view rest, const std::string& section) const {
    return path(rest) + "&section=" + url_encode(section);
  }
  app::Commentary text_of(const std::string& section) const {
    for (const auto& text : texts)
      if (text.section == section) return text;
    app::Commentary none;
    none.section = section;
    return none;
  }
  const report::ReportSection* find(const std::string& section) const {
    for (const auto& one : made.page.sections)
      if (one.id == section) return &one;
    return nullptr;
  }
};

base::Result<Writing> open_writing(const Request& request, Services& services, const report::ReportKind& kind,
                                   app::Reader& reader) {
  const auto& signed_in = who(request);
  CHECK(app::may_write_commentary(signed_in.actor));
  TRY(const auto ask, asked_report(request.query, kind, reader, services.clock));
  if (ask.more.contains("person")) return base::rule_broken("publication.publish.personal");
  Writing writing;
  writing.kind = &kind;
  TRY(writing.made, kind.make(ask, eyes_of_readers(kind, signed_in.actor), services.clock, reader, *signed_in.framework,
                              report::FigureLinks::Hidden));
  writing.ask = report::ask_query(writing.made.ask);
  writing.texts = reader.publications().commentary(std::string(kind.name), writing.ask);
  writing.versions = reader.publications().versions(std::string(kind.name), writing.ask);
  return writing;
}

Response overview(const Request& request, Services& services, const Writing& writing, const FormErrors& errors) {
  FramedPage page(services, request, "Write and publish", NavItem::Reports);
  page.crumb("Home", "/").crumb("Reports", "/reports").crumb(writing.made.page.title, writing.path(""));
  page.caption(writing.made.page.title).errors(errors);
  View body = page.body("publication/write.html");
  std::vector<Task> tasks;
  const auto task = [&](std::string name, const std::string& section) {
    const auto text = writing.text_of(section);
    const bool written = !base::trim(text.text).empty();
    Task one{std::move(name),
             writing.text_path("/write/text", section),
             written ? "Written" : "Nothing written",
             written ? Tone::Plain : Tone::NotStarted,
             {},
             std::nullopt};
    if (written) one.hint = "Saved " + when_in_words(text.edited_at, services.clock.now());
    tasks.push_back(std::move(one));
  };
  task(std::string(kWholeReport), "");
  for (const auto& section : writing.made.page.sections) task(section.heading, section.id);
  add_task_list(body, "SECTIONS", tasks);
  if (!writing.versions.empty()) {
    View versions = body.add("VERSIONS");
    versions.set("NUMBER", writing.versions.front().number)
        .set("WHEN", base::say(writing.versions.front().published_at));
    TextArea reason{"reason", "Why is the published report corrected?", std::string(request.form.get("reason")),
                    "One or two sentences. It stands with the new version."};
    reason.rows = 3;
    add_textarea(body, "REASON", reason, errors);
  }
  Choice confirm{
      "confirm",
      "Before you publish",
      {{"yes", "I have read the figures and texts as they will be published", "", request.form.has("confirm"), false}}};
  confirm.small = true;
  add_checkboxes(body, "CONFIRM", confirm, errors);
  body.set("READERS", writing.kind->readers == report::ReportReaders::Cases
                          ? "those who keep the standard for the whole council, since it names "
                            "single cases"
                          : "everybody who may read reports");
  body.set("PUBLISH_URL", writing.path("/publish")).set("REPORT_URL", writing.path(""));
  return page.respond(errors.empty() ? 200 : 422);
}

Response get_overview(const Request& request, Services& services, const report::ReportKind& kind) {
  const auto reader = services.store.read(who(request).actor.council);
  const auto writing = open_writing(request, services, kind, *reader);
  if (!writing) return refused_page(services, request, writing.error());
  return overview(request, services, *writing, {});
}

std::string section_asked(const Request& request) { return Form(request.query).text("section"); }

Response text_page(const Request& request, Services& services, const Writing& writing, const std::string& section,
                   const app::Commentary& shown, const FormErrors& errors, bool conflict) {
  const auto* part = writing.find(section);
  const auto now = services.clock.now();
  const auto stored = writing.text_of(section);
  FramedPage page(services, request, part ? part->heading : std::string(kWholeReport), NavItem::Reports);
  page.crumb("Home", "/").crumb("Reports", "/reports").crumb("Write and publish", writing.path("/write"));
  page.caption(writing.made.page.title).errors(errors);
  View body = page.body("publication/text.html");
  body.set("URL", writing.text_path("/write/text", section));
  body.set("DRAFT_URL", writing.text_path("/write/draft", section));
  body.set("VERSION", conflict ? stored.version : shown.version);
  if (conflict) {
    View both = body.add("CONFLICT");
    const auto by = services.actors.name_of(who(request).actor.council, stored.edited_by);
    const auto when = when_in_words(stored.edited_at, now);
    add_warning(both, "WARNING",
                by + " saved this text " + when + " while you had it open. Nothing is lost: both texts are below.");
    add_conflict(both, "BOTH", {"texts", shown.text, stored.text, by, when});
  }
  TextArea text{"text", "What do these figures mean?", shown.text,
                "Paragraphs with a blank line between them; a line that begins with a hyphen is an item of a list. No "
                "names, and nothing that tells who a child is."};
  text.rows = 14;
  text.most_characters = static_cast<int>(app::kLongestCommentary);
  add_textarea(body, "TEXT", text, errors);
  if (stored.version > 0) body.set("SAVED", "Saved " + when_in_words(stored.edited_at, now));
  if (part) {
    for (const auto& one : part->parts)
      for (const auto& sentence : one.sentences) body.add("SENTENCE").set("TEXT", sentence);
    auto figures = *part;
    figures.heading = "The figures";
    for (auto& one : figures.parts) one.sentences.clear();
    add_report_section(body, "SECTION", figures);
  } else {
    body.add("SENTENCE").set("TEXT", writing.made.page.lead);
    for (const auto& figure : writing.made.page.figures)
      body.add("SENTENCE")
          .set("TEXT", figure.number + " " + figure.label + (figure.note.empty() ? "" : " (" + figure.note + ")"));
  }
  return page.respond(conflict ? 409 : errors.empty() ? 200 : 422);
}

Response get_text(const Request& request, Services& services, const report::ReportKind& kind) {
  const auto reader = services.store.read(who(request).actor.council);
  const auto writing = open_writing(request, services, kind, *reader);
  if (!writing) return refused_page(services, request, writing.error());
  const auto section = section_asked(request);
  if (!section.empty() && !writing->find(section))
    return refused_page(services, request, {base::ErrorCode::NotFound, "commentary.write.section"});
  return text_page(request, services, *writing, section, writing->text_of(section), {}, false);
}

base::Result<app::Commentary> save(const Request& request, Services& services, const Writing& writing,
                                   const std::string& section) {
  const auto& actor = who(request).actor;
  if (!section.empty() && !writing.find(section)) return base::not_found("commentary.write.section");
  const Form form(request);
  const auto work = services.store.begin(actor.council);
  return app::save_commentary({std::string(writing.kind->name), writing.ask, section, form.typed("text"),
                               static_cast<int>(form.whole_number("version").value_or(0))},
                              actor, services.clock, *work);
}

std::string next_section(const Writing& writing, const std::string& section) {
  const auto& sections = writing.made.page.sections;
  if (section.empty()) return sections.empty() ? "" : sections.front().id;
  for (std::size_t at = 0; at + 1 < sections.size(); ++at)
    if (sections[at].id == section) return sections[at + 1].id;
  return "";
}

Response post_text(const Request& request, Services& services, const report::ReportKind& kind) {
  const auto reader = services.store.read(who(request).actor.council);
  const auto writing = open_writing(request, services, kind, *reader);
  if (!writing) return refused_page(services, request, writing.error());
  const auto section = section_asked(request);
  const auto saved = save(request, services, *writing, section);
  if (saved) {
    const auto next = request.form.get("then") == "next" ? next_section(*writing, section) : "";
    return Response::see_other(next.empty() ? writing->path("/write") : writing->text_path("/write/text", next));
  }
  auto typed_in = writing->text_of(section);
  typed_in.text = Form(request).typed("text");
  typed_in.version = static_cast<int>(Form(request).whole_number("version").value_or(0));
  if (saved.error().code == base::ErrorCode::Stale) {
    const auto fresh = services.store.read(who(request).actor.council);
    const auto again = open_writing(request, services, kind, *fresh);
    if (again) return text_page(request, services, *again, section, typed_in, {}, true);
  }
  if (saved.error().code == base::ErrorCode::Invalid)
    return text_page(request, services, *writing, section, typed_in, FormErrors({saved.error()}), false);
  return refused_page(services, request, saved.error());
}

Response post_draft(const Request& request, Services& services, const report::ReportKind& kind) {
  const auto answer = [](int status, nlohmann::json body) { return Response::json(body.dump(), status); };
  const auto reader = services.store.read(who(request).actor.council);
  const auto writing = open_writing(request, services, kind, *reader);
  if (!writing) return answer(status_of(writing.error()), {{"message", app::sentence(writing.error())}});
  const auto saved = save(request, services, *writing, section_asked(request));
  if (saved)
    return answer(200, {{"message", "Saved " + base::say_time(services.clock.now())},
                        {"version", std::to_string(saved->version)}});
  nlohmann::json body{{"message", app::sentence(saved.error())}};
  if (saved.error().code == base::ErrorCode::Stale) {
    body["message"] = "This text was saved in another window while you were writing.";
    body["url"] = writing->text_path("/write/text", section_asked(request));
  }
  return answer(status_of(saved.error()), body);
}

Response post_publish(const Request& request, Services& services, const report::ReportKind& kind) {
  const auto& actor = who(request).actor;
  const auto reader = services.store.read(actor.council);
  auto writing = open_writing(request, services, kind, *reader);
  if (!writing) return refused_page(services, request, writing.error());
  Form form(request);
  if (!form.ticked("confirm"))
    return overview(request, services, *writing,
                    FormErrors({{base::ErrorCode::Invalid, "publication.publish.confirm", "confirm"}}));
  auto made = writing->made;
  report::add_commentary(made, writing->texts);
  app::PublishReport command{
      std::string(kind.name), writing->ask, made.page.title, made.page.caption, report::frozen(made),
      form.typed("reason"),   true};
  if (!writing->versions.empty()) {
    const auto last = reader->publications().find(writing->versions.front().id);
    const auto before = last ? report::thawed(last->model) : std::nullopt;
    command.differs = !before || !report::difference(*before, made).empty();
  }
  const auto work = services.store.begin(actor.council);
  const auto published = app::publish_report(command, actor, services.clock, *work);
  if (!published) {
    const auto code = published.error().code;
    if (code == base::ErrorCode::Invalid || code == base::ErrorCode::RuleBroken)
      return overview(request, services, *writing, FormErrors({published.error()}));
    return refused_page(services, request, published.error());
  }
  return flashed(Response::see_other("/publications/" + published->id.text()),
                 {made.page.title + " is published as version " + std::to_string(published->number) + "."});
}

}  // namespace

void add_writing_routes(Router& router, Services& services) {
  for (const auto& kind : report::report_kinds()) {
    if (is_own_report(kind)) continue;
    const auto path = "/reports/" + std::string(kind.name);
    router.get(path + "/write", [&services, &kind](const Request& r) { return get_overview(r, services, kind); });
    router.get(path + "/write/text", [&services, &kind](const Request& r) { return get_text(r, services, kind); });
    router.post(path + "/write/text", [&services, &kind](const Request& r) { return post_text(r, services, kind); });
    router.post(path + "/write/draft", [&services, &kind](const Request& r) { return post_draft(r, services, kind); });
    router.post(path + "/publish", [&services, &kind](const Request& r) { return post_publish(r, services, kind); });
  }
}

}  // namespace plumbline::web
