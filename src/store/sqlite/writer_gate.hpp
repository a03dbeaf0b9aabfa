// One writer at a time in this process.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "store/database.hpp"

namespace plumbline::store::sqlite {

// Lets one thread in and the others wait, in vain after half a minute. A thread that is in already is refused: it would
// wait for itself.
class WriterGate {
 public:
  void enter() {
    std::unique_lock lock(mutex_);
    if (taken_ && holder_ == std::this_thread::get_id())
      throw DatabaseFailure(Failure::Statement, "a write transaction was begun inside another of the same thread");
    if (!free_.wait_for(lock, std::chrono::seconds(30), [&] { return !taken_; }))
      throw DatabaseFailure(Failure::Locked,
                            "another change is taking very long: nothing of this one was kept. Try again");
    taken_ = true;
    holder_ = std::this_thread::get_id();
  }
  void leave() {
    {
      const std::lock_guard lock(mutex_);
      taken_ = false;
    }
    free_.notify_one();
  }

 private:
  std::mutex mutex_;
  std::condition_variable free_;
  bool taken_ = false;
  std::thread::id holder_;
};

}  // namespace plumbline::store::sqlite
