// Files that take a while: the page that says where one stands, and the file itself.
#pragma once

#include "web/http/request.hpp"
#include "web/http/response.hpp"
#include "web/http/router.hpp"

namespace plumbline::app {
struct DocumentOrder;
}

namespace plumbline::web {

struct Services;

// Puts the order on the queue. Where the file is there within a moment it is the answer; else the answer leads to
// /documents/{id}, where it is waited for without holding up anybody.
Response hand_out_document(const Request& request, Services& services, app::DocumentOrder order);

void add_document_pages(Router& router, Services& services);

}  // namespace plumbline::web
