import { ArgumentError, InvalidRequestError } from "../errors.ts";
import { trace } from "../trace/recorder.ts";
import type { SessionOptions } from "./object-session.ts";
import { Session } from "./session.ts";
import type { SessionBind } from "./session-bind.ts";

/** What a factory of sessions is configured with. */
export interface SessionConfiguration extends SessionOptions {
  readonly bind?: SessionBind | null;
}

/** Makes sessions of one configuration ("sessionmaker"). */
export interface SessionMaker {
  (overrides?: SessionConfiguration): Session;
  /** Changes the configuration of sessions made from now on. */
  configure(changes: SessionConfiguration): void;
}

/** @param more further configuration, where the first argument is an engine or connection */
export function sessionmaker(
  configuration: SessionConfiguration | SessionBind | null = {},
  more: SessionConfiguration = {},
): SessionMaker {
  const first = configuration !== null && "dialect" in configuration ? { bind: configuration } : (configuration ?? {});
  let current: SessionConfiguration = { ...first, ...more };
  const make = (overrides: SessionConfiguration = {}): Session => {
    const { bind = null, ...options } = { ...current, ...overrides };
    const session = new Session(bind, options);
    session.factory = factory;
    return session;
  };
  const factory: SessionMaker = Object.assign(make, {
    configure(changes: SessionConfiguration): void {
      current = { ...current, ...changes };
    },
  });
  return factory;
}

/** A session that is made when it is first needed and stays the same until it is removed ("Contextual/Thread-local Sessions"). */
export interface ScopedSession extends Session {
  /** The present session, made now with these options where there is none. */
  (overrides?: SessionConfiguration): Session;
  /** Closes the present session and forgets it. */
  remove(): void;
  configure(changes: SessionConfiguration): void;
}

/**
 * A registry with one session, through which every method of the session can be called. JavaScript has no threads, so that
 * there is one scope unless `scope` tells several apart.
 */
export function scopedSession(factory: SessionMaker, scope: () => unknown = () => null): ScopedSession {
  const sessions = new Map<unknown, Session>();
  const present = (overrides?: SessionConfiguration): Session => {
    const key = scope();
    const known = sessions.get(key);
    if (known !== undefined) {
      if (overrides !== undefined && Object.keys(overrides).length > 0) {
        throw new InvalidRequestError("Scoped session is already present; no new arguments may be specified.");
      }
      return known;
    }
    const session = factory(overrides);
    sessions.set(key, session);
    return session;
  };
  const own = {
    remove(): void {
      const key = scope();
      sessions.get(key)?.close();
      sessions.delete(key);
    },
    configure(changes: SessionConfiguration): void {
      if (sessions.has(scope())) {
        trace.warn(
          "At least one scoped session is already present.  configure() can not affect sessions that have already been created.",
        );
      }
      factory.configure(changes);
    },
  };
  if (typeof factory !== "function") throw new ArgumentError("scopedSession() takes what sessionmaker() gives");
  return new Proxy(present, {
    get(_, name) {
      if (name in own) return own[name as keyof typeof own];
      const session = present();
      const value = Reflect.get(session, name, session) as unknown;
      return typeof value === "function" ? (value as (...args: unknown[]) => unknown).bind(session) : value;
    },
    set(_, name, value) {
      return Reflect.set(present(), name, value);
    },
  }) as unknown as ScopedSession;
}
