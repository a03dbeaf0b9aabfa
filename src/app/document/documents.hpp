// Files that take a while, made off the threads that answer requests: one at a time, in the order they were asked for,
// each kept a few minutes for the person who asked (REP-7).
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "app/actor.hpp"
#include "base/result.hpp"

namespace plumbline::app {

class Renderers;

struct DocumentOrder {
  std::string key;   // what the file is of; the same key of the same person is the same file while it is kept
  std::string name;  // what it is saved as: `council-monthly-2026-10.pdf`
  std::string title;
  std::string content_type;
  std::string back;  // the page it was asked for on
  // Runs on the queue's thread with nothing of the request: it holds what it needs by value.
  std::function<base::Result<std::string>()> make;
};

struct DocumentState {
  enum class Stage { Waiting, Making, Ready, Failed };
  std::string id;
  std::string name;
  std::string title;
  std::string content_type;
  std::string back;
  Stage stage = Stage::Waiting;
  int ahead = 0;                             // files before it
  std::shared_ptr<const std::string> bytes;  // Ready
  base::Error error{};                       // Failed
};

struct DocumentLimits {
  std::size_t waiting = 12;  // more are refused: document.order.too_many
  std::size_t waiting_of_one = 4;
  std::uint64_t kept_bytes = 64ull * 1024 * 1024;  // the oldest go first
  std::chrono::seconds kept_for{600};
  // How long a request may stand by for its file, and how many may at once: with one, the other threads answer pages.
  std::chrono::milliseconds stand_by{3000};
  int standing_by = 1;
};

// What an installation's files carry: the protective marking (may be empty) and the Word template they are filled into.
struct DocumentLook {
  std::string marking;
  std::string word_template;       // the bytes of a .docx
  std::string word_template_name;  // for the sentence when it cannot be used
};

// Safe from many threads. Ends what is under way when it goes.
class Documents {
 public:
  Documents(Renderers& renderers, DocumentLook look, DocumentLimits limits = {});
  ~Documents();
  Documents(const Documents&) = delete;
  Documents& operator=(const Documents&) = delete;

  Renderers& renderers() { return renderers_; }
  const DocumentLook& look() const { return look_; }

  // Somebody looks at what is often saved as PDF: what takes long to start may start now.
  void expect();
  // The file's id. Refuses document.order.too_many.
  base::Result<std::string> order(const Actor& actor, DocumentOrder order);
  // Nothing where it is another's or is no longer kept.
  std::optional<DocumentState> find(const Actor& actor, const std::string& id);
  // As find, but stands by a moment where few others do.
  std::optional<DocumentState> stand_by(const Actor& actor, const std::string& id);

 private:
  struct Entry {
    std::string council;
    std::string user;
    DocumentOrder order;
    DocumentState state;
    std::chrono::steady_clock::time_point since;
  };
  using Entries = std::list<Entry>;
  void run();
  void forget_old();
  Entries::iterator locate(const Actor& actor, const std::string& id);
  DocumentState shown(Entries::const_iterator entry) const;

  Renderers& renderers_;
  DocumentLook look_;
  DocumentLimits limits_;
  std::mutex mutex_;
  std::condition_variable ordered_;
  std::condition_variable made_;
  Entries entries_;  // in the order they were asked for
  int standing_by_ = 0;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace plumbline::app
