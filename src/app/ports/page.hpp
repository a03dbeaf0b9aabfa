// A slice of a list, as list pages and the API ask for it.
#pragma once

#include <string>
#include <vector>

namespace plumbline::app {

struct PageRequest {
  int page = 1;      // from 1
  int size = 50;     // 1 to 500; 0 means all, for exports
  std::string sort;  // a column key the query knows; unknown ones mean the default
  bool descending = false;
};

template <class Row>
struct Page {
  std::vector<Row> rows;
  long long total = 0;  // rows that match, on all pages
  int page = 1;
  int size = 50;
};

}  // namespace plumbline::app
