#include "domain/draw/frame.hpp"

#include <algorithm>
#include <array>
#include <numeric>

#include "base/csv.hpp"
#include "base/hash.hpp"
#include "base/text.hpp"

namespace plumbline::domain {
namespace {

using namespace std::string_view_literals;

constexpr std::array kColumns{"child_id"sv,  "category"sv,  "locality"sv,      "service_area"sv,
                              "team"sv,      "worker_id"sv, "supervisor_id"sv, "opened_on"sv,
                              "closed_on"sv, "flags"sv,     "restricted"sv,    "last_audited_on"sv};

void append_number(std::string& out, unsigned value, int digits) {
  std::array<char, 4> text{};
  for (int i = digits - 1; i >= 0; --i, value /= 10)
    text[static_cast<std::size_t>(i)] = static_cast<char>('0' + value % 10);
  out.append(text.data(), static_cast<std::size_t>(digits));
}

void append_day(std::string& out, const std::optional<base::Day>& day) {
  if (!day) return;
  append_number(out, static_cast<unsigned>(static_cast<int>(day->year())), 4);
  out += '-';
  append_number(out, static_cast<unsigned>(day->month()), 2);
  out += '-';
  append_number(out, static_cast<unsigned>(day->day()), 2);
}

void append_row(std::string& out, const FrameRow& row) {
  base::append_csv_field(out, row.child_id);
  for (const auto text :
       {to_string(row.category), row.locality, row.service_area, row.team, row.worker_id, row.supervisor_id}) {
    out += ',';
    base::append_csv_field(out, text);
  }
  out += ',';
  append_day(out, row.opened_on);
  out += ',';
  append_day(out, row.closed_on);
  out += ',';
  base::append_csv_field(out, row.flags);
  out += row.restricted ? ",yes," : ",,";
  append_day(out, row.last_audited_on);
  out += '\n';
}

std::string joined_flags(std::string_view text) {
  std::string flags;
  while (!text.empty()) {
    const auto end = std::min(text.find(';'), text.size());
    const auto flag = base::trim(text.substr(0, end));
    if (!flag.empty()) {
      if (!flags.empty()) flags += ';';
      flags += flag;
    }
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return flags;
}

}  // namespace

bool FrameRow::has_any_flag(const std::vector<std::string>& wanted) const {
  for (auto rest = flags; !rest.empty();) {
    const auto end = std::min(rest.find(';'), rest.size());
    for (const auto& flag : wanted) {
      if (base::equal_ignoring_case(flag, rest.substr(0, end))) return true;
    }
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return false;
}

std::int32_t Frame::pack(const std::optional<base::Day>& day) {
  if (!day) return kNoDay;
  return static_cast<std::int32_t>(std::chrono::sys_days{*day}.time_since_epoch().count());
}

std::optional<base::Day> Frame::unpack(std::int32_t day) {
  if (day == kNoDay) return std::nullopt;
  return base::Day{std::chrono::sys_days{std::chrono::days{day}}};
}

FrameRow Frame::row(std::size_t index) const {
  const Row& row = rows_[index];
  return {child(row),         row.category,       texts_[row.locality],   texts_[row.service_area],
          texts_[row.team],   texts_[row.worker], texts_[row.supervisor], unpack(row.opened),
          unpack(row.closed), texts_[row.flags],  row.restricted,         unpack(row.audited)};
}

std::optional<std::size_t> Frame::find(std::string_view child_id) const {
  const auto at = std::lower_bound(rows_.begin(), rows_.end(), child_id,
                                   [this](const Row& row, std::string_view id) { return child(row) < id; });
  if (at == rows_.end() || child(*at) != child_id) return std::nullopt;
  return static_cast<std::size_t>(at - rows_.begin());
}

Case Frame::case_at(std::size_t index) const {
  const auto from = row(index);
  Case out;
  out.child_id = ChildId{std::string(from.child_id)};
  out.category = from.category;
  out.locality = from.locality;
  out.service_area = from.service_area;
  out.team = from.team;
  if (!from.worker_id.empty()) out.worker_id = PersonId{std::string(from.worker_id)};
  if (!from.supervisor_id.empty()) out.supervisor_id = PersonId{std::string(from.supervisor_id)};
  out.opened_on = from.opened_on;
  out.closed_on = from.closed_on;
  if (!from.flags.empty()) out.flags = base::split(from.flags, ';');
  out.restricted = from.restricted;
  out.last_audited_on = from.last_audited_on;
  return out;
}

void Frame::write(const std::function<void(std::string_view)>& piece) const {
  constexpr std::size_t kPiece = 64 * 1024;
  std::string out;
  out.reserve(kPiece + 4096);
  base::append_csv(out, {kColumns.begin(), kColumns.end()});
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    append_row(out, row(i));
    if (out.size() >= kPiece) {
      piece(out);
      out.clear();
    }
  }
  piece(out);
}

FrameBuilder::FrameBuilder() {
  frame_.texts_.emplace_back();
  numbers_.emplace("", 0);
}

std::uint32_t FrameBuilder::number_of(std::string_view text) {
  text = base::trim(text);  // so that reading a frame file back gives the same rows
  if (text.empty()) return 0;
  if (const auto known = numbers_.find(text); known != numbers_.end()) return known->second;
  const auto number = static_cast<std::uint32_t>(frame_.texts_.size());
  frame_.texts_.emplace_back(text);
  numbers_.emplace(std::string(text), number);
  return number;
}

void FrameBuilder::add(const Case& row) {
  std::string flags;
  for (const auto& flag : row.flags) {
    if (!flags.empty()) flags += ';';
    flags += flag;
  }
  FrameRow out;
  out.child_id = row.child_id.text();
  out.category = row.category;
  out.locality = row.locality;
  out.service_area = row.service_area;
  out.team = row.team;
  if (row.worker_id) out.worker_id = row.worker_id->text();
  if (row.supervisor_id) out.supervisor_id = row.supervisor_id->text();
  out.opened_on = row.opened_on;
  out.closed_on = row.closed_on;
  out.flags = flags;
  out.restricted = row.restricted;
  out.last_audited_on = row.last_audited_on;
  add(out);
}

void FrameBuilder::add(const FrameRow& row) {
  const auto child = base::trim(row.child_id);
  if (child.empty()) ++without_id_;
  Frame::Row out;
  out.child_at = frame_.children_.size();
  out.child_length = static_cast<std::uint32_t>(child.size());
  frame_.children_ += child;
  out.category = row.category;
  out.locality = number_of(row.locality);
  out.service_area = number_of(row.service_area);
  out.team = number_of(row.team);
  out.worker = number_of(row.worker_id);
  out.supervisor = number_of(row.supervisor_id);
  out.flags = number_of(joined_flags(row.flags));
  out.opened = Frame::pack(row.opened_on);
  out.closed = Frame::pack(row.closed_on);
  out.audited = Frame::pack(row.last_audited_on);
  out.restricted = row.restricted;
  frame_.rows_.push_back(out);
}

base::Result<Frame> FrameBuilder::freeze() && {
  if (without_id_ > 0) {
    return base::invalid("draw.freeze.no_child_id", "child_id", {{"rows", std::to_string(without_id_)}});
  }
  auto& rows = frame_.rows_;
  const auto before = [this](const Frame::Row& a, const Frame::Row& b) { return frame_.child(a) < frame_.child(b); };
  if (!std::is_sorted(rows.begin(), rows.end(), before)) std::sort(rows.begin(), rows.end(), before);
  std::size_t twice = 0;
  for (std::size_t i = 1; i < rows.size(); ++i) twice += frame_.child(rows[i - 1]) == frame_.child(rows[i]) ? 1 : 0;
  if (twice > 0) return base::invalid("draw.freeze.duplicate_child", "child_id", {{"rows", std::to_string(twice)}});
  base::Sha256 sha;
  frame_.write([&](std::string_view piece) { sha.add(piece); });
  frame_.digest_ = base::hex(sha.finish());
  return std::move(frame_);
}

base::Result<Frame> freeze(const std::vector<Case>& cases) {
  FrameBuilder builder;
  builder.reserve(cases.size());
  for (const auto& row : cases) builder.add(row);
  return std::move(builder).freeze();
}

base::Result<Frame> read_frame(std::istream& in) {
  base::CsvReader reader(in);
  std::vector<std::string_view> fields;
  TRY(const bool any, reader.next(fields));
  if (!any) return base::invalid("frame.read.no_header");

  constexpr std::size_t kAbsent = static_cast<std::size_t>(-1);
  std::array<std::size_t, kColumns.size()> at;
  at.fill(kAbsent);
  for (std::size_t i = 0; i < fields.size(); ++i) {
    for (std::size_t column = 0; column < kColumns.size(); ++column) {
      if (at[column] == kAbsent && base::equal_ignoring_case(base::trim(fields[i]), kColumns[column])) at[column] = i;
    }
  }
  enum {
    ChildAt,
    CategoryAt,
    LocalityAt,
    ServiceAreaAt,
    TeamAt,
    WorkerAt,
    SupervisorAt,
    OpenedAt,
    ClosedAt,
    FlagsAt,
    RestrictedAt,
    AuditedAt
  };
  for (const auto column : {ChildAt, CategoryAt}) {
    if (at[column] == kAbsent) {
      return base::invalid("frame.read.column_missing", "", {{"column", std::string(kColumns[column])}});
    }
  }
  const auto columns = fields.size();

  FrameBuilder builder;
  for (;;) {
    TRY(const bool more, reader.next(fields));
    if (!more) break;
    const auto wrong = [&](std::string rule, std::size_t column) {
      return base::invalid("frame.read." + std::move(rule), "",
                           {{"line", std::to_string(reader.line())}, {"column", std::string(kColumns[column])}});
    };
    if (fields.size() != columns) return wrong("columns", ChildAt);
    const auto value = [&](std::size_t column) {
      return at[column] == kAbsent ? std::string_view{} : base::trim(fields[at[column]]);
    };
    FrameRow row;
    row.child_id = value(ChildAt);
    if (row.child_id.empty()) return wrong("no_child_id", ChildAt);
    const auto category = parse_category(value(CategoryAt));
    if (!category) return wrong("category", CategoryAt);
    row.category = *category;
    row.locality = value(LocalityAt);
    row.service_area = value(ServiceAreaAt);
    row.team = value(TeamAt);
    row.worker_id = value(WorkerAt);
    row.supervisor_id = value(SupervisorAt);
    row.flags = value(FlagsAt);
    const std::array<std::pair<std::size_t, std::optional<base::Day>*>, 3> days{
        {{OpenedAt, &row.opened_on}, {ClosedAt, &row.closed_on}, {AuditedAt, &row.last_audited_on}}};
    for (const auto& [column, day] : days) {
      if (value(column).empty()) continue;
      *day = base::parse_day(value(column));
      if (!*day) return wrong("date", column);
    }
    const auto restricted = value(RestrictedAt);
    row.restricted = base::equal_ignoring_case(restricted, "yes");
    if (!row.restricted && !restricted.empty() && !base::equal_ignoring_case(restricted, "no")) {
      return wrong("restricted", RestrictedAt);
    }
    builder.add(row);
  }
  auto frame = std::move(builder).freeze();
  if (!frame) return base::invalid("frame.read.duplicate_child", "child_id", frame.error().values);
  return frame;
}

}  // namespace plumbline::domain
