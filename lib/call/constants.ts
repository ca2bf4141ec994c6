/** How long an accepted request may take to come back as an INVITE. The PBX dials the agent for 15 s at most (interface A.3). */
export const REQUEST_TO_INVITE_MS = 15_000;
/** From `##` or `*2` to the first destination digit: the PBX plays its prompt meanwhile (interface §5.5). */
export const TRANSFER_PROMPT_MS = 2_500;
/** A request given up may still come as an INVITE: twice the longest the PBX dials, so that none slips through. */
export const GIVEN_UP_MS = 30_000;
/** Cancelled before the first digit, the PBX waits 5 s for digits, says "invalid" and brings the customer back: measured 8–10 s. */
export const PROMPT_RETURN_MS = 10_000;
/** `*1` takes two tones (0.6 s) and the customer was back in less than 1 s (lab §6, 08): twice that. */
export const CONSULT_RETURN_MS = 3_000;
/** Unanswered consultation: 25 s of ringing, then up to two more attempts 10 s apart, each as long (interface §5.6, A.1). */
export const RECALL_MS = 100_000;
/** After this a session that never reported its end is taken for over: without it a lost BYE would block the next call. */
export const ENDING_LIMIT_MS = 5_000;
/** A PBX may add a trunk prefix to what it was given: numbers are alike when the last digits are; fewer than 6 would mix extensions up. */
export const SAME_NUMBER_SUFFIX = 6;
