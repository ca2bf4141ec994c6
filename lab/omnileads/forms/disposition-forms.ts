/** The three forms that the disposition page is made of. */
import { contactForm, type ContactForm } from './contact-form';
import { dispositionForm, type DispositionForm } from './disposition-form';
import type { Subject } from './disposition-subject';
import { phoneFormset, type PhoneFormset } from './phone-formset';

export interface Forms {
  readonly contact: ContactForm;
  readonly disposition: DispositionForm;
  readonly phones: PhoneFormset;
}
/** `bound`: filled with what was posted, and checked. */
export function formsOf(subject: Subject, bound: boolean): Forms {
  const { world, campaign, contact, stored, agent, context, phone } = subject;
  const { language, form } = context.request;
  const posted = bound ? form : null;
  return {
    contact: contactForm({ world, language, campaign, contact, prefix: 'contacto_form-', posted, phone }),
    disposition: dispositionForm({ language, campaign, stored, posted }),
    phones: phoneFormset({ world, language, campaign, contact, agent, posted }),
  };
}
