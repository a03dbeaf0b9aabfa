#include "app/register/past_audits.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <map>
#include <set>
#include <unordered_map>

#include "app/ports/register_ports.hpp"
#include "base/hash.hpp"
#include "base/text.hpp"

namespace plumbline::app {
namespace {

using base::Result;
using domain::AuditState;
using Weight = RowProblem::Weight;

constexpr std::size_t kTellEvery = 2000;

RowProblem problem_of(const PastAuditRow& row, Weight weight, std::string rule, std::string column, std::string value,
                      std::vector<std::pair<std::string, std::string>> more = {}) {
  return {weight,        std::move(rule), row.sheet, row.line, std::move(column), value.substr(0, 60),
          row.reference, std::move(more)};
}

const domain::Programme* programme_of(const std::string& text, const domain::Framework& framework) {
  if (const auto* found = framework.find_programme(text)) return found;
  for (const auto& programme : framework.programmes)
    if (base::equal_ignoring_case(programme.key, text) || base::equal_ignoring_case(programme.title, text))
      return &programme;
  return nullptr;
}

std::string cohort_of(const std::string& text, const domain::Programme& programme) {
  for (const auto& cohort : programme.draw.cohorts)
    if (base::equal_ignoring_case(cohort.key, text) || base::equal_ignoring_case(cohort.title, text)) return cohort.key;
  return text;
}

// Midday in London on that day: the day stays the same wherever it is shown.
base::Instant midday(base::Day day) { return base::london_midnight(day) + std::chrono::hours(12); }

std::string keys_of_programmes(const domain::Framework& framework) {
  std::vector<std::string> keys;
  for (const auto& programme : framework.programmes) keys.push_back(programme.key);
  return base::join(keys, ", ");
}

// Says once what holds for a whole column, with the first row it stands on.
class Pass {
 public:
  Pass(const domain::Framework& framework, PastAuditFeed& feed, AuditReads& audits)
      : framework_(framework), feed_(feed) {
    audits.for_each_reference([&](const KnownReference& known) {
      known_.emplace(std::string(known.reference), Known{std::string(known.audit), known.said});
    });
    counts.held = static_cast<long long>(known_.size());
    name_unknown_sections();
  }

  void leave_out(std::set<std::string> references) { twice_ = std::move(references); }

  Result<void> read(PastAuditImport* writer, base::Instant now, base::Progress& progress, const std::string& step,
                    std::map<std::string, base::Day>* audited) {
    PastAuditRow row;
    std::size_t read = 0;
    for (;;) {
      TRY(const bool more, feed_.next(row, problems));
      if (!more) return {};
      if (++read % kTellEvery == 0) {
        const auto position = feed_.position();
        if (position.of == 0)
          progress.at(step, read, 0);
        else
          progress.at(step, position.done * 100 / position.of, 100);
      }
      take(row, writer, now, audited);
    }
  }

  const std::set<std::string>& twice() const { return twice_found_; }

  ImportCounts counts;
  Problems problems;

 private:
  struct Known {
    std::string audit;
    std::optional<std::int64_t> said;
  };
  struct Seen {
    std::size_t line;
    std::int64_t said;
  };

  void name_unknown_sections() {
    for (const auto& key : feed_.section_columns()) {
      const bool known = std::any_of(framework_.tools.begin(), framework_.tools.end(), [&](const auto& tool) {
        return std::any_of(tool.sections.begin(), tool.sections.end(),
                           [&](const auto& section) { return section.key == key; });
      });
      if (known) continue;
      std::vector<std::string> keys;
      for (const auto& tool : framework_.tools)
        for (const auto& section : tool.sections)
          if (tool.judged && std::find(keys.begin(), keys.end(), section.key) == keys.end())
            keys.push_back(section.key);
      if (keys.size() > 12) keys.resize(12);
      problems.add({Weight::ToCheck,
                    "audit.import.section_unknown",
                    "",
                    1,
                    "section:" + key,
                    key,
                    "",
                    {{"sections", base::join(keys, ", ")}}});
    }
  }

  void take(PastAuditRow& row, PastAuditImport* writer, base::Instant now, std::map<std::string, base::Day>* audited) {
    auto past = past_audit_of(row, framework_, problems);
    if (!past) return;
    const auto said = fingerprint(*past);
    const auto [at, is_new] = seen_.emplace(row.reference, Seen{row.line, said});
    if (!is_new || twice_.contains(row.reference)) return again(row, at->second, said, is_new);
    const auto known = known_.find(row.reference);
    if (known != known_.end() && !known->second.said) {
      problems.add(problem_of(row, Weight::LeftOut, "audit.import.own_reference", "audit_ref", row.reference));
      return;
    }
    ++counts.rows;
    if (audited && past->audit.sent_at) {
      auto& day = (*audited)[past->audit.child_id.text()];
      day = std::max(day, base::london_day(*past->audit.sent_at));
    }
    if (known == known_.end()) {
      ++counts.added;
      past->audit.id = domain::AuditId(base::new_uuid(now));
      if (writer) writer->insert(*past, said);
    } else if (*known->second.said == said) {
      ++counts.unchanged;
    } else {
      ++counts.changed;
      past->audit.id = domain::AuditId(known->second.audit);
      if (writer) writer->update(*past, said);
    }
  }

