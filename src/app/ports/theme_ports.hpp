// Service-level themes and the rolling action plan (ACT-5).
#pragma once

namespace plumbline::app {

class ThemeReads {
 public:
  virtual ~ThemeReads() = default;
};
class ThemeStore : public ThemeReads {};

}  // namespace plumbline::app
