// The register's pages in process, over a real database: from upload to import, and the lists.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "app/ports/audit_ports.hpp"
#include "app/ports/record_ports.hpp"
#include "app/ports/register_ports.hpp"
#include "intake/register_files.hpp"
#include "store/store.hpp"
#include "support/databases.hpp"
#include "support/web_fixture.hpp"
#include "web/http/router.hpp"
#include "web/register/register_pages.hpp"

namespace plumbline::web {
namespace {

using app::Role;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

const std::string kHeader =
    "child_id,category,locality,service_area,team,worker_id,supervisor_id,opened_on,closed_on\n";

class RegisterPages : public testing::Test {
 protected:
  RegisterPages() { add_register_pages(router, services); }

  Request as(Method method, const std::string& target, Role role = Role::QaAdministrator,
             app::ScopeKind scope = app::ScopeKind::Council, const std::string& value = "") {
    Request request = web.request_by("Sam", {{role, scope, value}});
    request.method = method;
    const auto question = target.find('?');
    request.path = target.substr(0, question);
    if (question != std::string::npos) {
      std::string rest = target.substr(question + 1);
      while (!rest.empty()) {
        const auto end = rest.find('&');
        const auto pair = rest.substr(0, end);
        request.query.add(pair.substr(0, pair.find('=')), pair.substr(pair.find('=') + 1));
        rest = end == std::string::npos ? "" : rest.substr(end + 1);
      }
    }
    return request;
  }
  Response send(Request request) {
    const auto match = router.match(request.method, request.path);
    if (match.route == nullptr) return Response(404);
    request.params = match.params;
    return match.route->handler(request);
  }
  std::string get(const std::string& target) {
    const auto response = send(as(Method::Get, target));
    EXPECT_EQ(response.status(), 200) << target;
    return std::string(response.body());
  }
  // Uploads and gives the preview's address.
  std::string upload(const std::string& content, const std::string& kind = "cases",
                     const std::string& name = "cases.csv") {
    auto request = as(Method::Post, "/register/import");
    request.form.add("kind", kind);
    request.form.add("as_of", "1");
    request.form.add("as_of-month", "12");
    request.form.add("as_of-year", "2026");
    request.uploads.emplace_back("file", name, "text/csv", std::make_shared<const std::string>(content));
    const auto response = send(request);
    EXPECT_EQ(response.status(), 303) << response.body();
    const auto* to = response.find("Location");
    return to ? *to : "";
  }
  Response confirm(const std::string& target, bool good_rows = false) {
    auto request = as(Method::Post, target);
    if (good_rows) request.form.add("take_good_rows", "yes");
    return send(request);
  }
  long long open_cases() { return store.read("north")->cases().count_open(); }

