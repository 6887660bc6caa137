import { createContext, useContext } from "react";
import { useStore } from "zustand";
import type { Player, PlayerState } from "./player.ts";

export const PlayerContext = createContext<Player | null>(null);

export function usePlayer(): Player {
  const player = useContext(PlayerContext);
  if (!player) throw new Error("Rendered outside the page");
  return player;
}

export function usePlayerState<T>(read: (state: PlayerState) => T): T {
  return useStore(usePlayer().store, read);
}
