#include "app/register/import.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "app/audit/audit_query.hpp"
#include "app/messages/messages.hpp"
#include "app/policies/register_policies.hpp"
#include "app/ports/audit_ports.hpp"
#include "app/ports/record_ports.hpp"
#include "app/register/cases_pass.hpp"
#include "app/register/past_audits.hpp"
#include "app/register/telling.hpp"
#include "base/csv.hpp"
#include "base/hash.hpp"
#include "base/text.hpp"

namespace plumbline::app {
namespace {

using base::Result;

// Where an import writes; nothing for a preview.
struct Writing {
  CaseStore& cases;
  PersonStore& people;
};

Result<ImportOutcome> outcome_of(ImportCounts counts, Problems problems, const FeedInfo& info, RegisterFiles& files,
                                 const std::string& path) {
  TRY(auto sha256, files.sha256(path));
  return ImportOutcome{info.kind, counts, std::move(problems), {}, info.ignored_columns, std::move(sha256), false};
}

Result<ImportOutcome> compare_cases(const ImportRequest& request, RegisterFiles& files, CaseReads& cases,
                                    PersonReads& people, base::Progress& progress) {
  TRY(const auto feed, files.cases(request.path, request.mapping, request.as_of));
  CasesPass pass(cases, people, *feed, request.as_of);
  CHECK(pass.read(nullptr, Telling(progress, "Reading " + request.name)));
  if (!pass.has_rows()) return base::invalid("import.file.empty");
  pass.count_gone();
  return outcome_of(pass.counts, std::move(pass.problems), feed->info(), files, request.path);
}

Result<ImportOutcome> write_cases(const ImportRequest& request, RegisterFiles& files, CaseStore& cases,
                                  PersonReads& people, base::Progress& progress) {
  std::set<std::string> twice;
  if (request.take_good_rows) {
    // A child that is named twice with different details is known only at the second row, so the file is read once
    // more.
    TRY(const auto feed, files.cases(request.path, request.mapping, request.as_of));
    CasesPass pass(cases, people, *feed, request.as_of);
    CHECK(pass.read(nullptr, Telling(progress, "Checking " + request.name)));
    twice = pass.twice();
  }
  TRY(const auto feed, files.cases(request.path, request.mapping, request.as_of));
  CasesPass pass(cases, people, *feed, request.as_of);
  pass.leave_out(std::move(twice));
  {
    const auto writer = cases.begin_import();
    CHECK(pass.read(writer.get(), Telling(progress, "Importing " + request.name)));
    writer->finish();
  }
  if (!pass.has_rows()) return base::invalid("import.file.empty");
  pass.count_gone();
  if (pass.counts.gone > 0 && (pass.problems.left_out() == 0 || request.take_good_rows)) {
    pass.collect_gone();
    const auto closer = cases.begin_import();
    pass.close_gone(*closer);
    closer->finish();
  }
  return outcome_of(pass.counts, std::move(pass.problems), feed->info(), files, request.path);
}

// People and teams are few: compared whole. `held` maps the key to what is held; `gone` hears of what the file does not
// name, where it was not merely left out.
template <class Row, class Item>
Result<ImportOutcome> small_import(const ImportRequest& request, RegisterFiles& files,
                                   Result<std::unique_ptr<Feed<Row>>> opened, std::map<std::string, Item> held,
                                   const std::function<std::string(const Item&)>& key_of,
                                   const std::function<void(Item&, const Item&, const FeedInfo&)>& keep_missing,
                                   const std::function<void(const Item&)>& put,
                                   const std::function<void(const Item&)>& gone, base::Progress& progress) {
  if (!opened) return tl::unexpected<base::Error>(opened.error());
  auto& feed = **opened;
  ImportCounts counts;
  Problems problems;
  struct Seen {
    Item item;
    std::size_t line;
    std::string sheet;
    bool twice = false;
  };
  std::map<std::string, Seen> seen;
  Telling telling(progress, "Reading " + request.name);
  Row row;
  for (;;) {
    TRY(const bool more, feed.next(row, problems));
    if (!more) break;
    telling.row(feed.position());
    const auto key = key_of(row.item);
    const auto [at, is_new] = seen.emplace(key, Seen{row.item, row.line, row.sheet});
    if (is_new) continue;
    const bool same = at->second.item == row.item;
    if (!same) at->second.twice = true;
    problems.add(row_problem(same ? RowProblem::Weight::ToCheck : RowProblem::Weight::LeftOut,
                             same ? "row.read.repeated" : "row.read.twice", row.sheet, row.line, "", "", key,
                             {{"first", std::to_string(at->second.line)}}));
  }
  for (auto& [key, one] : seen) {
    if (one.twice) continue;
    ++counts.rows;
    const auto known = held.find(key);
    if (known != held.end()) keep_missing(one.item, known->second, feed.info());
    if (known == held.end())
      ++counts.added;
    else if (known->second == one.item) {
      ++counts.unchanged;
      continue;
    } else
      ++counts.changed;
    put(one.item);
  }
  if (counts.rows == 0 && problems.left_out() == 0) return base::invalid("import.file.empty");
  for (const auto& subject : problems.take_left_out_subjects()) held.erase(subject);
  for (const auto& [key, item] : held)
    if (!seen.contains(key)) gone(item);
  return outcome_of(counts, std::move(problems), feed.info(), files, request.path);
}

// What they have in hand: another must make it.
std::vector<std::string> audits_in_hand(const domain::PersonId& person, AuditReads& audits) {
  auto filter = in_hand_of_leavers();
  filter.auditor_left.reset();  // not yet
  filter.audited_by = person;
  std::vector<std::string> references;
  for (auto& audit : audits.list(filter, {1, 0, "reference", false}, Visibility{true, {}, {}, {}, {}}).rows)
    references.push_back(std::move(audit.reference));
  return references;
}

bool lacks(const FeedInfo& info, std::string_view column) {
  return std::find(info.missing_columns.begin(), info.missing_columns.end(), column) != info.missing_columns.end();
}

Result<ImportOutcome> people_import(const ImportRequest& request, RegisterFiles& files, PersonReads& reads,
                                    AuditReads& audits, PersonStore* store, base::Progress& progress) {
  std::map<std::string, domain::Person> held;
  for (auto& person : reads.everyone()) held.emplace(person.person_id.text(), person);
  const auto there = std::ranges::count_if(held, [](const auto& one) { return !one.second.has_left(); });
  std::vector<Leaver> leavers;
  auto outcome = small_import<PersonRow, domain::Person>(
      request, files, files.people(request.path, request.mapping), std::move(held),
      [](const domain::Person& person) { return person.person_id.text(); },
      [](domain::Person& item, const domain::Person& before, const FeedInfo& info) {
        if (lacks(info, "email")) item.email = before.email;
        if (lacks(info, "locality")) item.locality = before.locality;
        if (lacks(info, "service_area")) item.service_area = before.service_area;
        if (lacks(info, "agency")) item.agency = before.agency;
        if (lacks(info, "qualified")) item.qualified = before.qualified;
        if (lacks(info, "trained_on")) item.trained_on = before.trained_on;
        if (lacks(info, "away_from")) item.away_from = before.away_from;
        if (lacks(info, "away_to")) item.away_to = before.away_to;
        if (lacks(info, "manager_id")) item.manager_id = before.manager_id;
      },
      [&](const domain::Person& person) {
        if (store != nullptr) store->put(person);
      },
      [&](const domain::Person& person) {
        if (person.has_left()) return;
        leavers.push_back({person.person_id, person.name, audits_in_hand(person.person_id, audits)});
        if (store == nullptr) return;
        auto leaver = person;
        leaver.left_on = request.as_of;
        leaver.email.clear();
        store->put(leaver);
      },
      progress);
  if (!outcome) return outcome;
  outcome->counts.held = there;
  outcome->counts.gone = static_cast<long long>(leavers.size());
  outcome->leavers = std::move(leavers);
  return outcome;
}

Result<ImportOutcome> teams_import(const ImportRequest& request, RegisterFiles& files, PersonReads& reads,
                                   PersonStore* store, base::Progress& progress) {
  std::map<std::string, domain::Team> held;
  for (auto& team : reads.teams()) held.emplace(team.team, team);
  return small_import<TeamRow, domain::Team>(
      request, files, files.teams(request.path, request.mapping), std::move(held),
      [](const domain::Team& team) { return team.team; },
      [](domain::Team& item, const domain::Team& before, const FeedInfo& info) {
        if (lacks(info, "manager_id")) item.manager_id = before.manager_id;
      },
      [&](const domain::Team& team) {
        if (store != nullptr) store->put_team(team);
      },
      // A team that is gone stands in cases and audits until they move on, and takes nothing from anybody.
      [](const domain::Team&) {}, progress);
}

JournalEntry entry_of(const ImportRequest& request, const ImportOutcome& outcome, const Actor& actor,
                      base::Instant now) {
  nlohmann::ordered_json after;
  after["file"] = request.name;
  after["sha256"] = outcome.sha256;
  after["format"] = say(outcome.kind);
  after["as_of"] = base::iso(request.as_of);
  after["rows"] = outcome.counts.rows;
  after["added"] = outcome.counts.added;
  after["changed"] = outcome.counts.changed;
  after["unchanged"] = outcome.counts.unchanged;
  after["closed"] = outcome.counts.closed;
  if (request.kind == ImportKind::People) {
    auto left = nlohmann::ordered_json::array();
    for (const auto& leaver : outcome.leavers) left.push_back(leaver.person.text());
    after["left"] = std::move(left);
  }
  after["left_out"] = outcome.problems.left_out();
  after["to_check"] = outcome.problems.to_check();
  JournalEntry entry;
  entry.at = now;
  entry.actor = actor.acting().text();
  entry.action = std::string(to_string(request.kind)) + "-imported";
  entry.subject_kind = "import";
  entry.subject_id = base::new_uuid(now);
  entry.after = after.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
  entry.request_id = actor.request_id;
  return entry;
}

}  // namespace

std::string_view to_string(ImportKind kind) {
  switch (kind) {
    case ImportKind::Cases:
      return "cases";
    case ImportKind::People:
      return "people";
    case ImportKind::Teams:
      return "teams";
    case ImportKind::Audits:
      return "audits";
  }
  return "";
}
std::string say(long long rows, ImportKind kind) {
  switch (kind) {
    case ImportKind::Cases:
      return base::count_of(rows, "case", "cases");
    case ImportKind::People:
      return base::count_of(rows, "person", "people");
    case ImportKind::Teams:
      return base::count_of(rows, "team", "teams");
    case ImportKind::Audits:
      return base::count_of(rows, "audit", "audits");
  }
  return "";
}
std::optional<ImportKind> parse_import_kind(std::string_view text) {
  for (const auto kind : {ImportKind::Cases, ImportKind::People, ImportKind::Teams, ImportKind::Audits})
    if (to_string(kind) == text) return kind;
  return std::nullopt;
}

Result<ImportOutcome> preview_import(const ImportRequest& request, RegisterFiles& files, Reader& reader,
                                     base::Progress& progress) {
  switch (request.kind) {
    case ImportKind::Cases:
      return compare_cases(request, files, reader.cases(), reader.people(), progress);
    case ImportKind::People:
      return people_import(request, files, reader.people(), reader.audits(), nullptr, progress);
    case ImportKind::Teams:
      return teams_import(request, files, reader.people(), nullptr, progress);
    case ImportKind::Audits:
      return compare_past_audits(request, files, reader.audits(), progress);
  }
  return base::invalid("import.file.empty");
}

Result<ImportOutcome> import_file(const ImportRequest& request, const Actor& actor, const base::Clock& clock,
                                  RegisterFiles& files, UnitOfWork& work, base::Progress& progress) {
  CHECK(may_import(actor));
  auto attempt = [&]() -> Result<ImportOutcome> {
    switch (request.kind) {
      case ImportKind::Cases:
        return write_cases(request, files, work.cases(), work.people(), progress);
      case ImportKind::People:
        return people_import(request, files, work.people(), work.audits(), &work.people(), progress);
      case ImportKind::Teams:
        return teams_import(request, files, work.people(), &work.people(), progress);
      case ImportKind::Audits:
        return write_past_audits(request, files, work.audits(), work.cases(), clock.now(), progress);
    }
    return base::invalid("import.file.empty");
  };
  TRY(auto outcome, attempt());
  if (outcome.problems.left_out() > 0 && !request.take_good_rows) return outcome;  // not committed: nothing is kept
  if (std::ranges::any_of(outcome.leavers, [&](const Leaver& leaver) { return actor.is(leaver.person); }))
    return base::rule_broken("person.import.self");
  work.journal().append(entry_of(request, outcome, actor, clock.now()));
  progress.at("Saving", 1, 1);
  CHECK(work.commit());
  outcome.taken = true;
  return outcome;
}

std::string sentence(const RowProblem& problem) {
  base::Error error{base::ErrorCode::Invalid, problem.rule, problem.column, problem.more};
  error.values.emplace_back("value", problem.value);
  error.values.emplace_back("column", problem.column);
  error.values.emplace_back("subject", problem.subject);
  error.values.emplace_back("sheet", problem.sheet);
  error.values.emplace_back("line", std::to_string(problem.line));
  return sentence(error);
}

std::string sentence_with_place(const RowProblem& problem, const std::string& file) {
  std::string out = file;
  if (!problem.sheet.empty()) out += ", " + problem.sheet;
  if (problem.line != 0) out += fmt::format(", {} {}", problem.sheet.empty() ? "line" : "row", problem.line);
  if (!problem.column.empty()) out += ", column " + problem.column;
  return out + ": " + sentence(problem);
}

std::string problems_csv(const Problems& problems) {
  std::string out;
  base::append_csv(out, {"outcome", "sheet", "line", "column", "value", "identifier", "what to do"});
  for (const auto& problem : problems.kept()) {
    const auto line = problem.line == 0 ? std::string() : std::to_string(problem.line);
    base::append_csv(out, {problem.weight == RowProblem::Weight::LeftOut ? "left out" : "to check",
                           base::guarded_cell(problem.sheet), line, base::guarded_cell(problem.column),
                           base::guarded_cell(problem.value), base::guarded_cell(problem.subject),
                           base::guarded_cell(sentence(problem))});
  }
  return out;
}

}  // namespace plumbline::app
