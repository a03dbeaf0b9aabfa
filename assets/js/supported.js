// Runs before the first paint, from a file because the content security policy allows no inline script: marks the page as
// scripted, so that nothing moves when the rest arrives.
document.body.className += " js-enabled" + ("noModule" in HTMLScriptElement.prototype ? " govuk-frontend-supported" : "");
