#include "app/demo/history.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <optional>
#include <unordered_map>

#include "app/demo/audit_life.hpp"
#include "app/demo/narrative.hpp"
#include "app/demo/shared_cases.hpp"
#include "app/ports/audit_ports.hpp"
#include "app/ports/co_auditor_ports.hpp"
#include "app/ports/cycle_ports.hpp"
#include "app/ports/record_ports.hpp"
#include "app/ports/register_ports.hpp"
#include "domain/allocation/several.hpp"
#include "domain/audit/transitions.hpp"
#include "domain/calendar/working_days.hpp"
#include "domain/draw/draw.hpp"
#include "domain/framework/programme_days.hpp"
#include "domain/moderation/moderate.hpp"

namespace plumbline::app::demo {

using domain::AuditState;
using domain::JobRole;
using domain::PersonId;

void Chronicle::add(base::Instant at, const std::string& actor, std::string action, std::string kind, std::string id,
                    std::string after, std::string reason) {
  JournalEntry entry;
  entry.at = at;
  entry.actor = actor;
  entry.action = std::move(action);
  entry.subject_kind = std::move(kind);
  entry.subject_id = std::move(id);
  entry.after = std::move(after);
  entry.reason = std::move(reason);
  entries_.push_back(std::move(entry));
}

void Chronicle::write(Journal& journal) {
  std::stable_sort(entries_.begin(), entries_.end(), [](const auto& a, const auto& b) { return a.at < b.at; });
  for (const auto& entry : entries_) journal.append(entry);
  entries_.clear();
}

base::Period running_period(const domain::Programme& programme, base::Day today) {
  constexpr int kDaysOut = 4;
  const auto period = base::period_of(today);
  const auto dates = domain::cycle_dates(programme, period);
  const bool out = dates.send_on <= today && domain::working_days_between(dates.send_on, today) >= kDaysOut;
  return out ? period : period.plus_months(-1);
}

namespace {

constexpr std::int64_t kKeptCases = 60'000;
constexpr int kSizeWhereNoneIsSet = 30;

std::string state_json(AuditState state) { return nlohmann::json{{"state", to_string(state)}}.dump(); }

class History {
 public:
  History(const HistoryRequest& request, const Seed& seed, const DemoCouncil& council,
          const domain::Framework& framework, const domain::Programme& programme, UnitOfWork& work,
          Chronicle& chronicle, Cast& cast, base::Progress& progress)
      : request_(request),
        seed_(seed),
        council_(council),
        framework_(framework),
        programme_(programme),
        work_(work),
        chronicle_(chronicle),
        cast_(cast),
        progress_(progress),
        today_(base::london_day(request.now)) {
    for (std::size_t i = 0; i < council_.people().size(); ++i) by_id_.emplace(council_.people()[i].person_id, i);
    for (std::size_t t = 0; t < council_.teams().size(); ++t) {
      team_index_.emplace(council_.teams()[t].team.team, t);
      team_effects_.push_back(0.22 * seed_.stream("team-effect", t).normal());
    }
    if (council_.cases() <= kKeptCases)
      for (std::int64_t i = 0; i < council_.cases(); ++i) kept_.push_back(council_.case_at(i));
    const auto leads = council_.with_role(JobRole::QaLead);
    for (const auto lead : leads) moderators_.push_back(council_.people()[lead].person_id);
    administrator_ = council_.people()[council_.with_role(JobRole::QaAdministrator).front()].person_id;
  }

  base::Result<HistoryCounts> run() {
    const auto running = running_period(programme_, today_);
    for (int month = 0; month <= request_.finished_months; ++month) {
      progress_.at("A year of audits", static_cast<std::size_t>(month),
                   static_cast<std::size_t>(request_.finished_months) + 1);
      CHECK(write_cycle(running.plus_months(month - request_.finished_months), month));
    }
    choose_cast();
    return counts_;
  }

 private:
  const domain::Person& person(const PersonId& id) const { return council_.people()[by_id_.at(id)]; }

