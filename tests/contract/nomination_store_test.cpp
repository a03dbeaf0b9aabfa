// Nominations, secret addresses of calendars and the list of letters, on both back ends.
#include "app/ports/nomination_ports.hpp"
#include "app/ports/token_ports.hpp"
#include "store_fixture.hpp"

namespace plumbline::tests {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class NominationContract : public StoreContract {
 protected:
  static domain::NominatedCase named(const std::string& child, const std::string& by = "m1") {
    return {"tier2",
            in("2026-12"),
            domain::ChildId{child},
            domain::NominationReason::GoodPractice,
            domain::PersonId{by},
            at("2026-11-20T10:00:00Z")};
  }
  static app::OutboxMessage letter(const std::string& id, const std::string& kind, const std::string& when) {
    app::OutboxMessage message;
    message.id = id;
    message.kind = kind;
    message.to = id + "@example.org";
    message.subject = "Subject";
    message.body = "Body";
    message.created_at = message.not_before = at(when);
    return message;
  }
};
ON_BOTH_BACK_ENDS(NominationContract);

TEST_P(NominationContract, KeepsACaseOnceAMonthAndForgetsItWhenWithdrawn) {
  write([](app::UnitOfWork& work) {
    EXPECT_TRUE(work.nominations().add(named("C2")));
    EXPECT_TRUE(work.nominations().add(named("C1")));
    EXPECT_FALSE(work.nominations().add(named("C1", "m2"))) << "the first stands";
  });
  const auto kept = read()->nominations().of_month("tier2", in("2026-12"), kAll);
  EXPECT_THAT(kept, ElementsAre(named("C1"), named("C2")));
  EXPECT_THAT(read()->nominations().of_month("tier2", in("2027-01"), kAll), IsEmpty());
  EXPECT_THAT(read("south")->nominations().of_month("tier2", in("2026-12"), kAll), IsEmpty());
  write([](app::UnitOfWork& work) { work.nominations().remove("tier2", in("2026-12"), domain::ChildId{"C1"}); });
  EXPECT_THAT(read()->nominations().of_month("tier2", in("2026-12"), kAll), ElementsAre(named("C2")));
  EXPECT_FALSE(read()->nominations().find("tier2", in("2026-12"), domain::ChildId{"C1"}));
}

TEST_P(NominationContract, ShowsThoseOfOnesOwnAreaAlone) {
  write([](app::UnitOfWork& work) {
    const auto import = work.cases().begin_import();
    auto east = a_case("C1"), west = a_case("C2");
    west.locality = "West";
    west.team = "West 1";
    west.worker_id = domain::PersonId{"w2"};
    west.supervisor_id = domain::PersonId{"s2"};
    import->insert(east, 1);
    import->insert(west, 2);
    import->finish();
    work.nominations().add(named("C1", "s1"));
    work.nominations().add(named("C2", "s2"));
  });
  app::Visibility east;
  east.localities = {"East"};
  EXPECT_THAT(read()->nominations().of_month("tier2", in("2026-12"), east), ElementsAre(named("C1", "s1")));
  EXPECT_THAT(read()->nominations().of_month("tier2", in("2026-12"), only(domain::PersonId{"s2"})),
              ElementsAre(named("C2", "s2")));
  EXPECT_THAT(read()->nominations().of_month("tier2", in("2026-12"), {}), IsEmpty());
}

TEST_P(NominationContract, KeepsOneSecretAddressAPersonAsItsHashAlone) {
  app::User user;
  user.id = app::UserId{"u1"};
  user.email = "a@example.org";
  user.name = "A";
  write([&](app::UnitOfWork& work) {
    work.users().add(user);
    work.tokens().put_calendar_feed({user.id, std::string(64, 'a'), at("2026-11-20T10:00:00Z"), {}});
    work.tokens().put_calendar_feed({user.id, std::string(64, 'b'), at("2026-11-21T10:00:00Z"), {}});
  });
  EXPECT_FALSE(read()->tokens().find_calendar_feed(std::string(64, 'a'))) << "the one before is good no more";
  ASSERT_TRUE(read()->tokens().find_calendar_feed(std::string(64, 'b')));
  EXPECT_FALSE(read("south")->tokens().find_calendar_feed(std::string(64, 'b')));
  write([&](app::UnitOfWork& work) { work.tokens().calendar_feed_was_read(user.id, at("2026-11-22T10:00:00Z")); });
  EXPECT_EQ(read()->tokens().calendar_feed_of(user.id)->last_read_at, at("2026-11-22T10:00:00Z"));
  write([&](app::UnitOfWork& work) { work.tokens().remove_calendar_feed(user.id); });
  EXPECT_FALSE(read()->tokens().find_calendar_feed(std::string(64, 'b')));
}

TEST_P(NominationContract, ListsLettersByWhereTheyStandAndTriesARefusedOneAgain) {
  const auto now = at("2026-11-22T10:00:00Z");
  write([&](app::UnitOfWork& work) {
    work.outbox().add(letter("m1", "audit-sent", "2026-11-20T10:00:00Z"));
    work.outbox().add(letter("m2", "audit-reminder", "2026-11-21T10:00:00Z"));
    work.outbox().add(letter("m3", "audit-sent", "2026-11-22T09:00:00Z"));
    work.outbox().sent("m1", now);
    work.outbox().refused_for_good("m2", "550 no such mailbox", now);
  });
  const auto list = [&](const app::OutboxFilter& filter) {
    std::vector<std::string> ids;
    for (const auto& message : read()->outbox().list(filter, {}).rows) ids.push_back(message.id);
    return ids;
  };
  EXPECT_THAT(list({}), ElementsAre("m3", "m2", "m1"));
  EXPECT_THAT(list({app::LetterState::Waiting, "", ""}), ElementsAre("m3"));
  EXPECT_THAT(list({app::LetterState::Sent, "", ""}), ElementsAre("m1"));
  EXPECT_THAT(list({app::LetterState::Refused, "", ""}), ElementsAre("m2"));
  EXPECT_THAT(list({{}, "audit-sent", ""}), ElementsAre("m3", "m1"));
  EXPECT_THAT(list({{}, "", "M2@"}), ElementsAre("m2"));
  write([&](app::UnitOfWork& work) {
    EXPECT_FALSE(work.outbox().try_again("m1", now)) << "sent is sent";
    EXPECT_FALSE(work.outbox().try_again("nothing", now));
    EXPECT_TRUE(work.outbox().try_again("m2", now));
  });
  const auto again = read()->outbox().find("m2");
  ASSERT_TRUE(again);
  EXPECT_FALSE(again->refused_at);
  EXPECT_EQ(again->attempts, 0);
  EXPECT_THAT(begin()->outbox().claim(5, now), SizeIs(2));
}

}  // namespace
}  // namespace plumbline::tests
