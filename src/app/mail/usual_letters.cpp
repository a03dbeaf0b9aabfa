#include "app/mail/usual_letters.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "domain/framework/programme_days.hpp"

namespace plumbline::app {
namespace {

struct Usual {
  std::string_view key;
  std::string_view title;
  std::string_view to;
  std::string_view subject;
  std::string_view body;
};

constexpr std::array kUsual{
    Usual{
        "audit-sent", "An audit goes to its auditor", "the auditor", "Audit {reference} is ready for you",
        "{reference} has been given to you for {period}.\n\nPlease return it by {due}. Read the file first, then meet "
        "the worker.\n\nSign in to Plumbline and open it from your home page. If you know the child or family, hand it "
        "back there."},
    Usual{
        "reminder-before", "Before the return day", "whom the framework’s reminders name",
        "Audit {reference} is due back on {due}",
        "Please return it from your home page. If you cannot finish it, say so to the QA administrator, so that it can "
        "go to somebody else."},
    Usual{"reminder-after", "After the return day", "whom the framework’s reminders name",
          "Audit {reference} was due back on {due}",
          "It has not been returned by its auditor. Please find out what stands in the way, or return it if it is "
          "yours."},
    Usual{"perspective-asked", "The worker’s own view is asked for", "the case worker",
          "Your view on audit {reference} is asked for",
          "One of your cases is being audited for {programme}. Tell the auditors how you see it before they judge."},
    Usual{"conversation-booked", "A conversation is booked", "those who take part, with an invitation",
          "Conversation about audit {reference}",
          "A conversation about this audit is booked. The invitation with this letter has the time; ask for another if "
          "it "
          "does not suit."},
    Usual{
        "audit-returned", "The moderator asks for more", "the auditor", "Audit {reference} was sent back to you",
        "The moderator asks for more before it is final. Read the reason, change what is needed and return it again."},
    Usual{
        "audit-finished", "An audit is final", "the case worker and the supervising manager",
        "Audit {reference} is finished",
        "The audit of your work is finished. You can read what was found, what went well and what is to be done next."},
    Usual{"action-given", "Actions are given", "the actions’ owners", "You have actions from audit {reference}",
          "Audit {reference} is finished and there are actions for you, each with the day it is due."},
    Usual{"action-overdue", "An action is overdue", "its owner", "An action from audit {reference} was due on {due}",
          "Say when it is done and where that can be seen, or ask for another day and say why."},
    Usual{"re-audit-planned", "A second audit is planned", "the new auditor and the case’s manager",
          "A second audit after {reference} is planned",
          "What audit {reference} found calls for a second look. It is planned for {period}."},
    Usual{"notice", "Notice to case holders", "the case worker", "Your case is part of {programme} in {period}",
          "One of your cases will be looked at for {programme} in {period}. Make sure that the file is up to date and "
          "that you can be reached; nothing else is needed now."},
    Usual{"meeting-called", "A meeting is called", "those who attend", "{programme}: meeting on {due}",
          "The meeting for {period} is on {due}. The agenda is in Plumbline."},
};

const Usual& find_usual(std::string_view key) {
  const auto found = std::ranges::find(kUsual, key, &Usual::key);
  if (found == kUsual.end()) throw std::out_of_range("no letter " + std::string(key));
  return *found;
}

}  // namespace

LetterWords usual_letter(std::string_view key) {
  const auto& usual = find_usual(key);
  return {std::string(usual.subject), std::string(usual.body)};
}

std::vector<LetterPreview> preview_letters(const domain::Framework& framework, base::Day today) {
  std::vector<LetterPreview> previews;
  if (framework.programmes.empty()) return previews;
  const auto& programme = framework.programmes.front();
  domain::Audit audit;
  audit.period = base::period_of(today);
  audit.reference = framework.council.reference + "-" + base::iso(audit.period) + "-001";
  audit.due_on = domain::cycle_dates(programme, audit.period).return_by;
  domain::Person person;
  person.name = "Sam Example";
  for (const auto& usual : kUsual)
    previews.push_back({std::string(usual.key), std::string(usual.title), std::string(usual.to),
                        framework.find_letter(usual.key) != nullptr,
                        letter_words(framework, programme, audit, person, usual.key, usual_letter(usual.key))});
  return previews;
}

}  // namespace plumbline::app
