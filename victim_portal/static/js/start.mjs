// The page names the two libraries by their hashed addresses, so they can be cached for ever.
// Each starts by itself: without one, or without both, every page still works.
for (const address of [document.body.dataset.govuk, document.body.dataset.moj]) {
  if (address) {
    import(address).then((library) => library.initAll());
  }
}
