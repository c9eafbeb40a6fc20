/**
 * Characters of several bytes, as Unicode 15, table 3-7, has them: one by one, or sixteen bytes at a time where a script has no others.
 *
 * Sixteen at a time go by Keiser and Lemire, "Validating UTF-8 In Less Than One Instruction Per Byte" (2021): of each byte and the one before it
 * three halves are looked up, and each table says as bits which mistakes such a half can be part of. A mistake that all three know is there.
 */

/** After the character of several bytes at `at`; 0 if it is none. */
export function wideEnd(at: usize): usize {
  // the first byte is the lowest
  const bytes = load<u32>(at);
  if ((bytes & 0xc0e0) == 0x80c0) return bytes & 0x1e ? at + 2 : 0;
  if ((bytes & 0xc0c0f0) == 0x8080e0) {
    /** Of the second byte only the bit that tells overlong forms and surrogates. */
    const start = bytes & 0x200f;
    return start != 0 && start != 0x200d ? at + 3 : 0;
  }
  if ((bytes & 0xc0c0c0f8) != 0x808080f0) return 0;
  const start = bytes & 0x3007;
  return start != 0 && (start & 7) < (start & 0x3000 ? 4 : 5) ? at + 4 : 0;
}

// mistakes that two bytes can make
/** A first byte, and no other after it. */
const SHORT: i8 = 1;
/** ASCII, and another byte after it. */
const LONG: i8 = 2;
/** What fewer bytes could say: of two, of three. */
const FORM_OF_2: i8 = 32;
const FORM_OF_3: i8 = 4;
const SURROGATE: i8 = 16;
/** Past U+10FFFF: by the second byte, and by a first one that is too large; four bytes for what fewer could say are told by the same bit. */
const PAST: i8 = 8;
const FAR_PAST_OR_FORM_OF_4: i8 = 64;
/** Two bytes that are no first ones: right if they are the third or the fourth of a character. */
const INNER: i8 = -128;
/** What no lower half of a first byte rules out. */
const ANY: i8 = SHORT | LONG | INNER;

/** By the upper half of a byte. */
const byHigh = i8x16(
  LONG, LONG, LONG, LONG, LONG, LONG, LONG, LONG,
  INNER, INNER, INNER, INNER,
  SHORT | FORM_OF_2, SHORT, SHORT | FORM_OF_3 | SURROGATE, SHORT | PAST | FAR_PAST_OR_FORM_OF_4,
);
/** By its lower half. */
const byLow = i8x16(
  ANY | FORM_OF_2 | FORM_OF_3 | FAR_PAST_OR_FORM_OF_4, ANY | FORM_OF_2, ANY, ANY,
  ANY | PAST, ANY | PAST | FAR_PAST_OR_FORM_OF_4, ANY | PAST | FAR_PAST_OR_FORM_OF_4, ANY | PAST | FAR_PAST_OR_FORM_OF_4,
  ANY | PAST | FAR_PAST_OR_FORM_OF_4, ANY | PAST | FAR_PAST_OR_FORM_OF_4, ANY | PAST | FAR_PAST_OR_FORM_OF_4, ANY | PAST | FAR_PAST_OR_FORM_OF_4,
  ANY | PAST | FAR_PAST_OR_FORM_OF_4, ANY | PAST | FAR_PAST_OR_FORM_OF_4 | SURROGATE, ANY | PAST | FAR_PAST_OR_FORM_OF_4, ANY | PAST | FAR_PAST_OR_FORM_OF_4,
);
/** By the upper half of the byte after it. */
const byNext = i8x16(
  SHORT, SHORT, SHORT, SHORT, SHORT, SHORT, SHORT, SHORT,
  LONG | INNER | FORM_OF_2 | FORM_OF_3 | FAR_PAST_OR_FORM_OF_4,
  LONG | INNER | FORM_OF_2 | FORM_OF_3 | PAST,
  LONG | INNER | FORM_OF_2 | SURROGATE | PAST,
  LONG | INNER | FORM_OF_2 | SURROGATE | PAST,
  SHORT, SHORT, SHORT, SHORT,
);

/**
 * The first byte from `at` on, where a character begins, that ends a string, begins an escape or is a control character, or one before it from
 * which on all goes on as ASCII for a while; 0 if what is between is no UTF-8.
 */
export function wideRunEnd(at: usize): usize {
  let before = i8x16.splat(0);
  while (true) {
    const bytes = v128.load(at);
    const odd = i8x16.bitmask(
      v128.or(
        i8x16.lt_u(bytes, i8x16.splat(0x20)),
        v128.or(i8x16.eq(bytes, i8x16.splat(0x22)), i8x16.eq(bytes, i8x16.splat(0x5c))),
      ),
    );
    // what is behind the end says nothing; as ASCII it still tells that a character before it is not whole
    const length = odd == 0 ? 16 : ctz(odd);
    const own = length == 16 ? bytes : v128.and(bytes, i8x16.lt_u(places, i8x16.splat(<i8>length)));
    const last = v128.shuffle<u8>(before, own, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30);
    const lastButOne = v128.shuffle<u8>(before, own, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29);
    const lastButTwo = v128.shuffle<u8>(before, own, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28);
    const mistakes = v128.and(
      v128.and(
        v128.swizzle(byHigh, i8x16.shr_u(last, 4)),
        v128.swizzle(byLow, v128.and(last, i8x16.splat(0x0f))),
      ),
      v128.swizzle(byNext, i8x16.shr_u(own, 4)),
    );
    // two bytes after one from 0xe0 on and three after one from 0xf0 on there has to be an inner one after another, and nowhere else
    const isInner = v128.or(
      i8x16.sub_sat_u(lastButOne, i8x16.splat(0x60)),
      i8x16.sub_sat_u(lastButTwo, i8x16.splat(0x70)),
    );
    const wrong = v128.xor(mistakes, v128.and(isInner, i8x16.splat(INNER)));
    if (v128.any_true(wrong)) return 0;
    if (odd != 0) return at + length;
    if (i8x16.bitmask(own) == 0) return at;
    before = own;
    at += 16;
  }
}

const places = i8x16(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
