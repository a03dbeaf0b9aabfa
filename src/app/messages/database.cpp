#include "app/messages/tables.hpp"

namespace plumbline::app {

std::span<const Message> database_messages() {
  static constexpr Message kMessages[]{
      {"database.open.in_use",
       "Another plumbline (process {process}) is writing to the data folder {path}. Stop it first, or use its web "
       "pages; "
       "commands that only read work meanwhile."},
      {"database.open.missing",
       "There is no database in {path} yet. Name another folder with --data, or make one: plumbline council add, or "
       "plumbline demo."},
      {"database.open.older",
       "This database was last used by an older plumbline. Start plumbline serve once to bring it up to date, then try "
       "again."},
      {"database.open.newer",
       "This database was used by a newer plumbline (step {migration}). Install that version or a later one."},
      {"database.open.changed",
       "Step {migration} of this database's tables is not the one this plumbline knows. Use the version that made it, "
       "or "
       "start with an empty data folder."},
      {"database.open.not_a_database",
       "{path} is damaged or is no database of plumbline. Keep a copy of it, then restore the last backup with "
       "plumbline "
       "restore."},
      {"database.open.not_allowed",
       "The data folder {path} cannot be written to. Check its owner and permissions, or name another with --data."},
      {"database.open.unreachable",
       "The database server does not answer. Check that it runs and that the address, user and password given with "
       "--database are right."},
      {"database.backup.exists", "There is a file at {path} already. Name another, so that no backup is lost."},
      {"database.backup.server", "This council's data is on a database server. Back it up there, with pg_dump."},
      {"database.restore.missing", "There is no such backup file. Check its name."},
      {"database.restore.not_empty",
       "There is a database in {path} already. Name an empty folder with --data, so that nothing is overwritten."},
      {"database.restore.not_a_backup", "That file is no backup of plumbline, or is damaged. Try an earlier one."},
      {"database.restore.server", "Restore a database server with its own tools: pg_restore."},
      {"user.save.email_taken", "Somebody with this email address has an account already. Use another address."},
      {"cycle.save.already_there", "This programme has a cycle for that month already. Open that one."},
  };
  return kMessages;
}

}  // namespace plumbline::app
