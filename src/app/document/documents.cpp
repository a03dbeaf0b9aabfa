#include "app/document/documents.hpp"

#include <algorithm>

#include "app/ports/renderer_ports.hpp"
#include "base/hash.hpp"

namespace plumbline::app {

using Stage = DocumentState::Stage;

namespace {

std::string owner_of(const Actor& actor) { return actor.acting().text(); }

}  // namespace

Documents::Documents(Renderers& renderers, DocumentLook look, DocumentLimits limits)
    : renderers_(renderers), look_(std::move(look)), limits_(limits), thread_([this] { run(); }) {}

Documents::~Documents() {
  {
    const std::scoped_lock lock(mutex_);
    stopping_ = true;
  }
  renderers_.stop();
  ordered_.notify_all();
  made_.notify_all();
  thread_.join();
}

void Documents::expect() { renderers_.expect(); }

base::Result<std::string> Documents::order(const Actor& actor, DocumentOrder order) {
  const std::scoped_lock lock(mutex_);
  forget_old();
  const auto owner = owner_of(actor);
  std::size_t waiting = 0;
  std::size_t mine = 0;
  for (const auto& entry : entries_) {
    const bool own = entry.council == actor.council && entry.user == owner;
    // A file that failed is tried again.
    if (own && entry.order.key == order.key && entry.state.stage != Stage::Failed) return entry.state.id;
    if (entry.state.stage != Stage::Waiting && entry.state.stage != Stage::Making) continue;
    ++waiting;
    if (own) ++mine;
  }
  if (waiting >= limits_.waiting || mine >= limits_.waiting_of_one) return base::rule_broken("document.order.too_many");
  Entry entry{actor.council, owner, std::move(order), {}, std::chrono::steady_clock::now()};
  entry.state.id = base::random_token();
  entry.state.name = entry.order.name;
  entry.state.title = entry.order.title;
  entry.state.content_type = entry.order.content_type;
  entry.state.back = entry.order.back;
  entries_.push_back(std::move(entry));
  ordered_.notify_one();
  return entries_.back().state.id;
}

std::optional<DocumentState> Documents::find(const Actor& actor, const std::string& id) {
  const std::scoped_lock lock(mutex_);
  forget_old();
  const auto found = locate(actor, id);
  if (found == entries_.end()) return std::nullopt;
  return shown(found);
}

std::optional<DocumentState> Documents::stand_by(const Actor& actor, const std::string& id) {
  std::unique_lock lock(mutex_);
  const auto done = [&] {
    const auto found = locate(actor, id);
    return stopping_ || found == entries_.end() || found->state.stage == Stage::Ready ||
           found->state.stage == Stage::Failed;
  };
  if (!done() && standing_by_ < limits_.standing_by) {
    ++standing_by_;
    made_.wait_for(lock, limits_.stand_by, done);
    --standing_by_;
  }
  const auto found = locate(actor, id);
  if (found == entries_.end()) return std::nullopt;
  return shown(found);
}

Documents::Entries::iterator Documents::locate(const Actor& actor, const std::string& id) {
  const auto owner = owner_of(actor);
  return std::find_if(entries_.begin(), entries_.end(), [&](const Entry& entry) {
    return entry.council == actor.council && entry.user == owner && entry.state.id == id;
  });
}

DocumentState Documents::shown(Entries::const_iterator entry) const {
  auto state = entry->state;
  for (auto before = entries_.begin(); before != entry; ++before)
    if (before->state.stage == Stage::Waiting || before->state.stage == Stage::Making) ++state.ahead;
  return state;
}

void Documents::forget_old() {
  const auto now = std::chrono::steady_clock::now();
  std::erase_if(entries_, [&](const Entry& entry) {
    const bool over = entry.state.stage == Stage::Ready || entry.state.stage == Stage::Failed;
    return over && now - entry.since > limits_.kept_for;
  });
  std::uint64_t kept = 0;
  for (const auto& entry : entries_)
    if (entry.state.bytes) kept += entry.state.bytes->size();
  for (auto at = entries_.begin(); at != entries_.end() && kept > limits_.kept_bytes;) {
    // The latest stays, however large: somebody waits for it.
    if (!at->state.bytes || std::next(at) == entries_.end()) {
      ++at;
      continue;
    }
    kept -= at->state.bytes->size();
    at = entries_.erase(at);
  }
}

void Documents::run() {
  std::unique_lock lock(mutex_);
  for (;;) {
    const auto next = [&] {
      return std::find_if(entries_.begin(), entries_.end(),
                          [](const Entry& entry) { return entry.state.stage == Stage::Waiting; });
    };
    ordered_.wait(lock, [&] { return stopping_ || next() != entries_.end(); });
    if (stopping_) return;
    const auto entry = next();  // a list: others come and go beside it, and only what is over is forgotten
    entry->state.stage = Stage::Making;
    const auto make = std::move(entry->order.make);
    lock.unlock();
    base::Result<std::string> made = base::rule_broken("document.make.failed", {}, {{"what", "this file"}});
    try {
      made = make();
    } catch (const std::exception&) {
      // What broke may quote a case's text: the refusal above says all that may be said.
    }
    lock.lock();
    entry->since = std::chrono::steady_clock::now();
    entry->order.make = nullptr;
    if (made) {
      entry->state.bytes = std::make_shared<const std::string>(std::move(*made));
      entry->state.stage = Stage::Ready;
    } else {
      entry->state.error = made.error();
      entry->state.stage = Stage::Failed;
    }
    forget_old();
    made_.notify_all();
  }
}

}  // namespace plumbline::app
