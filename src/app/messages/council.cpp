#include "app/messages/tables.hpp"

namespace plumbline::app {

std::span<const Message> council_messages() {
  static constexpr Message kMessages[]{
      {"command.council.none",
       "There is no council here yet. Add one with ‘plumbline council add KEY --framework NAME’, or fill "
       "an empty folder with ‘plumbline demo’."},
      {"command.council.which", "This database holds several councils. Say which with --council: {councils}."},
      {"command.council.unknown", "There is no council ‘{council}’ here. ‘plumbline council list’ shows them."},
      {"command.listen.address", "‘{listen}’ is not an address to listen on. Write it like 127.0.0.1:8080."},
      {"council.add.key", "‘{key}’ cannot be a council's key. Use 2 to 40 small letters, digits and hyphens."},
      {"council.add.exists",
       "Version {version} of the framework ‘{framework}’ is here already. Raise ‘version:’ in the file to add "
       "the changed text."},
      {"framework.load.problems",
       "The framework has {problems} to mend, first: {first}. ‘plumbline framework check FILE’ lists all."},
      {"framework.find.unknown",
       "This council's framework is not in the database. Add it with ‘plumbline council add’."},
      {"framework.file.missing",
       "There is no framework ‘{framework}’: it is neither a file nor one that ships. These ship: {shipped}."},
  };
  return kMessages;
}

}  // namespace plumbline::app
