#include "domain/draw/draw.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>
#include <sstream>

namespace plumbline::domain {
namespace {

using namespace std::chrono;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Case a_case(const std::string& id, Category category, const std::string& locality, const std::string& worker = "") {
  Case row;
  row.child_id = ChildId{id};
  row.category = category;
  row.locality = locality;
  row.team = locality + " 1";
  if (!worker.empty()) row.worker_id = PersonId{worker};
  row.opened_on = 2026y / March / 2;
  return row;
}

// A register of a given size with believable strata, caseloads and quirks, the same for the same seed.
std::vector<Case> a_register(std::size_t cases, unsigned seed, double quirks = 0.05) {
  std::mt19937 random(seed);
  const auto chance = [&](double share) { return std::uniform_real_distribution<>(0, 1)(random) < share; };
  const std::vector<std::string> localities{"Central", "East", "North"};
  std::vector<Case> rows;
  for (std::size_t i = 0; i < cases; ++i) {
    const auto pick = random() % 100;
    const auto category = pick < 12   ? Category::Cp
                          : pick < 32 ? Category::Cla
                          : pick < 37 ? Category::CareLeaver
                                      : Category::Cin;
    const auto& locality = localities[random() % 10 % 3];
    auto row = a_case("C" + std::to_string(100000 + i * 7 % 900001), category, locality);
    if (!chance(quirks)) row.worker_id = PersonId{"W" + std::to_string(random() % (cases / 15 + 1))};
    row.supervisor_id = PersonId{"M" + std::to_string(random() % (cases / 100 + 1))};
    if (chance(quirks)) row.closed_on = 2026y / November / 2;
    row.restricted = chance(quirks / 5);
    if (chance(quirks)) row.last_audited_on = 2026y / September / 15;
    if (chance(quirks)) row.flags = {"neglect", "domestic-abuse"};
    if (chance(quirks)) row.team = "Team \"A\", north";
    rows.push_back(std::move(row));
  }
  return rows;
}

DrawRequest a_request(std::int64_t size = 50) {
  DrawRequest request;
  request.council = "lancashire";
  request.framework = "lancashire";
  request.programme = "tier2";
  request.period = *base::parse_period("2026-12");
  request.seed = "lottery 2026-11-21: 4 8 15 16 23 42";
  request.as_of = 2026y / December / 1;
  request.size = size;
  request.rules.categories = {Category::Cin, Category::Cp, Category::Cla, Category::CareLeaver};
  request.rules.not_audited_within_months = 6;
  request.rules.one_per_worker = true;
  return request;
}

std::string text_of(const Frame& frame) {
  std::string text;
  frame.write([&](std::string_view piece) { text += piece; });
  return text;
}

std::vector<std::string> sentences(const std::vector<Difference>& differences) {
  std::vector<std::string> all;
  for (const auto& difference : differences) all.push_back(difference.what + ": " + difference.sentence);
  return all;
}
std::set<std::string> kinds(const std::vector<Difference>& differences) {
  std::set<std::string> all;
  for (const auto& difference : differences) all.insert(difference.what);
  return all;
}

// ---- the frame ----

TEST(Frame, IsWrittenSortedInTheContractsColumns) {
  auto second = a_case("C10", Category::Cp, "North", "W1");
  second.flags = {"neglect", " domestic-abuse ", ""};
  second.restricted = true;
  second.team = "Duty, \"front door\"";
  second.last_audited_on = 2025y / January / 31;
  auto first = a_case("B9", Category::CareLeaver, " East ");
  first.team = "";
  first.closed_on = 2026y / May / 1;
  const auto frame = *freeze({second, first});
  const std::string expected =
      "child_id,category,locality,service_area,team,worker_id,supervisor_id,opened_on,closed_on,flags,restricted,"
      "last_audited_on\n"
      "B9,care-leaver,East,,,,,2026-03-02,2026-05-01,,,\n"
      "C10,cp,North,,\"Duty, \"\"front door\"\"\",W1,,2026-03-02,,neglect;domestic-abuse,yes,2025-01-31\n";
  EXPECT_EQ(text_of(frame), expected);
  EXPECT_EQ(frame.digest(), base::sha256_hex(expected));
}

TEST(Frame, IsTheSameInWhateverOrderRowsCome) {
  auto rows = a_register(500, 1);
  const auto digest = freeze(rows)->digest();
  std::shuffle(rows.begin(), rows.end(), std::mt19937(7));
  EXPECT_EQ(freeze(rows)->digest(), digest);
}

TEST(Frame, ReadBackIsTheSameFrame) {
  const auto frame = *freeze(a_register(2000, 3));
  std::istringstream file(text_of(frame));
  const auto again = read_frame(file);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->digest(), frame.digest());
  EXPECT_EQ(again->case_at(17), frame.case_at(17));
}

TEST(Frame, IsReadFromACasesFileOfThePublicContract) {
  std::istringstream file(
      "\xEF\xBB\xBFlocality,Category,child_id,opened_on,restricted,note,flags\r\n"
      "North,CIN,A2,02/03/2026,no,seen,\" neglect ; \"\r\n"
      "\"East\",cla,A1,2026-03-02,yes,,\r\n");
  const auto frame = read_frame(file);
  ASSERT_TRUE(frame);
  EXPECT_EQ(text_of(*frame),
            "child_id,category,locality,service_area,team,worker_id,supervisor_id,opened_on,closed_on,flags,restricted,"
            "last_audited_on\n"
            "A1,cla,East,,,,,2026-03-02,,,yes,\n"
            "A2,cin,North,,,,,2026-03-02,,neglect,,\n");
}

TEST(Frame, RefusesWhatIsNoFrame) {
  const auto rule = [](const std::string& text) {
    std::istringstream file(text);
    const auto frame = read_frame(file);
    return frame ? std::string("read") : frame.error().rule;
  };
  EXPECT_EQ(rule(""), "frame.read.no_header");
  EXPECT_EQ(rule("child_id,locality\n1,North\n"), "frame.read.column_missing");
  EXPECT_EQ(rule("child_id,category\n1,cinn\n"), "frame.read.category");
  EXPECT_EQ(rule("child_id,category\n,cin\n"), "frame.read.no_child_id");
  EXPECT_EQ(rule("child_id,category\n1,cin\n1,cp\n"), "frame.read.duplicate_child");
  EXPECT_EQ(rule("child_id,category,opened_on\n1,cin,31/02/2026\n"), "frame.read.date");
  EXPECT_EQ(rule("child_id,category,restricted\n1,cin,maybe\n"), "frame.read.restricted");
  EXPECT_EQ(rule("child_id,category\n1\n"), "frame.read.columns");
  EXPECT_EQ(rule(std::string("child_id,category\n1\0,cin\n", 26)), "csv.read.nul");
}

TEST(Frame, RefusesAChildTwice) {
  EXPECT_EQ(freeze({a_case("1", Category::Cin, "N"), a_case("1", Category::Cp, "N")}).error().rule,
            "draw.freeze.duplicate_child");
  EXPECT_EQ(freeze({a_case("", Category::Cin, "N")}).error().rule, "draw.freeze.no_child_id");
}

// ---- drawing ----

TEST(Draw, GivesTheSameSampleForTheSameSeedAndAnotherForAnother) {
  const auto frame = *freeze(a_register(3000, 1));
  auto request = a_request();
  const auto first = draw(frame, request);
  ASSERT_TRUE(first);
  EXPECT_EQ(*draw(frame, request), *first);
  request.seed += "!";
  EXPECT_NE(draw(frame, request)->sample(), first->sample());
}

TEST(Draw, RefusesWithoutSizeSeedOrCases) {
  const auto frame = *freeze(a_register(100, 1));
  EXPECT_EQ(draw(frame, a_request(0)).error().rule, "draw.make.size");
  EXPECT_EQ(draw(frame, a_request(kMostDrawn + 1)).error().rule, "draw.make.size");
  auto no_seed = a_request();
  no_seed.seed.clear();
  EXPECT_EQ(draw(frame, no_seed).error().rule, "draw.make.seed_missing");
  auto no_case = a_request();
  no_case.rules.categories = {Category::Adoption};
  EXPECT_EQ(draw(frame, no_case).error().rule, "draw.make.none_eligible");
}

// Every rule of SAMPLE-1, 2, 4, 5 over random registers and rules.
TEST(Draw, KeepsEveryRuleOverRandomRegisters) {
  for (unsigned seed = 1; seed <= 60; ++seed) {
    std::mt19937 random(seed);
    const auto rows = a_register(20 + random() % 900, seed, seed % 3 == 0 ? 0.4 : 0.05);
    std::map<std::string, const Case*> by_id;
    for (const auto& row : rows) by_id[row.child_id.text()] = &row;
    auto request = a_request(static_cast<std::int64_t>(1 + random() % 80));
    request.seed = std::to_string(seed);
    request.rules.one_per_worker = seed % 2 == 0;
    if (seed % 5 == 0) request.rules.any_flag = {"Neglect"};
    if (seed % 7 == 0) request.rules.by_area = AreaSpread::None;
    if (seed % 11 == 0) request.rules.by_category = false;
    const auto frame = *freeze(rows);
    const auto certificate = draw(frame, request);
    if (!certificate) {
      EXPECT_EQ(certificate.error().rule, "draw.make.none_eligible");
      continue;
    }
    std::int64_t quotas = 0, drawn = 0, eligible = 0;
    for (const auto& stratum : certificate->strata) {
      quotas += stratum.quota;
      drawn += stratum.drawn;
      eligible += stratum.eligible;
      EXPECT_LE(stratum.drawn, stratum.quota);
    }
    EXPECT_EQ(quotas, request.size);
    for (const auto& stratum : certificate->strata) {
      const auto exact = request.size * stratum.eligible;
      EXPECT_GE(stratum.quota * eligible, exact - exact % eligible);
      EXPECT_LE(stratum.quota * eligible, exact + eligible - (exact % eligible == 0 ? eligible : exact % eligible));
    }
    const auto sample = certificate->sample();
    EXPECT_EQ(static_cast<std::int64_t>(sample.size()), drawn);
    EXPECT_EQ(std::set(sample.begin(), sample.end()).size(), sample.size());
    std::set<PersonId> workers;
    for (const auto& child : sample) {
      const auto& row = *by_id.at(child.text());
      EXPECT_TRUE(row.is_open());
      EXPECT_FALSE(row.restricted);
      EXPECT_FALSE(row.last_audited_on.has_value());
      EXPECT_THAT(request.rules.categories, Contains(row.category));
      if (request.rules.one_per_worker && row.worker_id) {
        EXPECT_TRUE(workers.insert(*row.worker_id).second);
      }
      if (!request.rules.any_flag.empty()) {
        EXPECT_THAT(row.flags, Contains("neglect"));
      }
    }
    // A stratum short of its quota says why, and by how many in all.
    for (const auto& stratum : certificate->strata) {
      std::int64_t charged = 0;
      for (const auto& binding : certificate->binding) {
        if (binding.category == stratum.category && binding.area == stratum.area) charged += binding.short_by;
      }
      EXPECT_EQ(charged, stratum.quota - stratum.drawn);
    }
    EXPECT_THAT(sentences(verify(*certificate, frame)), IsEmpty());
  }
}

TEST(Draw, GoesByTheOrderOfTheDigests) {
  const auto frame = *freeze(a_register(800, 4));
  const auto certificate = *draw(frame, a_request());
  const base::HmacKey key(certificate.request.seed);
  for (std::size_t i = 0; i < certificate.order.size(); ++i) {
    const auto& entry = certificate.order[i];
    EXPECT_EQ(entry.rank, static_cast<std::int64_t>(i) + 1);
    EXPECT_EQ(entry.digest, key.of(frame.digest() + "\ntier2\n2026-12\n" + entry.child_id.text()));
    if (i > 0) {
      EXPECT_LT(certificate.order[i - 1].digest, entry.digest);
    }
  }
  EXPECT_NE(certificate.order.back().outcome, Outcome::StratumFull);  // it runs no further than it must
}

TEST(Draw, NeverTakesUnknownWorkersForTheSame) {
  std::vector<Case> rows;
  for (int i = 0; i < 10; ++i) rows.push_back(a_case("C" + std::to_string(i), Category::Cin, "North"));
  const auto certificate = *draw(*freeze(rows), a_request(10));
  EXPECT_EQ(certificate.sample().size(), 10U);
  EXPECT_THAT(certificate.binding, IsEmpty());
}

TEST(Draw, CountsSixMonthsToTheDay) {
  auto allowed = a_case("A", Category::Cin, "North");
  allowed.last_audited_on = 2026y / June / 1;
  auto lately = a_case("B", Category::Cin, "North");
  lately.last_audited_on = 2026y / June / 2;
  const auto certificate = *draw(*freeze({allowed, lately}), a_request(2));
  EXPECT_THAT(certificate.sample(), ElementsAre(ChildId{"A"}));
  EXPECT_THAT(certificate.binding, ElementsAre(Binding{"not-audited-within", Category::Cin, "North", 1, {}}));
}

TEST(Draw, SaysWhichRuleBindsWhereAndByHowMany) {
  std::vector<Case> rows;
  for (int i = 0; i < 6; ++i) rows.push_back(a_case("N" + std::to_string(i), Category::Cin, "North", "W1"));
  for (int i = 0; i < 6; ++i)
    rows.push_back(a_case("E" + std::to_string(i), Category::Cin, "East", "W" + std::to_string(10 + i)));
  const auto certificate = *draw(*freeze(rows), a_request(6));
  EXPECT_THAT(certificate.binding, ElementsAre(Binding{"one-per-worker", Category::Cin, "North", 2, {PersonId{"W1"}}}));
  EXPECT_EQ(certificate.sample().size(), 4U);

  const auto too_few = *draw(*freeze({a_case("A", Category::Cin, "North")}), a_request(3));
  EXPECT_THAT(too_few.binding, ElementsAre(Binding{"eligible", Category::Cin, "North", 2, {}}));
}

TEST(Draw, IsAmongTheNominatedWhereCasesWereNominated) {
  auto request = a_request(2);
  request.rules.nominated = {ChildId{"C100007"}, ChildId{"C100014"}, ChildId{"nobody"}};
  const auto frame = *freeze(a_register(50, 2, 0));
  const auto certificate = *draw(frame, request);
  EXPECT_THAT(certificate.sample(), testing::UnorderedElementsAre(ChildId{"C100007"}, ChildId{"C100014"}));
}

TEST(DryRun, ShowsQuotasAndShortfallsOfTheRealDraw) {
  const auto frame = *freeze(a_register(400, 9));
  const auto plan = *dry_run(frame, a_request());
  const auto real = *draw(frame, a_request());
  ASSERT_EQ(plan.strata.size(), real.strata.size());
  for (std::size_t i = 0; i < plan.strata.size(); ++i) EXPECT_EQ(plan.strata[i].quota, real.strata[i].quota);
  EXPECT_EQ(plan.frame_sha256, frame.digest());
  auto other_seed = a_request();
  other_seed.seed = "another";
  EXPECT_EQ(dry_run(frame, other_seed)->binding, plan.binding);  // nothing can be learned by trying again
}

// ---- exemptions (SAMPLE-6) ----

TEST(Exempt, DrawsTheNextOfTheSameStratumThatTheRulesAllow) {
  const auto frame = *freeze(a_register(900, 5));
  auto certificate = *draw(frame, a_request(30));
  const auto before = certificate.sample();
  const auto child = before[3];
  const auto after = exempt(frame, certificate, child);
  ASSERT_TRUE(after);
  ASSERT_EQ(after->exemptions.size(), 1U);
  ASSERT_TRUE(after->exemptions[0].replacement);
  const auto replacement = *after->exemptions[0].replacement;
  const auto stratum = [&](const ChildId& id) {
    const auto row = frame.row(*frame.find(id.text()));
    return std::pair(row.category, std::string(row.locality));
  };
  EXPECT_EQ(stratum(replacement), stratum(child));
  EXPECT_THAT(after->sample(), Contains(replacement));
  EXPECT_THAT(after->sample(), testing::Not(Contains(child)));
  EXPECT_EQ(after->sample().size(), before.size());
  EXPECT_THAT(sentences(verify(*after, frame)), IsEmpty());
  // Nothing of the same stratum that the rules allow lies before it.
  for (const auto& entry : after->order) {
    if (entry.child_id == replacement) {
      EXPECT_EQ(entry.outcome, Outcome::Replacement);
      EXPECT_EQ(entry.replaces, child);
      break;
    }
    if (stratum(entry.child_id) == stratum(child)) {
      EXPECT_NE(entry.outcome, Outcome::StratumFull);
    }
  }
  EXPECT_EQ(exempt(frame, *after, child).error().rule, "draw.exempt.not_drawn");
}

TEST(Exempt, OfAReplacementKeepsWhomItReplaced) {
  const auto frame = *freeze(a_register(900, 6));
  const auto first = *draw(frame, a_request(30));
  const auto second = *exempt(frame, first, first.sample()[0]);
  const auto replacement = *second.exemptions[0].replacement;
  const auto third = *exempt(frame, second, replacement);
  const auto entry = std::find_if(third.order.begin(), third.order.end(),
                                  [&](const auto& looked) { return looked.child_id == replacement; });
  EXPECT_EQ(entry->outcome, Outcome::Exempt);
  EXPECT_EQ(entry->replaces, first.sample()[0]);
  EXPECT_THAT(sentences(verify(third, frame)), IsEmpty());
}

TEST(Exempt, FallsShortWhereNoCaseIsLeft) {
  const auto frame = *freeze({a_case("A", Category::Cin, "North"), a_case("B", Category::Cin, "North")});
  const auto certificate = *draw(frame, a_request(2));
  const auto after = *exempt(frame, certificate, ChildId{"A"});
  EXPECT_THAT(after.sample(), ElementsAre(ChildId{"B"}));
  EXPECT_THAT(after.binding, ElementsAre(Binding{"exempt", Category::Cin, "North", 1, {}}));
  EXPECT_THAT(sentences(verify(after, frame)), IsEmpty());
}

TEST(Exempt, HoldsForEveryCaseInTurnOverRandomRegisters) {
  for (unsigned seed = 1; seed <= 8; ++seed) {
    const auto frame = *freeze(a_register(200, seed, 0.2));
    auto certificate = *draw(frame, a_request(20));
    for (int turn = 0; turn < 40 && !certificate.sample().empty(); ++turn) {
      const auto sample = certificate.sample();
      certificate = *exempt(frame, certificate, sample[static_cast<std::size_t>(turn * 7) % sample.size()]);
      const auto read = read_certificate(to_json(certificate));
      ASSERT_TRUE(read);
      ASSERT_THAT(sentences(verify(*read, frame)), IsEmpty());
    }
  }
}

// ---- shares (SAMPLE-8) ----

TEST(Share, IsRoundedHalfUpAndAtLeastOne) {
  const ShareRule tenth{"family", 10, 1};
  EXPECT_EQ(share_count(tenth, 50), 5);
  EXPECT_EQ(share_count(tenth, 45), 5);
  EXPECT_EQ(share_count(tenth, 44), 4);
  EXPECT_EQ(share_count(tenth, 3), 1);
  EXPECT_EQ(share_count(tenth, 0), 0);
  EXPECT_EQ(share_count({"theme", 0, 12}, 9), 9);
}

TEST(Share, IsRankedUnderItsOwnWord) {
  const auto certificate = *draw(*freeze(a_register(900, 5)), a_request(50));
  const auto sample = certificate.sample();
  const auto family = sub_sample(certificate.rank_key(), {"family", 10, 1}, sample);
  ASSERT_EQ(family.size(), 5U);
  std::set<base::Digest> digests;
  for (const auto& child : sample) {
    digests.insert(base::hmac_sha256(certificate.request.seed,
                                     certificate.frame_sha256 + "\ntier2\n2026-12\n" + child.text() + "\nfamily"));
  }
  EXPECT_EQ(Ranking(certificate.rank_key(), "family").of(family[0].text()), *digests.begin());
  EXPECT_NE(sub_sample(certificate.rank_key(), {"moderation", 10, 1}, sample), family);
  auto reversed = sample;
  std::reverse(reversed.begin(), reversed.end());
  EXPECT_EQ(sub_sample(certificate.rank_key(), {"family", 10, 1}, reversed), family);
}

// ---- the certificate ----

TEST(Certificate, IsReadBackAsItWasWritten) {
  const auto frame = *freeze(a_register(300, 8, 0.3));
  auto request = a_request(60);
  request.rules.any_flag = {"neglect"};
  request.rules.by_area = AreaSpread::ServiceArea;
  request.rules.nominated = {};
  request.rules.localities = {"Central", "North", "East"};
  request.rules.exempt = {ChildId{"C100007"}};
  auto certificate = *draw(frame, request);
  certificate = *exempt(frame, certificate, certificate.sample()[0]);
  certificate.allocation = {{certificate.sample()[0], PersonId{"P1"}}};
  certificate.loads = {{PersonId{"P1"}, 1, 1}};
  const auto read = read_certificate(to_json(certificate));
  ASSERT_TRUE(read) << read.error().rule << read.error().values[0].second;
  EXPECT_EQ(*read, certificate);
}

// Both digests were computed elsewhere, from formats.md's words alone.
TEST(Certificate, HasTheContractsShape) {
  auto request = a_request(1);
  request.rules.categories.clear();
  const auto certificate = *draw(*freeze({a_case("C1", Category::Cin, "North")}), request);
  EXPECT_EQ(to_json(certificate), R"({
 "plumbline": "1",
 "council": "lancashire",
 "framework": {
  "key": "lancashire",
  "version": 1
 },
 "programme": "tier2",
 "period": "2026-12",
 "seed": "lottery 2026-11-21: 4 8 15 16 23 42",
 "as_of": "2026-12-01",
 "frame": {
  "sha256": "2cb0d0c2667331efacda624d5be3014d02526c0fc88899715101de788b56ab9e",
  "rows": 1
 },
 "size": 1,
 "rules": [
  {
   "rule": "not-audited-within",
   "months": 6
  },
  {
   "rule": "one-per-worker"
  }
 ],
 "strata": [
  {
   "category": "cin",
   "locality": "North",
   "eligible": 1,
   "exact": 1.0,
   "quota": 1,
   "drawn": 1
  }
 ],
 "order": [
  {
   "rank": 1,
   "child_id": "C1",
   "digest": "5c2ab7a30b9817ecc6916e4b55684e4872b66668510c3f1173f5a5257824a64d",
   "outcome": "drawn",
   "for": null
  }
 ],
 "binding": [],
 "allocation": [],
 "loads": []
}
)");
}

