#include <algorithm>
#include <map>
#include <set>

#include "app/audit/audit_query.hpp"
#include "app/messages/messages.hpp"
#include "app/policies/register_policies.hpp"
#include "app/ports/record_ports.hpp"
#include "app/register/import.hpp"
#include "app/register/uploads.hpp"
#include "base/text.hpp"
#include "web/components.hpp"
#include "web/http/forms.hpp"
#include "web/http/temp_file.hpp"
#include "web/register/register_pages.hpp"
#include "web/services.hpp"

namespace plumbline::web {
namespace {

using app::ImportKind;
using app::RowProblem;

constexpr std::size_t kShownProblems = 50;
constexpr std::size_t kShownLeavers = 200;
constexpr const char* kAccept = ".csv,.xlsx,.xml";

const char* list_of(ImportKind kind) {
  switch (kind) {
    case ImportKind::Cases:
      return "/register";
    case ImportKind::People:
      return "/register/people";
    case ImportKind::Teams:
      return "/register/teams";
    case ImportKind::Audits:
      return "/audits?imported=yes";
  }
  return "/register";
}

app::FileKind table_of(ImportKind kind) {
  switch (kind) {
    case ImportKind::Cases:
      return app::FileKind::CasesTable;
    case ImportKind::People:
      return app::FileKind::PeopleTable;
    case ImportKind::Teams:
      return app::FileKind::TeamsTable;
    case ImportKind::Audits:
      return app::FileKind::AuditsTable;
  }
  return app::FileKind::CasesTable;
}

std::string upload_path(const std::string& id, const std::string& rest, base::Day as_of) {
  return "/register/import/" + id + rest + "?as_of=" + base::iso(as_of);
}

// The day is carried along from page to page in the address; today when it was tampered with.
base::Day as_of_in(const Request& request, const Services& services) {
  return base::parse_day(request.query.get("as_of")).value_or(services.clock.today());
}

// An upload as the readers want it: in a file of its own, gone at the end of the request.
struct OpenUpload {
  app::Upload upload;
  ImportKind kind = ImportKind::Cases;
  std::unique_ptr<TempFile> file;
  app::ImportRequest request;
};

base::Result<OpenUpload> open_upload(const Request& request, Services& services, app::UploadReads& uploads) {
  TRY(auto upload, app::find_upload(std::string(request.param("id")), who(request).actor, uploads));
  OpenUpload out;
  out.kind = app::parse_import_kind(upload.kind).value_or(ImportKind::Cases);
  out.file = std::make_unique<TempFile>(services.spool_folder);
  out.file->append(upload.content);
  out.file->close();
  upload.content = {};
  out.request.kind = out.kind;
  out.request.path = out.file->path();
  out.request.name = upload.filename;
  out.request.as_of = as_of_in(request, services);
  out.request.framework = who(request).framework.get();
  TRY(out.request.mapping, app::parse_mapping_text(upload.mapping));
  out.upload = std::move(upload);
  return out;
}

// ---- upload ----

Response upload_form(const Request& request, Services& services, const FormErrors& errors, const Fields& typed,
                     int status) {
  FramedPage page(services, request, "Import a file", NavItem::Register);
  page.crumb("Home", "/").crumb("Case register", "/register");
  page.errors(errors);
  View body = page.body("register/upload.html");
  add_register_navigation(body, RegisterPart::Import, true);
  const auto kind = typed.has("kind") ? typed.get("kind") : std::string_view("cases");
  const auto option = [&](const char* value, const char* label, const char* hint) {
    return Option{value, label, hint, kind == value, false};
  };
  add_radios(body, "KIND",
             {"kind",
              "What does the file hold?",
              {option("cases", "Cases", "Your own register, Ofsted’s Annex A lists, or the children in need census"),
               option("people", "People", "Auditors, workers and managers"),
               option("teams", "Teams", "With the locality and manager of each"),
               option("audits", "Audits made before", "A council’s old tracker, as many years as it holds")},
              "",
              true},
             errors);
  add_file_input(body, "FILE",
                 {"file", "File", "CSV, Excel workbook (.xlsx) or census (.xml), at most 200 MB", kAccept}, errors);
  add_date_input(body, "AS_OF",
                 typed.has("as_of")
                     ? typed_date("as_of", "Which day does it speak of?", typed,
                                  "Cases that are gone from the file close on this day, and people leave")
                     : date_input("as_of", "Which day does it speak of?", services.clock.today(),
                                  "Cases that are gone from the file close on this day, and people leave"),
                 errors);
  const auto reader = services.store.read(who(request).actor.council);
  const auto history = reader->journal().list({"import", "", ""}, {1, 10, "", false});
  std::vector<TimelineEvent> events;
  for (const auto& line : history.rows) {
    std::string what = line.action;
    if (what.ends_with("-imported")) what = what.substr(0, what.size() - 9) + " imported";
    if (!what.empty() && what[0] >= 'a' && what[0] <= 'z') what[0] = static_cast<char>(what[0] - 'a' + 'A');
    events.push_back({what, reader->people().name_of(domain::PersonId(line.actor)), line.at, ""});
  }
  if (!events.empty()) {
    View part = body.add("HISTORY");
    add_timeline(part, "TIMELINE", events);
  }
  return page.respond(status);
}

Response get_upload(const Request& request, Services& services) {
  if (const auto may = app::may_import(who(request).actor); !may) return refused_page(services, request, may.error());
  return upload_form(request, services, {}, request.query, 200);
}

Response post_upload(const Request& request, Services& services) {
  const auto& actor = who(request).actor;
  if (const auto may = app::may_import(actor); !may) return refused_page(services, request, may.error());
  FormErrors errors;
  const auto kind = app::parse_import_kind(request.form.get("kind"));
  if (!kind) errors.add({base::ErrorCode::Invalid, "upload.kind.missing", "kind"});
  const auto* file = request.upload("file");
  if (file == nullptr) errors.add({base::ErrorCode::Invalid, "upload.keep.missing", "file"});
  const auto as_of = read_date(request.form, "as_of");
  if (!as_of) errors.add({base::ErrorCode::Invalid, "upload.as_of.missing", "as_of"});
  if (!errors.empty()) return upload_form(request, services, errors, request.form, 422);
  // Read before the unit of work begins: the one writer must not wait for a disk.
  auto content = file->text(kUploadBytes);
  const auto work = services.store.begin(actor.council);
  const auto id = app::keep_upload({*kind, file->filename(), std::move(content)}, actor, services.clock, *work);
  if (!id) {
    errors.add(id.error());
    return upload_form(request, services, errors, request.form, 422);
  }
  return Response::see_other(upload_path(*id, "", *as_of));
}

// ---- columns ----

// Our columns in words; the files' contract names them.
std::string words_of(const std::string& ours) {
  static const std::map<std::string, std::string> kWords{{"child_id", "Child’s identifier"},
                                                         {"category", "Category of the case"},
                                                         {"locality", "Locality"},
                                                         {"service_area", "Service area"},
                                                         {"team", "Team"},
                                                         {"worker_id", "Allocated worker"},
                                                         {"supervisor_id", "Supervising manager"},
                                                         {"opened_on", "Day opened"},
                                                         {"closed_on", "Day closed"},
                                                         {"moved_on", "Day moved to the team"},
                                                         {"flags", "Theme flags"},
                                                         {"restricted", "Restricted (never drawn)"},
                                                         {"last_audited_on", "Day last audited"},
                                                         {"birth_year", "Year of birth"},
                                                         {"gender", "Gender"},
                                                         {"ethnicity", "Ethnicity"},
                                                         {"disability", "Disability"},
                                                         {"audit_ref", "Audit’s reference"},
                                                         {"programme", "Programme"},
                                                         {"cohort", "Cohort"},
                                                         {"period", "Month"},
                                                         {"distributed_on", "Day sent to the auditor"},
                                                         {"returned_on", "Day returned"},
                                                         {"exempt_reason", "Reason for exemption"},
                                                         {"auditor_id", "Auditor"},
                                                         {"worker_took_part", "Worker took part"},
                                                         {"reason_not", "Why the worker did not"},
                                                         {"overall", "Overall grade"},
                                                         {"moderated", "Moderated"},
                                                         {"moderated_overall", "Overall grade after moderation"},
                                                         {"person_id", "Person’s identifier"},
                                                         {"name", "Name"},
                                                         {"email", "Email address"},
                                                         {"role", "Role"},
                                                         {"agency", "Agency"},
                                                         {"qualified", "Qualified social worker"},
                                                         {"trained_on", "Day trained in the tool"},
                                                         {"away_from", "First day away"},
                                                         {"away_to", "Last day away"},
                                                         {"manager_id", "Manager"}};
  const auto found = kWords.find(ours);
  return found == kWords.end() ? ours : found->second;
}

Response columns_form(const Request& request, Services& services, const OpenUpload& open,
                      const app::ColumnsFound& found, const FormErrors& errors, int status) {
  FramedPage page(services, request, "Match the columns", NavItem::Register);
  page.crumb("Home", "/").crumb("Case register", "/register").crumb("Import a file", "/register/import");
  page.caption(open.upload.filename);
  page.errors(errors);
  View body = page.body("register/columns.html");
  body.set("ACTION", upload_path(open.upload.id, "/columns", open.request.as_of));
  body.set("BACK", "/register/import");
  std::set<std::string> known;
  for (const auto& pair : found.matched)
    if (std::none_of(open.request.mapping.begin(), open.request.mapping.end(),
                     [&](const auto& mapped) { return mapped.ours == pair.ours; }))
      known.insert(pair.theirs);
  const auto select = [&](View row, const std::string& ours, bool required) {
    const auto name = "column-" + ours;
    std::string chosen(request.form.get(name));
    for (const auto& pair : open.request.mapping)
      if (chosen.empty() && pair.ours == ours) chosen = pair.theirs;
    Choice choice{
        name, words_of(ours), {{"", required ? "Choose a column" : "Not in the file", "", chosen.empty(), false}}};
    for (const auto& theirs : found.theirs)
      if (!known.contains(theirs)) choice.options.push_back({theirs, theirs, "", theirs == chosen, false});
    add_select(row, "SELECT", choice, errors);
  };
  for (const auto& ours : found.missing) select(body.add("REQUIRED"), ours, true);
  for (const auto& pair : open.request.mapping)
    if (std::find(found.missing.begin(), found.missing.end(), pair.ours) == found.missing.end())
      select(body.add("REQUIRED"), pair.ours, true);
  if (!found.optional_missing.empty()) {
    View more = body.add("MORE");
    for (const auto& ours : found.optional_missing) select(more.add("OPTIONAL"), ours, false);
  }
  std::vector<SummaryRow> matched;
  for (const auto& pair : found.matched)
    if (known.contains(pair.theirs)) matched.push_back({words_of(pair.ours), pair.theirs});
  if (!matched.empty()) {
    View part = body.add("KNOWN");
    add_summary_list(part, "LIST", matched);
  }
  return page.respond(status);
}

Response post_columns(const Request& request, Services& services) {
  const auto& actor = who(request).actor;
  auto open = open_upload(request, services, services.store.read(actor.council)->uploads());
  if (!open) return refused_page(services, request, open.error());
  const auto found = services.register_files->columns(open->request.path, table_of(open->kind), {});
  if (!found) return refused_page(services, request, found.error());
  FormErrors errors;
  app::ColumnMapping mapping;
  std::set<std::string> used;
  const auto read = [&](const std::string& ours, bool required) {
    const std::string theirs(base::trim(request.form.get("column-" + ours)));
    if (theirs.empty()) {
      if (required)
        errors.add({base::ErrorCode::Invalid,
                    "upload.columns.missing",
                    "column-" + ours,
                    {{"column", "‘" + words_of(ours) + "’"}}});
    } else if (!used.insert(theirs).second) {
      errors.add({base::ErrorCode::Invalid, "upload.columns.twice", "column-" + ours, {{"theirs", theirs}}});
    } else {
      mapping.push_back({theirs, ours});
    }
  };
  for (const auto& ours : found->missing) read(ours, true);
  for (const auto& ours : found->optional_missing) read(ours, false);
  if (!errors.empty()) return columns_form(request, services, *open, *found, errors, 422);
  const auto work = services.store.begin(actor.council);
  if (const auto kept = app::map_upload(open->upload.id, mapping, actor, *work); !kept)
    return refused_page(services, request, kept.error());
  return Response::see_other(upload_path(open->upload.id, "", open->request.as_of));
}

// ---- preview ----

std::string place_of(const RowProblem& problem) {
  std::string out = problem.sheet;
  if (problem.line != 0) out += (out.empty() ? "Line " : ", row ") + std::to_string(problem.line);
  return out.empty() ? "Whole file" : out;
}

Table problem_table(const app::Problems& problems) {
  Table table{"What to know before you import",
              {{"Where", ""}, {"Column", ""}, {"What to do", ""}, {"Row", ""}},
              {},
              true,
              true};
  for (const auto weight : {RowProblem::Weight::LeftOut, RowProblem::Weight::ToCheck}) {
    for (const auto& problem : problems.kept()) {
      if (problem.weight != weight || table.rows.size() >= kShownProblems) continue;
      Cell outcome{weight == RowProblem::Weight::LeftOut ? "Left out" : "To check"};
      outcome.tone = weight == RowProblem::Weight::LeftOut ? Tone::Late : Tone::Waiting;
      Cell where{place_of(problem)};
      where.keep_together = true;
      if (!problem.subject.empty()) where.note = problem.subject;
      table.rows.push_back(
          {{where, {problem.column.empty() ? "–" : problem.column}, {app::sentence(problem)}, outcome}});
    }
  }
  return table;
}

// As they stand before the import: nobody has left yet.
app::AuditFilter in_hand_of(const domain::PersonId& person) {
  auto filter = app::in_hand_of_leavers();
  filter.auditor_left.reset();
  filter.audited_by = person;
  return filter;
}

// Those who leave work behind stand first: the others are named as far as a page goes.
Table leaver_table(std::vector<app::Leaver> leavers, const app::Actor& actor) {
  std::ranges::stable_partition(
      leavers, [&](const app::Leaver& leaver) { return actor.is(leaver.person) || !leaver.audits.empty(); });
  Table table{
      "People who are not in this file", {{"Name", ""}, {"Audits for somebody else to make", ""}}, {}, true, true};
  for (const auto& leaver : leavers) {
    if (table.rows.size() >= kShownLeavers) break;
    Cell name{leaver.name.empty() ? leaver.person.text() : leaver.name};
    name.note = leaver.person.text();
    if (actor.is(leaver.person)) name.note += ". This is you: you can’t import a file that does not name you";
    Cell audits{leaver.audits.empty() ? "None" : base::join(leaver.audits, ", ")};
    if (!leaver.audits.empty()) audits.url = "/audits?" + app::audit_query(in_hand_of(leaver.person));
    table.rows.push_back({{name, audits}});
  }
  return table;
}

Response preview_page(const Request& request, Services& services, const OpenUpload& open,
                      const app::ImportOutcome& outcome, const FormErrors& errors, int status) {
  const auto& counts = outcome.counts;
  const auto& problems = outcome.problems;
  FramedPage page(services, request, "Check before you import", NavItem::Register);
  page.crumb("Home", "/").crumb("Case register", "/register").crumb("Import a file", "/register/import");
  page.caption(open.upload.filename);
  const bool cases = open.kind == ImportKind::Cases;
  const bool people = open.kind == ImportKind::People;
  page.meta(std::string(app::say(outcome.kind)) +
            (cases || people ? ", as of " + base::say(open.request.as_of) : std::string()));
  page.errors(errors);
  View body = page.body("register/preview.html");
  std::vector<Figure> figures{{base::with_commas(counts.added), "new", "", ""},
                              {base::with_commas(counts.changed), "changed", "", ""},
                              {base::with_commas(counts.unchanged), "unchanged", "", ""}};
  if (cases) {
    figures.push_back({base::with_commas(counts.closed), "closed",
                       counts.gone > 0 ? base::with_commas(counts.gone) + " are gone from the file" : "", ""});
  }
  if (people) figures.push_back({base::with_commas(counts.gone), "left", "", ""});
  const auto left_out = static_cast<long long>(problems.left_out());
  const auto to_check = static_cast<long long>(problems.to_check());
  figures.push_back({base::with_commas(left_out + to_check), left_out + to_check == 1 ? "problem" : "problems",
                     left_out > 0 ? base::with_commas(left_out) + " left out" : "", ""});
  add_figures(body, "FIGURES", figures);
  // A file of one team would close the rest of the council's register: said aloud, as it can't be undone by a click.
  const auto share = base::with_commas(counts.gone) + " of " + base::with_commas(counts.held);
  if (cases && outcome.leaves_more_than_half())
    add_warning(body, "WARNING",
                "More than half of the open cases (" + share +
                    ") are not in this file and would close. Check that it is the whole register.");
  if (people && outcome.leaves_more_than_half())
    add_warning(body, "WARNING",
                "More than half of the people (" + share +
                    ") are not in this file and would be marked as having left. Check that it is the whole list.");
  if (!outcome.leavers.empty()) {
    View part = body.add("LEAVERS");
    const auto all = static_cast<long long>(outcome.leavers.size());
    part.set("COUNT", all > static_cast<long long>(kShownLeavers)
                          ? "Showing the first " + std::to_string(kShownLeavers) + " of " + base::with_commas(all)
                          : base::count_of(all, "person", "people"));
    add_table(part, "TABLE", leaver_table(outcome.leavers, who(request).actor));
  }
  if (left_out + to_check > 0) {
    View part = body.add("PROBLEMS");
    const auto all = left_out + to_check;
    part.set("SHOWING",
             all > static_cast<long long>(kShownProblems)
                 ? "Showing the first " + std::to_string(kShownProblems) + " of " + base::with_commas(all) + " problems"
                 : base::count_of(all, "problem", "problems"));
    part.set("URL", upload_path(open.upload.id, "/problems", open.request.as_of));
    add_table(part, "TABLE", problem_table(problems));
  }
  if (!outcome.ignored_columns.empty())
    add_details(body, "IGNORED",
                base::count_of(static_cast<long long>(outcome.ignored_columns.size()), "column is not used",
                               "columns are not used"),
                {base::join(outcome.ignored_columns, ", ")});
  View form = body.add("CONFIRM");
  form.set("ACTION", upload_path(open.upload.id, "", open.request.as_of));
  form.set("DISCARD", upload_path(open.upload.id, "/discard", open.request.as_of));
  if (left_out > 0)
    add_checkboxes(
        form, "GOOD_ROWS",
        {"take_good_rows",
         "Rows that cannot be taken",
         {{"yes", "Import the others and leave out " + base::count_of(left_out, "problem", "problems"),
           "What is left out stays in the register as it is", request.form.get("take_good_rows") == "yes", false}},
         "",
         true},
        errors);
  form.set("BUTTON", "Import " + app::say(counts.rows, open.kind));
  return page.respond(status);
}

Response get_preview(const Request& request, Services& services) {
  const auto& actor = who(request).actor;
  const auto reader = services.store.read(actor.council);
  const auto open = open_upload(request, services, reader->uploads());
  if (!open) return refused_page(services, request, open.error());
  base::NoProgress quiet;
  const auto outcome = app::preview_import(open->request, *services.register_files, *reader, quiet);
  if (outcome) return preview_page(request, services, *open, *outcome, {}, 200);
  if (outcome.error().rule == "table.read.columns_missing") {
    const auto found =
        services.register_files->columns(open->request.path, table_of(open->kind), open->request.mapping);
    if (found && found->missing.size() < found->theirs.size() + found->missing.size())
      return columns_form(request, services, *open, *found, {}, 200);
  }
  FormErrors errors;
  auto error = outcome.error();
  error.field = "file";
  errors.add(error);
  Fields typed;
  typed.add("kind", open->upload.kind);
  return upload_form(request, services, errors, typed, 422);
}

Response get_problems(const Request& request, Services& services) {
  const auto& actor = who(request).actor;
  const auto reader = services.store.read(actor.council);
  const auto open = open_upload(request, services, reader->uploads());
  if (!open) return refused_page(services, request, open.error());
  base::NoProgress quiet;
  const auto outcome = app::preview_import(open->request, *services.register_files, *reader, quiet);
  if (!outcome) return refused_page(services, request, outcome.error());
  return Response::csv(app::problems_csv(outcome->problems), "problems.csv");
}

// ---- confirm ----

std::string done_sentence(const app::ImportOutcome& outcome, ImportKind kind) {
  const auto& counts = outcome.counts;
  std::string out = app::say(counts.rows, kind) + " imported: " + base::with_commas(counts.added) + " new, " +
                    base::with_commas(counts.changed) + " changed";
  if (kind == ImportKind::Cases) out += ", " + base::with_commas(counts.closed) + " closed";
  if (kind == ImportKind::People) out += ", " + base::with_commas(counts.gone) + " left";
  if (outcome.problems.left_out() > 0)
    out += ", " + base::with_commas(static_cast<long long>(outcome.problems.left_out())) + " left out";
  return out + ".";
}

Response post_confirm(const Request& request, Services& services) {
  const auto& actor = who(request).actor;
  auto open = [&] {
    const auto reader = services.store.read(actor.council);
    return open_upload(request, services, reader->uploads());
  }();
  if (!open) {
    // A double click: the first one has imported the file.
    if (open.error().rule == "upload.find.gone") return Response::see_other("/register");
    return refused_page(services, request, open.error());
  }
  open->request.take_good_rows = request.form.get("take_good_rows") == "yes";
  base::NoProgress quiet;
  const auto work = services.store.begin(actor.council);
  work->uploads().remove(open->upload.id);  // gone with the import, in one transaction
  const auto outcome = app::import_file(open->request, actor, services.clock, *services.register_files, *work, quiet);
  if (!outcome) return refused_page(services, request, outcome.error());
  if (!outcome->taken) {
    FormErrors errors;
    errors.add({base::ErrorCode::Invalid,
                "import.rows.choose",
                "take_good_rows",
                {{"rows", base::count_of(static_cast<long long>(outcome->problems.left_out()), "row", "rows")}}});
    return preview_page(request, services, *open, *outcome, errors, 422);
  }
  const auto in_hand = std::ranges::any_of(outcome->leavers, [](const auto& leaver) { return !leaver.audits.empty(); });
  return flashed(Response::see_other(list_of(open->kind)),
                 {done_sentence(*outcome, open->kind),
                  in_hand ? std::optional(Link{"See the audits they had in hand",
                                               "/audits?" + app::audit_query(app::in_hand_of_leavers())})
                          : std::nullopt});
}

Response post_discard(const Request& request, Services& services) {
  const auto& actor = who(request).actor;
  const auto work = services.store.begin(actor.council);
  if (const auto done = app::discard_upload(std::string(request.param("id")), actor, services.clock, *work); !done)
    return refused_page(services, request, done.error());
  return flashed(Response::see_other("/register/import"),
                 {"The file was discarded. Nothing was imported.", std::nullopt});
}

}  // namespace

void add_import_pages(Router& router, Services& services) {
  const auto handled = [&services](Response (*handler)(const Request&, Services&)) {
    return [&services, handler](const Request& request) { return handler(request, services); };
  };
  router.get("/register/import", handled(get_upload));
  router.post("/register/import", handled(post_upload), {.body_bytes = kUploadBytes});
  router.get("/register/import/{id:uuid}", handled(get_preview));
  router.post("/register/import/{id:uuid}", handled(post_confirm));
  router.get("/register/import/{id:uuid}/problems", handled(get_problems));
  router.post("/register/import/{id:uuid}/columns", handled(post_columns));
  router.post("/register/import/{id:uuid}/discard", handled(post_discard));
}

}  // namespace plumbline::web