  base::Result<domain::Frame> frame_on(base::Day day) {
    domain::FrameBuilder builder;
    builder.reserve(static_cast<std::size_t>(council_.cases()));
    for (std::int64_t i = 0; i < council_.cases(); ++i) {
      std::optional<domain::Case> row;
      if (kept_.empty()) {
        row = council_.case_on(i, day);
      } else {
        const auto& kept = kept_[static_cast<std::size_t>(i)];
        if (!kept.opened_on || day < *kept.opened_on || (kept.closed_on && *kept.closed_on <= day)) continue;
        row = kept;
        row->closed_on.reset();
        if (row->moved_on && day < *row->moved_on) row->moved_on.reset();
      }
      if (!row) continue;
      if (const auto audited = audited_.find(row->child_id); audited != audited_.end())
        row->last_audited_on = audited->second;
      builder.add(*row);
    }
    return std::move(builder).freeze();
  }

  // The auditors of that month. Away now is in the register; who was away then is only known to that month.
  std::vector<domain::Auditor> auditors_on(Random& random, base::Day send_on, base::Day return_by, bool running) {
    std::vector<domain::Auditor> auditors;
    for (const auto index : council_.auditors()) {
      auto one = council_.people()[index];
      if (!running) {
        one.away_from.reset();
        one.away_to.reset();
        if (random.chance(0.045)) {
          one.away_from = base::add_days(send_on, -5);
          one.away_to = base::add_days(return_by, 5);
        }
      }
      auditors.push_back({std::move(one), 0});
    }
    return auditors;
  }

  base::Result<void> write_cycle(base::Period period, int month) {
    const bool running = month == request_.finished_months;
    auto random = seed_.stream("cycle", iso(period));
    const auto dates = domain::cycle_dates(programme_, period);
    const auto* cohort = domain::cohort_of(programme_, period);
    const auto sent_at = base::london_midnight(dates.send_on) + std::chrono::hours{11};
    const auto auditors = auditors_on(random, dates.send_on, dates.return_by, running);

    TRY(const auto frame, frame_on(dates.send_on));
    domain::DrawRequest ask;
    ask.council = request_.council;
    ask.framework = framework_.key;
    ask.framework_version = framework_.version;
    ask.programme = programme_.key;
    ask.period = period;
    ask.seed = seed_.text("draw", iso(period));
    ask.as_of = dates.send_on;
    ask.rules = domain::draw_rules(programme_, cohort);
    ask.size = size_for(auditors, dates.send_on, dates.return_by);
    TRY(auto certificate, domain::draw(frame, ask));

    std::vector<std::pair<domain::ChildId, std::string>> exempted;
    const int exemptions = programme_.draw.exemptions ? random.between(2, 5) : 0;
    for (int i = 0; i < exemptions; ++i) {
      const auto sample = certificate.sample();
      if (sample.size() < 10) break;
      const auto child = random.pick(sample);
      TRY(certificate, domain::exempt(frame, certificate, child));
      exempted.emplace_back(child, exemption_reason(random));
    }

    domain::AllocationRequest placing;
    placing.key = certificate.rank_key();
    placing.on = dates.send_on;
    placing.until = dates.return_by;
    placing.rules = programme_.auditors.allocation;
    placing.auditors = auditors;
    for (const auto& child : certificate.sample()) placing.cases.push_back(to_place(frame, child));
    for (const auto& [pair, times] : pairings_) placing.pairings.push_back({pair.first, pair.second, times});
    domain::Allocation allocation = domain::allocate(placing, programme_.auditors);
    certificate.allocation = allocation.placements;
    certificate.loads = allocation.loads;
    late_.reset();
    if (running && programme_.draw.exemptions && allocation.placements.size() > 10)
      CHECK(exempt_late(random, frame, certificate, allocation, placing));

    domain::Cycle cycle;
    cycle.id = domain::CycleId(seed_.uuid("cycle", programme_.key + iso(period), sent_at));
    cycle.programme = programme_.key;
    cycle.period = period;
    cycle.cohort = cohort ? cohort->key : "";
    cycle.framework_version = framework_.version;
    cycle.state = !running && dates.report_by < today_ ? domain::CycleState::Closed : domain::CycleState::Sent;
    cycle.size = static_cast<int>(ask.size);
    cycle.send_on = dates.send_on;
    cycle.return_by = dates.return_by;
    cycle.report_by = dates.report_by;
    cycle.sent_at = sent_at;
    work_.cycles().add(cycle);
    if (running) link_areas(cycle.id, framework_, programme_, auditors, sent_at, work_.co_auditors());
    ++counts_.cycles;

    domain::DrawRecord record;
    record.id = domain::DrawId(seed_.uuid("draw", programme_.key + iso(period), sent_at));
    record.cycle = cycle.id;
    record.frame_sha256 = certificate.frame_sha256;
    record.certificate = to_json(certificate);
    record.made_by = administrator_;
    record.made_at = sent_at - std::chrono::minutes{95};
    std::string csv;
    frame.write([&](std::string_view piece) { csv += piece; });
    work_.cycles().add_draw(record, csv);
    chronicle_.add(record.made_at, administrator_.text(), "cycle-drawn", "cycle", cycle.id.text(),
                   nlohmann::json{{"frame", record.frame_sha256}, {"size", ask.size}}.dump());

    write_sample(cycle, record, frame, certificate, exempted, sent_at);
    chronicle_.add(sent_at - std::chrono::minutes{20}, administrator_.text(), "cycle-allocated", "cycle",
                   cycle.id.text(), nlohmann::json{{"placed", allocation.placements.size()}}.dump());
    chronicle_.add(sent_at, administrator_.text(), "cycle-sent", "cycle", cycle.id.text());
    return write_audits(cycle, frame, certificate, allocation, month, running);
  }