TEST(Certificate, OfAHostileHandIsRefused) {
  const auto frame = *freeze(a_register(60, 8));
  const auto good = to_json(*draw(frame, a_request(5)));
  const auto with = [&](const std::string& from, const std::string& to) {
    auto text = good;
    const auto at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    text.replace(at, from.size(), to);
    const auto read = read_certificate(text);
    return read ? std::string("read")
                : read.error().rule + (read.error().values.empty() ? "" : " " + read.error().values[0].second);
  };
  EXPECT_EQ(with("\"plumbline\": \"1\"", "\"plumbline\": \"2\""), "certificate.read.version plumbline");
  EXPECT_EQ(with("\"size\": 5", "\"size\": \"5\""), "certificate.read.field size");
  EXPECT_EQ(with("\"size\": 5", "\"size\": -5"), "certificate.read.field size");
  EXPECT_EQ(with("\"size\": 5", "\"size\": 18446744073709551615"), "certificate.read.field size");
  EXPECT_EQ(with("\"seed\"", "\"sead\""), "certificate.read.field seed");
  EXPECT_EQ(with("one-per-worker", "two-per-worker"), "certificate.read.rule two-per-worker");
  EXPECT_EQ(with("\"outcome\": \"", "\"outcome\": \"x"), "certificate.read.field order[0].outcome");
  EXPECT_EQ(with("\"digest\": \"", "\"digest\": \"z"), "certificate.read.field order[0].digest");
  EXPECT_EQ(read_certificate("").error().rule, "certificate.read.not_json");
  EXPECT_EQ(read_certificate("[1]").error().rule, "certificate.read.not_json");
  EXPECT_EQ(read_certificate(good.substr(0, good.size() / 2)).error().rule, "certificate.read.not_json");
  EXPECT_EQ(read_certificate(std::string(1'000'000, '[')).error().rule, "certificate.read.not_json");
  std::string nested = "{\"a\":";
  for (int i = 0; i < 100; ++i) nested += "[";
  for (int i = 0; i < 100; ++i) nested += "]";
  EXPECT_EQ(read_certificate(nested + "}").error().rule, "certificate.read.not_json");
}

