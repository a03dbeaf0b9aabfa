// Every report of the catalogue as a file for people: /reports/NAME.html, .pdf, .docx, .xlsx.
#pragma once

#include "web/http/router.hpp"

namespace plumbline::web {

struct Services;

void add_report_files(Router& router, Services& services);

}  // namespace plumbline::web
