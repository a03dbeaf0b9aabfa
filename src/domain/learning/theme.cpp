#include "domain/learning/theme.hpp"

#include <algorithm>

namespace plumbline::domain {

std::string_view to_string(EvidenceKind kind) {
  switch (kind) {
    case EvidenceKind::BelowGood:
      return "below-good";
    case EvidenceKind::Inadequate:
      return "inadequate";
    case EvidenceKind::GoodOrBetter:
      return "good-or-better";
    case EvidenceKind::Example:
      return "example";
  }
  return "";
}

std::string_view say(EvidenceKind kind) {
  switch (kind) {
    case EvidenceKind::BelowGood:
      return "judged below good";
    case EvidenceKind::Inadequate:
      return "judged inadequate";
    case EvidenceKind::GoodOrBetter:
      return "judged good or better";
    case EvidenceKind::Example:
      return "flagged as an example of good practice";
  }
  return "";
}

std::optional<EvidenceKind> parse_evidence_kind(std::string_view text) {
  for (const auto kind : kEvidenceKinds)
    if (to_string(kind) == text) return kind;
  return std::nullopt;
}

std::string_view to_string(ThemeState state) {
  switch (state) {
    case ThemeState::Open:
      return "open";
    case ThemeState::Closed:
      return "closed";
  }
  return "";
}

std::string_view say(ThemeState state) {
  switch (state) {
    case ThemeState::Open:
      return "Open";
    case ThemeState::Closed:
      return "Closed";
  }
  return "";
}

std::optional<ThemeState> parse_theme_state(std::string_view text) {
  for (const auto state : {ThemeState::Open, ThemeState::Closed})
    if (to_string(state) == text) return state;
  return std::nullopt;
}

std::string_view to_string(ThemeOrigin origin) {
  switch (origin) {
    case ThemeOrigin::Findings:
      return "findings";
    case ThemeOrigin::Meeting:
      return "meeting";
    case ThemeOrigin::Review:
      return "review";
  }
  return "";
}

std::optional<ThemeOrigin> parse_theme_origin(std::string_view text) {
  for (const auto origin : {ThemeOrigin::Findings, ThemeOrigin::Meeting, ThemeOrigin::Review})
    if (to_string(origin) == text) return origin;
  return std::nullopt;
}

namespace {

long long counted_in(const JudgedMonth& month, EvidenceKind kind) {
  switch (kind) {
    case EvidenceKind::BelowGood:
      return month.requires_improvement + month.inadequate;
    case EvidenceKind::Inadequate:
      return month.inadequate;
    case EvidenceKind::GoodOrBetter:
      return month.outstanding + month.good;
    case EvidenceKind::Example:
      return month.examples;
  }
  return 0;
}

}  // namespace

Proportion counted(const std::vector<JudgedMonth>& months, EvidenceKind kind, base::Period from, base::Period to) {
  Proportion sum;
  for (const auto& month : months) {
    if (month.period < from || to < month.period) continue;
    sum.n += counted_in(month, kind);
    sum.of += month.judged();
  }
  return sum;
}

Impact impact_of(const Theme& theme, const Evidence& evidence, const std::vector<JudgedMonth>& months) {
  Impact impact;
  impact.after_from = std::max(evidence.to.plus_months(1), theme.impact_from.value_or(evidence.to));
  const auto kind = evidence.kind == EvidenceKind::Example ? EvidenceKind::Example : EvidenceKind::GoodOrBetter;
  impact.before = counted(months, kind, evidence.from, evidence.to);
  if (!months.empty()) impact.after = counted(months, kind, impact.after_from, months.back().period);
  impact.movement = movement(impact.before, impact.after);
  return impact;
}

}  // namespace plumbline::domain
