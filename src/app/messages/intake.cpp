#include "app/messages/tables.hpp"

namespace plumbline::app {

// Files that people bring: whole files first, then rows and cells.
std::span<const Message> intake_messages() {
  static constexpr Message kMessages[]{
      {"file.open.missing", "We cannot open {file}. Check the name and that you may read it."},
      {"file.open.empty", "The file is empty. Export it again and upload the new file."},
      {"file.open.old_excel",
       "This is an old Excel workbook (.xls) or one with a password. Open it in Excel, remove the password if it has "
       "one, and save it as "
       ".xlsx. Then upload that file."},
      {"file.open.ods", "This is an OpenDocument spreadsheet (.ods). Save it as .xlsx and upload that file."},
      {"file.open.xlsb", "This is a binary Excel workbook (.xlsb). Save it as .xlsx and upload that file."},
      {"file.open.unknown",
       "This is not a file we can read. Upload a CSV, an Excel workbook (.xlsx) or a children in need census (.xml)."},
      {"file.open.pdf", "This is a PDF. Export the data as CSV or .xlsx and upload that file."},
      {"file.open.web_page", "This is a web page, not data. Export the data as CSV or .xlsx and upload that file."},
      {"file.open.utf16", "This text file is UTF-16. In Excel, save it as ‘CSV UTF-8’ and upload it once more."},
      {"file.open.separator",
       "The columns are not separated by commas. Save the file as ‘CSV UTF-8 (comma delimited)’ and upload it once "
       "more."},
      {"file.open.too_big", "The file is larger than {most} MB. Check that it is the right file, or split it."},
      {"file.open.wrong_kind",
       "This is a file of {found}, not of {wanted}. Choose the right file, or say that you are importing {found}."},
      {"xml.read.malformed", "Line {line} is not correct XML ({what}). Export the file again, or mend that line."},
      {"xml.read.doctype",
       "Line {line} declares a document type, which may hide harmful content, so we do not read it. Remove the "
       "declaration "
       "or export the file again."},
      {"xml.read.deep",
       "Line {line} has more elements inside each other than any census or workbook. Check that you chose the right "
       "file."},
      {"xml.read.too_long", "A tag near line {line} never ends. Export the file again."},
      {"xlsx.read.damaged_zip",
       "The workbook is damaged or incomplete. Open it in Excel, save it again and upload the new file."},
      {"xlsx.read.damaged",
       "The part {part} of the workbook is damaged. Open the workbook in Excel, save it again and upload the new "
       "file."},
      {"xlsx.read.damaged_text",
       "Row {line} of {sheet} holds damaged text in column {column}. Type that cell again and upload the new file."},
      {"xlsx.read.part_missing",
       "The workbook lacks its part {part}. Open it in Excel, save it as .xlsx and upload the new file."},
      {"xlsx.read.too_big",
       "The part {part} unpacks to far more than a register can hold, so we stopped reading. Copy the rows you need "
       "into a "
       "new workbook."},
      {"xlsx.read.rows", "{sheet} has more rows than Excel allows. Export the file again."},
      {"xlsx.read.cells", "{sheet} has more than 20 million cells. Copy the columns you need into a new workbook."},
      {"xlsx.read.cell_long", "The cell {column}{line} of {sheet} holds more text than Excel allows. Shorten it."},
      {"xlsx.read.far_column",
       "{sheet} has a filled cell far to the right, in column {column} of row {line}. Clear it and upload the file "
       "again."},
      {"xlsx.read.string_missing",
       "The cell {column}{line} of {sheet} refers to text that is not in the workbook. Open it in Excel, save it again "
       "and "
       "upload the new file."},
      {"xlsx.read.no_sheets", "The workbook has no sheets. Check that you chose the right file."},
      {"mapping.read.empty", "The mapping names no columns. Write one line for each: the file’s column, then ours."},
      {"mapping.read.columns",
       "The mapping must be YAML lines ‘their column: our_column’, or a CSV with the columns theirs and ours."},
      {"mapping.read.line", "Line {line} of the mapping cannot be read. Write ‘their column: our_column’."},
      {"mapping.read.too_big", "The mapping is too large. It needs one line for each column."},
      {"column.match.twice", "Both ‘{first}’ and ‘{second}’ would be {column}. Remove one, or rename it."},
      {"column.match.unknown", "The mapping names {column}, which is none of our columns. Check its spelling."},
      {"table.read.columns_missing",
       "The file lacks these columns: {columns}. It has: {found}. Add them, or say which of the file’s columns they "
       "are."},
      {"table.read.no_header", "The file has no row of column names. Put them in the first row."},
      {"row.read.day", "‘{value}’ is not a day we can read. Write it as 2026-12-01 or 01/12/2026."},
      {"row.read.long", "This is too long for {column}. Check that the columns have not slipped."},
      {"row.read.digits_lost",
       "‘{value}’ is a number that lost its last digits in a spreadsheet. Format the column as text and export it "
       "again."},
      {"row.read.yes_or_no", "‘{value}’ is neither yes nor no. Write yes or no."},
      {"row.read.twice", "{subject} is already on line {first}, with other details. Keep the line that is right."},
      {"row.read.repeated", "{subject} is already on line {first}, with the same details. It is counted once."},
      {"case.read.no_child", "There is no identifier of the child. Enter it, or delete the row."},
      {"case.read.category",
       "‘{value}’ is not a category. Use referral, assessment, no-plan, cin, cp, cla, care-leaver, early-help, mash, "
       "fostering, adoption, "
       "youth-justice or childrens-centre."},
      {"case.read.closed_before_opened", "The case closes on {value}, before it opens. Correct one of the two days."},
      {"case.read.birth_year", "‘{value}’ is not a year of birth. Write it as 2014."},
      {"case.import.team_unknown",
       "The team ‘{value}’ is not in the team list, so its locality and manager are not known. Add it to the team list "
       "and "
       "import the cases again."},
      {"case.import.no_team",
       "Cases without a team have no locality. They are in the register and listed under cases without a team."},
      {"case.import.worker_several",
       "Several people are called ‘{value}’, so the worker was left as written. Enter the person’s identifier in the "
       "list."},
      {"audit.read.no_reference", "There is no reference of the audit. Enter it, or delete the row."},
      {"audit.read.no_programme", "There is no programme. Enter the key of one."},
      {"audit.read.period", "‘{value}’ is not a month. Write it like 2021-11."},
      {"audit.read.returned_before_sent", "It came back on {value}, before it was sent. Correct one of the two days."},
      {"audit.read.exempt_returned",
       "The row has a reason for exemption and a day of return. An exempted case was never audited: clear one of "
       "them."},
      {"audit.read.reason_not",
       "‘{value}’ is not a reason we know. Use left-organisation, no-response, auditor-unavailable, "
       "worker-unavailable or not-recorded."},
      {"audit.read.grade",
       "‘{value}’ is not a grade. Use outstanding, good, requires-improvement, inadequate, inadequate-critical or na, "
       "or leave it blank."},
      {"audit.import.programme_unknown",
       "There is no programme ‘{value}’ in this council’s framework. Use one of: {programmes}."},
      {"audit.import.no_category", "There is no category of the case. Enter it: it decides which tool was used."},
      {"audit.import.no_day_sent", "There is no day on which it was sent. It counts as sent on {value}."},
      {"audit.import.graded_not_returned",
       "It has grades but no day of return, so it counts as not returned and without grades. Enter the day."},
      {"audit.import.moderated_no_grade",
       "It was moderated and no grade of the moderator is given, so the auditor’s grade counts as confirmed."},
      {"audit.import.moderated_nothing", "It was moderated, but no grade is given before or after. It has none."},
      {"audit.import.grade_not_moderated",
       "It says that it was not moderated, but the grade after moderation is ‘{value}’. Correct one of them."},
      {"audit.import.took_part_and_reason",
       "The worker took part, and still there is the reason ‘{value}’ why not. The reason was left out."},
      {"audit.import.section_unknown",
       "No tool has a section ‘{value}’, so this column was left out. Sections are: {sections}."},
      {"audit.import.section_of_another",
       "{tool} has no such section, so this judgement was left out. Move it to the right column."},
      {"audit.import.own_reference",
       "{subject} is an audit made here, not in an old tracker. Give the row another reference, or delete it."},
      {"import.rows.left_out",
       "Nothing was imported, because of {rows} in the file. Mend the file, or import again with --take-good-rows."},
      {"command.import.as_of", "‘{value}’ is not a day. Write --as-of 2026-12-01."},
      {"upload.keep.empty", "Choose a file that has something in it."},
      {"upload.keep.missing", "Choose a file to upload."},
      {"upload.find.gone",
       "This file is no longer here: it was imported, discarded, or is older than a day. Upload it again."},
      {"upload.as_of.missing", "Enter the day the file speaks of."},
      {"upload.kind.missing", "Choose what the file holds."},
      {"upload.columns.missing", "Choose the file’s column for {column}."},
      {"upload.columns.twice", "{theirs} is chosen for two columns. Choose it once."},
      {"import.rows.choose",
       "{rows} cannot be taken. Tick the box to import the others, or mend the file and upload it again."},
      {"import.file.empty", "The file has no rows to import. Check that you chose the right file."},
      {"person.import.self",
       "You are not in this file yourself, so you could not sign in after this import. Add your row to the file, or "
       "ask somebody else to import it."},
      {"person.read.no_id", "There is no identifier of the person. Enter it, or delete the row."},
      {"person.read.no_name", "There is no name. Enter it."},
      {"person.read.email", "‘{value}’ is not an email address. Write it as name@council.gov.uk, or leave it blank."},
      {"person.read.role",
       "‘{value}’ is not a role. Use one of those in the guide, such as team-manager or social-worker."},
      {"person.read.away_from", "There is a last day away but no first one. Enter away_from."},
      {"person.read.away_order", "The last day away is before the first. Correct one of them."},
      {"person.read.own_manager", "The person is their own manager. Enter another person, or leave it blank."},
      {"team.read.no_name", "There is no name of the team. Enter it, or delete the row."},
      {"annexa.read.no_list",
       "There is none of the Annex A lists 6 to 9 in it. Check that sheets are named ‘List 6’ to ‘List 9’."},
      {"annexa.read.no_list_in_folder",
       "None of the CSV files in this folder is one of the Annex A lists 6 to 9. Check that each begins with the "
       "column names of its list, as in Ofsted’s template."},
      {"annexa.read.other_list",
       "This is list {list} of Annex A. The register comes from lists 6 (in need), 7 (protection), 8 (in care) and 9 "
       "(care leavers)."},
      {"annexa.read.columns_missing", "{sheet} lacks these columns: {columns}. Use the names of Ofsted’s template."},
      {"annexa.read.empty_list", "{sheet} has no rows, so cases already held from it stay as they are."},
      {"annexa.read.one_list",
       "{sheet} alone closes a child who left it, even where another list still names them. Import lists 7, 8 and 9 "
       "first and "
       "list 6 last, or all together: a workbook, or a folder with one CSV for each."},
      {"annexa.read.list_twice", "{file} is a second list {list} in this folder. Keep one of them."},
      {"annexa.read.missing_list", "The workbook has no {sheet}, so cases already held from it stay as they are."},
      {"annexa.read.birth_dates",
       "{subject} is listed with two dates of birth, so these may be two children. Correct the date or the "
       "identifier."},
      {"annexa.read.status",
       "‘{value}’ is not a case status we know. Use: looked after child, child protection plan, child in need plan, "
       "open "
       "assessment or closed episode."},
      {"annexa.read.status_list",
       "The status says ‘{value}’, but the child has no open row in {list}. Correct the status or the list."},
      {"annexa.read.closed_status",
       "The status says ‘{value}’, but the row has a closure date. Correct the one that is wrong."},
      {"annexa.read.closed_no_date",
       "The episode is closed without a closure date. If the register holds the case, it closes on the day of this "
       "import."},
      {"annexa.read.two_teams",
       "{subject} has two open rows in {sheet} with different teams or workers. Keep the row that is right."},
      {"annexa.read.two_starts",
       "{subject} has two open rows in {sheet} with different start dates. The start was left blank."},
      {"annexa.read.before_birth",
       "It starts on {value}, long before the child’s birth. The start and the year of birth were left blank."},
      {"annexa.read.ends_before_start", "It ends on {value}, before it starts. Correct one of the two dates."},
      {"annexa.read.no_start", "There is no start date. The case was taken without one."},
      {"annexa.read.birth_date", "‘{value}’ is not a date of birth we can read. The year of birth was left blank."},
      {"census.read.no_children",
       "The file has no <Children>, so it is not a children in need census. Check that you chose the right file."},
      {"census.read.collection",
       "This is the {value} collection, not the children in need census. Choose the CIN file."},
      {"census.read.reference_date",
       "The reference date is {value}, but a census is as of 31 March. Check that it is the right file."},
      {"census.read.no_reference_date",
       "The file has no reference date. Cases were read as of the day of this import."},
      {"census.read.after_reference",
       "The episode begins on {value}, after the census’s reference date. Check the date."},
      {"census.read.year",
       "The census is of {value}, but its reference date is in another year. Check that it is the right file."},
      {"census.read.no_child", "A child has no LAchildID. Enter it and export the census again."},
      {"census.read.no_episode", "{subject} has no episode (CINdetails), so there is no case to take."},
      {"census.read.no_referral_date",
       "{subject} has an episode without a referral date. The case was taken without one."},
      {"census.read.two_open", "{subject} has two open episodes. The opening day was left blank."},
      {"census.read.ends_before_start",
       "{column} is {value}, before the episode’s start. Correct one of the two dates."},
      {"census.read.long", "{subject} has more episodes than any census holds. Check that you chose the right file."},
      {"census.read.cannot_see",
       "A census does not say who is looked after or a care leaver, nor team and worker. What the register holds of "
       "these stays."},
  };
  return kMessages;
}

}  // namespace plumbline::app
