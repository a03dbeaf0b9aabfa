// The sign-ins that `plumbline demo` prints, by the part of the address before the @: accounts["qa.lead"].
export function demoAccounts(printed) {
  const password = /password\s+(\S+)/.exec(printed)?.[1];
  const accounts = {};
  for (const [, email, name] of printed.matchAll(/^\s+(([a-z.]+)@\S+)\s{2,}\S/gm)) accounts[name] = { email, password };
  if (!password || Object.keys(accounts).length === 0) throw new Error(`the demo printed no sign-ins:\n${printed}`);
  return accounts;
}