  // A case exempted after its audit went out: the audit is withdrawn, and the replacement, drawn these days, waits to
  // be sent to the auditor who has become free (SAMPLE-6).
  base::Result<void> exempt_late(Random& random, const domain::Frame& frame, domain::Certificate& certificate,
                                 domain::Allocation& allocation, const domain::AllocationRequest& placing) {
    for (int tries = 0; tries < 10; ++tries) {
      const auto placed = random.pick(allocation.placements);
      TRY(auto after, domain::exempt(frame, certificate, placed.child_id));
      const auto& replacement = after.exemptions.back().replacement;
      if (!replacement) continue;
      const auto auditor = std::find_if(placing.auditors.begin(), placing.auditors.end(),
                                        [&](const auto& one) { return one.person.person_id == placed.auditor; });
      if (domain::never(placing, *auditor, to_place(frame, *replacement))) continue;
      late_ = Late{placed.child_id, *replacement, placed.auditor};
      certificate = std::move(after);
      std::erase_if(allocation.placements, [&](const auto& one) { return one.child_id == placed.child_id; });
      allocation.placements.push_back({*replacement, placed.auditor, placed.second});
      std::sort(allocation.placements.begin(), allocation.placements.end(),
                [](const auto& a, const auto& b) { return a.child_id < b.child_id; });
      certificate.allocation = allocation.placements;
      certificate.loads = allocation.loads;
      return {};
    }
    return {};
  }

  // As many as the available auditors take, at most the programme's own number.
  std::int64_t size_for(const std::vector<domain::Auditor>& auditors, base::Day on, base::Day until) {
    std::int64_t room = 0;
    for (const auto& auditor : auditors) {
      const auto quota = domain::quota_of(programme_.auditors.allocation, auditor.person);
      if (quota && !domain::is_away(auditor.person, on, until)) room += quota->most;
    }
    if (programme_.auditors.pairs) room /= 2;
    const std::int64_t wanted = programme_.draw.size > 0 ? programme_.draw.size : kSizeWhereNoneIsSet;
    return std::max<std::int64_t>(1, room > 0 ? std::min(wanted, room) : wanted);
  }

