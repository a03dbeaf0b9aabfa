// app::FollowUpStore on SQL.
#pragma once

#include "app/ports/follow_up_ports.hpp"
#include "store/scope.hpp"

namespace plumbline::store {

class SqlFollowUpStore final : public app::FollowUpStore {
 public:
  explicit SqlFollowUpStore(Scope scope) : scope_(scope) {}
  base::Result<domain::FollowUp> find(const domain::FollowUpId& id) override;
  std::vector<domain::FollowUp> of(const domain::AuditId& audit) override;
  std::optional<domain::FollowUp> of_reaudit(const domain::AuditId& reaudit) override;
  app::Page<app::FollowUpRow> list(const app::FollowUpFilter& filter, const app::PageRequest& page,
                                   const app::Visibility& visible) override;
  std::vector<app::FollowUpRow> open_for_meeting(const std::string& programme) override;
  std::vector<domain::FollowUp> to_escalate(base::Day today) override;
  std::vector<domain::FollowUp> reaudits_to_send(base::Day today) override;
  void add(const domain::FollowUp& follow_up) override;
  base::Result<void> save(domain::FollowUp& follow_up) override;

  base::Result<domain::PracticeNote> find_practice(const domain::PracticeNoteId& id) override;
  std::vector<domain::PracticeNote> practice_of(const domain::AuditId& audit) override;
  std::vector<domain::PracticeNote> practice_told(const domain::PersonId& person) override;
  void add_practice(const domain::PracticeNote& note) override;
  base::Result<void> save_practice(domain::PracticeNote& note) override;
  void remove_practice(const domain::PracticeNoteId& id) override;

  std::optional<app::HandOver> hand_over_of(const domain::AuditId& audit) override;
  app::Page<app::HandOverRow> not_handed_over(const std::vector<std::string>& programmes, const app::PageRequest& page,
                                              const app::Visibility& visible) override;
  base::Result<void> add_hand_over(const app::HandOver& hand_over) override;

  app::Page<app::Example> examples(const app::ExampleFilter& filter, const app::PageRequest& page,
                                   const app::Visibility& visible) override;
  void put_shared(const app::SharedExample& shared) override;

 private:
  std::vector<domain::PracticeNote> with_readers(std::vector<domain::PracticeNote> notes);
  void put_readers(const domain::PracticeNote& note);
  Scope scope_;
};

}  // namespace plumbline::store
