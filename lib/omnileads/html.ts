/** Reading values out of Django's pages, on an inert document: no script runs, nothing is loaded. */
export function parseHtml(text: string): Document {
  return new DOMParser().parseFromString(text, 'text/html');
}

/** An input's value, or the text of any other element; null when the element is missing. */
export function valueOf(page: ParentNode, selector: string): string | null {
  const element = page.querySelector(selector);
  if (!element) return null;
  return element.getAttribute('value') ?? element.textContent ?? '';
}

/** The masked CSRF token of the first form that has one: good as field and as X-CSRFToken (session.md §1.5). */
export function csrfTokenOf(page: ParentNode): string | null {
  const token = valueOf(page, 'input[name="csrfmiddlewaretoken"]');
  return token === '' ? null : token;
}
