#include "app/demo/cycle_life.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <set>

#include "app/audit/write_down.hpp"
#include "app/demo/aftermath_life.hpp"
#include "app/demo/audit_life.hpp"
#include "app/demo/narrative.hpp"
#include "app/demo/nomination_life.hpp"
#include "app/demo/shared_cases.hpp"
#include "app/demo/telling.hpp"
#include "app/ports/audit_ports.hpp"
#include "app/ports/co_auditor_ports.hpp"
#include "app/ports/cycle_ports.hpp"
#include "app/ports/register_ports.hpp"
#include "app/ports/review_ports.hpp"
#include "domain/allocation/several.hpp"
#include "domain/audit/transitions.hpp"
#include "domain/calendar/working_days.hpp"
#include "domain/draw/draw.hpp"
#include "domain/framework/programme_days.hpp"
#include "domain/moderation/moderate.hpp"

namespace plumbline::app::demo {

using domain::AuditState;
using domain::PersonId;

namespace {

constexpr int kSizeWhereNoneIsSet = 30;
constexpr int kSizeOfOthers = 10;
constexpr int kMostPerAuditor = 60;

class CycleLife {
 public:
  CycleLife(Year& year, const domain::Programme& programme, base::Period period, int month, bool running)
      : year_(year), programme_(programme), period_(period), month_(month), running_(running) {}

