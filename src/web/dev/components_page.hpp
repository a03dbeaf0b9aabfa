// Every component on one page, for looking at and for the checks of accessibility. Only with `serve --dev`.
#pragma once

namespace plumbline::web {

class Router;
struct Services;

void add_components_page(Router& router, Services& services);

}  // namespace plumbline::web
