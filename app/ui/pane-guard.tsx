import { Component, type ReactNode } from "react";
import { EmptyState } from "./empty-state.tsx";

interface PaneGuardProps {
  readonly title: string;
  readonly children: ReactNode;
}

/** Keeps a defect of one pane from taking the page, and the text in it, along. */
export class PaneGuard extends Component<PaneGuardProps, { readonly error: Error | null }> {
  override state: { readonly error: Error | null } = { error: null };

  static getDerivedStateFromError(error: unknown) {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === null) return this.props.children;
    return (
      <section className="pane" aria-label={this.props.title}>
        <EmptyState title={`${this.props.title} cannot be shown`}>
          A defect of Flushlight: {error.message}. Your program is safe.{" "}
          <button type="button" className="button" onClick={() => this.setState({ error: null })}>
            Try again
          </button>
        </EmptyState>
      </section>
    );
  }
}
