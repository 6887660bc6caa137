import { type ComponentType, type JSX, useEffect, useState } from "react";

/** A component whose code comes later. */
export type Later<P> = ComponentType<P> & {
  /** Fetches the code, unless that has been done; never rejects. */
  readonly preload: () => Promise<void>;
};

/**
 * Makes a component of code that is fetched when it is first rendered, or before by `preload`. Unlike `lazy` it holds nothing
 * back: what is there is rendered at once, what is not is shown by `Meanwhile` until it comes.
 */
export function later<P extends object>(
  load: () => Promise<ComponentType<P>>,
  Meanwhile: ComponentType = Nothing,
): Later<P> {
  let loaded: ComponentType<P> | null = null;
  let loading: Promise<ComponentType<P>> | null = null;

  function fetchOnce(): Promise<ComponentType<P>> {
    loading ??= load().then(
      (component) => {
        loaded = component;
        return component;
      },
      (error) => {
        loading = null;
        throw error;
      },
    );
    return loading;
  }

  function Shown(props: P & JSX.IntrinsicAttributes) {
    const [, redraw] = useState(false);
    const [failure, setFailure] = useState<unknown>(null);
    useEffect(() => {
      let wanted = true;
      fetchOnce().then(
        () => wanted && redraw(true),
        (error) => wanted && setFailure(error),
      );
      return () => {
        wanted = false;
      };
    }, []);
    if (failure !== null) throw failure;
    const Component = loaded;
    return Component === null ? <Meanwhile /> : <Component {...props} />;
  }

  const preload = () =>
    fetchOnce().then(
      () => {},
      () => {},
    );
  return Object.assign(Shown, { preload });
}

function Nothing() {
  return null;
}
