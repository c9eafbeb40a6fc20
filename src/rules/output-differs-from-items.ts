import type { SessionRule } from "../session/rule.ts";
import { earlier, shown, valueAt } from "./words.ts";
import { differenceOf, isCutShort } from "./compare.ts";

export const outputDiffersFromItems: SessionRule = {
  id: "output-differs-from-items",
  level: "warning",
  family: "content",
  summary: "a response is done with an item that is not as it was when it was done",
  evidence: "observed; held for 34 items of GA and 17 of 18 responses of the beta, the other in a damaged file",
  source: "https://platform.openai.com/docs/api-reference/realtime-server-events/response/done",
  on: ["response.done"],
  check(scene, say) {
    const { seen, response, session } = scene;
    for (const [index, image] of (seen.response?.output ?? []).entries()) {
      const item = response?.items[index];
      if (!item?.image || session.items.get(image.id) !== item || item.isPartial || item.isTruncated) continue;
      const inner = differenceOf(image, item.image);
      if (inner === undefined) continue;
      const pointer = `/response/output/${index}${inner}`;
      if (isCutShort(valueAt(scene, pointer))) continue;
      say(pointer, `got ${shown(scene, pointer)}, want what the item had when it was done at line ${item.done}`, {
        ...earlier(item.done, `/item${inner}`, "the item when it was done"),
      });
    }
  },
};
