/**
 * The memory that the prover and its host share, in bytes from where each table begins. Programs and lenses are written by ../program, and
 * the prover reads them and notes in them what it saw last; it writes digests; and by CONTROL it is asked, and answers. Every pointer is an
 * address, 0 is none.
 */

// masks of JSON types that a node takes
export const NULL: u32 = 1;
export const TRUE: u32 = 2;
export const FALSE: u32 = 4;
/** A number without a fraction. */
export const INTEGER: u32 = 8;
export const FRACTION: u32 = 16;
export const STRING: u32 = 32;
export const OBJECT: u32 = 64;
export const ARRAY: u32 = 128;

// node: what one value may be
/** Types that it takes; none where all or one of several nodes decide. */
export const NODE_MASK: usize = 0;
/** Table of the strings allowed; 0 for any. */
export const NODE_STRINGS: usize = 4;
/** Check of a string; 0 for none. */
export const NODE_TEXT: usize = 8;
/** Check of a number; 0 for none. */
export const NODE_NUMBER: usize = 12;
export const NODE_OBJECT: usize = 16;
export const NODE_ARRAY: usize = 20;
/** Nodes of which the value has to meet each, or one, and nothing else here counts: how many, then their addresses. */
export const NODE_ALL: usize = 24;
export const NODE_CHOICE: usize = 28;
/** For objects: a field that says by which node the object is judged. */
export const NODE_SWITCH: usize = 32;
/** Number of the event that the value is; 0 for none. */
export const NODE_EVENT: usize = 36;
/** The shapes that values of this node had, where it is a record or an item of an array; 0 before the first. */
export const NODE_SHAPES: usize = 40;
/** Node of what the string's text is as JSON; 0 where that is no matter. */
export const NODE_INNER: usize = 44;
export const NODE_SIZE: usize = 48;

// kinds of leaves
/** A string without a check, between its quotes. */
export const FREE: u32 = 1;
/** A string with a check, between its quotes. */
export const CHECKED: u32 = 2;
export const NUMBER: u32 = 3;
/** Whatever the node takes. */
export const VALUE: u32 = 4;

// table of strings
export const STRINGS_MASK: usize = 0;
/** Addresses of the first entry in each slot. */
export const STRINGS_SLOTS: usize = 4;
/** The entry that was found last. */
export const STRINGS_LAST: usize = 8;
export const STRINGS_SIZE: usize = 12;

// entry of a table of strings; the bytes end with the closing quote
export const ENTRY_BYTES: usize = 0;
export const ENTRY_LENGTH: usize = 4;
export const ENTRY_NODE: usize = 8;
/** The entry in the same slot. */
export const ENTRY_NEXT: usize = 12;
export const ENTRY_SIZE: usize = 16;

// check of a string
/** Code points at least and at most; the most is all ones where there is no bound. */
export const TEXT_LEAST: usize = 0;
export const TEXT_MOST: usize = 4;
export const TEXT_FORM: usize = 8;
export const TEXT_SIZE: usize = 12;
export const FORM_ANY: u32 = 0;
export const FORM_BASE64: u32 = 1;
export const FORM_URI: u32 = 2;

// check of a number; bounds are doubles
export const NUMBER_FLAGS: usize = 0;
export const HAS_LEAST: u32 = 1;
export const HAS_MOST: u32 = 2;
export const HAS_OVER: u32 = 4;
export const HAS_UNDER: u32 = 8;
export const HAS_STEP: u32 = 16;
export const HAS_VALUES: u32 = 32;
/** Any number meets it that is nothing but digits. */
export const TAKES_PLAIN: u32 = 64;
/** Of HAS_VALUES. */
export const NUMBER_COUNT: usize = 4;
export const NUMBER_LEAST: usize = 8;
export const NUMBER_MOST: usize = 16;
export const NUMBER_OVER: usize = 24;
export const NUMBER_UNDER: usize = 32;
export const NUMBER_STEP: usize = 40;
export const NUMBER_VALUES: usize = 48;

// object
export const OBJECT_MASK: usize = 0;
export const OBJECT_SLOTS: usize = 4;
/** Node of keys that are not in the table; 0 refuses them. */
export const OBJECT_OTHERS: usize = 8;
export const OBJECT_LEAST: usize = 12;
export const OBJECT_MOST: usize = 16;
/** Two keys that came first before; the second is looked for where the first is not. */
export const OBJECT_FIRST: usize = 20;
/** Check of the keys that are not in the table; 0 for none. */
export const OBJECT_NAMES: usize = 28;
/** Bits of the keys that have to be there. */
export const OBJECT_REQUIRED: usize = 32;
/** Beginnings of keys: count, then bytes, length and node of each. */
export const OBJECT_PREFIXES: usize = 40;
export const OBJECT_SIZE: usize = 48;

