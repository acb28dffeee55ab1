import type { UserId } from "../../../shared/ids";
import { author, fresh, invite, session, user } from "./records";
import type { Bench } from "./records";

export function peopleContract(bench: Bench): void {
  test("a user reads back by id and by key, and is replaced", async () => {
    const zoe = user({ createdAt: Number.MAX_SAFE_INTEGER });
    expect(await bench.store.putUser(zoe)).toBe("written");
    expect(await bench.store.readUser(zoe.id)).toStrictEqual(zoe);
    expect(await bench.store.readUserByKey(zoe.key)).toStrictEqual(zoe);
    const renamed = { ...zoe, key: fresh<string>("key"), role: "admin" as const, disabled: true };
    expect(await bench.store.putUser(renamed)).toBe("written");
    expect(await bench.store.readUser(zoe.id)).toStrictEqual(renamed);
    expect(await bench.store.readUserByKey(zoe.key)).toBeNull();
    expect(await bench.store.readUser(fresh("user"))).toBeNull();
  });

  test("a key belongs to one user: another is told `taken`, at first and at a change of name", async () => {
    const [one, two] = [user(), user()];
    await bench.store.putUser(one);
    expect(await bench.store.putUser({ ...two, key: one.key })).toBe("taken");
    expect(await bench.store.readUser(two.id)).toBeNull();
    expect(await bench.store.putUser(two)).toBe("written");
    expect(await bench.store.putUser({ ...two, key: one.key })).toBe("taken");
    expect(await bench.store.readUser(two.id)).toStrictEqual(two);
    expect(await bench.store.readUserByKey(one.key)).toStrictEqual(one);
  });

  test("of 10 racers for one key one is written; 10 writes of one user are all written", async () => {
    const key = fresh<string>("key");
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => bench.store.putUser(user({ key }))));
    expect(outcomes.filter((outcome) => outcome === "written")).toHaveLength(1);
    const same = user();
    const writes = await Promise.all(Array.from({ length: 10 }, () => bench.store.putUser(same)));
    expect(new Set(writes)).toEqual(new Set(["written"]));
  });

  test("a write over a record that is another one by now changes nothing and says so", async () => {
    const seen = user();
    await bench.store.putUser(seen);
    expect(await bench.store.putUser({ ...seen, theme: "dark" }, seen)).toBe("written");
    expect(await bench.store.putUser({ ...seen, disabled: true }, seen)).toBe("changed");
    const now = await bench.store.readUser(seen.id);
    expect(now).toStrictEqual({ ...seen, theme: "dark" });
    expect(await bench.store.putUser({ ...seen, disabled: true }, now ?? undefined)).toBe("written");
    expect(await bench.store.putUser(user(), user())).toBe("changed");
    const racers = Array.from({ length: 10 }, (_, hue) =>
      bench.store.putUser({ ...seen, disabled: true, theme: "dark", hue }, { ...seen, disabled: true }),
    );
    expect((await Promise.all(racers)).filter((outcome) => outcome === "written")).toHaveLength(1);
  });

  test("users are listed in byte order of their ids", async () => {
    const prefix = fresh<UserId>("user");
    const ids = ["A", "a", "é", "\uFFFD", "😀"].map((letter) => `${prefix}${letter}` as UserId);
    for (const id of ids.toReversed()) await bench.store.putUser(user({ id }));
    expect((await bench.store.listUsers()).map((one) => one.id).filter((id) => id.startsWith(prefix))).toEqual(ids);
  });

  test("a session reads back, and its last use only moves forward", async () => {
    const mine = session({ usedAt: 1_795_323_400_985 });
    await bench.store.putSession(mine);
    expect(await bench.store.readSession(mine.hash)).toStrictEqual(mine);
    await bench.store.touchSession(mine.hash, 1_795_323_400_990);
    await bench.store.touchSession(mine.hash, 1_795_323_400_988);
    expect(await bench.store.readSession(mine.hash)).toStrictEqual({ ...mine, usedAt: 1_795_323_400_990 });
    const unknown = fresh<string>("hash");
    await bench.store.touchSession(unknown, 5);
    expect(await bench.store.readSession(unknown)).toBeNull();
  });

  test("one session is removed by its hash", async () => {
    const [one, two] = [session(), session()];
    await bench.store.putSession(one);
    await bench.store.putSession(two);
    expect(await bench.store.removeSessions({ hash: one.hash })).toEqual([one.hash]);
    expect(await bench.store.removeSessions({ hash: one.hash })).toEqual([]);
    expect(await bench.store.readSession(one.hash)).toBeNull();
    expect(await bench.store.readSession(two.hash)).toStrictEqual(two);
  });

  test("all sessions of a user are removed, nobody else's", async () => {
    const person = fresh<UserId>("user");
    const mine = Array.from({ length: 3 }, () => session({ user: person }));
    const other = session();
    for (const one of [...mine, other]) await bench.store.putSession(one);
    const removed = await bench.store.removeSessions({ user: person });
    expect(removed.toSorted()).toEqual(mine.map((one) => one.hash).toSorted());
    expect(await bench.store.removeSessions({ user: person })).toEqual([]);
    expect(await bench.store.readSession(other.hash)).toStrictEqual(other);
  });

  test("sessions not used since a time, or made before another, are removed", async () => {
    await bench.store.removeSessions({ usedBefore: Number.MAX_SAFE_INTEGER, createdBefore: Number.MAX_SAFE_INTEGER });
    const idle = session({ createdAt: 900, usedAt: 999 });
    const old = session({ createdAt: 499, usedAt: 2000 });
    const good = session({ createdAt: 500, usedAt: 1000 });
    for (const one of [idle, old, good]) await bench.store.putSession(one);
    const removed = await bench.store.removeSessions({ usedBefore: 1000, createdBefore: 500 });
    expect(removed.toSorted()).toEqual([idle.hash, old.hash].toSorted());
    expect(await bench.store.readSession(good.hash)).toStrictEqual(good);
  });

  test("an invite is claimed once, by one of 10 racers", async () => {
    const link = invite({ by: author, name: "Zoë" });
    await bench.store.putInvite(link);
    expect(await bench.store.readInvite(link.hash)).toStrictEqual(link);
    const outcomes = await Promise.all(Array.from({ length: 10 }, (_, racer) => bench.store.claimInvite(link.hash, 1500 + racer)));
    const won = outcomes.filter((outcome) => outcome !== null);
    expect(won).toHaveLength(1);
    expect(won[0]).toStrictEqual({ ...link, usedAt: 1500 + outcomes.findIndex((outcome) => outcome !== null) });
    expect(await bench.store.readInvite(link.hash)).toStrictEqual(won[0]);
    expect(await bench.store.claimInvite(link.hash, 1600)).toBeNull();
  });

  test("an invite is claimed until just before it expires, never after, nor when it is unknown", async () => {
    const [last, late] = [invite({ expiresAt: 2000 }), invite({ expiresAt: 2000 })];
    await bench.store.putInvite(last);
    await bench.store.putInvite(late);
    expect(await bench.store.claimInvite(late.hash, 2000)).toBeNull();
    expect((await bench.store.readInvite(late.hash))?.usedAt).toBeNull();
    expect((await bench.store.claimInvite(last.hash, 1999))?.usedAt).toBe(1999);
    expect(await bench.store.claimInvite(fresh("hash"), 1)).toBeNull();
    expect(await bench.store.readInvite(fresh("hash"))).toBeNull();
  });

  test("invites are listed in byte order and removed; removing again does nothing", async () => {
    const links = Array.from({ length: 3 }, () => invite());
    for (const link of links.toReversed()) await bench.store.putInvite(link);
    const listed = async () =>
      (await bench.store.listInvites()).map((one) => one.hash).filter((hash) => links.some((link) => link.hash === hash));
    expect(await listed()).toEqual(links.map((link) => link.hash));
    await bench.store.removeInvite(links[1]?.hash ?? "");
    await bench.store.removeInvite(links[1]?.hash ?? "");
    expect(await listed()).toEqual([links[0]?.hash, links[2]?.hash]);
  });

  test("users, sessions and invites are there after reopening", async () => {
    const [person, mine, link] = [user(), session(), invite()];
    await bench.store.putUser(person);
    await bench.store.putSession(mine);
    await bench.store.putInvite(link);
    await bench.store.claimInvite(link.hash, 1500);
    await bench.reopen();
    expect(await bench.store.readUser(person.id)).toStrictEqual(person);
    expect(await bench.store.readSession(mine.hash)).toStrictEqual(mine);
    expect(await bench.store.claimInvite(link.hash, 1501)).toBeNull();
  });
}
