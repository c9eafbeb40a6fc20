/** Proves records: by the first root that takes them, by their shape or else by the general way, and behind what a log writes before them. */
import { blank, OPEN_OBJECT, pad } from "./json/bytes";
import * as L from "./layout";
import { learn } from "./shapes/learn";
import { noteLeaves } from "./shapes/leaves";
import { ending, known, lesson, recognised } from "./shapes/recognise";
import { isAsleep, shapesOf } from "./shapes/shapes";
import { carried, event, recordEnd, startRecord } from "./value/value";

/** The event that the record is that was proved last; and the root that proved it, and its first byte, behind what a log writes. */
export let provedEvent: u32 = 0;
export let provedBy: u32 = 0;
export let provedFrom: usize = 0;
/** The end of the shape by which it was recognised; 0 if it was not. */
export let provedShape: usize = 0;
/** The lesson that it is an example of; 0 if it is none, and right. */
export let wrongAs: u32 = 0;

/** Node of the root `number`, from 1. */
export function rootNode(number: u32): usize {
  return load<usize>(L.CONTROL + L.ROOTS + (number << 2));
}

/** After the record at `at`, which meets `node`, by its shape. */
// @ts-ignore: decorator
@inline
function endByShape(root: usize, at: usize): usize {
  startRecord();
  const end: usize = root == 0 ? 0 : recognised(root, at, 0);
  if (end == 0) return 0;
  provedEvent = known != 0 ? known : carried;
  provedShape = ending;
  wrongAs = lesson;
  return end;
}

/** The same by the general way; its shape is learnt. */
function endByProgram(node: usize, root: usize, at: usize): usize {
  startRecord();
  noteLeaves(root != 0 && !isAsleep(root));
  const end = recordEnd(node, at);
  if (end == 0) return 0;
  if (root != 0) learn(root, at, end, L.LEAVES, 0, event);
  provedEvent = event != 0 ? event : carried;
  provedShape = 0;
  wrongAs = 0;
  return end;
}

/** After the record at `at`, which meets `node`; counted as `number`. */
function recordEndBy(node: usize, number: u32, at: usize): usize {
  provedBy = number;
  provedFrom = at;
  const root = shapesOf(node);
  const end = endByShape(root, at);
  return end != 0 ? end : endByProgram(node, root, at);
}

/** Whether the bytes at `at` are those of a form, whatever the digits. */
function hasForm(form: usize, at: usize): bool {
  const zeros = i8x16.splat(0x30);
  let left = load<i32>(form, L.FORM_LENGTH);
  for (form += L.FORM_BYTES; left > 0; left -= 16, at += 16, form += 16) {
    const bytes = v128.load(at);
    const isDigit = i8x16.lt_u(i8x16.sub(bytes, zeros), i8x16.splat(10));
    const equal = i8x16.bitmask(i8x16.eq(v128.bitselect(zeros, bytes, isDigit), v128.load(form)));
    const wanted = left < 16 ? (1 << left) - 1 : 0xffff;
    if (~equal & wanted) return false;
  }
  return true;
}

/** The number of the form of what stands before the record in the line at `at`; that of none if there is no such form. */
function formAt(at: usize): u32 {
  const forms = load<u32>(L.CONTROL, L.FORMS);
  let form = L.FORM_LIST;
  for (let number: u32 = 0; number < forms; number++, form += L.FORM_SIZE) {
    if (hasForm(form, at) && load<u8>(at + load<u32>(form, L.FORM_LENGTH)) == OPEN_OBJECT) return number;
  }
  return forms;
}

/** After the record at `at`, or what a log writes and then a record; 0 if it is not proved. */
export function proved(at: usize): usize {
  if (load<u8>(at) != OPEN_OBJECT) {
    const number = formAt(at);
    if (number < load<u32>(L.CONTROL, L.FORMS)) {
      const form = L.FORM_LIST + <usize>number * L.FORM_SIZE;
      const node = load<usize>(form, L.FORM_NODE);
      at += load<u32>(form, L.FORM_LENGTH);
      if (node != 0) return recordEndBy(node, L.FIRST_FORM + number, at);
    }
  }
  const count = load<u32>(L.CONTROL, L.ROOTS);
  for (let number: u32 = 1; number <= count; number++) {
    const end = recordEndBy(rootNode(number), number, at);
    if (end != 0) return end;
  }
  return 0;
}

/** Whether the text from `at` to `end` is proved. */
export function proves(at: usize, end: usize): bool {
  pad(end);
  const stop = proved(blank(at));
  return stop != 0 && blank(stop) == end;
}
