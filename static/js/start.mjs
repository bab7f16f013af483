// Starts the modules that the page asks for: data-module="name" loads ./name.mjs and calls its start(element).

const PLAIN_NAME = /^[a-z]+(-[a-z]+)*$/;

async function startOne(element, name) {
  if (!PLAIN_NAME.test(name)) return;
  const { start } = await import(`./${name}.mjs`);
  start(element);
}

for (const element of document.querySelectorAll("[data-module]")) {
  for (const name of element.dataset.module.split(/\s+/).filter(Boolean)) {
    startOne(element, name).catch((fault) => console.error(name, fault));
  }
}