  base::FixedClock clock{base::parse_instant("2026-12-01T09:00:00Z").value()};
  tests::FreshPlace place{store::Backend::Sqlite};
  store::SqlStore store{place.open()};
  intake::FileReaders readers;
  tests::WebFixture web{store, clock, &readers};
  Services& services = web.services;
  Router router;
};

TEST_F(RegisterPages, TakeAFileFromUploadThroughPreviewToTheList) {
  EXPECT_THAT(get("/register"), HasSubstr("No cases yet"));
  const auto preview = upload(kHeader + "C1,cin,North,S,T1,W1,M1,2026-01-05,\nC2,cp,East,S,T2,W2,M2,2026-02-05,\n");
  EXPECT_THAT(get(preview), AllOf(HasSubstr("Check before you import"), HasSubstr("cases.csv"),
                                  HasSubstr("Import 2 cases"), HasSubstr("as of 1 December 2026")));
  EXPECT_EQ(open_cases(), 0) << "a preview writes nothing";
  const auto done = confirm(preview);
  EXPECT_EQ(done.status(), 303);
  EXPECT_EQ(*done.find("Location"), "/register");
  EXPECT_EQ(open_cases(), 2);
  EXPECT_THAT(get("/register"), AllOf(HasSubstr("2 open cases"), HasSubstr("C1"), HasSubstr("Child protection"),
                                      HasSubstr("5 February 2026")));
  EXPECT_EQ(confirm(preview).status(), 303) << "a double click does nothing twice";
  EXPECT_EQ(open_cases(), 2);
}

TEST_F(RegisterPages, ShowProblemsWithTheirPlaceAndAskBeforeLeavingRowsOut) {
  const auto preview = upload(kHeader + "C1,cin,North,S,T1,W1,M1,2026-01-05,\nC2,wrong,East,S,T2,W2,M2,2026-02-05,\n");
  EXPECT_THAT(get(preview), AllOf(HasSubstr("Line 3"), HasSubstr("is not a category"), HasSubstr("Left out")));
  const auto problems = send(as(Method::Get, preview.substr(0, preview.find('?')) + "/problems"));
  EXPECT_THAT(std::string(problems.body()),
              AllOf(HasSubstr("outcome,sheet,line"), HasSubstr("left out,,3,category,wrong,C2")));
  const auto refused = confirm(preview);
  EXPECT_EQ(refused.status(), 422);
  EXPECT_THAT(std::string(refused.body()), HasSubstr("Tick the box"));
  EXPECT_EQ(open_cases(), 0);
  EXPECT_EQ(confirm(preview, true).status(), 303);
  EXPECT_EQ(open_cases(), 1);
}

TEST_F(RegisterPages, MatchColumnsWhoseNamesAreNotKnown) {
  const auto preview = upload(
      "Mosaic "
      "ID,Status,locality,service_area,team,worker_id,supervisor_id,opened_on,closed_on\n77,cla,East,S,T,W,M,2026-01-"
      "01,\n");
  EXPECT_THAT(get(preview),
              AllOf(HasSubstr("Match the columns"), HasSubstr("Mosaic ID"), HasSubstr("column-child_id")));
  auto unfinished = as(Method::Post, preview.substr(0, preview.find('?')) + "/columns?as_of=2026-12-01");
  unfinished.form.add("column-child_id", "Mosaic ID");
  EXPECT_EQ(send(unfinished).status(), 422);
  unfinished.form.add("column-category", "Status");
  const auto mapped = send(unfinished);
  ASSERT_EQ(mapped.status(), 303);
  EXPECT_THAT(get(*mapped.find("Location")), HasSubstr("Import 1 case"));
  EXPECT_EQ(confirm(*mapped.find("Location")).status(), 303);
  EXPECT_EQ(store.read("north")->cases().find(domain::ChildId("77"))->category, domain::Category::Cla);
}

TEST_F(RegisterPages, WarnWhenMostOfTheRegisterWouldClose) {
  std::string rows = kHeader;
  for (int i = 0; i < 40; ++i) rows += "C" + std::to_string(i) + ",cin,North,S,T1,W1,M1,2026-01-05,\n";
  confirm(upload(rows));
  EXPECT_THAT(get(upload(kHeader + "C1,cin,North,S,T1,W1,M1,2026-01-05,\n")),
              HasSubstr("More than half of the open cases (39 of 40)"));
}

TEST_F(RegisterPages, SayWhatIsWrongWithAFileThatIsNone) {
  const auto preview = upload("%PDF-1.7", "cases", "scan.csv");
  const auto response = send(as(Method::Get, preview));
  EXPECT_EQ(response.status(), 422);
  EXPECT_THAT(std::string(response.body()), HasSubstr("This is a PDF"));
  const auto nothing = send(as(Method::Post, "/register/import"));
  EXPECT_EQ(nothing.status(), 422);
  EXPECT_THAT(std::string(nothing.body()), HasSubstr("Choose a file to upload"));
}

TEST_F(RegisterPages, DiscardAFile) {
  const auto preview = upload(kHeader + "C1,cin,North,S,T1,W1,M1,2026-01-05,\n");
  EXPECT_EQ(send(as(Method::Post, preview.substr(0, preview.find('?')) + "/discard")).status(), 303);
  EXPECT_EQ(send(as(Method::Get, preview)).status(), 404);
}

TEST_F(RegisterPages, FilterSortAndExportWhatIsShown) {
  confirm(
      upload(kHeader +
             "C1,cin,North,S,T1,W1,M1,2026-01-05,\nC2,cp,East,S,T2,W2,M2,2026-02-05,\nC3,cp,,S,T2,,M2,2026-02-05,\n"));
  EXPECT_THAT(get("/register?category=cp"), AllOf(HasSubstr("C2"), Not(HasSubstr(">C1<"))));
  EXPECT_THAT(get("/register?incomplete=yes"), AllOf(HasSubstr("C3"), Not(HasSubstr(">C2<"))));
  const auto exported = send(as(Method::Get, "/register/export?category=cp&sort=child&order=down"));
  const std::string csv(exported.body());
  EXPECT_THAT(csv, HasSubstr("C2,cp,East,S,T2,W2,M2,2026-02-05"));
  EXPECT_LT(csv.find("C3"), csv.find("C2"));
  EXPECT_THAT(csv, Not(HasSubstr("C1")));
}

TEST_F(RegisterPages, ReadBackTheirOwnExport) {
  confirm(upload(kHeader + "C1,cin,North,S,T1,W1,M1,2026-01-05,\nC2,cp,East,S,T2,W2,M2,2026-02-05,\n"));
  const std::string csv(send(as(Method::Get, "/register/export")).body());
  EXPECT_THAT(get(upload(csv)), HasSubstr("2 cases"));
}

TEST_F(RegisterPages, ListPeopleAndTeams) {
  confirm(upload("team,locality,service_area,manager_id\nEast 1,East,Safeguarding,P1\n", "teams"));
  confirm(
      upload("person_id,name,role,team,away_from\nP1,Jo <b>,team-manager,East 1,2026-11-01\nP2,Al,social-worker,,\n",
             "people"));
  EXPECT_THAT(get("/register/teams"), AllOf(HasSubstr("East 1"), HasSubstr("Jo &lt;b&gt;")));
  EXPECT_THAT(get("/register/people"), AllOf(HasSubstr("2 people"), HasSubstr("Until further notice")));
  EXPECT_THAT(get("/register/people?incomplete=yes"), AllOf(HasSubstr("1 person"), Not(HasSubstr("Jo"))));
  EXPECT_THAT(std::string(send(as(Method::Get, "/register/people/export")).body()), HasSubstr("P2,Al,,social-worker"));
}

TEST_F(RegisterPages, NameWhoHasLeftBeforeTheFileIsKept) {
  const std::string header = "person_id,name,email,role,team\n";
  const std::string jo = "P1,Jo,jo@x.example,team-manager,East 1\n";
  const std::string zoe = "P0,Zoe,zoe@x.example,team-manager,East 1\n";
  confirm(upload(header + zoe + jo + "P2,Al <b>,al@x.example,team-manager,East 1\n", "people"));
  const auto work = store.begin("north");
  domain::Audit audit;
  audit.id = domain::AuditId("a1");
  audit.reference = "TST-2026-12-001";
  audit.child_id = domain::ChildId("C1");
  audit.auditor = domain::PersonId("P2");
  audit.state = domain::AuditState::InProgress;
  audit.period = base::parse_period("2026-12").value();
  work->audits().add(audit);
  ASSERT_TRUE(work->commit());
  const auto preview = upload(header + jo, "people");
  const auto page = get(preview);
  EXPECT_THAT(page, AllOf(HasSubstr("Who has left"), HasSubstr("Al &lt;b&gt;"), HasSubstr("TST-2026-12-001"),
                          HasSubstr("audited_by=P2"), HasSubstr("as of 1 December 2026")));
  EXPECT_LT(page.find("Al &lt;b&gt;"), page.find("Zoe")) << "who leaves audits behind stands first";
  EXPECT_THAT(get("/register/people"), HasSubstr("3 people")) << "a preview writes nothing";
  EXPECT_EQ(confirm(preview).status(), 303);
  EXPECT_THAT(get("/register/people"), AllOf(HasSubstr("1 person"), Not(HasSubstr("Al &lt;b&gt;"))));
  EXPECT_THAT(get("/register/people?left=yes"), AllOf(HasSubstr("Al &lt;b&gt;"), HasSubstr("Left on 1 December 2026")));
  EXPECT_THAT(get("/register/people?left=yes"), HasSubstr("auditor_left=yes"));
  EXPECT_THAT(get(upload(header + jo, "people")), Not(HasSubstr("Who has left")));
}

TEST_F(RegisterPages, AreOnlyForThoseWhoKeepTheRegisterAndShowRowsInScope) {
  confirm(upload(kHeader + "C1,cin,North,S,T1,W1,M1,2026-01-05,\nC2,cp,East,S,T2,W2,M2,2026-02-05,\n"));
  for (const auto role : {Role::Auditor, Role::SocialWorker, Role::Leadership, Role::Partner}) {
    EXPECT_EQ(send(as(Method::Get, "/register", role)).status(), 403);
    EXPECT_EQ(send(as(Method::Get, "/register/export", role)).status(), 403);
    EXPECT_EQ(send(as(Method::Get, "/register/import", role)).status(), 403);
    EXPECT_EQ(send(as(Method::Post, "/register/import", role)).status(), 403);
    EXPECT_EQ(send(as(Method::Get, "/register/people", role)).status(), 403);
  }
  const auto head = send(as(Method::Get, "/register", Role::HeadOfService, app::ScopeKind::Locality, "East"));
  EXPECT_THAT(std::string(head.body()), AllOf(HasSubstr("C2"), Not(HasSubstr(">C1<"))));
  EXPECT_EQ(send(as(Method::Post, "/register/import", Role::HeadOfService, app::ScopeKind::Locality, "East")).status(),
            403);
}

}  // namespace
}  // namespace plumbline::web