 private:
  // The auditors of that month. Away now is in the register; who was away then is only known to that month.
  std::vector<domain::Auditor> auditors_on(Random& random, base::Day send_on, base::Day return_by, bool running) {
    std::vector<domain::Auditor> auditors;
    for (const auto index : candidates()) {
      auto one = year_.council.people()[index];
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

  // The shown programme has its own; for others, whoever its rules let audit at all.
  std::vector<std::size_t> candidates() const {
    if (year_.is_shown(programme_)) return year_.council.auditors();
    const auto& rules = programme_.auditors.allocation;
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < year_.council.people().size(); ++i) {
      const auto& one = year_.council.people()[i];
      if (!domain::quota_of(rules, one) || (rules.qualified_only && !one.qualified) ||
          (rules.trained_only && !one.trained_on))
        continue;
      found.push_back(i);
    }
    return found;
  }

  // Streams of the shown programme are called after the month alone.
  std::string named() const { return year_.is_shown(programme_) ? iso(period_) : programme_.key + " " + iso(period_); }

 public:
  base::Result<void> write() {
    auto random = year_.seed.stream("cycle", named());
    const auto dates = domain::cycle_dates(programme_, period_);
    const auto* cohort = year_.cohort_for(programme_, period_);
    const auto sent_at = base::london_midnight(dates.send_on) + std::chrono::hours{11};
    const auto auditors = auditors_on(random, dates.send_on, dates.return_by, running_);

    TRY(const auto* frozen, year_.frame_on(dates.send_on));
    const auto& frame = *frozen;
    domain::DrawRequest ask;
    ask.council = year_.request.council;
    ask.framework = year_.framework.key;
    ask.framework_version = year_.framework.version;
    ask.programme = programme_.key;
    ask.period = period_;
    ask.seed = year_.seed.text("draw", named());
    ask.as_of = dates.send_on;
    ask.rules = domain::draw_rules(programme_, cohort);
    ask.size = size_for(auditors, dates.send_on, dates.return_by);
    if (ask.size == 0) return {};  // nobody could audit
    if (names_cases(programme_, month_)) {
      // More are named than can be audited, so that it is still the draw that chooses.
      const int wanted = static_cast<int>(ask.size) * 5 / 3 + 1;
      ask.rules.nominated = name_cases(year_, programme_, period_, cohort, frame, dates.send_on, wanted);
      if (ask.rules.nominated.empty() && programme_.draw.nominated == domain::Nomination::Only) return {};
    }
    auto drawn = domain::draw(frame, ask);
    if (!drawn && cohort && year_.request.every_programme) {
      // A theme that no open case has is not kept.
      cohort = nullptr;
      ask.rules = domain::draw_rules(programme_);
      drawn = domain::draw(frame, ask);
    }
    if (!drawn && !year_.is_shown(programme_)) return {};
    TRY(auto certificate, std::move(drawn));

    std::vector<std::pair<domain::ChildId, std::string>> exempted;
    const int most = year_.is_shown(programme_) ? 5 : 1;
    const int exemptions = programme_.draw.exemptions ? random.between(most == 5 ? 2 : 0, most) : 0;
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
    for (const auto& [pair, times] : year_.pairings) placing.pairings.push_back({pair.first, pair.second, times});
    domain::Allocation allocation = domain::allocate(placing, programme_.auditors);
    certificate.allocation = allocation.placements;
    certificate.loads = allocation.loads;
    late_.reset();
    if (running_ && year_.is_shown(programme_) && programme_.draw.exemptions && allocation.placements.size() > 10)
      CHECK(exempt_late(random, frame, certificate, allocation, placing));

    domain::Cycle cycle;
    cycle.id = domain::CycleId(year_.seed.uuid("cycle", programme_.key + iso(period_), sent_at));
    cycle.programme = programme_.key;
    cycle.period = period_;
    cycle.cohort = cohort ? cohort->key : "";
    cycle.framework_version = year_.framework.version;
    cycle.state = !running_ && dates.report_by < year_.today ? domain::CycleState::Closed : domain::CycleState::Sent;
    cycle.size = static_cast<int>(ask.size);
    cycle.send_on = dates.send_on;
    cycle.return_by = dates.return_by;
    cycle.report_by = dates.report_by;
    cycle.sent_at = sent_at;
    year_.work.cycles().add(cycle);
    link_areas(cycle.id, year_.framework, programme_, auditors, sent_at, year_.work.co_auditors());
    ++year_.counts.cycles;

    domain::DrawRecord record;
    record.id = domain::DrawId(year_.seed.uuid("draw", programme_.key + iso(period_), sent_at));
    record.cycle = cycle.id;
    record.frame_sha256 = certificate.frame_sha256;
    record.certificate = to_json(certificate);
    record.made_by = year_.administrator;
    record.made_at = sent_at - std::chrono::minutes{95};
    std::string csv;
    frame.write([&](std::string_view piece) { csv += piece; });
    year_.work.cycles().add_draw(record, csv);
    year_.chronicle.add(record.made_at, year_.administrator.text(), "cycle-drawn", "cycle", cycle.id.text(),
                        nlohmann::json{{"frame", record.frame_sha256}, {"size", ask.size}}.dump());

    write_sample(cycle, record, frame, certificate, exempted, sent_at);
    year_.chronicle.add(sent_at - std::chrono::minutes{20}, year_.administrator.text(), "cycle-allocated", "cycle",
                        cycle.id.text(), nlohmann::json{{"placed", allocation.placements.size()}}.dump());
    year_.chronicle.add(sent_at, year_.administrator.text(), "cycle-sent", "cycle", cycle.id.text());
    if (!programme_.agreed_by.empty()) agree(cycle, cohort);
    year_.cycles.push_back({&programme_, cycle, cohort, {}});
    return write_audits(cycle, frame, certificate, allocation);
  }

 private:
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
      allocation.placements.push_back({*replacement, placed.auditor, placed.second, placed.part});
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
    const std::int64_t usual = programme_.draw.size_per_auditor ? kMostPerAuditor
                               : year_.is_shown(programme_)     ? kSizeWhereNoneIsSet
                                                                : kSizeOfOthers;
    const std::int64_t wanted = programme_.draw.size > 0 ? programme_.draw.size : usual;
    if (room == 0) return year_.is_shown(programme_) ? wanted : 0;
    return std::max<std::int64_t>(1, std::min(wanted, room));
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
        sampled.exempt_reason = late ? std::string(kLateExemption) : reason->second;
        sampled.exempt_approved_by = year_.moderators.front();
        sampled.exempt_at = late ? year_.lately() : sent_at - std::chrono::minutes{60};
        year_.chronicle.add(*sampled.exempt_at, year_.administrator.text(), "case-exempted", "cycle", cycle.id.text(),
                            nlohmann::json{{"child_id", looked.child_id.text()}}.dump(), hashed(sampled.exempt_reason));
      }
      sample.push_back(std::move(sampled));
    }
    year_.work.cycles().put_sample(cycle.id, sample);
  }