// ---- verification: each kind of tampering is named ----

class Verify : public testing::Test {
 protected:
  Verify() : rows_(a_register(700, 12)), frame_(*freeze(rows_)), certificate_(*draw(frame_, a_request(40))) {}

  std::vector<Difference> verify_with(const std::vector<Case>& rows) const {
    return verify(certificate_, *freeze(rows));
  }
  Case& row_of(const ChildId& child) {
    return *std::find_if(rows_.begin(), rows_.end(), [&](const auto& row) { return row.child_id == child; });
  }

  std::vector<Case> rows_;
  Frame frame_;
  Certificate certificate_;
};

TEST_F(Verify, HoldsForTheFrameFileAndForTheRegisterFile) {
  std::istringstream file(text_of(frame_));
  EXPECT_THAT(sentences(*verify(certificate_, file)), IsEmpty());
}

TEST_F(Verify, NamesAChangedRowThatTouchesNothingElse) {
  row_of(certificate_.order[0].child_id).team = "Another team";
  const auto found = verify_with(rows_);
  EXPECT_EQ(kinds(found), (std::set<std::string>{"frame"}));
  EXPECT_THAT(found[0].sentence, HasSubstr("as many rows"));
}

TEST_F(Verify, NamesTheStratumOfARowMovedToAnotherLocality) {
  const auto child = certificate_.sample()[0];
  row_of(child).locality = row_of(child).locality == "North" ? "East" : "North";
  const auto found = verify_with(rows_);
  EXPECT_THAT(kinds(found), testing::IsSupersetOf({"frame", "strata"}));
  EXPECT_THAT(sentences(found), Contains(HasSubstr("number of eligible cases")));
}

