/**
 * Every line that the functions log, by its code: operators search for codes, alarms and tests name them, and the
 * sentence may change. Lines carry ids, never names, addresses or message bodies.
 */
export const logCodes = {
  MESSAGE_REJECTED: 'A message can never be accepted and was put into the dead-letter queue with its reason',
  MESSAGE_FAILED: 'A message could not be handled now and will come again',
  CLIP_ANALYSED: 'A clip was analysed',
  CLIP_REPLACED: 'A clip was replaced before it was analysed; the one that replaced it tells of itself',
  CLIP_REJECTED: 'A clip cannot be analysed; its record says why',
  UPLINK_APPLIED: 'An uplink was applied to its device',
  UPLINK_NOT_NEW: 'An uplink was known already, or older than what is kept',
  DELIVERY_NOT_UPLINK: 'A network server told of something that is no uplink',
  WEBHOOK_REFUSED: 'A webhook call was refused',
  DEADLINE_FAILED: 'What a deadline woke could not be done; it is put off and tried again',
  DEADLINES_CHECKED: 'Deadlines were looked through',
  INCIDENT_CHANGED: 'An incident changed',
  NEARBY_FOUND: 'What is shown as near an incident in time and place changed',
  WORK_CHANGED: 'Tasks were opened, completed or cancelled to fit their incident',
  BIDS_LINKED: 'Tasks were linked to bids that answer them',
  REPORT_TAKEN: 'A report of a resident or partner was taken in',
  WALKABOUT_CHANGED: 'A walkabout changed, or answers of it were saved',
  ASSESSMENT_TAKEN: 'A form of a tenant assessor was taken in',
  ASSESSOR_CHANGED: 'A tenant assessor was named, or their key was withdrawn',
  WEBHOOK_CHANGED: 'Somebody changed who is told by webhook, or what it is signed with',
  WEBHOOK_QUEUED: 'An event was put on its way to those who want it',
  WEBHOOK_DELIVERED: 'An event was delivered to a webhook',
  WEBHOOK_FAILED: 'An event could not be delivered to a webhook; its log says why',
  WEBHOOK_STOPPED: 'A webhook was paused or disabled, for nothing could be delivered to it or it is gone',
  CHANGES_PUBLISHED: 'Changes of the table were published',
  FOOTAGE_VIEWED: 'Somebody was given a link to footage',
  REQUEST_REFUSED: 'A request was refused',
  REQUEST_FAILED: 'A request could not be answered',
} as const;
export type LogCode = keyof typeof logCodes;
