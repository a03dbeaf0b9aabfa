// app::ThemeStore on SQL.
#pragma once

#include "app/ports/theme_ports.hpp"
#include "store/scope.hpp"

namespace plumbline::store {

class SqlThemeStore final : public app::ThemeStore {
 public:
  explicit SqlThemeStore(Scope scope) : scope_(scope) {}

  base::Result<domain::Theme> find(const domain::ThemeId& id) override;
  std::vector<domain::Theme> list(const app::ThemeFilter& filter) override;
  std::vector<domain::ThemeAction> actions(const domain::ThemeId& id) override;
  std::map<domain::ThemeId, std::vector<domain::ThemeAction>> actions_of_all(const app::ThemeFilter& filter) override;
  base::Result<domain::ThemeAction> find_action(const domain::ThemeActionId& id) override;
  std::vector<domain::JudgedMonth> judged(const app::JudgedFilter& filter) override;

  void add(const domain::Theme& theme) override;
  base::Result<void> save(domain::Theme& theme) override;
  void add_action(const domain::ThemeAction& action) override;
  base::Result<void> save_action(domain::ThemeAction& action) override;

 private:
  void read_evidence(domain::Theme& theme);
  void write_evidence(const domain::Theme& theme);
  Scope scope_;
};

}  // namespace plumbline::store
