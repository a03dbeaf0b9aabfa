// Who audits beside the auditor, who audits which part, who is linked to an area, and what they write to one another,
// on both back ends.
#include "app/ports/co_auditor_ports.hpp"
#include "contract/store_fixture.hpp"

namespace plumbline {
namespace {

using namespace tests;
using domain::ChildId;
using domain::CoAuditorKind;
using domain::PersonId;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class CoAuditorStoreContract : public StoreContract {
 protected:
  const domain::CycleId cycle_{"cycle-1"};
  const base::Instant now_ = at("2026-12-01T09:00:00Z");

  void given(const std::vector<domain::Audit>& audits) {
    write([&](app::UnitOfWork& work) {
      for (const auto& audit : audits) work.audits().add(audit);
    });
  }
  // The three parts of a joint audit of one case, made by p1 to p3.
  std::vector<domain::Audit> a_joint_audit() {
    std::vector<domain::Audit> parts;
    for (const std::string number : {"1", "2", "3"}) {
      auto audit = an_audit(number, "R" + number);
      audit.child_id = ChildId{"C"};
      audit.part = number;
      audit.auditor = PersonId{"p" + number};
      parts.push_back(audit);
    }
    return parts;
  }
  std::vector<std::string> seen_by(const std::string& person) { return seen(only(PersonId{person})); }
  std::vector<std::string> seen(const app::Visibility& visible) {
    std::vector<std::string> references;
    for (const auto& audit : read()->audits().list({}, {1, 50, "reference", false}, visible).rows)
      references.push_back(audit.reference);
    return references;
  }
};
ON_BOTH_BACK_ENDS(CoAuditorStoreContract);

TEST_P(CoAuditorStoreContract, KeepsWhatIsPlannedForACaseUntilItIsPlannedAnew) {
  const std::vector<app::PlannedAudit> joint{{ChildId{"C1"}, "1", PersonId{"a"}, {}},
                                             {ChildId{"C1"}, "2", PersonId{"b"}, {}}};
  const std::vector<app::PlannedAudit> pair{{ChildId{"C2"}, "", PersonId{"a"}, PersonId{"b"}}};
  write([&](app::UnitOfWork& work) {
    work.co_auditors().plan(cycle_, ChildId{"C1"}, joint, now_);
    work.co_auditors().plan(cycle_, ChildId{"C2"}, pair, now_);
  });
  EXPECT_THAT(read()->co_auditors().planned(cycle_), ElementsAre(joint[0], joint[1], pair[0]));
  EXPECT_THAT(read("south")->co_auditors().planned(cycle_), IsEmpty());
  EXPECT_THAT(read()->co_auditors().planned(domain::CycleId{"another"}), IsEmpty());
  write([&](app::UnitOfWork& work) { work.co_auditors().plan(cycle_, ChildId{"C1"}, {}, now_); });
  EXPECT_THAT(read()->co_auditors().planned(cycle_), ElementsAre(pair[0]));
  write([&](app::UnitOfWork& work) { work.co_auditors().clear_plan(cycle_); });
  EXPECT_THAT(read()->co_auditors().planned(cycle_), IsEmpty());
}

TEST_P(CoAuditorStoreContract, AnAuditComesWithWhoWorksOnItAndTheyFindIt) {
  given({an_audit("1", "R1"), an_audit("2", "R2")});
  const domain::CoAuditor second{CoAuditorKind::Second, PersonId{"s"}, now_, {}, true, false};
  const domain::CoAuditor preparer{CoAuditorKind::Preparer, PersonId{"p"}, now_, now_, false, false};
  write([&](app::UnitOfWork& work) {
    const auto audit = work.audits().find(domain::AuditId{"1"}).value();
    work.co_auditors().put(audit, {CoAuditorKind::Second, PersonId{"first idea"}, now_, {}, false, false});
    work.co_auditors().put(audit, second);
    work.co_auditors().put(audit, preparer);
    work.co_auditors().plan(cycle_, audit.child_id, {}, now_);
    work.co_auditors().clear_plan(cycle_);
  });
  const auto reader = read();
  EXPECT_THAT(reader->audits().find(domain::AuditId{"1"})->beside, ElementsAre(second, preparer));
  EXPECT_THAT(reader->audits().of_cycle(cycle_)[0].beside, ElementsAre(second, preparer));
  EXPECT_THAT(reader->audits().of_cycle(cycle_)[1].beside, IsEmpty());
  EXPECT_THAT(reader->audits().list({}, {1, 50, "reference", false}, kAll).rows[0].beside,
              ElementsAre(second, preparer));
  EXPECT_THAT(seen_by("s"), ElementsAre("R1"));
  EXPECT_THAT(seen_by("p"), ElementsAre("R1"));
  EXPECT_THAT(seen_by("first idea"), IsEmpty());
  app::AuditFilter mine;
  mine.audited_by = PersonId{"s"};
  EXPECT_EQ(reader->audits().list(mine, {}, kAll).total, 1);
  mine.audited_by = PersonId{"p"};
  EXPECT_EQ(reader->audits().list(mine, {}, kAll).total, 0);
  app::AuditFilter to_prepare;
  to_prepare.to_prepare = PersonId{"p"};
  EXPECT_EQ(reader->audits().list(to_prepare, {}, kAll).total, 0) << "it is prepared";
  EXPECT_THAT(reader->cycles().pairings_since(in("2026-12")), ElementsAre(testing::Field(&app::PastPairing::times, 2)))
      << "a second who is away does not count";
  write([&](app::UnitOfWork& work) {
    const auto audit = work.audits().find(domain::AuditId{"1"}).value();
    work.co_auditors().remove(audit, CoAuditorKind::Second);
    work.co_auditors().put(audit, {CoAuditorKind::Preparer, PersonId{"p"}, now_, {}, false, false});
  });
  EXPECT_THAT(seen_by("s"), IsEmpty());
  EXPECT_EQ(read()->audits().list(to_prepare, {}, kAll).total, 1);
  EXPECT_THAT(read()->audits().find(domain::AuditId{"1"})->beside, SizeIs(1));
}

TEST_P(CoAuditorStoreContract, TheLinkedAuditorSeesTheAreasAuditsOfThatCycleAlone) {
  auto elsewhere = an_audit("2", "R2");
  elsewhere.locality = "West";
  auto by_service = an_audit("3", "R3");
  by_service.locality = "";
  by_service.service_area = "East";
  auto later = an_audit("4", "R4");
  later.cycle = domain::CycleId{"cycle-2"};
  given({an_audit("1", "R1"), elsewhere, by_service, later});
  const app::AreaLink link{cycle_, "East", PersonId{"l"}, now_, true};
  write([&](app::UnitOfWork& work) {
    work.co_auditors().put_link({cycle_, "East", PersonId{"before"}, now_, false});
    work.co_auditors().put_link(link);
    work.co_auditors().put_link({cycle_, "North", PersonId{"n"}, now_, false});
  });
  EXPECT_THAT(read()->co_auditors().links(cycle_), SizeIs(2));
  EXPECT_THAT(read()->co_auditors().links_of(PersonId{"l"}), ElementsAre(link));
  EXPECT_THAT(seen_by("l"), ElementsAre("R1", "R3"));
  EXPECT_THAT(seen_by("before"), IsEmpty());
  const auto linked = read()->audits().find(domain::AuditId{"1"})->beside;
  ASSERT_THAT(linked, SizeIs(1));
  EXPECT_EQ(linked[0].kind, CoAuditorKind::Linked);
  EXPECT_TRUE(linked[0].moderates);
  write([&](app::UnitOfWork& work) { work.co_auditors().remove_link(cycle_, "East"); });
  EXPECT_THAT(seen_by("l"), IsEmpty());
}

TEST_P(CoAuditorStoreContract, OfAJointAuditNobodySeesAnothersBeforeAllAreReturned) {
  given(a_joint_audit());
  EXPECT_THAT(seen_by("p1"), ElementsAre("R1"));
  auto everything = kAll;
  EXPECT_THAT(seen(everything), SizeIs(3));
  everything.person = PersonId{"p2"};
  EXPECT_THAT(seen(everything), ElementsAre("R2")) << "whatever else they may see";
  const auto second = read()->audits().find(domain::AuditId{"2"}).value();
  EXPECT_THAT(second.others, SizeIs(2));
  EXPECT_TRUE(second.is_kept_from(PersonId{"p1"}));
  EXPECT_FALSE(second.is_kept_from(PersonId{"p2"}));
  write([&](app::UnitOfWork& work) {
    for (const char* id : {"1", "2", "3"}) {
      auto audit = work.audits().find(domain::AuditId{id}).value();
      audit.submitted_at = now_;
      EXPECT_TRUE(work.audits().save(audit));
    }
  });
  EXPECT_THAT(seen_by("p1"), ElementsAre("R1", "R2", "R3"));
  EXPECT_THAT(seen(everything), SizeIs(3));
  EXPECT_FALSE(read()->audits().find(domain::AuditId{"2"})->is_kept_from(PersonId{"p1"}));
}

TEST_P(CoAuditorStoreContract, NotesStandOneAfterTheOther) {
  write([&](app::UnitOfWork& work) {
    work.co_auditors().add_note("subject", {"good", 0, PersonId{"a"}, now_, "Good is…"});
    work.co_auditors().add_note("subject", {"good", 0, PersonId{"b"}, now_, "Rather: good is…"});
    work.co_auditors().add_note("subject", {"outstanding", 0, PersonId{"a"}, now_, "Outstanding – “as typed”"});
    work.co_auditors().add_note("another", {"good", 0, PersonId{"a"}, now_, "No"});
  });
  const auto notes = read()->co_auditors().notes("subject");
  ASSERT_THAT(notes, SizeIs(3));
  EXPECT_EQ(notes[1], (app::SharedNote{"good", 2, PersonId{"b"}, now_, "Rather: good is…"}));
  EXPECT_EQ(notes[2].note, "Outstanding – “as typed”");
  EXPECT_THAT(read("south")->co_auditors().notes("subject"), IsEmpty());
}

}  // namespace
}  // namespace plumbline
