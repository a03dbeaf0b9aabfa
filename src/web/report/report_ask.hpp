// The files a report comes in, and how they are handed out.
#pragma once

#include "app/ports/unit_of_work.hpp"
#include "base/day.hpp"
#include "base/result.hpp"
#include "report/catalogue.hpp"
#include "report/document/forms.hpp"
#include "web/http/request.hpp"
#include "web/page.hpp"
#include "web/services.hpp"

namespace plumbline::web {

report::FileLook file_look(const SignedIn& who, const Services& services);

// The buttons beside a report's heading: PDF, Word, Excel. `path` is the report's page. The first is made ready for.
void offer_files(FramedPage& page, const Services& services, const std::string& path, const report::ReportAsk& ask);

// Answers with the file where it is quickly made, else leads to the page where it is waited for. `made` is moved onto
// the queue. Never holds up another request.
Response hand_out(const Request& request, Services& services, report::Form form, report::MadeReport made,
                  const std::string& back);

}  // namespace plumbline::web
