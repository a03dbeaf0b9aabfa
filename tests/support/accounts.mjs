// The sign-ins that `plumbline demo` prints: one line a person, "role  email  password" with spaces between.
export function demoAccounts(printed) {
  const accounts = {};
  for (const line of printed.split("\n")) {
    const found = /^\s*([a-z][a-z -]*?)\s{2,}(\S+@\S+)\s+(\S+)/i.exec(line);
    if (found) accounts[found[1].toLowerCase()] = { email: found[2], password: found[3] };
  }
  if (Object.keys(accounts).length === 0) throw new Error(`the demo printed no sign-ins:\n${printed}`);
  return accounts;
}
