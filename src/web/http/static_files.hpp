// The built style sheets, scripts and pictures, read once into memory. An address with the content's hash may be kept
// for ever; the plain name (pictures that a style sheet names) for an hour. Text goes compressed to who takes gzip.
//
//   StaticFiles files(folder);
//   files.add_to(router);                                   // GET /assets/{name...}, public
//   page.set("APP_CSS", files.path("app.css"));             // /assets/app.1a2b3c4d5e.css
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "web/http/request.hpp"
#include "web/http/response.hpp"

namespace plumbline::web {

class Router;

// Read-only once made. Only what was in the folder at the start exists: no path is opened for a request.
class StaticFiles {
 public:
  explicit StaticFiles(const std::string& folder);  // throws Broken when the folder cannot be read
  ~StaticFiles();

  // The address of a file of the folder, such as "app.css" or "images/favicon.svg". Broken when there is none.
  const std::string& path(std::string_view name) const;
  Response answer(const Request& request, std::string_view name) const;  // the name as in the address; else 404
  void add_to(Router& router) const;                                     // the files must outlive the router

 private:
  struct File;
  std::map<std::string, std::shared_ptr<const File>, std::less<>> by_name_;  // plain names and hashed ones
};

}  // namespace plumbline::web
