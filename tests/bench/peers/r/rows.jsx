// The rows of a long list that are in view.

import { useRef } from "react";
import { useVirtualizer } from "@tanstack/react-virtual";

const HEIGHT = 44;

// `row` draws the item at a place; it is given what positions it.
export function Rows({ count, keyOf, row }) {
  const box = useRef(null);
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => box.current,
    estimateSize: () => HEIGHT,
    getItemKey: keyOf,
    overscan: 8,
  });
  return (
    <div className="box" role="rowgroup" ref={box}>
      <div style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, key, start }) => row(index, key, start))}
      </div>
    </div>
  );
}

export const placed = (start) => ({ transform: `translateY(${start}px)` });
