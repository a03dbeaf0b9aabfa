// The figures that reports show, worked out once more by R, from the same rows and with formulas written anew in base R:
// agreement of graders, intervals, control charts, movement, what chance gives. Where R is not installed the test says
// so and is skipped. It prints what it compared.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { must, temporaryFolder } from "../support/plumbline.mjs";

const hasR = spawnSync("Rscript", ["--version"]).status === 0;
const GRADES = ["outstanding", "good", "requires-improvement", "inadequate"];
const HEADER = "audit_ref,programme,period,distributed_on,returned_on,child_id,category,overall,moderated,moderated_overall,section:risk";

// Every line is a name and numbers; what is not there is NA.
const SCRIPT = `
say <- function(name, ...) cat(name, format(c(...), digits = 15, trim = TRUE), "\\n")

# Cohen's weighted kappa with the error of Fleiss, Cohen and Everitt; Gwet's AC1 and AC2 with Gwet's.
counts <- matrix(scan("counts.txt", quiet = TRUE), nrow = 4, byrow = TRUE)
q <- nrow(counts); n <- sum(counts); p <- counts / n
i <- row(p); j <- col(p)
for (kind in c("none", "linear", "quadratic")) {
  w <- switch(kind, none = 1 * (i == j), linear = 1 - abs(i - j) / (q - 1), quadratic = 1 - ((i - j) / (q - 1))^2)
  r <- rowSums(p); c <- colSums(p)
  po <- sum(w * p); pe <- sum(w * outer(r, c))
  kappa <- (po - pe) / (1 - pe)
  bar <- outer(as.vector(w %*% c), as.vector(t(w) %*% r), "+")
  kappa.se <- sqrt((sum(p * (w - bar * (1 - kappa))^2) - (kappa - pe * (1 - kappa))^2) / (n * (1 - pe)^2))
  m <- (r + c) / 2
  tw <- sum(w)
  pg <- tw * sum(m * (1 - m)) / (q * (q - 1))
  ac <- (po - pg) / (1 - pg)
  pair <- outer(m, m, function(a, b) 1 - (a + b) / 2)
  ac.var <- (sum(p * (w - 2 * (1 - ac) * tw * pair / (q * (q - 1)))^2) - (po - 2 * (1 - ac) * pg)^2) / (n * (1 - pg)^2)
  say(paste0("agreement-", kind), kappa, kappa.se, ac, sqrt(ac.var))
}

# Wilson's interval as prop.test gives it without continuity correction.
wilson <- function(x, n) as.vector(prop.test(x, n, correct = FALSE)$conf.int)
say("same-grade", wilson(sum(diag(counts)), n))

# A month a line: sent, returned, good or better by the auditor, of so many graded.
months <- read.csv("months.csv")
for (k in seq_len(nrow(months))) say(paste0("rate-", k), wilson(months$returned[k], months$sent[k]))

# p-chart, limits clipped to 0 and 1; XmR chart.
centre <- sum(months$good) / sum(months$graded)
reach <- 3 * sqrt(centre * (1 - centre) / months$graded)
say("p-centre", centre)
say("p-lower", pmax(0, centre - reach))
say("p-upper", pmin(1, centre + reach))
moving <- abs(diff(months$returned))
say("xmr", mean(months$returned), mean(months$returned) - 2.66 * mean(moving), mean(months$returned) + 2.66 * mean(moving))

# Newcombe's hybrid score interval (1998, method 10) for each month's section against the month before; real where 0 is
# outside.
sections <- read.csv("sections.csv")
real <- sapply(seq_len(nrow(sections) - 1), function(k) {
  now <- wilson(sections$good[k + 1], sections$judged[k + 1]); was <- wilson(sections$good[k], sections$judged[k])
  p1 <- sections$good[k + 1] / sections$judged[k + 1]; p2 <- sections$good[k] / sections$judged[k]
  d <- p1 - p2
  low <- d - sqrt((p1 - now[1])^2 + (was[2] - p2)^2)
  high <- d + sqrt((now[2] - p1)^2 + (p2 - was[1])^2)
  as.integer(low > 0 || high < 0)
})
say("real", real)

# What chance alone gives a group of the sample, from its share of the frame.
frame <- read.csv("frame.csv")
for (k in seq_len(nrow(frame)))
  say(paste0("chance-", frame$group[k]), qbinom(c(.025, .975), sum(frame$sample), frame$frame[k] / sum(frame$frame)))
`;

