// What the types of a city and of an event say; each marked line must be refused.
import type { ResultOf } from "gql.tada";
import { changes, largest } from "./DOCUMENTS";

type City = ResultOf<typeof largest>["cities"]["nodes"][number];
type Event = ResultOf<typeof changes>["cityChanged"];

export const city = (c: City): [string, string, string] => [c.id, c.createdAt, c.name];
export const event = (e: Event): ["ENTERED" | "STAYED" | "LEFT", string, string | null | undefined] => [
  e.transition,
  e.thingId,
  e.previous?.name,
];
// @ts-expect-error: a time is no number
export const time = (c: City): number => c.createdAt;
// @ts-expect-error: it may have been deleted
export const gone = (e: Event): string => e.thing.name;
// @ts-expect-error: a snapshot has no id
export const snapshot = (e: Event): unknown => e.previous?.id;