TEST_F(Verify, NamesADrawnCaseThatIsMissingFromTheFile) {
  const auto child = certificate_.sample()[0];
  std::erase_if(rows_, [&](const auto& row) { return row.child_id == child; });
  const auto found = verify_with(rows_);
  EXPECT_THAT(sentences(found), Contains(HasSubstr("the certificate’s frame has 700 rows; the file has 699")).Times(0));
  EXPECT_THAT(sentences(found), Contains(HasSubstr("has 700 rows; the file has 699")));
  EXPECT_THAT(sentences(found), Contains(HasSubstr(child.text() + ", which the file does not have")));
}

TEST_F(Verify, NamesARowWhoseClosingWasHidden) {
  const auto child = certificate_.sample()[2];
  row_of(child).closed_on = 2026y / November / 30;
  EXPECT_THAT(kinds(verify_with(rows_)), testing::IsSupersetOf({"frame", "strata", "order"}));
}

TEST_F(Verify, NamesAChangedDigestInTheCertificate) {
  certificate_.frame_sha256[0] = certificate_.frame_sha256[0] == '0' ? '1' : '0';
  const auto found = verify(certificate_, frame_);
  EXPECT_EQ(kinds(found), (std::set<std::string>{"frame"}));
  EXPECT_THAT(sentences(found), Contains(HasSubstr("the digest in the certificate was changed")));
}

