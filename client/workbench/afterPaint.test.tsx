import { fireEvent, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useEffect, useRef, useState } from "react";
import { afterPaint } from "./afterPaint";

function Form() {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  return <input aria-label="field" ref={field} onKeyDown={(event) => event.key === "Enter" && event.preventDefault()} />;
}

function Page({ heard }: { heard: (key: string) => void }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <div role="presentation" onKeyDown={({ key, target }) => heard(`${key} in ${(target as Element).tagName}`)}>
      <button onClick={() => afterPaint(() => setOpen(true))}>open</button>
      {isOpen ? <Form /> : null}
    </div>
  );
}

const field = () => screen.queryByRole("textbox", { name: "field" });

/** A page whose button was pressed: what it opens waits for the frame. */
function pressed() {
  const heard = jest.fn<void, [string]>();
  render(<Page heard={heard} />);
  const button = screen.getByRole("button");
  button.focus();
  fireEvent.click(button);
  expect(field()).toBeNull();
  return { heard, button };
}

describe("what opens after the next frame", () => {
  it("is there, with the focus, soon after", async () => {
    pressed();
    expect(await screen.findByRole("textbox")).toBe(document.activeElement);
  });

  it("gets every key that is pressed before", async () => {
    const { heard } = pressed();
    await userEvent.setup({ delay: null }).keyboard("ab");
    expect(heard.mock.calls.flat()).toEqual(["a in INPUT", "b in INPUT"]);
    expect((field() as HTMLInputElement).value).toBe("ab");
  });

  it("may take such a key", () => {
    const { button } = pressed();
    // False: the key's default was prevented.
    expect(fireEvent.keyDown(button, { key: "Enter" })).toBe(false);
    expect(document.activeElement).toBe(field());
  });
});
