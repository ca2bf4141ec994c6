/** A tab on its way to the CRM: submits the form that the worker keeps for it, and is the CRM's page from then on. */
import { askHost } from '@/lib/bridge/client';

async function submit(): Promise<void> {
  const post = await askHost({ type: 'crm.take', id: location.hash.slice(1) });
  // "Back" from the CRM leads here: the form was given out already, and nothing is posted a second time.
  if (!post) return history.length > 1 ? history.back() : window.close();
  const form = document.createElement('form');
  form.method = 'post';
  form.acceptCharset = 'utf-8';
  for (const [name, value] of post.fields) {
    // A text area, not a hidden field: only it keeps line breaks as they are.
    const field = document.createElement('textarea');
    field.name = name;
    field.value = value;
    form.append(field);
  }
  // By attribute and by the prototype: fields named "action" or "submit" hide the form's own members.
  form.setAttribute('action', post.url);
  form.setAttribute('enctype', post.encoding);
  form.setAttribute('hidden', '');
  document.body.append(form);
  HTMLFormElement.prototype.submit.call(form);
}

submit().catch((thrown: unknown) => console.warn('form not posted', String(thrown)));