test("the figures of reports are what R computes", { skip: hasR ? false : "Rscript is not installed" }, () => {
  const folder = temporaryFolder("figures");
  const data = join(folder, "data");
  const at = ["--data", data];
  const report = (...words) => JSON.parse(must([...at, "report", ...words]).out);
  must([...at, "council", "add", "figures", "--framework", "bradford"]);

  // A register of two groups, so that the sample has a frame beside it.
  const frame = { female: 240, male: 160 };
  const cases = ["child_id,category,locality,service_area,team,worker_id,supervisor_id,opened_on,closed_on,gender"];
  const children = Object.entries(frame).flatMap(([group, n]) => Array.from({ length: n }, (_, k) => [`${group}-${k}`, group]));
  for (const [child, group] of children) cases.push(`${child},cin,,East,East 1,,,2020-01-06,,${group}`);
  writeFileSync(join(folder, "cases.csv"), cases.join("\n") + "\n");
  must([...at, "import", "cases", join(folder, "cases.csv")]);

  // A tracker of a year before that whose pairs of grades are known, and a year whose months differ.
  const lines = [HEADER];
  const counts = [[9, 6, 4, 1], [4, 25, 1, 5], [4, 2, 21, 9], [1, 3, 2, 15]];
  counts.forEach((row, i) => row.forEach((n, j) => {
    for (let k = 0; k < n; ++k)
      lines.push(`R-${i}${j}${k},monthly,2019-11,2019-11-01,2019-11-20,P${i}${j}${k},cin,${GRADES[i]},yes,${GRADES[j]},good`);
  }));
  const year = [[24, 20, 9], [25, 23, 12], [24, 17, 11], [26, 26, 15], [24, 22, 9], [25, 21, 12], [24, 12, 5], [25, 24, 20], [24, 23, 20],
    [26, 22, 19], [24, 20, 4], [25, 24, 13]];
  const months = ["sent,returned,graded,good"], sections = ["good,judged"];
  const sample = { female: 0, male: 0 };
  let child = 0;
  year.forEach(([sent, returned, good], month) => {
    const period = `${month < 9 ? 2020 : 2021}-${String(((month + 3) % 12) + 1).padStart(2, "0")}`;
    for (let k = 0; k < sent; ++k) {
      // Every third child a boy, each child once.
      const group = (child + k) % 3 === 0 ? "male" : "female";
      const name = `${group}-${sample[group]++}`;
      const back = k < returned;
      lines.push([`Y-${month}-${k}`, "monthly", period, `${period}-01`, back ? `${period}-20` : "", name, "cin",
        back ? (k < good ? "good" : "requires-improvement") : "", back ? "no" : "", "", back ? (k < good + 2 ? "good" : "inadequate") : ""].join(","));
    }
    child += sent;
    months.push([sent, returned, returned, good].join(","));
    sections.push([Math.min(good + 2, returned), returned].join(","));
  });
  writeFileSync(join(folder, "audits.csv"), lines.join("\n") + "\n");
  must([...at, "import", "audits", join(folder, "audits.csv")]);

  writeFileSync(join(folder, "counts.txt"), counts.map((row) => row.join(" ")).join("\n") + "\n");
  writeFileSync(join(folder, "months.csv"), months.join("\n") + "\n");
  writeFileSync(join(folder, "sections.csv"), sections.join("\n") + "\n");
  writeFileSync(join(folder, "frame.csv"), "group,frame,sample\n" + Object.keys(frame).map((g) => `${g},${frame[g]},${sample[g]}`).join("\n") + "\n");
  writeFileSync(join(folder, "figures.R"), SCRIPT);
  const done = spawnSync("Rscript", ["figures.R"], { cwd: folder, encoding: "utf8" });
  assert.equal(done.status, 0, done.stderr);
  const r = Object.fromEntries(done.stdout.trim().split("\n").map((line) => {
    const [name, ...numbers] = line.trim().split(/\s+/);
    return [name, numbers.map(Number)];
  }));
  let compared = 0;
  const near = (ours, theirs, what) => {
    assert.ok(Number.isFinite(theirs), `R gave nothing for ${what}`);
    assert.ok(Math.abs(ours - theirs) < 1e-9, `${what}: ${ours} here, ${theirs} in R`);
    ++compared;
  };

  for (const kind of ["none", "linear", "quadratic"]) {
    const told = report("agreement", "--from", "2019-11", "--weights", kind);
    assert.deepEqual(told.matrix.counts, counts);
    const [kappa, kappaError, ac, acError] = r[`agreement-${kind}`];
    near(told.kappa.value, kappa, `kappa, ${kind}`);
    near(told.kappa.se, kappaError, `error of kappa, ${kind}`);
    near(told.ac.value, ac, `AC, ${kind}`);
    near(told.ac.se, acError, `error of AC, ${kind}`);
    near(told.agreement.low, r["same-grade"][0], "same grade, low");
    near(told.agreement.high, r["same-grade"][1], "same grade, high");
  }
  const highlight = report("highlight", "--from", "2020-04", "--to", "2021-03");
  assert.equal(highlight.returns.length, 12);
  highlight.returns.forEach((month, k) => {
    near(month.rate.low, r[`rate-${k + 1}`][0], `rate of ${month.period}, low`);
    near(month.rate.high, r[`rate-${k + 1}`][1], `rate of ${month.period}, high`);
  });
  assert.equal(highlight.trend.months.length, 12);
  near(highlight.trend.centre, r["p-centre"][0], "centre of the p-chart");
  highlight.trend.months.forEach((month, k) => {
    near(month.lower, r["p-lower"][k], `lower limit of ${month.period}`);
    near(month.upper, r["p-upper"][k], `upper limit of ${month.period}`);
    const share = month.good_or_better.n / month.good_or_better.of;
    assert.equal(month.outside, share < r["p-lower"][k] || share > r["p-upper"][k], month.period);
  });
  const risk = highlight.sections.find((section) => section.section === "risk").periods;
  assert.equal(risk.length, 12);
  risk.slice(1).forEach((month, k) => {
    assert.equal(month.movement.real, r.real[k] === 1, `movement of ${month.period}`);
    ++compared;
  });
  assert.ok(r.real.includes(1) && r.real.includes(0), "some movement is real and some is not");
  const chart = report("cumulative", "--from", "2021-03", "--to", "2021-03").returned_by_month;
  near(chart.centre, r.xmr[0], "mean of the XmR chart");
  near(chart.lower, r.xmr[1], "lower limit of the XmR chart");
  near(chart.upper, r.xmr[2], "upper limit of the XmR chart");
  const gender = report("fairness", "--from", "2020-04", "--to", "2021-03").dimensions.find((one) => one.dimension === "gender");
  assert.deepEqual(gender.groups.map((group) => group.group.toLowerCase()).sort(), Object.keys(frame).sort());
  for (const group of gender.groups) {
    const [least, most] = r[`chance-${group.group.toLowerCase()}`];
    near(group.chance.least, least, `least ${group.group} by chance`);
    near(group.chance.most, most, `most ${group.group} by chance`);
  }
  console.log(`compared with R: ${compared} figures (weighted kappa and AC1/AC2 with their errors, Wilson intervals, p-chart and XmR limits, `
    + "Newcombe's verdict on movement, exact binomial limits)");
});