  base::Result<void> write_audits(const domain::Cycle& cycle, const domain::Frame& frame,
                                  const domain::Certificate& certificate, const domain::Allocation& allocation) {
    const auto children = certificate.sample();
    std::set<domain::ChildId> picked;
    for (auto& child : domain::moderation_sample(programme_.moderation, certificate.rank_key(), children))
      picked.insert(std::move(child));
    // In the order of the draw; what several grade apart comes with all its parts.
    std::vector<domain::Placement> to_make;
    for (const auto& child : children)
      for (const auto& placement : allocation.placements)
        if (placement.child_id == child) to_make.push_back(placement);
    if (late_) to_make.push_back({late_->child, late_->auditor, {}, ""});
    int number = 0;
    int looked_at = 0;
    int plain = 0;
    for (const auto& made : to_make) {
      const auto& child = made.child_id;
      const auto row = frame.case_at(*frame.find(child.text()));
      const auto* tool = domain::tool_for(year_.framework, programme_, row.category);
      if (!tool) continue;
      AuditStart start;
      auto& audit = start.audit;
      audit.reference =
          domain::audit_reference(year_.framework.council.reference, cycle.period, year_.next_number(cycle.period));
      ++number;
      audit.id = domain::AuditId(year_.seed.uuid("audit", audit.reference, *cycle.sent_at));
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
      audit.auditor = made.auditor;
      audit.part = made.part;
      audit.state = AuditState::Sent;
      audit.family_contact = family_.contains(child);
      audit.due_on = cycle.return_by;
      audit.sent_at = cycle.sent_at;
      start.month = month_;
      start.months = std::max(1, year_.request.finished_months);
      start.running = running_;
      start.picked = picked.contains(child);
      if (late_ && child == late_->child) {
        start.story = Story::Withdrawn;
      } else if (late_ && child == late_->replacement) {
        start.story = Story::NotSent;
      } else if (running_ && year_.is_shown(programme_)) {
        // Whoever looks around a demo finds every state; which audits wait to be moderated is the draw's choice.
        if (start.picked) {
          static constexpr std::array kPicked{Story::WaitsForModeration, Story::SentBack, Story::WaitsForModeration,
                                              Story::Chance, Story::WaitsForModeration};
          start.story = kPicked[static_cast<std::size_t>(looked_at++) % kPicked.size()];
        } else {
          ++plain;
          // Where nobody moderates, most are returned by now; one is still to be begun.
          const bool rests = programme_.moderation.kind == domain::ModerationKind::None && plain == 2;
          start.story = rests         ? Story::NotBegun
                        : plain == 4  ? Story::HandedBack
                        : plain == 9  ? Story::ConcernToday
                        : plain == 14 ? Story::ConcernYesterday
                                      : Story::Chance;
        }
      }
      start.moderator = year_.moderators[static_cast<std::size_t>(number) % year_.moderators.size()];
      const auto team = year_.team_of(row.team);
      start.locality = year_.council.teams()[team].locality;
      start.team_effect = year_.team_effects[team];
      // A year in which nothing was inadequate would show no re-audit.
      if (year_.request.every_programme && !running_ && number % 5 == 3 && number < 12 && month_ % 3 == 1 &&
          looks_again())
        start.team_effect -= month_ == 4 ? 3.4 : 2.6;
      auto life = live(start, year_.seed.stream("audit", audit.reference), year_.seed, year_.framework, programme_,
                       year_.request.now);
      ++year_.pairings[{*audit.auditor, audit.team}];
      share(life, made, number);
      CHECK(write(life, team));
    }
    return {};
  }

