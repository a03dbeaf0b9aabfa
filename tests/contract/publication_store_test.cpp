// Commentary, published versions and tokens, on both back ends.
#include "app/ports/publication_ports.hpp"
#include "app/ports/token_ports.hpp"
#include "contract/store_fixture.hpp"

namespace plumbline {
namespace {

using namespace tests;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class PublicationStoreContract : public StoreContract {
 protected:
  static app::Commentary a_text(const std::string& section, const std::string& text, int version = 0) {
    return {"monthly", "from=2026-12", section, text, domain::PersonId("q1"), at("2026-12-01T09:00:00Z"), version};
  }
  static app::Publication a_version(const std::string& id, int number, const std::string& ask = "from=2026-12") {
    app::Publication publication;
    publication.id = app::PublicationId(id);
    publication.report = "monthly";
    publication.ask = ask;
    publication.number = number;
    publication.title = "Monthly report";
    publication.caption = "Tier 2";
    publication.model = "{\"n\":" + std::to_string(number) + "}";
    publication.sha256 = "abc";
    publication.reason = number > 1 ? "A grade was typed wrong." : "";
    publication.published_by = domain::PersonId("q1");
    publication.published_at = at("2026-12-0" + std::to_string(number) + "T09:00:00Z");
    return publication;
  }
};
ON_BOTH_BACK_ENDS(PublicationStoreContract);

TEST_P(PublicationStoreContract, KeepsEachPartsTextAndRefusesTheLaterOfTwoWindows) {
  write([&](app::UnitOfWork& work) {
    auto text = a_text("grades", "First.");
    EXPECT_TRUE(work.publications().save_commentary(text));
    EXPECT_EQ(text.version, 1);
    auto whole = a_text("", "All of it.");
    EXPECT_TRUE(work.publications().save_commentary(whole));
  });
  write([&](app::UnitOfWork& work) {
    auto again = a_text("grades", "From a window opened before.");
    EXPECT_EQ(work.publications().save_commentary(again).error().code, base::ErrorCode::Stale);
    auto next = a_text("grades", "Second.", 1);
    EXPECT_TRUE(work.publications().save_commentary(next));
    EXPECT_EQ(next.version, 2);
  });
  const auto kept = read()->publications().commentary("monthly", "from=2026-12");
  ASSERT_THAT(kept, SizeIs(2));
  EXPECT_EQ(kept[0].text, "All of it.");
  EXPECT_EQ(kept[1].text, "Second.");
  EXPECT_EQ(kept[1].version, 2);
  EXPECT_THAT(read()->publications().commentary("monthly", "from=2026-11"), IsEmpty());
  EXPECT_THAT(read("south")->publications().commentary("monthly", "from=2026-12"), IsEmpty());
}

TEST_P(PublicationStoreContract, KeepsVersionsForEverAndListsTheLatestOfEach) {
  write([&](app::UnitOfWork& work) {
    EXPECT_TRUE(work.publications().add(a_version("p1", 1)));
    EXPECT_TRUE(work.publications().add(a_version("p2", 2)));
    EXPECT_TRUE(work.publications().add(a_version("p3", 1, "from=2026-11")));
    EXPECT_EQ(work.publications().add(a_version("p4", 2)).error().code, base::ErrorCode::Stale);
  });
  const auto reader = read();
  const auto found = reader->publications().find(app::PublicationId("p2"));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->model, "{\"n\":2}");
  EXPECT_EQ(found->reason, "A grade was typed wrong.");
  std::vector<std::string> ids;
  for (const auto& version : reader->publications().versions("monthly", "from=2026-12"))
    ids.push_back(version.id.text());
  EXPECT_THAT(ids, ElementsAre("p2", "p1"));
  ids.clear();
  const auto latest = reader->publications().latest({}, {"inspection"});
  for (const auto& version : latest.rows) ids.push_back(version.id.text());
  EXPECT_THAT(ids, ElementsAre("p2", "p3"));
  EXPECT_EQ(latest.total, 2);
  const auto others = reader->publications().latest({}, {"monthly"});
  EXPECT_EQ(others.total, 0);
  EXPECT_THAT(others.rows, IsEmpty());
  EXPECT_FALSE(read("south")->publications().find(app::PublicationId("p2")));
}

class TokenStoreContract : public StoreContract {};
ON_BOTH_BACK_ENDS(TokenStoreContract);

TEST_P(TokenStoreContract, FindsATokenByItsDigestAndKeepsItsLife) {
  app::Token token;
  token.id = app::TokenId("t1");
  token.user = app::UserId("u1");
  token.name = "Power BI";
  token.sha256 = std::string(64, 'a');
  token.scopes = {app::TokenScope::Reports, app::TokenScope::Audits};
  token.made_at = at("2026-12-01T09:00:00Z");
  token.expires_at = at("2026-12-31T09:00:00Z");
  write([&](app::UnitOfWork& work) {
    app::User user;
    user.id = app::UserId("u1");
    user.council = "north";
    user.email = "u1@north.example";
    work.users().add(user);
    work.tokens().add(token);
  });
  auto found = read()->tokens().find_by_sha256(token.sha256);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->id.text(), "t1");
  EXPECT_THAT(found->scopes, ElementsAre(app::TokenScope::Reports, app::TokenScope::Audits));
  EXPECT_TRUE(found->works_at(at("2026-12-31T08:59:59Z")));
  EXPECT_FALSE(found->works_at(at("2026-12-31T09:00:00Z")));
  EXPECT_FALSE(read("south")->tokens().find_by_sha256(token.sha256)) << "another council's";
  write([&](app::UnitOfWork& work) {
    work.tokens().used(token.id, at("2026-12-02T09:00:00Z"));
    work.tokens().used(token.id, at("2026-12-01T09:00:00Z"));
    work.tokens().revoke(token.id, at("2026-12-03T09:00:00Z"), domain::PersonId("q1"));
    work.tokens().revoke(token.id, at("2026-12-04T09:00:00Z"), domain::PersonId("q2"));
  });
  found = read()->tokens().find(token.id);
  EXPECT_EQ(found->last_used_at, at("2026-12-02T09:00:00Z"));
  EXPECT_EQ(found->revoked_at, at("2026-12-03T09:00:00Z"));
  EXPECT_EQ(found->revoked_by, domain::PersonId("q1"));
  EXPECT_THAT(read()->tokens().of(app::UserId("u1")), SizeIs(1));
  EXPECT_THAT(read()->tokens().all(), SizeIs(1));
}

}  // namespace
}  // namespace plumbline
