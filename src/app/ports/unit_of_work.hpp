// One transaction over all stores of one council. Nothing is kept until commit(); leaving without it rolls back.
#pragma once

#include <memory>
#include <string>

#include "app/actor.hpp"
#include "base/result.hpp"

namespace plumbline::app {

class ActionReads;
class ActionStore;
class AuditReads;
class AuditStore;
class CaseReads;
class CaseStore;
class CoAuditorReads;
class CoAuditorStore;
class ConcernReads;
class ConcernStore;
class CouncilReads;
class CouncilStore;
class CycleReads;
class CycleStore;
class DisagreementReads;
class DisagreementStore;
class FollowUpReads;
class FollowUpStore;
class FrameworkReads;
class FrameworkStore;
class Journal;
class JournalReads;
class MeasureReads;
class MeasureStore;
class MeetingReads;
class MeetingStore;
class ModerationReads;
class ModerationStore;
class NominationReads;
class NominationStore;
class Outbox;
class OutboxReads;
class PersonReads;
class PersonStore;
class PerspectiveReads;
class PerspectiveStore;
class PublicationReads;
class PublicationStore;
class ReportReads;
class ReviewReads;
class ReviewStore;
class ThemeReads;
class ThemeStore;
class TokenReads;
class TokenStore;
class UploadReads;
class UploadStore;
class UserReads;
class UserStore;

// Reading: a consistent snapshot of one council, cheap to open, on a connection that cannot write. Not thread safe; one
// a request. Every read is of `council` alone.
class Reader {
 public:
  virtual ~Reader() = default;
  virtual ActionReads& actions() = 0;
  virtual AuditReads& audits() = 0;
  virtual CaseReads& cases() = 0;
  virtual CoAuditorReads& co_auditors() = 0;
  virtual ConcernReads& concerns() = 0;
  virtual CouncilReads& councils() = 0;
  virtual CycleReads& cycles() = 0;
  virtual DisagreementReads& disagreements() = 0;
  virtual FollowUpReads& follow_ups() = 0;
  virtual FrameworkReads& frameworks() = 0;
  virtual JournalReads& journal() = 0;
  virtual MeasureReads& measures() = 0;
  virtual MeetingReads& meetings() = 0;
  virtual ModerationReads& moderations() = 0;
  virtual NominationReads& nominations() = 0;
  virtual OutboxReads& outbox() = 0;
  virtual PersonReads& people() = 0;
  virtual PerspectiveReads& perspectives() = 0;
  virtual PublicationReads& publications() = 0;
  virtual ReportReads& reports() = 0;
  virtual ReviewReads& reviews() = 0;
  virtual ThemeReads& themes() = 0;
  virtual TokenReads& tokens() = 0;
  virtual UploadReads& uploads() = 0;
  virtual UserReads& users() = 0;
};

// Writing. Stores are found by the same names; each store can do all that its reads can.
class UnitOfWork {
 public:
  virtual ~UnitOfWork() = default;  // rolls back what was not committed
  virtual ActionStore& actions() = 0;
  virtual AuditStore& audits() = 0;
  virtual CaseStore& cases() = 0;
  virtual CoAuditorStore& co_auditors() = 0;
  virtual ConcernStore& concerns() = 0;
  virtual CouncilStore& councils() = 0;
  virtual CycleStore& cycles() = 0;
  virtual DisagreementStore& disagreements() = 0;
  virtual FollowUpStore& follow_ups() = 0;
  virtual FrameworkStore& frameworks() = 0;
  virtual Journal& journal() = 0;
  virtual MeasureStore& measures() = 0;
  virtual MeetingStore& meetings() = 0;
  virtual ModerationStore& moderations() = 0;
  virtual NominationStore& nominations() = 0;
  virtual Outbox& outbox() = 0;
  virtual PersonStore& people() = 0;
  virtual PerspectiveStore& perspectives() = 0;
  virtual PublicationStore& publications() = 0;
  virtual ReviewStore& reviews() = 0;
  virtual ThemeStore& themes() = 0;
  virtual TokenStore& tokens() = 0;
  virtual UploadStore& uploads() = 0;
  virtual UserStore& users() = 0;
  // Keeps everything, durably, or throws Broken and keeps nothing. Once only.
  virtual base::Result<void> commit() = 0;
};

// The database as the application sees it. Thread safe.
class Store {
 public:
  virtual ~Store() = default;
  virtual std::unique_ptr<Reader> read(const std::string& council) = 0;
  virtual std::unique_ptr<UnitOfWork> begin(const std::string& council) = 0;
};

}  // namespace plumbline::app
