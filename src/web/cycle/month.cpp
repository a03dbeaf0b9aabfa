// GET /cycles and /cycles/{programme}/{period}: the months, and one of them with its calendar, sample and next step.
#include <fmt/core.h>

#include <algorithm>
#include <map>

#include "app/allocation/allocate_cycle.hpp"
#include "app/draw/draw_cycle.hpp"
#include "app/messages/messages.hpp"
#include "app/policies/audit_policies.hpp"
#include "app/policies/cycle_policies.hpp"
#include "app/ports/co_auditor_ports.hpp"
#include "app/ports/cycle_ports.hpp"
#include "app/ports/nomination_ports.hpp"
#include "app/ports/register_ports.hpp"
#include "base/text.hpp"
#include "domain/framework/programme_days.hpp"
#include "report/monthly/monthly.hpp"
#include "web/components.hpp"
#include "web/cycle/dates.hpp"
#include "web/cycle/month_page.hpp"
#include "web/cycle/routes.hpp"

namespace plumbline::web {

std::optional<MonthKey> month_key(const Request& request) {
  const auto period = base::parse_period(request.param("period"));
  if (!period) return std::nullopt;
  return MonthKey{std::string(request.param("programme")), *period};
}

std::string month_path(const MonthKey& key, std::string_view rest) {
  return "/cycles/" + url_encode(key.programme) + "/" + base::iso(key.period) + std::string(rest);
}

std::string part_title(const domain::Programme& programme, const std::string& part) {
  for (const auto& agency : programme.auditors.agencies)
    if (agency.key == part) return agency.title;
  return part.empty() ? "" : "Auditor " + part;
}

FramedPage month_page(Services& services, const Request& request, const MonthKey& key,
                      const domain::Programme& programme, const std::string& title) {
  FramedPage page(services, request, title, NavItem::Month);
  page.crumb("Home", "/").crumb("Months", "/cycles").crumb(base::say(key.period), month_path(key));
  page.caption(programme.title + ", " + base::say(key.period));
  return page;
}

namespace {

using domain::CycleState;

Response list_cycles(const Request& request, Services& services) {
  const auto& signed_in = who(request);
  if (const auto allowed = app::may_view_cycle(signed_in.actor); !allowed)
    return refused_page(services, request, allowed.error());
  const auto reader = services.store.read(signed_in.actor.council);
  const auto cycles = reader->cycles().list();
  FramedPage page(services, request, "Months", NavItem::Month);
  page.crumb("Home", "/");
  page.action("Calendar", "/calendar", ButtonLook::Quiet);
  View body = page.body("cycle/list.html");
  if (app::may_run_cycle(signed_in.actor)) {
    std::optional<View> start;
    const auto now = base::period_of(services.clock.today());
    for (const auto& programme : signed_in.framework->programmes)
      for (const auto& period : {now, now.plus_months(1)}) {
        if (!domain::comes_round_in(programme.cycle, period)) continue;
        if (reader->cycles().find(programme.key, period)) continue;
        if (!start) start = body.add("START");
        start->add("ITEM")
            .set("URL", month_path({programme.key, period}))
            .set("TEXT", programme.title + ", " + base::say(period));
      }
  }
  if (cycles.empty()) {
    add_empty(body, "EMPTY", "No month has been started yet",
              "Fill the register first, then draw the first month’s cases.", Link{"Fill the register", "/register"});
    return page.respond();
  }
  Table table{"Months",
              {{"Month"}, {"Programme"}, {"Cases", "", true}, {"Send"}, {"Return by"}, {"Where it stands"}},
              {},
              true,
              true};
  for (const auto& cycle : cycles) {
    Cell month{base::say(cycle.period)};
    month.url = month_path({cycle.programme, cycle.period});
    const auto* programme = signed_in.framework->find_programme(cycle.programme);
    Row row;
    row.cells = {month,
                 Cell{programme == nullptr ? cycle.programme : programme->title},
                 Cell{base::with_commas(cycle.size)},
                 Cell{cycle.send_on ? base::say(*cycle.send_on) : "–"},
                 Cell{cycle.return_by ? base::say(*cycle.return_by) : "–"},
                 Cell{std::string(domain::say(cycle.state))}};
    table.rows.push_back(std::move(row));
  }
  add_table(body, "TABLE", table);
  return page.respond();
}

struct Counts {
  int waiting = 0;  // in the sample, without an auditor
  int placed = 0;   // with an auditor, not sent
  int sent = 0;
  int returned = 0;
  int handed_back = 0;  // sent, and with nobody until somebody else takes it
  int exempt = 0;