  void again(const PastAuditRow& row, const Seen& first, std::int64_t said, bool is_first) {
    if (is_first) return;  // of two that differ: neither is known to be right, so both are left out
    const bool same = first.said == said && !twice_.contains(row.reference);
    if (!same) twice_found_.insert(row.reference);
    problems.add(problem_of(row, same ? Weight::ToCheck : Weight::LeftOut,
                            same ? "row.read.repeated" : "row.read.twice", "audit_ref", "",
                            {{"first", std::to_string(first.line)}}));
  }

  const domain::Framework& framework_;
  PastAuditFeed& feed_;
  std::unordered_map<std::string, Known> known_;
  std::unordered_map<std::string, Seen> seen_;
  std::set<std::string> twice_;
  std::set<std::string> twice_found_;
};

Result<ImportOutcome> outcome_of(Pass& pass, const FeedInfo& info, RegisterFiles& files, const std::string& path) {
  if (pass.counts.rows == 0 && pass.problems.left_out() == 0) return base::invalid("import.file.empty");
  TRY(auto sha256, files.sha256(path));
  return ImportOutcome{info.kind,         pass.counts, std::move(pass.problems), {}, info.ignored_columns,
                       std::move(sha256), false};
}

}  // namespace

std::optional<PastAudit> past_audit_of(const PastAuditRow& row, const domain::Framework& framework,
                                       Problems& problems) {
  const auto* programme = programme_of(row.programme, framework);
  if (!programme) {
    problems.add(problem_of(row, Weight::LeftOut, "audit.import.programme_unknown", "programme", row.programme,
                            {{"programmes", keys_of_programmes(framework)}}));
    return std::nullopt;
  }
  PastAudit past;
  auto& audit = past.audit;
  audit.reference = row.reference;
  audit.programme = programme->key;
  audit.cohort = cohort_of(row.cohort, *programme);
  audit.period = row.period;
  audit.child_id = row.child_id;
  if (row.category) {
    audit.category = *row.category;
  } else if (programme->draw.categories.size() == 1) {
    audit.category = programme->draw.categories.front();
  } else {
    problems.add(problem_of(row, Weight::LeftOut, "audit.import.no_category", "category", ""));
    return std::nullopt;
  }
  audit.locality = row.locality;
  audit.service_area = row.service_area;
  audit.team = row.team;
  audit.worker_id = row.worker_id;
  audit.auditor = row.auditor_id;
  audit.imported = true;
  const auto* tool = domain::tool_for(framework, *programme, audit.category);
  if (tool) {
    audit.tool = tool->key;
    audit.tool_version = tool->version;
  }
  if (!row.exempt_reason.empty()) {
    audit.state = AuditState::Withdrawn;
    audit.hand_back_reason = row.exempt_reason;
    return past;
  }
  // A row without a reason was given to its auditor, whether or not the tracker kept the day.
  auto sent = row.distributed_on;
  if (!sent) {
    sent = row.returned_on ? std::min(row.period.first(), *row.returned_on) : row.period.first();
    problems.add(problem_of(row, Weight::ToCheck, "audit.import.no_day_sent", "distributed_on", base::iso(*sent)));
  }
  audit.sent_at = midday(*sent);
  if (!row.returned_on) {
    audit.state = AuditState::Sent;
    if (row.overall || row.moderated_overall || !row.sections.empty())
      problems.add(problem_of(row, Weight::ToCheck, "audit.import.graded_not_returned", "returned_on", ""));
    return past;
  }
  audit.submitted_at = midday(*row.returned_on);
  audit.finalised_at = audit.submitted_at;
  audit.state = AuditState::Final;
  audit.overall = row.overall;
  if (row.moderated.value_or(row.moderated_overall.has_value())) {
    audit.moderation_pick = "imported";
    audit.moderated_overall = row.moderated_overall ? row.moderated_overall : row.overall;
    if (!row.moderated_overall)
      problems.add(problem_of(row, Weight::ToCheck,
                              row.overall ? "audit.import.moderated_no_grade" : "audit.import.moderated_nothing",
                              "moderated_overall", ""));
  } else if (row.moderated_overall && row.moderated_overall != row.overall) {
    problems.add(problem_of(row, Weight::LeftOut, "audit.import.grade_not_moderated", "moderated_overall",
                            std::string(to_string(*row.moderated_overall))));
    return std::nullopt;
  }
  past.worker_took_part = row.worker_took_part;
  if (!past.worker_took_part && row.reason_not) past.worker_took_part = false;
  if (past.worker_took_part == false)
    past.reason_not = row.reason_not.value_or(domain::NotHeldReason::NotRecorded);
  else if (past.worker_took_part && row.reason_not)
    problems.add(problem_of(row, Weight::ToCheck, "audit.import.took_part_and_reason", "reason_not",
                            std::string(to_string(*row.reason_not))));
  for (const auto& [key, grade] : row.sections) {
    const bool asked = tool && std::any_of(tool->sections.begin(), tool->sections.end(),
                                           [&](const auto& section) { return section.key == key; });
    if (asked)
      past.sections.emplace_back(key, grade);
    else
      // A column that no tool knows is named once, with the header.
      for (const auto& other : framework.tools)
        if (std::any_of(other.sections.begin(), other.sections.end(), [&](const auto& s) { return s.key == key; })) {
          problems.add(problem_of(row, Weight::ToCheck, "audit.import.section_of_another", "section:" + key,
                                  std::string(to_string(grade)),
                                  {{"tool", tool ? tool->title : std::string("this programme")}}));
          break;
        }
  }
  return past;
}

std::int64_t fingerprint(const PastAudit& past) {
  thread_local std::string said;
  said.clear();
  const auto add = [](std::string_view text) {
    said += text;
    said += '\x1f';
  };
  const auto grade = [&](const std::optional<domain::Grade>& of) { add(of ? to_string(*of) : std::string_view()); };
  const auto& audit = past.audit;
  for (const auto& text :
       {audit.reference, audit.programme, base::iso(audit.period), audit.cohort, audit.child_id.text(),
        std::string(to_string(audit.category)), audit.locality, audit.service_area, audit.team,
        audit.worker_id ? audit.worker_id->text() : "", audit.auditor ? audit.auditor->text() : "", audit.tool,
        std::string(to_string(audit.state)), audit.sent_at ? base::iso(*audit.sent_at) : "",
        audit.submitted_at ? base::iso(*audit.submitted_at) : "", audit.moderation_pick, audit.hand_back_reason})
    add(text);
  grade(audit.overall);
  grade(audit.moderated_overall);
  add(!past.worker_took_part ? "" : *past.worker_took_part ? "yes" : "no");
  add(past.reason_not ? to_string(*past.reason_not) : std::string_view());
  for (const auto& [key, judged] : past.sections) {
    add(key);
    add(to_string(judged));
  }
  // SipHash under a fixed key: quick, and stored, so never to be changed.
  static constexpr std::array<unsigned char, crypto_shorthash_KEYBYTES> kKey{'p', 'l', 'u', 'm', 'b', 'l', 'i', 'n',
                                                                             'e', ' ', 'p', 'a', 's', 't', ' ', '1'};
  std::array<unsigned char, crypto_shorthash_BYTES> hash{};
  crypto_shorthash(hash.data(), reinterpret_cast<const unsigned char*>(said.data()), said.size(), kKey.data());
  std::int64_t out = 0;
  std::memcpy(&out, hash.data(), sizeof out);
  return out == 0 ? 1 : out;
}

Result<ImportOutcome> compare_past_audits(const ImportRequest& request, RegisterFiles& files, AuditReads& audits,
                                          base::Progress& progress) {
  TRY(const auto feed, files.audits(request.path, request.mapping));
  Pass pass(*request.framework, *feed, audits);
  CHECK(pass.read(nullptr, {}, progress, "Reading " + request.name, nullptr));
  return outcome_of(pass, feed->info(), files, request.path);
}

Result<ImportOutcome> write_past_audits(const ImportRequest& request, RegisterFiles& files, AuditStore& audits,
                                        CaseStore& cases, base::Instant now, base::Progress& progress) {
  std::set<std::string> twice;
  if (request.take_good_rows) {
    // A reference named twice with different details is known only at the second row, so the file is read once more.
    TRY(const auto feed, files.audits(request.path, request.mapping));
    Pass pass(*request.framework, *feed, audits);
    CHECK(pass.read(nullptr, {}, progress, "Checking " + request.name, nullptr));
    twice = pass.twice();
  }
  TRY(const auto feed, files.audits(request.path, request.mapping));
  Pass pass(*request.framework, *feed, audits);
  pass.leave_out(std::move(twice));
  std::map<std::string, base::Day> audited;
  {
    const auto writer = audits.begin_past_import();
    CHECK(pass.read(writer.get(), now, progress, "Importing " + request.name, &audited));
    writer->finish();
  }
  TRY(auto outcome, outcome_of(pass, feed->info(), files, request.path));
  if (outcome.problems.left_out() > 0 && !request.take_good_rows) return outcome;
  // The six-month rule asks the register when a child was audited last.
  for (const auto& [child, day] : audited) cases.mark_audited(domain::ChildId(child), day);
  return outcome;
}

}  // namespace plumbline::app
