// The tamper-evident record (SEC-2) on SQL: append-only by triggers, hash-chained a council.
//
// An entry's hash is the SHA-256, in hex, of the text "plumbline-journal-1\n" followed by council, sequence, at, actor,
// action, subject_kind, subject_id, reason, before, after, request_id and the previous entry's hash, each written as
// its length in bytes, a colon, its bytes and a comma. The first entry's previous hash is 64 zeros. Anyone can
// recompute it.
#pragma once

#include "app/ports/record_ports.hpp"
#include "store/scope.hpp"

namespace plumbline::store {

std::string hash_of(const std::string& council, const app::JournalLine& line);

class SqlJournal final : public app::Journal {
 public:
  explicit SqlJournal(Scope scope) : scope_(scope) {}
  app::Page<app::JournalLine> list(const app::JournalFilter& filter, const app::PageRequest& page) override;
  // Also notices entries cut off at the end, by the head that is kept beside the chain.
  std::optional<std::string> verify() override;
  // Writers of one council come one after another (see unit_of_work.cpp), so the chain has no branches.
  void append(const app::JournalEntry& entry) override;

 private:
  struct Head {
    std::int64_t sequence = 0;
    std::string hash;
  };
  Head head();
  Scope scope_;
  std::optional<Head> head_;  // as this transaction left it
};

}  // namespace plumbline::store
