import { Fragment, Node } from "prosemirror-model";
import type { Attrs } from "prosemirror-model";
import type { Sliced } from "../sliced";
import { schema } from "./schema";

// A text of a whole book between its JSON form and its nodes, piece by piece: each of the three takes some 50 ms for 30,000 blocks at once.
// What holds words is always done whole: `MAX_RUNS` (`shape.ts`) bounds it.

/** Blocks that are done at once: about a millisecond's work. */
const PIECE = 400;

/** The JSON form of a node, as far as it is looked at here. */
interface NodeForm {
  readonly type?: unknown;
  readonly attrs?: Attrs | null;
  readonly content?: unknown;
}

/** Counts what is done, and says when others may be let in. */
class Count {
  private done = 0;
  get due(): boolean {
    this.done += 1;
    return this.done % PIECE === 0;
  }
}

/** What `Node.fromJSON` makes of it. Throws RangeError as that does. */
export function* nodeFrom(json: object): Sliced<Node> {
  return yield* built(json, new Count());
}

/** The same for the content of a node or a slice. */
export function* fragmentFrom(json: unknown): Sliced<Fragment> {
  if (json === undefined || json === null) return Fragment.empty;
  return yield* builtFragment(listOf(json), new Count());
}

function listOf(json: unknown): NodeForm[] {
  if (!Array.isArray(json)) throw new RangeError("Invalid input for Fragment.fromJSON");
  return json as NodeForm[];
}

/** Whether there are blocks in it. */
function holdsBlocks({ content }: NodeForm): boolean {
  const first: unknown = Array.isArray(content) ? content[0] : undefined;
  return typeof first === "object" && first !== null && schema.nodes[String((first as NodeForm).type)]?.isBlock === true;
}

function* built(json: NodeForm, count: Count): Sliced<Node> {
  if (!holdsBlocks(json)) return Node.fromJSON(schema, json);
  const content = yield* builtFragment(listOf(json.content), count);
  // Everything but its content, which may be much, is made as it is there.
  const { content: _, ...rest } = json;
  return Node.fromJSON(schema, rest).copy(content);
}

function* builtFragment(list: readonly NodeForm[], count: Count): Sliced<Fragment> {
  const children: Node[] = [];
  for (const one of list) {
    children.push(typeof one === "object" && one !== null && holdsBlocks(one) ? yield* built(one, count) : Node.fromJSON(schema, one));
    if (count.due) yield;
  }
  return Fragment.fromArray(children);
}

/** What a node's type checks of its attributes; `Node.check` asks it. Not in its declared types. */
interface AttributeCheck {
  checkAttrs(attrs: Attrs): void;
}

/** What `Node.check` does: throws RangeError when the node, or one in it, does not fit the schema. */
export function* checking(node: Node): Sliced<void> {
  yield* checkingIn(node, new Count());
}

/** The same for nodes whose place is not known yet. */
export function* checkingAll(content: Fragment): Sliced<void> {
  const count = new Count();
  for (const node of content.content) yield* checkingIn(node, count);
}

function* checkingIn(node: Node, count: Count): Sliced<void> {
  if (count.due) yield;
  if (node.inlineContent || node.isLeaf || node.marks.length > 0) return node.check();
  if (!node.type.validContent(node.content)) throw new RangeError(`Invalid content for node ${node.type.name}`);
  (node.type as unknown as AttributeCheck).checkAttrs(node.attrs);
  for (const child of node.content.content) yield* checkingIn(child, count);
}

/** What `Node.toJSON` gives. */
export function* jsonOf(node: Node): Sliced<object> {
  return yield* jsonIn(node, new Count());
}

/** The same of what a slice holds. */
export function* fragmentJson(content: Fragment): Sliced<object[]> {
  return yield* contentJson(content, new Count());
}

function* contentJson(content: Fragment, count: Count): Sliced<object[]> {
  const list: object[] = [];
  for (const child of content.content) {
    list.push(yield* jsonIn(child, count));
    if (count.due) yield;
  }
  return list;
}

function* jsonIn(node: Node, count: Count): Sliced<object> {
  if (node.inlineContent || node.childCount === 0) return node.toJSON() as object;
  const content = yield* contentJson(node.content, count);
  const own = node.copy().toJSON() as object;
  return "marks" in own ? { ...own, content, marks: own.marks } : { ...own, content };
}
