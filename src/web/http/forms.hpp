// Reading the fields of a form, with the refusals gathered for the page's error summary.
//
//   Form form(request);
//   const auto reason = form.required("reason", "exemption.approve.reason_missing");
//   const auto note = form.text("note");
//   if (!form.ok()) return exemption_form(services, form, 422);   // form.errors(), form.typed("reason")
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "web/http/request.hpp"

namespace plumbline::web {

// Holds on to the request's fields: the request must outlive it. A field sent more than once where one is asked for
// counts as its first.
class Form {
 public:
  explicit Form(const Request& request) : fields_(request.form) {}
  explicit Form(const Fields& fields) : fields_(fields) {}  // of a query, for filters
  explicit Form(const Request&&) = delete;                  // it would be gone before it is read
  explicit Form(const Fields&&) = delete;

  // As typed, line ends as LF: for showing it again and for free text that is kept.
  std::string typed(std::string_view name) const;
  // Without the blanks around it; "" when missing.
  std::string text(std::string_view name) const;
  bool has(std::string_view name) const { return fields_.has(name); }
  bool ticked(std::string_view name) const { return fields_.has(name); }  // a checkbox of its own
  std::vector<std::string> choices(std::string_view name) const;          // checkboxes of one name, blanks left out
  std::optional<long long> whole_number(std::string_view name) const;     // digits, perhaps a minus; no blanks inside

  // As above, and refused with that rule key when it is blank (or no number).
  std::string required(std::string_view name, std::string_view rule);
  std::optional<long long> required_number(std::string_view name, std::string_view rule);
  // Refused when longer than that many letters.
  std::string at_most(std::string_view name, std::size_t letters, std::string_view rule);

  void refuse(std::string_view name, std::string_view rule);
  void refuse(base::Error error) { errors_.push_back(std::move(error)); }
  bool ok() const { return errors_.empty(); }
  const std::vector<base::Error>& errors() const { return errors_; }

 private:
  const Fields& fields_;
  std::vector<base::Error> errors_;
};

}  // namespace plumbline::web
