import { createContext, useContext } from "react";
import { useStore } from "zustand";
import type { Arrangement, ArrangementStore } from "./arrangement.ts";

export const ArrangementContext = createContext<ArrangementStore | null>(null);

export function useArrangementStore(): ArrangementStore {
  const store = useContext(ArrangementContext);
  if (!store) throw new Error("Rendered outside the page");
  return store;
}

export function useArrangement<T>(read: (state: Arrangement) => T): T {
  return useStore(useArrangementStore(), read);
}
