import { Check, Pencil, RotateCcw, Trash2 } from "lucide-react";
import { useEffect, useId, useRef, useState } from "react";
import type { KeyboardEvent } from "react";
import type { Claim, Comment } from "../../../shared/claim/claim";
import { MAX_COMMENT } from "../../../shared/claim/claim";
import type { ClaimId } from "../../../shared/ids";
import { Avatar } from "../../app/Avatar";
import { isComposing } from "../../app/keys";
import { ago, moment } from "../../app/dates";
import { useMe, usePeople } from "../../app/services";
import { useTranslation } from "../../app/translation";
import { commentAt, messageAt } from "../../session/drafts";
import { useWorkbench } from "../WorkbenchContext";
import type { ClaimEdits } from "./edits";
import { useNameOf } from "./people";
import { useDrafts, useWriting } from "./useDraft";

/** The discussion of a claim, oldest first, and the place to add to it. `asked`: goes up each time a key asks to write. */
export function Thread({ claim, edits, readOnly, asked }: { claim: Claim; edits: ClaimEdits; readOnly: boolean; asked: number }) {
  const { t } = useTranslation(["claim", "common"]);
  const comments = claim.comments.filter(({ removed }) => !removed);
  return (
    <div className="message-thread">
      {comments.length > 0 ? (
        <ol>
          {comments.map((comment) => (
            <li key={comment.id}>
              <Message comment={comment} edits={edits} readOnly={readOnly} />
            </li>
          ))}
        </ol>
      ) : null}
      {readOnly ? null : (
        <Composer
          label={t("addComment")}
          send={t("sendComment")}
          start=""
          onSend={(text) => edits.comment(text)}
          claim={claim.id}
          place={messageAt(claim.id)}
          focus={asked}
        />
      )}
    </div>
  );
}

function Message({ comment, edits, readOnly }: { comment: Comment; edits: ClaimEdits; readOnly: boolean }) {
  const { t } = useTranslation(["claim", "common"]);
  const me = useMe();
  const people = usePeople();
  const nameOf = useNameOf();
  const { now, say } = useWorkbench();
  const [editing, setEditing] = useState(false);
  const place = commentAt(comment.id);
  const started = useDrafts((drafts) => drafts.get(place) !== null);
  const name = nameOf(comment.by);
  const mine = comment.by === me.id && !readOnly;
  const remove = (): void => {
    if (edits.removeComment(comment.id)) say(t("commentRemoved"), { label: t("undo"), run: () => edits.restoreComment(comment.id) });
  };
  if (editing || (mine && started)) {
    const save = (text: string): boolean => {
      const done = text === comment.text || edits.editComment(comment.id, text);
      if (done) setEditing(false);
      return done;
    };
    return (
      <Composer
        label={t("editComment")}
        send={t("saveComment")}
        start={comment.text}
        onSend={save}
        onCancel={() => setEditing(false)}
        focus={Number(editing)}
        claim={comment.claim}
        place={place}
      />
    );
  }
  return (
    <article className={comment.resolved ? "message-item is-resolved" : "message-item"}>
      <Avatar person={people.get(comment.by) ?? { name, hue: 1 }} small named />
      <div>
        <p className="message-head">
          <b>{name}</b>{" "}
          <time dateTime={new Date(comment.at).toISOString()} title={moment(me.lang, comment.at)}>
            {ago(me.lang, comment.at, now()) ?? t("common:now")}
          </time>
          {comment.editedAt === null ? null : <span> · {t("edited")}</span>}
          {comment.resolved ? <span> · {t("resolved")}</span> : null}
        </p>
        <p className="message-text" dir="auto">
          {comment.text}
        </p>
      </div>
      <span className="message-acts">
        {readOnly ? null : (
          <MessageAct
            label={comment.resolved ? t("reopen") : t("resolve")}
            icon={comment.resolved ? RotateCcw : Check}
            run={() => edits.resolveComment(comment.id, !comment.resolved)}
          />
        )}
        {mine ? <MessageAct label={t("editComment")} icon={Pencil} run={() => setEditing(true)} /> : null}
        {mine ? <MessageAct label={t("removeComment")} icon={Trash2} run={remove} /> : null}
      </span>
    </article>
  );
}

function MessageAct({ label, icon: Icon, run }: { label: string; icon: typeof Check; run: () => void }) {
  return (
    <button type="button" className="ui-btn is-quiet is-icon is-small" aria-label={label} title={label} onClick={run}>
      <Icon aria-hidden="true" />
    </button>
  );
}

interface ComposerProps {
  readonly label: string;
  readonly send: string;
  readonly start: string;
  readonly claim: ClaimId;
  /** Among the session's drafts. */
  readonly place: string;
  /** Takes the focus whenever this is another number above 0. One that was left unfinished waits for the person. */
  readonly focus: number;
  readonly onSend: (text: string) => boolean;
  readonly onCancel?: () => void;
}

/** A message is sent when it is whole, not while it is written. */
function Composer({ label, send, start, claim, place, focus, onSend, onCancel }: ComposerProps) {
  const { t } = useTranslation(["claim", "common"]);
  const { localPresence } = useWorkbench();
  const [text, setText] = useWriting(claim, place, start);
  const id = useId();
  const box = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (focus > 0) box.current?.focus();
  }, [focus]);
  const ready = text.trim() !== "";
  const post = (): void => {
    if (!ready || !onSend(text.trim())) return;
    localPresence.writing("");
    setText(null);
    box.current?.focus();
  };
  const cancel = (): void => {
    setText(null);
    onCancel?.();
  };
  const keys = (event: KeyboardEvent): void => {
    if (isComposing(event.nativeEvent)) return;
    if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) {
      event.preventDefault();
      post();
    }
    if (event.key === "Escape" && onCancel) {
      event.stopPropagation();
      cancel();
    }
  };
  return (
    <div className="message-composer" data-own-paste>
      <label className="u-unseen" htmlFor={id}>
        {label}
      </label>
      <textarea
        dir="auto"
        id={id}
        ref={box}
        className="ui-box"
        rows={text === "" ? 1 : 3}
        data-limit={MAX_COMMENT}
        placeholder={label}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          localPresence.writing("comment");
        }}
        onBlur={() => localPresence.writing("")}
        onKeyDown={keys}
      />
      {ready || onCancel ? (
        <div className="ui-row">
          <button type="button" className="ui-btn" aria-disabled={!ready} aria-keyshortcuts="Control+Enter" onClick={post}>
            {send}
          </button>
          {onCancel ? (
            <button type="button" className="ui-btn is-quiet" onClick={cancel}>
              {t("common:action.cancel")}
            </button>
          ) : null}
        </div>
      ) : null}
    </div>
  );
}
