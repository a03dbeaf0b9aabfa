// The DfE children in need census (XML) made into cases, one child at a time, in bounded memory. It knows the plans of
// a child but neither team nor worker, and does not say who is looked after.
#pragma once

#include <memory>
#include <string>

#include "app/register/feed.hpp"
#include "base/day.hpp"

namespace plumbline::intake {

// `as_of` counts where the file has no reference date. Refuses xml.read.… and census.read.no_children,
// census.read.collection.
base::Result<std::unique_ptr<app::CaseFeed>> census_feed(const std::string& path, base::Day as_of);

}  // namespace plumbline::intake
