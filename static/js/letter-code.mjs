// Takes a voting code from behind the # of the address (no server is ever sent it) into its field, and wipes it there.

export function start(form) {
  const code = decodeURIComponent(location.hash.slice(1));
  if (!/^[A-Za-z0-9-]{15,17}$/.test(code)) return;
  const field = form.querySelector('input[name="code"]');
  field.value = code;
  history.replaceState(null, "", location.pathname + location.search);
  field.focus();
}
