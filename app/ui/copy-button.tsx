import { Check, Copy, TriangleAlert } from "lucide-react";
import { useEffect, useState } from "react";

interface CopyButtonProps {
  readonly label: string;
  /** What to copy, worked out when it is asked for. */
  readonly text: () => string | Promise<string>;
  readonly primary?: boolean;
}

/** Copies a text, and says whether that worked. */
export function CopyButton({ label, text, primary = false }: CopyButtonProps) {
  const [outcome, setOutcome] = useState<"copied" | "failed" | null>(null);
  useEffect(() => {
    if (outcome === null) return;
    const timer = setTimeout(() => setOutcome(null), 2_000);
    return () => clearTimeout(timer);
  }, [outcome]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(await text());
      setOutcome("copied");
    } catch {
      setOutcome("failed");
    }
  };
  const Icon = outcome === "copied" ? Check : outcome === "failed" ? TriangleAlert : Copy;
  return (
    <button type="button" className={primary ? "button button-primary" : "button"} onClick={() => void copy()}>
      <Icon size={14} aria-hidden />
      <span aria-live="polite">
        {outcome === "copied" ? "Copied" : outcome === "failed" ? "The browser refused to copy" : label}
      </span>
    </button>
  );
}
