// The case register, people and teams (FRAME-1 to 4).
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/actor.hpp"
#include "app/ports/page.hpp"
#include "app/register/case_fields.hpp"
#include "base/result.hpp"
#include "domain/register/case.hpp"
#include "domain/register/person.hpp"

namespace plumbline::app {

struct CaseFilter {
  std::string text;  // part of a child's identifier
  std::string category;
  std::string locality;
  std::string service_area;
  std::string team;
  std::string worker;
  bool open_only = true;
  bool without_place = false;  // no team, no locality or no worker: a person must find out
};

// One worker or supervisor a case had, and from when to when (ALLOC-2 asks who ever supervised it).
struct CaseTie {
  domain::ChildId child_id;
  domain::PersonId person;
  bool supervised = false;  // else worked
};

// What the register holds of one child; the views are good inside the call only.
struct KnownCase {
  std::string_view child_id;
  std::int64_t said = 0;  // the fingerprint of what the last import said
  domain::Category category = domain::Category::Cin;
  bool open = true;
};

class CaseReads {
 public:
  virtual ~CaseReads() = default;
  virtual std::optional<domain::Case> find(const domain::ChildId& child) = 0;
  // Every case of the register, open and closed, in bytewise order of child_id; rows come one at a time.
  virtual void for_each(const std::function<void(const domain::Case&)>& visit) = 0;
  virtual Page<domain::Case> list(const CaseFilter& filter, const PageRequest& page, const Visibility& visible) = 0;
  virtual long long count_open() = 0;
  // Every child of the register, in any order, as an import compares it.
  virtual void for_each_known(const std::function<void(const KnownCase&)>& visit) = 0;
  // Everyone who works, supervises, or ever worked or supervised these children.
  virtual std::vector<CaseTie> ties(const std::vector<domain::ChildId>& children) = 0;
};

// Many cases written at once, in bounded memory, inside the unit of work. The caller has compared them with what the
// register holds (app/register/import.hpp does); a child is written at most once.
class CaseImport {
 public:
  virtual ~CaseImport() = default;
  // A child the register does not hold yet. `said` is fingerprint(row).
  virtual void insert(const domain::Case& row, std::int64_t said) = 0;
  // Replaces the category, the closing day and the fields that `gives` names; the others keep what the register holds.
  // A worker or supervisor who is replaced stays known as a tie until `as_of`.
  virtual void update(const domain::Case& row, CaseFields gives, std::int64_t said, base::Day as_of) = 0;
  virtual void close(const domain::ChildId& child, base::Day on) = 0;
  // Must be called; nothing is sure to be written before.
  virtual void finish() = 0;
};

class CaseStore : public CaseReads {
 public:
  virtual std::unique_ptr<CaseImport> begin_import() = 0;
  // The day of the child's latest final audit, kept for the six-month rule.
  virtual void mark_audited(const domain::ChildId& child, base::Day on) = 0;
};

struct PersonFilter {
  std::string text;  // part of a name or identifier
  std::string role;
  std::string team;
  std::string locality;
  bool without_team = false;
  bool left = false;  // those who have left, in place of those who are there
};

class PersonReads {
 public:
  virtual ~PersonReads() = default;
  virtual std::optional<domain::Person> find(const domain::PersonId& person) = 0;  // also who has left
  virtual std::vector<domain::Person> all() = 0;       // by person_id, without those who have left
  virtual std::vector<domain::Person> everyone() = 0;  // by person_id, with them
  virtual Page<domain::Person> list(const PersonFilter& filter, const PageRequest& page) = 0;
  virtual std::vector<domain::Team> teams() = 0;  // by name
  // The name to show, or the identifier where the person is not known.
  virtual std::string name_of(const domain::PersonId& person) = 0;
};

class PersonStore : public PersonReads {
 public:
  virtual void put(const domain::Person& person) = 0;  // adds or replaces
  virtual void put_team(const domain::Team& team) = 0;
};

// A file between upload and confirmation.
struct Upload {
  std::string id;
  std::string kind;      // cases, people, teams
  std::string filename;  // as sent, shown escaped
  std::string content;   // raw bytes
  std::string mapping;   // YAML, empty when column names were known
  base::Instant uploaded_at{};
  domain::PersonId uploaded_by;
};

class UploadReads {
 public:
  virtual ~UploadReads() = default;
  virtual std::optional<Upload> find(const std::string& id) = 0;
};

class UploadStore : public UploadReads {
 public:
  virtual void put(const Upload& upload) = 0;
  virtual void remove(const std::string& id) = 0;
  virtual int remove_before(base::Instant instant) = 0;  // forgotten uploads
};

}  // namespace plumbline::app
