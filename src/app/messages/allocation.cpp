#include "app/messages/tables.hpp"

namespace plumbline::app {

std::span<const Message> allocation_messages() {
  static constexpr Message kMessages[]{
      {"allocation.make.nothing", "No case waits for an auditor. Every case of the sample has been sent or exempted."},
      {"allocation.make.no_auditors",
       "Nobody in the register of people has a role that audits here ({roles}). Import people.csv first."},
      {"allocation.move.person_missing", "Choose who audits this case."},
      {"allocation.move.unknown",
       "Nobody in the register of people has the identifier ‘{person}’. Choose an auditor from the list."},
      {"allocation.move.not_sampled", "This case is not in the month’s sample. Choose one that is."},
      {"allocation.move.sent", "{reference} has been sent. Open the audit to give it to another auditor."},
      {"allocation.move.same", "The case is already with this auditor. Choose another one."},
      {"allocation.move.reason_missing", "Enter why the case moves to another auditor. The reason is kept."},
      {"allocation.move.second_missing", "Choose who audits this case together with them."},
      {"allocation.move.second_unknown", "Choose the second auditor from the list."},
      {"allocation.move.twice", "This person audits the case already. Choose somebody else."},
      {"allocation.move.part_unknown", "Choose which of the case’s audits this is."},
      {"allocation.move.other_agency", "{person} is not of {agency}. Choose somebody who is."},
      {"allocation.link.none", "This programme links no auditors to areas. Its framework says whether it does."},
      {"allocation.link.area_unknown", "‘{area}’ is no area of this council. Choose from the list."},
      {"allocation.link.unknown", "Choose somebody for {area} who audits or moderates here and is not away."},
      {"allocation.link.own_area",
       "{person} works in {area}. A link comes from outside the area: choose somebody else."},
      {"allocation.never.no_quota", "{person}’s role takes no audit of this programme. Choose somebody else."},
      {"allocation.never.not_qualified", "{person} is not a qualified social worker. Choose somebody who is."},
      {"allocation.never.not_trained", "{person} is not yet trained in the audit tool. Choose somebody who is."},
      {"allocation.never.away", "{person} is away for most of the time this audit would have. Choose somebody else."},
      {"allocation.never.works_case", "{person} is the child’s worker. Choose somebody else."},
      {"allocation.never.supervises_case", "{person} supervises this case. Choose somebody else."},
      {"allocation.never.worked_case", "{person} worked or supervised this case before. Choose somebody else."},
      {"allocation.never.own_team", "The case is in {person}’s own team. Choose somebody from another team."},
      {"allocation.never.own_locality", "The case is in {person}’s own locality. Choose somebody from another one."},
      {"allocation.never.handed_back", "{person} handed this case back. Choose somebody else."},
  };
  return kMessages;
}

}  // namespace plumbline::app
