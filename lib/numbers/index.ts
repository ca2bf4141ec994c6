/** Door for pages: nothing here may import numbering plans (./dialable is the phone document's door). */
export { findCandidates, type Candidate } from './candidates';
export { isCallLink, parseCallLink, showsNumber } from './links';
