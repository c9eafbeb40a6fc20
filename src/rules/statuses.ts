/** States of a response, as the reference of response.done has them. */
import { type Id, idOf } from "../session/text.ts";

export const inProgress: Id = idOf("in_progress");
export const completed: Id = idOf("completed");

const terminal: ReadonlySet<Id> = new Set(["completed", "cancelled", "failed", "incomplete"].map(idOf));

/** Whether a response of this status is over. False for what is no status, which its schema tells. */
export const isTerminal = (status: Id | undefined): boolean => status !== undefined && terminal.has(status);
