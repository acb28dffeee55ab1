// One chunk: each alone would pull what they share out of the page's own into a file more.
export { SelectionToolbar } from "./SelectionToolbar";
export { OpenCard } from "./card/OpenCard";
export { SpotList } from "./SpotList";