  base::Result<void> write(AuditLife& life, std::size_t team) {
    auto& audits = year_.work.audits();
    auto& audit = life.audit;
    auto after = what_follows(life, year_, programme_, team);
    audits.add(audit);
    for (auto& section : life.sections) CHECK(audits.save_section(audit.id, section));
    if (!life.documents.empty()) audits.put_documents(audit.id, life.documents);
    for (auto& conversation : life.conversations) CHECK(audits.save_conversation(audit.id, conversation));
    if (life.reallocation) {
      life.reallocation->from = another_auditor(audit);
      audits.add_reallocation(*life.reallocation);
    }
    for (const auto& moderation : life.moderations) year_.work.moderations().add(moderation);
    for (const auto& action : life.actions) year_.work.actions().add(action);
    for (auto& concern : life.concerns) add_concern(concern, audit, team);
    if (audit.state == AuditState::Final) {
      const auto on = base::london_day(*audit.finalised_at);
      year_.audited[audit.child_id] = on;
      year_.work.cases().mark_audited(audit.child_id, on);
    }
    if (after.reaudit) CHECK(look_again(after, team));
    CHECK(write_what_follows(after, life, year_));
    if (audit.submitted_at)
      for (const auto& section : life.sections)
        if (section.judgement && *section.judgement != domain::Grade::NotApplicable)
          year_.judged.push_back({&programme_, audit.period, audit.tool, section.section, *section.judgement});
    year_.cycles.back().audits.push_back(audit);
    ++year_.counts.audits;
    year_.counts.actions += static_cast<int>(life.actions.size());
    tell(year_, life);
    note_for_cast(life, team);
    return {};
  }

  // The re-audit that the grade planned (ACT-4): made by somebody senior once its time has come.
  base::Result<void> look_again(Aftermath& after, std::size_t team) {
    AuditStart start;
    start.audit = std::move(*after.reaudit);
    start.month = month_ + 2;
    start.months = std::max(1, year_.request.finished_months);
    start.moderator = year_.moderators.front();
    start.locality = year_.council.teams()[team].locality;
    start.team_effect = year_.team_effects[team] + 0.6;  // most of them find that it is better
    if (!start.audit.sent_at) start.story = Story::NotSent;
    const auto reference = start.audit.reference;
    auto life =
        live(start, year_.seed.stream("audit", reference), year_.seed, year_.framework, programme_, year_.request.now);
    auto& audits = year_.work.audits();
    audits.add(life.audit);
    for (auto& section : life.sections) CHECK(audits.save_section(life.audit.id, section));
    if (!life.documents.empty()) audits.put_documents(life.audit.id, life.documents);
    for (auto& conversation : life.conversations) CHECK(audits.save_conversation(life.audit.id, conversation));
    for (const auto& action : life.actions) year_.work.actions().add(action);
    ++year_.counts.audits;
    if (life.audit.state == AuditState::Final)
      for (auto& follow_up : after.follow_ups)
        if (follow_up.reaudit == life.audit.id) follow_up.state = domain::FollowUpState::Done;
    tell(year_, life);
    return {};
  }

  // Who works on it beside its auditor: the second of a pair, who may fall away, and the audit team before a discussion
  // (ALLOC-5, AUDIT-14).
  void share(const AuditLife& life, const domain::Placement& made, int number) {
    const auto sent = life.audit.sent_at.value_or(year_.request.now);
    auto random = year_.seed.stream("shared", life.audit.reference);
    if (made.second) {
      domain::CoAuditor second{domain::CoAuditorKind::Second, *made.second, sent, {}, false, false};
      second.away = life.audit.submitted_at && random.chance(0.06);
      year_.work.co_auditors().put(life.audit, second);
      if (second.away)
        year_.chronicle.add(*life.audit.submitted_at - std::chrono::hours{3}, year_.administrator.text(),
                            "auditor-away", "audit", life.audit.id.text());
    }
    const auto& preparation = programme_.auditors.preparation;
    std::vector<std::size_t> preparers;
    for (const auto role : preparation.roles)
      for (const auto who : year_.council.with_role(role)) preparers.push_back(who);
    if (preparers.empty() || !life.audit.sent_at) return;
    const auto& preparer = year_.council.people()[preparers[static_cast<std::size_t>(number) % preparers.size()]];
    domain::CoAuditor one{domain::CoAuditorKind::Preparer, preparer.person_id, sent, {}, false, false};
    if (life.audit.started_at) one.prepared_at = life.audit.started_at;
    year_.work.co_auditors().put(life.audit, one);
  }

