/** The table of rules that watch sessions. */
import type { SessionRule } from "../session/rule.ts";
import { argumentsDifferFromDeltas } from "./arguments-differ-from-deltas.ts";
import { argumentsNotJson } from "./arguments-not-json.ts";
import { audioNotWanted } from "./audio-not-wanted.ts";
import { cachedDetailsWrong } from "./cached-details-wrong.ts";
import { cachedTokensWrong } from "./cached-tokens-wrong.ts";
import { callDiffersFromArguments } from "./call-differs-from-arguments.ts";
import { committedAfterUnknownItem } from "./committed-after-unknown-item.ts";
import { committedItemNotAdded } from "./committed-item-not-added.ts";
import { contentIndexSkipped } from "./content-index-skipped.ts";
import { deltaAfterDone } from "./delta-after-done.ts";
import { duplicateEventId } from "./duplicate-event-id.ts";
import { elapsedTimeFalls } from "./elapsed-time-falls.ts";
import { eventAfterItemDone } from "./event-after-item-done.ts";
import { eventAfterResponseDone } from "./event-after-response-done.ts";
import { eventAfterSessionClosed } from "./event-after-session-closed.ts";
import { itemAddedTwice } from "./item-added-twice.ts";
import { itemCreateUnanswered } from "./item-create-unanswered.ts";
import { itemDiffersFromAdded } from "./item-differs-from-added.ts";
import { itemDiffersFromConversation } from "./item-differs-from-conversation.ts";
import { itemDiffersFromParts } from "./item-differs-from-parts.ts";
import { itemDoneBeforeAdded } from "./item-done-before-added.ts";
import { itemDoneInProgress } from "./item-done-in-progress.ts";
import { itemDoneTwice } from "./item-done-twice.ts";
import { itemNotAdded } from "./item-not-added.ts";
import { itemNotDone } from "./item-not-done.ts";
import { itemNotSettled } from "./item-not-settled.ts";
import { itemOfNoResponse } from "./item-of-no-response.ts";
import { mcpCallBeforeArguments } from "./mcp-call-before-arguments.ts";
import { mcpCallNotStarted } from "./mcp-call-not-started.ts";
import { mcpEndedTwice } from "./mcp-ended-twice.ts";
import { mcpListingNotStarted } from "./mcp-listing-not-started.ts";
import { newestFirst } from "./newest-first.ts";
import { oddAudio } from "./odd-audio.ts";
import { outputBufferOfUnknownResponse } from "./output-buffer-of-unknown-response.ts";
import { outputBufferStoppedEarly } from "./output-buffer-stopped-early.ts";
import { outputDiffersFromItems } from "./output-differs-from-items.ts";
import { outputIdsDiffer } from "./output-ids-differ.ts";
import { outputIndexDiffers } from "./output-index-differs.ts";
import { outputIndexSkipped } from "./output-index-skipped.ts";
import { outputItemAddedLate } from "./output-item-added-late.ts";
import { overlappingResponses } from "./overlapping-responses.ts";
import { partAddedTwice } from "./part-added-twice.ts";
import { partAddedWithContent } from "./part-added-with-content.ts";
import { partDiffersFromText } from "./part-differs-from-text.ts";
import { partDoneTwice } from "./part-done-twice.ts";
import { partNotAdded } from "./part-not-added.ts";
import { partNotDone } from "./part-not-done.ts";
import { previousItemNotLast } from "./previous-item-not-last.ts";
import { previousItemUnknown } from "./previous-item-unknown.ts";
import { rateLimitWrong } from "./rate-limit-wrong.ts";
import { reasoningTokensWrong } from "./reasoning-tokens-wrong.ts";
import { responseCreateUnanswered } from "./response-create-unanswered.ts";
import { responseCreatedNotEmpty } from "./response-created-not-empty.ts";
import { responseCreatedNotInProgress } from "./response-created-not-in-progress.ts";
import { responseDoneInProgress } from "./response-done-in-progress.ts";
import { responseDoneTwice } from "./response-done-twice.ts";
import { responseDoneWithAudio } from "./response-done-with-audio.ts";
import { responseIdDiffers } from "./response-id-differs.ts";
import { responseIdReused } from "./response-id-reused.ts";
import { responseNotCreated } from "./response-not-created.ts";
import { responseNotDone } from "./response-not-done.ts";
import { responseOfAnotherConversation } from "./response-of-another-conversation.ts";
import { secondSessionCreated } from "./second-session-created.ts";
import { sessionIdDiffers } from "./session-id-differs.ts";
import { sessionNotCreated } from "./session-not-created.ts";
import { sessionUpdateUnanswered } from "./session-update-unanswered.ts";
import { speechEndsBeforeStart } from "./speech-ends-before-start.ts";
import { speechNotStarted } from "./speech-not-started.ts";
import { speechOfKnownItem } from "./speech-of-known-item.ts";
import { speechStoppedTwice } from "./speech-stopped-twice.ts";
import { statusDetailsDiffer } from "./status-details-differ.ts";
import { statusDetailsUnexpected } from "./status-details-unexpected.ts";
import { statusReasonImpossible } from "./status-reason-impossible.ts";
import { textDiffersFromDeltas } from "./text-differs-from-deltas.ts";
import { textDoneTwice } from "./text-done-twice.ts";
import { textNotDone } from "./text-not-done.ts";
import { toolRequiredWhileListing } from "./tool-required-while-listing.ts";
import { transcriptDiffersFromDeltas } from "./transcript-differs-from-deltas.ts";
import { transcriptDoneBeforeAudio } from "./transcript-done-before-audio.ts";
import { transcriptionDiffersFromDeltas } from "./transcription-differs-from-deltas.ts";
import { transcriptionNotConfigured } from "./transcription-not-configured.ts";
import { transcriptionOfUnknownItem } from "./transcription-of-unknown-item.ts";
import { transcriptionUsageWrong } from "./transcription-usage-wrong.ts";
import { translationNotFirst } from "./translation-not-first.ts";
import { truncatedItemNotAssistant } from "./truncated-item-not-assistant.ts";
import { unknownApprovalRequest } from "./unknown-approval-request.ts";
import { unknownCallId } from "./unknown-call-id.ts";
import { unknownItem } from "./unknown-item.ts";
import { usageDetailsWrong } from "./usage-details-wrong.ts";
import { usageMissing } from "./usage-missing.ts";
import { usageTotalWrong } from "./usage-total-wrong.ts";

