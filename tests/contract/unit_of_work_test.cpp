// Transactions, the journal's chain and the outbox, on both back ends.
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <thread>

#include "base/hash.hpp"
#include "contract/store_fixture.hpp"

namespace plumbline {
namespace {

using namespace tests;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class UnitOfWorkContract : public StoreContract {
 protected:
  std::optional<std::string> verify(const std::string& council = "north") { return read(council)->journal().verify(); }
  void journal(const std::string& subject, const std::string& council = "north") {
    write([&](app::UnitOfWork& work) { work.journal().append(an_entry(subject)); }, council);
  }
  void tamper(const std::string& sql) {
    store.reset();
    place.run_as_owner(GetParam() == store::Backend::Sqlite
                           ? "DROP TRIGGER journal_never_changes; DROP TRIGGER journal_never_goes; " + sql
                           : "DROP TRIGGER journal_never_changes ON journal; " + sql);
    open();
  }
};
ON_BOTH_BACK_ENDS(UnitOfWorkContract);

TEST_P(UnitOfWorkContract, KeepsAChangeItsJournalAndItsMessageTogether) {
  write([](app::UnitOfWork& work) {
    work.cases();
    work.people().put_team({"East 1", "East", "Safeguarding", {}});
    work.journal().append(an_entry("1"));
    work.outbox().add({"m1",
                       "audit-sent",
                       "a@example.org",
                       "Subject",
                       "Body",
                       "",
                       at("2026-12-01T09:00:00Z"),
                       at("2026-12-01T09:00:00Z"),
                       0,
                       {},
                       ""});
  });
  {
    const auto left = begin();
    left->people().put_team({"West 1", "West", "Safeguarding", {}});
    left->journal().append(an_entry("2"));
    left->outbox().add({"m2",
                        "audit-sent",
                        "a@example.org",
                        "Subject",
                        "Body",
                        "",
                        at("2026-12-01T09:00:00Z"),
                        at("2026-12-01T09:00:00Z"),
                        0,
                        {},
                        ""});
  }
  EXPECT_THAT(read()->people().teams(), SizeIs(1));
  EXPECT_EQ(read()->journal().list({}, {}).total, 1);
  EXPECT_THAT(begin()->outbox().waiting(10), SizeIs(1));
  EXPECT_EQ(verify(), std::nullopt);
}

TEST_P(UnitOfWorkContract, OutlivesAClosedStore) {
  journal("1");
  open();
  journal("2");
  EXPECT_EQ(read()->journal().list({}, {}).total, 2);
  EXPECT_EQ(verify(), std::nullopt);
}

TEST_P(UnitOfWorkContract, IsCommittedOnceOnly) {
  const auto work = begin();
  ASSERT_TRUE(work->commit());
  EXPECT_THROW((void)work->commit(), base::Broken);
}

TEST_P(UnitOfWorkContract, SeesOnlyItsOwnCouncilsRows) {
  for (const std::string council : {"north", "south"})
    write(
        [&](app::UnitOfWork& work) {
          work.councils().put({council, council, "f", 1, ""});
          work.people().put_team({council + " team", "", "", {}});
          work.frameworks().put({"tool", "t", 1, "sha", council});
        },
        council);
  EXPECT_THAT(read("north")->people().teams(), ElementsAre(testing::Field(&domain::Team::team, "north team")));
  EXPECT_EQ(read("south")->frameworks().find("tool", "t", 1)->yaml, "south");
  EXPECT_EQ(read("south")->councils().find()->name, "south");
  EXPECT_THAT(read("")->councils().all(), SizeIs(2));
  EXPECT_THROW(begin("north")->councils().put({"south", "x", "f", 1, ""}), base::Broken);
}

TEST_P(UnitOfWorkContract, RefusesADefinitionChangedUnderItsVersion) {
  write([](app::UnitOfWork& work) { work.frameworks().put({"framework", "f", 1, "one", "a: 1"}); });
  write([](app::UnitOfWork& work) { work.frameworks().put({"framework", "f", 1, "one", "a: 1"}); });
  EXPECT_THROW(begin()->frameworks().put({"framework", "f", 1, "two", "a: 2"}), base::Broken);
  write([](app::UnitOfWork& work) { work.frameworks().put({"framework", "f", 2, "two", "a: 2"}); });
  EXPECT_THAT(read()->frameworks().list(), SizeIs(2));
}

TEST_P(UnitOfWorkContract, NumbersAndChainsJournalEntriesACouncil) {
  journal("1");
  journal("2");
  journal("1", "south");
  journal("3");
  const auto page = read()->journal().list({}, {});
  ASSERT_EQ(page.total, 3);
  EXPECT_EQ(page.rows[0].sequence, 3);
  EXPECT_EQ(page.rows[2].sequence, 1);
  EXPECT_EQ(page.rows[2].previous_hash, std::string(64, '0'));
  EXPECT_EQ(page.rows[1].previous_hash, page.rows[2].hash);
  EXPECT_EQ(read("south")->journal().list({}, {}).rows.front().sequence, 1);
  EXPECT_EQ(read()->journal().list({"audit", "2", ""}, {}).total, 1);
  EXPECT_EQ(read()->journal().list({"", "", "somebody-else"}, {}).total, 0);
  EXPECT_EQ(verify(), std::nullopt);
  EXPECT_EQ(verify("nobody"), std::nullopt);
}

// The text that is hashed is a promise: others recompute it.
TEST_P(UnitOfWorkContract, HashesWhatItSaysItHashes) {
  journal("7");
  const auto line = read()->journal().list({}, {}).rows.front();
  const std::string text =
      "plumbline-journal-1\n5:north,1:1,20:2026-12-01T09:00:00Z,2:a1,15:audit-submitted,5:audit,1:7,0:,"
      "16:{\"state\":\"sent\"},21:{\"state\":\"submitted\"},3:r-1,64:" +
      std::string(64, '0') + ",";
  EXPECT_EQ(line.hash, base::sha256_hex(text));
}

TEST_P(UnitOfWorkContract, RefusesToChangeOrRemoveAJournalEntry) {
  journal("1");
  for (const std::string sql :
       {"UPDATE journal SET actor = 'x'", "DELETE FROM journal",
        "INSERT INTO journal SELECT * FROM journal WHERE 1 = 0; UPDATE journal SET hash = ''"}) {
    const auto transaction = store->database().begin("north");
    EXPECT_THROW(transaction->connection().script(sql), store::ConstraintViolated) << sql;
  }
  if (GetParam() == store::Backend::Sqlite) {
    const auto transaction = store->database().begin("north");
    EXPECT_THROW(transaction->connection().script("INSERT OR REPLACE INTO journal SELECT * FROM journal"),
                 store::ConstraintViolated);
  }
  EXPECT_EQ(verify(), std::nullopt);
}

TEST_P(UnitOfWorkContract, NamesTheEntryThatWasChanged) {
  for (int entry = 1; entry <= 5; ++entry) journal(std::to_string(entry));
  tamper("UPDATE journal SET actor = 'somebody-else' WHERE sequence = 3");
  EXPECT_THAT(verify().value_or("holds"), HasSubstr("entry 3 "));
  EXPECT_THAT(verify().value_or("holds"), HasSubstr("changed"));
}

TEST_P(UnitOfWorkContract, NamesTheEntryThatIsMissing) {
  for (int entry = 1; entry <= 5; ++entry) journal(std::to_string(entry));
  tamper("DELETE FROM journal WHERE sequence = 2");
  EXPECT_THAT(verify().value_or("holds"), HasSubstr("Entry 2 of the journal is missing"));
}

TEST_P(UnitOfWorkContract, NoticesACutTail) {
  for (int entry = 1; entry <= 5; ++entry) journal(std::to_string(entry));
  tamper("DELETE FROM journal WHERE sequence > 3");
  EXPECT_THAT(verify().value_or("holds"), HasSubstr("ends at entry 3, but entry 5"));
}

TEST_P(UnitOfWorkContract, NoticesAnEntryRewrittenWithAHashOfItsOwn) {
  for (int entry = 1; entry <= 3; ++entry) journal(std::to_string(entry));
  const auto forged = base::sha256_hex("forged");
  tamper("UPDATE journal SET hash = '" + forged + "' WHERE sequence = 2");
  EXPECT_THAT(verify().value_or("holds"), HasSubstr("entry 2 "));
}

TEST_P(UnitOfWorkContract, KeepsTheChainLinearUnderConcurrentWriters) {
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 4; ++thread)
    threads.emplace_back([&, thread] {
      for (int round = 0; round < 15; ++round) {
        const auto work = begin(round % 3 == 0 ? "south" : "north");
        work->journal().append(an_entry(std::to_string(thread)));
        work->journal().append(an_entry(std::to_string(round)));
        EXPECT_TRUE(work->commit());
      }
    });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(verify("north"), std::nullopt);
  EXPECT_EQ(verify("south"), std::nullopt);
  EXPECT_EQ(read("north")->journal().list({}, {}).total, 80);
  EXPECT_EQ(read("south")->journal().list({}, {}).total, 40);
}

// What is read inside a unit of work is still so when it commits: the next writer of the council waits.
TEST_P(UnitOfWorkContract, LetsACheckBeforeAWriteHold) {
  write([](app::UnitOfWork& work) { work.cycles().add(a_cycle()); });
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 4; ++thread)
    threads.emplace_back([&] {
      for (int round = 0; round < 10; ++round) {
        const auto work = begin();
        const auto number = work->audits().next_number(in("2026-12"));
        work->audits().add(an_audit(base::random_token(), "REF-" + std::to_string(number)));
        EXPECT_TRUE(work->commit());
      }
    });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(read()->audits().list({}, {}, kAll).total, 40);
}

