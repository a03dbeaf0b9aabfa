// What the embedded database does when the disk is full, the file held by another program, or damaged.
#include <sqlite3.h>

#include <fstream>

#include "contract/store_fixture.hpp"
#include "store/sqlite/sqlite_database.hpp"

namespace plumbline {
namespace {

using namespace tests;
using store::DatabaseFailure;
using store::Failure;
using testing::HasSubstr;
using testing::Not;

class EmbeddedStore : public testing::Test {
 protected:
  static constexpr auto kSecret = "a sentence nobody else may read";

  void save(const std::string& text) {
    const auto work = store->begin("north");
    work->uploads().put({"u-" + std::to_string(++made), "cases", "f.csv", text, kSecret, at("2026-12-01T09:00:00Z"),
                         domain::PersonId("p")});
    work->journal().append(
        {at("2026-12-01T09:00:00Z"), "p", "uploaded", "upload", std::to_string(made), "", "", "", ""});
    ASSERT_TRUE(work->commit());
  }
  std::optional<Failure> failure_of(const std::string& text) {
    try {
      save(text);
    } catch (const DatabaseFailure& failure) {
      EXPECT_THAT(failure.what(), Not(HasSubstr(kSecret)));
      said = failure.what();
      return failure.why();
    }
    return std::nullopt;
  }
  long long entries() { return store->read("north")->journal().list({}, {}).total; }

  FreshPlace place{store::Backend::Sqlite};
  std::unique_ptr<store::SqlStore> store = std::make_unique<store::SqlStore>(place.open());
  int made = 0;
  std::string said;
};

TEST_F(EmbeddedStore, KeepsNothingOfAChangeThatFindsTheDiskFullAndGoesOnAfterwards) {
  save("first");
  const auto pages = store->read("north");  // any reader knows the file's size
  const auto limit = [&](const std::string& most) {
    const auto transaction = store->database().begin(store::kEveryCouncil);
    transaction->connection().query("PRAGMA max_page_count = " + most, {}, [](const store::Row&) {});
    transaction->commit();
  };
  limit("1");  // means: no page more than there are
  EXPECT_EQ(failure_of(std::string(1'000'000, 'x')), Failure::Full);
  EXPECT_THAT(said, HasSubstr("full"));
  EXPECT_EQ(entries(), 1);
  limit("1000000");
  save("after");
  EXPECT_EQ(entries(), 2);
  EXPECT_EQ(store->read("north")->journal().verify(), std::nullopt);
  EXPECT_THAT(store->database().integrity(), testing::IsEmpty());
}

TEST_F(EmbeddedStore, SaysThatAnotherProgramHoldsTheFile) {
  save("first");
  sqlite3* other = nullptr;
  ASSERT_EQ(sqlite3_open((place.location().folder / store::sqlite::kFileName).c_str(), &other), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(other, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr), SQLITE_OK);
  EXPECT_EQ(failure_of("second"), Failure::Locked);
  EXPECT_THAT(said, HasSubstr("another program"));
  EXPECT_EQ(entries(), 1) << "reading goes on";
  sqlite3_close(other);
  save("third");
  EXPECT_EQ(entries(), 2);
}

TEST_F(EmbeddedStore, SaysThatItsFileIsDamaged) {
  for (int upload = 0; upload < 20; ++upload) save(std::string(20'000, 'x'));
  store.reset();
  const auto file = place.location().folder / store::sqlite::kFileName;
  {
    std::fstream bytes(file, std::ios::in | std::ios::out | std::ios::binary);
    for (long page = 2; page < 100; ++page) {
      bytes.seekp(page * 4096);
      bytes << std::string(200, '\xff');
    }
  }
  auto opened = store::open_store(place.location(), store::Access::Write);
  if (!opened) {
    EXPECT_EQ(opened.error().rule, "database.open.not_a_database");
    return;
  }
  store = std::move(*opened);
  EXPECT_EQ(failure_of("another"), Failure::Damaged);
  EXPECT_THAT(said, HasSubstr("restore"));
}

TEST_F(EmbeddedStore, RefusesAWriterWithinAWriterOfTheSameThread) {
  const auto work = store->begin("north");
  EXPECT_THROW(store->begin("north"), DatabaseFailure);
  work->journal().append({at("2026-12-01T09:00:00Z"), "p", "a", "b", "1", "", "", "", ""});
  EXPECT_TRUE(work->commit());
  EXPECT_EQ(entries(), 1);
}

TEST_F(EmbeddedStore, IsReadableByItsOwnerAlone) {
  const auto mode = std::filesystem::status(place.location().folder / store::sqlite::kFileName).permissions();
  EXPECT_EQ(mode & (std::filesystem::perms::group_all | std::filesystem::perms::others_all),
            std::filesystem::perms::none);
}

}  // namespace
}  // namespace plumbline
