// What is written down whatever happens: the journal and the outbox; the council and its frameworks; users.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/actor.hpp"
#include "app/ports/page.hpp"
#include "base/day.hpp"
#include "base/result.hpp"

namespace plumbline::app {

// One line of the tamper-evident record (SEC-2). `before` and `after` are JSON objects of the fields that changed; the
// free text of a case is kept as its SHA-256 there, never as text.
struct JournalEntry {
  base::Instant at{};
  std::string actor;         // Actor::acting()
  std::string action;        // past tense: audit-submitted, case-viewed
  std::string subject_kind;  // audit, action, cycle, import …
  std::string subject_id;
  std::string reason;
  std::string before;
  std::string after;
  std::string request_id;
};

struct JournalLine : JournalEntry {
  long long sequence = 0;  // from 1, without gaps, in the council
  std::string previous_hash;
  std::string hash;
};

struct JournalFilter {
  std::string subject_kind;
  std::string subject_id;
  std::string actor;
};

class JournalReads {
 public:
  virtual ~JournalReads() = default;
  virtual Page<JournalLine> list(const JournalFilter& filter, const PageRequest& page) = 0;  // latest first
  // Walks the whole chain; nothing when it holds, else a sentence that names the first entry that does not.
  virtual std::optional<std::string> verify() = 0;
};
class Journal : public JournalReads {
 public:
  virtual void append(const JournalEntry& entry) = 0;
};

// Something to be sent, at least once, after the transaction that asked for it.
struct OutboxMessage {
  std::string id;
  std::string kind;     // concern-raised, audit-sent …
  std::string to;       // an address
  std::string subject;  // stands alone, no child's details
  std::string body;
  std::string calendar;  // an invitation as text/calendar; empty for none
  base::Instant created_at{};
  base::Instant not_before{};
  int attempts = 0;
  std::optional<base::Instant> sent_at;
  std::string last_error;
  bool urgent = false;                        // goes first, and in quiet hours too (AUDIT-9)
  std::optional<base::Instant> refused_at{};  // the mail server will never take it
};
// Where a letter stands.
enum class LetterState { Waiting, Sent, Refused };
struct OutboxFilter {
  std::optional<LetterState> state;
  std::string kind;
  std::string to;  // a part of the address
};
class OutboxReads {
 public:
  virtual ~OutboxReads() = default;
  virtual Page<OutboxMessage> list(const OutboxFilter& filter, const PageRequest& page) = 0;  // latest first
  virtual std::optional<OutboxMessage> find(const std::string& id) = 0;
  virtual bool holds(const std::string& id) = 0;             // waiting, sent or refused
  virtual std::vector<OutboxMessage> waiting(int most) = 0;  // next due first
  virtual std::vector<OutboxMessage> refused(int most) = 0;  // latest first
};
enum class Claim { All, UrgentOnly };
class Outbox : public OutboxReads {
 public:
  virtual void add(const OutboxMessage& message) = 0;
  // Takes what is due, urgent ones first, and puts its next attempt five minutes off.
  virtual std::vector<OutboxMessage> claim(int most, base::Instant now, Claim which = Claim::All) = 0;
  virtual void sent(const std::string& id, base::Instant at) = 0;
  virtual void failed(const std::string& id, const std::string& error, base::Instant retry_at) = 0;
  virtual void refused_for_good(const std::string& id, const std::string& error, base::Instant at) = 0;
  // A refused or waiting letter is due at once, as if it had never been tried. False when it was sent, or is unknown.
  virtual bool try_again(const std::string& id, base::Instant now) = 0;
};

struct Council {
  std::string key;
  std::string name;
  std::string framework;
  int framework_version = 1;
  std::string demo_seed;  // set for a synthetic council
};
class CouncilReads {
 public:
  virtual ~CouncilReads() = default;
  virtual std::optional<Council> find() = 0;  // the unit of work's own council
  virtual std::vector<Council> all() = 0;     // every tenant of the database, for the command line and sign-in
};
class CouncilStore : public CouncilReads {
 public:
  virtual void put(const Council& council) = 0;
};

// A definition as it was when loaded; running cycles and audits keep theirs.
struct Definition {
  std::string kind;  // framework, tool
  std::string key;
  int version = 1;
  std::string sha256;
  std::string yaml;
};
class FrameworkReads {
 public:
  virtual ~FrameworkReads() = default;
  virtual std::optional<Definition> find(const std::string& kind, const std::string& key, int version) = 0;
  virtual std::vector<Definition> list() = 0;
};
class FrameworkStore : public FrameworkReads {
 public:
  virtual void put(
      const Definition& definition) = 0;  // the same key and version with another text is refused by throwing
};

struct User {
  UserId id;
  std::string council;
  std::string email;  // lower case, unique over all councils
  std::string name;
  std::optional<domain::PersonId> person;
  std::string password_hash;  // argon2id
  std::vector<Grant> grants;
  bool disabled = false;
  int failed_attempts = 0;
  std::optional<base::Instant> locked_until;
  std::optional<base::Instant> last_signed_in_at;
  int version = 0;
};
class UserReads {
 public:
  virtual ~UserReads() = default;
  virtual std::optional<User> find(const UserId& id) = 0;
  virtual std::optional<User> find_by_email(const std::string& email) = 0;  // over all councils: used at sign-in alone
  virtual std::vector<User> all() = 0;
  // The rules of writing help this user wants no more (AUDIT-10), sorted.
  virtual std::vector<std::string> dismissed_advice(const UserId& id) = 0;
};
class UserStore : public UserReads {
 public:
  virtual void add(const User& user) = 0;
  virtual base::Result<void> save(User& user) = 0;
  virtual void dismiss_advice(const UserId& id, const std::string& rule) = 0;
};

}  // namespace plumbline::app
