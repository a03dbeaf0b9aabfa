// Everything here is a comfort: each page does its whole job without it.
import {
  Button, CharacterCount, Checkboxes, ErrorSummary, NotificationBanner, PasswordInput, Radios, ServiceNavigation, SkipLink,
  createAll
} from "govuk-frontend";
import { startAutosave } from "./autosave.js";
import { startFilters } from "./filters.js";
import { startForms } from "./forms.js";
import { startSession } from "./session.js";
import { startWritingHelp } from "./writing_help.js";

for (const component of [Button, CharacterCount, Checkboxes, ErrorSummary, NotificationBanner, PasswordInput, Radios,
                         ServiceNavigation, SkipLink]) {
  createAll(component);
}
startForms();
startFilters();
startAutosave();
startWritingHelp();
startSession();
