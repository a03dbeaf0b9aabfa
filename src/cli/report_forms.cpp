#include "cli/report_forms.hpp"

#include "base/text.hpp"
#include "cli/document_options.hpp"
#include "report/document/forms.hpp"

namespace plumbline::cli {

std::string names_of_forms() {
  std::vector<std::string> names;
  for (const auto form : report::kForms) names.emplace_back(to_string(form));
  return base::join(names, ", ");
}

base::Result<std::string> written(const report::MadeReport& made, const std::string& form,
                                  const domain::Council& council, const Environment& environment,
                                  const DocumentOptions& options) {
  const auto wanted = report::parse_form(form);
  if (!wanted) return base::invalid("report.make.format", "format", {{"format", form}, {"formats", names_of_forms()}});
  TRY(auto look, document_look(environment, options));
  const auto renderers = open_renderers(options, Stay::Once);
  return report::write_form(*wanted, made,
                            {council.name, council.colour, council.marking.value_or(look.marking),
                             std::move(look.word_template), look.word_template_name},
                            *renderers);
}

}  // namespace plumbline::cli