TEST_P(UnitOfWorkContract, ClaimsAMessageForOneSenderAndTriesItAgainWhenItsSenderDies) {
  write([](app::UnitOfWork& work) {
    for (const std::string id : {"m1", "m2", "m3"})
      work.outbox().add({id,
                         "audit-sent",
                         id + "@example.org",
                         "Subject",
                         "Body",
                         "BEGIN:VCALENDAR",
                         at("2026-12-01T09:00:00Z"),
                         at(id == "m3" ? "2026-12-02T09:00:00Z" : "2026-12-01T09:00:00Z"),
                         0,
                         {},
                         ""});
  });
  const auto now = at("2026-12-01T10:00:00Z");
  const auto claim = [&](base::Instant when) {
    std::vector<std::string> ids;
    write([&](app::UnitOfWork& work) {
      for (const auto& message : work.outbox().claim(1, when)) ids.push_back(message.id);
    });
    return ids;
  };
  EXPECT_THAT(claim(now), ElementsAre("m1"));
  EXPECT_THAT(claim(now), ElementsAre("m2"));
  EXPECT_THAT(claim(now), IsEmpty()) << "the third is not due";
  write([&](app::UnitOfWork& work) {
    work.outbox().sent("m1", now);
    work.outbox().failed("m2", "the mail server refused", now + std::chrono::hours(1));
  });
  EXPECT_THAT(claim(now + std::chrono::minutes(30)), IsEmpty());
  EXPECT_THAT(claim(now + std::chrono::minutes(61)), ElementsAre("m2"));
  // Nobody said what became of it: its sender died.
  EXPECT_THAT(claim(now + std::chrono::minutes(62)), IsEmpty());
  EXPECT_THAT(claim(now + std::chrono::minutes(67)), ElementsAre("m2"));
  const auto waiting = begin()->outbox().waiting(10);
  ASSERT_THAT(waiting, SizeIs(2));
  EXPECT_EQ(waiting[0].last_error, "the mail server refused");
  EXPECT_EQ(waiting[0].attempts, 3);
  EXPECT_EQ(waiting[0].calendar, "BEGIN:VCALENDAR");
}