TEST_F(Verify, NamesTheFirstRankThatIsOutOfOrder) {
  std::swap(certificate_.order[4].child_id, certificate_.order[9].child_id);
  std::swap(certificate_.order[4].digest, certificate_.order[9].digest);
  const auto found = verify(certificate_, frame_);
  EXPECT_EQ(kinds(found), (std::set<std::string>{"order"}));
  EXPECT_THAT(found[0].sentence, HasSubstr("Rank 5 is the first that differs"));
}

TEST_F(Verify, NamesARankWhoseDigestWasChanged) {
  certificate_.order[6].digest[31] ^= 1U;
  const auto found = verify(certificate_, frame_);
  EXPECT_EQ(kinds(found), (std::set<std::string>{"order"}));
  EXPECT_THAT(found[0].sentence, HasSubstr("Rank 7: the digest of case " + certificate_.order[6].child_id.text()));
}

TEST_F(Verify, NamesACaseThatWasSwappedInForADrawnOne) {
  const auto drawn = std::find_if(certificate_.order.begin(), certificate_.order.end(),
                                  [](const auto& entry) { return entry.outcome == Outcome::Drawn; });
  const auto full = std::find_if(certificate_.order.begin(), certificate_.order.end(),
                                 [](const auto& entry) { return entry.outcome == Outcome::StratumFull; });
  ASSERT_NE(full, certificate_.order.end());
  std::swap(drawn->outcome, full->outcome);
  const auto found = verify(certificate_, frame_);
  EXPECT_EQ(kinds(found), (std::set<std::string>{"outcome"}));
  EXPECT_EQ(found.size(), 2U);
}