/** Of two that see the same mistake in an event the first tells it: causes stand before what comes of them. */
export const sessionRules: readonly SessionRule[] = [
  // the session
  newestFirst,
  duplicateEventId,
  secondSessionCreated,
  sessionNotCreated,
  sessionUpdateUnanswered,
  itemCreateUnanswered,
  responseCreateUnanswered,
  // responses
  responseNotCreated,
  responseIdReused,
  overlappingResponses,
  responseDoneTwice,
  eventAfterResponseDone,
  responseNotDone,
  responseCreatedNotInProgress,
  responseCreatedNotEmpty,
  responseDoneInProgress,
  statusDetailsDiffer,
  statusDetailsUnexpected,
  statusReasonImpossible,
  // items and their parts
  itemNotAdded,
  itemAddedTwice,
  outputItemAddedLate,
  itemOfNoResponse,
  outputIndexSkipped,
  outputIndexDiffers,
  responseIdDiffers,
  eventAfterItemDone,
  contentIndexSkipped,
  partAddedTwice,
  partAddedWithContent,
  partNotAdded,
  deltaAfterDone,
  textDoneTwice,
  textNotDone,
  partDoneTwice,
  partNotDone,
  itemNotDone,
  itemNotSettled,
  itemDoneBeforeAdded,
  itemDoneTwice,
  itemDoneInProgress,
  previousItemUnknown,
  previousItemNotLast,
  unknownItem,
  truncatedItemNotAssistant,
  // what they say
  sessionIdDiffers,
  responseOfAnotherConversation,
  itemDiffersFromAdded,
  textDiffersFromDeltas,
  transcriptDiffersFromDeltas,
  argumentsDifferFromDeltas,
  transcriptionDiffersFromDeltas,
  partDiffersFromText,
  itemDiffersFromParts,
  callDiffersFromArguments,
  itemDiffersFromConversation,
  outputIdsDiffer,
  outputDiffersFromItems,
  argumentsNotJson,
  unknownCallId,
  responseDoneWithAudio,
  oddAudio,
  audioNotWanted,
  transcriptDoneBeforeAudio,
  // what they cost
  usageMissing,
  usageTotalWrong,
  usageDetailsWrong,
  cachedTokensWrong,
  cachedDetailsWrong,
  reasoningTokensWrong,
  transcriptionUsageWrong,
  rateLimitWrong,
  // audio of the user
  speechNotStarted,
  speechStoppedTwice,
  speechEndsBeforeStart,
  speechOfKnownItem,
  committedAfterUnknownItem,
  committedItemNotAdded,
  transcriptionOfUnknownItem,
  transcriptionNotConfigured,
  outputBufferOfUnknownResponse,
  outputBufferStoppedEarly,
  // tools of MCP servers
  mcpListingNotStarted,
  mcpCallBeforeArguments,
  mcpCallNotStarted,
  mcpEndedTwice,
  unknownApprovalRequest,
  toolRequiredWhileListing,
  // translation
  translationNotFirst,
  eventAfterSessionClosed,
  elapsedTimeFalls,
];
