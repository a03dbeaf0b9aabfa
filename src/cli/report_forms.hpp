// A made report in any of its forms, for the command line: here nothing waits for anything, so files are made in place.
#pragma once

#include <string>

#include "base/result.hpp"
#include "cli/command.hpp"
#include "domain/framework/framework.hpp"
#include "report/catalogue.hpp"

namespace plumbline::cli {

std::string names_of_forms();  // `json, csv, html, pdf, docx, xlsx`
// With the council's name, colour and marking. Refuses report.make.format, and as making the file does.
base::Result<std::string> written(const report::MadeReport& made, const std::string& form,
                                  const domain::Council& council, const Environment& environment,
                                  const DocumentOptions& options);

}  // namespace plumbline::cli
