#include "app/messages/tables.hpp"

namespace plumbline::app {

std::span<const Message> document_messages() {
  static constexpr Message kMessages[]{
      {"document.make.missing",
       "The program that makes {what} is not on the server. Ask your administrator to install the package {package}."},
      {"document.make.too_slow",
       "Making {what} took longer than {seconds} seconds and was stopped. Ask for a shorter period, or try again "
       "later."},
      {"document.make.too_much_memory",
       "Making {what} needed more memory than the server gives it. Ask for a shorter period."},
      {"document.make.stopped", "Making {what} was stopped before it was finished. Try again in a minute."},
      {"document.make.no_file",
       "The program that makes {what} finished without writing a file. Ask your administrator to check it."},
      {"document.make.failed",
       "The program that makes {what} could not finish. Try again; if it happens again, tell your administrator."},
      {"document.make.folder",
       "There is no room on the server for making {what}. Tell your administrator that its temporary folder is full or "
       "closed."},
      {"document.make.template",
       "The Word template ‘{file}’ cannot be used: {why}. Put a working one there, or start without it."},
      {"document.order.too_many",
       "Many files are being made at this moment. Wait a minute, then ask again; CSV and JSON come at once."},
      {"document.find.gone", "This file is no longer kept. Make it again from its page."},
  };
  return kMessages;
}

}  // namespace plumbline::app
