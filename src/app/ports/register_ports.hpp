// The case register, people and teams (FRAME-1 to 4).
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/actor.hpp"
#include "app/ports/page.hpp"
#include "base/result.hpp"
#include "domain/register/case.hpp"
#include "domain/register/person.hpp"

namespace plumbline::app {

struct CaseFilter {
  std::string text;          // part of a child's identifier
  std::string category;
  std::string locality;
  std::string service_area;
  std::string team;
  std::string worker;
  bool open_only = true;
};

// One worker or supervisor a case had, and from when to when (ALLOC-2 asks who ever supervised it).
struct CaseTie {
  domain::ChildId child_id;
  domain::PersonId person;
  bool supervised = false;  // else worked
};

class CaseReads {
 public:
  virtual ~CaseReads() = default;
  virtual std::optional<domain::Case> find(const domain::ChildId& child) = 0;
  // Every case of the register, open and closed, in bytewise order of child_id; rows come one at a time.
  virtual void for_each(const std::function<void(const domain::Case&)>& visit) = 0;
  virtual Page<domain::Case> list(const CaseFilter& filter, const PageRequest& page, const Visibility& visible) = 0;
  virtual long long count_open() = 0;
  // Everyone who works, supervises, or ever worked or supervised these children.
  virtual std::vector<CaseTie> ties(const std::vector<domain::ChildId>& children) = 0;
};

struct ImportCounts {
  long long rows = 0;
  long long added = 0;
  long long changed = 0;
  long long unchanged = 0;
  long long closed = 0;
};

// A whole register taken in at once, row after row, in bounded memory, inside the unit of work.
class CaseImport {
 public:
  virtual ~CaseImport() = default;
  // Adds or updates one case; a child seen twice in one import is the caller's error to have found before.
  virtual void add(const domain::Case& row) = 0;
  // Closes, as of that day, every open case that was not added since, when `close_missing`; returns the counts.
  virtual ImportCounts finish(base::Day as_of, bool close_missing) = 0;
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
};

class PersonReads {
 public:
  virtual ~PersonReads() = default;
  virtual std::optional<domain::Person> find(const domain::PersonId& person) = 0;
  virtual std::vector<domain::Person> all() = 0;  // by person_id
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