  domain::CaseToPlace to_place(const domain::Frame& frame, const domain::ChildId& child) const {
    const auto row = frame.row(*frame.find(child.text()));
    domain::CaseToPlace place;
    place.child_id = child;
    place.team = std::string(row.team);
    place.locality = std::string(row.locality);
    if (!row.worker_id.empty()) place.worker = PersonId(std::string(row.worker_id));
    if (!row.supervisor_id.empty()) place.supervisor = PersonId(std::string(row.supervisor_id));
    return place;
  }

  void write_sample(const domain::Cycle& cycle, const domain::DrawRecord& record, const domain::Frame& frame,
                    const domain::Certificate& certificate,
                    const std::vector<std::pair<domain::ChildId, std::string>>& exempted, base::Instant sent_at) {
    std::map<domain::ChildId, PersonId> auditor_of;
    for (const auto& placement : certificate.allocation) auditor_of.emplace(placement.child_id, placement.auditor);
    const auto children = certificate.sample();
    family_.clear();
    if (const auto share = domain::family_share(programme_))
      for (auto& child : domain::sub_sample(certificate.rank_key(), *share, children)) family_.insert(std::move(child));

    std::vector<domain::SampledCase> sample;
    for (const auto& looked : certificate.order) {
      const auto reason = std::find_if(exempted.begin(), exempted.end(),
                                       [&](const auto& exempt) { return exempt.first == looked.child_id; });
      const bool late = late_ && late_->child == looked.child_id;
      const bool exempt = late || reason != exempted.end();
      const bool in = looked.outcome == domain::Outcome::Drawn || looked.outcome == domain::Outcome::Replacement;
      if (!in && !exempt) continue;
      domain::SampledCase sampled;
      sampled.cycle = cycle.id;
      sampled.draw = record.id;
      sampled.child_id = looked.child_id;
      sampled.rank = static_cast<int>(looked.rank);
      const auto row = frame.row(*frame.find(looked.child_id.text()));
      sampled.category = row.category;
      sampled.locality = std::string(row.locality);
      sampled.replaces = looked.replaces;
      sampled.family_contact = family_.contains(looked.child_id);
      if (const auto auditor = auditor_of.find(looked.child_id); auditor != auditor_of.end())
        sampled.auditor = auditor->second;
      if (exempt) {
        sampled.exempt = true;
        sampled.exempt_reason = late ? "Child moved to another council" : reason->second;
        sampled.exempt_approved_by = moderators_.front();
        sampled.exempt_at = late ? lately() : sent_at - std::chrono::minutes{60};
        chronicle_.add(*sampled.exempt_at, administrator_.text(), "case-exempted", "cycle", cycle.id.text(),
                       nlohmann::json{{"child_id", looked.child_id.text()}}.dump(), sampled.exempt_reason);
      }
      sample.push_back(std::move(sampled));
    }
    work_.cycles().put_sample(cycle.id, sample);
  }