TEST_F(Verify, NamesTheStratumWhoseQuotaWasChanged) {
  ++certificate_.strata[1].quota;
  const auto found = verify(certificate_, frame_);
  EXPECT_EQ(kinds(found), (std::set<std::string>{"strata"}));
  EXPECT_THAT(sentences(found), Contains(HasSubstr(say(certificate_.strata[1]) + ": the quota is")));
  EXPECT_THAT(sentences(found), Contains(HasSubstr("add up to 41; its size is 40")));
}

TEST_F(Verify, NamesAQuotaMovedFromOneStratumToAnother) {
  --certificate_.strata[1].quota;
  ++certificate_.strata[2].quota;
  const auto found = verify(certificate_, frame_);
  EXPECT_EQ(kinds(found), (std::set<std::string>{"strata"}));
  EXPECT_EQ(found.size(), 2U);
}

TEST_F(Verify, NamesAChangedSeed) {
  certificate_.request.seed = "chosen afterwards";
  const auto found = verify(certificate_, frame_);
  EXPECT_EQ(kinds(found), (std::set<std::string>{"seed"}));
}

TEST_F(Verify, NamesARuleThatWasTakenOut) {
  certificate_.request.rules.not_audited_within_months.reset();
  certificate_.request.rules.one_per_worker = false;
  const auto lately = std::any_of(certificate_.order.begin(), certificate_.order.end(), [](const auto& entry) {
    return entry.outcome == Outcome::AuditedLately || entry.outcome == Outcome::SameWorker;
  });
  ASSERT_TRUE(lately);
  EXPECT_THAT(kinds(verify(certificate_, frame_)), Contains("outcome"));
}

TEST_F(Verify, NamesAShorterOrder) {
  certificate_.order.pop_back();
  EXPECT_THAT(kinds(verify(certificate_, frame_)), Contains("order"));
}

TEST_F(Verify, ChecksTheAllocationAgainstTheSampleAndTheLoads) {
  const auto sample = certificate_.sample();
  certificate_.allocation = {{sample[0], PersonId{"P1"}}, {sample[1], PersonId{"P2"}}};
  certificate_.loads = {{PersonId{"P1"}, 1, 1}, {PersonId{"P2"}, 1, 1}};
  EXPECT_THAT(verify(certificate_, frame_), IsEmpty());
  certificate_.allocation[1].auditor = PersonId{"P1"};
  EXPECT_EQ(kinds(verify(certificate_, frame_)), (std::set<std::string>{"loads"}));
  certificate_.allocation[1] = {ChildId{"elsewhere"}, PersonId{"P2"}};
  EXPECT_EQ(kinds(verify(certificate_, frame_)), (std::set<std::string>{"allocation"}));
}

}  // namespace
}  // namespace plumbline::domain