// key of an object; the bytes end with the closing quote, and the opening one and a colon stand around them
export const KEY_BYTES: usize = 0;
export const KEY_LENGTH: usize = 4;
export const KEY_NODE: usize = 8;
/** The key in the same slot of the hash table. */
export const KEY_CHAIN: usize = 12;
/** Its place among the keys of its object, as a bit of 64. */
export const KEY_BIT: usize = 16;
/** Two keys that followed it before, as OBJECT_FIRST. */
export const KEY_NEXT: usize = 24;
export const KEY_SIZE: usize = 32;

// array
export const ARRAY_ITEMS: usize = 0;
export const ARRAY_LEAST: usize = 4;
export const ARRAY_MOST: usize = 8;
/** Nodes of the first items: count, then addresses. */
export const ARRAY_PREFIX: usize = 12;
export const ARRAY_UNIQUE: usize = 16;
export const ARRAY_SIZE: usize = 20;

// switch on a field; its bytes end with the closing quote
export const SWITCH_BYTES: usize = 0;
export const SWITCH_LENGTH: usize = 4;
export const SWITCH_STRINGS: usize = 8;
/** Node of objects without the field, or with another value in it; 0 for none. */
export const SWITCH_OTHERWISE: usize = 12;
/** Table of keys that only SWITCH_OTHERWISE takes, which does not take the field; 0 for none. */
export const SWITCH_OWN: usize = 16;
export const SWITCH_SIZE: usize = 20;

// lens: what is wanted of a value
/** Of an array: the field that its items are, and what is wanted of each. */
export const LENS_ITEM_FIELD: usize = 0;
export const LENS_ITEM: usize = 4;
/** Of an object: a table of keys; the mask is 0 where there is none. Addresses of the first entry in each slot. */
export const LENS_MASK: usize = 8;
export const LENS_SLOTS: usize = 12;
// key of a lens; the bytes end with the closing quote
export const LENS_BYTES: usize = 0;
export const LENS_LENGTH: usize = 4;
/** Number of the field, with the flags below. */
export const LENS_FIELD: usize = 8;
/** What is wanted of what is in its value; 0 for nothing. */
export const LENS_INNER: usize = 12;
export const LENS_NEXT: usize = 16;
export const LENS_KEY_SIZE: usize = 20;

// digest of a record: its words, its event, its line, its first byte with blanks and without, and the byte after its last; then its entries
export const DIGEST_HEAD: usize = 24;
/**
 * A flag of the event: the digest is that of an earlier one, whose address follows the head, but for the entries of fields that vary. Only
 * those are here.
 */
export const DIGEST_AGAIN: u32 = 1 << 31;
export const DIGEST_AGAIN_HEAD: usize = 32;
/** An entry: field and kind, hashes of a text or the words of a count, and the length of a text. */
export const DIGEST_ENTRY: usize = 16;
// kinds of entries
export const DIGEST_TEXT: u32 = 1;
export const DIGEST_NUMBER: u32 = 2;
/** A number that is no plain count. */
export const DIGEST_ODD: u32 = 3;
export const DIGEST_NULL: u32 = 4;
export const DIGEST_BOOLEAN: u32 = 5;
export const DIGEST_OBJECT: u32 = 6;
export const DIGEST_ARRAY: u32 = 7;
/** A text of which only the length is wanted. */
export const DIGEST_LENGTH: u32 = 8;
/** A flag of a field, and of its entries: it is another in each event of a run. */
export const DIGEST_VARIES: u32 = 1 << 15;
// flags of a field: of a text only its length is wanted, always or where the event is one of audio
export const DIGEST_LENGTH_ONLY: u32 = 1 << 16;
export const DIGEST_MAY_BE_AUDIO: u32 = 1 << 17;
/** The text is JSON, and what is wanted is in it. */
export const DIGEST_IS_JSON: u32 = 1 << 18;

// what run() answers
/** The block has no more whole lines. */
export const BLOCK_USED: u32 = 0;
/** A record could not be proved. */
export const NOT_PROVED: u32 = 1;
/** With STOPS: a record was proved. */
export const RECORD_PROVED: u32 = 2;
/** There is no more room for digests. */
export const DIGESTS_FULL: u32 = 3;
/** A record is wrong as one is that was taught. */
export const RECORD_WRONG: u32 = 4;

