import type { Draw, JsonObject } from "./generate.mjs";

/** What a session is like. */
export interface Sort {
  /** Characters of a piece of audio, at least; 48 unless told. */
  units?: number;
  transport?: "websocket" | "webrtc" | "sip";
  /** Whether the service hears when the user speaks. */
  vad?: boolean;
  /** The model that transcribes what the user says. */
  transcription?: string | null;
  model?: string;
  /** As Azure sends it. */
  azure?: boolean;
  /** When rate limits are told. */
  limits?: "after it" | "while it runs" | "never";
}

export interface SessionDraw extends Sort {
  seed: number;
  turns?: number;
  kinds?: readonly string[];
}

export const kinds: readonly string[];
export function sessions(draw: Draw & Sort): Generator<JsonObject, void, undefined>;
export function session(draw: SessionDraw): Record<string, unknown>[];
export function betaSession(draw: SessionDraw): Record<string, unknown>[];
export function translationSession(draw: { seed: number; seconds?: number; units?: number }): Record<string, unknown>[];
