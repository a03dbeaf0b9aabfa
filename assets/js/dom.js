// Makes an element from plain values. Text is only ever set as text, never as markup.
export function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

// The anti-forgery token of the page's forms.
export function csrfToken() {
  const field = document.querySelector('input[name="csrf_token"]');
  return field ? field.value : "";
}

// Sends a form's fields, or plain values, and asks for JSON. Answers {status, body}; status 0 when nothing answered.
export async function post(url, values, options = {}) {
  const body = values instanceof URLSearchParams ? values : new URLSearchParams(values);
  try {
    const response = await fetch(url, {
      method: "POST",
      credentials: "same-origin",
      redirect: "error",
      headers: { Accept: "application/json", "X-Requested-With": "fetch" },
      body,
      ...options
    });
    // The server has seen the session: assets/js/session.js counts from here.
    if (response.ok) document.dispatchEvent(new CustomEvent("plumbline:answered"));
    let answer = {};
    if ((response.headers.get("Content-Type") || "").includes("json")) answer = await response.json();
    return { status: response.status, body: answer };
  } catch {
    return { status: 0, body: {} };
  }
}