  int out() const { return sent - returned - handed_back; }
};

MonthStanding standing_of(const Counts& counts, const std::vector<domain::Audit>& audits) {
  MonthStanding standing;
  standing.all_back = counts.sent > 0 && counts.out() + counts.handed_back == 0 && counts.waiting + counts.placed == 0;
  standing.all_moderated = std::ranges::none_of(audits, [](const domain::Audit& audit) {
    return audit.state == domain::AuditState::Submitted && !audit.moderation_pick.empty();
  });
  if (counts.sent > 0)
    standing.notes[domain::CalendarStep::Return] = fmt::format("{} of {} back", counts.returned, counts.sent);
  return standing;
}

Response show_month(const Request& request, Services& services) {
  const auto& signed_in = who(request);
  const auto key = month_key(request);
  if (!key) return Response::not_found();
  if (const auto allowed = app::may_view_cycle(signed_in.actor); !allowed)
    return refused_page(services, request, allowed.error());
  const auto reader = services.store.read(signed_in.actor.council);
  const auto reads = app::month_reads(*reader);
  const auto month = app::find_month(key->programme, key->period, services.frameworks, reads);
  if (!month) return refused_page(services, request, month.error());
  const auto today = services.clock.today();
  const bool may_run = app::may_run_cycle(signed_in.actor).has_value();
  FramedPage page(services, request, base::say(key->period), NavItem::Month);
  page.crumb("Home", "/").crumb("Months", "/cycles").caption(month->programme->title);
  View body = page.body("cycle/month.html");

  std::vector<domain::SampledCase> sample;
  std::vector<domain::Audit> audits;
  if (month->cycle) {
    sample = reader->cycles().sample(month->cycle->id);
    audits = reader->audits().of_cycle(month->cycle->id);
    services.views.saw(signed_in.actor, "cycle", month->cycle->id.text());
  }
  // More than one where several audit a case.
  std::map<domain::ChildId, std::vector<const domain::Audit*>> audits_of;
  for (const auto& audit : audits)
    if (audit.state != domain::AuditState::Withdrawn) audits_of[audit.child_id].push_back(&audit);
  std::vector<app::PlannedAudit> planned;
  if (month->cycle) planned = reader->co_auditors().planned(month->cycle->id);
  Counts counts;
  for (const auto& sampled : sample) {
    if (sampled.exempt) {
      ++counts.exempt;
      continue;
    }
    // As the report counts (REP-5): sent is what has a day of sending, returned what has a day of return.
    const auto& made = audits_of[sampled.child_id];
    const auto shared = static_cast<int>(std::ranges::count(planned, sampled.child_id, &app::PlannedAudit::child));
    if (made.empty() && !app::is_placed(*month, sampled, planned)) {
      ++counts.waiting;
      continue;
    }
    counts.placed += made.empty() ? std::max(1, shared) : shared;  // beside those sent, an agency may join
    for (const auto* audit : made) {
      if (!audit->sent_at) {
        ++(audit->auditor ? counts.placed : counts.waiting);
        continue;
      }
      ++counts.sent;
      if (audit->submitted_at)
        ++counts.returned;
      else if (audit->state == domain::AuditState::HandedBack)
        ++counts.handed_back;
    }
  }
  add_dates(body, "DATES",
            month_dates(*month->programme, key->period, month->cycle, standing_of(counts, audits), today));

  NextStep next{"", "", std::nullopt, NextStep::Look::Quiet};
  const auto state = month->cycle ? month->cycle->state : CycleState::Planned;
  bool send = false;
  if (state == CycleState::Planned) {
    next = {"Draw the cases", "You see the quotas first. Nothing is drawn until you say so.",
            Link{"Look at the quotas", month_path(*key, "/draw")}};
    if (!app::may_be_drawn(key->period, today))
      next = {"Nothing was drawn for this month",
              app::sentence({base::ErrorCode::RuleBroken, "cycle.run.month", "", {{"period", base::say(key->period)}}}),
              std::nullopt, NextStep::Look::Quiet};
  } else if (counts.waiting > 0) {
    next = {base::count_of(counts.waiting, "case has", "cases have") + " no auditor yet", "",
            Link{"Give them to auditors", month_path(*key, "/allocation")}};
    send = counts.placed > 0;
  } else if (counts.placed > 0) {
    next = {base::count_of(counts.placed, "audit is", "audits are") + " ready to send",
            "Each auditor gets a mail with a link and the day it is due.", std::nullopt};
    next.also = Link{"Look at the allocation", month_path(*key, "/allocation")};
    send = true;
  } else if (counts.out() > 0) {
    next = {base::count_of(counts.out(), "audit is", "audits are") + " still out",
            month->cycle->return_by ? return_of_those_out(counts.out(), *month->cycle->return_by, today) : "",
            Link{"See who has not returned", "/audits?programme=" + url_encode(key->programme) +
                                                 "&from=" + base::iso(key->period) + "&to=" + base::iso(key->period) +
                                                 "&distributed=yes&returned=no&state=allocated,sent,in-progress"}};
  } else if (counts.handed_back > 0) {
    next = {base::count_of(counts.handed_back, "audit was", "audits were") + " handed back",
            "Give each to somebody else, or exempt its case.",
            Link{"See what was handed back", "/audits?programme=" + url_encode(key->programme) +
                                                 "&from=" + base::iso(key->period) + "&to=" + base::iso(key->period) +
                                                 "&state=handed-back"}};
  } else {
    next = {"Everything is back", "",
            Link{"Open the report", "/reports/monthly?programme=" + url_encode(key->programme) +
                                        "&from=" + base::iso(key->period) + "&to=" + base::iso(key->period)}};
  }
  if (!may_run) next.button.reset();
  add_next(body, "NEXT", next);
  if (send && may_run) {
    View form = body.add("SEND");
    form.set("URL", month_path(*key, "/send"))
        .set("BUTTON", "Send " + base::count_of(counts.placed, "audit", "audits"));
    form.show_if(counts.waiting > 0, "LEAVE");
  }
  // A programme that asks for a least number of cases says so when there are fewer (SAMPLE-8).
  if (const auto in_sample = static_cast<long long>(sample.size()) - counts.exempt;
      month->cycle && state != CycleState::Planned && in_sample < month->programme->draw.minimum)
    add_warning(body, "TOO_FEW",
                fmt::format("{} asks for at least {} cases. This month has {}.", month->programme->title,
                            month->programme->draw.minimum, in_sample));
  if (month->cycle && state != CycleState::Planned)
    add_figures(
        body, "FIGURES",
        {{base::with_commas(static_cast<long long>(sample.size()) - counts.exempt), "cases in the sample", "", ""},
         {base::with_commas(counts.exempt), "exempted", "", ""},
         {base::with_commas(counts.sent), "sent", "",
          "/audits?programme=" + url_encode(key->programme) + "&from=" + base::iso(key->period) +
              "&to=" + base::iso(key->period) + "&distributed=yes"},
         {base::with_commas(counts.returned), "returned",
          counts.handed_back > 0 ? base::with_commas(counts.handed_back) + " handed back, not counted here" : "",
          "/audits?programme=" + url_encode(key->programme) + "&from=" + base::iso(key->period) +
              "&to=" + base::iso(key->period) + "&returned=yes"}});
  if (state == CycleState::Planned && month->programme->draw.nominated != domain::Nomination::No) {
    const auto named = reader->nominations().of_month(key->programme, key->period, {true, {}, {}, {}, {}}).size();
    body.add("NOMINATED")
        .set("TEXT", named == 0 ? std::string("No case is named for this month yet.")
                                : base::count_of(static_cast<long long>(named), "case is", "cases are") +
                                      " named for this month; the draw is among them.")
        .set("URL", month_path(*key, "/nominations"));
  }
  if (const auto progress = app::annual_progress(*month->programme, key->period, reader->audits()))
    body.add("TARGET").set("TEXT", fmt::format("{} of the year’s {} audits have been sent since April.",
                                               base::with_commas(progress->n), base::with_commas(progress->of)));

  // Asked for once, and not row by row.
  std::map<domain::PersonId, std::string> names;
  if (!sample.empty())
    for (auto& person : reader->people().all()) names.emplace(person.person_id, std::move(person.name));
  const auto name = [&](const std::optional<domain::PersonId>& id) {
    if (!id) return std::string();
    const auto found = names.find(*id);
    return found == names.end() ? reader->people().name_of(*id) : found->second;
  };
  // A council that names service areas and no localities has nothing to say here before an audit is made.
  const bool by_locality = report::areas_by(app::AreaBy::Locality, *month->framework) == app::AreaBy::Locality;
  const bool with_area = by_locality || !audits_of.empty();
  Table table{"Cases of this month", {{"Child"}, {"Category"}}, {}, true, true};
  if (with_area) table.columns.push_back({by_locality ? "Locality" : "Service area"});
  for (Column column : {Column{"Auditor"}, Column{"Where it stands"}, Column{"Exempt", "", false, true}})
    table.columns.push_back(std::move(column));
  Table exempted{"Exempted cases", {{"Child"}, {"Why"}, {"Agreed by"}, {"Replaced by"}}, {}, true, true};
  for (const auto& sampled : sample) {
    if (sampled.exempt) {
      std::string replacement = "–";
      for (const auto& other : sample)
        if (other.replaces == sampled.child_id) replacement = other.child_id.text();
      Row row;
      row.cells = {Cell{sampled.child_id.text()}, Cell{sampled.exempt_reason},
                   Cell{sampled.exempt_approved_by ? name(sampled.exempt_approved_by) : "–"}, Cell{replacement}};
      exempted.rows.push_back(std::move(row));
      continue;
    }
    Cell child{sampled.child_id.text()};
    if (sampled.family_contact) child.note = "With the family’s view";
    if (sampled.replaces)
      child.note += std::string(child.note.empty() ? "" : ". ") + "Replaces " + sampled.replaces->text();
    const auto& made = audits_of[sampled.child_id];
    const bool returned = std::ranges::any_of(made, [](const auto* audit) { return audit->submitted_at.has_value(); });
    Cell exempt{};
    if (may_run && month->programme->draw.exemptions && !returned) {
      exempt.text = "Exempt";
      exempt.what = sampled.child_id.text();
      exempt.url = month_path(*key, "/exempt/" + url_encode(sampled.child_id.text()));
    }
    const auto add_row = [&](const std::string& auditors, Cell status, const std::string& part) {
      Row row;
      Cell who_has{auditors.empty() ? "–" : auditors};
      who_has.note = part;
      row.cells = {child, Cell{std::string(domain::say(sampled.category))}};
      if (with_area)
        row.cells.push_back(Cell{by_locality ? sampled.locality : made.empty() ? "–" : made.front()->service_area});
      for (auto cell : {who_has, status, exempt}) row.cells.push_back(std::move(cell));
      table.rows.push_back(std::move(row));
      exempt = {};
    };
    for (const auto* audit : made) {
      Cell status{std::string(domain::say(audit->state))};
      // Who grades the case too is not led to another's audit before all are returned.
      if (app::may_view(signed_in.actor, *audit)) status.url = "/audits/" + audit->id.text();
      if (audit->is_being_prepared())
        status.note = "Being prepared by " + name(audit->co_auditor(domain::CoAuditorKind::Preparer)->person);
      const auto* second = audit->co_auditor(domain::CoAuditorKind::Second);
      auto auditors = name(audit->auditor);
      if (second != nullptr) auditors += " and " + name(second->person) + (second->away ? ", who is away" : "");
      add_row(auditors, status, part_title(*month->programme, audit->part));
    }
    const Cell ready{!made.empty() || app::is_placed(*month, sampled, planned) ? "Ready to send" : "No auditor yet"};
    bool any = !made.empty();
    for (const auto& one : planned) {
      if (one.child != sampled.child_id) continue;
      add_row(name(one.auditor) + (one.second ? " and " + name(*one.second) : ""), ready,
              part_title(*month->programme, one.part));
      any = true;
    }
    if (!any) add_row(name(sampled.auditor), ready, "");
  }
  if (!table.rows.empty()) {
    View part = body.add("SAMPLE");
    add_table(part, "TABLE", table);
  }
  if (!exempted.rows.empty()) {
    View part = body.add("EXEMPTED");
    add_table(part, "TABLE", exempted);
  }
  if (month->cycle && state != CycleState::Planned) {
    View part = body.add("DRAWS");
    Table draws{"Draws of this month",
                {{"Draw"}, {"When"}, {"By"}, {"Fingerprint of the register"}, {"Why again"}},
                {},
                true,
                true};
    for (const auto& draw : reader->cycles().draws(month->cycle->id)) {
      Row row;
      row.cells = {Cell{std::to_string(draw.number)}, Cell{base::say(draw.made_at)},
                   Cell{reader->people().name_of(draw.made_by)}, Cell{draw.frame_sha256.substr(0, 16) + "…"},
                   Cell{draw.reason.empty() ? "–" : draw.reason}};
      draws.rows.push_back(std::move(row));
    }
    add_table(part, "TABLE", draws);
    const auto link = [&](std::string_view text, const std::string& url) {
      part.add("LINK").set("TEXT", text).set("URL", url);
    };
    link("Download the certificate (JSON)", month_path(*key, "/certificate.json"));
    link("Download the frozen register (CSV)", month_path(*key, "/frame.csv"));
    if (may_run && counts.sent == 0 && app::may_be_drawn(key->period, today))
      link("Draw again, with a reason", month_path(*key, "/draw"));
    if (may_run) link("Allocation: loads and reasons", month_path(*key, "/allocation"));
    if (month->programme->auditors.linked_by_area) link("Auditors linked to areas", month_path(*key, "/links"));
  }
  return page.respond();
}

Response go_to_month(const Request& request, Services& services) {
  const auto& actor = who(request).actor;
  const auto cycle =
      services.store.read(actor.council)->cycles().find(domain::CycleId{std::string(request.param("id"))});
  if (!cycle) return Response::not_found();
  if (const auto allowed = app::may_view_cycle(actor); !allowed)
    return refused_page(services, request, allowed.error());
  return Response::see_other(month_path({cycle->programme, cycle->period}));
}

Response certificate(const Request& request, Services& services) {
  const auto& signed_in = who(request);
  const auto key = month_key(request);
  if (!key) return Response::not_found();
  if (const auto allowed = app::may_view_cycle(signed_in.actor); !allowed)
    return refused_page(services, request, allowed.error());
  const auto reader = services.store.read(signed_in.actor.council);
  const auto reads = app::month_reads(*reader);
  const auto month = app::find_drawn_month(key->programme, key->period, services.frameworks, reads);
  if (!month) return refused_page(services, request, month.error());
  const auto made = app::full_certificate(*month, reads);
  services.views.saw(signed_in.actor, "certificate", month->cycle->id.text());
  const bool frame = request.path.ends_with("/frame.csv");
  const auto name =
      fmt::format("{}-{}-{}", key->programme, base::iso(key->period), frame ? "frame.csv" : "certificate.json");
  if (frame) return Response::csv(app::frame_text(made.frame_sha256, *reader), name);
  return Response::download(domain::to_json(made), "application/json", name);
}

}  // namespace

void add_cycle_routes(Router& router, Services& services) {
  router.get("/cycles", [&](const Request& request) { return list_cycles(request, services); });
  router.get("/cycles/{id:uuid}", [&](const Request& request) { return go_to_month(request, services); });
  router.get("/cycles/{programme}/{period:period}",
             [&](const Request& request) { return show_month(request, services); });
  const auto files = [&](const Request& request) { return certificate(request, services); };
  router.get("/cycles/{programme}/{period:period}/certificate.json", files);
  router.get("/cycles/{programme}/{period:period}/frame.csv", files);
  add_draw_routes(router, services);
  add_nomination_routes(router, services);
  add_agreement_routes(router, services);
  add_allocation_routes(router, services);
  add_link_routes(router, services);
}

}  // namespace plumbline::web