  base::Result<void> write_audits(const domain::Cycle& cycle, const domain::Frame& frame,
                                  const domain::Certificate& certificate, const domain::Allocation& allocation,
                                  int month, bool running) {
    const auto children = certificate.sample();
    std::set<domain::ChildId> picked;
    for (auto& child : domain::moderation_sample(programme_.moderation, certificate.rank_key(), children))
      picked.insert(std::move(child));
    std::map<domain::ChildId, PersonId> auditor_of;
    for (const auto& placement : allocation.placements) auditor_of.emplace(placement.child_id, placement.auditor);

    auto with_late = children;
    if (late_) {
      with_late.push_back(late_->child);
      auditor_of.insert_or_assign(late_->child, late_->auditor);
    }
    int number = 0;
    int looked_at = 0;
    int plain = 0;
    for (const auto& child : with_late) {
      const auto row = frame.case_at(*frame.find(child.text()));
      const auto* tool = domain::tool_for(framework_, programme_, row.category);
      const auto auditor = auditor_of.find(child);
      if (!tool || auditor == auditor_of.end()) continue;
      AuditStart start;
      auto& audit = start.audit;
      audit.reference = domain::audit_reference(framework_.council.reference, cycle.period, ++number);
      audit.id = domain::AuditId(seed_.uuid("audit", audit.reference, *cycle.sent_at));
      audit.cycle = cycle.id;
      audit.programme = programme_.key;
      audit.period = cycle.period;
      audit.cohort = cycle.cohort;
      audit.child_id = child;
      audit.category = row.category;
      audit.locality = row.locality;
      audit.service_area = row.service_area;
      audit.team = row.team;
      audit.worker_id = row.worker_id;
      audit.supervisor_id = row.supervisor_id;
      audit.tool = tool->key;
      audit.tool_version = tool->version;
      audit.auditor = auditor->second;
      audit.state = AuditState::Sent;
      audit.family_contact = family_.contains(child);
      audit.due_on = cycle.return_by;
      audit.sent_at = cycle.sent_at;
      start.month = month;
      start.months = std::max(1, request_.finished_months);
      start.running = running;
      start.picked = picked.contains(child);
      if (late_ && child == late_->child) {
        start.story = Story::Withdrawn;
      } else if (late_ && child == late_->replacement) {
        start.story = Story::NotSent;
      } else if (running) {
        // Whoever looks around a demo finds every state; which audits wait to be moderated is the draw's choice.
        if (start.picked) {
          static constexpr std::array kPicked{Story::WaitsForModeration, Story::SentBack, Story::WaitsForModeration,
                                              Story::Chance, Story::WaitsForModeration};
          start.story = kPicked[static_cast<std::size_t>(looked_at++) % kPicked.size()];
        } else {
          ++plain;
          start.story = plain == 4    ? Story::HandedBack
                        : plain == 9  ? Story::ConcernToday
                        : plain == 14 ? Story::ConcernYesterday
                                      : Story::Chance;
        }
      }
      start.moderator = moderators_[static_cast<std::size_t>(number) % moderators_.size()];
      const auto team = team_index_.at(row.team);
      start.locality = council_.teams()[team].locality;
      start.team_effect = team_effects_[team];
      auto life = live(start, seed_.stream("audit", audit.reference), seed_, framework_, programme_, request_.now);
      ++pairings_[{*audit.auditor, audit.team}];
      if (const auto pair = second_of(allocation, child))
        work_.co_auditors().put(life.audit, {domain::CoAuditorKind::Second, *pair, *cycle.sent_at, {}, false, false});
      CHECK(write(life, team));
    }
    return {};
  }

  base::Result<void> write(AuditLife& life, std::size_t team) {
    auto& audits = work_.audits();
    auto& audit = life.audit;
    audits.add(audit);
    for (auto& section : life.sections) CHECK(audits.save_section(audit.id, section));
    if (!life.documents.empty()) audits.put_documents(audit.id, life.documents);
    for (auto& conversation : life.conversations) CHECK(audits.save_conversation(audit.id, conversation));
    if (life.reallocation) {
      life.reallocation->from = another_auditor(audit);
      audits.add_reallocation(*life.reallocation);
      chronicle_.add(life.reallocation->at, life.reallocation->by.text(), "audit-reallocated", "audit", audit.id.text(),
                     "", life.reallocation->reason);
    }
    for (const auto& moderation : life.moderations) work_.moderations().add(moderation);
    for (const auto& action : life.actions) work_.actions().add(action);
    for (auto& concern : life.concerns) add_concern(concern, audit, team);
    if (audit.state == AuditState::Final) {
      const auto on = base::london_day(*audit.finalised_at);
      audited_[audit.child_id] = on;
      work_.cases().mark_audited(audit.child_id, on);
    }
    ++counts_.audits;
    counts_.actions += static_cast<int>(life.actions.size());
    tell(life);
    note_for_cast(life, team);
    return {};
  }

