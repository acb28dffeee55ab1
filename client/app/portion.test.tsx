import { screen } from "@testing-library/react";
import { renderApp } from "../../fixtures/render-app";
import { usePortion } from "./portion";

function Many({ count, reach = -1 }: { count: number; reach?: number }) {
  const items = Array.from({ length: count }, (_, index) => index);
  const { shown, list, more } = usePortion(items, reach);
  return (
    <>
      <ul ref={list}>
        {shown.map((item) => (
          <li key={item}>
            <button type="button">{item}</button>
          </li>
        ))}
      </ul>
      {more}
    </>
  );
}

const shown = (): number => screen.getAllByRole("listitem").length;

test("of 5,000 entries fifty stand in the page, and more when they are asked for: the focus goes to the first that comes", async () => {
  const { user } = await renderApp(<Many count={5000} />);
  expect(shown()).toBe(50);
  await user.click(screen.getByRole("button", { name: "Afficher 50 de plus, sur 5000" }));
  expect(shown()).toBe(100);
  expect(document.activeElement?.textContent).toBe("50");
});

test("the last of them come without a button that has no use any more, and the focus is not lost with it", async () => {
  const { user } = await renderApp(<Many count={70} />);
  await user.click(screen.getByRole("button", { name: "Afficher 20 de plus, sur 70" }));
  expect(shown()).toBe(70);
  expect(screen.queryByRole("button", { name: /de plus/ })).toBeNull();
  expect(document.activeElement?.textContent).toBe("50");
});

test("one that is looked for is among them, and a short list has no button", async () => {
  await renderApp(<Many count={300} reach={120} />);
  expect(shown()).toBe(121);
});