// where things are: what is asked for and answered, and where programs begin
export const CONTROL: usize = 1024;
/** Where the prover stands. */
export const AT: usize = 0;
/** The line that it stands in, from 1. */
export const LINE: usize = 4;
/** The line of the record that it could not prove: its first byte, and the byte after its last. */
export const FROM: usize = 8;
export const TO: usize = 12;
/** Records proved, and of these those that were recognised by their shape. */
export const PROVED: usize = 16;
export const RECOGNISED: usize = 20;
/** Bytes that a line may have. */
export const MOST_BYTES: usize = 24;
/** Whether it stops at proved records, too. */
export const STOPS: usize = 28;
/** The event that was proved last. */
export const EVENT: usize = 32;
/** Whether digests are wanted, and after the last of those that were made. */
export const DIGESTS_WANTED: usize = 40;
export const DIGESTED: usize = 44;
/** Of a record that is wrong as one that was taught: which that is, its first byte, and whether all of its bytes are ASCII. */
export const LESSON: usize = 48;
export const RECORD: usize = 52;
export const IS_ASCII: usize = 60;
/** And where its digest is, behind those that were made of what is proved; 0 if there is none. */
export const WRONG_DIGEST: usize = 36;
/** How many forms of log lines there are. */
export const FORMS: usize = 56;
/** Nodes that a record may be of: how many, and their addresses. */
export const ROOTS: usize = 64;
/** How many records were proved by each root, from the first; by the nodes of forms, from FIRST_FORM. */
export const BY_ROOT: usize = 192;
export const FIRST_FORM: u32 = 16;
/** How many records of each event were proved. */
export const COUNTS: usize = 320;
export const MOST_EVENTS: u32 = 512;
/** The lens of each root. */
export const LENSES: usize = COUNTS + 4 * MOST_EVENTS;
/** What an event is, a byte each. */
export const EVENT_FLAGS: usize = LENSES + 128;
/** It carries audio where others carry a text that is looked at. */
export const IS_AUDIO: u32 = 1;
/** It comes in runs, of which each is like the one before but for a few fields. */
export const COMES_IN_RUNS: u32 = 2;
/** It is wanted to be digested. */
export const IS_WATCHED: u32 = 4;

/** Shapes are kept from here on, in so many bytes and those that only lessons may have, with the leaves of the record at hand behind them. */
export const SHAPES: usize = 16384;
export const SHAPES_SIZE: usize = 256 * 1024;
export const LESSONS_SIZE: usize = 64 * 1024;
export const LEAVES: usize = SHAPES + SHAPES_SIZE + LESSONS_SIZE;
export const LEAF_SIZE: usize = 20;
/** A leaf: its first byte, the byte after its last. */
export const LEAF_FROM: usize = 0;
export const LEAF_TO: usize = 4;
export const MOST_LEAVES: u32 = 4096;
/** Hashes of the keys of open objects that are being proved, and a key with escapes, decoded. */
export const NAMES: usize = LEAVES + LEAF_SIZE * MOST_LEAVES;
export const MOST_NAMES: u32 = 4096;
export const DECODED: usize = NAMES + 4 * MOST_NAMES;
export const MOST_DECODED: usize = 1024;
/** The pieces of a shape while it is kept. */
export const WAY: usize = DECODED + MOST_DECODED + 64;
/**
 * Forms of what stands before a record in a line of a log: length, the node that the record has to meet (0 for any root), and the bytes, in
 * which a zero stands for any digit.
 */
export const FORM_LIST: usize = WAY + 4 * (MOST_LEAVES + 1);
export const FORM_LENGTH: usize = 0;
export const FORM_NODE: usize = 4;
export const FORM_BYTES: usize = 16;
export const FORM_MOST: u32 = 240;
export const FORM_SIZE: usize = 272;
export const MOST_FORMS: u32 = 8;
/** Texts that are JSON in strings around the value at hand, decoded. */
export const TEXTS: usize = FORM_LIST + FORM_SIZE * MOST_FORMS;
export const MOST_TEXTS: usize = 256 * 1024;
export const DIGESTS: usize = TEXTS + MOST_TEXTS + 64;
export const DIGESTS_SIZE: usize = 128 * 1024;
/** Powers by which texts are hashed. */
export const POWERS: usize = DIGESTS + DIGESTS_SIZE + 64;
/** The leaves of the record that was recognised last, and of a value in it: the first byte of each, and the byte after its last. */
export const SPANS: usize = POWERS + 320;
export const INNER_SPANS: usize = SPANS + 8 * (MOST_LEAVES + 2);
/** How records of a shape are digested. */
export const PLANS: usize = INNER_SPANS + 8 * (MOST_LEAVES + 2);
export const PLANS_SIZE: usize = 128 * 1024;
/** What is wrong with a record that is taught: how many places, then the first byte of each, and the byte after its last. */
export const HOLES: usize = PLANS + PLANS_SIZE;
export const MOST_HOLES: u32 = 16;
/** A node that takes any number. */
export const ANY_NUMBER: usize = HOLES + 8 * (MOST_HOLES + 1);
export const PROGRAM: usize = ANY_NUMBER + NODE_SIZE + 8;
/** Bytes after a block that the prover may read past its end, and sets to zero. */
export const PADDING: usize = 64;
