// Puts figures into the sentences that templates carry. Holds no sentence itself.

const LOCALE = document.documentElement.lang || "en-GB";

// "{n} of {most}" with {n: 3, most: 5} gives "3 of 5".
export function fill(sentence, places) {
  return sentence.replace(/\{(\w+)\}/g, (whole, name) => places[name] ?? whole);
}

// An amount in minor units as people read it; whole amounts without decimals.
export function money(minorUnits, currency = "GBP") {
  const options = { style: "currency", currency };
  const digits = new Intl.NumberFormat(LOCALE, options).resolvedOptions().maximumFractionDigits;
  const whole = minorUnits % 10 ** digits === 0;
  const shown = whole ? { ...options, minimumFractionDigits: 0, maximumFractionDigits: 0 } : options;
  return new Intl.NumberFormat(LOCALE, shown).format(minorUnits / 10 ** digits);
}

// Which of the up to four sentences of a language fits this number: one, two, few or other.
export function plural(number) {
  return new Intl.PluralRules(LOCALE).select(number);
}

// What people typed as an amount ("£4,500", "4500", "4,500.00") in pence; null if it is not one.
export function pence(typed) {
  const plain = typed.replace(/[£\s]/g, "");
  const found = /^(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d{2}))?$/.exec(plain);
  return found ? Number(found[1].replaceAll(",", "")) * 100 + Number(found[2] ?? 0) : null;
}
