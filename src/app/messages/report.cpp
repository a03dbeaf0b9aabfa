#include "app/messages/tables.hpp"

namespace plumbline::app {

std::span<const Message> report_messages() {
  static constexpr Message kMessages[]{
      {"report.make.programme_unknown",
       "There is no programme ‘{programme}’ in this council's framework. Choose one of: {programmes}."},
      {"report.make.period_order", "Enter a last month that is not before the first month."},
      {"report.make.too_long", "Ask for at most {most} months at a time."},
      {"report.make.period", "‘{value}’ is not a month. Write it like 2026-11."},
      {"report.make.format", "This report comes as {formats}. ‘{format}’ is none of them."},
      {"report.make.name", "There is no report ‘{report}’. These can be made: {reports}."},
      {"report.make.weights", "‘{value}’ is not a way to weigh. Use none, linear or quadratic."},
      {"report.make.person_missing",
       "Say whose report it is: your sign-in is not linked with a person of the register."},
      {"report.make.too_many", "These months hold more than {most} audits. Ask for fewer months, or one locality."},
      {"report.make.quarter",
       "Reports for partner agencies come for a whole quarter: from January, April, July or October, three months."},
      {"report.make.quarter_running", "That quarter has not ended. The last one that has is {quarter}."},
      {"report.make.partner_filter",
       "Reports for partner agencies are of the whole council and every cohort: a part alone could tell small numbers. "
       "Leave this filter out."},
      {"report.make.output", "‘{file}’ cannot be written. Check the folder and try again."},
  };
  return kMessages;
}

}  // namespace plumbline::app
