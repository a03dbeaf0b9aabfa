// Access tokens of the API, hashed (SEC-1).
#pragma once

namespace plumbline::app {

class TokenReads {
 public:
  virtual ~TokenReads() = default;
};
class TokenStore : public TokenReads {};

}  // namespace plumbline::app