TEST_P(UnitOfWorkContract, KeepsSessionsAndEndsThem) {
  auto& sessions = store->sessions();
  const auto start = at("2026-12-01T09:00:00Z");
  const auto later = at("2026-12-01T10:00:00Z");
  for (const std::string token : {"t1", "t2", "t3"})
    sessions.add({token, "north", token == "t3" ? "u2" : "u1", start, start});
  sessions.touch("t1", later);
  sessions.touch("t1", start);
  EXPECT_EQ(sessions.find("t1"), (app::StoredSession{"t1", "north", "u1", start, later}));
  sessions.remove_all_of("north", "u1");
  EXPECT_EQ(sessions.find("t2"), std::nullopt);
  EXPECT_TRUE(sessions.find("t3"));
  sessions.remove_ended(start, later);
  EXPECT_EQ(sessions.find("t3"), std::nullopt);
  sessions.touch("gone", later);
  sessions.remove("gone");
}

// Found while reading: a session outlived the password it was begun with, by up to twelve hours.
TEST_P(UnitOfWorkContract, EndsTheSessionsOfAUserWhosePasswordChangesOrWhoIsDisabled) {
  const auto now = at("2026-12-01T09:00:00Z");
  app::User user;
  user.id = app::UserId("u1");
  user.council = "north";
  user.email = "a@example.org";
  user.name = "A";
  user.password_hash = "old";
  write([&](app::UnitOfWork& work) { work.users().add(user); });
  const auto saved = [&](auto change) {
    store->sessions().add({"t1", "north", "u1", now, now});
    store->sessions().add({"t2", "north", "u2", now, now});
    change(user);
    write([&](app::UnitOfWork& work) { EXPECT_TRUE(work.users().save(user)); });
    EXPECT_TRUE(store->sessions().find("t2")) << "somebody else's";
    const bool still = store->sessions().find("t1").has_value();
    for (const auto* token : {"t1", "t2"}) store->sessions().remove(token);
    return still;
  };
  EXPECT_TRUE(saved([&](app::User& one) { one.last_signed_in_at = now; })) << "signing in elsewhere ends nothing";
  EXPECT_FALSE(saved([](app::User& one) { one.password_hash = "new"; }));
  EXPECT_FALSE(saved([](app::User& one) { one.disabled = true; }));
}