  std::optional<PersonId> another_auditor(const domain::Audit& audit) const {
    for (const auto index : council_.auditors()) {
      const auto& other = council_.people()[index];
      if (other.person_id != *audit.auditor && other.team != audit.team && other.locality != audit.locality)
        return other.person_id;
    }
    return std::nullopt;
  }

  void add_concern(domain::Concern& concern, const domain::Audit& audit, std::size_t team) {
    const auto* rule = framework_.find_notification(concern.kind);
    if (rule)
      for (const auto& recipient : rule->tell)
        for (const auto& who : recipients(recipient, audit, team)) {
          const bool told = std::any_of(concern.told.begin(), concern.told.end(),
                                        [&](const auto& notice) { return notice.person == who; });
          if (!told) concern.told.push_back({who, std::string(to_string(recipient)), concern.raised_at});
        }
    const auto by = concern.told.empty() ? moderators_.front() : concern.told.back().person;
    if (concern.acknowledged_at) concern.acknowledged_by = by;
    if (concern.closed_at) concern.closed_by = by;
    work_.concerns().add(concern);
    const auto id = concern.id.text();
    chronicle_.add(concern.raised_at, concern.raised_by.text(), "concern-raised", "concern", id,
                   nlohmann::json{{"kind", to_string(concern.kind)}, {"audit", audit.id.text()}}.dump());
    if (concern.acknowledged_at)
      chronicle_.add(*concern.acknowledged_at, by.text(), "concern-acknowledged", "concern", id);
    if (concern.closed_at) chronicle_.add(*concern.closed_at, by.text(), "concern-closed", "concern", id);
  }

  std::vector<PersonId> recipients(const domain::Recipient& recipient, const domain::Audit& audit,
                                   std::size_t team) const {
    std::vector<PersonId> found;
    const auto& of_team = council_.teams()[team];
    if (recipient.role) {
      for (const auto index : council_.with_role(*recipient.role)) {
        const auto& one = council_.people()[index];
        if (one.locality.empty() || one.locality == audit.locality) found.push_back(one.person_id);
      }
    } else if (recipient.relation) {
      switch (*recipient.relation) {
        case domain::Relation::CaseWorker:
          if (audit.worker_id) found.push_back(*audit.worker_id);
          break;
        case domain::Relation::SupervisingManager:
          if (audit.supervisor_id) found.push_back(*audit.supervisor_id);
          break;
        case domain::Relation::TeamManager:
          found.push_back(council_.people()[of_team.manager].person_id);
          break;
        case domain::Relation::Auditor:
          if (audit.auditor) found.push_back(*audit.auditor);
          break;
        case domain::Relation::Moderator:
          found.push_back(moderators_.front());
          break;
        case domain::Relation::EarlierWorker:
          break;
      }
    }
    return found;
  }

  void tell(const AuditLife& life) {
    const auto& audit = life.audit;
    const auto id = audit.id.text();
    const auto auditor = audit.auditor->text();
    if (audit.started_at)
      chronicle_.add(*audit.started_at, auditor, "audit-started", "audit", id, state_json(AuditState::InProgress));
    if (audit.state == AuditState::Withdrawn)
      chronicle_.add(lately(), administrator_.text(), "audit-withdrawn", "audit", id,
                     state_json(AuditState::Withdrawn));
    if (audit.state == AuditState::HandedBack)
      chronicle_.add(*audit.sent_at + std::chrono::hours{30}, auditor, "audit-handed-back", "audit", id,
                     state_json(AuditState::HandedBack), audit.hand_back_reason);
    if (audit.submitted_at)
      chronicle_.add(*audit.submitted_at, auditor, "audit-submitted", "audit", id, state_json(AuditState::Submitted));
    for (const auto& again : life.returned_again_at)
      chronicle_.add(again, auditor, "audit-submitted", "audit", id, state_json(AuditState::Submitted));
    for (const auto& moderation : life.moderations)
      chronicle_.add(moderation.at, moderation.moderator.text(), "audit-moderated", "audit", id,
                     nlohmann::json{{"outcome", to_string(moderation.outcome)}}.dump());
    for (const auto& action : life.actions) {
      if (action.done_at && action.owner)
        chronicle_.add(*action.done_at, action.owner->text(), "action-done", "action", action.id.text());
      if (action.signed_off_at && action.signed_off_by)
        chronicle_.add(*action.signed_off_at, action.signed_off_by->text(), "action-signed-off", "action",
                       action.id.text());
    }
  }