  bool looks_again() const {
    return std::any_of(programme_.triggers.begin(), programme_.triggers.end(),
                       [](const auto& trigger) { return trigger.effect == domain::TriggerEffect::Reaudit; });
  }

  // Who had to say yes before it was drawn (CAL-5).
  void agree(const domain::Cycle& cycle, const domain::Cohort* cohort) {
    auto random = year_.seed.stream("agreement", cycle.id.text());
    domain::Agreement agreement;
    agreement.id = domain::AgreementId(year_.seed.uuid("agreement", cycle.id.text(), *cycle.sent_at));
    agreement.programme = programme_.key;
    agreement.period = cycle.period;
    agreement.theme = cohort ? cohort->title : programme_.title;
    if (cohort) agreement.cohort = cohort->key;
    if (!programme_.sources.empty()) agreement.source = random.pick(programme_.sources);
    agreement.size = cycle.size;
    agreement.agreed_as = programme_.agreed_by.front();
    for (const auto role : programme_.agreed_by)
      if (!year_.council.with_role(role).empty()) agreement.agreed_as = role;
    const auto by = year_.of_role(agreement.agreed_as);
    if (!by) return;
    agreement.agreed_by = *by;
    agreement.agreed_on = domain::add_working_days(*cycle.send_on, -8);
    agreement.recorded_by = year_.administrator;
    agreement.recorded_at = office_hour(random, agreement.agreed_on);
    year_.work.reviews().add_agreement(agreement);
    year_.chronicle.add(agreement.recorded_at, year_.administrator.text(), "draw-agreed", "agreement",
                        agreement.id.text());
  }

  std::optional<PersonId> another_auditor(const domain::Audit& audit) const {
    for (const auto index : year_.council.auditors()) {
      const auto& other = year_.council.people()[index];
      if (other.person_id != *audit.auditor && other.team != audit.team && other.locality != audit.locality)
        return other.person_id;
    }
    return std::nullopt;
  }

  void add_concern(domain::Concern& concern, const domain::Audit& audit, std::size_t team) {
    const auto* rule = year_.framework.find_notification(concern.kind);
    if (rule)
      for (const auto& recipient : rule->tell)
        for (const auto& who : year_.recipients(recipient, audit, team)) {
          const bool told = std::any_of(concern.told.begin(), concern.told.end(),
                                        [&](const auto& notice) { return notice.person == who; });
          if (!told) concern.told.push_back({who, std::string(to_string(recipient)), concern.raised_at});
        }
    const auto by = concern.told.empty() ? year_.moderators.front() : concern.told.back().person;
    if (concern.acknowledged_at) concern.acknowledged_by = by;
    if (concern.closed_at) concern.closed_by = by;
    year_.work.concerns().add(concern);
    tell(year_, concern);
  }

  // Demo sign-ins should have something to do: those with most of it are cast.
  void note_for_cast(const AuditLife& life, std::size_t team) {
    const auto& audit = life.audit;
    const bool current = running_;
    if (current && audit.auditor)
      year_.auditing[*audit.auditor] += audit.state == AuditState::InProgress ? 3
                                        : audit.state == AuditState::Sent     ? 2
                                        : audit.state == AuditState::Returned ? 2
                                                                              : 0;
    for (const auto& action : life.actions) {
      const auto& manager = year_.council.people()[year_.council.teams()[team].manager].person_id;
      if (action.state == domain::ActionState::Done && action.sign_off_by == manager) ++year_.signing[manager];
      if (action.state == domain::ActionState::Open && action.owner) ++year_.doing[*action.owner];
    }
    if (audit.worker_id) year_.doing[*audit.worker_id] += current ? 3 : 1;
  }

  struct Late {
    domain::ChildId child;
    domain::ChildId replacement;
    PersonId auditor;
  };

  Year& year_;
  const domain::Programme& programme_;
  base::Period period_;
  int month_;
  bool running_;
  std::set<domain::ChildId> family_;
  std::optional<Late> late_;
};

}  // namespace

base::Result<void> write_cycle(Year& year, const domain::Programme& programme, base::Period period, int month,
                               bool running) {
  return CycleLife(year, programme, period, month, running).write();
}

}  // namespace plumbline::app::demo
