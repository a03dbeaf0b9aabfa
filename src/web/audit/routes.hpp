// The pages of one audit, from the task list to its return.
#pragma once

#include "web/http/router.hpp"

namespace plumbline::web {

struct Services;

void add_audit_routes(Router& router, Services& services);

// One file each; called by add_audit_routes.
void add_audit_list_routes(Router& router, Services& services);
void add_section_routes(Router& router, Services& services);
void add_document_routes(Router& router, Services& services);
void add_conversation_routes(Router& router, Services& services);
void add_return_routes(Router& router, Services& services);
void add_hand_back_routes(Router& router, Services& services);
void add_writing_help_routes(Router& router, Services& services);
void add_together_routes(Router& router, Services& services);
void add_compare_routes(Router& router, Services& services);
void add_record_routes(Router& router, Services& services);

}  // namespace plumbline::web
