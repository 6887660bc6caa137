import { ChevronDown, ChevronRight } from "lucide-react";
import { memo, type ReactNode } from "react";
import type { AttributeImage, AttributeValue, ObjectId } from "../../../src-engine/trace/events.ts";
import type { ObjectView } from "../../run/moments/view.ts";
import { useShownRun } from "../../run/use-workbench.ts";
import { counted, objectLabel } from "../../ui/words.ts";
import { inOrder, isExpired, pendingChange, spelled, summaryOf } from "./object-list.ts";

interface ObjectItemProps {
  readonly object: ObjectView;
  readonly labels: ReadonlyMap<ObjectId, string>;
  readonly open: boolean;
  readonly selected: boolean;
  readonly related: boolean;
  readonly onToggle: (id: ObjectId) => void;
  readonly onSelect: (id: ObjectId) => void;
}

/** One object: its name and marks, and its attributes when it is open. */
export const ObjectItem = memo(function ObjectItem(props: ObjectItemProps) {
  const { object, labels, open, selected, related, onToggle, onSelect } = props;
  const { id } = object.ref;
  const label = labels.get(id) ?? objectLabel(object.ref);
  return (
    <div
      className="object"
      data-testid="object"
      data-state={object.state}
      data-selected={selected || undefined}
      data-related={related || undefined}
    >
      <div className="object-head">
        <button
          type="button"
          className="object-toggle"
          aria-expanded={open}
          aria-label={`Attributes of ${label}`}
          onClick={() => onToggle(id)}
        >
          {open ? <ChevronDown size={14} aria-hidden /> : <ChevronRight size={14} aria-hidden />}
        </button>
        <button type="button" className="object-name" aria-pressed={selected} onClick={() => onSelect(id)}>
          {label}
        </button>
        <Badges object={object} />
        {open ? null : <span className="object-summary">{summaryOf(object)}</span>}
      </div>
      {open ? <Attributes object={object} labels={labels} onSelect={onSelect} /> : null}
    </div>
  );
});

export function Badges({ object }: { readonly object: ObjectView }) {
  const { stateBefore, state, appeared, dirty, doomed } = object;
  return (
    <span className="object-badges">
      {stateBefore !== null && stateBefore !== state ? (
        <span className="object-badge" data-badge="moved">
          {stateBefore} → {state}
        </span>
      ) : appeared ? (
        <span className="object-badge" data-badge="moved">
          appeared
        </span>
      ) : null}
      {dirty ? (
        <span className="object-badge" data-badge="dirty">
          dirty
        </span>
      ) : null}
      {doomed ? (
        <span className="object-badge" data-badge="doomed">
          to be deleted
        </span>
      ) : null}
      {isExpired(object) ? (
        <span className="object-badge" data-badge="expired">
          expired
        </span>
      ) : null}
    </span>
  );
}

interface AttributesProps extends Pick<ObjectItemProps, "object" | "labels" | "onSelect"> {}

function Attributes({ object, labels, onSelect }: AttributesProps) {
  const { schema } = useShownRun();
  const { attributes, changed } = object;
  if (attributes.length === 0) return <p className="attributes-none">no attributes are set</p>;
  if (attributes.every(({ status, history }) => status === "expired" && history === null)) {
    return (
      <p className="attributes-none">
        All attributes are expired: the row is read again when one is asked for.
        {changed.length > 0 ? <JustChanged /> : null}
      </p>
    );
  }
  return (
    <dl className="attributes">
      {inOrder(schema, object).map((attribute) => (
        <div
          key={attribute.name}
          className="attribute"
          data-kind={attribute.kind}
          data-changed={changed.includes(attribute.name) || undefined}
        >
          <dt>{attribute.name}</dt>
          <dd>
            <Value attribute={attribute} labels={labels} onSelect={onSelect} />
            {changed.includes(attribute.name) ? <JustChanged /> : null}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function JustChanged() {
  return <span className="attribute-changed">just changed</span>;
}

interface ValueProps extends Pick<AttributesProps, "labels" | "onSelect"> {
  readonly attribute: AttributeImage;
}

function Value({ attribute, labels, onSelect }: ValueProps): ReactNode {
  const { kind, status, value } = attribute;
  const one = (given: AttributeValue | undefined) => <One value={given} labels={labels} onSelect={onSelect} />;
  const change = pendingChange(attribute);
  if (change !== null) {
    return (
      <>
        {change.from.length > 0 ? (
          <>
            <del>{one(change.from[0])}</del>
            <span className="visually-hidden"> becomes </span>
            <span aria-hidden> → </span>
          </>
        ) : null}
        <ins>{change.to.length > 0 ? one(change.to[0]) : one(value[0])}</ins>
        <span className="attribute-note">{change.from.length > 0 ? "to be written" : "set, to be written"}</span>
      </>
    );
  }
  if (status === "expired") {
    return (
      <span className="attribute-note" title="Read again when it is next asked for">
        expired
      </span>
    );
  }
  if (status === "unloaded") {
    return <span className="attribute-note">{kind === "column" ? "not set or loaded" : "not loaded"}</span>;
  }
  return kind === "collection" ? <Members attribute={attribute} labels={labels} onSelect={onSelect} /> : one(value[0]);
}

function One(props: Pick<ValueProps, "labels" | "onSelect"> & { readonly value: AttributeValue | undefined }) {
  const { value, labels, onSelect } = props;
  if (value === undefined) return <span className="attribute-null">null</span>;
  if (typeof value === "string") {
    return <code className={value === "None" ? "attribute-null" : undefined}>{spelled(value)}</code>;
  }
  const { ref } = value;
  return (
    <button type="button" className="object-link" onClick={() => onSelect(ref.id)}>
      {labels.get(ref.id) ?? objectLabel(ref)}
    </button>
  );
}

function Members({ attribute, labels, onSelect }: ValueProps) {
  const { value, size, history } = attribute;
  const added = new Set((history?.added ?? []).map(identityOf));
  const deleted = history?.deleted ?? [];
  return (
    <>
      <span className="attribute-size">{size === 0 ? "empty" : counted(size, "member")}</span>
      {value.map((member) => (
        <span
          key={identityOf(member)}
          className="member"
          data-change={added.has(identityOf(member)) ? "added" : undefined}
        >
          {added.has(identityOf(member)) ? <span title="added, to be written">+</span> : null}
          <One value={member} labels={labels} onSelect={onSelect} />
        </span>
      ))}
      {size > value.length ? (
        <span className="attribute-note">and {(size - value.length).toLocaleString("en-US")} more</span>
      ) : null}
      {deleted.map((member) => (
        <span key={`gone ${identityOf(member)}`} className="member" data-change="removed">
          <span title="removed, to be written">−</span>
          <One value={member} labels={labels} onSelect={onSelect} />
        </span>
      ))}
      {added.size > 0 || deleted.length > 0 ? <span className="attribute-note">to be written</span> : null}
    </>
  );
}

function identityOf(value: AttributeValue): string {
  return typeof value === "string" ? value : `object ${value.ref.id}`;
}
