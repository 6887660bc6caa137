import { Ellipsis } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useWorkbench } from "../run/use-workbench.ts";
import { later } from "../ui/later.tsx";
import { onceIdle } from "./idle.ts";

const Menu = later(async () => (await import("./menu.tsx")).Menu, Button);

/** What is needed now and then. The menu itself comes when it is asked for, or when there is nothing else to do. */
export function MoreMenu() {
  const workbench = useWorkbench();
  const [menu, setMenu] = useState<"none" | "ready" | "asked">("none");
  const button = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    onceIdle(workbench, async () => {
      await Menu.preload();
      // Taking the place of a button that has the focus would take it away.
      if (!button.current?.contains(document.activeElement)) setMenu((now) => (now === "none" ? "ready" : now));
    });
  }, [workbench]);
  if (menu !== "none") return <Menu startOpen={menu === "asked"} />;
  return (
    <span ref={button}>
      <Button onClick={() => setMenu("asked")} />
    </span>
  );
}

function Button({ onClick }: { readonly onClick?: () => void }) {
  return (
    <button type="button" className="button more-button" aria-label="More" aria-haspopup="menu" onClick={onClick}>
      <Ellipsis size={16} aria-hidden />
    </button>
  );
}