TEST_P(UnitOfWorkContract, KeepsUsersWithTheirGrants) {
  app::User user;
  user.id = app::UserId("u1");
  user.council = "north";
  user.email = "a@example.org";
  user.name = "A";
  user.person = domain::PersonId("a1");
  user.password_hash = "hash";
  user.grants = {{app::Role::Auditor, app::ScopeKind::Own, ""}, {app::Role::QaLead, app::ScopeKind::Council, ""}};
  write([&](app::UnitOfWork& work) { work.users().add(user); });
  auto found = read("south")->users().find_by_email("a@example.org");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->council, "north");
  EXPECT_EQ(found->person, domain::PersonId("a1"));
  EXPECT_THAT(found->grants, testing::UnorderedElementsAreArray(user.grants));
  EXPECT_FALSE(read("south")->users().find(user.id));
  EXPECT_THAT(read()->users().all(), SizeIs(1));

  auto stale = *found;
  found->failed_attempts = 3;
  found->locked_until = at("2026-12-01T09:15:00Z");
  found->grants.pop_back();
  write([&](app::UnitOfWork& work) { EXPECT_TRUE(work.users().save(*found)); });
  EXPECT_EQ(read()->users().find(user.id)->failed_attempts, 3);
  EXPECT_THAT(read()->users().find(user.id)->grants, SizeIs(1));
  EXPECT_EQ(begin()->users().save(stale).error().code, base::ErrorCode::Stale);

  app::User other = user;
  other.id = app::UserId("u2");
  other.council = "south";
  other.email = "b@example.org";
  other.grants.clear();
  write([&](app::UnitOfWork& work) { work.users().add(other); }, "south");
  other.email = "a@example.org";
  EXPECT_EQ(begin("south")->users().save(other).error().rule, "user.save.email_taken");
}

// Acknowledged means durable: what a killed writer had committed is there, what it had not is not.
TEST_P(UnitOfWorkContract, LosesNothingAcknowledgedWhenItsProcessIsKilled) {
  store.reset();
  for (int round = 0; round < 3; ++round) {
    int pipe[2];
    ASSERT_EQ(::pipe(pipe), 0);
    const auto child = ::fork();
    if (child == 0) {
      store::SqlStore writer(place.open());
      for (int number = 0;; ++number) {
        const auto work = writer.begin("north");
        work->journal().append(an_entry(std::to_string(round) + "-" + std::to_string(number)));
        if (!work->commit()) ::_exit(1);
        if (::write(pipe[1], "x", 1) != 1) ::_exit(1);
      }
    }
    ::close(pipe[1]);
    int acknowledged = 0;
    char byte = 0;
    while (acknowledged < 20 + 13 * round && ::read(pipe[0], &byte, 1) == 1) ++acknowledged;
    ::kill(child, SIGKILL);
    while (::read(pipe[0], &byte, 1) == 1) ++acknowledged;
    ::waitpid(child, nullptr, 0);
    ::close(pipe[0]);
    open();
    EXPECT_EQ(verify(), std::nullopt);
    app::JournalFilter filter;
    filter.subject_kind = "audit";
    const auto lines = read()->journal().list(filter, {1, 0, "", true}).rows;
    const auto of_round = std::count_if(lines.begin(), lines.end(), [&](const auto& line) {
      return line.subject_id.starts_with(std::to_string(round) + "-");
    });
    EXPECT_GE(of_round, acknowledged);
    EXPECT_LE(of_round, acknowledged + 1);
    EXPECT_THAT(store->database().integrity(), IsEmpty());
    store.reset();
  }
}

