// Draws the paper of a kiosk's manifest, one voter at a time, and reads what was marked. Holds no sentence itself.

import { money } from "./words.mjs";

const NUMBERED = new Set(["points", "scores", "ranking"]);

// The same for everyone who votes and for nobody twice: shuffled for each voter (Fisher and Yates, without bias).
export function shuffled(list) {
  const made = [...list];
  for (let last = made.length - 1; last > 0; last -= 1) {
    const other = below(last + 1);
    [made[last], made[other]] = [made[other], made[last]];
  }
  return made;
}

function below(limit) {
  const most = Math.floor(2 ** 32 / limit) * limit;
  for (;;) {
    const [drawn] = crypto.getRandomValues(new Uint32Array(1));
    if (drawn < most) return drawn % limit;
  }
}

export const areasOf = (contests) => [...new Set(contests.map((one) => one.area).filter(Boolean))];

export const papersOf = (contests, area) => contests.filter((one) => !one.area || one.area === area);

function part(root, name) {
  return root.querySelector(`[data-part="${name}"]`);
}

export function draw(contests, templates) {
  return contests.map((contest) => {
    const whole = templates.contest.content.firstElementChild.cloneNode(true);
    whole.dataset.contest = contest.id;
    part(whole, "title").textContent = contest.title;
    part(whole, "title").hidden = !contest.title;
    const isNumbered = NUMBERED.has(contest.ballot.style);
    part(whole, `how-${contest.ballot.style}`).hidden = false;
    for (const project of shuffled(contest.projects)) {
      part(whole, "projects").append(row(contest, project, isNumbered ? templates.number : templates.tick));
    }
    const { extra } = contest.ballot;
    part(whole, "extra").hidden = !extra;
    for (const ref of extra?.among ?? []) {
      const option = new Option(contest.projects.find((one) => one.ref === ref)?.title ?? ref, ref);
      part(whole, "extra").querySelector("select").append(option);
    }
    whole.querySelectorAll("[id],[for]").forEach((one) => {
      if (one.id.endsWith("-extra")) one.id = `k-${contest.id}-extra`;
      if (one.htmlFor?.endsWith("-extra")) one.htmlFor = `k-${contest.id}-extra`;
    });
    return whole;
  });
}

function row(contest, project, template) {
  const made = template.content.firstElementChild.cloneNode(true);
  const [input, label] = [made.querySelector("input"), made.querySelector("label")];
  input.id = `k-${contest.id}-${project.ref}`;
  input.dataset.ref = project.ref;
  label.htmlFor = input.id;
  part(made, "name").textContent = project.title;
  part(made, "cost").textContent = money(project.cost, contest.currency);
  return made;
}

// What is marked in a contest: pairs of project and number, a tick being 1, and the extra vote.
export function read(contest, whole) {
  const inputs = [...whole.querySelectorAll("input[data-ref]")];
  const filled = inputs.filter((one) => (one.type === "checkbox" ? one.checked : one.value.trim() !== ""));
  const given = filled.map((one) => [one.dataset.ref, one.type === "checkbox" ? 1 : Number(one.value)]);
  return { given, extra: whole.querySelector("select").value };
}

// The marks as a ballot's body holds them (docs/kiosk.md): see pb_app/marks.py.
export function marksOf(contest, { given, extra }) {
  const { style } = contest.ballot;
  let marks = given.map(([ref]) => ref).sort();
  if (style === "ranking") marks = [...given].sort((one, other) => one[1] - other[1]).map(([ref]) => ref);
  if (style === "points" || style === "scores") marks = kept(contest.ballot, given);
  return extra ? { m: marks, x: extra } : marks;
}

function kept(limits, given) {
  const nothing = limits.style === "scores" ? limits.default ?? 0 : 0;
  return given.filter(([, points]) => points !== nothing).sort((one, other) => (one[0] < other[0] ? -1 : 1));
}

// A paper of one contest without an extra vote holds its marks alone.
export function wholeOf(manifest, marked) {
  const isPlain = manifest.contests.length === 1 && !manifest.contests[0].ballot.extra;
  return isPlain ? marked[manifest.contests[0].id] : marked;
}

// The first limit that is not kept, by the name of its sentence and its figures; null if all are.
export function fault(contest, { given, extra }) {
  const limits = contest.ballot;
  const pairs = limits.style === "points" || limits.style === "scores" ? kept(limits, given) : given;
  const number = pairs.length;
  const sum = pairs.reduce((all, [, points]) => all + points, 0);
  const cost = pairs.reduce((all, [ref]) => all + contest.projects.find((one) => one.ref === ref).cost, 0);
  const told = (name, most) => ({ name, places: { n: sum, sum: money(cost, contest.currency), most } });
  if (pairs.some(([, points]) => !Number.isInteger(points) || points < 0)) return told("whole");
  if (extra && limits.extra && !limits.extra.may_repeat && pairs.some(([ref]) => ref === extra)) return told("repeat");
  if (!extra && limits.extra?.needed && number) return told("extra");
  if (!number && limits.none_of_these) return null;
  if (limits.max_choices && number > limits.max_choices) return told("most", limits.max_choices);
  if (number < (limits.min_choices ?? 0)) return told("fewest", limits.min_choices);
  if (limits.style === "ranking" && new Set(pairs.map(([, place]) => place)).size < number) return told("places");
  if (limits.style === "spending") return spent(contest, cost, told);
  return NUMBERED.has(limits.style) && limits.style !== "ranking" ? pointed(limits, pairs, sum, told) : null;
}

function spent(contest, cost, told) {
  const { least_cost: least = 0, most_cost: most = contest.budget } = contest.ballot;
  if (cost > most) return told("spendmost", money(most, contest.currency));
  return cost < least ? told("spendleast", money(least, contest.currency)) : null;
}

function pointed(limits, pairs, sum, told) {
  const most = limits.most_each ?? limits.highest;
  const least = limits.least_each ?? limits.lowest ?? 0;
  if (most !== undefined && pairs.some(([, points]) => points > most)) return told("eachmost", most);
  if (pairs.some(([, points]) => points < least)) return told("eachleast", least);
  if (limits.most_total !== undefined && sum > limits.most_total) return told("givemost", limits.most_total);
  return sum < (limits.least_total ?? 0) ? told("giveleast", limits.least_total) : null;
}
