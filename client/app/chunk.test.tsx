import { act, render, screen } from "@testing-library/react";
import { Component, Suspense } from "react";
import type { ComponentType, ReactNode } from "react";
import { chunk, pageChunk } from "./chunk";

const Part = ({ name }: { name: string }) => <p>part {name}</p>;
const Meanwhile = () => <p>meanwhile</p>;

/** A chunk that comes when it is told to; it fails as many times as asked before. */
function source(failures = 0) {
  const asked: (() => void)[] = [];
  const load = (): Promise<ComponentType<{ name: string }>> =>
    new Promise((come, fail) => {
      const lost = asked.length < failures;
      asked.push(() => (lost ? fail(new Error("no network")) : come(Part)));
    });
  return { load, asked, answer: () => act(async () => asked.at(-1)?.()) };
}

class Caught extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };
  static getDerivedStateFromError = () => ({ failed: true });
  override render() {
    return this.state.failed ? <p>failed</p> : this.props.children;
  }
}

async function show(Fetched: ComponentType<{ name: string }>): Promise<void> {
  await act(async () =>
    render(
      <Caught>
        <Suspense fallback={<Meanwhile />}>
          <Fetched name="one" />
        </Suspense>
      </Caught>,
    ),
  );
}

const kinds = [
  ["a part", (load: () => Promise<ComponentType<{ name: string }>>) => chunk(load)],
  ["a page", (load: () => Promise<ComponentType<{ name: string }>>) => pageChunk(load, Meanwhile)],
] as const;

describe.each(kinds)("%s in a chunk of its own", (_kind, made) => {
  test("is fetched when it is shown, with something in its place until it is there", async () => {
    const { load, answer, asked } = source();
    await show(made(load));
    expect(screen.getByText("meanwhile")).toBeTruthy();
    await answer();
    expect(await screen.findByText("part one")).toBeTruthy();
    expect(asked).toHaveLength(1);
  });

  test("fetched before, it is there at once", async () => {
    const { load, answer } = source();
    const Fetched = made(load);
    Fetched.fetch();
    await answer();
    render(<Fetched name="two" />);
    expect(screen.getByText("part two")).toBeTruthy();
  });

  test("is asked for again where fetching it early failed", async () => {
    const { load, answer, asked } = source(1);
    const Fetched = made(load);
    Fetched.fetch();
    await answer();
    await show(Fetched);
    await answer();
    expect(await screen.findByText("part one")).toBeTruthy();
    expect(asked).toHaveLength(2);
  });

  test("leaves it to the error boundary when it cannot be had", async () => {
    const told = jest.spyOn(console, "error").mockImplementation(() => undefined);
    const { load, answer, asked } = source(2);
    await show(made(load));
    await answer();
    expect(await screen.findByText("failed")).toBeTruthy();
    expect(asked).toHaveLength(1);
    told.mockRestore();
  });
});
