import { createContext, useContext } from "react";
import { useStore } from "zustand";
import type { Desk, DeskState } from "./desk.ts";

export const DeskContext = createContext<Desk | null>(null);

export function useDesk(): Desk {
  const desk = useContext(DeskContext);
  if (!desk) throw new Error("Rendered outside the page");
  return desk;
}

export function useDeskState<T>(read: (state: DeskState) => T): T {
  return useStore(useDesk().store, read);
}
