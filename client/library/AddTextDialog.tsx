import { useEffect } from "react";

/** Stands in until the import is there. */
export default function AddTextDialog({ onClose }: { into: string | null; onClose: () => void }) {
  useEffect(onClose, [onClose]);
  return null;
}