// The second wall (SEC-4): a query that forgets its council still gets none of another's rows.
TEST(CouncilsOnOneServer, AreKeptApartByTheServerItself) {
  const FreshPlace place(store::Backend::Postgres);
  store::SqlStore store(place.open());
  for (const std::string council : {"north", "south"}) {
    const auto work = store.begin(council);
    work->people().put_team({council + " team", "", "", {}});
    work->journal().append({at("2026-12-01T09:00:00Z"), "a", "b", "c", "d", "", "", "", ""});
    ASSERT_TRUE(work->commit());
  }
  auto& database = store.database();
  const auto teams = [&](std::string_view council) {
    return database.read(council)->connection().integer("SELECT count(*) FROM teams");
  };
  EXPECT_EQ(teams("north"), 1);
  EXPECT_EQ(teams("nobody"), 0);
  EXPECT_EQ(teams(""), 0);
  EXPECT_EQ(teams(store::kEveryCouncil), 2);
  {
    const auto transaction = database.begin("north");
    auto& connection = transaction->connection();
    EXPECT_EQ(connection.execute("UPDATE teams SET locality = 'x'"), 1);
    EXPECT_EQ(connection.execute("DELETE FROM teams WHERE council = 'south'"), 0);
    EXPECT_THROW(
        connection.execute("INSERT INTO teams (council, team, locality, service_area) VALUES ('south', 'x', '', '')"),
        store::DatabaseFailure);
  }
  // Every table that has a council has the wall, but for those read before one knows the council.
  const auto bare =
      database.read(store::kEveryCouncil)
          ->connection()
          .all(
              "SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'council' "
              "WHERE c.relkind = 'r' AND c.relnamespace = CAST(current_schema() AS regnamespace) "
              "AND NOT (c.relrowsecurity AND c.relforcerowsecurity) ORDER BY 1",
              {}, [](const store::Row& row) { return row.string(0); });
  EXPECT_THAT(bare, ElementsAre("councils", "grants", "sessions", "users"));
}

TEST(Backup, IsRestoredIntoAnEmptyFolderAlone) {
  const FreshPlace place(store::Backend::Sqlite);
  const TemporaryFolder elsewhere;
  const auto file = elsewhere.path() / "backup";
  const store::Location target{elsewhere.path() / "new", ""};
  {
    store::SqlStore store(place.open());
    const auto work = store.begin("north");
    work->journal().append({at("2026-12-01T09:00:00Z"), "a", "b", "c", "d", "", "", "", ""});
    ASSERT_TRUE(work->commit());
    ASSERT_TRUE(store::backup(place.location(), file)) << "beside a running writer";
  }
  ASSERT_TRUE(store::restore(target, file));
  EXPECT_EQ(store::restore(target, file).error().rule, "database.restore.not_empty");
  EXPECT_EQ(store::restore({elsewhere.path() / "other", ""}, elsewhere.path() / "none").error().rule,
            "database.restore.missing");
  EXPECT_THAT(store::integrity(target).value(), IsEmpty());
  const auto restored = store::open_store(target, store::Access::Write);
  ASSERT_TRUE(restored);
  EXPECT_EQ((*restored)->read("north")->journal().list({}, {}).total, 1);
}

TEST(Backup, ThatIsNoneLeavesNothingBehind) {
  const TemporaryFolder folder;
  const auto file = folder.path() / "photo.jpg";
  { std::ofstream(file) << "not a database, surely"; }
  EXPECT_EQ(store::restore({folder.path() / "new", ""}, file).error().rule, "database.restore.not_a_backup");
  EXPECT_TRUE(std::filesystem::is_empty(folder.path() / "new"));
}

}  // namespace
}  // namespace plumbline
