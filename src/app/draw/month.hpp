// A programme's month as every step of it needs it: the framework's words, the cycle where there is one, the frame.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "app/framework/frameworks.hpp"
#include "app/ports/audit_ports.hpp"
#include "app/ports/co_auditor_ports.hpp"
#include "app/ports/cycle_ports.hpp"
#include "app/ports/nomination_ports.hpp"
#include "app/ports/register_ports.hpp"
#include "app/ports/unit_of_work.hpp"
#include "base/day.hpp"
#include "base/result.hpp"
#include "domain/allocation/allocation.hpp"
#include "domain/draw/certificate.hpp"
#include "domain/draw/cycle.hpp"
#include "domain/draw/frame.hpp"
#include "domain/framework/framework.hpp"
#include "domain/statistics/proportion.hpp"

namespace plumbline::app {

// The stores that a month is read from, of a Reader or of a UnitOfWork.
struct MonthReads {
  AuditReads& audits;
  CaseReads& cases;
  CouncilReads& councils;
  CycleReads& cycles;
  FrameworkReads& frameworks;
  NominationReads& nominations;
  PersonReads& people;
  CoAuditorReads& co_auditors;
};
MonthReads month_reads(Reader& reader);
MonthReads month_reads(UnitOfWork& work);

struct Month {
  std::shared_ptr<const domain::Framework> framework;  // the version that the cycle began with, or the one in force
  const domain::Programme* programme = nullptr;
  std::optional<domain::Cycle> cycle;  // nothing before it was opened
};
// Refusals: cycle.find.programme (values `programme`, `programmes`), framework.find.unknown.
base::Result<Month> find_month(const std::string& programme, base::Period period, Frameworks& frameworks,
                               const MonthReads& reads);
// Also refuses cycle.find.not_drawn where nothing has been drawn.
base::Result<Month> find_drawn_month(const std::string& programme, base::Period period, Frameworks& frameworks,
                                     const MonthReads& reads);

// Cases are drawn in the browser from the month before this one to two months ahead. The command line draws any month:
// whoever takes over from a spreadsheet begins in the past.
inline constexpr int kDrawMonthsBack = 1;
inline constexpr int kDrawMonthsAhead = 2;
bool may_be_drawn(base::Period period, base::Day today);

// The certificate of the draw in force as it was made, without the allocation. Throws Broken when it can't be read.
domain::Certificate drawn_certificate(const domain::CycleId& cycle, CycleReads& cycles);
// The same with where the cases went by now: what `--certificate` writes and people download.
domain::Certificate full_certificate(const Month& month, const MonthReads& reads);
// The frozen frame of a draw. Throws Broken when it is gone or damaged.
domain::Frame frozen_frame(const std::string& sha256, CycleReads& cycles);

// The same as text, for people to keep.
std::string frame_text(const std::string& sha256, Reader& reader);

// The register as it stands, frozen. A child whose audit Plumbline has sent counts as audited then, whatever the
// register says.
base::Result<domain::Frame> freeze_register(base::Period period, const MonthReads& reads);

// Audits sent from April to the period, of the programme's annual target (SAMPLE-9); nothing without a target. `n` may
// pass `of`.
std::optional<domain::Proportion> annual_progress(const domain::Programme& programme, base::Period period,
                                                  AuditReads& audits);

}  // namespace plumbline::app
