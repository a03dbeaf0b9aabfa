#include "web/lists.hpp"

#include <algorithm>

#include "web/http/forms.hpp"

namespace plumbline::web {

app::PageRequest asked_page(const Request& request) {
  const Form form(request.query);
  app::PageRequest page;
  page.page = static_cast<int>(std::clamp(form.whole_number("page").value_or(1), 1LL, 1'000'000LL));
  page.sort = form.text("sort");
  page.descending = form.text("order") == "down";
  return page;
}

app::PageRequest all_in_order(const Request& request) {
  auto page = asked_page(request);
  page.page = 1;
  page.size = 0;
  return page;
}

void add_row(std::vector<SummaryRow>& rows, std::string key, std::string value, SummaryRow::Look look) {
  if (value.empty()) return;
  SummaryRow row;
  row.key = std::move(key);
  row.value = std::move(value);
  row.look = look;
  rows.push_back(std::move(row));
}

}  // namespace plumbline::web
