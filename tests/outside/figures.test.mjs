// The figures that reports show, worked out once more by R in base R, from the same pairs of grades. Where R is not
// installed the test says so and is skipped.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { must, temporaryFolder } from "../support/plumbline.mjs";

const hasR = spawnSync("Rscript", ["--version"]).status === 0;
const GRADES = ["outstanding", "good", "requires-improvement", "inadequate"];

// Cohen's weighted kappa with the error of Fleiss, Cohen and Everitt; Gwet's coefficient with its own.
const SCRIPT = `
counts <- matrix(scan("counts.txt", quiet = TRUE), nrow = 4, byrow = TRUE)
q <- 4; n <- sum(counts); p <- counts / n
i <- row(p); j <- col(p)
for (kind in c("none", "linear", "quadratic")) {
  w <- switch(kind, none = 1 * (i == j), linear = 1 - abs(i - j) / (q - 1), quadratic = 1 - ((i - j) / (q - 1))^2)
  r <- rowSums(p); c <- colSums(p)
  po <- sum(w * p); pe <- sum(w * outer(r, c))
  kappa <- (po - pe) / (1 - pe)
  wr <- as.vector(w %*% c); wc <- as.vector(t(w) %*% r)
  bar <- outer(wr, wc, "+")
  se <- sqrt((sum(p * (w - bar * (1 - kappa))^2) - (kappa - pe * (1 - kappa))^2) / (n * (1 - pe)^2))
  m <- (r + c) / 2
  pg <- sum(w) * sum(m * (1 - m)) / (q * (q - 1))
  ac <- (po - pg) / (1 - pg)
  cat(kind, format(c(kappa, se, ac), digits = 15), "\\n")
}
z <- qnorm(.975)
for (x in list(c(18, 20), c(19, 38), c(29, 49), c(0, 7), c(7, 7))) {
  p <- x[1] / x[2]; m <- x[2]
  centre <- (p + z^2 / (2 * m)) / (1 + z^2 / m)
  half <- z * sqrt(p * (1 - p) / m + z^2 / (4 * m^2)) / (1 + z^2 / m)
  cat("wilson", x, format(c(centre - half, centre + half), digits = 15), "\\n")
}
`;

test("agreement and intervals are what R computes", { skip: hasR ? false : "Rscript is not installed" }, () => {
  const folder = temporaryFolder("figures");
  const data = join(folder, "data");
  must(["--data", data, "council", "add", "figures", "--framework", "bradford"]);
  const counts = [[9, 6, 4, 1], [4, 25, 1, 5], [4, 2, 21, 9], [1, 3, 2, 15]];
  const lines = ["audit_ref,programme,period,distributed_on,returned_on,child_id,category,overall,moderated,moderated_overall"];
  counts.forEach((row, i) => row.forEach((n, j) => {
    for (let k = 0; k < n; ++k)
      lines.push(`R-${i}${j}${k},monthly,2021-11,2021-11-01,2021-11-20,C${i}${j}${k},cin,${GRADES[i]},yes,${GRADES[j]}`);
  }));
  const file = join(folder, "audits.csv");
  writeFileSync(file, lines.join("\n") + "\n");
  must(["--data", data, "import", "audits", file]);
  writeFileSync(join(folder, "counts.txt"), counts.map((row) => row.join(" ")).join("\n"));
  writeFileSync(join(folder, "figures.R"), SCRIPT);
  const done = spawnSync("Rscript", ["figures.R"], { cwd: folder, encoding: "utf8" });
  assert.equal(done.status, 0, done.stderr);
  const near = (a, b, what) => assert.ok(Math.abs(a - b) < 1e-9, `${what}: ${a} and ${b}`);
  for (const line of done.stdout.trim().split("\n")) {
    const [kind, ...numbers] = line.trim().split(/\s+/);
    const [first, second, third, fourth] = numbers.map(Number);
    if (kind === "wilson") continue;
    const told = JSON.parse(must(["--data", data, "report", "agreement", "--from", "2021-11", "--weights", kind]).out);
    assert.deepEqual(told.matrix.counts, counts);
    near(told.kappa.value, first, `${kind} kappa`);
    near(told.kappa.se, second, `${kind} error of kappa`);
    near(told.ac.value, third, `${kind} AC`);
    assert.equal(fourth, undefined);
    // The share of the same grade carries Wilson's interval; R's line for it is checked by its own formula below.
    const p = told.agreement.n / told.agreement.of, n = told.agreement.of, z = 1.959963984540054;
    const centre = (p + z * z / (2 * n)) / (1 + z * z / n);
    const half = z * Math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n);
    near(told.agreement.low, centre - half, "Wilson's lower end");
    near(told.agreement.high, centre + half, "Wilson's upper end");
  }
});