  // Demo sign-ins should have something to do: those with most of it are cast.
  void note_for_cast(const AuditLife& life, std::size_t team) {
    const auto& audit = life.audit;
    const bool current = audit.period == running_period(programme_, today_);
    if (current && audit.auditor)
      auditing_[*audit.auditor] += audit.state == AuditState::InProgress ? 3
                                   : audit.state == AuditState::Sent     ? 2
                                   : audit.state == AuditState::Returned ? 2
                                                                         : 0;
    for (const auto& action : life.actions) {
      const auto& manager = council_.people()[council_.teams()[team].manager].person_id;
      if (action.state == domain::ActionState::Done && action.sign_off_by == manager) ++signing_[manager];
      if (action.state == domain::ActionState::Open && action.owner) ++doing_[*action.owner];
    }
    if (audit.worker_id) doing_[*audit.worker_id] += current ? 3 : 1;
  }

  void choose_cast() {
    const auto best = [&](const std::map<PersonId, int>& scores, JobRole role, const std::map<PersonId, int>* more) {
      const domain::Person* found = nullptr;
      int most = -1;
      for (const auto& one : council_.people()) {
        if (one.role != role || one.is_away_on(today_)) continue;
        int score = 0;
        if (const auto at = scores.find(one.person_id); at != scores.end()) score += at->second * 10;
        if (more)
          if (const auto at = more->find(one.person_id); at != more->end()) score += std::min(at->second, 5);
        if (score > most) most = score, found = &one;
      }
      return found ? found->person_id : PersonId{};
    };
    cast_.team_manager = best(auditing_, JobRole::TeamManager, &signing_);
    cast_.advanced_practitioner = best(auditing_, JobRole::AdvancedPractitioner, nullptr);
    cast_.senior_manager = best(auditing_, JobRole::SeniorManager, nullptr);
    cast_.social_worker = best(doing_, JobRole::SocialWorker, nullptr);
  }

  base::Instant lately() const { return request_.now - std::chrono::hours{21}; }

  struct Late {
    domain::ChildId child;
    domain::ChildId replacement;
    PersonId auditor;
  };

  const HistoryRequest& request_;
  const Seed& seed_;
  const DemoCouncil& council_;
  const domain::Framework& framework_;
  const domain::Programme& programme_;
  UnitOfWork& work_;
  Chronicle& chronicle_;
  Cast& cast_;
  base::Progress& progress_;
  base::Day today_;
  std::vector<domain::Case> kept_;
  std::unordered_map<PersonId, std::size_t> by_id_;
  std::unordered_map<std::string, std::size_t> team_index_;
  std::vector<double> team_effects_;
  std::vector<PersonId> moderators_;
  PersonId administrator_;
  std::set<domain::ChildId> family_;
  std::optional<Late> late_;
  std::unordered_map<domain::ChildId, base::Day> audited_;
  std::map<std::pair<PersonId, domain::TeamName>, int> pairings_;
  std::map<PersonId, int> auditing_;
  std::map<PersonId, int> signing_;
  std::map<PersonId, int> doing_;
  HistoryCounts counts_;
};

}  // namespace

base::Result<HistoryCounts> write_history(const HistoryRequest& request, const Seed& seed, const DemoCouncil& council,
                                          const domain::Framework& framework, const domain::Programme& programme,
                                          UnitOfWork& work, Chronicle& chronicle, Cast& cast,
                                          base::Progress& progress) {
  return History(request, seed, council, framework, programme, work, chronicle, cast, progress).run();
}

}  // namespace plumbline::app::demo
