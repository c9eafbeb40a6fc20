"use strict";
/**
 * Whether two JSON values are the same, in place of fast-deep-equal in what is bundled: that one calls `toString` and
 * `valueOf` of what it compares, and a key of a record may have those names.
 */
module.exports = function equal(one, other) {
  if (one === other) return true;
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) return false;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => Object.hasOwn(other, key) && equal(one[key], other[key]))
  );
};
