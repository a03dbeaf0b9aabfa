#include "store/journal.hpp"

#include <array>

#include "base/hash.hpp"

namespace plumbline::store {
namespace {

constexpr std::string_view kSelectJournal = R"sql(
  SELECT at, actor, action, subject_kind, subject_id, reason, before_state, after_state, request_id, sequence,
         previous_hash, hash
  FROM journal)sql";
constexpr std::string_view kCountJournal = "SELECT count(*) FROM journal";
constexpr std::string_view kAppend = R"sql(
  INSERT INTO journal (council, sequence, at, actor, action, subject_kind, subject_id, reason, before_state,
                       after_state, request_id, previous_hash, hash)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
)sql";
constexpr std::string_view kHead = "SELECT sequence, hash FROM journal_heads WHERE council = $1";
constexpr std::string_view kPutHead = R"sql(
  INSERT INTO journal_heads (council, sequence, hash) VALUES ($1, $2, $3)
  ON CONFLICT (council) DO UPDATE SET sequence = excluded.sequence, hash = excluded.hash
)sql";

constexpr std::array kSorts{SortKey{"", "ORDER BY sequence DESC", "ORDER BY sequence"}};

app::JournalLine line_from(const Row& row) {
  app::JournalLine line;
  line.at = row.instant(0);
  line.actor = row.string(1);
  line.action = row.string(2);
  line.subject_kind = row.string(3);
  line.subject_id = row.string(4);
  line.reason = row.string(5);
  line.before = row.string(6);
  line.after = row.string(7);
  line.request_id = row.string(8);
  line.sequence = row.integer(9);
  line.previous_hash = row.string(10);
  line.hash = row.string(11);
  return line;
}

std::string first_previous() { return std::string(64, '0'); }

}  // namespace

std::string hash_of(const std::string& council, const app::JournalLine& line) {
  std::string text = "plumbline-journal-1\n";
  const auto put = [&](std::string_view field) {
    text += std::to_string(field.size());
    text += ':';
    text += field;
    text += ',';
  };
  put(council);
  put(std::to_string(line.sequence));
  put(base::iso(line.at));
  put(line.actor);
  put(line.action);
  put(line.subject_kind);
  put(line.subject_id);
  put(line.reason);
  put(line.before);
  put(line.after);
  put(line.request_id);
  put(line.previous_hash);
  return base::sha256_hex(text);
}

SqlJournal::Head SqlJournal::head() {
  return scope_.connection
      .one(kHead, {scope_.council},
           [](const Row& row) {
             return Head{row.integer(0), row.string(1)};
           })
      .value_or(Head{0, first_previous()});
}

app::Page<app::JournalLine> SqlJournal::list(const app::JournalFilter& filter, const app::PageRequest& page) {
  Where where("council = $1", scope_.council);
  where.text("subject_kind = ?", filter.subject_kind)
      .text("subject_id = ?", filter.subject_id)
      .text("actor = ?", filter.actor);
  return page_of(scope_.connection, kSelectJournal, kCountJournal, where, kSorts, page, line_from);
}

std::optional<std::string> SqlJournal::verify() {
  static const std::string sql = std::string(kSelectJournal) + " WHERE council = $1 ORDER BY sequence";
  std::optional<std::string> broken;
  std::int64_t sequence = 0;
  std::string previous = first_previous();
  scope_.connection.stream(sql, {scope_.council}, [&](const Row& row) {
    if (broken) return;
    const auto line = line_from(row);
    ++sequence;
    const auto name = "entry " + std::to_string(line.sequence) + " (" + line.action + ", " + base::iso(line.at) + ")";
    if (line.sequence != sequence) {
      broken = "Entry " + std::to_string(sequence) + " of the journal is missing: " + name + " follows " +
               std::to_string(sequence - 1) + ".";
    } else if (line.previous_hash != previous) {
      broken = "The journal's " + name + " does not follow the entry before it.";
    } else if (line.hash != hash_of(scope_.council, line)) {
      broken = "The journal's " + name + " was changed after it was written.";
    }
    previous = line.hash;
  });
  if (broken) return broken;
  const auto last = head();
  if (last.sequence != sequence || last.hash != previous)
    return "The journal ends at entry " + std::to_string(sequence) + ", but entry " + std::to_string(last.sequence) +
           " was the last one written.";
  return std::nullopt;
}

void SqlJournal::append(const app::JournalEntry& entry) {
  if (!head_) head_ = head();
  app::JournalLine line;
  static_cast<app::JournalEntry&>(line) = entry;
  line.sequence = head_->sequence + 1;
  line.previous_hash = head_->hash;
  line.hash = hash_of(scope_.council, line);
  scope_.connection.execute(
      kAppend, {scope_.council, line.sequence, line.at, line.actor, line.action, line.subject_kind, line.subject_id,
                line.reason, line.before, line.after, line.request_id, line.previous_hash, line.hash});
  scope_.connection.execute(kPutHead, {scope_.council, line.sequence, line.hash});
  head_ = Head{line.sequence, line.hash};
}

}  // namespace plumbline::store
