// The year's thematic programme and its reviews with their approval (MEET-3, CAL-5).
#pragma once

namespace plumbline::app {

class ReviewReads {
 public:
  virtual ~ReviewReads() = default;
};
class ReviewStore : public ReviewReads {};

}  // namespace plumbline::app
